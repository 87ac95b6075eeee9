"""The unit of a number that stands alone in a table's cell; takes its names and caption, leaves it with its unit.

A unit may stand in a cell beside the number, in the row's or column's name, or once for all in the caption; a caption
that names two (单位:件/万元) means money for columns of money and the other for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from monitor.reading.numbers import Number
from monitor.reading.units import UNIT_PATTERN, canonical_unit

UNIT_CELL = re.compile(rf"(?:%|万元|亿元|万?{UNIT_PATTERN})")
_ONE = rf"(?:万|亿)?(?:%|{UNIT_PATTERN})"
UNIT_IN_NAME = re.compile(rf"[(\[:]\s?(?:单位[:])?\s?(?P<unit>{_ONE})\s?[)\]]?$")
IN_CAPTION = re.compile(rf"(?:计量)?单位[:]?\s?(?P<units>{_ONE}(?:\s?[/、,;和]\s?{_ONE})*)(?![\u4e00-\u9fff])")
_BARE_CAPTION = re.compile(rf"^[(](?P<units>{_ONE}(?:[/、,;和]{_ONE})*)[)]$")
_TAIL = re.compile(
    r"(?P<visit>[人家户件]次|场次)(?:数)?$|(?P<unit>[件人户次家份宗场项个条起])数$|(?P<rate>率|占比|比例|比重)$"
    r"|(?P<money>金额|款|经费|收入|支出|资金|标的额?|总额)$"
)
_MONEY = re.compile(r"金额|罚没|罚款|没收|款项|[款费额]$|经费|资金|收入|支出|标的|损失")
_RATE = re.compile(r"率|占比|比例|比重|满意度")
_PEOPLE = re.compile(r"人[数员次]|人员|调解员|律师|受众|学员|名额")
_FACTORS = {"万": 10_000, "亿": 100_000_000}


def unit_beside(words: Sequence[str], index: int) -> str:
    """Return the unit in a cell of its own: before the number, after it, or the only one of the row; else ""."""
    near = [*words[max(index - 1, 0) : index], *words[index + 1 : index + 2]]
    alone = [unit for unit in words if UNIT_CELL.fullmatch(unit)]
    return next((unit for unit in near if UNIT_CELL.fullmatch(unit)), alone[0] if len(alone) == 1 else "")


def with_unit(number: Number, unit_cell: str, names: Sequence[str], caption: str) -> Number:
    """Return the number with the unit of its own column, its names from the nearest on, or the caption."""
    if number.unit:
        return number
    named = [match["unit"] for words in names if (match := UNIT_IN_NAME.search(words))]
    told = _told(names, caption)
    usual = [unit for words in names if (unit := _usual(words))]
    # 万元 of the caption scales what the name alone (罚没金额) would call 元.
    money = [unit for unit in told[:1] if unit.endswith("元")]
    written = next(iter([*filter(None, [unit_cell]), *named, *money, *usual, *told]), "")
    value = number.value
    if written[:1] in _FACTORS:
        value, written = value * _FACTORS[written[0]], written[1:]
    if value == value.to_integral_value() and value != number.value:
        value = value.quantize(Decimal(1))
    return Number(number.start, number.stop, value, canonical_unit(written), number.qualifier)


def without_unit(name: str) -> str:
    """Return a heading's or row's name without the unit in brackets at its end."""
    return UNIT_IN_NAME.sub("", name)


def without_units(caption: str) -> str:
    """Return a caption without its note on units; a line of prose, which is most of what is asked for, has none."""
    if "单位" not in caption and not caption.startswith("("):
        return caption
    return re.sub(r"[(]\s*[)]", "", IN_CAPTION.sub("", _BARE_CAPTION.sub("", caption)))


def _told(names: Sequence[str], caption: str) -> list[str]:
    """Return the caption's unit that fits the names of a figure; none for a rate where the caption speaks of 件."""
    found = IN_CAPTION.search(caption) or _BARE_CAPTION.search(caption)
    if not found:
        return []
    units = re.split(r"\s?[/、,;和]\s?", found["units"])
    name = "".join(names)
    for pattern, fits in ((_RATE, "%"), (_MONEY, "元"), (_PEOPLE, "人名位")):
        if pattern.search(name):
            chosen = [unit for unit in units if unit[-1] in fits or (fits.startswith("人") and unit[0] in fits)]
            return chosen[:1] or (units if len(units) == 1 and fits != "%" else [])
    rest = [unit for unit in units if not unit.endswith(("元", "%"))]
    return (rest or units)[:1]


def _usual(name: str) -> str:
    """Return the unit that a name's end tells: 检查次数 is 次, 合格率 is %."""
    match = _TAIL.search(re.sub(r"\(.*\)$", "", name))
    if not match:
        return ""
    if match["rate"]:
        return "%"
    return "元" if match["money"] else str(match["visit"] or match["unit"])
