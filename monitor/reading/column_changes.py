"""The change columns of a table (同比, 增减, ±%); takes a row's figures and such cells, leaves who states what change.

A change column may stand before, between or after the years it compares: its change is that of the latest of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from monitor.reading.changes import find_changes
from monitor.reading.numbers import find_numbers
from monitor.reading.walking import Draft
from storage.model import StatedChange

_COMPARES = re.compile(
    r"同比|环比|增减|增长|增幅|涨幅|降幅|变化|升降|[比较](?:上年|去年|20\d\d年)|与(?:上年|去年|20\d\d年)(?:同期)?(?:相比|比较|对比)"
    r"|增\(\+\)|^\(?[±+][/-]?|^(?:增加|减少|上升|下降)(?:[数量率额]|比例|幅度)?(?:\(.*\)|%)?$"
)
_SIGNED = re.compile(r"[+↑↓▲▼]\s?[\d.]|[\d.]+(?:%|个?百分点)?\s?[↑↓]|(?:增[加长]|减少|上升|下降|提高|降低)\s?[\d.]+")
_MINUS = re.compile(r"[-−—]+\s?[\d.]|.*[↓▼]")
_PLUS = re.compile(r"\+|.*[↑▲增升提]")
# 增减 and 升降 name both ways and so tell none.
_BOTH_WAYS = re.compile(r"增长?\W*(?:减|下?降)|上?升\W*下?降")
_MAY_BE_PERCENT = re.compile(r"同比|环比|增长")
_PAST = re.compile(r"上|去|前")
_AIM = re.compile(r"目标|计划|任务")


@dataclass(frozen=True)
class CellFigure:
    """A number cell's draft, the year that its column or row names ('上年' too), and a stated change beside it.

    `scale` is what its unit multiplies a number of its row by (万元: 10000), `block` the label that it stands behind.
    """

    draft: Draft
    period: str
    change: StatedChange | None = None
    scale: Decimal = Decimal(1)
    block: int = 0


@dataclass(frozen=True)
class ChangeCell:
    """A cell that states a change: its words and where they end, its column's names and group, its place in the row."""

    words: str
    stop: int
    column: str
    group: str
    block: int
    behind: int


def compares(names: Sequence[str], shared: frozenset[str] = frozenset()) -> bool:
    """Tell whether a column's names compare; what all columns share is the table's title and compares none."""
    return any(_COMPARES.search(re.sub(r"\s", "", name)) for name in names if name not in shared)


def group_of(names: Sequence[str], shared: frozenset[str]) -> str:
    """Return the name of the group that a change column stands in, without the words that compare."""
    return "".join(name for name in names if name not in shared and not compares((name,)))


def is_signed(words: str) -> bool:
    """Tell a cell that states a change under whatever heading: +5, 3.1%↑, 减少4件."""
    return bool(_SIGNED.match(words))


def join_changes(figures: Sequence[CellFigure], cells: Sequence[ChangeCell]) -> tuple[CellFigure, ...]:
    """Return a row's figures with the changes that its cells state; a percentage beats an absolute difference."""
    joined = list(figures)
    for cell in cells:
        rivals = _rivals(figures, cell)
        if not rivals:
            continue
        latest, *earlier = sorted(rivals, key=lambda place: -_rank(figures[place].period))
        change = _read_change(cell, figures[latest], [figures[place] for place in earlier[:1]])
        held = joined[latest].change
        if change and (held is None or (held.kind == "abs" and change.kind != "abs")):
            draft = joined[latest].draft
            quoted = replace(draft, end=max(draft.end, cell.stop))
            joined[latest] = replace(joined[latest], draft=quoted, change=change)
    return tuple(joined)


def _rivals(figures: Sequence[CellFigure], cell: ChangeCell) -> list[int]:
    """Return the places of the figures that a change may be of: one subject's, over the years."""
    near = [
        place for place, figure in enumerate(figures) if figure.block == cell.block and not _AIM.search(figure.period)
    ]
    named = [place for place in near if cell.group and cell.group in figures[place].draft.subject] or near
    before = [place for place in named if place < cell.behind]
    if not named:
        return []
    subject = figures[before[-1] if before else named[0]].draft.subject
    return [place for place in named if figures[place].draft.subject == subject]


def _rank(period: str) -> int:
    year = re.search(r"20\d\d", period)
    if year:
        return int(year.group())
    return 0 if _PAST.match(period) else 9999


def _read_change(cell: ChangeCell, figure: CellFigure, earlier: Sequence[CellFigure]) -> StatedChange | None:
    """Return what a cell says of a figure; None where it says none (持平, 0).

    A bare number may be a difference or a percentage: where the earlier figure stands in the row, the two decide.
    """
    words = f"同比{cell.words}" if "倍" in cell.words else cell.words
    spans = find_changes(words, 0, len(words))
    if spans and spans[0].changes:
        return spans[0].changes[0]
    number = next(iter(find_numbers(cell.words)), None)
    if number is None or not number.value:
        return None
    told = re.sub(r"\s", "", cell.column)
    direction = _direction(cell.words, told)
    if number.unit not in ("", "%", "个百分点"):
        return StatedChange("abs", number.value, direction)
    rate = figure.draft.number.unit == "%"
    scaled = number.value * figure.scale
    differs = not earlier or scaled != abs(figure.draft.number.value - earlier[0].draft.number.value)
    percents = bool(re.search(r"率|幅|%", told)) and (differs or not rate)
    if "百分点" in cell.words + told or (rate and not percents and number.unit != "%"):
        return StatedChange("points", number.value, direction)
    if number.unit == "%" or percents or (differs and _MAY_BE_PERCENT.search(told)):
        return StatedChange("pct", number.value, direction)
    return StatedChange("abs", scaled, direction)


def _direction(words: str, column: str) -> str:
    if _MINUS.match(words) or re.search(r"[降减]", _BOTH_WAYS.sub("", words)):
        return "down"
    if _PLUS.match(words):
        return "up"
    return "down" if re.search(r"[降减]", _BOTH_WAYS.sub("", column)) else "up"
