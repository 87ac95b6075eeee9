"""Table lines, cells joined by " | ": give every number cell a subject from its row and column; leaves drafts.

The cleaning room leaves a table as one line a row, a cell that spans columns with empty ones behind it, a label that
spans rows said again. Rows without figures are headings, two of them are read as one (`columns`); a row of one cell
heads what is below it. A unit may stand in the cell, beside it, in a name or in the caption (`cell_units`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from monitor.reading.cell_units import UNIT_CELL, unit_beside, with_unit, without_unit, without_units
from monitor.reading.changes import find_changes
from monitor.reading.column_changes import CellFigure, ChangeCell, compares, group_of, is_signed, join_changes
from monitor.reading.columns import name_columns
from monitor.reading.numbers import Number, find_numbers
from monitor.reading.phrases import tidy
from monitor.reading.units import UnitClass
from monitor.reading.walking import Draft

_EMPTY_NAMES = re.compile(
    r"^(?:数量|数值|数据|实绩|实际|完成值|完成数|绝对数|总量|完成情况|指标值|总数|计|情况|单位|计量单位|备注|值|数|全年|本年|本期|年度|年份|(?:20\d\d)年?度?|[-/])+$"
)
_LIST_NUMBER = re.compile(r"^\(?\d{1,3}[.)、]?$|^序号$|^编号$")
_AIM = re.compile(r"目标|计划数?$|任务数?$")
_YEAR = re.compile(
    r"(20\d\d)年?(?:度|末|底|实绩|实际|完成数?)?|(?:上一?年度?|去年|上期|前年)(?:同期)?(?:数|末|底|实绩|实际|完成数?)?"
    r"|(?:本年度?|今年|当年|本期)(?:数|末|底|累计|实绩|实际|完成数?)?"
)
_NAMED_YEAR = re.compile(rf"{_AIM.pattern}|{_YEAR.pattern}")
_GAP = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_BARE_YEAR = re.compile(r"20[0-3]\d")
_YEARS_COLUMN = re.compile(r"年份?度?|时间|时期|期间|")
_MONTHS = re.compile(r"(?<=年)(?:1?\d月?[-—–至~])?1?\d月(?:底|末)?$")
# 2022年收案, 收案(上年): the year of a column that names its figures too.
_YEAR_OF = re.compile(
    r"^(?:20\d\d年度?|上年度?|去年|本年度?|今年)(?=[^\d同至~—-])|[(](?:20\d\d年?度?|上年度?|去年|本年度?|今年)[)]$"
)
_REMARK = re.compile(r"备注|说明$|责任(?:单位|部门|人)|时间$|日期$|月份$|地点$|电话$|文号$")
_OF_YEAR = re.compile(r"20\d\d年[^\d|]{1,8}")  # 2023年目标 heads a column
_ADDED = re.compile(r"[\u4e00-\u9fff]{0,2}\([^()]*\)")  # 2015(含简易程序1420)
_DAY = re.compile(r"\d{1,2}月(?:\d{1,2}日)?")
_CHANGE_ROW = re.compile(
    r"(?:(?:同比|比上年|较上年|与上年相比|增减|增长|变化|升降|[±+\-/])+(?:率|数|量|幅度?|情况)?(?:\(.*\)|%)?)+"
)
_TOTAL = re.compile(r"(?:合\s*计|总\s*计|小\s*计|共计|总数)$")
_FIGURE = re.compile(r"[-+±]?[\d,.]+\s?(?:%|万|亿|[\u4e00-\u9fff]{1,3})?|[-/]|无")
_MISSING = frozenset(("", "-", "--", "/", "—", "——", "无", "…"))
_TOPIC = re.compile(
    r"行政复议|行政应诉|行政诉讼|行政处罚|行政检查|行政许可|行政强制|规范性文件|合法性审[查核]|人民调解|调解|矛盾纠纷|法律援助|公证|普法|法治宣传|信访"
)
_CAPTION_FRAME = re.compile(
    r"\(.*?\)|见?(?:下|附)表.*|如下.*|(?:对[比照]|统计|汇总|一览|基本)*(?:情况)?表?$|^(?:附?表[\d一二三四五六七八九十]*|附件\d*)[:、.]?\s*|表\d*$|[:。]"
    r"|^[\d一二三四五六七八九十]+[、.]|(?:19|20)\d\d(?:年?[-—至](?:19|20)?\d\d)?年?度?"
)
_TITLE = re.compile(r"(?:情况|统计|汇总|一览|对比)表?$|表$|^\(?(?:计量)?单位[:]")
_DISPUTES = re.compile(r"行政(?P<of>复议|应诉|诉讼)")
_OUTCOME = re.compile(r"维持|驳回|撤销|变更|终止|和解|确认违法|责令|纠错")
_SHORT_NAME = 6
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
    section: str = ""
    whole: str = ""

    def take_heading(self, row: TableRow) -> None:
        """Keep a heading row; one after figures begins the table anew, a single cell heads the rows below it."""
        if self.headings and len(row.cells) == 2 and not row.cells[1][1]:
            self.section = re.sub(r"^\(?[\d一二三四五六七八九十]+[)、.]+", "", row.cells[0][1])
            return
        if self.has_data:
            self.headings, self.section = [], ""
        if len(row.cells) == 2 and not row.cells[1][1] and _TITLE.search(row.cells[0][1]):
            self.caption = next_caption(self.caption, row.cells[0][1])
            return
        self.headings.append(row)
        self.has_data = False


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


def is_heading(row: TableRow, table: Table | None = None) -> bool:
    """Tell whether no cell is a figure (a year names a column); a row of blanks and dashes misses its figures."""
    behind = [words for _, words in row.cells[1:]]
    if len(behind) > 1 and all(words in _MISSING for words in behind):
        return False
    if table and table.headings and _only_like_years(behind, table):
        return False
    return not any(
        words and re.search(r"\d", words) and (_PROSE.search(words) or _FIGURE.fullmatch(words) or _counts(words))
        for _, words in row.cells
        if not _YEAR.fullmatch(words) and not _OF_YEAR.fullmatch(words)
    )


def _only_like_years(behind: Sequence[str], table: Table) -> bool:
    """Tell counts (2016 | 2031) from years below a heading: those follow one another, and one alone begins no table."""
    bare = {int(words) for words in behind if re.fullmatch(r"20\d\d", words)}
    if not bare or any(words not in _MISSING and not words.isdigit() for words in behind):
        return False
    return table.has_data if len(bare) == 1 else max(bare) - min(bare) >= len(bare)


def _counts(words: str) -> bool:
    return any(number.unit and number.kind is not UnitClass.YEARS for number in find_numbers(words))


def prose_cells(row: TableRow) -> tuple[tuple[int, int, str], ...]:
    """Return the places of cells that hold sentences or several figures, with the name before them."""
    found, name = [], ""
    for at, words in row.cells:
        number = _cell_number(words, at, bool(_YEAR.fullmatch(words)))
        if number and re.search(r"\d", words[number.stop - at :]):
            found.append((number.stop, at + len(words), name))
        if number or _YEAR.fullmatch(words):
            continue
        if _PROSE.search(words) or _counts(words):
            found.append((at, at + len(words), name))
        elif words and not UNIT_CELL.fullmatch(words):
            name = words
    return tuple(found)


def next_caption(caption: str, words: str) -> str:
    """Return what a table after the line `words` is captioned by; a note on units alone keeps the line before it."""
    says_more = without_units(words.strip()).strip("() 、:")
    return words[-60:] if says_more else f"{caption} {words.strip()}"[-90:]


def read_cells(row: TableRow, table: Table) -> tuple[CellFigure, ...]:
    """Return each number cell's draft with the period that its column or row tells; a change cell joins its figure.

    A row that compares the rows above (增减, 同比增长) counts nothing of its own.
    """
    return () if _CHANGE_ROW.fullmatch(row.cells[0][1]) else _read_cells(row, table)


def _read_cells(row: TableRow, table: Table) -> tuple[CellFigure, ...]:
    found: list[CellFigure] = []
    changes: list[ChangeCell] = []
    cells = [words for _, words in row.cells]
    columns = name_columns([[words for _, words in heading.cells] for heading in table.headings], cells)
    shared = frozenset.intersection(*map(frozenset, columns)) if columns else frozenset[str]()
    names: list[str] = []
    block = 0
    name_at, unit_cell, period, figured = -1, "", "", True
    for index, (at, words) in enumerate(row.cells):
        given = columns[index] if index < len(columns) else ()
        column, told = _column_name(given)
        if index and (compares(given, shared) or (found and _states_change(words))):
            changes.append(
                ChangeCell(words, at + len(words), "".join(given), group_of(given, shared), block, len(found))
            )
            continue
        number = _cell_number(words, at, _names_year(words, index, given))
        if number is None:
            if UNIT_CELL.fullmatch(words):
                unit_cell = words
            elif _YEAR.fullmatch(words):
                period = words
            elif words not in _MISSING and not _LIST_NUMBER.match(words) and not _REMARK.search(column):
                block += figured
                names, name_at, figured = ([] if figured else names) + [words], at, False
            continue
        figured = True
        if _counts_nothing(words, index, column):
            continue
        if not (names or column):
            continue
        beside = unit_beside(cells, index) or unit_cell
        name = _row_name(names, table)
        one = replace(number, value=number.value or Decimal(1))
        whole = with_unit(one, beside, (*names[-1:], *reversed(given), table.whole), table.caption)
        scale = whole.value / one.value
        number = whole if number.value else replace(whole, value=number.value)
        subject = _subject(name, column, table.caption)
        start = name_at if name_at >= 0 else at
        draft = Draft(number, subject, start, at + len(words))
        found.append(CellFigure(draft, told or period, scale=scale, block=block))
    return join_changes(found, changes)


def _states_change(words: str) -> bool:
    return is_signed(words) or any(span.changes for span in find_changes(words, 0, len(words)))


def _names_year(words: str, index: int, given: Sequence[str]) -> bool:
    """Tell a year from a figure that looks like one: 2023 names a row in its first cell or in a column of years."""
    if not re.fullmatch(r"20\d\d", words):
        return bool(_YEAR.fullmatch(words))
    return bool(_BARE_YEAR.match(words)) and (
        index == 0 or all(_YEARS_COLUMN.fullmatch(re.sub(r"\s", "", name)) for name in given)
    )


def _counts_nothing(words: str, index: int, column: str) -> bool:
    """Tell a number that is a row's own number, a day, or stands in a column of times and remarks."""
    numbered = bool(_LIST_NUMBER.match(words)) and index == 0 and (not column or bool(_LIST_NUMBER.match(column)))
    return numbered or bool(_REMARK.search(column)) or bool(_DAY.fullmatch(words))


