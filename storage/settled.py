"""Lists of which nothing is left to do: takes what a whole walk over a list came to, answers with it by address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from storage.database import Store, put
from storage.tables import SETTLED_LIST


@dataclass(frozen=True)
class SettledList:
    """A list of one page, walked to its end: every entry was got, left on purpose or stands elsewhere.

    `sha256`: the bytes that it was read from; `sense`: a mark of the reader, the source's declaration and the address
    that answered, so that a change of any of them has the list read again.
    """

    url: str
    sha256: str
    sense: str
    entries: int
    skipped: int
    external: int


def settled_lists(store: Store) -> dict[str, SettledList]:
    """Return every settled list by its address."""
    with store.reading() as connection:
        rows = connection.execute(select(SETTLED_LIST))
        return {row.url: SettledList(*row) for row in rows}


def note_settled(store: Store, lists: Iterable[SettledList]) -> None:
    """Keep what walks came to."""
    rows = [vars(one) for one in lists]
    with store.writing() as connection:
        put(connection, SETTLED_LIST, rows, key=["url"], update=["sha256", "sense", "entries", "skipped", "external"])
