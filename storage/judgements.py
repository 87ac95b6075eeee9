"""The shelf of judgements: takes comparisons and the alerts they raised, keeps both in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Subquery, func, select

from storage.copies import move_report
from storage.database import Store
from storage.findings import HeldReading
from storage.model import Alert, Change, Comparison, Reading, plain
from storage.notices import Raising, raise_alerts
from storage.runs import mark_visit_judged
from storage.standing import mark_gone_told, mark_moved, mark_restored_told
from storage.tables import AGENCY, CHANGE, COMPARISON, DOCUMENT, OBSERVATION, READING, REPORT, SNAPSHOT
from storage.wire import to_json


@dataclass(frozen=True)
class Judged:
    """One comparison with the two readings it was made of, ready to be kept; `purpose` is year or revision."""

    purpose: str
    old: Reading
    new: Reading
    comparison: Comparison


def settle(
    store: Store, reading_id: int, judged: Sequence[Judged], raising: Raising, read_here: HeldReading | None = None
) -> list[Alert]:
    """Keep changes, alerts and deliveries and mark the reading as judged, all in one transaction; return new alerts.

    `read_here` is the copy that its report is read at from now on: where that came later, a process killed between the
    two would leave the report at the worse one for good.
    """
    with store.writing() as connection:
        if read_here is not None:
            move_report(connection, read_here)
        for item in judged:
            _keep_comparison(connection, item, raising.now)
        fresh = raise_alerts(connection, raising)
        connection.execute(READING.update().where(READING.c.id == reading_id).values(judged_at=raising.now))
    return fresh


def _keep_comparison(connection: Connection, item: Judged, now: datetime) -> None:
    natural = {"old_reading_id": item.old.id, "new_reading_id": item.new.id, "purpose": item.purpose}
    if connection.execute(select(COMPARISON.c.id).filter_by(**natural)).one_or_none() is not None:
        return
    values = {
        **natural,
        "reuse_share": item.comparison.reuse_share,
        "reuse_sentences": item.comparison.reuse_sentences,
        "missing_parts": list(item.comparison.missing_parts),
        "contradictions": to_json(list(item.comparison.contradictions)),
        "made_at": now,
    }
    number = connection.execute(COMPARISON.insert().values(**values).returning(COMPARISON.c.id)).scalar_one()
    rows = [_change_row(number, place, change) for place, change in enumerate(item.comparison.changes)]
    if rows:
        connection.execute(CHANGE.insert(), rows)


def _change_row(comparison_id: int, ordinal: int, change: Change) -> dict[str, Any]:
    return {
        "comparison_id": comparison_id,
        "ordinal": ordinal,
        "indicator": change.indicator,
        "subject": change.subject,
        "status": change.status,
        "old_observation_id": change.old.id if change.old else None,
        "new_observation_id": change.new.id if change.new else None,
        "absolute": change.absolute,
        "relative": change.relative,
        "notable": change.notable,
        "severity": change.severity,
        "rule": change.rule,
        "reason": change.reason,
    }


def settle_visit(store: Store, visit_id: int, raising: Raising) -> list[Alert]:
    """Keep what a source's outcome raised and mark the visit as judged, in one transaction; return new alerts."""
    with store.writing() as connection:
        fresh = raise_alerts(connection, raising)
        mark_visit_judged(connection, visit_id, raising.now)
    return fresh


@dataclass(frozen=True)
class Standings:
    """What was found of pages that went or came back: removed and restored by address, moved with where to."""

    removed: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    moved: Mapping[str, HeldReading] = field(default_factory=dict)


def settle_standings(store: Store, found: Standings, raising: Raising) -> list[Alert]:
    """Keep what pages raised that went or came back, and mark them as told, in one transaction; return new alerts."""
    with store.writing() as connection:
        fresh = raise_alerts(connection, raising)
        mark_restored_told(connection, found.restored)
        mark_gone_told(connection, found.removed)
        mark_moved(connection, found.moved)
    return fresh


def settle_overdue(store: Store, raising: Raising) -> list[Alert]:
    """Keep what the calendar raised, each key once; return new alerts."""
    if not raising.alerts:
        return []
    with store.writing() as connection:
        return raise_alerts(connection, raising)


def yearly_changes(store: Store) -> list[dict[str, Any]]:
    """Return every year-on-year change of current reports as plain values for an export.

    Each has both sentences, both pages, and the hash of the bytes that each was read from (the file's, where the page
    only offers one) with the moment they were fetched.
    """
    old, new = OBSERVATION.alias("old"), OBSERVATION.alias("new")
    before, after = _bytes_of("before"), _bytes_of("after")
    query = (
        select(
            AGENCY.c.name.label("agency"),
            AGENCY.c.region_code.label("region"),
            REPORT.c.year,
            CHANGE.c.indicator,
            CHANGE.c.subject,
            CHANGE.c.status,
            old.c.value.label("old_value"),
            new.c.value.label("new_value"),
            func.coalesce(new.c.unit, old.c.unit).label("unit"),
            CHANGE.c.absolute,
            CHANGE.c.relative,
            CHANGE.c.notable,
            CHANGE.c.severity,
            CHANGE.c.reason,
            old.c.quote.label("old_quote"),
            new.c.quote.label("new_quote"),
            REPORT.c.url,
            after.c.sha256,
            after.c.fetched_at,
            before.c.url.label("old_url"),
            before.c.sha256.label("old_sha256"),
            before.c.fetched_at.label("old_fetched_at"),
        )
        .join(COMPARISON, COMPARISON.c.id == CHANGE.c.comparison_id)
        .join(REPORT, REPORT.c.reading_id == COMPARISON.c.new_reading_id)
        .join(AGENCY, AGENCY.c.id == REPORT.c.agency_id)
        .join(before, before.c.reading_id == COMPARISON.c.old_reading_id)
        .join(after, after.c.reading_id == COMPARISON.c.new_reading_id)
        .outerjoin(old, old.c.id == CHANGE.c.old_observation_id)
        .outerjoin(new, new.c.id == CHANGE.c.new_observation_id)
        .where(COMPARISON.c.purpose == "year")
        .order_by(AGENCY.c.name, REPORT.c.year, CHANGE.c.ordinal)
    )
    with store.reading() as connection:
        rows = connection.execute(query).mappings().all()
    return [{key: _plain(value) for key, value in row.items()} for row in rows]


def _bytes_of(name: str) -> Subquery:
    """Return for each reading its page, and hash and moment of the bytes that its text was read from."""
    page, evidence = SNAPSHOT.alias(f"{name}_page"), SNAPSHOT.alias(f"{name}_evidence")
    return (
        select(READING.c.id.label("reading_id"), page.c.url, evidence.c.sha256, evidence.c.fetched_at)
        .join(DOCUMENT, DOCUMENT.c.id == READING.c.document_id)
        .join(page, page.c.id == DOCUMENT.c.snapshot_id)
        .join(evidence, evidence.c.id == func.coalesce(DOCUMENT.c.evidence_id, DOCUMENT.c.snapshot_id))
        .subquery(name)
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value
