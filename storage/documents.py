"""The shelf of documents: answers which snapshots await cleaning, takes the documents that were made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select

from storage.database import Store, put
from storage.enclosures import Enclosure
from storage.model import Document, Snapshot
from storage.pages import PageRecord, page_of, snapshot_of
from storage.tables import DOCUMENT, ENCLOSURE, PAGE, SNAPSHOT
from storage.wire import to_json

# A page whose files nobody has asked for yet: a document of it would take the covering notice for the report.
_OWED = select(ENCLOSURE.c.snapshot_id).where(ENCLOSURE.c.enclosed_id.is_(None), ENCLOSURE.c.reason.is_(None))


def snapshots_awaiting_cleaning(store: Store, cleaner: str, limit: int = 50) -> list[tuple[Snapshot, PageRecord]]:
    """Return current article snapshots that this cleaner has made no document of, oldest first."""
    made = select(DOCUMENT.c.snapshot_id).where(DOCUMENT.c.cleaner == cleaner)
    query = (
        select(SNAPSHOT, *(column.label(f"page_{column.name}") for column in PAGE.c))
        .join(PAGE, PAGE.c.snapshot_id == SNAPSHOT.c.id)
        .where(PAGE.c.role == "article", SNAPSHOT.c.id.not_in(made), SNAPSHOT.c.id.not_in(_OWED))
        .order_by(SNAPSHOT.c.id)
        .limit(limit)
    )
    with store.reading() as connection:
        return [(snapshot_of(row), page_of(row, "page_")) for row in connection.execute(query)]


def any_awaits_cleaning(store: Store) -> bool:
    """Whether a current article snapshot has no document of any cleaner."""
    query = (
        select(PAGE.c.url)
        .where(PAGE.c.role == "article", PAGE.c.snapshot_id.is_not(None))
        .where(PAGE.c.snapshot_id.not_in(select(DOCUMENT.c.snapshot_id)), PAGE.c.snapshot_id.not_in(_OWED))
        .limit(1)
    )
    with store.reading() as connection:
        return connection.execute(query).one_or_none() is not None


def save_document(
    store: Store,
    snapshot_id: int,
    document: Document | None,
    *,
    cleaner: str,
    now: datetime,
    unreadable: str | None = None,
    evidence_id: int | None = None,
) -> None:
    """Keep the document made of a snapshot, or say why none could be made.

    `evidence_id` is the snapshot of the enclosed file whose text it is; None where it is the page's own.
    """
    text = document.text if document else ""
    row = {
        "snapshot_id": snapshot_id,
        "cleaner": cleaner,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "body": to_json(document) if document else {},
        "made_at": now,
        "unreadable": unreadable,
        "evidence_id": evidence_id,
    }
    with store.writing() as connection:
        put(connection, DOCUMENT, [row], key=["snapshot_id", "cleaner"])


def enclosed_snapshots(store: Store, enclosures: Iterable[Enclosure]) -> dict[int, Snapshot]:
    """Return the snapshots of the enclosed files that were got, by id."""
    wanted = [one.enclosed_id for one in enclosures if one.enclosed_id is not None]
    with store.reading() as connection:
        rows = connection.execute(select(SNAPSHOT).where(SNAPSHOT.c.id.in_(wanted)))
        return {row.id: snapshot_of(row) for row in rows}


def unreadable_pages(store: Store, source: str) -> list[tuple[PageRecord, str]]:
    """Return the current article pages of a source that nothing can be read in, each with the reason, by address."""
    made = DOCUMENT.alias()
    newest = select(func.max(made.c.id)).where(made.c.snapshot_id == PAGE.c.snapshot_id).scalar_subquery()
    query = (
        select(PAGE, DOCUMENT.c.unreadable)
        .select_from(PAGE)
        .join(DOCUMENT, DOCUMENT.c.id == newest)
        .where(PAGE.c.source == source, PAGE.c.role == "article", DOCUMENT.c.unreadable.is_not(None))
        .order_by(PAGE.c.url)
    )
    with store.reading() as connection:
        return [(page_of(row), row.unreadable) for row in connection.execute(query)]
