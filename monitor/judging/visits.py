"""Alerts of sources that stop or resume answering: takes one visit and what came before it, leaves alerts; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.judging.occasion import Context, alert_at
from monitor.judging.rules import Rule, rule_for
from storage.model import Alert, Region, Source, Visit
from storage.vocabulary import Event, Outcome, Severity

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
) -> tuple[Alert, ...]:
    """Return the alert of a source that entered a bad state or left one; none while a state lasts.

    `previous` is the outcome of the visit before, `since` when the state that is entered began (the visit's own end
    where it is not given). A source that goes from one bad state to another was told already: that is only noted.
    """
    was_bad = previous in _BAD
    event = _BAD.get(visit.outcome)
    if event is not None:
        if previous is not None and _BAD.get(previous) is event:
            return ()
        rule = rule_for(rules, event)
        severity = Severity.INFO if was_bad and not rule.own else rule.severity
    elif was_bad:
        event = Event.SOURCE_RECOVERED
        rule = rule_for(rules, event)
        severity = rule.severity
    else:
        return ()
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
    day = (since or visit.finished_at).astimezone(ZoneInfo("Asia/Shanghai")).date().isoformat()
    reason = f"{rule.reason}（采集记录：{visit.reason}）。" if visit.reason else f"{rule.reason}。"
    return (alert_at(context, event, severity, rule.name, reason, parts=(visit.source, day)),)
