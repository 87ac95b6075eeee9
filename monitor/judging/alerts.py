"""Alerts of a report seen for the first time: takes its reading and its comparison with last year, leaves alerts; pure.

An alert's key is made of natural things (event, agency, year, indicator), so that it is the same however often, and by
however many rounds, the same thing is seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from monitor.comparing import contradictions, quantities
from monitor.comparing.compare import missing_parts
from monitor.comparing.wording import name_of
from monitor.judging.figures import readable
from monitor.judging.occasion import RANK_UNIT, Context, alert_at, digest, figure_of
from monitor.judging.rules import Rule, rule_for, rule_named
from storage.model import Alert, Change, Comparison, Contradiction, Figure, Reading
from storage.vocabulary import Event, Severity, Status

if TYPE_CHECKING:
    from monitor.indicators import Catalogue

PARTS_ZH = {
    "leader_duty": "党政主要负责人履行第一责任人职责",
    "measures": "主要举措和成效",
    "problems": "存在的不足和原因",
    "plan": "下一年度主要安排",
}
# More core indicators gone at once is one event: another form of report, told in one message.
_VANISHED_ONE_BY_ONE = 5


def alerts_of_new_report(
    context: Context,
    comparison: Comparison | None,
    reading: Reading,
    catalogue: Catalogue,
    rules: Sequence[Rule],
    *,
    earlier: Sequence[Reading] = (),
    own: Comparison | None = None,
) -> tuple[Alert, ...]:
    """Return the alerts of a report seen for the first time.

    `comparison` is with the year before, already marked by `mark_notable`; None where there is no such report.
    `own` is, in that case, what the report itself says of last year, marked too.
    `earlier` are the readings of the two years before: a vanished indicator must stand in both.
    """
    found = comparison.contradictions if comparison else contradictions.inside("new", reading, catalogue)
    alerts = [
        _published(context, comparison, reading, rules),
        *_contradictory(context, found, rules),
        *_incomplete(context, reading, rules),
    ]
    if comparison is not None:
        alerts += _changed(context, comparison, catalogue)
        alerts += _restated(context, comparison, reading, catalogue, rules)
        alerts += _vanished(context, comparison, catalogue, rules, earlier)
        alerts += _copied(context, comparison, rules) or _same_numbers(context, comparison, rules)
        alerts += _shrunk(context, comparison, rules)
    elif own is not None:
        alerts += _changed(context, own, catalogue)
    return tuple(alerts)


def _published(context: Context, comparison: Comparison | None, reading: Reading, rules: Sequence[Rule]) -> Alert:
    rule = rule_for(rules, Event.REPORT_PUBLISHED)
    # The stock that a new source holds is noted, not pushed: only the last reporting year is news.
    fresh = context.year is None or context.year >= context.now.year - 1
    notable = sum(change.notable for change in comparison.changes) if comparison else 0
    told = f"{rule.reason}，读出数字{len(reading.observations)}项"
    told += f"，与上年相比有{notable}项值得注意。" if comparison else "，未有上年报告可比。"
    return alert_at(context, Event.REPORT_PUBLISHED, rule.severity if fresh else Severity.INFO, rule.name, told)


def _changed(context: Context, comparison: Comparison, catalogue: Catalogue) -> list[Alert]:
    notable = [change for change in comparison.changes if change.notable and change.status is not Status.MISSING]
    how_many = Counter(change.indicator for change in notable)
    alerts = []
    for change in sorted(notable, key=lambda change: -change.severity.rank):
        alone = change.indicator is not None and how_many[change.indicator] == 1
        subject = name_of(change.subject).plain
        part = change.indicator if alone and change.indicator else f"{change.indicator or ''}:{subject}"
        figures = [figure_of(change, catalogue)]
        alerts.append(
            alert_at(
                context,
                Event.INDICATOR_CHANGED,
                change.severity,
                change.rule,
                change.reason,
                parts=(part,),
                figures=figures,
            )
        )
    return alerts


def _restated(
    context: Context, comparison: Comparison, reading: Reading, catalogue: Catalogue, rules: Sequence[Rule]
) -> list[Alert]:
    alerts = []
    for found in comparison.contradictions:
        if found.where != "between":
            continue
        change = next((change for change in comparison.changes if _speaks_of(found, change)), None)
        indicator = change.indicator if change else None
        rule = rule_for(rules, Event.INDICATOR_RESTATED, indicator)
        figure = _figure_of_the_past(found, change, reading, catalogue)
        part = indicator or (name_of(change.subject).plain if change else digest(found.quote + _numbers(found)))
        reason = f"{rule.reason}：{found.explain}。"
        alerts.append(
            alert_at(
                context, Event.INDICATOR_RESTATED, rule.severity, rule.name, reason, parts=(part,), figures=[figure]
            )
        )
    return alerts


def _figure_of_the_past(found: Contradiction, change: Change | None, reading: Reading, catalogue: Catalogue) -> Figure:
    """Return last year's value twice: as it was published, and as this year's report tells it."""
    if change is None or change.new is None:
        return Figure(None, "上年数字", "", None, None, "", found.quote)
    figure = figure_of(change, catalogue)
    past = contradictions.told_past(change.new, reading.observations)
    return replace(figure, name=f"{figure.name}（上年值）", new=past, new_quote=found.quote, reason="")


def _speaks_of(found: Contradiction, change: Change) -> bool:
    return bool(
        change.old and change.new and f"“{change.new.subject}”" in found.explain
        and f"“{change.old.evidence.quote.strip()}”" in found.explain
    )  # fmt: skip


def _contradictory(context: Context, found: Iterable[Contradiction], rules: Sequence[Rule]) -> list[Alert]:
    rule = rule_for(rules, Event.REPORT_CONTRADICTION)
    alerts: dict[str, Alert] = {}
    for one in found:
        if one.where != "new":
            continue
        figure = Figure(None, "前后不一", "", None, None, "", one.quote, one.explain)
        part = digest(f"{one.kind}{one.quote}{_numbers(one)}")
        reason = f"{rule.reason}：{one.explain}"
        alerts.setdefault(
            part,
            alert_at(
                context,
                Event.REPORT_CONTRADICTION,
                rule.severity,
                rule.name,
                reason,
                parts=(one.kind, part),
                figures=[figure],
            ),
        )
    return list(alerts.values())


def _incomplete(context: Context, reading: Reading, rules: Sequence[Rule]) -> list[Alert]:
    missing = missing_parts(reading.identity)
    if not missing:
        return []
    rule = rule_for(rules, Event.REPORT_INCOMPLETE)
    names = "、".join(f"“{PARTS_ZH[part]}”" for part in missing)
    reason = f"报告中未见{names}部分：{rule.reason}。"
    return [alert_at(context, Event.REPORT_INCOMPLETE, rule.severity, rule.name, reason, parts=missing)]


def _shrunk(context: Context, comparison: Comparison, rules: Sequence[Rule]) -> list[Alert]:
    """Return the alert of a chapter cut down by the share that the rule names."""
    rule = rule_named(rules, "问题章节大幅缩短")
    if rule is None:
        return []
    least = rule.relative or Decimal(50)
    return [
        alert_at(
            context, Event.REPORT_INCOMPLETE, rule.severity, rule.name,
            f"“{PARTS_ZH[part]}”部分由{before}字缩短到{after}字：{rule.reason}。", parts=("shrunk", part),
        )
        for part, before, after in comparison.shrunk_parts
        if 100 * (before - after) >= least * before
    ]  # fmt: skip


def _same_numbers(context: Context, comparison: Comparison, rules: Sequence[Rule]) -> list[Alert]:
    """Return the alert of a report most of whose figures stand as they stood last year.

    100 % and numbers below 10 recur of themselves and prove nothing; 约数 within their width are not the same digits.
    """
    rule = rule_named(rules, "数字照抄上年")
    told = [
        (change.old.value, change.new.value)
        for change in comparison.changes
        if change.old and change.new and change.status in (Status.UP, Status.DOWN, Status.SAME)
        and not quantities.is_rate(change.new) and max(change.old.value, change.new.value) >= 10
    ]  # fmt: skip
    same = sum(old == new for old, new in told)
    if rule is None or same < (rule.min_base or 0) or 100 * same < (rule.relative or 60) * len(told):
        return []
    reason = f"{rule.reason}：可比的{len(told)}个数字中有{same}个与上年报告相同。"
    return [alert_at(context, Event.REPORT_COPIED, rule.severity, rule.name, reason, parts=("numbers",))]


def _copied(context: Context, comparison: Comparison, rules: Sequence[Rule]) -> list[Alert]:
    rule = rule_named(rules, "照抄上年报告") or rule_for(rules, Event.REPORT_COPIED)
    percent = comparison.reuse_share * 100
    if percent < (rule.relative or 85) or comparison.reuse_sentences < (rule.min_base or 0):
        return []
    reason = f"{rule.reason}：{comparison.reuse_sentences}句（{percent:.0f}%）与上年报告逐字相同。"
    return [alert_at(context, Event.REPORT_COPIED, rule.severity, rule.name, reason)]


def _vanished(
    context: Context,
    comparison: Comparison,
    catalogue: Catalogue,
    rules: Sequence[Rule],
    earlier: Sequence[Reading],
) -> list[Alert]:
    if len(earlier) < 2:
        return []
    given = set.intersection(*(_given(reading) for reading in earlier[:2]))
    gone = []
    for change in comparison.changes:
        indicator = catalogue.indicators.get(change.indicator or "")
        if change.status is Status.MISSING and indicator and indicator.tier == 1 and indicator.id in given:
            rule = rule_for(rules, Event.INDICATOR_VANISHED, indicator.id, indicator.tier)
            gone.append((rule, change))
    gone.sort(key=lambda row: -row[0].severity.rank)
    if len(gone) > _VANISHED_ONE_BY_ONE:
        figures = [figure_of(change, catalogue) for _, change in gone]
        names = "、".join(figure.name for figure in figures[:8])
        rule = gone[0][0]
        reason = f"连续两年公布的{len(gone)}项核心指标今年报告均未见（{names}等），可能是报告体例改变。"
        return [
            alert_at(
                context, Event.INDICATOR_VANISHED, rule.severity, rule.name, reason, parts=("several",), figures=figures
            )
        ]
    return [_vanished_one(context, change, rule, catalogue) for rule, change in gone]


def _vanished_one(context: Context, change: Change, rule: Rule, catalogue: Catalogue) -> Alert:
    figure = figure_of(change, catalogue)
    assert change.old is not None
    told = readable(change.old.value, change.old.unit, rank=figure.unit == RANK_UNIT)
    reason = f"{figure.name}连续两年公布（上年{told}），今年报告未见：{rule.reason}。"
    part = (change.indicator or change.subject,)
    return alert_at(context, Event.INDICATOR_VANISHED, rule.severity, rule.name, reason, parts=part, figures=[figure])


def _given(reading: Reading) -> set[str]:
    return {
        observation.indicator
        for observation in reading.observations
        if observation.indicator and quantities.is_current(observation)
    }


def _numbers(found: Contradiction) -> str:
    return "".join(letter for letter in found.explain if letter.isdigit() or letter in ".,;")
