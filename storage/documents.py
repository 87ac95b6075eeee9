"""The shelf of documents: answers which snapshots await cleaning, takes the documents that were made of them."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import select

from storage.database import Store, put
from storage.model import Document, Snapshot
from storage.pages import PageRecord, page_of, snapshot_of
from storage.tables import DOCUMENT, PAGE, SNAPSHOT
from storage.wire import to_json


def snapshots_awaiting_cleaning(store: Store, cleaner: str, limit: int = 50) -> list[tuple[Snapshot, PageRecord]]:
    """Return current article snapshots that this cleaner has made no document of, oldest first."""
    made = select(DOCUMENT.c.snapshot_id).where(DOCUMENT.c.cleaner == cleaner)
    query = (
        select(SNAPSHOT, *(column.label(f"page_{column.name}") for column in PAGE.c))
        .join(PAGE, PAGE.c.snapshot_id == SNAPSHOT.c.id)
        .where(PAGE.c.role == "article", SNAPSHOT.c.id.not_in(made))
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
        .where(PAGE.c.snapshot_id.not_in(select(DOCUMENT.c.snapshot_id)))
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
) -> None:
    """Keep the document made of a snapshot, or say why none could be made."""
    text = document.text if document else ""
    row = {
        "snapshot_id": snapshot_id,
        "cleaner": cleaner,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "body": to_json(document) if document else {},
        "made_at": now,
        "unreadable": unreadable,
    }
    with store.writing() as connection:
        put(connection, DOCUMENT, [row], key=["snapshot_id", "cleaner"])
