"""Figures that cannot all be right: takes two readings and the pairs found, leaves contradictions.

Inside one document the reading's own checks speak; between two years, what this year's report says of last year
(同比, 从…到…, 上年…) is held against what last year's report published. A restated past counts from 1 per cent or
2 units on (what users want to be told, type 5), beyond what rounding and words like 余 explain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from monitor.comparing import quantities
from monitor.comparing.pairing import Pair
from monitor.comparing.past import Interval, implied_prior, middle, named_past, printed
from monitor.comparing.wording import clashes, likeness, lopsided, name_of
from storage.model import Contradiction, Document, Observation, Reading

if TYPE_CHECKING:
    from monitor.indicators import Catalogue

_KINDS = (
    ("sum", re.compile(r"sum|part|total|enumerat")),
    ("stated_change", re.compile(r"change|yoy|prior|delta")),
    ("subset", re.compile(r"subset|_le\b|_le_|less|exceed")),
    ("rate", re.compile(r"rate|ratio|percent|win_lose|resolution|reduction|mediation|onetime")),
)
# 45件，与上年持平; 与上年持平，均为45件: of last year's figure that the sentence does not print.
_AS_LAST_YEAR = r"[与同和较比](?:上年度?|上一年度?|去年)(?:同期)?(?P<about>基本|大体|大致)?持平"
_LEVEL = re.compile(r"[\d.,]+[万亿]?[余多]?[\u4e00-\u9fff%％（(]{0,4}?[，,（(]?" + _AS_LAST_YEAR)
_LEVEL_BEFORE = re.compile(_AS_LAST_YEAR + r"[，,](?:均|都|仍|同|继续)?(?:保持)?为?$")
_IDENTITY_KINDS = {"at_most": "subset", "ratio": "rate", "complement": "rate", "sum_at_most": "sum"}


def inside(where: str, reading: Reading, catalogue: Catalogue) -> tuple[Contradiction, ...]:
    """Return the failing checks of one document as contradictions; `where` is old or new."""
    identities = {identity.id: identity.kind for identity in catalogue.identities}
    return tuple(
        Contradiction(where, _kind_of(check.rule, identities), check.quote, check.explain)
        for check in reading.checks
        if not check.holds
    )


def _kind_of(rule: str, identities: Mapping[str, str]) -> str:
    """Return the contract's word for a check: by the catalogue's identity, else by the rule's own name."""
    if rule in identities:
        return _IDENTITY_KINDS[identities[rule]]
    return next((kind for kind, pattern in _KINDS if pattern.search(rule)), "sum")


def between(old: Reading, new: Reading, pairs: Iterable[Pair], new_document: Document) -> tuple[Contradiction, ...]:
    """Return where the new report tells another past than the old report did; none unless the years adjoin."""
    old_year, new_year = old.identity.year, new.identity.year
    if old_year is not None and new_year is not None and new_year - old_year != 1:
        return ()
    found: dict[int, Contradiction] = {}
    told_beside: set[int] = set()
    for pair in pairs:
        if pair.unlike:
            continue
        past = named_past(pair.new, new.observations)
        if past is not None:
            contradiction = _told_beside(past, pair, old_year, new_document)
            told_beside.add(past.at)
        else:
            stated = _stated_against_published if pair.new.change else _level_against_published
            contradiction = stated(pair, new_document)
        if contradiction:
            found[pair.old.at] = contradiction
    for told in new.observations:
        if not _of_last_year(told, old_year) or told.at in told_beside:
            continue
        published = _published(told, old.observations)
        if published is None or published.at in found:
            continue
        if contradiction := _told_against_published(told, published, new_document):
            found[published.at] = contradiction
    return tuple(found.values())


def _of_last_year(told: Observation, old_year: int | None) -> bool:
    if told.scope != "prior_year" or quantities.is_carried_over(told):
        return False
    return old_year is None or str(old_year) in told.period


def _told_beside(past: Observation, pair: Pair, old_year: int | None, document: Document) -> Contradiction | None:
    """Return the contradiction between last year's value that stands beside a figure and the one published."""
    if not _of_last_year(past, old_year) or not quantities.same_unit(past.unit, pair.old.unit):
        return None
    if pair.old.scope in ("cumulative", "multi_year"):
        return None
    return _told_against_published(past, pair.old, document)


def told_past(observation: Observation, observations: Sequence[Observation]) -> Decimal | None:
    """Return last year's value as this year's report tells it: printed beside the figure, or implied by its change."""
    if (named := named_past(observation, observations)) is not None:
        return named.value
    intervals = implied_prior(observation, observation.change) if observation.change else ()
    return middle(intervals[0], observation) if intervals else None


