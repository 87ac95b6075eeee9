"""Alerts that come of other agencies or of the calendar: text taken from another's report, a report overdue; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.judging.occasion import Context, alert_at
from monitor.judging.rules import Rule, rule_named
from storage.model import Agency, Alert, Figure
from storage.vocabulary import Event, Outcome, Severity

if TYPE_CHECKING:
    from storage.series import Series

_CHINA = ZoneInfo("Asia/Shanghai")
COPIED_FROM_ANOTHER = "照抄其他机关报告"
OVERDUE = "逾期未公布"
# 督察工作规定, article 24: before 1 April of the next year; two months later nobody can call it a slip.
_DUE = "04-01"
_LONG_OVERDUE = "06-01"
_SENTENCES_SHOWN = 3
_BAD = (Outcome.BLOCKED, Outcome.FAILED, Outcome.SUSPECT)


def alert_of_copied(
    context: Context,
    other: tuple[Agency, int],
    shared: Sequence[tuple[str, str]],
    sentences: int,
    rules: Sequence[Rule],
) -> Alert | None:
    """Return the alert of a report whose sentences stand in another agency's, None below the rule's share.

    `other` is the other agency and its report's year; `shared` has the other's sentence beside the own; `sentences` is
    how many the report has.
    """
    rule = rule_named(rules, COPIED_FROM_ANOTHER)
    if rule is None or sentences == 0 or len(shared) < (rule.min_base or 0):
        return None
    percent = 100 * len(shared) / sentences
    if percent < (rule.relative or 60):
        return None
    reason = (
        f"{rule.reason}：{len(shared)}句（{percent:.0f}%）与{other[0].name}{other[1]}年报告相同（地名、数字不计）。"
    )
    figures = [Figure(None, "相同文字", "", None, None, theirs, own) for theirs, own in shared[:_SENTENCES_SHOWN]]
    return alert_at(
        context, Event.REPORT_COPIED, rule.severity, rule.name, reason, parts=("other", other[0].name), figures=figures
    )


def alerts_of_overdue(series: Sequence[Series], as_of: datetime, rules: Sequence[Rule]) -> tuple[Alert, ...]:
    """Return the alerts of agencies that published in both years before and have nothing for the last one.

    A reminder from the rule's `due` day on, a critical alert from its `red` day on, by the calendar of China; each has
    a key of its own and is raised once. An agency without two years behind it may never have had to report, and is not
    told. A source that cannot be read now makes the absence a doubt of ours: one level less, and the reason says so.
    What was overdue already when its source was first looked at is that source's archive: noted, not pushed.
    """
    rule = rule_named(rules, OVERDUE)
    day = as_of.astimezone(_CHINA).date()
    if rule is None or f"{day:%m-%d}" < (rule.due or _DUE):
        return ()
    red = f"{day:%m-%d}" >= (rule.red or _LONG_OVERDUE)
    year = day.year - 1
    return tuple(
        _overdue(one, year, as_of, rule, red=red)
        for one in series
        if {year - 1, year - 2} <= one.years and not any(held >= year for held in one.years)
    )


def _said(day: str) -> str:
    month, _, number = day.partition("-")
    return f"{int(month)}月{int(number)}日"


def _overdue(series: Series, year: int, as_of: datetime, rule: Rule, *, red: bool) -> Alert:
    agency, day = series.agency, as_of.astimezone(_CHINA).date()
    severity = Severity.CRITICAL if red else rule.severity
    told = (
        f"{agency.name}{year}年度法治政府建设年度报告应于{_said(rule.due or _DUE)}前公布，"
        f"截至{day.month}月{day.day}日仍未见（此前两年均已公布）：{rule.reason}"
    )
    since = series.watched_since.astimezone(_CHINA).date() if series.watched_since else None
    limit = (rule.red or _LONG_OVERDUE) if red else (rule.due or _DUE)
    if since is not None and f"{since.year}-{since:%m-%d}" >= f"{day.year}-{limit}":
        severity = Severity.INFO
        told += "；首次查看该信源时已逾期，只作记录"
    if series.source_state in _BAD:
        severity = tuple(Severity)[max(0, severity.rank - 1)]
        told += "；注意：该信源目前采集不正常，也可能已公布而未采到"
    context = Context(
        now=as_of,
        agency=agency.name,
        region=agency.region,
        level=agency.level,
        year=year,
        source=series.source,
        url=series.source_url,
        old_url=series.url,
        site=agency.site,
    )
    part = "june" if red else "april"
    return alert_at(context, Event.REPORT_OVERDUE, severity, rule.name, f"{told}。", parts=(part,))
