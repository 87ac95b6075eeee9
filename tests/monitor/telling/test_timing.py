from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.telling.timing import after_quiet, next_digest, told_at
from storage.model import Subscription
from storage.vocabulary import Severity

CHINA = ZoneInfo("Asia/Shanghai")
AT_ONCE = Subscription("s", ("c",))
DAILY = replace(AT_ONCE, digest="daily", digest_at="08:30")
WEEKLY = replace(DAILY, digest="weekly", digest_day="friday")
NIGHT = replace(AT_ONCE, quiet="22:00-07:30")
NOON = replace(AT_ONCE, quiet="12:00-13:30")


def at(text: str, zone: str = "Asia/Shanghai") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("subscription", "now", "told"),
    [
        (AT_ONCE, "2026-03-12 09:00", "2026-03-12 09:00"),
        (DAILY, "2026-03-12 08:29", "2026-03-12 08:30"),
        (DAILY, "2026-03-12 08:30", "2026-03-13 08:30"),
        (DAILY, "2026-12-31 23:59", "2027-01-01 08:30"),
        (WEEKLY, "2026-03-12 09:00", "2026-03-13 08:30"),  # a Thursday
        (WEEKLY, "2026-03-13 08:30", "2026-03-20 08:30"),
        (NIGHT, "2026-03-12 21:59", "2026-03-12 21:59"),
        (NIGHT, "2026-03-12 22:00", "2026-03-13 07:30"),
        (NIGHT, "2026-03-13 00:10", "2026-03-13 07:30"),
        (NIGHT, "2026-03-13 07:30", "2026-03-13 07:30"),
        (NOON, "2026-03-12 12:00", "2026-03-12 13:30"),
        (NOON, "2026-03-12 14:00", "2026-03-12 14:00"),
        (replace(DAILY, quiet="22:00-09:00"), "2026-03-12 23:00", "2026-03-13 09:00"),
    ],
)
def test_an_alert_is_told_at_the_subscribers_hour(subscription: Subscription, now: str, told: str) -> None:
    assert told_at(subscription, Severity.WARNING, at(now)) == at(told)


@pytest.mark.parametrize(("passes", "told"), [(True, "2026-03-12 23:00"), (False, "2026-03-13 07:30")])
def test_a_critical_alert_passes_quiet_hours_only_where_the_subscriber_says_so(passes: bool, told: str) -> None:
    night = replace(NIGHT, critical_passes=passes)
    assert told_at(night, Severity.CRITICAL, at("2026-03-12 23:00")) == at(told)
    assert told_at(night, Severity.WARNING, at("2026-03-12 23:00")) == at("2026-03-13 07:30")


@pytest.mark.parametrize(
    ("now", "told"),
    [("2026-03-07 09:00", "2026-03-08 08:30"), ("2026-03-28 20:00", "2026-03-29 08:30")],  # clocks change on both days
)
def test_the_hour_is_the_zones_own_when_clocks_change(now: str, told: str) -> None:
    for zone in ("America/New_York", "Europe/Berlin"):
        assert next_digest(replace(DAILY, timezone=zone), at(now, zone)) == at(told, zone)


def test_an_hour_that_a_change_of_clocks_leaves_out_still_has_a_digest() -> None:
    early = replace(DAILY, digest_at="02:30", timezone="Europe/Berlin")
    moment = next_digest(early, at("2026-03-28 12:00", "Europe/Berlin"))
    assert at("2026-03-29 00:00", "Europe/Berlin") < moment < at("2026-03-29 04:00", "Europe/Berlin")


def test_a_zone_that_became_unknown_is_read_as_chinas() -> None:
    assert after_quiet(replace(NIGHT, timezone="Mars/Olympus"), at("2026-03-12 23:00")) == at("2026-03-13 07:30")
