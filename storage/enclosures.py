"""The shelf of enclosures, the files that article pages offer: takes what a crawl saw, answers what text is made of.

An enclosure belongs to a snapshot of its page, so the same page with another file behind the same link is another
snapshot: what a document was made of never changes after. The file's own bytes are a page of role `attachment`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from storage.database import Store, put
from storage.tables import DOCUMENT, ENCLOSURE, PAGE, SNAPSHOT


@dataclass(frozen=True)
class Enclosure:
    """One file that a page offers: its address, the link's words, the snapshot of its bytes, why it was not got.

    Owed, where neither snapshot nor reason is known: the round that saw the link ended before the file was asked for.
    """

    url: str
    label: str
    enclosed_id: int | None = None
    reason: str | None = None

    @property
    def owed(self) -> bool:
        """Whether nobody has asked for the file yet."""
        return self.enclosed_id is None and self.reason is None


def note_enclosures(connection: Connection, snapshot_id: int, enclosures: Iterable[Enclosure]) -> None:
    """Note what a page's snapshot offers, within the transaction that keeps the snapshot."""
    rows = [
        {
            "snapshot_id": snapshot_id,
            "place": place,
            "url": one.url,
            "label": one.label,
            "enclosed_id": one.enclosed_id,
            "reason": one.reason,
        }
        for place, one in enumerate(enclosures)
    ]
    put(connection, ENCLOSURE, rows, key=["snapshot_id", "place"], update=["url", "label", "enclosed_id", "reason"])


def enclosures_of(store: Store, snapshot_id: int) -> tuple[Enclosure, ...]:
    """Return what a snapshot of a page offers, in the order of the page."""
    query = select(ENCLOSURE).where(ENCLOSURE.c.snapshot_id == snapshot_id).order_by(ENCLOSURE.c.place)
    with store.reading() as connection:
        return tuple(_enclosure(row) for row in connection.execute(query))


def enclosures_of_source(store: Store, source: str) -> dict[int, tuple[Enclosure, ...]]:
    """Return what the current pages of a source offer, by the id of their snapshot."""
    query = (
        select(ENCLOSURE)
        .join(PAGE, PAGE.c.snapshot_id == ENCLOSURE.c.snapshot_id)
        .where(PAGE.c.source == source)
        .order_by(ENCLOSURE.c.snapshot_id, ENCLOSURE.c.place)
    )
    found: dict[int, tuple[Enclosure, ...]] = {}
    with store.reading() as connection:
        for row in connection.execute(query):
            found[row.snapshot_id] = (*found.get(row.snapshot_id, ()), _enclosure(row))
    return found


def pages_offering(store: Store, urls: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the addresses of the pages that offer these files now, by the file's address."""
    query = (
        select(ENCLOSURE.c.url, PAGE.c.url.label("page"))
        .join(PAGE, PAGE.c.snapshot_id == ENCLOSURE.c.snapshot_id)
        .where(ENCLOSURE.c.url.in_(urls))
        .order_by(PAGE.c.url)
    )
    found: dict[str, tuple[str, ...]] = {}
    with store.reading() as connection:
        for row in connection.execute(query):
            found[row.url] = (*found.get(row.url, ()), row.page)
    return found


def settle_enclosures(
    store: Store, snapshot_id: int, enclosures: Sequence[Enclosure], *, run_id: str, now: datetime
) -> bool:
    """Note what became of a page's files; return whether the page is thereby another one than it was.

    Where a document was already made and a file is another one now, the page gets a snapshot more, of the same bytes:
    what the older document was made of stays as it was.
    """
    with store.writing() as connection:
        query = select(ENCLOSURE).where(ENCLOSURE.c.snapshot_id == snapshot_id).order_by(ENCLOSURE.c.place)
        known = [_enclosure(row) for row in connection.execute(query)]
        made = select(DOCUMENT.c.id).where(DOCUMENT.c.snapshot_id == snapshot_id).limit(1)
        other = _hashes(connection, known) != _hashes(connection, enclosures)
        renewed = other and connection.execute(made).one_or_none() is not None
        current = _copy_snapshot(connection, snapshot_id, run_id, now) if renewed else snapshot_id
        if known != list(enclosures) or renewed:
            note_enclosures(connection, current, enclosures)
        look = PAGE.update().where(PAGE.c.snapshot_id == snapshot_id)
        connection.execute(look.values(snapshot_id=current, last_looked_at=now))
        return renewed


def _hashes(connection: Connection, enclosures: Sequence[Enclosure]) -> list[str]:
    """Return the hashes of the files that were got: an address with another token is no other file."""
    wanted = [one.enclosed_id for one in enclosures if one.enclosed_id is not None]
    rows = connection.execute(select(SNAPSHOT.c.id, SNAPSHOT.c.sha256).where(SNAPSHOT.c.id.in_(wanted)))
    known: dict[int, str] = {row.id: row.sha256 for row in rows}
    return [known[number] for number in wanted if number in known]


def _copy_snapshot(connection: Connection, snapshot_id: int, run_id: str, now: datetime) -> int:
    old = connection.execute(select(SNAPSHOT).where(SNAPSHOT.c.id == snapshot_id)).one()
    values = {column.name: getattr(old, column.name) for column in SNAPSHOT.c if column.name != "id"}
    put(connection, SNAPSHOT, [values | {"fetched_at": now, "run_id": run_id}], key=["url", "fetched_at"])
    newest = select(SNAPSHOT.c.id).where(SNAPSHOT.c.url == old.url, SNAPSHOT.c.fetched_at == now)
    return int(connection.execute(newest).scalar_one())


def _enclosure(row: Row[Any]) -> Enclosure:
    return Enclosure(row.url, row.label, row.enclosed_id, row.reason)
