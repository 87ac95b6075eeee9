"""Write a figure's subject as people name it: the thing, what was done with it, and the kind of quantity."""

from __future__ import annotations

import re

from monitor.reading.lexicon import FIELD
from monitor.reading.numbers import Number
from monitor.reading.phrases import clean, tidy
from monitor.reading.units import UnitClass

_SUFFIX = {
    UnitClass.PERSON: "人数",
    UnitClass.VISIT: "人次",
    UnitClass.MONEY: "金额",
    UnitClass.RANK: "排名",
    UnitClass.HOURS: "学时",
    UnitClass.DAYS: "天数",
    UnitClass.SCORE: "得分",
}
_MEASURED = re.compile(
    r"(?:数|率|度|量|额|安全感|获得感|幸福感|款|金|资|本|价|分|名|占比|比例|比|时间|时长|用时|耗时|时限|周期|总数|人次|场次|件次|次数|人数|位次|名次|经费|收入|产值|学时|面积)$"
)
# A thing that was handed to somebody (转办件), not what a counter handled (办件).
_PASSED_ON = ("会办件", "转办件", "交办件", "督办件", "主办件", "承办件", "分办件", "催办件")
_HEADING_VERBS = re.compile(
    r"^(?:(?:不断|持续|切实|积极|大力|着力|深入|全面|进一步|扎实|有效|稳步|严格|充分|深化|推进|推动|加强|强化|健全|完善|优化|规范|提升|提高|做好|抓好|落实|开展|履行|"
    r"坚持|加大|加快|构建|实施|打造|发挥|夯实|聚焦|突出|紧扣|促进|注重|拓展|营造|筑牢|狠抓|严把|依法|认真|统筹|创新|建立|抓实|做实|用好|压实|严格执行|建强|化解|预防|"
    r"扎实推进|有序推进|助力|服务|保障|维护|严守|广泛|多元|有序|高效|坚决|有力|组织|推行|实现))+"
)


def name_subject(words: str, number: Number) -> str:
    """Return the subject with the kind of quantity at its end where the words do not say it."""
    words = tidy(re.sub(r"[“”\"]\s?[“”\"]", "", clean(words)).replace(" ", "").replace("()", ""))
    words = re.sub(r"^(?:全县|全市|全区|全省|全镇|全乡|全州|我县|我市|我局|我镇|我乡|我区)(?=.{4,})", "", words)
    if number.kind is UnitClass.RANK:
        words = re.sub(r"(?:得分|排名?|位列|位居|名列|居|列|第)+$", "", words.replace("得分", ""))
    if words.endswith("办件") and not words.endswith(_PASSED_ON):
        words += "量"
    if number.kind is UnitClass.MONEY and words.endswith(("罚款", "罚没款", "罚没", "没收")):
        return words + "金额"
    words = f"平均{words[:-2]}" if words.endswith("平均") and len(words) > 4 else words
    if _MEASURED.search(words):
        return words
    return words + _suffix(number)


def _suffix(number: Number) -> str:
    if number.unit in ("分钟", "小时") and number.kind is UnitClass.DAYS:
        return "时间"
    if number.unit in ("场次", "件次", "户次", "家次", "人次"):
        return number.unit
    if number.kind is UnitClass.SESSION:
        return {"期": "期数", "轮": "轮数"}.get(number.unit, "次数")
    if number.kind is UnitClass.PERCENT:
        return "占比"
    return _SUFFIX.get(number.kind, "数") if number.kind else "数"


def field_of_work(words: str) -> str:
    """Return the field of work that the words name, '' for none: 推进行政复议规范化 is about 行政复议."""
    found = FIELD.search(words)
    return found.group() if found else ""


def names_work(words: str) -> bool:
    """Tell whether a clause only names a field that is being worked on (依法推进政务公开)."""
    return bool(_HEADING_VERBS.match(clean(words)))


def heading_head(headings: tuple[str, ...]) -> str:
    """Return the field of work that the innermost heading names, '' if it names none."""
    return field_of_work(headings[-1]) if headings else ""
