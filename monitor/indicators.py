"""What the catalogue knows: indicators with their wordings, identities between them, systems; frozen values, pure.

A wording holds where every term of `all` stands in a figure's subject, every term of `near` in its subject or its
surroundings, and none of `none` in the subject; a term may name alternatives with `|`. The longest wording wins
(monitor/reading/matching.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from monitor.outlines import Outline, heading_of
from monitor.reading.units import UnitClass
from storage.vocabulary import Level

Terms = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Wording:
    """One way in which reports word an indicator; `units` are the classes of unit it may be counted in."""

    all: Terms
    near: Terms = ()
    none: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    units: frozenset[UnitClass] = frozenset()
    levels: frozenset[Level] = frozenset()


@dataclass(frozen=True)
class Example:
    """A sentence of our own with the value that must be read from it under this indicator."""

    text: str
    value: Decimal
    level: Level | None = None


@dataclass(frozen=True)
class Indicator:
    """A catalogue entry (指标). Natural key: id, which is part of the contract with users."""

    id: str
    zh: str
    en: str
    system: str
    unit: str
    kind: str
    polarity: str
    tier: int
    confusables: tuple[str, ...] = ()
    wordings: tuple[Wording, ...] = ()
    example: Example | None = None


@dataclass(frozen=True)
class NumberIdentity:
    """A rule that the numbers of one report keep (勾稽关系).

    at_most: left <= sum of right. ratio: left = 100 * right[0] / right[1]. complement: left = 100 - 100 * right[0] /
    right[1]. sum_at_most: left + sum of right <= limit. `tolerance` is in the unit of the left side.
    """

    id: str
    zh: str
    kind: str
    left: str
    right: tuple[str, ...]
    tolerance: Decimal
    severity: str
    limit: Decimal | None = None


@dataclass(frozen=True)
class Catalogue:
    """All that is known of indicators, their identities and systems; `digest` changes with any of it."""

    indicators: Mapping[str, Indicator]
    identities: tuple[NumberIdentity, ...]
    systems: Mapping[str, str]
    digest: str
    wordings: Mapping[UnitClass | None, tuple[tuple[str, Wording], ...]] = field(default_factory=dict)
    outlines: tuple[Outline, ...] = ()
    terms: Mapping[UnitClass | None, Mapping[str, tuple[tuple[str, int], ...]]] = field(default_factory=dict)

    def candidates(self, unit: UnitClass | None, words: str) -> list[tuple[str, Wording]]:
        """Return the wordings of a class of unit one of whose terms stands in the words, in the catalogue's order."""
        wordings, terms = self.wordings.get(unit, ()), self.terms.get(unit, {})
        found = {place for _, place in terms.get("", ())}
        for start, letter in enumerate(words):
            found.update(place for term, place in terms.get(letter, ()) if words.startswith(term, start))
        return [wordings[place] for place in sorted(found)]

    def heading(self, indicator: str, year: int | None) -> str | None:
        """Return the heading (体系) of a year's outline that an indicator stands under; None outside the catalogue."""
        held = self.indicators.get(indicator)
        return heading_of(self.outlines, self.systems, held.system, year) if held else None
