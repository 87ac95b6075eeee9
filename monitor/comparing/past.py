"""Last year's value as a stated change implies it: takes a figure with 同比 or 从…到…, leaves intervals; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from monitor.comparing import quantities
from monitor.comparing.told import against_last_year, told_as
from storage.model import Observation, StatedChange

Interval = tuple[Decimal, Decimal]
# A count below this is reached by many a stated percentage.
_TELLING = Decimal(100)
_TELLING_TO_THE_UNIT = Decimal(20)
_CLOSELY = Decimal("1.5")
_TENTHS = re.compile(r"[一二两三四五六七八九]成")
# 超过 is told of up to a tenth more, 近 of up to a twentieth less; of a share in tenths, up to the next tenth.
_OVER, _UNDER, _ABOUT = Decimal("0.1"), Decimal("0.05"), Decimal("0.05")


def implies(told: Observation, other: Observation) -> bool:
    """Tell whether a figure's stated change leads to the other year's figure, to its last printed digit.

    Round and small values are reached by chance and prove nothing.
    """
    if told.change is None or not _is_telling(told.change, other) or not _year_before(other.period, told.period):
        return False
    if not (quantities.same_unit(told.unit, other.unit) or quantities.counts_times(told.unit, other.unit)):
        return False
    intervals = implied_prior(told, told.change)
    return any(high - low <= abs(other.value) / 50 and low <= other.value <= high for low, high in intervals)


def leads_closely(told: Observation, other: Observation) -> bool:
    """Tell whether a figure's stated change leads to the other year's figure, and to hardly a unit beside it."""
    if not implies(told, other) or told.change is None:
        return False
    return all(high - low <= _CLOSELY for low, high in implied_prior(told, told.change)[:1])


def same_year(one: str, other: str) -> bool:
    """Tell whether two periods may be one year; a period that is no year may be any."""
    return one == other or not (one.isdigit() and other.isdigit())


def _year_before(earlier: str, later: str) -> bool:
    """Tell whether one period may be the year before another: a stated change is never of the same year's report."""
    return not (earlier.isdigit() and later.isdigit()) or int(later) - int(earlier) == 1


def _is_telling(change: StatedChange, other: Observation) -> bool:
    """Tell whether a value is one that is not reached by chance: many digits, or a difference told to the unit."""
    if quantities.is_rate(other):
        return other.value % 1 != 0
    return abs(other.value) >= (_TELLING if change.kind == "pct" else _TELLING_TO_THE_UNIT)


def named_past(observation: Observation, observations: Sequence[Observation]) -> Observation | None:
    """Return last year's figure that the sentence prints too (较上年476件增长2.7%), None where there is none."""
    return next(
        (
            other
            for other in observations
            if other.scope == "prior_year"
            and (
                (other.subject == observation.subject and abs(other.at - observation.at) < 100)
                or _follows_at_once(observation, other)
            )
        ),
        None,
    )


def _follows_at_once(observation: Observation, other: Observation) -> bool:
    """Tell whether 上年为143件 stands right after a figure of its indicator or of its name, a verb more or less."""
    if observation.unit != other.unit or not 0 < other.at - observation.at < 25:
        return False
    if observation.indicator is not None and observation.indicator == other.indicator:
        return True
    if other.indicator not in (None, observation.indicator):
        return False
    # The verb may be lost in the second name (受理诉求42万件，上年为36万件).
    return other.subject.rstrip("数") != "" and set(other.subject) <= set(observation.subject)


def implied_prior(observation: Observation, change: StatedChange) -> tuple[Interval, ...]:
    """Return the intervals in which last year's value must lie by the stated change; several where it is ambiguous.

    "下降3%" said of a rate may mean per cent or points, "增长3倍" may mean three or four times: each reading counts.
    """
    if isinstance(change.value, tuple):
        return (_around(change.value[0], _last_digit(change.value[0])),)
    amount = change.value
    if not against_last_year(observation, amount):
        return ()
    rate = quantities.is_rate(observation)
    sign = 1 if change.direction == "up" else -1
    match change.kind:
        case "from_to":
            intervals = [_around(amount, _last_digit(amount))]
        case "rank":
            intervals = [_around(observation.value + sign * amount, Decimal(0))]
        case "abs" if not rate:
            intervals = [_less_about(observation, sign, amount)]
        case "abs" | "points":
            intervals = [_less(observation, sign * amount, _last_digit(amount))]
        case "pct":
            intervals = _by_share(observation, sign, amount)
            intervals += [_less(observation, sign * amount, _last_digit(amount))] if rate and intervals else []
        case "times" if sign > 0 and amount > 1:
            intervals = _by_factor(observation, amount)
        case _:
            intervals = []
    return tuple(intervals)