def _stated_against_published(pair: Pair, document: Document) -> Contradiction | None:
    """Return the contradiction between a stated change and last year's published value, None where they agree."""
    assert pair.new.change is not None
    readings = implied_prior(pair.new, pair.new.change)
    if not readings or not all(_apart(interval, pair.old) for interval in readings):
        return None
    published = _told(pair.old)
    went = "up" if pair.new.value > pair.old.value else "down"
    contrary = pair.new.change.kind != "rank" and pair.new.value != pair.old.value and went != pair.new.change.direction
    implied = _about(middle(readings[0], pair.old), pair.old.unit)
    explain = (
        f"本年报告“{pair.new.subject}”为{_told(pair.new)}，按其所述增减推算上年应约为{implied}，"
        f"而上年报告公布为{published}（“{pair.old.evidence.quote.strip()}”）"
    )
    kind = "stated_change" if contrary else "restated"
    return Contradiction("between", kind, sentence_at(document.text, pair.new), explain)


def _level_against_published(pair: Pair, document: Document) -> Contradiction | None:
    """Return the contradiction between 与上年持平 and a figure that moved, None where nothing such is said."""
    told = _LEVEL.match(document.text, pair.new.at) or _LEVEL_BEFORE.search(
        document.text[max(0, pair.new.at - 24) : pair.new.at]
    )
    if told is None or not _apart(printed(pair.new), pair.old):
        return None
    about = told["about"] is not None
    if about and abs(pair.new.value - pair.old.value) * 10 <= pair.old.value:
        return None
    published = _told(pair.old)
    explain = (
        f"本年报告称“{pair.new.subject}”与上年持平，为{_told(pair.new)}，"
        f"而上年报告公布为{published}（“{pair.old.evidence.quote.strip()}”）"
    )
    return Contradiction("between", "stated_change", sentence_at(document.text, pair.new), explain)


def _told_against_published(told: Observation, published: Observation, document: Document) -> Contradiction | None:
    """Return the contradiction between a prior-year figure and the one that was published, None where they agree."""
    if not _apart(printed(told), published):
        return None
    explain = (
        f"本年报告称上年“{told.subject}”为{_told(told)}，"
        f"而上年报告公布为{_told(published)}（“{published.evidence.quote.strip()}”）"
    )
    return Contradiction("between", "restated", sentence_at(document.text, told), explain)


def _published(told: Observation, observations: Sequence[Observation]) -> Observation | None:
    """Return the one published figure that a prior-year figure speaks of; None where it is absent or doubtful."""
    name = name_of(told.subject)
    near = [
        (likeness(name, other), observation)
        for observation in observations
        if quantities.is_current(observation)
        and quantities.same_unit(told.unit, observation.unit)
        and (told.indicator == observation.indicator or None in (told.indicator, observation.indicator))
        and observation.scope not in ("cumulative", "multi_year")
        and not clashes(name, other := name_of(observation.subject))
        and (likeness(name, other) >= (0.5 if told.indicator and told.indicator == observation.indicator else 0.8))
        and not (lopsided(name, other) and told.indicator is None)
    ]
    if not near or any(told.value == observation.value for _, observation in near):
        return None
    near.sort(key=lambda row: -row[0])
    if len(near) > 1 and near[0][0] - near[1][0] < 0.1:
        return None
    return near[0][1]


def _told(observation: Observation) -> str:
    return _in_words(observation.value, observation.unit)


def _about(value: Decimal, unit: str) -> str:
    """Return a computed value with its unit, money to four digits: more would look as if they were known."""
    if quantities.unit_family(unit) == "元" and value:
        value = value.quantize(Decimal(1).scaleb(max(0, value.adjusted() - 3)))
    return _in_words(value, unit)


def _in_words(value: Decimal, unit: str) -> str:
    """Return money as it is printed (2870万元); counts to the last case, so that three of them can be held together."""
    if quantities.unit_family(unit) == "元":
        return quantities.readable(value, unit)
    return f"{quantities.plain_number(value)}{unit}"


def _apart(interval: Interval, published: Observation) -> bool:
    """Tell whether a published value lies outside an interval by more than 1 per cent or 2 units."""
    low, high = printed(published)
    gap = max(interval[0] - high, low - interval[1])
    if gap <= 0:
        return False
    family = quantities.unit_family(published.unit)
    if family in ("%", "分"):
        return gap > Decimal("0.1")
    # A count is whole: half a unit is only the rounding of the implied figure.
    if family != "元" and gap < Decimal("0.5"):
        return False
    return gap > abs(published.value) / 100 or (family != "元" and gap > 2)


def sentence_at(text: str, observation: Observation, longest: int = 200) -> str:
    """Return the sentence in which a figure stands, so that a stated change after the number is quoted too."""
    start, end = observation.evidence.start, observation.evidence.end
    left = max((text.rfind(mark, 0, start) for mark in "。！？；;\n"), default=-1) + 1
    ends = [place for mark in "。！？；;\n" if (place := text.find(mark, end)) >= 0]
    sentence = text[left : min(ends, default=len(text))].strip()
    return sentence if 0 < len(sentence) <= longest else observation.evidence.quote
