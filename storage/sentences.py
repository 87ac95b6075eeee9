"""The shelf of sentence marks: takes the marks of each report's sentences, answers whose report shares most of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from storage.database import Store, put
from storage.findings import HeldReading, held_readings
from storage.model import Agency, Document, Region
from storage.tables import AGENCY, DOCUMENT, PAGE, READING, REPORT, SENTENCE, SNAPSHOT
from storage.vocabulary import Kind, Level
from storage.wire import from_json

# SQLite takes 32,766 values in one question; a report has some hundred sentences.
_ASKED_AT_ONCE = 500
# A document without a sentence that counts is marked too, so that it is not asked for again.
NO_SENTENCE = 0


@dataclass(frozen=True)
class AlikeReport:
    """Another agency's report and how many of the asked sentences stand in it; `text` is that report's own."""

    agency: Agency
    year: int
    url: str
    text: str
    shared: int


def reports_without_marks(store: Store, limit: int = 100) -> list[HeldReading]:
    """Return current reports whose sentences are not marked yet, oldest document first."""
    marked = select(SENTENCE.c.document_id)
    return held_readings(
        store,
        lambda query: (
            query.where(REPORT.c.reading_id == READING.c.id, REPORT.c.kind == Kind.REPORT, DOCUMENT.c.id.not_in(marked))
            .order_by(DOCUMENT.c.id)
            .limit(limit)
        ),
    )


def keep_marks(store: Store, document_id: int, marks: Collection[int]) -> None:
    """Keep the marks of a document's sentences; doing it twice changes nothing."""
    rows: list[dict[str, Any]] = [
        {"document_id": document_id, "mark": mark} for mark in sorted({*marks} or {NO_SENTENCE})
    ]
    with store.writing() as connection:
        put(connection, SENTENCE, rows, key=["document_id", "mark"])


def most_alike(store: Store, agency: Agency, years: Collection[int], marks: Collection[int]) -> AlikeReport | None:
    """Return the other agency's current report of these years that shares most marks, None where none shares any."""
    code = agency.region.code or ""
    own = (AGENCY.c.name == agency.name) & (AGENCY.c.region_code == code) & (AGENCY.c.site == agency.site)
    shared: dict[int, int] = {}
    with store.reading() as connection:
        asked = sorted({*marks} - {NO_SENTENCE})
        for start in range(0, len(asked), _ASKED_AT_ONCE):
            part = asked[start : start + _ASKED_AT_ONCE]
            query = (
                select(READING.c.id, func.count())
                .select_from(SENTENCE)
                .join(READING, READING.c.document_id == SENTENCE.c.document_id)
                .join(REPORT, REPORT.c.reading_id == READING.c.id)
                .join(AGENCY, AGENCY.c.id == REPORT.c.agency_id)
                .where(
                    SENTENCE.c.mark.in_(part),
                    REPORT.c.year.in_(years),
                    ~own,
                )
                .group_by(READING.c.id)
            )
            for reading_id, count in connection.execute(query):
                shared[reading_id] = shared.get(reading_id, 0) + count
        if not shared:
            return None
        best = max(shared, key=lambda reading_id: (shared[reading_id], -reading_id))
        row = connection.execute(
            select(
                AGENCY.c.name,
                AGENCY.c.region_name,
                AGENCY.c.region_code,
                AGENCY.c.level,
                AGENCY.c.site,
                REPORT.c.year,
                SNAPSHOT.c.url,
                DOCUMENT.c.body,
            )
            .select_from(REPORT)
            .join(READING, READING.c.id == REPORT.c.reading_id)
            .join(DOCUMENT, DOCUMENT.c.id == READING.c.document_id)
            .join(SNAPSHOT, SNAPSHOT.c.id == DOCUMENT.c.snapshot_id)
            .join(PAGE, PAGE.c.url == SNAPSHOT.c.url)
            .join(AGENCY, AGENCY.c.id == REPORT.c.agency_id)
            .where(READING.c.id == best)
        ).one()
    other = Agency(row.name, Region(row.region_name, row.region_code or None), Level(row.level), row.site)
    return AlikeReport(other, row.year, row.url, from_json(Document, row.body).text, shared[best])
