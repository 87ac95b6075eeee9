"""How a stated change is printed: takes a figure and the change read behind it, leaves its lean and its base."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from storage.model import Observation

# 净增约26万人, 减少逾四成, 增长20%以上, 压减近一半.
_PRINTED = re.compile(
    r"(?P<before>约|近|将近|接近|不到|不足|逾|超过?|过|突破)?(?P<digits>\d[\d,，]*(?:\.\d+)?|[一二两三四五六七八九](?=成)|一?半)"
    r"(?P<scale>[余多]?[万亿]?)(?P<after>[余多])?(?:成(?P<tenths>多)?|%|％|个百分点)?(?P<behind>[件人名次起宗户元个场份]{0,2}(?:以上|左右|上下))?"
)
_DIGITS = {word: str(place) for place, word in enumerate("一二三四五六七八九", start=1)}
_DIGITS |= {"两": "2", "半": "50", "一半": "50"}
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
# What is no comparison of a whole year with the one before it.
_AGAINST_ANOTHER = re.compile(
    r"前年|环比|其中|[\d一二三四]季度|(?<!年)\d{1,2}月|两年|[三四五]年|计划|目标|预期|任务|平均|全[省市国]|周期|疫情前"
)
_YEAR = re.compile(r"(?:较|比|与|和)(20\d\d)年")


@dataclass(frozen=True)
class Told:
    """How a stated change is printed: `lean` is over, under, approx or empty, `half` is worth half of its last digit.

    `lead` are the words between the figure and the change.
    """

    lean: str
    half: Decimal
    lead: str = ""


def told_as(observation: Observation, amount: Decimal) -> Told:
    """Find a stated change's number behind its figure and tell how it is printed; exact where it is not found."""
    quote = observation.evidence.quote
    begin = max(0, observation.at - observation.evidence.start)
    for match in _PRINTED.finditer(quote, begin):
        digits = match["digits"].replace(",", "").replace("，", "")
        tenths = quote.startswith("成", match.end("digits"))
        scale = next((worth for word, worth in _SCALES.items() if word in match["scale"]), Decimal(1))
        value = Decimal(_DIGITS.get(digits, digits))
        if value * (10 if tenths else scale) != amount or match.start("digits") == begin:
            continue
        exponent = value.as_tuple().exponent
        half = scale.scaleb(exponent) / 2 if scale > 1 and isinstance(exponent, int) else Decimal(0)
        return Told(_lean(match), half, quote[begin : match.start()])
    return Told("", Decimal(0))


def against_last_year(observation: Observation, amount: Decimal) -> bool:
    """Tell whether a stated change may be against the year before: not 较前年, 环比, 较2019年, or of one month only."""
    lead = told_as(observation, amount).lead
    named = _YEAR.search(lead)
    if named and observation.period.isdigit() and int(observation.period) - int(named[1]) != 1:
        return False
    return _AGAINST_ANOTHER.search(lead) is None


def _lean(match: re.Match[str]) -> str:
    before, behind = match["before"] or "", match["behind"] or ""
    if before == "约" or behind.endswith(("左右", "上下")):
        return "approx"
    if before in ("近", "将近", "接近", "不到", "不足"):
        return "under"
    over = before or match["after"] or match["tenths"] or behind or re.search("[余多]", match["scale"])
    return "over" if over else ""
