"""What two copies of one report say differently: takes both texts with their readings, leaves figures that clash.

A copy may have another head, lack a chapter or tell a thing in other words; that is no clash. A figure clashes where
the same words stand round another number, or where one thing has one value here and another there.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP
from typing import TYPE_CHECKING

from monitor.comparing import quantities
from monitor.comparing.revision import compare_revision
from monitor.comparing.wording import is_broad, name_of, overlap, surroundings
from storage.model import Change, Document, Observation, Reading
from storage.vocabulary import Status

if TYPE_CHECKING:
    from monitor.indicators import Catalogue

# Of the letters round two numbers so many pairs are the same where only the number was exchanged.
_SAME_PLACE = 0.9
_NEAR = 0.5
# Below this share of common sentences two texts may tell of different things under one name.
_LEAST_SHARED = 0.3
_Thing = tuple[str, str, str, str, str]


def differing_figures(
    document: Document, reading: Reading, other: Document, other_reading: Reading, catalogue: Catalogue
) -> tuple[Change, ...]:
    """Return the figures of a copy (`other`) that are not those of the report, in the order of the report's text."""
    found = compare_revision(document, reading, other, other_reading, catalogue)
    changes = [change for change in found.changes if _exchanged(change, document.text, other.text)]
    if found.reuse_share >= _LEAST_SHARED:
        known = {change.old.at for change in changes if change.old}
        changes += [
            change
            for change in _told_apart(reading.observations, other_reading.observations)
            if change.old and change.old.at not in known
        ]
    return tuple(sorted(changes, key=lambda change: change.old.at if change.old else 0))


def _exchanged(change: Change, text: str, other_text: str) -> bool:
    """Tell whether the same words stand round two numbers that differ; half of them where both go by one name."""
    old, new = change.old, change.new
    if old is None or new is None or change.status not in (Status.UP, Status.DOWN) or _agree(old, new):
        return False
    around = overlap(surroundings(text, old.at), surroundings(other_text, new.at))
    named = name_of(old.subject).plain == name_of(new.subject).plain
    return around >= _SAME_PLACE or (named and (old.scope, old.period) == (new.scope, new.period) and around >= _NEAR)


def _told_apart(here: Sequence[Observation], there: Sequence[Observation]) -> list[Change]:
    """Return the things that have exactly one value in each text, and not the same."""
    mine, yours = _values(here), _values(there)
    changes = []
    for thing, (old, *more) in mine.items():
        new, *others = yours.get(thing, [old])
        if more or others or _agree(old, new):
            continue
        status = Status.UP if new.value > old.value else Status.DOWN
        relative = quantities.relative_of(old.value, new.value)
        changes.append(Change(new.indicator, new.subject, status, old, new, new.value - old.value, relative))
    return changes


def _values(observations: Sequence[Observation]) -> dict[_Thing, list[Observation]]:
    """Return by thing the figures told of it, each value once; a name that many quantities share is left out."""
    found: dict[_Thing, list[Observation]] = {}
    for seen in observations:
        if seen.indicator is None or is_broad(seen.indicator):
            continue
        name, unit = name_of(seen.subject).plain, quantities.unit_family(seen.unit)
        told = found.setdefault((seen.indicator, name, unit, seen.scope, seen.period), [])
        if all(seen.value != one.value for one in told):
            told.append(seen)
    return found


def _agree(one: Observation, other: Observation) -> bool:
    """Tell whether two figures are the same within the width of 余, 近 and 约, or one is the other in round numbers."""
    if quantities.standing_of(one, other).status is Status.SAME:
        return True
    return _is_rounded(one, other) or _is_rounded(other, one)


def _is_rounded(coarse: Observation, fine: Observation) -> bool:
    """Tell whether a figure in 万, 亿 or per cent is another one with fewer digits (2.3万件 and 23145件)."""
    if not quantities.is_rate(coarse) and not any(sign in coarse.evidence.quote for sign in "万亿"):
        return False
    digits = coarse.value.normalize()
    return any(fine.value.quantize(digits, mode) == digits for mode in (ROUND_HALF_UP, ROUND_DOWN))
