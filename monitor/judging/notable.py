"""Which changes an editor would want to be told: takes a comparison and the rules, leaves it marked; pure.

Few and right: a count below 10 says little and never tells, unless it crosses zero or a rule speaks of few. Values that
are not exact, or a year that was not counted whole, take one level off the severity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from monitor.comparing.quantities import INSIDE_MISSING_DAYS, is_rate, unit_family
from monitor.judging.figures import readable, readable_change
from monitor.judging.rules import Rule, rule_for
from storage.model import Change, Comparison
from storage.vocabulary import Event, Severity, Status

if TYPE_CHECKING:
    from monitor.indicators import Catalogue, Indicator

# Notes on what users want to be told: "if max(a, b) < 10 show, do not alert (unless type 10)".
_SMALL = Decimal(10)
_FULL = Decimal(100)
# Standard deviations that chance passes in one case of twenty (p < 0.05, both sides).
_BEYOND_CHANCE = Decimal("1.96")


@dataclass(frozen=True)
class _Case:
    """One change before the rules, with all that they may ask for."""

    change: Change
    indicator: Indicator | None
    values: Mapping[str, tuple[Decimal, Decimal]]
    peers: Mapping[str, Decimal]

    @property
    def old(self) -> Decimal:
        assert self.change.old is not None
        return self.change.old.value

    @property
    def new(self) -> Decimal:
        assert self.change.new is not None
        return self.change.new.value

    @property
    def rate(self) -> bool:
        assert self.change.new is not None
        return is_rate(self.change.new)

    @property
    def rank(self) -> bool:
        return self.indicator is not None and self.indicator.kind == "rank"

    @property
    def counted(self) -> bool:
        """Whether small numbers make the figure meaningless: counts and amounts, not rates, scores and ranks."""
        assert self.change.new is not None
        return not (self.rate or self.rank or unit_family(self.change.new.unit) == "分")


def mark_notable(
    comparison: Comparison,
    rules: Sequence[Rule],
    catalogue: Catalogue,
    peers: Mapping[str, Decimal] | None = None,
) -> Comparison:
    """Return the comparison with notable changes marked: severity, the rule's name, and one sentence why.

    `peers` maps indicators to the median relative change (per cent) of bodies of the same level.
    """
    values = {
        change.indicator: (change.old.value, change.new.value)
        for change in reversed(comparison.changes)
        if change.indicator and change.old and change.new and change.status is not Status.NOT_COMPARABLE
    }
    marked = tuple(
        _mark(_Case(change, catalogue.indicators.get(change.indicator or ""), values, peers or {}), rules)
        for change in comparison.changes
    )
    return replace(comparison, changes=marked)


def _mark(case: _Case, rules: Sequence[Rule]) -> Change:
    change = case.change
    if change.status is Status.MISSING:
        return _mark_missing(case, rules)
    if change.status not in (Status.UP, Status.DOWN, Status.APPEARED) or INSIDE_MISSING_DAYS in change.reason:
        return change
    rule = next((rule for rule in _speaking(rules, change.indicator) if _meets(rule, case)), None)
    if rule is None:
        return change
    why = rule.reason or f"变动超过规则“{rule.name}”所设的幅度"
    if rule.less_peers and (peers := case.peers.get(change.indicator or "")) is not None:
        why += f"（同级地区变动的中位数为{peers:+.1f}%）"
    reason = f"{movement(change, case.indicator)}：{why}。"
    if change.reason:
        reason = f"{reason.removesuffix('。')}（注意：{change.reason}）。"
    return replace(change, notable=True, severity=_severity(rule, change), rule=rule.name, reason=reason)


def _mark_missing(case: _Case, rules: Sequence[Rule]) -> Change:
    """Mark an indicator that is gone; only those whose absence a rule names are notable from one year alone."""
    rule = rule_for(rules, Event.INDICATOR_VANISHED, case.change.indicator)
    if not rule.indicators or case.change.old is None:
        return case.change
    name = case.indicator.zh if case.indicator else case.change.subject
    told = readable(case.change.old.value, case.change.old.unit, rank=case.rank)
    why = f"{name}上年为{told}，今年报告未见：{rule.reason}。"
    return replace(case.change, notable=True, severity=rule.severity, rule=rule.name, reason=why)


def _speaking(rules: Sequence[Rule], indicator: str | None) -> list[Rule]:
    """Return the rules that speak of a changed figure: the user's alone where one names it, then a sole rule's."""
    asked = [rule for rule in rules if Event.INDICATOR_CHANGED in rule.events]
    naming = [rule for rule in asked if indicator is not None and indicator in rule.indicators]
    for first in ([rule for rule in naming if rule.own], [rule for rule in naming if rule.sole]):
        if first:
            return first
    return asked


def _meets(rule: Rule, case: _Case) -> bool:
    if not _concerns(rule, case):
        return False
    if case.change.status is Status.APPEARED:
        return rule.appeared and case.new > 0
    return not rule.appeared and _is_large(rule, case) and _moves(rule, case)


def _concerns(rule: Rule, case: _Case) -> bool:
    indicator, figure = case.indicator, case.change.new or case.change.old
    if rule.units and (figure is None or figure.unit not in rule.units):
        return False
    if indicator is None:
        return rule.outside and (not rule.words or any(word in case.change.subject for word in rule.words))
    if rule.outside:
        return False
    return (
        (not rule.indicators or indicator.id in rule.indicators)
        and (not rule.systems or indicator.system in rule.systems)
        and (not rule.kinds or (_kind_of(case, indicator) in rule.kinds))
        and (not rule.tiers or indicator.tier in rule.tiers)
    )


def _kind_of(case: _Case, indicator: Indicator) -> str:
    """Return the kind of a figure: what is told in per cent is a rate, though its indicator may be counted too."""
    return "rate" if case.change.new is not None and case.rate else indicator.kind


def _is_large(rule: Rule, case: _Case) -> bool:
    """Tell whether there is enough behind a figure: its own size, or the cases that a rate is taken of."""
    least = rule.min_base or Decimal(0)
    if case.counted:
        return max(case.old, case.new) >= (least if rule.zero or rule.few else max(least, _SMALL))
    if not case.rate or least == 0:
        return True
    bases = rule.bases.get(case.change.indicator or "", ())
    known = next((case.values[base] for base in bases if base in case.values), None)
    return known is None or min(known) >= least


def _moves(rule: Rule, case: _Case) -> bool:
    """Tell whether a change meets every threshold that the rule names."""
    old, new = _amounts(rule, case)
    difference = abs(new - old)
    tests = (
        not rule.zero or (old == 0) != (new == 0),
        not rule.full or (old == _FULL and new < _FULL),
        not rule.worse or _is_worse(case),
        rule.points is None or (case.rate and difference >= rule.points),
        rule.absolute is None or difference >= rule.absolute or _among_the_first(rule, case),
        rule.factor is None or _times(old, new) >= rule.factor,
        not rule.significant or _is_significant(rule, case),
        _is_steep(rule, case),
    )
    return all(tests)


def _is_significant(rule: Rule, case: _Case) -> bool:
    """Tell whether two rates differ by more than chance on their bases; never where the bases are not known."""
    bases = rule.bases.get(case.change.indicator or "", ())
    counts = next((case.values[base] for base in bases if base in case.values), None)
    if counts is None or min(counts) <= 0 or not case.rate:
        return False
    before, after = (min(max(value / _FULL, Decimal(0)), Decimal(1)) for value in (case.old, case.new))
    common = (before * counts[0] + after * counts[1]) / sum(counts)
    spread = (common * (1 - common) * (1 / counts[0] + 1 / counts[1])).sqrt()
    return spread > 0 and abs(after - before) >= _BEYOND_CHANCE * spread


def _amounts(rule: Rule, case: _Case) -> tuple[Decimal, Decimal]:
    """Return the two values that a rule judges: the figures, or the amounts per case."""
    if rule.per is None:
        return case.old, case.new
    counts = case.values.get(rule.per)
    if counts is None or 0 in counts:
        return Decimal(0), Decimal(0)
    return case.old / counts[0], case.new / counts[1]


def _times(old: Decimal, new: Decimal) -> Decimal:
    small, large = sorted((abs(old), abs(new)))
    if small == 0:
        return Decimal("Infinity") if large else Decimal(1)
    return large / small


def _is_steep(rule: Rule, case: _Case) -> bool:
    """Tell whether the relative change is great enough; a figure that came from 0 is steep however small it is."""
    up, down = rule.relative_up or rule.relative, rule.relative_down or rule.relative
    if up is None or down is None:
        return True
    if case.old == 0:
        return case.new != 0
    relative = (case.new - case.old) * 100 / abs(case.old)
    if rule.less_peers:
        relative -= case.peers.get(case.change.indicator or "", Decimal(0))
    return relative >= up or relative <= -down


def _is_worse(case: _Case) -> bool:
    if case.indicator is None or case.indicator.polarity == "neutral":
        return False
    return (case.new < case.old) == (case.indicator.polarity == "up_good")


def _among_the_first(rule: Rule, case: _Case) -> bool:
    return rule.top is not None and case.rank and min(case.old, case.new) <= rule.top and case.old != case.new


def _severity(rule: Rule, change: Change) -> Severity:
    weak = bool(change.reason) or any(
        side is not None and side.qualifier != "exact" for side in (change.old, change.new)
    )
    return tuple(Severity)[max(0, rule.severity.rank - weak)]


def movement(change: Change, indicator: Indicator | None) -> str:
    """Return what a figure did in words without judgement: 名称由…升至…(…)."""
    name = indicator.zh if indicator else change.subject
    rank = indicator is not None and indicator.kind == "rank"
    if change.new is None or change.old is None:
        told = change.new or change.old
        assert told is not None
        return f"{name}{readable(told.value, told.unit, rank=rank)}"
    old, new = change.old, change.new
    verb = "变为" if rank else "升至" if new.value > old.value else "降至"
    delta = readable_change(old.value, new.value, new.unit, rank=rank)
    return (
        f"{name}由{readable(old.value, old.unit, rank=rank)}{verb}{readable(new.value, new.unit, rank=rank)}（{delta}）"
    )
