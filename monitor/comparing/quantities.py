"""Whether two figures measure alike, and how one stands to the other: units, scopes, widths, periods; pure.

Figures come in normal units (万元 is already 元). What cannot be compared is said in Chinese, never dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from storage.model import Identity, Observation
from storage.vocabulary import Status

# notes on phrasing: 件/宗/起/例 are equal; 件次, 人次, 户次, 家次 count times and are never merged with 件, 人, 户, 家.
_FAMILIES: dict[str, str] = {
    unit: family
    for family, units in {
        "案件": "件 宗 起 例 案 单 笔 桩",
        "人": "人 名 位 员",
        "场次": "场 场次 次 场(次) 期 期次 轮 轮次 届 批 批次 班 班次 回 讲 课 堂 节",
        "件次": "件次 宗次 案次",
        "人次": "人次",
        "户次": "户次 家次 企次",
        "件物": "份 本 部 册 篇 条 项 个 家 所 处 支 户 类 块 种 套 张 幅 面 台 辆 座 间 枚 只 村 镇 栋 卷 组 队",
        "%": "% ％",
        "元": "元",
        "分": "分",
        "学时": "学时 课时 小时",
        "天": "天 日 工作日 个工作日",
        "名次": "名次 位次",
    }.items()
    for unit in units.split()
}
# A thing may be counted by 件 in one year and by 项 or 个 in the next, but only under one name.
_LOOSE = frozenset({"案件", "件物"})
_TIMES_OF = {"件次": "案件", "人次": "人", "户次": "件物"}

# Catalogue, [approx_markers]: 余, 多, 超, 逾, 以上 stand for up to a tenth more; 近 and 约 for a twentieth.
_WIDTHS: dict[str, tuple[Decimal, Decimal]] = {
    "exact": (Decimal(0), Decimal(0)),
    "over": (Decimal(0), Decimal("0.10")),
    "at_least": (Decimal(0), Decimal("0.10")),
    "under": (Decimal("0.05"), Decimal(0)),
    "approx": (Decimal("0.05"), Decimal("0.05")),
}
_YI = Decimal(100_000_000)
_WAN = Decimal(10_000)
_PERIODIC = frozenset({"year", "as_of"})
_CURRENT = frozenset({"year", "as_of", "cumulative", "multi_year"})

INSIDE_WIDTH = "两年数字含约数，差别在约数的幅度之内，视同持平"
LOOSE_UNIT = "两年所用计量单位写法不同，按同一事项比较"
INSIDE_MISSING_DAYS = "差别在少统计的天数之内"
BEYOND_MISSING_DAYS = "差别大于少统计的天数"


@dataclass(frozen=True)
class Standing:
    """How a new value stands to an old one; `relative` is in per cent of the old value, None where that is 0."""

    status: Status
    absolute: Decimal
    relative: Decimal | None
    reason: str = ""


def is_current(observation: Observation) -> bool:
    """Tell whether a figure is of the report's own period: plans are targets, prior-year figures are evidence.

    What was carried over from last year (上年结转38件) is work of this year.
    """
    return observation.scope in _CURRENT or is_carried_over(observation)


def is_carried_over(observation: Observation) -> bool:
    """Tell the cases taken over from the year before, whose sentence names that year."""
    return observation.scope == "prior_year" and "结转" in observation.subject


def unit_family(unit: str) -> str:
    """Return the family of a unit; a unit of no family stands for itself."""
    return _FAMILIES.get(unit, unit)


def is_rate(observation: Observation) -> bool:
    """Tell whether a figure is a share in per cent."""
    return unit_family(observation.unit) == "%"


@cache
def same_unit(old: str, new: str) -> bool:
    """Tell whether two units count the same way under any name."""
    return unit_family(old) == unit_family(new)


@cache
def loosely_same_unit(old: str, new: str) -> bool:
    """Tell whether two units may count the same thing where its name is the same (件 and 项, not 件 and 件次)."""
    return same_unit(old, new) or {unit_family(old), unit_family(new)} <= _LOOSE


@cache
def counts_times(old: str, new: str) -> bool:
    """Tell whether one unit counts things and the other the times they came (件 and 件次, 人 and 人次)."""
    first, second = unit_family(old), unit_family(new)
    return _TIMES_OF.get(first) == second or _TIMES_OF.get(second) == first


def counts_occasions(unit: str) -> bool:
    """Tell a unit that counts times (人次, 场次, 件次), which are never a stock."""
    return unit_family(unit) in {"场次", "件次", "人次", "户次"}


def counts_whole(unit: str) -> bool:
    """Tell a unit of a count: what none of is no amount, no rate, no score and no time."""
    return unit_family(unit) not in {"%", "元", "分", "学时", "天", "名次"}


def counts_things(unit: str) -> bool:
    """Tell a unit of things of many kinds (份, 条, 处), whose very word says much."""
    return unit_family(unit) == "件物"


@cache
def counts_heads(old: str, new: str) -> bool:
    """Tell whether one unit counts people and the other what each of them holds (新领证36人, 新办证29个)."""
    return {unit_family(old), unit_family(new)} == {"人", "件物"}


def unlike_scope(old: Observation, new: Observation) -> str | None:
    """Return why two figures span unlike times, or None where they may be compared."""
    scopes = {old.scope, new.scope}
    if len(scopes) == 1 or scopes <= _PERIODIC:
        return None
    if scopes == {"as_of", "cumulative"}:
        return None
    return "一为累计或多年数、一为当年数，统计时段不同" if scopes & {"cumulative", "multi_year"} else "统计口径不同"


def bounds(observation: Observation) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest value that the wording allows (余, 近, 约)."""
    below, above = _WIDTHS.get(observation.qualifier, _WIDTHS["exact"])
    return observation.value * (1 - below), observation.value * (1 + above)


