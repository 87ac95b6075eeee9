"""What the store knows of other agencies: takes the readings of one batch, answers how peers moved and who was copied.

The readings of a batch count as peers before they are kept: else the first counties of a new year would be judged
without the others, and a law that lifts everybody would raise an alert for each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from monitor.comparing.copied import marks_of, shared_sentences
from monitor.house import House
from monitor.judging.others import alert_of_copied
from monitor.judging.peers import medians_of
from storage.findings import HeldReading
from storage.model import Agency, Comparison
from storage.sentences import keep_marks, most_alike, reports_without_marks
from storage.series import PeerChange, peer_changes
from storage.vocabulary import Kind, Level

if TYPE_CHECKING:
    from monitor.judging.occasion import Context
    from storage.model import Alert

# A report may be copied from this year's or from the three years before.
_YEARS_BACK = 3
_Compare = Callable[[HeldReading], Comparison | None]


class Peers:
    """The changes of each rank and year, asked of the store once and joined by those of a batch."""

    def __init__(self, house: House, batch: Sequence[HeldReading] = (), compare: _Compare | None = None) -> None:
        self._house = house
        self._batch = batch
        self._compare = compare
        self._changes: dict[tuple[int, Level], list[PeerChange]] = {}
        self._indicators = {name for rule in house.rules if rule.less_peers for name in rule.indicators}

    def medians(self, agency: Agency | None, year: int | None) -> Mapping[str, Decimal]:
        """Return the median change of each indicator among an agency's peers of a year, itself left out."""
        if agency is None or year is None or not self._indicators:
            return {}
        key = (year, agency.level)
        if key not in self._changes:
            self._changes[key] = [*self._of_batch(*key), *peer_changes(self._house.store, *key, self._indicators)]
        return medians_of(self._changes[key], agency)

    def _of_batch(self, year: int, level: Level) -> list[PeerChange]:
        found = []
        for held in self._batch:
            identity, agency = held.reading.identity, held.agency
            if identity.kind is not Kind.REPORT or agency is None or agency.level is not level or identity.year != year:
                continue
            comparison = self._compare(held) if self._compare and held.is_primary else None
            found += [
                PeerChange(agency, change.indicator, change.relative)
                for change in (comparison.changes if comparison else ())
                if change.indicator in self._indicators and change.relative is not None
            ]
        return found


def mark_sentences(house: House) -> None:
    """Mark the sentences of every current report that is not marked yet, those of an older store included."""
    while batch := reports_without_marks(house.store):
        for held in batch:
            assert held.agency is not None
            assert held.document.id is not None
            keep_marks(house.store, held.document.id, marks_of(held.document.text, held.agency))


def copied_from_another(house: House, held: HeldReading, context: Context) -> Alert | None:
    """Return the alert of a report that another agency's report of the last three years stands in."""
    year = held.reading.identity.year
    if held.agency is None or year is None:
        return None
    own = marks_of(held.document.text, held.agency)
    other = most_alike(house.store, held.agency, range(year - _YEARS_BACK, year + 1), own)
    if other is None or _is_one_body(held.agency, other.agency):
        return None
    shared = shared_sentences(own, marks_of(other.text, other.agency))
    return alert_of_copied(context.beside(other.url), (other.agency, other.year), shared, len(own), house.rules)


def _is_one_body(one: Agency, other: Agency) -> bool:
    """Tell whether two names may be one body's (望浦街道 and 望浦街道办事处): its own text is not copied."""
    if one.region.code and other.region.code and one.region.code != other.region.code:
        return False
    short, long = sorted((one.name, other.name), key=len)
    return short in long or long.startswith(short[:-2])