def _column_name(given: Sequence[str]) -> tuple[str, str]:
    """Return a column's name, without units, years and words that say nothing, and the year it names."""
    parts = [_MONTHS.sub("", without_unit(re.sub(_GAP, "", part))) for part in given]
    parts = [re.sub(r"^其中[:、]?", "", part) for part in parts]
    told = [part if _AIM.search(part) else year.group() for part in parts if (year := _NAMED_YEAR.search(part))]
    named = [_YEAR_OF.sub("", part) for part in parts if not _YEAR.fullmatch(part)]
    named = [part for part in named if not _EMPTY_NAMES.match(part)]
    return "".join(part for part in named if not _AIM.search(part)), "".join(told)


def _row_name(labels: Sequence[str], table: Table) -> str:
    """Return a row's name, with the group it stands in where the name alone says little (综合执法 | 立案).

    A row that begins with 其中 is a part of the last row that does not.
    """
    part = bool(labels) and labels[-1].startswith("其中")
    bare = [re.sub(r"^其中[:、]?|^[\d一二三四五六七八九十]+[、.]", "", without_unit(label)) for label in labels]
    name = bare[-1] if bare else ""
    if labels and not part:
        table.whole = labels[-1]
    groups = bare[-2:-1]
    if part and not (groups and _OUTCOME.search(name)):
        groups = [*groups, without_unit(table.whole)]
    for group in (*groups, table.section):
        if group and group not in name and len(name) <= _SHORT_NAME and not _TOTAL.search(name):
            name = group + name
    dispute = _DISPUTES.fullmatch(bare[0]) if bare else None
    if dispute and dispute["of"] not in name and not _TOPIC.search(name):
        name = bare[0] + name
    tidied: str = tidy(name)
    return tidied


