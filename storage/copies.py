"""The shelf of copies: one report may stand at several addresses; answers at which, takes where it is to be read.

A report is one agency's of one year and kind; every page that holds it keeps its own readings, and one of them is the
report's (`report.url`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.database import Store
from storage.findings import HeldReading, held_readings
from storage.pages import find_pages
from storage.standing import GONE
from storage.tables import DOCUMENT, PAGE, READING, REPORT, SNAPSHOT


@dataclass(frozen=True)
class Copy:
    """What is read now at one address of a report, whether the page stands there, and since when it is known."""

    held: HeldReading
    stands: bool
    first_seen_at: datetime


def with_copies(store: Store, report_ids: Collection[int]) -> frozenset[int]:
    """Return those of the reports that were read at more than one address; most stand at one alone."""
    query = (
        select(READING.c.report_id)
        .join(DOCUMENT, DOCUMENT.c.id == READING.c.document_id)
        .join(SNAPSHOT, SNAPSHOT.c.id == DOCUMENT.c.snapshot_id)
        .where(READING.c.report_id.in_(report_ids))
        .group_by(READING.c.report_id)
        .having(func.count(SNAPSHOT.c.url.distinct()) > 1)
    )
    with store.reading() as connection:
        return frozenset(connection.execute(query).scalars())


def copies_of(store: Store, report_id: int) -> list[Copy]:
    """Return a report's copies, one an address, the first seen first; a page that holds something else now is none."""
    filed = select(DOCUMENT.c.snapshot_id).join(READING, READING.c.document_id == DOCUMENT.c.id)
    current = held_readings(
        store,
        lambda query: query.where(
            PAGE.c.snapshot_id == DOCUMENT.c.snapshot_id,
            DOCUMENT.c.snapshot_id.in_(filed.where(READING.c.report_id == report_id)),
        ).order_by(READING.c.id),
    )
    newest = {held.url: held for held in current}
    pages = find_pages(store, list(newest))
    found = [
        Copy(held, pages[url].state not in GONE, pages[url].first_seen_at)
        for url, held in newest.items()
        if held.report_id == report_id
    ]
    return sorted(found, key=lambda copy: (copy.first_seen_at, copy.held.reading.id))


def awaiting_of(store: Store, report_ids: Collection[int]) -> list[HeldReading]:
    """Return the readings of these reports that no rule has looked at, in the order they were made."""
    return held_readings(
        store,
        lambda query: query.where(READING.c.judged_at.is_(None), READING.c.report_id.in_(report_ids)).order_by(
            READING.c.id
        ),
    )


def judged_addresses(store: Store, report_id: int) -> dict[str, str]:
    """Return the addresses at which a report was judged, each with its source."""
    query = (
        select(SNAPSHOT.c.url, PAGE.c.source)
        .join(DOCUMENT, DOCUMENT.c.snapshot_id == SNAPSHOT.c.id)
        .join(READING, READING.c.document_id == DOCUMENT.c.id)
        .join(PAGE, PAGE.c.url == SNAPSHOT.c.url)
        .where(READING.c.report_id == report_id, READING.c.judged_at.is_not(None))
        .distinct()
    )
    with store.reading() as connection:
        return {row.url: row.source for row in connection.execute(query)}


def addresses(store: Store) -> dict[int, tuple[str, ...]]:
    """Return every address at which each report was ever read, by the report's id, in the order of the addresses."""
    query = (
        select(READING.c.report_id, SNAPSHOT.c.url)
        .join(DOCUMENT, DOCUMENT.c.id == READING.c.document_id)
        .join(SNAPSHOT, SNAPSHOT.c.id == DOCUMENT.c.snapshot_id)
        .where(READING.c.report_id.is_not(None))
        .distinct()
        .order_by(SNAPSHOT.c.url)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    with store.reading() as connection:
        for report_id, url in connection.execute(query):
            found[report_id].append(url)
    return {report_id: tuple(urls) for report_id, urls in found.items()}


def file_with(store: Store, held: HeldReading, report: HeldReading) -> None:
    """File a reading whose issuer is not known with the report that its text is a copy of."""
    with store.writing() as connection:
        connection.execute(READING.update().where(READING.c.id == held.reading.id).values(report_id=report.report_id))


def read_at(store: Store, held: HeldReading) -> None:
    """Let a report be read at the address of one of its copies; the others stay as its copies."""
    with store.writing() as connection:
        move_report(connection, held)


def move_report(connection: Connection, held: HeldReading) -> None:
    """Let a report be read at one of its copies, within the transaction that keeps what was found there."""
    values = {"url": held.url, "reading_id": held.reading.id}
    connection.execute(REPORT.update().where(REPORT.c.id == held.report_id).values(**values))
