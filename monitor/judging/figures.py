"""Figures as people read them: takes values in normal units, leaves 355万元, 12.3%, +7.2个百分点."""

from __future__ import annotations

from decimal import Decimal

from monitor.comparing.quantities import plain_number, readable

__all__ = ["readable", "readable_change"]


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