def _subject(name: str, column: str, caption: str) -> str:
    """Return the row's name with the column's, between them what the caption says it is all about (行政复议)."""
    subject = name if column and column in name else name + column
    told = without_units(caption)
    topics = set(_TOPIC.findall(told))
    own = set(_TOPIC.findall(subject)) - {"调解"}  # 调解 may be one outcome of another topic's cases
    if len(topics) == 1 and not own and not topics & set(_TOPIC.findall(subject)):
        topic = str(topics.pop())
        return topic + name if not column or column in name else name + topic + column
    if len(subject) < 4 or _TOTAL.match(subject):
        subject = tidy(_CAPTION_FRAME.sub("", re.sub(r"\s+", "", told)))[-12:] + subject
    return subject


def _cell_number(words: str, at: int, is_year: bool) -> Number | None:
    numbers = find_numbers(words)
    if len(numbers) > 1 and not _ADDED.fullmatch(words[numbers[0].stop :]):
        return None
    if not numbers or numbers[0].start > 2 or is_year or re.match(r"20\d\d年", words):
        return None
    number = numbers[0]
    if number.stop < len(words) - 1 and not re.fullmatch(r"\(.*\)", words[number.stop :].strip()):
        return None
    return Number(at + number.start, at + number.stop, number.value, number.unit, number.qualifier)
