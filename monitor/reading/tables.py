"""Table lines, cells joined by " | ": give every number cell a subject from its row and column; leaves drafts.

The cleaning room leaves a table as one line a row, a cell that spans columns said once, one that spans rows said again.
Rows without figures are headings, two of them are read as one; a unit may stand in the cell, in a column of its own,
in the row's name, in the heading or in the caption: 行政处罚(件) | 35.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from monitor.reading.changes import find_changes
from monitor.reading.numbers import Number, find_numbers
from monitor.reading.phrases import tidy
from monitor.reading.units import UNIT_PATTERN, UnitClass, canonical_unit
from monitor.reading.walking import Draft
from storage.model import StatedChange

_UNIT_IN_NAME = re.compile(rf"[(\[:]\s?(?:单位[:])?\s?(?P<scale>万|亿)?(?P<unit>%|{UNIT_PATTERN})\s?[)\]]?$")
_UNIT_IN_CAPTION = re.compile(rf"单位[:]?\s?(?P<scale>万|亿)?(?P<unit>%|{UNIT_PATTERN})(?![\u4e00-\u9fff])")
_UNIT_CELL = re.compile(rf"(?:%|万元|亿元|万?{UNIT_PATTERN})")
_UNIT_TAIL = re.compile(
    r"(?P<visit>[人家户件]次|场次)(?:数)?$|(?P<unit>[件人户次家份宗场项个条起])数$|(?P<rate>率|占比|比例|比重)$|(?P<money>金额|款|经费)$"
)
_EMPTY_NAMES = re.compile(
    r"^(?:数量|数值|数据|完成情况|指标值|总数|计|情况|单位|计量单位|备注|值|数|全年|本年|本期|年度|年份|(?:20\d\d)年?度?|[-/])+$"
)
_LIST_NUMBER = re.compile(r"^\(?\d{1,3}[.)、]?$|^序号$|^编号$")
_YEAR = re.compile(r"(20\d\d)年?度?|上年度?|去年|上期|上年同期|本年度?|今年|本期")
_COMPARES = re.compile(r"同比|增减|增长|增幅|涨幅|变化|升降|比上年|较上年")
_CAPTION_FRAME = re.compile(r"\(.*?\)|见?下表.*|如下.*|统计表|情况表?$|表\d*$|[:。]|^[\d一二三四五六七八九十]+[、.]")
_TOTAL = re.compile(r"(?:合计|总计|小计|共计|总数)$")
_FIGURE = re.compile(r"[-+±]?[\d,.]+\s?(?:%|万|亿|[\u4e00-\u9fff]{1,3})?|[-/]|无")
_PROSE = re.compile(r"[\u4e00-\u9fff][^|]{10,}\d|\d[^|]{14,}")


@dataclass(frozen=True)
class TableRow:
    """A line of a table: the cells with their places, empty ones too."""

    cells: tuple[tuple[int, str], ...]


@dataclass
class Table:
    """What is known of a table while its rows are read: the line before it, and the heading rows."""

    caption: str = ""
    headings: list[TableRow] = field(default_factory=list)
    has_data: bool = False

    def take_heading(self, row: TableRow) -> None:
        """Keep a heading row; one after figures begins the table anew."""
        if self.has_data:
            self.headings = []
        self.headings.append(row)
        self.has_data = False


@dataclass(frozen=True)
class CellFigure:
    """A number cell's draft, the year that its column or row names ('上年' too), and a stated change beside it."""

    draft: Draft
    period: str
    change: StatedChange | None = None


def read_row(folded: str, start: int, end: int) -> TableRow | None:
    """Return the cells of a table line, None for a line of prose."""
    line = folded[start:end]
    if " | " not in line and not line.startswith("| ") and not line.endswith(" |"):
        return None
    cells, place = [], start
    for cell in line.split("|"):
        cells.append((place + len(cell) - len(cell.lstrip()), cell.strip()))
        place += len(cell) + 1
    return TableRow(tuple(cells))


