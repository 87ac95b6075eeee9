"""The shelf of findings: takes readings and comparisons, answers what awaits reading and what awaits judgement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from storage.agencies import Filing, file_report
from storage.database import Store
from storage.model import (
    Agency,
    Check,
    Document,
    Evidence,
    Identity,
    Observation,
    Reading,
    Region,
    Snapshot,
    StatedChange,
)
from storage.pages import load_snapshot
from storage.tables import (
    AGENCY,
    DOCUMENT,
    OBSERVATION,
    PAGE,
    READING,
    REPORT,
    SNAPSHOT,
    SOURCE,
)
from storage.vocabulary import Kind, Level
from storage.wire import from_json, to_json

SERIES_KINDS = frozenset({Kind.REPORT, Kind.SPEECH})


@dataclass(frozen=True)
class HeldDocument:
    """A kept document with the page, source and snapshot that it came from."""

    document: Document
    snapshot: Snapshot
    source: str


@dataclass(frozen=True)
class HeldReading:
    """A kept reading with all that a rule may need to know of its place.

    `is_primary` is False for a copy of a report that is read at another URL; `baseline_at` is when the source's stock
    was taken.
    """

    reading: Reading
    document: Document
    snapshot: Snapshot
    source: str
    agency: Agency | None
    is_primary: bool
    baseline_at: datetime | None
    report_id: int | None = None

    @property
    def url(self) -> str:
        """The page's canonical URL."""
        return self.snapshot.url


def documents_awaiting_reading(store: Store, reader: str | None = None, limit: int = 50) -> list[HeldDocument]:
    """Return current documents that nobody has read, or, given a reader, that this reader has not; oldest first."""
    read = select(READING.c.document_id)
    if reader is not None:
        read = read.where(READING.c.reader == reader)
    query = (
        select(DOCUMENT, PAGE.c.source)
        .join(SNAPSHOT, SNAPSHOT.c.id == DOCUMENT.c.snapshot_id)
        .join(PAGE, PAGE.c.snapshot_id == SNAPSHOT.c.id)
        .where(DOCUMENT.c.unreadable.is_(None), DOCUMENT.c.id.not_in(read))
        .order_by(DOCUMENT.c.id)
        .limit(limit)
    )
    with store.reading() as connection:
        return [
            HeldDocument(_document(row), load_snapshot(connection, row.snapshot_id), row.source)
            for row in connection.execute(query)
        ]


def save_reading(
    store: Store, held: HeldDocument, reading: Reading, now: datetime, *, weighs: bool = True, by_name: bool = True
) -> None:
    """Keep a reading with its observations, agency and report, in one transaction.

    A document whose bytes were judged before, under an older reader or cleaner, is not judged again: a better reader is
    no news. A copy that does not weigh is filed with its report, which is never read there. `by_name` says whether the
    issuer's name alone tells it from others.
    """
    with store.writing() as connection:
        known = select(READING.c.id).where(
            READING.c.document_id == held.document.id, READING.c.reader == reading.reader
        )
        if connection.execute(known).one_or_none() is not None:
            return
        values = {
            "document_id": held.document.id,
            "reader": reading.reader,
            "report_id": _file(connection, held, reading.identity, now, by_name=by_name),
            "identity": to_json(reading.identity),
            "checks": to_json(list(reading.checks)),
            "made_at": now,
            "judged_at": now if _was_judged(connection, held.snapshot.id) else None,
        }
        number = connection.execute(READING.insert().values(**values).returning(READING.c.id)).scalar_one()
        rows = [_observation_row(number, place, seen) for place, seen in enumerate(reading.observations)]
        if rows:
            connection.execute(OBSERVATION.insert(), rows)
        if values["report_id"] is not None and weighs:
            read_here = or_(REPORT.c.url == held.snapshot.url, REPORT.c.reading_id.is_(None))
            connection.execute(
                REPORT.update()
                .where(REPORT.c.id == values["report_id"], read_here)
                .values(reading_id=number, url=held.snapshot.url)
            )


def _was_judged(connection: Connection, snapshot_id: int | None) -> bool:
    query = (
        select(READING.c.id)
        .join(DOCUMENT, DOCUMENT.c.id == READING.c.document_id)
        .where(DOCUMENT.c.snapshot_id == snapshot_id, READING.c.judged_at.is_not(None))
        .limit(1)
    )
    return connection.execute(query).one_or_none() is not None


def _file(
    connection: Connection, held: HeldDocument, identity: Identity, now: datetime, *, by_name: bool
) -> int | None:
    if identity.kind not in SERIES_KINDS or identity.year is None:
        return None
    filing = Filing(identity, held.snapshot.url, held.document.text, by_name)
    return file_report(connection, filing, held.snapshot.id, now)


def _observation_row(reading_id: int, ordinal: int, seen: Observation) -> dict[str, Any]:
    return {
        "reading_id": reading_id,
        "ordinal": ordinal,
        "indicator": seen.indicator,
        "subject": seen.subject,
        "value": seen.value,
        "unit": seen.unit,
        "qualifier": seen.qualifier,
        "scope": seen.scope,
        "period": seen.period,
        "change": to_json(seen.change) if seen.change else None,
        "at": seen.at,
        "quote_start": seen.evidence.start,
        "quote_end": seen.evidence.end,
        "quote": seen.evidence.quote,
    }


def readings_awaiting_judgement(store: Store, limit: int = 50) -> list[HeldReading]:
    """Return readings no rule has looked at, earlier years first, so that last year stands before this one."""
    query = _held().where(READING.c.judged_at.is_(None)).order_by(REPORT.c.year, READING.c.id).limit(limit)
    with store.reading() as connection:
        return [_held_reading(connection, row) for row in connection.execute(query).all()]


