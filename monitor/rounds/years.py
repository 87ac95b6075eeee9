"""A report beside those of other years: takes a reading, leaves it compared, both as the present reader reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from monitor.comparing.alone import compare_with_own_past
from monitor.comparing.compare import compare_reports
from monitor.house import House
from monitor.judging.notable import mark_notable
from monitor.reading.reader import read_document, reader_key
from monitor.rounds.others import Peers
from storage.findings import HeldReading, reading_of_page, report_of_year
from storage.judgements import Judged, settle
from storage.model import Comparison
from storage.notices import Raising
from storage.vocabulary import Kind


def read_now(house: House, held: HeldReading) -> HeldReading:
    """Return the reading as the present reader makes it: two readers' differences must not look like two years'."""
    if held.reading.reader == reader_key(house.catalogue):
        return held
    sources = {source.slug: source for source in house.sources}
    again = read_document(held.document, house.catalogue, sources.get(held.source))
    return replace(held, reading=replace(again, id=held.reading.id, document_id=held.reading.document_id))


def report_beside(house: House, held: HeldReading, years: int) -> HeldReading | None:
    """Return the report of the same agency so many years away, as the present reader makes it, or None."""
    year = held.reading.identity.year
    if held.agency is None or year is None:
        return None
    found = report_of_year(house.store, held.agency, Kind.REPORT, year + years)
    return read_now(house, found) if found else None


def compare_two(house: House, old: HeldReading, new: HeldReading, peers: Peers) -> Comparison:
    """Compare two reports of an agency, marked by the rules and by what its peers report of that year."""
    found = compare_reports(old.document, old.reading, new.document, new.reading, house.catalogue)
    return mark_notable(found, house.rules, house.catalogue, peers.medians(new.agency, new.reading.identity.year))


def compare_with_year_before(house: House, held: HeldReading) -> Comparison | None:
    """Compare a report with the year before, unjudged: what its peers are measured by."""
    old = report_beside(house, held, -1)
    if old is None:
        return None
    return compare_reports(old.document, old.reading, held.document, held.reading, house.catalogue)


def compare_with_years(house: House, held: HeldReading, peers: Peers) -> tuple[Judged, ...]:
    """Compare a report with the year before, and the year after with it where that came first."""
    if held.reading.identity.kind is not Kind.REPORT:
        return ()
    pairs = [(report_beside(house, held, -1), held), (held, report_beside(house, held, 1))]
    return tuple(
        Judged("year", old.reading, new.reading, compare_two(house, old, new, peers))
        for old, new in pairs
        if old is not None and new is not None
    )


def compare_alone(house: House, held: HeldReading) -> Comparison:
    """Compare a report with what it says of its own past, where there is no report of the year before."""
    return mark_notable(compare_with_own_past(held.document, held.reading), house.rules, house.catalogue)


def compare_anew(house: House, moved: Iterable[HeldReading], peers: Peers) -> None:
    """Keep the comparisons of reports that are read at another copy from now on; nobody is told of them."""
    for copy in moved:
        held = reading_of_page(house.store, copy.url)
        if held is not None and held.is_primary and held.reading.id is not None:
            judged = compare_with_years(house, read_now(house, held), peers)
            settle(house.store, held.reading.id, judged, Raising(datetime.now(UTC)))
