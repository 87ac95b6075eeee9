"""Whether pages still stand: takes looks that found one or found it gone, answers what is certain and still untold.

present → missing → removed, and back to present whenever the page answers again; `moved` is a removed page whose report
stands at another address. What was judged last is `told_state`, so a round that broke off is taken up by the next one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, select

from storage.database import Store
from storage.findings import HeldReading
from storage.pages import PRESENT, PageRecord, page_of
from storage.tables import PAGE, READING, REPORT, RUN
from storage.vocabulary import PageState

# A page is gone when a second look says so, and not on the same day: rebuilt portals answer 404 for hours.
CONFIRMED_AFTER = timedelta(hours=20)
GONE = (PageState.REMOVED, PageState.MOVED)


def note_unchanged(store: Store, looks: Mapping[str, datetime]) -> None:
    """Note that pages were looked at and stood as they were; a missing or removed one is present again."""
    if not looks:
        return
    update = (
        PAGE.update()
        .where(PAGE.c.url == bindparam("page_url"))
        .values(last_looked_at=bindparam("looked_at"), **PRESENT)
    )
    with store.writing() as connection:
        connection.execute(update, [{"page_url": url, "looked_at": moment} for url, moment in looks.items()])


def note_missing(store: Store, url: str, run_id: str, now: datetime, reason: str) -> None:
    """Note that a page answered as gone; a second such look, in a run at least `CONFIRMED_AFTER` later, removes it.

    Runs are told apart by the moment they are judged as of, so that `--as-of` can stand for another day.
    """
    with store.writing() as connection:
        row = connection.execute(select(PAGE).where(PAGE.c.url == url)).one_or_none()
        if row is None or row.snapshot_id is None:
            return  # nothing of it was ever held, so nothing can be missed
        as_of = connection.execute(select(RUN.c.as_of).where(RUN.c.id == run_id)).scalar_one_or_none() or now
        values = {"last_looked_at": now, "missing_reason": reason}
        if row.state == PageState.PRESENT:
            values |= {"state": PageState.MISSING, "missing_since": as_of, "missing_run": run_id}
        elif row.missing_run != run_id and as_of - (row.missing_since or as_of) >= CONFIRMED_AFTER:
            values |= {"state": PageState.REMOVED} if row.state == PageState.MISSING else {}
        connection.execute(PAGE.update().where(PAGE.c.url == url).values(**values))


def pages_removed_untold(store: Store) -> list[PageRecord]:
    """Return pages whose removal is certain and not yet judged."""
    return _pages(store, and_(PAGE.c.state == PageState.REMOVED, PAGE.c.told_state.not_in(GONE)))


def pages_restored_untold(store: Store) -> list[PageRecord]:
    """Return pages that stand again after their removal was told."""
    return _pages(store, and_(PAGE.c.state == PageState.PRESENT, PAGE.c.told_state.in_(GONE)))


def sources_with_missing(store: Store) -> frozenset[str]:
    """Return the sources of which a page waits for the look that confirms or denies its removal."""
    with store.reading() as connection:
        rows = connection.execute(select(PAGE.c.source).where(PAGE.c.state == PageState.MISSING).distinct())
        return frozenset(rows.scalars())


def page_counts(store: Store) -> dict[str, dict[str, int]]:
    """Return, by source, how many of its held pages stand in which state."""
    query = (
        select(PAGE.c.source, PAGE.c.state, func.count())
        .where(PAGE.c.role == "article", PAGE.c.snapshot_id.is_not(None))
        .group_by(PAGE.c.source, PAGE.c.state)
    )
    counts: dict[str, dict[str, int]] = {}
    with store.reading() as connection:
        for source, state, count in connection.execute(query):
            counts.setdefault(source, {})[state] = count
    return counts


def mark_gone_told(connection: Connection, urls: Sequence[str]) -> None:
    """Mark removals as judged, within the transaction that keeps their alerts."""
    if urls:
        connection.execute(PAGE.update().where(PAGE.c.url.in_(urls)).values(told_state=PageState.REMOVED))


def mark_restored_told(connection: Connection, urls: Sequence[str]) -> None:
    """Let pages that came back be told again when they are removed another time."""
    if urls:
        connection.execute(PAGE.update().where(PAGE.c.url.in_(urls)).values(told_state=PageState.PRESENT))


def mark_moved(connection: Connection, moves: Mapping[str, HeldReading]) -> None:
    """Let reports stand where they moved to; the old address stays as theirs, with all that was read there."""
    for url, there in moves.items():
        moved = {"state": PageState.MOVED, "told_state": PageState.MOVED}
        connection.execute(PAGE.update().where(PAGE.c.url == url).values(**moved))
        connection.execute(
            REPORT.update()
            .where(REPORT.c.url == url)
            .where(REPORT.c.id == select(READING.c.report_id).where(READING.c.id == there.reading.id).scalar_subquery())
            .values(url=there.url, reading_id=there.reading.id)
        )


def _pages(store: Store, condition: ColumnElement[bool]) -> list[PageRecord]:
    with store.reading() as connection:
        return [page_of(row) for row in connection.execute(select(PAGE).where(condition).order_by(PAGE.c.url))]
