"""A printed page becomes lines: takes signs with their places, leaves lines in reading order; pure, in any unit.

PDF and OFD know no lines: only signs with places. Signs that follow each other on one baseline make a run; runs at one
height make a line; where a gutter parts the page, the left column is read before the right one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

# Shares of the size of type: what parts two runs, and two cells of a row.
_RUN_GAP = 1.0
_CELL_GAP = 1.4
_SAME_BASELINE = 0.45
_WORD_GAP = 0.22
# A gutter stands near the middle, and the columns beside it are filled with prose.
_GUTTER_FROM, _GUTTER_TO = 0.35, 0.65
_LEAST_COLUMN_LINES = 5
_FILLED = 0.75


class Sign(NamedTuple):
    """One printed character: its place from the upper left corner (x to the right, y downwards), its size of type."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float


@dataclass(frozen=True)
class Line:
    """One printed line: its cells (one, where no wide gap parts it), its place and size, the page it stands on.

    `column`: 0 across the page, 1 and 2 for the left and right of two columns. A whole table is one line without cells
    of its own, with its `rows` as they are to be read.
    """

    cells: tuple[str, ...]
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    page: int = 0
    column: int = 0
    rows: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The line as one text; figures of neighbouring cells never run together."""
        return ("" if self.is_spaced else " ").join(self.cells)

    @property
    def is_spaced(self) -> bool:
        """Whether it is one word set wide (报　告) and no row of cells."""
        return all(len(cell) == 1 and not cell.isascii() for cell in self.cells)


def lines_of_page(signs: Iterable[Sign], page: int = 0) -> list[Line]:
    """Return the lines of one page in the order in which a person reads them."""
    runs = _runs(signs)
    bands = _gather(runs)
    return [_line(band, page, column) for band, column in _by_columns(bands)]


@dataclass(frozen=True)
class _Run:
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float


def _runs(signs: Iterable[Sign]) -> list[_Run]:
    runs: list[_Run] = []
    held: list[Sign] = []
    for sign in signs:
        if sign.text.isspace():
            continue  # blanks of justified lines are told by the places of what stands beside them
        if held and not _follows(held[-1], sign):
            runs.append(_run(held))
            held = []
        if held and _is_double(held[-1], sign):
            continue
        held.append(sign)
    if held:
        runs.append(_run(held))
    return runs


def _follows(before: Sign, sign: Sign) -> bool:
    size = max(before.size, sign.size)
    gap = sign.x0 - before.x1
    return abs(sign.y1 - before.y1) <= _SAME_BASELINE * size and -0.8 * size <= gap <= _RUN_GAP * size


def _is_double(before: Sign, sign: Sign) -> bool:
    """Tell a sign printed twice, a little moved, to look bold."""
    return sign.text == before.text and abs(sign.x0 - before.x0) < 0.2 * sign.size


def _run(signs: Sequence[Sign]) -> _Run:
    parts = [signs[0].text]
    for before, sign in pairwise(signs):
        latin = before.text[-1].isascii() and sign.text[0].isascii()
        parts += [" ", sign.text] if latin and sign.x0 - before.x1 > _WORD_GAP * sign.size else [sign.text]
    return _Run(
        "".join(parts),
        min(sign.x0 for sign in signs),
        min(sign.y0 for sign in signs),
        max(sign.x1 for sign in signs),
        max(sign.y1 for sign in signs),
        median(sign.size for sign in signs),
    )


def _gather(runs: Iterable[_Run]) -> list[list[_Run]]:
    """Return the runs by height: those that overlap by more than half of the lower one stand on one line."""
    bands: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: (run.y0 + run.y1) / 2):
        if bands and _overlap(bands[-1][0], run) > 0.5:
            bands[-1].append(run)
        else:
            bands.append([run])
    return [sorted(band, key=lambda run: run.x0) for band in bands]


def _overlap(one: _Run, other: _Run) -> float:
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    return shared / max(min(one.y1 - one.y0, other.y1 - other.y0), 1e-6)


def _line(band: Sequence[_Run], page: int, column: int) -> Line:
    cells = [band[0].text]
    for before, run in pairwise(band):
        gap = run.x0 - before.x1
        if gap > _CELL_GAP * max(before.size, run.size):
            cells.append(run.text)
        else:
            latin = before.text[-1:].isascii() and run.text[:1].isascii()
            cells[-1] += (" " if latin and gap > _WORD_GAP * run.size else "") + run.text
    return Line(
        tuple(cells),
        min(run.x0 for run in band),
        min(run.y0 for run in band),
        max(run.x1 for run in band),
        max(run.y1 for run in band),
        max(run.size for run in band),
        page,
        column,
    )


def _by_columns(bands: list[list[_Run]]) -> list[tuple[list[_Run], int]]:
    """Return the bands, each with its column; a stretch of two columns is taken apart, left before right."""
    gutter = _gutter(bands)
    if gutter is None:
        return [(band, 0) for band in bands]
    ordered: list[tuple[list[_Run], int]] = []
    for crosses, group in groupby(bands, key=lambda band: any(run.x0 < gutter < run.x1 for run in band)):
        stretch = list(group)
        left = [side for band in stretch if (side := [run for run in band if run.x1 <= gutter])]
        right = [side for band in stretch if (side := [run for run in band if run.x0 >= gutter])]
        if crosses or min(len(left), len(right)) < _LEAST_COLUMN_LINES:
            ordered += [(band, 0) for band in stretch]
        else:
            ordered += [*((band, 1) for band in left), *((band, 2) for band in right)]
    return ordered


def _gutter(bands: list[list[_Run]]) -> float | None:
    """Return where a gutter parts two columns of prose, or None; a table's columns are not filled with prose."""
    if not bands:
        return None
    start, end = _bounds([run for band in bands for run in band])
    gaps = [(before.x1 + run.x0) / 2 for band in bands for before, run in pairwise(band)]
    within = [gap for gap in gaps if _GUTTER_FROM <= (gap - start) / max(end - start, 1e-6) <= _GUTTER_TO]
    if len(within) < _LEAST_COLUMN_LINES:
        return None
    gutter = median(within)
    inside = [band for band in bands if not any(run.x0 < gutter < run.x1 for run in band)]
    left = [_bounds(side) for band in inside if (side := [run for run in band if run.x1 <= gutter])]
    right = [_bounds(side) for band in inside if (side := [run for run in band if run.x0 >= gutter])]
    return gutter if _is_column(left, end - start) and _is_column(right, end - start) else None


def _bounds(runs: Sequence[_Run]) -> tuple[float, float]:
    return min(run.x0 for run in runs), max(run.x1 for run in runs)


def _is_column(sides: Sequence[tuple[float, float]], page: float) -> bool:
    """Tell whether one side of a gutter is a column of prose: several lines, most of them filled."""
    if len(sides) < _LEAST_COLUMN_LINES:
        return False
    width = max(x1 for _, x1 in sides) - min(x0 for x0, _ in sides)
    return width >= 0.3 * page and median(x1 - x0 for x0, x1 in sides) >= _FILLED * width
