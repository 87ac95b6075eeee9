"""The judging stage: takes readings, outcomes and removals that no rule has seen, leaves changes and alerts.

For each cause the changes, the alerts, their deliveries and the mark "judged" are one transaction. What a source held
when its stock was first taken is no news, and a better reader of old bytes is none either; a page that changed is told
as one revision, and never again as a change against last year.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from monitor.comparing.alone import compare_with_own_past
from monitor.comparing.compare import compare_reports
from monitor.comparing.reuse import changed_sentences
from monitor.comparing.revision import arisen_between, compare_revision
from monitor.house import House
from monitor.judging.alerts import alerts_of_new_report
from monitor.judging.notable import mark_notable
from monitor.judging.occasion import Context, alert_at
from monitor.judging.others import alerts_of_overdue
from monitor.judging.revisions import alerts_of_revision
from monitor.judging.silence import alerts_of_silence
from monitor.judging.visits import alerts_of_visit
from monitor.reading.reader import read_document, reader_key
from monitor.rounds.context import context_of
from monitor.rounds.copies import (
    Scales,
    alerts_of_copy,
    better_copies,
    move_away,
    move_to_better,
    name_the_nameless,
    seen_first,
    standing_elsewhere,
    whole_reports,
)
from monitor.rounds.others import Peers, copied_from_another, mark_sentences
from monitor.rounds.standing import judge_standings, routes_back, taken_back
from monitor.telling.directory import Directory
from monitor.telling.routing import Readers, routes_of
from storage.findings import (
    SERIES_KINDS,
    HeldReading,
    current_reports,
    previous_reading,
    reading_of_page,
    readings_awaiting_judgement,
    report_of_year,
)
from storage.judgements import Judged, settle, settle_overdue, settle_standings, settle_visit
from storage.model import Alert, Comparison
from storage.notices import Raising
from storage.runs import mark_visits_judged, visits_awaiting_judgement
from storage.series import all_series, source_histories
from storage.subscribers import leavers
from storage.vocabulary import Event, Kind, Severity

LOG = logging.getLogger("fazhi.judge")

# A report that stands in a source's very first stock is news only while it is fresh; older ones are its archive.
FRESH = timedelta(days=30)


@dataclass(frozen=True)
class _Judgement:
    judged: tuple[Judged, ...] = ()
    alerts: tuple[Alert, ...] = ()
    takes_back: Mapping[str, Alert] = field(default_factory=dict)  # by an alert's key: the removal told before


def judge_awaiting(house: House, run_id: str, as_of: datetime, *, calendar: bool = True) -> list[Alert]:
    """Judge everything that awaits it as of a day, and what the calendar says of it; return the new alerts."""
    fresh: list[Alert] = []
    mark_sentences(house)
    while batch := readings_awaiting_judgement(house.store):
        if name_the_nameless(house, batch):
            continue
        batch = whole_reports(house, batch)
        peers = Peers(house, batch, lambda held: _with_year_before(house, held))
        taking_over = {held.url for held in better_copies(house, seen_first(house, batch))}
        # Those come last: until then a report's copies are held against the one that it was read at.
        for held in sorted(batch, key=lambda held: held.url in taking_over):
            found = judge_reading(house, held, as_of, peers)
            assert held.reading.id is not None
            raising = _raising(house, found.alerts, run_id, found.takes_back)
            if held.url in taking_over:
                found = replace(found, judged=_yearly(house, _read_now(house, held), peers))
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


def judge_reading(house: House, held: HeldReading, as_of: datetime, peers: Peers) -> _Judgement:
    """Return what one reading means: a revision of its page, a new report, or nothing that anybody is told."""
    held = _read_now(house, held)
    if not Scales.of(house).weighs(held):
        return _Judgement()
    before = previous_reading(house.store, held)
    # What stood here before was no report of ours (a placeholder, another text): then this is the first sight of one.
    if before is not None and before.reading.identity.kind in SERIES_KINDS:
        before = _read_now(house, before)
        if not _of_another_year(before, held):
            return _judge_revision(house, before, held, as_of, peers)
    if held.reading.identity.kind is not Kind.REPORT:
        return _Judgement()
    if not _is_read_here(held):
        return _judge_copy(house, held, as_of)
    judged = _yearly(house, held, peers)
    if not is_news(held, as_of):
        return _Judgement(judged)
    return _Judgement(judged, _alerts_of_new(house, held, judged, as_of))


def _is_read_here(held: HeldReading) -> bool:
    """Whether a reading is that of its report, and not of a copy; a text that nobody can be told of is its own."""
    return held.is_primary or held.agency is None


def _of_another_year(before: HeldReading, held: HeldReading) -> bool:
    """Whether a page that keeps one address for every year's report shows the next one."""
    years = {before.reading.identity.year, held.reading.identity.year}
    return len(years) == 2 and None not in years


