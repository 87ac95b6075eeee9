"""Two readings of one page: takes the old reading and the new one, leaves the figures in which they differ; pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from storage.model import Observation, Reading


@dataclass(frozen=True)
class Difference:
    """One figure that two readings tell differently; one side is None where only the other reading has it."""

    old: Observation | None
    new: Observation | None


@dataclass(frozen=True)
class Rereading:
    """How many figures stand as before, and those that do not, in the order of the text."""

    same: int
    differences: tuple[Difference, ...]


def compare_readings(old: Reading, new: Reading) -> Rereading:
    """Compare two readings of one page: by the figure's place, or by its sentence where the page was cleaned anew."""
    if old.document_id == new.document_id:
        before = {str(one.at): one for one in old.observations}
        after = {str(one.at): one for one in new.observations}
    else:
        before, after = _by_sentence(old), _by_sentence(new)
    pairs = [(before.get(place), after.get(place)) for place in {**before, **after}]
    differences = [Difference(one, other) for one, other in pairs if not _says_the_same(one, other)]
    differences.sort(key=lambda difference: (difference.new or difference.old).at)  # type: ignore[union-attr]
    return Rereading(len(pairs) - len(differences), tuple(differences))


def _by_sentence(reading: Reading) -> dict[str, Observation]:
    """Return the figures by their quote's end and their rank in it; a quote ends with its number."""
    found: dict[str, Observation] = {}
    count: Counter[str] = Counter()
    for one in reading.observations:
        words = f"{one.evidence.quote[-12:]}|{one.value}"
        count[words] += 1
        found[f"{words}|{count[words]}"] = one
    return found


def _says_the_same(one: Observation | None, other: Observation | None) -> bool:
    if one is None or other is None:
        return False
    return (one.indicator, one.value, one.unit, one.scope) == (other.indicator, other.value, other.unit, other.scope)