def is_heading(row: TableRow) -> bool:
    """Tell whether no cell is a figure (a year names a column)."""
    return not any(
        words and re.search(r"\d", words) and (_PROSE.search(words) or _FIGURE.fullmatch(words) or _counts(words))
        for _, words in row.cells
        if not _YEAR.fullmatch(words)
    )


def _counts(words: str) -> bool:
    return any(number.unit and number.kind is not UnitClass.YEARS for number in find_numbers(words))


def prose_cells(row: TableRow) -> tuple[tuple[int, int, str], ...]:
    """Return the places of cells that hold sentences or several figures, with the name before them."""
    found, name = [], ""
    for at, words in row.cells:
        if _cell_number(words, at) or _YEAR.fullmatch(words):
            continue
        if _PROSE.search(words) or _counts(words):
            found.append((at, at + len(words), name))
        elif words and not _UNIT_CELL.fullmatch(words):
            name = words
    return tuple(found)


def read_cells(row: TableRow, table: Table) -> tuple[CellFigure, ...]:
    """Return each number cell's draft with the period that its column or row tells; a change cell joins its figure."""
    found: list[CellFigure] = []
    columns = _columns(table.headings, row)
    name, name_at, unit_cell, period = "", -1, "", ""
    for index, (at, words) in enumerate(row.cells):
        parts = columns[index] if index < len(columns) else ()
        column = "".join(part for part in parts if not _EMPTY_NAMES.match(part) and not _YEAR.fullmatch(part))
        number = _cell_number(words, at)
        if number is None:
            if found and (spans := find_changes(words, 0, len(words))) and spans[0].changes:
                found[-1] = replace(found[-1], change=spans[0].changes[0])
            elif _UNIT_CELL.fullmatch(words):
                unit_cell = words
            elif _YEAR.fullmatch(words):
                period = words
            elif words and words not in "-/—" and not _LIST_NUMBER.match(words):
                name, name_at = (name + words if 0 < len(words) <= 2 and name else words), at
            continue
        if _LIST_NUMBER.match(words) and index == 0 and (not column or _LIST_NUMBER.match(column)):
            continue
        if _COMPARES.search(column) and found and index and row.cells[index - 1][0] == found[-1].draft.number.start:
            found[-1] = replace(found[-1], change=_change(number, words, column))
            continue
        if not (name or column):
            continue
        told = next((part for part in parts if _YEAR.search(part)), period)
        number = _with_unit(number, _unit_beside(row, index) or unit_cell, (name, *reversed(parts)), table.caption)
        subject = _subject(name, column, table.caption)
        start = name_at if name_at >= 0 else at
        found.append(CellFigure(Draft(number, subject, start, at + len(words)), told))
    return tuple(found)


def _subject(name: str, column: str, caption: str) -> str:
    """Return the row's name with the column's, or the caption's thing where they say too little (合计)."""
    name, column = tidy(_UNIT_IN_NAME.sub("", name)), re.sub(rf"\((?:万|亿)?(?:%|{UNIT_PATTERN})\)", "", column)
    subject = name if column and column in name else name + column
    if len(subject) < 4 or _TOTAL.match(subject):
        topic = re.sub(
            r"\(.*?\)|见?下表.*|如下.*|统计表|情况表?$|表\d*$|[:。]|^[\d一二三四五六七八九十]+[、.]", "", caption
        )
        subject = tidy(topic)[-12:] + subject
    return subject


def _columns(headings: Sequence[TableRow], row: TableRow) -> list[tuple[str, ...]]:
    """Return each column's names, outermost first, aligned with the cells of a row."""
    if not headings:
        return []
    widest = max(len(heading.cells) for heading in headings)
    levels = [_spread(heading, headings, widest) for heading in headings]
    columns = [tuple(dict.fromkeys(word for word in names if word)) for names in zip(*levels, strict=True)]
    missing = widest - len(row.cells)
    if missing > 0 and _TOTAL.match(row.cells[0][1]):
        return [columns[0], *columns[1 + missing :]]
    return columns if missing >= 0 else []


