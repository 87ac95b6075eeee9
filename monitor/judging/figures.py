"""Figures as people read them: takes values in normal units, leaves 355万元, 12.3%, +7.2个百分点."""

from __future__ import annotations

from decimal import Decimal

from monitor.comparing.quantities import plain_number

_YI = Decimal(100_000_000)
_WAN = Decimal(10_000)


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


def readable_change(old: Decimal, new: Decimal, unit: str, *, rank: bool = False) -> str:
    """Return the change with its sign: points for rates, places for ranks, else unit and per cent."""
    difference = new - old
    sign = "+" if difference > 0 else "-" if difference < 0 else ""
    size = abs(difference)
    if rank:
        return f"{'下滑' if difference > 0 else '上升'}{plain_number(size)}位" if difference else "不变"
    if unit == "%":
        return f"{sign}{plain_number(size)}个百分点"
    told = f"{sign}{readable(size, unit)}"
    if old == 0 or unit == "分":
        return told
    share = (size * 100 / abs(old)).quantize(Decimal("0.1"))
    return f"{told}，{sign}{plain_number(share)}%"
