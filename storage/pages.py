"""The shelf of pages: takes what a crawl saw of sources, pages and snapshots, answers what is held of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from storage.database import Store, put
from storage.enclosures import Enclosure, note_enclosures
from storage.model import Snapshot, Source
from storage.tables import PAGE, SNAPSHOT, SOURCE
from storage.vocabulary import Level, PageState, Verdict


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
        return {row.url: page_of(row) for row in rows}


def find_page(store: Store, url: str) -> PageRecord | None:
    """Return the page with this canonical URL, or None."""
    with store.reading() as connection:
        row = connection.execute(select(PAGE).where(PAGE.c.url == url)).one_or_none()
    return page_of(row) if row else None


def find_pages(store: Store, urls: Sequence[str]) -> dict[str, PageRecord]:
    """Return what is known of these canonical URLs, by URL, whichever source they came from."""
    found: dict[str, PageRecord] = {}
    with store.reading() as connection:
        for start in range(0, len(urls), 500):  # SQLite's older builds take 999 parameters
            query = select(PAGE).where(PAGE.c.url.in_(urls[start : start + 500]))
            found |= {row.url: page_of(row) for row in connection.execute(query)}
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
    enclosures: Sequence[Enclosure] = (),
) -> Snapshot:
    """Note an answer whose bytes are in the archive, in one transaction; return it with its id.

    Only a `Verdict.PAGE` or `ATTACHMENT` becomes the page's current snapshot; a challenge or an error is kept as
    evidence and leaves the page as it was. A page whose `enclosures` are still to be got counts as not looked at, so
    that a round which ends before it has them is followed by one that asks again.
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
        note_enclosures(connection, number, enclosures)
        if snapshot.verdict in (Verdict.PAGE, Verdict.ATTACHMENT):
            connection.execute(
                PAGE.update()
                .where(PAGE.c.url == snapshot.url)
                .values(
                    sha256=snapshot.sha256,
                    snapshot_id=number,
                    etag=etag,
                    last_modified=last_modified,
                    last_looked_at=None if enclosures else snapshot.fetched_at,
                    **PRESENT,
                )
            )
    return replace(snapshot, id=number)


PRESENT: dict[str, Any] = {
    "state": PageState.PRESENT,
    "missing_since": None,
    "missing_run": None,
    "missing_reason": None,
}


def renew_validators(store: Store, url: str, etag: str | None, last_modified: str | None) -> None:
    """Keep the validators that came with the held bytes anew, so that the next look can be answered with them."""
    with store.writing() as connection:
        connection.execute(PAGE.update().where(PAGE.c.url == url).values(etag=etag, last_modified=last_modified))


def was_doubted(connection: Connection, url: str, size: int, besides: str) -> bool:
    """Tell whether a round `besides` this one kept an answer of that size for an address, and took it for no page."""
    query = select(SNAPSHOT.c.id).where(
        SNAPSHOT.c.url == url,
        SNAPSHOT.c.size == size,
        SNAPSHOT.c.verdict == Verdict.EMPTY,
        SNAPSHOT.c.run_id != besides,
    )
    return connection.execute(query.limit(1)).first() is not None


def load_snapshot(connection: Connection, snapshot_id: int) -> Snapshot:
    """Return a snapshot by its id; raise NoResultFound where there is none."""
    return snapshot_of(connection.execute(select(SNAPSHOT).where(SNAPSHOT.c.id == snapshot_id)).one())


def snapshots_named(store: Store, name: str) -> list[Snapshot]:
    """Return the kept answers of a hash, of which the first eight signs are enough, or of an address; newest first."""
    is_hash = re.fullmatch(r"[0-9a-f]{8,64}", name) is not None
    wanted = SNAPSHOT.c.sha256.startswith(name) if is_hash else SNAPSHOT.c.url == name
    with store.reading() as connection:
        rows = connection.execute(select(SNAPSHOT).where(wanted).order_by(SNAPSHOT.c.fetched_at.desc(), SNAPSHOT.c.id))
        return [snapshot_of(row) for row in rows]


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


def snapshot_of(row: Row[Any]) -> Snapshot:
    """Return the noun of a snapshot's row."""
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


def page_of(row: Row[Any], prefix: str = "") -> PageRecord:
    """Return what a page's row says; `prefix` stands before its columns in a row of several tables."""

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
