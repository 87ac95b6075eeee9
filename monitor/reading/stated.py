"""What figures without a digit are made of: takes a clause and what it says of none or all, leaves an Implied."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from monitor.reading.numbers import Number


@dataclass(frozen=True)
class Implied:
    """A zero or a hundred per cent without a digit, with its subject.

    `loose` marks a wording that as often only describes (均设有…, 全部办结): it counts where the
    catalogue knows the rate.
    """

    number: Number
    subject: str
    start: int
    end: int
    loose: bool = False


# What is required, forbidden or guarded against is no result: 不得发生, 防止出现, 无须, 未经.
NO_RESULT = re.compile(
    r"不得|不能|不许|严禁|禁止|防止|避免|杜绝|预防|以免|确保|保证|力争|争取|力求|坚决|务必|旨在|无须|无需|未经|若|如果|倘若|一旦|只要|凡是?(?=[^,]{0,8}(?:没有|未))|因未|对未|将未|除[^,]{0,6}外|能否|是否"
)
# What people count such things in; everything else in 件.
_UNITS = (
    ("起", re.compile(r"(?:事故|火灾|命案|事件|冤错案件|舆情|群访|上访)(?:数|量)?$")),
    (
        "人",
        re.compile(
            r"(?:受责任追究|受[党政组][^,]{0,6}处分|受处分|人员|干部|伤亡|死亡|党员|职工|人数|脱管|漏管|重新(?:违法)?犯罪)$"
        ),
    ),
    ("家", re.compile(r"(?:被执行人|主体|机构|单位|企业|部门)$")),
    ("处", re.compile(r"(?:违法建设|违建|违法建筑|违法用地|点位)$")),
    ("条", re.compile(r"(?:条款|内容)$")),
    ("次", re.compile(r"(?:(?<!被)检查|差错|失误)$")),
)


def _usual_unit(subject: str) -> str:
    return next((unit for unit, pattern in _UNITS if pattern.search(subject)), "件")


def implied(clause: re.Match[str], place: tuple[int, int], value: int, unit: str, subject: str) -> Implied:
    """Return the figure whose mark stands at a place of the clause."""
    offset = clause.start()
    unit = _usual_unit(subject) if unit == "件" else unit
    number = Number(offset + place[0], offset + place[1], Decimal(value), unit)
    return Implied(number, subject, clause.start(), clause.end())


def own(subject: str, head: str) -> str:
    """Return the subject with the head before it where it cannot stand alone."""
    return subject if len(subject) >= 4 or not head or head in subject else head + subject
