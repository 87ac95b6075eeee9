"""One report at several addresses: takes what is read at each, decides where the report is read and what is told.

A report is news once, wherever it is found first; a copy that comes later tells only figures that clash with it. Where
a report is read stays as it is while it stands there, but for a copy that is new and better.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.comparing.copied import marks_of
from monitor.comparing.copies import differing_figures
from monitor.house import House
from monitor.judging.copies import alert_of_differing, rank_of_copy, weighs
from monitor.rounds.context import context_of
from storage.agencies import same_text
from storage.copies import Copy, awaiting_of, copies_of, file_with, judged_addresses, read_at, with_copies
from storage.findings import HeldReading, previous_reading, report_of_year
from storage.model import Agency, Alert, Region, Source
from storage.sentences import most_alike
from storage.vocabulary import Kind, Level

_NOBODY = Agency("", Region(""), Level.COUNTY)


@dataclass(frozen=True)
class Scales:
    """What weighs: the watched columns by slug."""

    sources: Mapping[str, Source]

    @classmethod
    def of(cls, house: House) -> Scales:
        """Return the scales of a house."""
        return cls({source.slug: source for source in house.sources})

    def weighs(self, held: HeldReading) -> bool:
        """Tell whether a reading's page has weight."""
        return weighs(held.url, self.sources.get(held.source))

    def best(self, copies: Sequence[Copy]) -> HeldReading | None:
        """Return the best copy of weight, the first of several; one that stands before any that does not."""
        own = [copy for copy in copies if self.weighs(copy.held)]
        return max(own, key=self._rank).held if own else None

    def _rank(self, copy: Copy) -> tuple[bool, bool, bool, int, bool]:
        return copy.stands, *rank_of_copy(copy.held, self.sources.get(copy.held.source))

    def better(self, one: Copy, other: Copy) -> bool:
        """Tell whether one copy is strictly better than another."""
        return self._rank(one) > self._rank(other)


def name_the_nameless(house: House, batch: Sequence[HeldReading]) -> bool:
    """File the texts of a batch that name no issuer with the reports they are copies of; tell whether any was.

    A congress's site prints 区人民政府 where its reader knows which district; the text stands elsewhere under its name.
    """
    named = False
    for held in batch:
        year = held.reading.identity.year
        if held.agency is not None or held.reading.identity.kind is not Kind.REPORT or year is None:
            continue
        marks = marks_of(held.document.text, _NOBODY)
        other = most_alike(house.store, _NOBODY, (year,), marks)
        if other is None or not same_text(held.document.text, other.text):
            continue
        report = report_of_year(house.store, other.agency, Kind.REPORT, year)
        if report is not None:
            file_with(house.store, held, report)
            named = True
    return named


def whole_reports(house: House, batch: Sequence[HeldReading]) -> list[HeldReading]:
    """Return a batch with all that awaits judgement of its reports, each report's own reading before its copies'.

    A report that was never judged is read at the best of its copies from now on.
    """
    scales, numbers = Scales.of(house), with_copies(house.store, _reports(batch))
    for report_id in numbers:
        if not _judged(house, scales, report_id):
            best = scales.best(copies_of(house.store, report_id))
            if best is not None and not best.is_primary:
                read_at(house.store, best)
    whole = [*(held for held in batch if held.report_id not in numbers), *awaiting_of(house.store, numbers)]
    return sorted(whole, key=lambda held: (held.reading.identity.year or 0, not held.is_primary, held.reading.id))


def seen_first(house: House, batch: Sequence[HeldReading]) -> list[HeldReading]:
    """Return the copies of a batch whose page held nothing before; only these may take their report over."""
    numbers = with_copies(house.store, _reports(batch))
    return [held for held in batch if held.report_id in numbers and previous_reading(house.store, held) is None]


def better_copies(house: House, batch: Sequence[HeldReading]) -> list[HeldReading]:
    """Return, of the copies in a batch, the best of each report where it is better than the one it is read at now.

    The batch holds pages that were not there before: a copy that is edited into the better one would hide the edit.
    """
    scales, better = Scales.of(house), []
    came = {held.url for held in batch}
    for report_id in _reports(batch):
        copies = copies_of(house.store, report_id)
        now = next((copy for copy in copies if copy.held.is_primary), None)
        fresh = [copy for copy in copies if copy.held.url in came]
        best = scales.best(fresh)
        there = next((copy for copy in fresh if best is not None and copy.held.url == best.url), None)
        if there is None or there is now or not there.stands:
            continue
        if now is None or not scales.weighs(now.held) or scales.better(there, now):
            better.append(there.held)
    return better


def move_to_better(house: House, batch: Sequence[HeldReading]) -> list[HeldReading]:
    """Let each report be read at a better copy, of those in the batch; return the copies it is read at now."""
    moved = better_copies(house, batch)
    for copy in moved:
        read_at(house.store, copy)
    return moved


def standing_elsewhere(house: House, held: HeldReading) -> list[HeldReading]:
    """Return the copies of weight at other addresses that stand, the best first."""
    if held.report_id is None:
        return []
    scales = Scales.of(house)
    left = [
        copy
        for copy in copies_of(house.store, held.report_id)
        if copy.stands and copy.held.url != held.url and scales.weighs(copy.held)
    ]
    found = []
    while (best := scales.best(left)) is not None:
        found.append(best)
        left = [copy for copy in left if copy.held is not best]
    return found


def move_away(house: House, held: HeldReading, elsewhere: Sequence[HeldReading]) -> list[HeldReading]:
    """Let a report be read at the first of its other copies, where it was read here; return the copy it is read at."""
    if not held.is_primary:
        return []
    read_at(house.store, elsewhere[0])
    return [elsewhere[0]]


def alerts_of_copy(house: House, report: HeldReading, copy: HeldReading, as_of: datetime) -> tuple[Alert, ...]:
    """Return the alert of a copy whose figures clash with those of its report; both are read by one reader."""
    found = differing_figures(report.document, report.reading, copy.document, copy.reading, house.catalogue)
    alert = alert_of_differing(context_of(copy, as_of, report), found, house.catalogue, house.rules)
    return (alert,) if alert else ()


def _reports(batch: Sequence[HeldReading]) -> list[int]:
    return list(dict.fromkeys(held.report_id for held in batch if held.report_id is not None))


def _judged(house: House, scales: Scales, report_id: int) -> set[str]:
    found = judged_addresses(house.store, report_id)
    return {url for url, slug in found.items() if weighs(url, scales.sources.get(slug))}
