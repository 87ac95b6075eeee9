"""File a figure under a catalogue id or under none; takes subject, surroundings and unit, leaves the id.

The wording with the longest terms wins; two indicators that fit equally well give none, because a wrong id costs more
trust than a missing one.
"""

from __future__ import annotations

import re

from monitor.indicators import Catalogue, Terms, Wording
from monitor.reading.units import UnitClass
from storage.vocabulary import Level

_NOISE = re.compile(r"[“”‘’\"'\s的]+|各类|各项|各种")
# An average is another quantity than the count of the same words.
_AVERAGE = re.compile(r"平均|人均|日均|月均|户均|每[个名人所村件镇]|年均|案均|件均|村均|校均|每[十百千万]")
# Examples are not what is counted: 执法装备、办案经费等问题.
_EXAMPLES = re.compile(r"^[^等]*、[^等]*等(?:方面)?(?:突出|实际|具体|急难)*(?=问题|困难|难题|情形)")
# A term in the surroundings says less than one in the subject.
_NEAR_WEIGHT = 0.5
# What only a body of this level can mean goes before the general wording.
_LEVEL_BONUS = 6


def find_indicator(
    catalogue: Catalogue, subject: str, own: str, around: str, *, unit: UnitClass | None, level: Level | None
) -> str | None:
    """Return the catalogue id of a figure, or None.

    `own` is what the figure's clause itself says of it: a wording that only the restored head fulfils does not count,
    so that the parts of a whole are not filed as the whole. `around` is the sentence and headings it stands in.
    """
    subject, own, around = plain(subject), plain(own), plain(around)
    if "等" in subject:
        subject, own = _EXAMPLES.sub("", subject), _EXAMPLES.sub("", own)
    if _AVERAGE.search(own) and unit is not UnitClass.HOURS:
        return None
    best: dict[str, float] = {}
    for indicator, wording in catalogue.candidates(unit, subject):
        score = _score(wording, subject, own, around, level)
        if score > best.get(indicator, 0):
            best[indicator] = score
    if not best:
        return None
    top = max(best.values())
    winners = [indicator for indicator, score in best.items() if score == top]
    return winners[0] if len(winners) == 1 else None


def plain(words: str) -> str:
    """Return words without quotes, blanks and fillers, as wordings are compared."""
    return _NOISE.sub("", words)


def _score(wording: Wording, subject: str, own: str, around: str, level: Level | None) -> float:
    if wording.levels and level not in wording.levels:
        return 0
    inside = _terms(wording.all, subject)
    if inside is None:
        return 0
    if any(term in subject for term in wording.none) or any(term in around for term in wording.absent):
        return 0
    if not any(term in own for terms in (*wording.all, *wording.near) for term in terms):
        return 0
    near = _terms(wording.near, subject + "|" + around)
    if near is None:
        return 0
    return inside + _NEAR_WEIGHT * near + (_LEVEL_BONUS if wording.levels else 0)


def _terms(terms: Terms, words: str) -> float | None:
    """Return the length of the terms found, None where one is missing."""
    total = 0.0
    for alternatives in terms:
        found = [len(term) for term in alternatives if term in words]
        if not found:
            return None
        total += max(found)
    return total
