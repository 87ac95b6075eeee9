"""Compare the figures of one document with one another; takes observations, leaves the checks that could be made.

A check is made only between exact figures of the reporting year that stand near one another, because a report gives
the same quantity for several bodies and ranges; what does not hold must be worth an editor's time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from decimal import Decimal

from monitor.indicators import Catalogue, NumberIdentity
from monitor.reading.consistency import check_bounds, check_sentences
from monitor.reading.totals import check_tables
from monitor.reading.units import unit_class
from storage.model import Check, Observation, plain

# Figures further apart than this (characters) may speak of different bodies.
_NEAR = 260
# A rate that is off by more than this (points) is wrong by more than another denominator's wording explains.
_WORTH_TELLING = Decimal("0.5")
# Rates with one right base: corrections are measured against cases decided, not cases taken in.
_ONE_BASE = ("recon_corr_rate",)
_CURRENT = ("year", "as_of", "cumulative")


def check_observations(text: str, observations: tuple[Observation, ...], catalogue: Catalogue) -> tuple[Check, ...]:
    """Return every check that the figures of one document allow, in the order of the text."""
    checks: list[tuple[int, Check]] = []
    checks.extend(
        (left.at, check)
        for identity in catalogue.identities
        for left in observations
        if left.indicator == identity.left
        and (_usable(left) or _about(identity, left))
        and (check := _check(text, identity, left, observations))
    )
    checks += check_bounds(observations)
    checks += _parts(text, observations)
    checks += check_tables(text)
    checks += _stated_changes(text, observations)
    checks += check_sentences(text, observations, [check for _, check in checks])
    return tuple(check for _, check in sorted(checks, key=lambda pair: pair[0]))


def _between(observations: tuple[Observation, ...], start: int, end: int) -> tuple[Observation, ...]:
    """Return the figures that stand from `start` to before `end`; the figures are in the order of the text."""
    first = bisect_left(observations, start, key=_place)
    return observations[first : bisect_left(observations, end, first, key=_place)]


def _place(observation: Observation) -> int:
    return observation.at


def _usable(observation: Observation) -> bool:
    return observation.qualifier == "exact" and observation.scope in _CURRENT


def _about(identity: NumberIdentity, observation: Observation) -> bool:
    """Tell a rate said with 约: its digits are compared all the same, with their own rounding."""
    return identity.kind == "ratio" and observation.qualifier == "approx" and observation.scope in _CURRENT


def _nearest(indicator: str, left: Observation, observations: tuple[Observation, ...]) -> Observation | None:
    """Return the usable figure of an indicator nearest to another, None where none stands near."""
    found = [
        observation
        for observation in _between(observations, left.at - _NEAR, left.at + _NEAR + 1)
        if observation.indicator == indicator and _usable(observation)
    ]
    return min(found, key=lambda observation: abs(observation.at - left.at)) if found else None


def _check(
    text: str, identity: NumberIdentity, left: Observation, observations: tuple[Observation, ...]
) -> Check | None:
    sides = [_nearest(name, left, observations) for name in identity.right]
    if sides[0] is None:
        return None
    if identity.kind == "at_most":
        return _at_most(text, identity, left, sides, observations)
    if identity.kind == "sum_at_most" and identity.limit is not None:
        total = left.value + sides[0].value
        holds = total <= identity.limit + identity.tolerance
        return _result(text, identity, holds, (left, sides[0]), f"两者之和为{plain(total)}")
    bases = [side for side in sides[1:] if side is not None and side.value > 0]
    if not bases:
        return None
    check = _ratio(text, identity, left, sides[0], bases)
    if check is None or check.holds:
        return check
    # 撤销4件、确认违法1件 are corrections both: the rate may be of their sum.
    summed = _ratio(text, identity, left, _sum_of(identity.right[0], left, observations, sides[0]), bases)
    return summed if summed is None or summed.holds else check


def _sum_of(
    indicator: str, left: Observation, observations: tuple[Observation, ...], nearest: Observation
) -> Observation:
    near = [
        observation
        for observation in _between(observations, left.at - _NEAR, left.at + _NEAR + 1)
        if observation.indicator == indicator and _usable(observation)
    ]
    first = min((item.evidence for item in near), key=lambda evidence: evidence.start, default=nearest.evidence)
    return replace(nearest, value=sum((item.value for item in near), Decimal(0)), evidence=first)


def _at_most(
    text: str,
    identity: NumberIdentity,
    left: Observation,
    sides: list[Observation | None],
    observations: tuple[Observation, ...],
) -> Check | None:
    present = [side for side in sides if side is not None]
    near = _between(observations, left.at - _NEAR, left.at + _NEAR + 1)
    carried = [observation for observation in near if observation.indicator == "recon_carried_over"]
    if len(sides) > 1:
        present = list({*present, *carried})
    limit = sum((side.value for side in present), Decimal(0))
    if unit_class(left.unit) is not unit_class(present[0].unit) or not _is_part_of(
        text, left, present[0], observations
    ):
        return None
    holds = left.value <= limit + identity.tolerance
    # Without a stated carry-over the excess may be cases of the year before: told only where it is stated.
    if not holds and len(sides) > 1 and len(present) < 2:
        return None
    return _result(text, identity, holds, (left, *present), f"{plain(left.value)}与{plain(limit)}比较")


def _is_part_of(text: str, part: Observation, whole: Observation, observations: tuple[Observation, ...]) -> bool:
    """Tell whether a part follows its whole: no greater figure of its kind between them, nor the parts' own parts.

    In 办结48件，其中简易程序27件 the second is the part; in 立案5件，收到投诉51件，办结49件 the 49 are of the 51.
    """
    first, last = sorted((part, whole), key=lambda item: item.at)
    between = _between(observations, first.at + 1, last.at)
    if any(unit_class(item.unit) is unit_class(whole.unit) and item.value > whole.value for item in between):
        return False
    return first is whole or "其中" not in text[first.at : last.at]


def _ratio(
    text: str, identity: NumberIdentity, left: Observation, part: Observation, bases: list[Observation]
) -> Check | None:
    tolerance = identity.tolerance + _rounding(left)
    computed = [(100 * part.value / base.value, base) for base in bases if part.value <= base.value]
    if identity.kind == "complement":
        computed = [(100 - rate, base) for rate, base in computed]
    if not computed:
        return None
    rate, base = min(computed, key=lambda pair: abs(pair[0] - left.value))
    difference = abs(rate - left.value)
    proper, first = computed[0]
    if identity.id in _ONE_BASE and base is not first and difference <= tolerance and abs(proper - left.value) > 1:
        explain = (
            f"原文为{plain(left.value)}%，是以{base.subject}{plain(base.value)}为基数；"
            f"按{first.subject}{plain(first.value)}计算应为{proper:.2f}%"
        )
        return _result(text, identity, False, (left, part, base, first), explain)
    blur = sum((_printed_half(side) / side.value for side in (part, base) if side.value), Decimal(0)) * rate
    if difference <= tolerance + blur:
        tolerance += blur
    elif difference <= _WORTH_TELLING:
        return None
    explain = f"按{plain(part.value)}与{plain(base.value)}计算为{rate:.2f}%，原文为{plain(left.value)}%"
    if identity.id in _ONE_BASE and difference > tolerance and _on_the_merits(left, part, base):
        implied = 100 * part.value / left.value
        explain += f"；所用基数约为{implied:.0f}，当是作出实体决定的件数，与办结数不是一个口径"
        return _result(text, identity, True, (left, part, base), explain)
    return _result(text, identity, difference <= tolerance, (left, part, base), explain)


def _on_the_merits(rate: Observation, part: Observation, base: Observation) -> bool:
    """Tell whether a correction rate is plainly taken of the cases decided on the merits, as whole provinces do.

    Their 办结 holds what was withdrawn or settled too: the base that the rate implies is well below it. Told of counts
    in 万 only, where no single case is at stake; a township's rate has one base.
    """
    return base.value >= 10_000 and base.value * 55 <= 100 * 100 * part.value / rate.value <= base.value * 90


def _rounding(observation: Observation) -> Decimal:
    """Return half a unit of the last printed digit (7% may be 6.5 to 7.5)."""
    exponent = observation.value.as_tuple().exponent
    return Decimal("0.5") * Decimal(10) ** (exponent if isinstance(exponent, int) else 0)


def _result(text: str, identity: NumberIdentity, holds: bool, sides: tuple[Observation, ...], explain: str) -> Check:
    return Check(identity.id, holds, _quote(text, sides), f"{identity.zh}：{explain}")


def _quote(text: str, sides: tuple[Observation, ...]) -> str:
    start = min(side.evidence.start for side in sides)
    end = max(side.evidence.end for side in sides)
    return text[start:end]


def _parts(text: str, observations: tuple[Observation, ...]) -> list[tuple[int, Check]]:
    """Compare the parts after 其中 with the total before it, sentence by sentence."""
    found = []
    for match in re.finditer(r"其中", text):
        start = max(text.rfind(mark, 0, match.start()) for mark in "。；;\n") + 1
        end = min((place for mark in "。；;\n" if (place := text.find(mark, match.end())) >= 0), default=len(text))
        if text.count("其中", start, end) > 1:
            continue
        before = [item for item in _between(observations, start, match.start()) if _usable(item)]
        if not before or before[-1].unit == "%":
            continue
        total = next(
            (item for item in reversed(before) if item.unit in ("件", "宗", "起", "户", "人", "名", "条")), before[-1]
        )
        after = [
            item
            for item in _between(observations, match.end(), end)
            if item.unit == total.unit and _usable(item) and not _bracketed(text, match.end(), item.at)
        ]
        if len(after) < 2:
            continue
        check = _compare_parts(text, total, tuple(after))
        if check:
            found.append((total.at, check))
    return found


def _bracketed(text: str, start: int, at: int) -> bool:
    """Tell a part of a part: 企业862户（含外商投资4户）."""
    between = text[start:at]
    return len(re.findall(r"[（(]", between)) > len(re.findall(r"[）)]", between))


def _compare_parts(text: str, total: Observation, parts: tuple[Observation, ...]) -> Check | None:
    """Return the check of three or more parts that make up, exceed or just miss their total."""
    value = sum((part.value for part in parts), Decimal(0))
    explain = f"各部分之和为{plain(value)}，总数为{plain(total.value)}"
    quote = _quote(text, (total, *parts))
    if value == total.value:
        return Check("parts_of_total", True, quote, explain)
    # Parts may overlap or be left out; only a sum that misses by a hair is a slip.
    if len(parts) >= 3 and 0 < abs(total.value - value) <= max(Decimal(1), total.value / 50):
        return Check("parts_of_total", False, quote, explain)
    return None


def _stated_changes(text: str, observations: tuple[Observation, ...]) -> list[tuple[int, Check]]:
    """Compare a stated percentage with the two values that the same sentence prints."""
    found = []
    for current in observations:
        change = current.change
        if change is None or change.kind != "pct" or not _usable(current) or isinstance(change.value, tuple):
            continue
        prior = next(
            (
                item
                for item in _between(observations, current.at - _NEAR + 1, current.at + _NEAR)
                if item.scope == "prior_year"
                and item.subject == current.subject
                and _year_before(item.period, current.period)
            ),
            None,
        )
        if prior is None or prior.value == 0 or prior.unit != current.unit or current.unit == "%":
            continue
        computed = 100 * (current.value - prior.value) / prior.value
        stated = change.value if change.direction == "up" else -change.value
        slack = _rounding_of(change.value) + 100 * (_printed_half(current) + _printed_half(prior)) / prior.value
        explain = f"由{plain(prior.value)}到{plain(current.value)}应为{computed:.2f}%，原文为{plain(stated)}%"
        found.append(
            (current.at, Check("yoy_stated", abs(computed - stated) <= slack, _quote(text, (current, prior)), explain))
        )
    return found


def _year_before(earlier: str, later: str) -> bool:
    """Tell whether one period is the year before another; 同比 is of no other year (较2019年的210件 is)."""
    if not (earlier.isdigit() and later.isdigit()):
        return True
    return int(later) - int(earlier) == 1


def _rounding_of(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal("0.55") * Decimal(10) ** (exponent if isinstance(exponent, int) else 0)


def _printed_half(observation: Observation) -> Decimal:
    """Return how far a figure printed in 万 or 亿 may be from the true one."""
    value = observation.value
    if value < 10_000 or value % 100:
        return Decimal(0)
    return Decimal(10) ** (len(str(int(value))) - len(str(int(value)).rstrip("0"))) / 2
