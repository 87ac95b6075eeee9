from dataclasses import replace
from datetime import timedelta

from storage.database import Store
from storage.findings import (
    current_reports,
    documents_awaiting_reading,
    previous_reading,
    readings_awaiting_judgement,
    report_of_year,
    save_reading,
)
from storage.judgements import Judged, settle
from storage.model import Alert, Change, Comparison, Visit
from storage.notices import Raising, Route, alerts_since
from storage.outbox import all_deliveries
from storage.runs import close_visit, mark_visits_judged, source_states, visits_awaiting_judgement
from storage.vocabulary import DeliveryState, Event, Kind, Outcome, Severity, Status
from tests.storage.held import AGENCY, NOW, SOURCE, begin, hold, read_all, reading

URL = "http://www.yunting.gov.cn/fz/1.html"


def alert(key: str = "k1") -> Alert:
    return Alert(
        key,
        Event.REPORT_REVISED,
        Severity.WARNING,
        AGENCY.name,
        AGENCY.region,
        AGENCY.level,
        2025,
        "r",
        "因",
        NOW,
        url=URL,
    )


def test_a_reading_comes_back_as_it_was_made(fresh_store: Store) -> None:
    begin(fresh_store)
    hold(fresh_store, URL, "受理13件")
    made = reading()
    read_all(fresh_store, made)
    assert documents_awaiting_reading(fresh_store) == []
    (held,) = readings_awaiting_judgement(fresh_store)
    assert held.agency == AGENCY
    assert held.is_primary
    assert replace(held.reading, id=None, document_id=None).identity == made.identity
    assert [replace(seen, id=None) for seen in held.reading.observations] == list(made.observations)
    assert report_of_year(fresh_store, AGENCY, Kind.REPORT, 2025) == held
    assert current_reports(fresh_store) == [held]


def test_a_document_that_was_judged_is_no_news_to_a_better_reader(fresh_store: Store) -> None:
    begin(fresh_store)
    hold(fresh_store, URL, "受理13件")
    read_all(fresh_store, reading())
    (held,) = readings_awaiting_judgement(fresh_store)
    assert held.reading.id is not None
    settle(fresh_store, held.reading.id, [], Raising(NOW, run_id="run1"))
    (document,) = documents_awaiting_reading(fresh_store, "r2")
    save_reading(fresh_store, document, reading(value="14", reader="r2"), NOW)
    assert readings_awaiting_judgement(fresh_store) == []
    found = report_of_year(fresh_store, AGENCY, Kind.REPORT, 2025)
    assert found is not None
    assert str(found.reading.observations[0].value) == "14"


def test_the_reading_before_an_edit_is_found(fresh_store: Store) -> None:
    begin(fresh_store)
    hold(fresh_store, URL, "受理13件")
    read_all(fresh_store, reading())
    hold(fresh_store, URL, "受理18件", minutes=5)
    read_all(fresh_store, reading(value="18"))
    new = readings_awaiting_judgement(fresh_store)[-1]
    old = previous_reading(fresh_store, new)
    assert old is not None
    assert [str(one.reading.observations[0].value) for one in (old, new)] == ["13", "18"]
    assert previous_reading(fresh_store, old) is None


def test_a_copy_under_another_address_is_not_a_second_report(fresh_store: Store) -> None:
    begin(fresh_store)
    hold(fresh_store, URL, "受理13件")
    read_all(fresh_store, reading())
    hold(fresh_store, URL.replace("1.html", "copy.html"), "受理13件", minutes=1)
    read_all(fresh_store, reading())
    assert [held.is_primary for held in readings_awaiting_judgement(fresh_store)] == [True, False]
    assert len(current_reports(fresh_store)) == 1


def test_change_alert_and_deliveries_are_kept_together_and_once(fresh_store: Store) -> None:
    begin(fresh_store)
    hold(fresh_store, URL, "受理13件")
    read_all(fresh_store, reading())
    (held,) = readings_awaiting_judgement(fresh_store)
    assert held.reading.id is not None
    seen = held.reading.observations[0]
    change = Change("recon_accepted", "受理数", Status.UP, None, seen, seen.value, None, notable=True)
    judged = [Judged("year", held.reading, held.reading, Comparison((change,), missing_parts=("plan",)))]
    raising = Raising(NOW, [alert()], {"k1": [Route("hook", NOW), Route("mail", NOW)]}, "run1")
    for _time in range(2):
        settle(fresh_store, held.reading.id, judged, raising)
    assert readings_awaiting_judgement(fresh_store) == []
    (kept,) = alerts_since(fresh_store)
    assert replace(kept, id=None) == alert()
    assert [(one.channel, one.state) for one in all_deliveries(fresh_store)] == [
        ("hook", DeliveryState.PENDING),
        ("mail", DeliveryState.PENDING),
    ]


def test_a_visit_that_says_the_same_for_longer_than_is_remembered_says_since_when(fresh_store: Store) -> None:
    for number in range(130):
        begin(fresh_store, f"run{number:03d}")
        outcome = Outcome.FOUND if number < 2 else Outcome.BLOCKED
        close_visit(fresh_store, Visit(f"run{number:03d}", SOURCE.slug, outcome, "", NOW + timedelta(days=number), {}))
    *_before, last = visits_awaiting_judgement(fresh_store)
    assert (last.previous, last.since, len(last.earlier)) == (Outcome.BLOCKED, NOW + timedelta(days=2), 60)


def test_visits_are_judged_some_at_a_time_until_none_waits(fresh_store: Store) -> None:
    for number in range(5):
        begin(fresh_store, f"run{number}")
        close_visit(
            fresh_store, Visit(f"run{number}", SOURCE.slug, Outcome.FOUND, "", NOW + timedelta(days=number), {})
        )
    seen = []
    while batch := visits_awaiting_judgement(fresh_store, most=2):
        seen += [one.visit.run_id for one in batch]
        mark_visits_judged(fresh_store, [one.id for one in batch], NOW)
    assert seen == [f"run{number}" for number in range(5)]


def test_a_visit_says_what_came_before_and_since_when(fresh_store: Store) -> None:
    for number, outcome in enumerate((Outcome.FOUND, Outcome.BLOCKED, Outcome.BLOCKED), start=1):
        begin(fresh_store, f"run{number}")
        moment = NOW + timedelta(days=number)
        close_visit(fresh_store, Visit(f"run{number}", SOURCE.slug, outcome, "why", moment, {"held": 1}))
    close_visit(fresh_store, Visit("run3", SOURCE.slug, Outcome.FAILED, "twice", NOW, {}))
    first, second, third = visits_awaiting_judgement(fresh_store)
    assert (first.previous, second.previous, third.previous) == (None, Outcome.FOUND, Outcome.BLOCKED)
    assert (second.since, third.since) == (NOW + timedelta(days=2), NOW + timedelta(days=2))
    state = source_states(fresh_store)[SOURCE.slug]
    assert (state.state, state.since, state.last_good_at, state.baseline_at) == (
        Outcome.BLOCKED,
        NOW + timedelta(days=2),
        NOW + timedelta(days=1),
        NOW + timedelta(days=1),
    )
