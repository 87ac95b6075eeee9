"""Alerts of pages that changed or went: takes a revision's comparison or a removal, leaves alerts; pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.judging.notable import movement
from monitor.judging.occasion import Context, alert_at, digest, figure_of
from monitor.judging.rules import Rule, rule_for
from storage.model import Alert, Change, Comparison, Contradiction, Figure
from storage.vocabulary import Event, Severity, Status

if TYPE_CHECKING:
    from monitor.indicators import Catalogue

_WORDS_SHOWN = 5


def alerts_of_revision(
    context: Context,
    comparison: Comparison,
    changed_sentences: Sequence[tuple[str, str]],
    catalogue: Catalogue,
    rules: Sequence[Rule],
    *,
    arisen: Sequence[tuple[int, Contradiction]] = (),
) -> tuple[Alert, ...]:
    """Return the one alert of one revision, with all changed figures inside; none where nothing changed.

    `arisen` are the contradictions with the reports of the years beside, by that year, that the former text had not.
    """
    changes = sorted(
        (change for change in comparison.changes if change.status is not Status.SAME),
        key=lambda change: _gravity(change, catalogue),
    )
    if not changes and not changed_sentences:
        return ()
    rule = rule_for(rules, Event.REPORT_REVISED)
    severity = Severity.WARNING if arisen else Severity.INFO
    if changes:
        severity = Severity.CRITICAL if any(_is_core(change, catalogue) for change in changes) else Severity.WARNING
    if rule.own:
        severity = rule.severity
    figures = [figure_of(change, catalogue) for change in changes]
    figures += [
        Figure(None, "文字", "", None, None, old, new) for old, new in changed_sentences[:_WORDS_SHOWN] if not changes
    ]
    reason = _reason_of_revision(changes, len(changed_sentences), comparison, catalogue) + _no_longer_fits(
        arisen, context.year
    )
    words = "\n".join(f"{old}\t{new}" for old, new in changed_sentences)
    parts = (
        context.url or "",
        context.text_sha256 or digest(words),
        # The state before is part of the key: an edit taken back and made again is told again.
        context.old_snapshot_at.isoformat() if context.old_snapshot_at else "",
    )
    return (alert_at(context, Event.REPORT_REVISED, severity, rule.name, reason, parts=parts, figures=figures),)


def alert_of_removal(context: Context, rules: Sequence[Rule], reason: str = "", earlier: int = 0) -> Alert:
    """Return the alert of a page that no longer stands; `reason` says how it answered.

    `earlier` removals of the same page were told and taken back since: its bytes may be the same as then.
    """
    rule = rule_for(rules, Event.REPORT_REMOVED)
    told = f"{rule.reason}（{reason}）。" if reason else f"{rule.reason}。"
    last_seen = context.old_snapshot_at or context.snapshot_at
    parts = [context.url or "", last_seen.isoformat() if last_seen else "", *([str(earlier + 1)] if earlier else [])]
    return alert_at(context, Event.REPORT_REMOVED, rule.severity, rule.name, told, parts=parts)


def alert_of_restoration(context: Context, removal: Alert, rules: Sequence[Rule], *, changed: bool) -> Alert:
    """Return what those are told who were told of a removal, once the page stands again.

    The contract has no event of its own for it: the report is published again, so it is a `report.published`, whose
    reason says which removal it takes back.
    """
    rule = rule_for(rules, Event.REPORT_PUBLISHED)
    gone = removal.raised_at.astimezone(ZoneInfo("Asia/Shanghai")).date().isoformat()
    text = "文字与撤下前不同" if changed else "文字与撤下前相同"
    reason = f"此前（{gone}）告知已撤下的报告又可以打开，{text}。"
    return alert_at(
        context, Event.REPORT_PUBLISHED, rule.severity, "撤下的报告恢复", reason, parts=("restored", removal.key)
    )


def _is_core(change: Change, catalogue: Catalogue) -> bool:
    indicator = catalogue.indicators.get(change.indicator or "")
    return indicator is not None and indicator.tier == 1 and indicator.kind in ("rate", "amount")


def _gravity(change: Change, catalogue: Catalogue) -> tuple[int, int, float]:
    """Return the place of a changed figure in an alert: core rates and amounts first, then tier, then size."""
    indicator = catalogue.indicators.get(change.indicator or "")
    size = abs(float(change.relative)) if change.relative is not None else 0.0
    return (0 if _is_core(change, catalogue) else 1, indicator.tier if indicator else 4, -size)


def _reason_of_revision(changes: Sequence[Change], sentences: int, comparison: Comparison, catalogue: Catalogue) -> str:
    if not changes:
        return f"报告公布后被改动，{sentences}处文字有变，数字未变。"
    first = changes[0]
    told = movement(first, catalogue.indicators.get(first.indicator or ""))
    if first.new is None:
        told += "被删去"
    elif first.old is None:
        told += "为新加入"
    more = f"等{len(changes)}个数字" if len(changes) > 1 else ""
    new_doubts = "；改后数字前后不一" if any(found.where == "new" for found in comparison.contradictions) else ""
    return f"报告公布后被改动：{told}{more}{new_doubts}。"


def _no_longer_fits(arisen: Sequence[tuple[int, Contradiction]], year: int | None) -> str:
    """Return one sentence of what an edit made wrong beside another year's report; empty where there is nothing."""
    if not arisen:
        return ""
    other, found = arisen[0]
    # The explanation speaks as the later of both reports does.
    named = f"{other}年报告（以下称本年报告）" if year is not None and other > year else f"{other}年报告"
    more = f"，另有{len(arisen) - 1}处" if len(arisen) > 1 else ""
    return f"改后与{named}对不上：{found.explain}，见“{found.quote}”{more}。"
