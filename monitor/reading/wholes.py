"""Wholes against their parts in one sentence: takes its figures, leaves the checks that fail or hold.

A part greater than its whole cannot be right; parts that are all there is of a whole must add up to it. What the words
do not close (其中甲3件、乙4件) may leave things out and is not judged here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from monitor.reading.units import unit_class
from storage.model import Check, Observation, plain

# What is done of a whole: these can never be more than what was taken up in the year. 办结 may be, by the year before.
_DONE = ("调解成功", "化解成功", "成功", "整改", "合格", "通过", "采纳", "优秀", "败诉", "胜诉", "达标")
_WHOLE = re.compile(
    r"受理|收到|发现|查摆|查找|反馈|查出|梳理|排查|承办|办理|调解|接收|检查|抽查|评查|审理|应诉|案件|参加|评选"
)
# Verdicts on things gone through one by one: three of them in a row leave nothing out.
_VERDICTS = {
    "清理": re.compile(r"保留|继续有效|废止|失效|修改|修订|宣布|暂缓"),
    "梳理": re.compile(r"保留|继续有效|废止|失效|修改|修订|宣布|暂缓"),
    "评查": re.compile(r"优秀|良好|合格|达标"),
}
# Of so many parts at most a total is drawn; a sentence of a thousand figures is no report's.
_MOST_PARTS = 60
_TOGETHER = re.compile(r"(?:合计|共计|总计|两[类项者]|三[类项者]|以上)")
# Words that together leave nothing out of a whole.
_HALVES = (
    ("建议", "提案"), ("人大", "政协"), ("一审", "二审"), ("胜诉", "败诉"), ("合格", "不合格"),
    ("普通程序", "简易程序"), ("一般程序", "简易程序"), ("线上", "线下"),
    ("国内", "涉外"), ("男", "女"), ("民事", "刑事"), ("单位", "个人"), ("事前", "事后"), ("城镇", "农村"),
    ("城市", "农村"), ("书面", "口头"), ("白天", "夜间"), ("线索类", "案件类"), ("本级", "下级"),
)  # fmt: skip
# Words that tell parts to be all of a whole: 由…和…构成, 分领域看, …和其他领域.
_MADE_OF = re.compile(
    r"[构组]成|分(?:领域|类别|类型|行业|部门|层级|区域|事项|结果)|按[^，,；;]{1,8}[分看]|分别(?:是|为)|即|包括"
)
# A sentence that lists what the one before counted: 按类型统计：, 分行业看，.
_BY_KIND = re.compile(r"(?:其中[，,：:]?)?(?:按|从|分)[^，,；;。\d：:]{1,12}[：:，,][^，,；;。\d]{1,14}$")
_NEXT_KIND = re.compile(r"[\d.,]+[万亿]?[\u4e00-\u9fff]{1,3}[、，,和及][^，,；;：:、\d]{1,14}")
# A stated change stands between a whole and its parts without being one.
_CHANGE_CLAUSE = re.compile(
    r"[，,](?:同比|环比|[比较]上?[年去]|[较比]20)?[^，,；;。、\d]{0,8}(?:[上下][升降]|[增减][长加少]|多|少)[^，,；;。、]{0,12}(?=[，,])"
)
_REST = re.compile(r"(?:其他|其它|其余|余下)[^，,；;\d]{0,8}$")
_CASES = frozenset({"件", "宗", "起", "案", "例"})
_HEADS = frozenset({"人", "名", "位"})


def check_wholes(text: str, sentence: Sequence[Observation]) -> list[tuple[int, Check]]:
    """Return the checks of one sentence's wholes and parts with their places."""
    return [
        *_parts_beyond_whole(text, sentence),
        *_halves(text, sentence),
        *_verdicts(text, sentence),
        *_listed(text, sentence),
        *_added_up(text, sentence),
    ]


def _parts_beyond_whole(text: str, sentence: Sequence[Observation]) -> list[tuple[int, Check]]:
    found = []
    for whole, part in _across_measures(text, sentence):
        explain = f"其中的{plain(part.value)}{part.unit}多于总数{plain(whole.value)}{whole.unit}"
        found.append((whole.at, Check("subset_exceeds_whole", False, quote_of(text, whole, part), explain)))
    for whole, part in pairwise(sentence):
        lead = text[whole.at : part.at]
        if _beyond_all(text, sentence, whole, part, lead):
            explain = f"其中的{plain(part.value)}{part.unit}多于总数{plain(whole.value)}{whole.unit}"
            found.append((whole.at, Check("subset_exceeds_whole", False, quote_of(text, whole, part), explain)))
            continue
        done = next((word for word in _DONE if word in lead), None)
        if done is None or not counts_alike(whole, part) or part.value <= whole.value or len(lead) > 25:
            continue
        same_clause = re.search(r"[；;]|另|此外|其他|同时", lead) is None
        head = text[max(0, whole.at - 14) : whole.at]
        if same_clause and _WHOLE.search(head) and not any(word in head for word in ("其中", *_DONE)):
            explain = f"“{done}”{plain(part.value)}{part.unit}多于总数{plain(whole.value)}{whole.unit}"
            found.append((whole.at, Check("subset_exceeds_whole", False, quote_of(text, whole, part), explain)))
    return found