def printed(observation: Observation) -> Interval:
    """Return the bounds of a printed value with its rounding."""
    low, high = quantities.bounds(observation)
    return low - _rounding(observation), high + _rounding(observation)


def _less(observation: Observation, difference: Decimal, blur: Decimal) -> Interval:
    low, high = printed(observation)
    return low - difference - blur, high - difference + blur


def _less_about(observation: Observation, sign: int, amount: Decimal) -> Interval:
    """Return last year's value by a difference that may be rounded or told with 约, 近 or 逾."""
    told = told_as(observation, amount)
    below = amount * {"under": _UNDER, "approx": _ABOUT}.get(told.lean, Decimal(0)) + told.half
    above = amount * {"over": _OVER, "approx": _ABOUT}.get(told.lean, Decimal(0)) + told.half
    low, high = printed(observation)
    differences = sorted((sign * (amount - below), sign * (amount + above)))
    return low - differences[1], high - differences[0]


def _share_told(observation: Observation, amount: Decimal) -> tuple[Decimal, Decimal]:
    """Return the least and greatest share that the print allows: its last digit, half a tenth, 逾四成 up to 50."""
    told = told_as(observation, amount)
    in_tenths = amount % 10 == 0 and _TENTHS.search(observation.evidence.quote) is not None
    width = Decimal(10) if amount % 10 == 0 else max(Decimal(1), amount * _OVER)
    half = Decimal(5) if in_tenths else _last_digit(amount)
    match told.lean:
        case "over":
            return amount - _last_digit(amount), amount + width
        case "under":
            return amount - (width if in_tenths else width / 2), amount + _last_digit(amount)
        case "approx":
            return amount - max(half, width / 5), amount + max(half, width / 5)
        case _:
            return amount - half, amount + half


def _by_share(observation: Observation, sign: int, amount: Decimal) -> list[Interval]:
    shares = [1 + sign * edge / 100 for edge in _share_told(observation, amount)]
    if min(shares) <= 0:
        return []
    low, high = printed(observation)
    return [(low / max(shares), high / min(shares))]


def _by_factor(observation: Observation, amount: Decimal) -> list[Interval]:
    """Return what 4.4倍 implies; 增长近3倍 is told as 3, hence a tenth either way and one more or less."""
    low, high = printed(observation)
    factors = (amount, amount + 1, amount - 1) if amount > 2 else (amount, amount + 1)
    return [(low / factor * Decimal("0.9"), high / factor * Decimal("1.1")) for factor in factors]


def _last_digit(value: Decimal) -> Decimal:
    """Return half of the last printed digit of a percentage."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0)) / 2 if isinstance(exponent, int) else Decimal(0)


def _rounding(observation: Observation) -> Decimal:
    """Return by how much a printed value may be rounded: the last digit of a rate, the last digit of 75万 or 2.58万."""
    value = observation.value
    if quantities.is_rate(observation):
        return _last_digit(value)
    exponent = value.normalize().as_tuple().exponent
    if abs(value) < 10000 or not isinstance(exponent, int) or exponent <= 0:
        return Decimal(0)
    return Decimal(1).scaleb(exponent) / 2


def _around(value: Decimal, half: Decimal) -> Interval:
    return value - half, value + half


def middle(interval: Interval, like: Observation) -> Decimal:
    """Return the middle of an interval, whole where the figure is a count."""
    whole = like.value == like.value.to_integral_value() and not quantities.is_rate(like)
    return ((interval[0] + interval[1]) / 2).quantize(Decimal(1) if whole else Decimal("0.01"))