def relative_of(old: Decimal, new: Decimal) -> Decimal | None:
    """Return the change in per cent of the old value, to two places; None where the old value is 0."""
    if old == 0:
        return None
    return ((new - old) * 100 / abs(old)).quantize(Decimal("0.01"))


def standing_of(old: Observation, new: Observation) -> Standing:
    """Return how the new figure stands to the old one; within the width of 余, 近 or 约 it is the same."""
    absolute, relative = new.value - old.value, relative_of(old.value, new.value)
    if absolute == 0:
        return Standing(Status.SAME, absolute, relative)
    old_low, old_high = bounds(old)
    new_low, new_high = bounds(new)
    if old_low <= new_high and new_low <= old_high:
        return Standing(Status.SAME, absolute, relative, INSIDE_WIDTH)
    return Standing(Status.UP if absolute > 0 else Status.DOWN, absolute, relative)


def leaps(old: Observation, new: Observation) -> bool:
    """Tell whether a thousandfold leap makes a wrong unit (万 or 元 lost) likelier than a change."""
    small, large = sorted((abs(old.value), abs(new.value)))
    return small > 0 and large >= 1000 * small and not is_rate(old)


def _counted_share(identity: Identity) -> Decimal:
    """Return the share of the reporting year that the report counts; 1 from 15 December on."""
    end = identity.period_end
    if end is None or identity.year != end.year or end >= date(end.year, 12, 15):
        return Decimal(1)
    return Decimal((end - date(end.year, 1, 1)).days + 1) / 365


def period_caveat(old: Observation, new: Observation, old_identity: Identity, new_identity: Identity) -> str:
    """Return how much of a movement a shortened year explains, empty where it explains nothing.

    Rates, scores, ranks and cumulative figures are not touched. A movement against the shortening stands all the more.
    """
    if is_rate(old) or unit_family(old.unit) in {"分", "名次"} or not {old.scope, new.scope} <= _PERIODIC:
        return ""
    old_share, new_share = _counted_share(old_identity), _counted_share(new_identity)
    if old_share == new_share or new.value == old.value:
        return ""
    short, full = (new, old) if new_share < old_share else (old, new)
    if short.value > full.value:
        return ""
    share = min(old_share, new_share) / max(old_share, new_share)
    identity = new_identity if short is new else old_identity
    end = f"{identity.year}年报告只统计到{identity.period_end:%m月%d日}"
    # A tenth on top: work is never spread evenly over the months.
    inside = short.value >= full.value * (share - Decimal("0.1"))
    return f"{end}，{INSIDE_MISSING_DAYS if inside else BEYOND_MISSING_DAYS}"


def plain_number(value: Decimal) -> str:
    """Return a figure as people write it: without trailing zeros and without an exponent."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def readable(value: Decimal, unit: str, *, rank: bool = False) -> str:
    """Return a value with its unit; money in 亿元 or 万元, large round counts in 万."""
    if rank:
        return f"第{plain_number(value)}位"
    if unit == "%":
        return f"{plain_number(value)}%"
    if unit == "元" and abs(value) >= _WAN:
        scale, word = (_YI, "亿元") if abs(value) >= _YI else (_WAN, "万元")
        return f"{plain_number(value / scale)}{word}"
    if abs(value) >= 10 * _WAN and value % 1000 == 0:
        return f"{plain_number(value / _WAN)}万{unit}"
    return f"{plain_number(value)}{unit}"
