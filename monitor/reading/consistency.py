"""Figures of one sentence that cannot all be right: takes observations, leaves the checks that fail or hold.

The catalogue's identities know only its own indicators; what a reader checks with a pencil needs none: a part greater
than its whole, a rate that does not follow from the two counts before it, two parts that are all there is of a whole.
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
# 较上年下降 compares with the year before; 上年遗留 takes its cases over.
_CARRIED = re.compile(r"结转|(?:上|去)一?年度?(?=遗留|未结|转来|积|存)|往年|历年|积案|跨年|存量|累计|以来")
# A rate that is off by more than this is of another base than the sentence prints, one off by less is a wrong sum.
_ANOTHER_BASE = Decimal(15)
_SOFT = Decimal("0.1")
# Verdicts on things gone through one by one: three of them in a row leave nothing out.
_VERDICTS = {
    "清理": re.compile(r"保留|继续有效|废止|失效|修改|修订|宣布|暂缓"),
    "梳理": re.compile(r"保留|继续有效|废止|失效|修改|修订|宣布|暂缓"),
    "评查": re.compile(r"优秀|良好|合格|达标"),
}
_SHARE_OF = re.compile(r"占(?:全部|同期)?(受理|收到|审结|办结|立案|结案|申请)[\u4e00-\u9fff]{0,6}$")
_TOGETHER = re.compile(r"(?:合计|共计|总计|两[类项者]|三[类项者]|以上)")
# Words that together leave nothing out of a whole.
_HALVES = (
    ("建议", "提案"), ("人大", "政协"), ("一审", "二审"), ("胜诉", "败诉"), ("合格", "不合格"),
    ("普通程序", "简易程序"), ("一般程序", "简易程序"), ("线上", "线下"),
    ("国内", "涉外"), ("男", "女"), ("民事", "刑事"), ("单位", "个人"),
)  # fmt: skip
_STOP = "。！？\n"
_CURRENT = ("year", "as_of")


def check_bounds(observations: Sequence[Observation]) -> list[tuple[int, Check]]:
    """Tell rates outside 0 to 100."""
    found = []
    for observation in observations:
        if (
            observation.unit != "%"
            or not observation.subject.endswith("率")
            or re.search(r"增|升|降|超|回报", observation.subject)
        ):
            continue
        if not 0 <= observation.value <= 100:
            explain = f"比率应在0到100%之间，原文为{plain(observation.value)}%"
            found.append((observation.at, Check("rate_bounds", False, observation.evidence.quote, explain)))
    return found


def check_sentences(text: str, observations: Sequence[Observation], told: Sequence[Check]) -> list[tuple[int, Check]]:
    """Return the checks of each sentence's own figures with their places; what `told` says already is left out."""
    found: list[tuple[int, Check]] = []
    for sentence in _by_sentence(text, observations):
        found += _rates(text, sentence)
        found += _parts_beyond_whole(text, sentence)
        found += _halves(text, sentence)
        found += _shares(text, sentence)
        found += _verdicts(text, sentence)
        found += _added_up(text, sentence)
    return [(place, check) for place, check in found if not any(_says_the_same(check, other) for other in told)]


def _says_the_same(check: Check, other: Check) -> bool:
    return check.holds == other.holds and (check.quote in other.quote or other.quote in check.quote)


def _by_sentence(text: str, observations: Sequence[Observation]) -> list[list[Observation]]:
    """Return the exact figures of the year, sentence by sentence; sentences that count older cases are left out."""
    groups: dict[int, list[Observation]] = {}
    for observation in observations:
        start = max(text.rfind(mark, 0, observation.at) for mark in _STOP) + 1
        if observation.qualifier == "exact" and observation.scope in _CURRENT:
            groups.setdefault(start, []).append(observation)
    kept = []
    for start, group in groups.items():
        end = min((place for mark in _STOP if (place := text.find(mark, group[-1].at)) >= 0), default=len(text))
        if len(group) > 1 and not _CARRIED.search(text, start, end):
            kept.append(sorted(group, key=lambda observation: observation.at))
    return kept


def _rates(text: str, sentence: Sequence[Observation]) -> list[tuple[int, Check]]:
    """Hold 整改率 against 发现 and 整改 that the sentence prints right before it; any base that fits is accepted."""
    found = []
    for rank, rate in enumerate(sentence):
        part = sentence[rank - 1] if rank >= 2 else None
        if part is None or rate.unit != "%" or not 0 < rate.value <= 100 or not _follows(text, part, rate):
            continue
        bases = [one for one in sentence[: rank - 1] if one.unit == part.unit and one.value >= part.value > 0]
        if not bases or not _counts_alike(sentence[rank - 2], part):
            continue
        base = min(bases, key=lambda one: abs(100 * part.value / one.value - rate.value))
        computed = 100 * part.value / base.value
        gap = abs(computed - rate.value)
        if gap > _ANOTHER_BASE:
            continue
        explain = f"按{plain(part.value)}与{plain(base.value)}计算为{computed:.2f}%，原文为{plain(rate.value)}%"
        holds = gap <= _SOFT + _half_digit(rate.value)
        found.append((rate.at, Check("stated_rate", holds, _quote(text, base, rate), explain)))
    return found


