"""What one reading means: takes it with what stood there before, leaves comparisons and alerts, not told yet.

What a source held when its stock was first taken is no news, and a better reader of old bytes is none either; a page
that changed is told as one revision, and never again as a change against last year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.comparing.reuse import changed_sentences
from monitor.comparing.revision import arisen_between, compare_revision
from monitor.house import House
from monitor.judging.alerts import alerts_of_new_report
from monitor.judging.occasion import Context, alert_at
from monitor.judging.revisions import alerts_of_revision
from monitor.rounds.context import context_of
from monitor.rounds.copies import Scales, alerts_of_copy, move_away, standing_elsewhere
from monitor.rounds.others import Peers, copied_from_another
from monitor.rounds.standing import changed_on_the_way, taken_back
from monitor.rounds.years import compare_alone, compare_anew, compare_with_years, read_now, report_beside
from storage.findings import SERIES_KINDS, HeldReading, previous_reading
from storage.judgements import Judged
from storage.model import Alert
from storage.vocabulary import Event, Kind, Severity

# A report that stands in a source's very first stock is news only while it is fresh; older ones are its archive.
FRESH = timedelta(days=30)


@dataclass(frozen=True)
class Judgement:
    """What one reading means: comparisons and alerts to be kept, and which told removals an alert takes back."""

    judged: tuple[Judged, ...] = ()
    alerts: tuple[Alert, ...] = ()
    takes_back: Mapping[str, Alert] = field(default_factory=dict)  # by an alert's key: the removal told before


def judge_reading(house: House, held: HeldReading, as_of: datetime, peers: Peers) -> Judgement:
    """Return what one reading means: a revision of its page, a new report, or nothing that anybody is told."""
    held = read_now(house, held)
    if not Scales.of(house).weighs(held):
        return Judgement()
    before = previous_reading(house.store, held)
    # What stood here before was no report of ours (a placeholder, another text): then this is the first sight of one.
    if before is not None and before.reading.identity.kind in SERIES_KINDS:
        before = read_now(house, before)
        if not _of_another_year(before, held):
            return _judge_revision(house, before, held, as_of, peers)
    if held.reading.identity.kind is not Kind.REPORT:
        return Judgement()
    if not _is_read_here(held):
        return _judge_copy(house, held, as_of)
    judged = compare_with_years(house, held, peers)
    if not is_news(held, as_of):
        return Judgement(judged)
    return Judgement(judged, _alerts_of_new(house, held, judged, as_of))


def _is_read_here(held: HeldReading) -> bool:
    """Whether a reading is that of its report, and not of a copy; a text that nobody can be told of is its own."""
    return held.is_primary or held.agency is None


def _of_another_year(before: HeldReading, held: HeldReading) -> bool:
    """Whether a page that keeps one address for every year's report shows the next one."""
    years = {before.reading.identity.year, held.reading.identity.year}
    return len(years) == 2 and None not in years and held.reading.identity.kind in SERIES_KINDS


def _judge_copy(house: House, copy: HeldReading, as_of: datetime) -> Judgement:
    """Tell a copy whose figures are not those of its report, or that a report stands again and what was edited by then.

    That there is one more copy is no news.
    """
    report = report_beside(house, copy, 0) if copy.reading.identity.kind is Kind.REPORT else None
    if again := taken_back(house, copy, as_of):
        edits = changed_on_the_way(house, report, copy, as_of) if report else ()
        alerts = (*(alert for alert, _removal in again.values()), *edits)
        return Judgement((), alerts, {key: removal for key, (_alert, removal) in again.items()})
    return Judgement((), alerts_of_copy(house, report, copy, as_of)) if report else Judgement()


def is_news(held: HeldReading, as_of: datetime) -> bool:
    """Whether a report seen for the first time is told at all; see the module's first lines."""
    if held.baseline_at is not None and held.snapshot.fetched_at > held.baseline_at:
        return True
    identity = held.reading.identity
    if identity.published is None or identity.year != as_of.year - 1:
        return False
    return timedelta(0) <= as_of.date() - identity.published <= FRESH


def _alerts_of_new(house: House, held: HeldReading, judged: Sequence[Judged], as_of: datetime) -> tuple[Alert, ...]:
    comparison = next((item.comparison for item in judged if item.new is held.reading), None)
    earlier = [report_beside(house, held, -1), report_beside(house, held, -2)]
    readings = [one.reading for one in earlier if one is not None]
    context = context_of(held, as_of, earlier[0])
    own = compare_alone(house, held) if comparison is None else None
    alerts = alerts_of_new_report(
        context, comparison, held.reading, house.catalogue, house.rules, earlier=readings, own=own
    )
    copied = copied_from_another(house, held, context)
    alerts += (copied,) if copied else ()
    year = held.reading.identity.year
    if year is not None and year < as_of.year - 1:
        return tuple(alert for alert in alerts if alert.event is Event.REPORT_PUBLISHED)
    return alerts


def _judge_revision(house: House, old: HeldReading, new: HeldReading, as_of: datetime, peers: Peers) -> Judgement:
    """Tell what became of a page that held a report or a speech."""
    context = context_of(new, as_of, old)
    if new.reading.identity.kind not in SERIES_KINDS:
        if elsewhere := standing_elsewhere(house, old):
            # The report is still published, so nothing was taken from anybody.
            compare_anew(house, move_away(house, old, elsewhere), peers)
            return Judgement()
        context = replace(
            context_of(old, as_of, old), snapshot_sha256=context.snapshot_sha256, snapshot_at=context.snapshot_at
        )
        return Judgement((), (_page_replaced(context, new),))
    if not _is_read_here(new):
        return _judge_copy(house, new, as_of)
    found = compare_revision(old.document, old.reading, new.document, new.reading, house.catalogue)
    sentences = changed_sentences(old.document.text, new.document.text, old.document.title, new.document.title)
    judged = compare_with_years(house, new, peers)
    former = [item.comparison for item in compare_with_years(house, old, peers)]
    beside = [(item.old if item.new is new.reading else item.new, item.comparison) for item in judged]
    arisen = [(other.identity.year or 0, one) for other, now in beside for one in arisen_between(former, now)]
    alerts = alerts_of_revision(context, found, sentences, house.catalogue, house.rules, arisen=arisen)
    return Judgement((Judged("revision", old.reading, new.reading, found), *judged), alerts)


def _page_replaced(context: Context, new: HeldReading) -> Alert:
    reason = f"原年度报告页面现为其他内容（判读为 {new.reading.identity.kind}），数字不再可比，请打开页面核对。"
    parts = (context.url or "", "replaced", context.snapshot_sha256 or "")
    return alert_at(context, Event.REPORT_REVISED, Severity.WARNING, "页面内容被替换", reason, parts=parts)
