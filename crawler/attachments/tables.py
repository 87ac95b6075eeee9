"""Ruled tables of a printed page: takes its rules and signs, leaves each table's rows and the signs beside them; pure.

Without its rules a table is words at places: a cell of two lines falls apart, and figures stand beside the wrong name.
The rules are the grid; where one is missing, cells are merged. Rows are written as those of a web page are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lxml.html import builder

from crawler.attachments.layout import Line, Sign, lines_of_page
from crawler.decode import sanitise
from crawler.rendering import render

_TOUCH = 3.0
# A drawing has more; what lies beyond is read as running text.
_MOST_RULES = 800
_MOST_CELLS = 1_500


class Rule(NamedTuple):
    """One straight line: its box; upright where it is higher than wide."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def upright(self) -> bool:
        """Whether it parts columns."""
        return self.y1 - self.y0 > self.x1 - self.x0


@dataclass(frozen=True)
class _Grid:
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    rules: tuple[Rule, ...]

    def place(self, sign: Sign) -> tuple[int, int] | None:
        """Return the row and column that a sign stands in."""
        return _between(self.ys, (sign.y0 + sign.y1) / 2), _between(self.xs, (sign.x0 + sign.x1) / 2)

    def contains(self, sign: Sign) -> bool:
        """Tell whether a sign stands inside."""
        x, y = (sign.x0 + sign.x1) / 2, (sign.y0 + sign.y1) / 2
        return self.xs[0] < x < self.xs[-1] and self.ys[0] < y < self.ys[-1]

    def parted_right(self, row: int, column: int) -> bool:
        """Tell whether a rule stands between a cell and the one to its right."""
        x, y = self.xs[column + 1], (self.ys[row] + self.ys[row + 1]) / 2
        return any(r.upright and abs(r.x0 - x) < _TOUCH and r.y0 - _TOUCH < y < r.y1 + _TOUCH for r in self.rules)

    def parted_below(self, row: int, column: int) -> bool:
        """Tell whether a rule stands between a cell and the one below it."""
        y, x = self.ys[row + 1], (self.xs[column] + self.xs[column + 1]) / 2
        return any(not r.upright and abs(r.y0 - y) < _TOUCH and r.x0 - _TOUCH < x < r.x1 + _TOUCH for r in self.rules)


def take_tables(signs: Sequence[Sign], rules: Iterable[Rule], page: int) -> tuple[list[Sign], list[Line]]:
    """Return the signs outside of tables, and each table as one line that holds its rows."""
    found = sorted(rules)[:_MOST_RULES]
    grids = [grid for group in _touching(found) if (grid := _grid(group))]
    tables: list[Line] = []
    left = list(signs)
    for grid in grids:
        inside = [sign for sign in left if grid.contains(sign)]
        rows = _rows(grid, inside)
        if rows:
            left = [sign for sign in left if not grid.contains(sign)]
            tables.append(Line((), grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1], 1.0, page, rows=rows))
    return left, tables


def put_back(lines: Sequence[Line], tables: Sequence[Line]) -> list[Line]:
    """Return a page's lines with each table before the first line that stands below it."""
    whole = list(lines)
    for table in tables:
        place = next((number for number, line in enumerate(whole) if line.y0 >= table.y0), len(whole))
        whole.insert(place, table)
    return whole


def _touching(rules: Sequence[Rule]) -> Iterator[tuple[Rule, ...]]:
    """Yield the rules in groups that hang together."""
    left = list(rules)
    while left:
        group, waiting = [], [left.pop()]
        while waiting:
            rule = waiting.pop()
            group.append(rule)
            near = [_touch(rule, other) for other in left]
            waiting += [other for other, touches in zip(left, near, strict=True) if touches]
            left = [other for other, touches in zip(left, near, strict=True) if not touches]
        yield tuple(group)


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.x0 - _TOUCH <= other.x1
        and other.x0 - _TOUCH <= one.x1
        and one.y0 - _TOUCH <= other.y1
        and other.y0 - _TOUCH <= one.y1
    )


def _grid(group: tuple[Rule, ...]) -> _Grid | None:
    """Return the grid of a group of rules, or None where it has not two rows and two columns."""
    xs = _distinct(rule.x0 for rule in group if rule.upright)
    ys = _distinct(rule.y0 for rule in group if not rule.upright)
    if min(len(xs), len(ys)) < 3 or len(xs) * len(ys) > _MOST_CELLS:
        return None
    return _Grid(xs, ys, group)


def _distinct(values: Iterable[float]) -> tuple[float, ...]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _TOUCH:
            found.append(value)
    return tuple(found)


def _between(edges: Sequence[float], value: float) -> int:
    return max(0, min(sum(edge <= value for edge in edges) - 1, len(edges) - 2))


def _rows(grid: _Grid, signs: Sequence[Sign]) -> tuple[str, ...]:
    """Return a table's rows as the house writes those of web pages; none where it is a frame around text."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    table = builder.E.table()
    held: dict[tuple[int, int], list[Sign]] = {}
    for row in range(len(grid.ys) - 1):
        for column in range(len(grid.xs) - 1):
            if (row, column) not in owner:
                owner.update(dict.fromkeys(_cell(grid, row, column, owner), (row, column)))
    for sign in signs:
        place = grid.place(sign)
        if place is not None:
            held.setdefault(owner[place], []).append(sign)
    for row in range(len(grid.ys) - 1):
        line = builder.E.tr()
        for column in range(len(grid.xs) - 1):
            if owner[row, column] == (row, column):
                cells = [place for place, first in owner.items() if first == (row, column)]
                text = sanitise("".join(shown.text for shown in lines_of_page(held.get((row, column), []))))
                wide, high = max(c for _, c in cells) - column + 1, max(r for r, _ in cells) - row + 1
                line.append(builder.E.td(text, colspan=str(wide), rowspan=str(high)))
        table.append(line)
    shown = [one.text for one in render(builder.E.body(table))]
    return tuple(shown) if any(" | " in one for one in shown) else ()


def _cell(
    grid: _Grid, row: int, column: int, taken: dict[tuple[int, int], tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield the squares of the grid that one cell covers: to the right and down to the next rule."""
    right, below = column, row
    while right + 1 < len(grid.xs) - 1 and not grid.parted_right(row, right) and (row, right + 1) not in taken:
        right += 1
    while below + 1 < len(grid.ys) - 1 and not grid.parted_below(below, column):
        below += 1
    for down in range(row, below + 1):
        yield from ((down, across) for across in range(column, right + 1) if (down, across) not in taken)
