"""Table lines, cells joined by " | ": give every number cell a subject from its row and column; leaves drafts.

The cleaning room leaves a table as one line a row. A first row without figures is the heading; a unit may stand in the
cell, in the row's name or in the heading: 行政处罚(件) | 35.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.reading.numbers import Number, find_numbers
from monitor.reading.phrases import tidy
from monitor.reading.units import UNIT_PATTERN, canonical_unit
from monitor.reading.walking import Draft

_UNIT_IN_NAME = re.compile(rf"[(\[:]\s?(?:单位[:])?\s?(?P<scale>万|亿)?(?P<unit>%|{UNIT_PATTERN})\s?[)\]]?$")
_EMPTY_NAMES = re.compile(
    r"^(?:数量|数值|数据|完成情况|指标值|合计|总数|计|件数|情况|单位|备注|值|数|本年|本期|\d{4}年?)+$"
)
_LIST_NUMBER = re.compile(r"^\(?\d{1,3}[.)、]?$|^序号$|^编号$")
_YEAR = re.compile(r"(20\d\d)年?|上年|去年|上期")


@dataclass(frozen=True)
class TableRow:
    """A line of a table: the cells with their places."""

    cells: tuple[tuple[int, str], ...]


def read_row(folded: str, start: int, end: int) -> TableRow | None:
    """Return the cells of a table line, None for a line of prose."""
    line = folded[start:end]
    if " | " not in line and not line.startswith("| "):
        return None
    cells, place = [], start
    for cell in line.split("|"):
        cells.append((place + len(cell) - len(cell.lstrip()), cell.strip()))
        place += len(cell) + 1
    return TableRow(tuple((at, words) for at, words in cells if words))


def is_heading(row: TableRow) -> bool:
    """Tell whether no cell is a figure (a year names a column)."""
    return not any(
        re.fullmatch(r"[\d,.]+\s?[%\w]{0,4}", words) and not _YEAR.fullmatch(words) for _, words in row.cells
    )


def read_cells(row: TableRow, heading: TableRow | None) -> tuple[tuple[Draft, str], ...]:
    """Return each number cell's draft with its column's name (a year there tells the period)."""
    found: list[tuple[Draft, str]] = []
    name, name_at, unit_cell = "", -1, ""
    for index, (at, words) in enumerate(row.cells):
        column = heading.cells[index][1] if heading and len(heading.cells) == len(row.cells) else ""
        number = _cell_number(words, at)
        if number is None:
            if re.fullmatch(rf"%|万元|亿元|{UNIT_PATTERN}", words):
                unit_cell = words
            elif not _LIST_NUMBER.match(words):
                name, name_at = words, at
            continue
        if not name or (_LIST_NUMBER.match(words) and index == 0):
            continue
        number = _with_unit(number, unit_cell, name, column)
        extra = (
            ""
            if _EMPTY_NAMES.match(column) or _YEAR.search(column) or column in name
            else _UNIT_IN_NAME.sub("", column)
        )
        subject = tidy(_UNIT_IN_NAME.sub("", name)) + extra
        found.append((Draft(number, subject, name_at, at + len(words)), column))
    return tuple(found)


def _cell_number(words: str, at: int) -> Number | None:
    numbers = find_numbers(words)
    if len(numbers) != 1 or numbers[0].start > 2 or numbers[0].stop < len(words) - 1 or _YEAR.fullmatch(words):
        return None
    number = numbers[0]
    return Number(at + number.start, at + number.stop, number.value, number.unit, number.qualifier)


def _with_unit(number: Number, unit_cell: str, name: str, column: str) -> Number:
    if number.unit:
        return number
    written = unit_cell
    for words in (name, column):
        match = _UNIT_IN_NAME.search(words)
        if match and not written:
            written = (match["scale"] or "") + match["unit"]
    if not written:
        written = "%" if name.endswith("率") else ""
    value = number.value
    for scale, factor in (("万", 10_000), ("亿", 100_000_000)):
        if written.startswith(scale):
            written, value = written[1:], value * factor
    return Number(number.start, number.stop, value, canonical_unit(written), number.qualifier)
