"""The judging stage: takes readings, outcomes and removals that no rule has seen, leaves changes and alerts.

For each cause the changes, the alerts, their deliveries and the mark "judged" are one transaction. What a reading means
is told in readings.py; visits, pages that went or came back and the calendar have their own stages here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType

from monitor.house import House
from monitor.judging.others import alerts_of_overdue
from monitor.judging.silence import alerts_of_silence
from monitor.judging.visits import alerts_of_visit
from monitor.rounds.copies import better_copies, move_to_better, name_the_nameless, seen_first, whole_reports
from monitor.rounds.others import Peers, mark_sentences
from monitor.rounds.readings import judge_reading
from monitor.rounds.standing import judge_standings, routes_back
from monitor.rounds.years import compare_anew, compare_with_year_before, compare_with_years, read_now
from monitor.telling.directory import Directory
from monitor.telling.routing import Readers, routes_of
from storage.findings import readings_awaiting_judgement
from storage.judgements import settle, settle_overdue, settle_standings, settle_visit
from storage.model import Alert
from storage.notices import Raising
from storage.runs import mark_visits_judged, visits_awaiting_judgement
from storage.series import all_series, source_histories
from storage.subscribers import leavers


def judge_awaiting(house: House, run_id: str, as_of: datetime, *, calendar: bool = True) -> list[Alert]:
    """Judge everything that awaits it as of a day, and what the calendar says of it; return the new alerts."""
    fresh: list[Alert] = []
    mark_sentences(house)
    while batch := readings_awaiting_judgement(house.store):
        if name_the_nameless(house, batch):
            continue
        batch = whole_reports(house, batch)
        peers = Peers(house, batch, lambda held: compare_with_year_before(house, held))
        taking_over = {held.url for held in better_copies(house, seen_first(house, batch))}
        # Those come last: until then a report's copies are held against the one that it was read at.
        for held in sorted(batch, key=lambda held: held.url in taking_over):
            found = judge_reading(house, held, as_of, peers)
            assert held.reading.id is not None
            raising = _raising(house, found.alerts, run_id, found.takes_back)
            if held.url in taking_over:
                found = replace(found, judged=compare_with_years(house, read_now(house, held), peers))
            here = held if held.url in taking_over else None
            fresh += settle(house.store, held.reading.id, found.judged, raising, read_here=here)
    fresh += _judge_visits(house, run_id, as_of) + _judge_standings(house, run_id, as_of)
    return fresh + _judge_overdue(house, run_id, as_of) if calendar else fresh


def _raising(
    house: House, alerts: Sequence[Alert], run_id: str, takes_back: Mapping[str, Alert] = MappingProxyType({})
) -> Raising:
    """Return alerts with who is told of each; they leave the house by the clock, whatever day they are judged as of.

    An alert that takes a removal back goes to those too who were told of it.
    """
    now = datetime.now(UTC)
    if not alerts:
        return Raising(now, run_id=run_id)
    reach = Directory(house.settings, house.environment).reach
    readers = Readers(house.subscriptions(), reach, leavers(house.store))
    routes = routes_back(routes_of(alerts, readers, house.catalogue, now), takes_back, house.store, now)
    return Raising(now, alerts, routes, run_id)


def _judge_visits(house: House, run_id: str, as_of: datetime) -> list[Alert]:
    sources = {source.slug: source for source in house.sources}
    fresh: list[Alert] = []
    while batch := visits_awaiting_judgement(house.store):
        quiet = []
        for waiting in batch:
            source, since = sources.get(waiting.visit.source), waiting.since
            alerts = alerts_of_visit(
                waiting.previous, waiting.visit, as_of, house.rules, since=since, source=source, earlier=waiting.earlier
            )
            if alerts:
                fresh += settle_visit(house.store, waiting.id, _raising(house, alerts, run_id))
            else:
                quiet.append(waiting.id)
        mark_visits_judged(house.store, quiet, datetime.now(UTC))
    return fresh


def _judge_standings(house: House, run_id: str, as_of: datetime) -> list[Alert]:
    found = judge_standings(house, as_of)
    raising = _raising(house, found.alerts, run_id, found.told_before)
    returned = move_to_better(house, found.returned)
    fresh = settle_standings(house.store, found.standings, raising)
    compare_anew(house, [*returned, *found.standings.moved.values()], Peers(house))
    return fresh


def _judge_overdue(house: House, run_id: str, as_of: datetime) -> list[Alert]:
    alerts = (
        *alerts_of_overdue(all_series(house.store), as_of, house.rules),
        *alerts_of_silence(source_histories(house.store), house.sources, as_of, house.rules),
    )
    return settle_overdue(house.store, _raising(house, alerts, run_id))
