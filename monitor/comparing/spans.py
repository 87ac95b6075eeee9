"""Which part of a year a figure counts, and whether it is counted anew: takes its sentence, leaves spans; pure.

A figure of nine months in a report of a whole year stands beside no year's figure, whatever the names say.
"""

from __future__ import annotations

import re

Span = tuple[int, int]

_WHOLE_YEAR = 12
# November's end is how many reports of a whole year are closed.
_NEARLY_WHOLE = 11
_MONTHS = re.compile(r"(?<![\d月])1月?份?(?:[-—－–~～至到]|——)(?P<last>1[0-2]|[2-9])月(?!\d)")
_PARTS = {
    "上半年": (1, 6),
    "下半年": (7, 12),
    "前三季度": (1, 9),
    "前三个季度": (1, 9),
    "一季度": (1, 3),
    "第一季度": (1, 3),
}
# By what day something was done, not how many there were on it: 截至10月底开展讲座11场.
_UNTIL = re.compile(r"截(?:至|止到?)(?:20\d\d年)?(?P<last>1[0-2]|[1-9])月(?:底|末|份|\d{1,2}日)?")
_DOING = re.compile(
    r"受理|收到|接收|办理|办结|审结|查处|立案|处罚|调解(?![员委组])|化解|调处|检查|巡查|培训(?![机基])|发放|开展|举办|组织|登记|审[查核]|接待"
)
_HELD = re.compile(r"现有|共有|已有|在册|拥有|建有|保有|累计")
_NAMED = re.compile("|".join(sorted(_PARTS, key=len, reverse=True)))
_ALL_YEAR = re.compile(r"全年|年内|年度累计")
_RECOUNTED = re.compile(
    r"(?:不可比|不能比较|不可直接比|不具(?:有|备)?可比性|无可比性)|(?:新的?|调整后的?|改用|更换)统计口径"
    r"|(?:统计)?(?:口径|方法)[^，,；;。]{0,8}(?:调整|变化|变动|变更|改变|扩大|不同|不一致|有变)|(?:调整|改变|变更|扩大)了?统计(?:口径|范围|方法)"
    r"|统计范围[^，,；;。]{0,8}(?:扩大|调整|变化)"
)
_LETTER = re.compile(r"口径|可比|不能比较|统计范围|统计方法")


def span_of(said: str, clause: str) -> Span | None:
    """Return the part of the year that a sentence named last before a figure; None for (nearly) the whole year.

    `clause` is the figure's own: 截至10月底 bounds what was done, never a stock.
    """
    if "月" not in said and "季度" not in said and "半年" not in said:
        return None
    found = [(match.end(), (1, int(match["last"]))) for match in _MONTHS.finditer(said)]
    if _DOING.search(clause) and not _HELD.search(clause):
        found += [(match.end(), (1, int(match["last"]))) for match in _UNTIL.finditer(said)]
    found += [(match.end(), _PARTS[match[0]]) for match in _NAMED.finditer(said)]
    found += [(match.end(), (1, _WHOLE_YEAR)) for match in _ALL_YEAR.finditer(said)]
    if not found:
        return None
    span = max(found)[1]
    return None if span[0] == 1 and span[1] >= _NEARLY_WHOLE else span


def speaks_of_counting(text: str) -> bool:
    """Tell whether a text has any word of how its figures are counted: most have none."""
    return _LETTER.search(text) is not None


def is_recounted(said: str, text: str, at: int) -> bool:
    """Tell whether the sentence says before a figure, or right behind it, that it is counted otherwise than before."""
    behind = re.split(r"[。！？\n]", text[at : at + 60])[0]
    number = re.match(r"[\d.,]*[^\d]*", behind)
    return _RECOUNTED.search(said + (number[0] if number else "")) is not None