def previous_reading(store: Store, held: HeldReading) -> HeldReading | None:
    """Return the last reading of the same page's bytes before these, or None where the page is new."""
    query = (
        _held()
        .where(SNAPSHOT.c.url == held.url, SNAPSHOT.c.id < (held.snapshot.id or 0))
        .order_by(SNAPSHOT.c.id.desc(), READING.c.id.desc())
        .limit(1)
    )
    return _one(store, query)


def report_of_year(store: Store, agency: Agency, kind: Kind, year: int) -> HeldReading | None:
    """Return the current reading of an agency's report for a reporting year, or None."""
    query = (
        _held()
        .where(
            REPORT.c.reading_id == READING.c.id,
            AGENCY.c.name == agency.name,
            AGENCY.c.region_code == (agency.region.code or ""),
            AGENCY.c.site == agency.site,
            REPORT.c.kind == kind,
            REPORT.c.year == year,
        )
        .limit(1)
    )
    return _one(store, query)


def reading_of_page(store: Store, url: str) -> HeldReading | None:
    """Return the newest reading of a page, or of the page whose text now comes from this file; None where none is."""
    newest = _held().order_by(SNAPSHOT.c.id.desc(), READING.c.id.desc()).limit(1)
    found = _one(store, newest.where(SNAPSHOT.c.url == url))
    if found is not None:
        return found
    files = select(SNAPSHOT.c.id).where(SNAPSHOT.c.url == url)
    current = PAGE.c.snapshot_id == DOCUMENT.c.snapshot_id
    return _one(store, newest.where(current, DOCUMENT.c.evidence_id.in_(files)))


def current_reports(store: Store) -> list[HeldReading]:
    """Return the current reading of every report and speech, by agency, kind and year."""
    return held_readings(
        store,
        lambda query: query.where(REPORT.c.reading_id == READING.c.id).order_by(
            AGENCY.c.name, REPORT.c.kind, REPORT.c.year
        ),
    )


def held_readings(store: Store, narrow: Callable[[Select[Any]], Select[Any]]) -> list[HeldReading]:
    """Return the readings that are left when the question for all of them was narrowed."""
    with store.reading() as connection:
        return [_held_reading(connection, row) for row in connection.execute(narrow(_held())).all()]


def _held() -> Select[Any]:
    return (
        select(
            READING,
            DOCUMENT.c.snapshot_id,
            DOCUMENT.c.body,
            DOCUMENT.c.evidence_id,
            SNAPSHOT.c.url,
            PAGE.c.source,
            SOURCE.c.baseline_at,
            REPORT.c.url.label("report_url"),
            AGENCY.c.name.label("agency_name"),
            AGENCY.c.region_code,
            AGENCY.c.region_name,
            AGENCY.c.level,
            AGENCY.c.site,
        )
        .join(DOCUMENT, DOCUMENT.c.id == READING.c.document_id)
        .join(SNAPSHOT, SNAPSHOT.c.id == DOCUMENT.c.snapshot_id)
        .join(PAGE, PAGE.c.url == SNAPSHOT.c.url)
        .join(SOURCE, SOURCE.c.slug == PAGE.c.source)
        .outerjoin(REPORT, REPORT.c.id == READING.c.report_id)
        .outerjoin(AGENCY, AGENCY.c.id == REPORT.c.agency_id)
    )


def _one(store: Store, query: Select[Any]) -> HeldReading | None:
    with store.reading() as connection:
        row = connection.execute(query).one_or_none()
        return _held_reading(connection, row) if row else None


def _held_reading(connection: Connection, row: Any) -> HeldReading:
    agency = None
    if row.agency_name is not None:
        region = Region(row.region_name, row.region_code or None)
        agency = Agency(row.agency_name, region, Level(row.level), row.site)
    document = replace(from_json(Document, row.body), id=row.document_id, snapshot_id=row.snapshot_id)
    return HeldReading(
        reading=_reading(connection, row),
        document=document,
        snapshot=_evidence(connection, row.snapshot_id, row.evidence_id),
        source=row.source,
        agency=agency,
        is_primary=row.report_url == row.url,
        baseline_at=row.baseline_at,
        report_id=row.report_id,
    )


def _evidence(connection: Connection, snapshot_id: int, evidence_id: int | None) -> Snapshot:
    """Return the page's snapshot; where the text was read from a file that it offers, with the bytes of that file."""
    page = load_snapshot(connection, snapshot_id)
    return replace(load_snapshot(connection, evidence_id), url=page.url, id=page.id) if evidence_id else page


def _reading(connection: Connection, row: Any) -> Reading:
    seen = connection.execute(
        select(OBSERVATION).where(OBSERVATION.c.reading_id == row.id).order_by(OBSERVATION.c.ordinal)
    )
    return Reading(
        identity=from_json(Identity, row.identity),
        observations=tuple(_observation(observation) for observation in seen),
        checks=tuple(from_json(Check, check) for check in row.checks),
        reader=row.reader,
        id=row.id,
        document_id=row.document_id,
    )


def _observation(row: Any) -> Observation:
    return Observation(
        indicator=row.indicator,
        subject=row.subject,
        value=row.value,
        unit=row.unit,
        qualifier=row.qualifier,
        scope=row.scope,
        period=row.period,
        change=from_json(StatedChange, row.change) if row.change else None,
        at=row.at,
        evidence=Evidence(row.quote_start, row.quote_end, row.quote),
        id=row.id,
    )


def _document(row: Any) -> Document:
    return replace(from_json(Document, row.body), id=row.id, snapshot_id=row.snapshot_id)