def _across_measures(text: str, sentence: Sequence[Observation]) -> list[tuple[Observation, Observation]]:
    """Return parts told by 其中 beyond a whole with another measure in between (图斑39个，148亩，其中41个)."""
    found = []
    for whole, between, part in zip(sentence, sentence[1:], sentence[2:], strict=False):
        apart = re.fullmatch(r"[^，,；;。]{1,12}[，,（(][^，,；;。其]{0,10}", text[whole.at : between.at])
        lead = re.fullmatch(r"[^，,；;。]{1,12}[，,（(]其中[^，,；;、\d]{1,12}", text[between.at : part.at])
        alike = whole.unit == part.unit and unit_class(between.unit) is not unit_class(part.unit)
        if apart and lead and alike and part.value > whole.value and "%" not in (between.unit, part.unit):
            found.append((whole, part))
    return found


def _beyond_all(text: str, sentence: Sequence[Observation], whole: Observation, part: Observation, lead: str) -> bool:
    """Tell a part told by 其中 right behind its whole that is greater than it, and than all that stands before it.

    The greater whole may stand further left (受理40件，办结18件，其中一审21件).
    """
    if re.fullmatch(r"[^，,；;。]{1,12}[，,（(]其中[^，,；;、\d]{1,12}", lead) is None:
        return False
    if (
        unit_class(whole.unit) is not unit_class(part.unit)
        or part.value <= whole.value
        or "%" in (whole.unit, part.unit)
    ):
        return False
    same_kind = whole.unit == part.unit or {whole.unit, part.unit} <= _CASES or {whole.unit, part.unit} <= _HEADS
    before = text[max(0, whole.at - 20) : whole.at]
    earlier = [one for one in sentence if one.at < whole.at and one.unit in (whole.unit, part.unit)]
    return same_kind and "其中" not in before and all(one.value < part.value for one in earlier)


def _listed(text: str, sentence: Sequence[Observation]) -> list[tuple[int, Check]]:
    """Hold a whole against a list that its words close: 由…和…构成, 分领域看…, or with 其他 last."""
    found = []
    for rank, whole in enumerate(sentence):
        parts = _list_after(text, sentence[rank:])
        if len(parts) < 2 or not counts_alike(whole, parts[0]):
            continue
        lead, last = text[whole.at : parts[0].at], text[parts[-2].at : parts[-1].at]
        behind = re.split(r"[，,；;。\n]", text[parts[-1].at : parts[-1].at + 14])[0]
        rest = len(parts) > 2 and _REST.search(last) is not None
        if not (rest or _MADE_OF.search(lead) or re.search(r"[构组]成", behind)):
            continue
        total = sum((part.value for part in parts), Decimal(0))
        # Far apart, the list is of something else.
        if abs(total - whole.value) * 6 > whole.value:
            continue
        explain = f"各部分之和为{plain(total)}，总数为{plain(whole.value)}"
        check = Check("parts_of_total", total == whole.value, quote_of(text, whole, parts[-1]), explain)
        found.append((whole.at, check))
    return found


def _list_after(text: str, figures: Sequence[Observation]) -> list[Observation]:
    """Return the figures that 、 or 和 joins to a list behind the first one, which is none of them."""
    parts: list[Observation] = []
    for before, one in pairwise(figures):
        lead = text[before.at : one.at]
        joined = re.fullmatch(r"[\d.,]+[万亿]?[\u4e00-\u9fff]{1,3}[、和及][^，,；;：:、\d]{1,14}", lead)
        if parts and not joined:
            break
        near = len(_CHANGE_CLAUSE.sub("", lead)) <= 30
        if not parts and (joined or not near or re.search(r"[；;。]", lead) or not counts_alike(figures[0], one)):
            break
        if one.unit != figures[0].unit:
            break
        parts.append(one)
    return parts


def check_itemised(
    text: str, before: Sequence[Observation], sentence: Sequence[Observation]
) -> list[tuple[int, Check]]:
    """Hold a list by kinds that opens a sentence against what the one before counted; any whole that fits will do."""
    begin = max(text.rfind(mark, 0, sentence[0].at) for mark in "。！？\n") + 1
    if _BY_KIND.fullmatch(text[begin : sentence[0].at].strip()) is None:
        return []
    parts = [sentence[0]]
    for one in sentence[1:]:
        joined = _NEXT_KIND.fullmatch(text, parts[-1].at, one.at)
        if joined is None or one.unit != parts[0].unit:
            break
        parts.append(one)
    wholes = [one for one in before if one.unit == parts[0].unit and counts_alike(one, parts[0])]
    total = sum((part.value for part in parts), Decimal(0))
    if len(parts) < 3 or not wholes or any(whole.value == total for whole in wholes):
        return []
    whole = min(wholes, key=lambda one: abs(one.value - total))
    # Far apart, the list is of something else.
    if abs(total - whole.value) * 10 > whole.value:
        return []
    explain = f"各部分之和为{plain(total)}，而前一句所述总数为{plain(whole.value)}{whole.unit}"
    quote = text[begin : parts[-1].evidence.end].strip()
    return [(whole.at, Check("parts_of_total", False, quote, explain))]


