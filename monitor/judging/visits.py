"""Alerts of sources that stop or resume answering: takes one visit and what came before it, leaves alerts; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from monitor.judging.answered import in_chinese
from monitor.judging.occasion import Context, alert_at
from monitor.judging.rules import Rule, rule_for
from storage.model import Alert, Region, Source, Visit
from storage.vocabulary import Event, Outcome, Severity

# A source that was ill within these days is not news when it falls ill again; nights on and off are one trouble.
_RELAPSE = timedelta(days=14)
# A relapse that lasts is no night on and off any more, and was only noted when it began.
_LASTING = timedelta(days=3)
_BAD: dict[Outcome, Event] = {
    Outcome.BLOCKED: Event.SOURCE_BLOCKED,
    Outcome.FAILED: Event.SOURCE_FAILED,
    # A list that lost its entries is a source out of order, not a source without news.
    Outcome.SUSPECT: Event.SOURCE_FAILED,
}


def alerts_of_visit(
    previous: Outcome | None,
    visit: Visit,
    now: datetime,
    rules: Sequence[Rule],
    *,
    since: datetime | None = None,
    source: Source | None = None,
    earlier: Sequence[tuple[Outcome, datetime]] = (),
) -> tuple[Alert, ...]:
    """Return the alert of a source that entered a bad state or left one; none while a state lasts.

    `previous` is the outcome of the visit before, `since` when the state that is entered began (the visit's own end
    where it is not given). A source that goes from one bad state to another was told already: that is only noted, and
    so is one that falls ill and recovers again and again (`earlier`, the newest first, has the visits before). A source
    whose list is as incomplete as it was told to be (`counts["eased"]`) has not recovered.
    """
    event, was_bad = _BAD.get(visit.outcome), previous in _BAD
    spell = list(takewhile(lambda one: one[0] in _BAD, earlier))
    began = spell[-1][1] if spell else visit.finished_at
    again = is_relapse(earlier[len(spell) :], began)
    lasts = visit.finished_at - began >= _LASTING
    if event is None:
        told = was_bad and not visit.counts.get("eased")
        return (_recovered(visit, rules, now, source, quiet=again and not lasts),) if told else ()
    rule = rule_for(rules, event)
    if previous is not None and _BAD.get(previous) is event:
        if not (again and lasts):
            return ()
        return (_alert(visit, event, rule.severity, rule, now=now, since=began, source=source, part="lasting"),)
    severity = Severity.INFO if (was_bad or again) and not rule.own else rule.severity
    return (_alert(visit, event, severity, rule, now=now, since=since or visit.finished_at, source=source),)


def _recovered(visit: Visit, rules: Sequence[Rule], now: datetime, source: Source | None, *, quiet: bool) -> Alert:
    rule = rule_for(rules, Event.SOURCE_RECOVERED)
    severity = Severity.INFO if quiet and not rule.own else rule.severity
    return _alert(visit, Event.SOURCE_RECOVERED, severity, rule, now=now, since=visit.finished_at, source=source)


def is_relapse(earlier: Sequence[tuple[Outcome, datetime]], began: datetime) -> bool:
    """Tell whether a source that falls ill now was ill before, within the two weeks before it began."""
    return any(outcome in _BAD and began - ended <= _RELAPSE for outcome, ended in earlier)


def _alert(
    visit: Visit,
    event: Event,
    severity: Severity,
    rule: Rule,
    *,
    now: datetime,
    since: datetime,
    source: Source | None,
    part: str = "",
) -> Alert:
    context = Context(
        now=now,
        agency=source.agency if source else None,
        region=Region(source.agency or source.name or source.region, source.region)
        if source and source.region
        else None,
        level=source.level if source else None,
        source=visit.source,
        title=(source.name or None) if source else None,
        url=source.url if source else None,
    )
    day = since.astimezone(ZoneInfo("Asia/Shanghai")).date().isoformat()
    reason = f"{rule.reason}（采集记录：{in_chinese(visit.reason)}）。" if visit.reason else f"{rule.reason}。"
    return alert_at(context, event, severity, rule.name, reason, parts=(visit.source, day, *filter(None, [part])))
