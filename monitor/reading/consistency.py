"""Figures of one sentence that cannot all be right: takes observations, leaves the checks that fail or hold.

The catalogue's identities know only its own indicators; what a reader checks with a pencil needs none: a part greater
than its whole, a rate that does not follow from the two counts before it, two parts that are all there is of a whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from monitor.reading.wholes import check_itemised, check_wholes, counts_alike, quote_of
from storage.model import Check, Observation, plain

# 较上年下降 compares with the year before; 上年遗留 takes its cases over.
_CARRIED = re.compile(r"结转|(?:上|去)一?年度?(?=遗留|未结|转来|积|存)|往年|历年|积案|跨年|存量|累计|以来")
# A rate that is off by more than this is of another base than the sentence prints, one off by less is a wrong sum.
_ANOTHER_BASE = Decimal(15)
_SOFT = Decimal("0.1")
_SHARE_OF = re.compile(r"占(?:全部|同期)?(受理|收到|审结|办结|立案|结案|申请)[\u4e00-\u9fff]{0,6}$")
# What was aimed at may be passed: 完成年度任务的112%.
_OF_A_TARGET = re.compile(r"完成[^，,；;。]{0,10}(?:任务|目标|计划|指标|预算|进度)[^，,；;。]{0,6}\d[\d.]*%?$")
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
            or _OF_A_TARGET.search(observation.evidence.quote)
        ):
            continue
        if not 0 <= observation.value <= 100:
            explain = f"比率应在0到100%之间，原文为{plain(observation.value)}%"
            found.append((observation.at, Check("rate_bounds", False, observation.evidence.quote, explain)))
    return found


def check_sentences(text: str, observations: Sequence[Observation], told: Sequence[Check]) -> list[tuple[int, Check]]:
    """Return the checks of each sentence's own figures with their places; what `told` says already is left out."""
    found: list[tuple[int, Check]] = []
    before: list[Observation] = []
    for sentence in _by_sentence(text, observations):
        if before and "\n" not in text[before[-1].at : sentence[0].at]:
            found += check_itemised(text, before, sentence)
        before = sentence
        if len(sentence) == 1:
            continue
        found += _rates(text, sentence)
        found += check_wholes(text, sentence)
        found += _shares(text, sentence)
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
        if not _CARRIED.search(text, start, end):
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
        if not bases or not counts_alike(sentence[rank - 2], part):
            continue
        base = min(bases, key=lambda one: abs(100 * part.value / one.value - rate.value))
        computed = 100 * part.value / base.value
        gap = abs(computed - rate.value)
        if gap > _ANOTHER_BASE:
            continue
        explain = f"按{plain(part.value)}与{plain(base.value)}计算为{computed:.2f}%，原文为{plain(rate.value)}%"
        holds = gap <= _SOFT + _half_digit(rate.value)
        found.append((rate.at, Check("stated_rate", holds, quote_of(text, base, rate), explain)))
    return found


def _follows(text: str, part: Observation, rate: Observation) -> bool:
    """Tell whether a rate is named after the very thing that the count before it counts (整改859处，整改率99.8%)."""
    between = text[part.at : rate.at]
    named = re.search(r"([\u4e00-\u9fff]{2})率", between)
    if named is None or len(between) > 40 or re.search(r"[；;]|一次|首次|当[日天场]|按期|及时|主动|自动|平均", between):
        return False
    # 出庭应诉率 is of the cases in which somebody appeared, not of 应诉15件，其中一审11件.
    if named[1] == "应诉" and "出庭" not in part.subject:
        return False
    before = text[max(0, part.at - 12) : part.at]
    return named[1] in before or named[1] in part.subject


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
        found.append((rate.at, Check("stated_rate", holds, quote_of(text, bases[0], rate), explain)))
    return found


def _half_digit(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal("0.5") * Decimal(10) ** (exponent if isinstance(exponent, int) else 0)