def _halves(text: str, sentence: Sequence[Observation]) -> list[tuple[int, Check]]:
    """Hold a whole against two parts after it that together leave nothing out (建议提案56件，其中建议…、提案…)."""
    found = []
    for whole, one, other in zip(sentence, sentence[1:], sentence[2:], strict=False):
        if not (counts_alike(whole, one) and counts_alike(one, other)):
            continue
        names = text[whole.at : one.at], text[one.at : other.at]
        if "其中" not in names[0] and not names[0].rstrip()[-20:].count("（"):
            continue
        if not any(_names_halves(names, pair) for pair in _HALVES):
            continue
        if _goes_on(text, sentence, other):
            continue
        total = one.value + other.value
        # Far apart, the two are not all that the whole holds.
        if abs(total - whole.value) * 4 > whole.value:
            continue
        explain = f"各部分之和为{plain(total)}，总数为{plain(whole.value)}"
        check = Check("parts_of_total", total == whole.value, quote_of(text, whole, other), explain)
        found.append((whole.at, check))
    return found


def _verdicts(text: str, sentence: Sequence[Observation]) -> list[tuple[int, Check]]:
    """Hold what was gone through one by one against all its verdicts (清理78件，其中保留61件、废止12件、修改3件)."""
    found = []
    for rank, whole in enumerate(sentence):
        head = text[max(0, whole.at - 16) : whole.at + 16]
        verdict = next((words for verb, words in _VERDICTS.items() if verb in head), None)
        parts: list[Observation] = []
        for before, one in pairwise(sentence[rank:]):
            lead = text[before.at : one.at]
            if verdict is None or not verdict.search(lead) or not counts_alike(whole, one) or len(lead) > 25:
                break
            parts.append(one)
        total = sum((part.value for part in parts), Decimal(0))
        if len(parts) < 3 or abs(total - whole.value) * 4 > whole.value:
            continue
        explain = f"各部分之和为{plain(total)}，总数为{plain(whole.value)}"
        found.append(
            (whole.at, Check("parts_of_total", total == whole.value, quote_of(text, whole, parts[-1]), explain))
        )
    return found


def _added_up(text: str, sentence: Sequence[Observation]) -> list[tuple[int, Check]]:
    """Hold two or more parts against the total that is drawn of them (甲47件、乙139件，两类合计196件)."""
    found = []
    for rank, total in enumerate(sentence):
        lead = re.split(r"[，,；;：:（(]", text[max(0, total.at - 20) : total.at])[-1]
        if _TOGETHER.search(lead) is None:
            continue
        parts: list[Observation] = []
        for part in reversed(sentence[max(0, rank - _MOST_PARTS) : rank]):
            if not counts_alike(part, total) or re.search(r"[；;：:]", text[part.at : (parts or [total])[-1].at]):
                break
            parts.append(part)
        if len(parts) != _drawn_of(lead, len(parts)):
            continue
        value = sum((part.value for part in parts), Decimal(0))
        if abs(value - total.value) * 4 > total.value:
            continue
        explain = f"各部分之和为{plain(value)}，合计为{plain(total.value)}"
        found.append(
            (total.at, Check("parts_of_total", value == total.value, quote_of(text, parts[-1], total), explain))
        )
    return found


def _drawn_of(lead: str, parts: int) -> int:
    """Return of how many parts a total is drawn by its words: 两类合计 of two; 合计 of all, two at least; else none."""
    if _TOGETHER.search(lead) is None or parts < 2:
        return -1
    told = re.search(r"([两三])[类项者]", lead)
    return {"两": 2, "三": 3}[told[1]] if told else parts


def _goes_on(text: str, sentence: Sequence[Observation], last: Observation) -> bool:
    """Tell whether an enumeration has a further part: then the two before it were not all."""
    after = next((one for one in sentence if one.at > last.at), None)
    if after is None or not counts_alike(last, after):
        return False
    return re.fullmatch(r"[^，,、；;：:]{0,12}[，,、][^，,、；;：:]{1,12}", text[last.at : after.at]) is not None


def _names_halves(names: tuple[str, str], pair: tuple[str, str]) -> bool:
    first, second = names
    return (pair[0] in first and pair[1] in second) or (pair[1] in first and pair[0] in second)


def counts_alike(one: Observation, other: Observation) -> bool:
    """Tell whether two figures count things of one kind; rates never do."""
    return one.unit != "%" and unit_class(one.unit) is unit_class(other.unit)


def quote_of(text: str, first: Observation, last: Observation) -> str:
    """Return the words from the one figure's evidence to the other's."""
    return text[min(first.evidence.start, last.evidence.start) : max(first.evidence.end, last.evidence.end)]
