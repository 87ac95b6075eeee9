"""The shelf of pages: sources, pages, snapshots and documents; takes what a crawl saw, answers what awaits cleaning."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, select

from storage.database import Store, put
from storage.model import Document, Snapshot, Source
from storage.tables import DOCUMENT, PAGE, SNAPSHOT, SOURCE
from storage.vocabulary import Level, PageState, Verdict
from storage.wire import from_json, to_json


@dataclass(frozen=True)
class PageRecord:
    """What is known of one URL: its source, its role (list, article, external), validators and state."""

    url: str
    source: str
    role: str
    listed_title: str | None
    listed_on: date | None
    etag: str | None
    last_modified: str | None
    sha256: str | None
    snapshot_id: int | None
    state: PageState
    last_looked_at: datetime | None
    first_seen_at: datetime
    missing_reason: str | None = None


@dataclass(frozen=True)
class ListedPage:
    """One row of a list page, as it was printed."""

    url: str
    title: str
    listed_on: date | None
    role: str = "article"


def save_sources(store: Store, sources: Iterable[Source]) -> None:
    """Note the watched sources; what they declare is renewed, what was seen of them stays."""
    declared = ("name", "agency", "region", "level", "platform", "url")
    rows = [{"slug": source.slug, **{name: getattr(source, name) for name in declared}} for source in sources]
    with store.writing() as connection:
        put(connection, SOURCE, rows, key=["slug"], update=declared)


def pages_of(store: Store, source: str) -> dict[str, PageRecord]:
    """Return every page known of a source, by URL."""
    with store.reading() as connection:
        rows = connection.execute(select(PAGE).where(PAGE.c.source == source).order_by(PAGE.c.url))
        return {row.url: _page(row) for row in rows}


def find_page(store: Store, url: str) -> PageRecord | None:
    """Return the page with this canonical URL, or None."""
    with store.reading() as connection:
        row = connection.execute(select(PAGE).where(PAGE.c.url == url)).one_or_none()
    return _page(row) if row else None


def find_pages(store: Store, urls: Sequence[str]) -> dict[str, PageRecord]:
    """Return what is known of these canonical URLs, by URL, whichever source they came from."""
    found: dict[str, PageRecord] = {}
    with store.reading() as connection:
        for start in range(0, len(urls), 500):  # SQLite's older builds take 999 parameters
            query = select(PAGE).where(PAGE.c.url.in_(urls[start : start + 500]))
            found |= {row.url: _page(row) for row in connection.execute(query)}
    return found


def set_role(store: Store, url: str, role: str) -> None:
    """Note that a page turned out to be of another role: a column of one page is itself the article."""
    with store.writing() as connection:
        connection.execute(PAGE.update().where(PAGE.c.url == url).values(role=role))


def note_listing(store: Store, source: str, rows: Sequence[ListedPage], now: datetime) -> None:
    """Note the entries of a list; a page known from another source keeps that source."""
    values = [
        {
            "url": row.url,
            "source": source,
            "role": row.role,
            "listed_title": row.title,
            "listed_on": row.listed_on,
            "first_seen_at": now,
            "last_listed_at": now,
            "state": PageState.PRESENT,
            "told_state": PageState.PRESENT,
        }
        for row in rows
    ]
    with store.writing() as connection:
        put(connection, PAGE, values, key=["url"], update=["listed_title", "listed_on", "last_listed_at"])


def keep_snapshot(
    store: Store,
    snapshot: Snapshot,
    *,
    run_id: str,
    page: ListedPage,
    source: str,
    etag: str | None = None,
    last_modified: str | None = None,
) -> Snapshot:
    """Note an answer whose bytes are in the archive, in one transaction; return it with its id.

    Only a `Verdict.PAGE` or `ATTACHMENT` becomes the page's current snapshot; a challenge or an error is kept as
    evidence and leaves the page as it was.
    """
    with store.writing() as connection:
        put(
            connection,
            PAGE,
            [
                {
                    "url": snapshot.url,
                    "source": source,
                    "role": page.role,
                    "listed_title": page.title or None,
                    "listed_on": page.listed_on,
                    "first_seen_at": snapshot.fetched_at,
                    "state": PageState.PRESENT,
                    "told_state": PageState.PRESENT,
                }
            ],
            key=["url"],
        )
        values: dict[str, Any] = {
            name: getattr(snapshot, name)
            for name in (
                "url",
                "fetched_at",
                "status",
                "content_type",
                "sha256",
                "size",
                "verdict",
                "archive_file",
                "archive_offset",
                "archive_length",
            )
        }
        put(connection, SNAPSHOT, [{**values, "run_id": run_id}], key=["url", "fetched_at"])
        number = connection.execute(
            select(SNAPSHOT.c.id).where(SNAPSHOT.c.url == snapshot.url, SNAPSHOT.c.fetched_at == snapshot.fetched_at)
        ).scalar_one()
        if snapshot.verdict in (Verdict.PAGE, Verdict.ATTACHMENT):
            connection.execute(
                PAGE.update()
                .where(PAGE.c.url == snapshot.url)
                .values(
                    sha256=snapshot.sha256,
                    snapshot_id=number,
                    etag=etag,
                    last_modified=last_modified,
                    last_looked_at=snapshot.fetched_at,
                    **_PRESENT,
                )
            )
    return replace(snapshot, id=number)


_PRESENT: dict[str, Any] = {
    "state": PageState.PRESENT,
    "missing_since": None,
    "missing_run": None,
    "missing_reason": None,
}


def note_unchanged(store: Store, looks: Mapping[str, datetime]) -> None:
    """Note that pages were looked at and stood as they were; a missing or removed one is present again."""
    if not looks:
        return
    update = (
        PAGE.update()
        .where(PAGE.c.url == bindparam("page_url"))
        .values(last_looked_at=bindparam("looked_at"), **_PRESENT)
    )
    with store.writing() as connection:
        connection.execute(update, [{"page_url": url, "looked_at": moment} for url, moment in looks.items()])


def renew_validators(store: Store, url: str, etag: str | None, last_modified: str | None) -> None:
    """Keep the validators that came with the held bytes anew, so that the next look can be answered with them."""
    with store.writing() as connection:
        connection.execute(PAGE.update().where(PAGE.c.url == url).values(etag=etag, last_modified=last_modified))


def note_missing(store: Store, url: str, run_id: str, now: datetime, reason: str) -> None:
    """Note that a page answered as gone; a second such look, in another run, makes it removed.

    One look is never enough: portals answer 404 for a while whenever they are rebuilt.
    """
    with store.writing() as connection:
        row = connection.execute(select(PAGE).where(PAGE.c.url == url)).one_or_none()
        if row is None or row.snapshot_id is None:
            return  # nothing of it was ever held, so nothing can be missed
        values: dict[str, Any] = {"last_looked_at": now, "missing_reason": reason}
        if row.state == PageState.PRESENT:
            values |= {"state": PageState.MISSING, "missing_since": now, "missing_run": run_id}
        elif row.state == PageState.MISSING and row.missing_run != run_id:
            values |= {"state": PageState.REMOVED}
        connection.execute(PAGE.update().where(PAGE.c.url == url).values(**values))


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
        return [(_snapshot(row), _page(row, "page_")) for row in connection.execute(query)]


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


def load_document(connection: Connection, document_id: int) -> Document:
    """Return a kept document with its ids; raise NoResultFound where there is none."""
    row = connection.execute(select(DOCUMENT).where(DOCUMENT.c.id == document_id)).one()
    return replace(from_json(Document, row.body), id=row.id, snapshot_id=row.snapshot_id)


def load_snapshot(connection: Connection, snapshot_id: int) -> Snapshot:
    """Return a snapshot by its id; raise NoResultFound where there is none."""
    return _snapshot(connection.execute(select(SNAPSHOT).where(SNAPSHOT.c.id == snapshot_id)).one())


def pages_removed_untold(store: Store) -> list[PageRecord]:
    """Return pages whose removal is certain and not yet judged."""
    query = select(PAGE).where(PAGE.c.state == PageState.REMOVED, PAGE.c.told_state != PageState.REMOVED)
    with store.reading() as connection:
        return [_page(row) for row in connection.execute(query)]


def mark_removals_told(connection: Connection, urls: Sequence[str]) -> None:
    """Mark removals as judged, within the transaction that keeps their alerts."""
    if urls:
        connection.execute(PAGE.update().where(PAGE.c.url.in_(urls)).values(told_state=PageState.REMOVED))


def forget_told_removals(connection: Connection) -> None:
    """Let a page that came back be told again when it is removed another time."""
    back = and_(PAGE.c.told_state == PageState.REMOVED, PAGE.c.state == PageState.PRESENT)
    connection.execute(PAGE.update().where(back).values(told_state=PageState.PRESENT))


def sources_of(store: Store) -> dict[str, Source]:
    """Return the sources as the store knows them, by slug; used where their files are gone."""
    with store.reading() as connection:
        rows = connection.execute(select(SOURCE)).all()
    return {
        row.slug: Source(
            slug=row.slug,
            url=row.url,
            name=row.name,
            agency=row.agency,
            region=row.region,
            level=Level(row.level) if row.level else None,
            platform=row.platform,
        )
        for row in rows
    }


def _snapshot(row: Row[Any]) -> Snapshot:
    return Snapshot(
        url=row.url,
        fetched_at=row.fetched_at,
        status=row.status,
        content_type=row.content_type,
        sha256=row.sha256,
        size=row.size,
        verdict=Verdict(row.verdict),
        archive_file=row.archive_file,
        archive_offset=row.archive_offset,
        archive_length=row.archive_length,
        id=row.id,
    )


def _page(row: Row[Any], prefix: str = "") -> PageRecord:
    def value(name: str) -> Any:
        return getattr(row, prefix + name)

    return PageRecord(
        url=value("url"),
        source=value("source"),
        role=value("role"),
        listed_title=value("listed_title"),
        listed_on=value("listed_on"),
        etag=value("etag"),
        last_modified=value("last_modified"),
        sha256=value("sha256"),
        snapshot_id=value("snapshot_id"),
        state=PageState(value("state")),
        last_looked_at=value("last_looked_at"),
        first_seen_at=value("first_seen_at"),
        missing_reason=value("missing_reason"),
    )