def _follows(text: str, part: Observation, rate: Observation) -> bool:
    """Tell whether a rate is named after the very thing that the count before it counts (整改859处，整改率99.8%)."""
    between = text[part.at : rate.at]
    named = re.search(r"([\u4e00-\u9fff]{2})率", between)
    if named is None or len(between) > 40 or re.search(r"一次|首次|当[日天场]|按期|及时|主动|自动|平均", between):
        return False
    before = text[max(0, part.at - 12) : part.at]
    return named[1] in before or named[1] in part.subject


def _counts_alike(one: Observation, other: Observation) -> bool:
    return one.unit != "%" and unit_class(one.unit) is unit_class(other.unit)


def _parts_beyond_whole(text: str, sentence: Sequence[Observation]) -> list[tuple[int, Check]]:
    found = []
    for whole, part in pairwise(sentence):
        lead = text[whole.at : part.at]
        done = next((word for word in _DONE if word in lead), None)
        if done is None or not _counts_alike(whole, part) or part.value <= whole.value or len(lead) > 25:
            continue
        same_clause = re.search(r"[；;]|另|此外|其他|同时", lead) is None
        head = text[max(0, whole.at - 14) : whole.at]
        if same_clause and _WHOLE.search(head) and not any(word in head for word in ("其中", *_DONE)):
            explain = f"“{done}”{plain(part.value)}{part.unit}多于总数{plain(whole.value)}{whole.unit}"
            found.append((whole.at, Check("subset_exceeds_whole", False, _quote(text, whole, part), explain)))
    return found


def _halves(text: str, sentence: Sequence[Observation]) -> list[tuple[int, Check]]:
    """Hold a whole against two parts after it that together leave nothing out (建议提案56件，其中建议…、提案…)."""
    found = []
    for whole, one, other in zip(sentence, sentence[1:], sentence[2:], strict=False):
        if not (_counts_alike(whole, one) and _counts_alike(one, other)):
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
        check = Check("parts_of_total", total == whole.value, _quote(text, whole, other), explain)
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
            if verdict is None or not verdict.search(lead) or not _counts_alike(whole, one) or len(lead) > 25:
                break
            parts.append(one)
        total = sum((part.value for part in parts), Decimal(0))
        if len(parts) < 3 or abs(total - whole.value) * 4 > whole.value:
            continue
        explain = f"各部分之和为{plain(total)}，总数为{plain(whole.value)}"
        found.append((whole.at, Check("parts_of_total", total == whole.value, _quote(text, whole, parts[-1]), explain)))
    return found


def _added_up(text: str, sentence: Sequence[Observation]) -> list[tuple[int, Check]]:
    """Hold two or more parts against the total that is drawn of them (甲47件、乙139件，两类合计196件)."""
    found = []
    for rank, total in enumerate(sentence):
        lead = re.split(r"[，,；;：:（(]", text[max(0, total.at - 20) : total.at])[-1]
        parts: list[Observation] = []
        for part in reversed(sentence[:rank]):
            if not _counts_alike(part, total) or re.search(r"[；;：:]", text[part.at : (parts or [total])[-1].at]):
                break
            parts.append(part)
        if len(parts) != _drawn_of(lead, len(parts)):
            continue
        value = sum((part.value for part in parts), Decimal(0))
        if abs(value - total.value) * 4 > total.value:
            continue
        explain = f"各部分之和为{plain(value)}，合计为{plain(total.value)}"
        found.append((total.at, Check("parts_of_total", value == total.value, _quote(text, parts[-1], total), explain)))
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
    if after is None or not _counts_alike(last, after):
        return False
    return re.fullmatch(r"[^，,、；;：:]{0,12}[，,、][^，,、；;：:]{1,12}", text[last.at : after.at]) is not None


def _shares(text: str, sentence: Sequence[Observation]) -> list[tuple[int, Check]]:
    """Hold 维持5件，占受理数的38% against the count that the sentence itself names as the base."""
    found = []
    for rank, rate in enumerate(sentence):
        named = _SHARE_OF.search(text[max(0, rate.at - 20) : rate.at])
        if rate.unit != "%" or named is None or rank < 2:
            continue
        part, earlier = sentence[rank - 1], sentence[: rank - 1]
        bases = [
            one for one in earlier if one.unit == part.unit and named[1] in text[max(0, one.at - 12) : one.at + 12]
        ]
        if len(bases) != 1 or not 0 < part.value <= bases[0].value:
            continue
        computed = 100 * part.value / bases[0].value
        base = f"{plain(bases[0].value)}{bases[0].unit}"
        explain = f"占{named[1]}{base}应为{computed:.2f}%，原文为{plain(rate.value)}%，基数可能有误"
        holds = abs(computed - rate.value) <= _SOFT + _half_digit(rate.value)
        found.append((rate.at, Check("stated_rate", holds, _quote(text, bases[0], rate), explain)))
    return found


def _names_halves(names: tuple[str, str], pair: tuple[str, str]) -> bool:
    first, second = names
    return (pair[0] in first and pair[1] in second) or (pair[1] in first and pair[0] in second)


def _half_digit(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal("0.5") * Decimal(10) ** (exponent if isinstance(exponent, int) else 0)


def _quote(text: str, first: Observation, last: Observation) -> str:
    return text[min(first.evidence.start, last.evidence.start) : max(first.evidence.end, last.evidence.end)]