def _spread(heading: TableRow, headings: Sequence[TableRow], widest: int) -> list[str]:
    """Return a heading row with each spanning cell said once for every column below it."""
    names = [words for _, words in heading.cells]
    below = next((row for row in headings if len(row.cells) == widest), heading)
    under = [words for _, words in below.cells]
    if len(names) == widest:
        return names
    lead = 0
    while lead < len(names) and names[lead] == under[lead]:
        lead += 1
    tail = 0
    while tail < len(names) - lead and names[-1 - tail] == under[-1 - tail]:
        tail += 1
    groups, inner = names[lead : len(names) - tail], under[lead : widest - tail]
    if not groups:
        return names + [""] * (widest - len(names))
    starts = [place for place, words in enumerate(inner) if words == inner[0]]
    if len(starts) != len(groups):
        width = -(-len(inner) // len(groups))
        starts = [place * width for place in range(len(groups))]
    spread = [groups[max(0, sum(start <= place for start in starts) - 1)] for place in range(len(inner))]
    return names[:lead] + spread + names[len(names) - tail :]


def _cell_number(words: str, at: int) -> Number | None:
    numbers = find_numbers(words)
    if len(numbers) != 1 or numbers[0].start > 2 or _YEAR.fullmatch(words) or re.match(r"20\d\d年", words):
        return None
    number = numbers[0]
    if number.stop < len(words) - 1 and not re.fullmatch(r"\(.*\)", words[number.stop :].strip()):
        return None
    return Number(at + number.start, at + number.stop, number.value, number.unit, number.qualifier)


def _change(number: Number, words: str, column: str) -> StatedChange | None:
    """Return what a change column says of the figure before it; a sign or 下降 tells the direction."""
    down = words.startswith("-") or "降" in words or "减" in re.sub("增减", "", column + words) or "↓" in words
    direction = "down" if down else "up"
    if "百分点" in column + words:
        return StatedChange("points", number.value, direction)
    kind = "pct" if re.search(r"%|率|幅|同比|增长", column + words) else "abs"
    return StatedChange(kind, number.value, direction) if number.value else None


def _unit_beside(row: TableRow, index: int) -> str:
    """Return the unit in a cell of its own: before the number, after it, or the only one of the row; else ""."""
    words = [words for _, words in row.cells]
    near = [*words[max(index - 1, 0) : index], *words[index + 1 : index + 2]]
    alone = [unit for unit in words if _UNIT_CELL.fullmatch(unit)]
    return next((unit for unit in near if _UNIT_CELL.fullmatch(unit)), alone[0] if len(alone) == 1 else "")


def _with_unit(number: Number, unit_cell: str, names: Sequence[str], caption: str) -> Number:
    """Return the number with the unit of its own column, its names from the nearest on, or the caption."""
    if number.unit:
        return number
    written = unit_cell
    for words in names:
        if not written and (match := _UNIT_IN_NAME.search(words)):
            written = (match["scale"] or "") + match["unit"]
    for words in names:
        if not written:
            written = _usual(words)
    if not written and (match := _UNIT_IN_CAPTION.search(caption)):
        written = (match["scale"] or "") + match["unit"]
    value = number.value
    for scale, factor in (("万", 10_000), ("亿", 100_000_000)):
        if written.startswith(scale):
            written, value = written[1:], value * factor
    if value == value.to_integral_value() and value != number.value:
        value = value.quantize(Decimal(1))
    return Number(number.start, number.stop, value, canonical_unit(written), number.qualifier)


def _usual(name: str) -> str:
    """Return the unit that a name's end tells: 检查次数 is 次, 合格率 is %."""
    match = _UNIT_TAIL.search(re.sub(r"\(.*\)$", "", name))
    if not match:
        return ""
    if match["rate"]:
        return "%"
    return "元" if match["money"] else str(match["visit"] or match["unit"])
