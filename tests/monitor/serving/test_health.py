from datetime import UTC, datetime, timedelta

from monitor.serving.health import Seen, health_of
from monitor.serving.pulse import Beat

NOW = datetime(2026, 3, 12, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LEADING = Beat(leading=True)


def reasons(seen: Seen) -> tuple[str, ...]:
    health = health_of(seen)
    assert health.well == (not health.reasons)
    return health.reasons


def test_a_leading_service_with_a_round_behind_and_before_it_is_well() -> None:
    seen = Seen(NOW, LEADING, "", NOW + 18 * HOUR, NOW - 6 * HOUR, NOW - 5 * HOUR)
    assert health_of(seen).status == "leading"
    assert reasons(seen) == ()


def test_one_that_stands_by_leaves_the_rounds_to_the_other() -> None:
    seen = Seen(NOW, Beat(), "", NOW - 18 * HOUR, None, None)
    assert health_of(seen).status == "standby"


def test_a_store_a_disk_and_a_loop_that_fail_are_told() -> None:
    seen = Seen(
        NOW, Beat(leading=True, dead=("delivery",)), "no store", disk_troubles=("full",), disk_warnings=("low",)
    )
    assert reasons(seen) == ("no store", "full", "the loop delivery has ended")
    assert health_of(seen).status == "ill"
    assert health_of(seen).warnings == ("low",)


def test_a_slot_that_nobody_starts_is_told_but_not_while_a_round_is_under_way() -> None:
    missed = Seen(NOW, LEADING, "", NOW - 3 * HOUR, None, None)
    assert reasons(missed) == ("the round of 2026-03-12 01:00 UTC has not been started",)
    assert reasons(Seen(NOW, LEADING, "", NOW - HOUR, None, None)) == ()
    long = Beat(leading=True, busy_seconds=(("schedule", 4 * 3600.0),))
    assert reasons(Seen(NOW, long, "", NOW - 3 * HOUR, NOW - 4 * HOUR, None)) == ()


def test_a_tick_that_never_ends_and_a_round_that_nobody_takes_up_are_told() -> None:
    stuck = Beat(leading=True, busy_seconds=(("delivery", 7200.0), ("schedule", 90_000.0)))
    assert reasons(Seen(NOW, stuck, "", NOW + HOUR)) == (
        "the loop schedule has been at one tick for 25.0 hours",
        "the loop delivery has been at one tick for 2.0 hours",
    )
    broken = Seen(NOW, LEADING, "", NOW + HOUR, NOW - 30 * HOUR, NOW - 54 * HOUR)
    assert reasons(broken) == ("the round of 2026-03-10 22:00 UTC broke off and was not taken up",)