def _judge_copy(house: House, copy: HeldReading, as_of: datetime) -> _Judgement:
    """Tell a copy whose figures are not those of its report, or that a report stands again that was taken down.

    That there is one more copy is no news.
    """
    if again := taken_back(house, copy, as_of):
        alerts = tuple(alert for alert, _removal in again.values())
        return _Judgement((), alerts, {key: removal for key, (_alert, removal) in again.items()})
    report = _neighbour(house, copy, 0) if copy.reading.identity.kind is Kind.REPORT else None
    return _Judgement((), alerts_of_copy(house, report, copy, as_of)) if report else _Judgement()


def _compare_anew(house: House, moved: Iterable[HeldReading], peers: Peers) -> None:
    """Keep the comparisons of reports that are read at another copy from now on; nobody is told of them."""
    for copy in moved:
        held = reading_of_page(house.store, copy.url)
        if held is not None and held.is_primary and held.reading.id is not None:
            judged = _yearly(house, _read_now(house, held), peers)
            settle(house.store, held.reading.id, judged, Raising(datetime.now(UTC)))


def is_news(held: HeldReading, as_of: datetime) -> bool:
    """Whether a report seen for the first time is told at all; see the module's first lines."""
    if held.baseline_at is not None and held.snapshot.fetched_at > held.baseline_at:
        return True
    identity = held.reading.identity
    if identity.published is None or identity.year != as_of.year - 1:
        return False
    return timedelta(0) <= as_of.date() - identity.published <= FRESH


def _read_now(house: House, held: HeldReading) -> HeldReading:
    """Return the reading as the present reader makes it: two readers' differences must not look like two years'."""
    if held.reading.reader == reader_key(house.catalogue):
        return held
    sources = {source.slug: source for source in house.sources}
    again = read_document(held.document, house.catalogue, sources.get(held.source))
    return replace(held, reading=replace(again, id=held.reading.id, document_id=held.reading.document_id))


def _compare(house: House, old: HeldReading, new: HeldReading, peers: Peers) -> Comparison:
    found = compare_reports(old.document, old.reading, new.document, new.reading, house.catalogue)
    return mark_notable(found, house.rules, house.catalogue, peers.medians(new.agency, new.reading.identity.year))


def _with_year_before(house: House, held: HeldReading) -> Comparison | None:
    """Compare a report with the year before, unjudged: what its peers are measured by."""
    old = _neighbour(house, held, -1)
    if old is None:
        return None
    return compare_reports(old.document, old.reading, held.document, held.reading, house.catalogue)


def _neighbour(house: House, held: HeldReading, years: int) -> HeldReading | None:
    year = held.reading.identity.year
    if held.agency is None or year is None:
        return None
    found = report_of_year(house.store, held.agency, Kind.REPORT, year + years)
    return _read_now(house, found) if found else None


def _yearly(house: House, held: HeldReading, peers: Peers) -> tuple[Judged, ...]:
    """Compare a report with the year before, and the year after with it where that came first."""
    if held.reading.identity.kind is not Kind.REPORT:
        return ()
    pairs = [(_neighbour(house, held, -1), held), (held, _neighbour(house, held, 1))]
    return tuple(
        Judged("year", old.reading, new.reading, _compare(house, old, new, peers))
        for old, new in pairs
        if old is not None and new is not None
    )


