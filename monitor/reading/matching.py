"""File a figure under a catalogue id or under none; takes subject, surroundings and unit, leaves the id.

The wording with the longest terms wins; two indicators that fit equally well give none, because a wrong id costs more
trust than a missing one.
"""

from __future__ import annotations

import re

from monitor.indicators import Catalogue, Terms, Wording
from monitor.reading.units import UnitClass
from storage.model import Level

_NOISE = re.compile(r"[“”‘’\"'\s的了]+|各类|各项|各种")
# A term in the surroundings says less than one in the subject.
_NEAR_WEIGHT = 0.5


def find_indicator(
    catalogue: Catalogue, subject: str, around: str, unit: UnitClass | None, level: Level | None
) -> str | None:
    """Return the catalogue id of a figure, or None; `around` is the sentence and headings that it stands in."""
    subject, around = plain(subject), plain(around)
    best: list[tuple[float, str]] = []
    for indicator in catalogue.indicators.values():
        scores = [_score(wording, subject, around, unit, level) for wording in indicator.wordings]
        if scores and (score := max(scores)) > 0:
            best.append((score, indicator.id))
    best.sort(reverse=True)
    if not best or (len(best) > 1 and best[0][0] == best[1][0]):
        return None
    return best[0][1]


def plain(words: str) -> str:
    """Return words without quotes, blanks and fillers, as wordings are compared."""
    return _NOISE.sub("", words)


def _score(wording: Wording, subject: str, around: str, unit: UnitClass | None, level: Level | None) -> float:
    if unit is not None and unit not in wording.units:
        return 0
    if wording.levels and level not in wording.levels:
        return 0
    if any(term in subject for term in wording.none) or any(term in around for term in wording.absent):
        return 0
    inside = _terms(wording.all, subject)
    near = _terms(wording.near, subject + "|" + around)
    if inside is None or near is None:
        return 0
    return inside + _NEAR_WEIGHT * near + (1 if wording.levels else 0)


def _terms(terms: Terms, words: str) -> float | None:
    """Return the length of the terms found, None where one is missing."""
    total = 0.0
    for alternatives in terms:
        found = [len(term) for term in alternatives if term in words]
        if not found:
            return None
        total += max(found)
    return total