def _alerts_of_new(house: House, held: HeldReading, judged: Sequence[Judged], as_of: datetime) -> tuple[Alert, ...]:
    comparison = next((item.comparison for item in judged if item.new is held.reading), None)
    earlier = [_neighbour(house, held, -1), _neighbour(house, held, -2)]
    readings = [one.reading for one in earlier if one is not None]
    context = context_of(held, as_of, earlier[0])
    own = _own_past(house, held) if comparison is None else None
    alerts = alerts_of_new_report(
        context, comparison, held.reading, house.catalogue, house.rules, earlier=readings, own=own
    )
    copied = copied_from_another(house, held, context)
    alerts += (copied,) if copied else ()
    year = held.reading.identity.year
    if year is not None and year < as_of.year - 1:
        return tuple(alert for alert in alerts if alert.event is Event.REPORT_PUBLISHED)
    return alerts


def _own_past(house: House, held: HeldReading) -> Comparison:
    return mark_notable(compare_with_own_past(held.document, held.reading), house.rules, house.catalogue)


def _judge_revision(house: House, old: HeldReading, new: HeldReading, as_of: datetime, peers: Peers) -> _Judgement:
    """Tell what became of a page that held a report or a speech."""
    context = context_of(new, as_of, old)
    if new.reading.identity.kind not in SERIES_KINDS:
        if elsewhere := standing_elsewhere(house, old):
            # The report is still published, so nothing was taken from anybody.
            _compare_anew(house, move_away(house, old, elsewhere), peers)
            return _Judgement()
        context = replace(
            context_of(old, as_of, old), snapshot_sha256=context.snapshot_sha256, snapshot_at=context.snapshot_at
        )
        return _Judgement((), (_page_replaced(context, new),))
    if not _is_read_here(new):
        return _judge_copy(house, new, as_of)
    found = compare_revision(old.document, old.reading, new.document, new.reading, house.catalogue)
    sentences = changed_sentences(old.document.text, new.document.text, old.document.title, new.document.title)
    judged = _yearly(house, new, peers)
    former = [item.comparison for item in _yearly(house, old, peers)]
    beside = [(item.old if item.new is new.reading else item.new, item.comparison) for item in judged]
    arisen = [(other.identity.year or 0, one) for other, now in beside for one in arisen_between(former, now)]
    alerts = alerts_of_revision(context, found, sentences, house.catalogue, house.rules, arisen=arisen)
    return _Judgement((Judged("revision", old.reading, new.reading, found), *judged), alerts)


def _page_replaced(context: Context, new: HeldReading) -> Alert:
    reason = f"原年度报告页面现为其他内容（判读为 {new.reading.identity.kind}），数字不再可比，请打开页面核对。"
    parts = (context.url or "", "replaced", context.snapshot_sha256 or "")
    return alert_at(context, Event.REPORT_REVISED, Severity.WARNING, "页面内容被替换", reason, parts=parts)


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
    _compare_anew(house, [*returned, *found.standings.moved.values()], Peers(house))
    return fresh


def _judge_overdue(house: House, run_id: str, as_of: datetime) -> list[Alert]:
    alerts = (
        *alerts_of_overdue(all_series(house.store), as_of, house.rules),
        *alerts_of_silence(source_histories(house.store), house.sources, as_of, house.rules),
    )
    return settle_overdue(house.store, _raising(house, alerts, run_id))


def preview_alerts(house: House, as_of: datetime | None = None) -> list[Alert]:
    """Return what the rules say of every held report, news or not; nothing is kept and nobody is told."""
    now = as_of or datetime.now(UTC)
    found: list[Alert] = []
    peers = Peers(house)
    for held in current_reports(house.store):
        if held.reading.identity.kind is Kind.REPORT:
            current = _read_now(house, held)
            earlier = [_neighbour(house, current, -1), _neighbour(house, current, -2)]
            comparison = _compare(house, earlier[0], current, peers) if earlier[0] else None
            readings = [one.reading for one in earlier if one is not None]
            context = context_of(current, now, earlier[0])
            own = _own_past(house, current) if comparison is None else None
            found += alerts_of_new_report(
                context, comparison, current.reading, house.catalogue, house.rules, earlier=readings, own=own
            )
    return [*found, *alerts_of_overdue(all_series(house.store), now, house.rules)]
