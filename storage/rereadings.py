"""The shelf of rereadings: takes a reading's number, answers what was read again since, beside what stood before."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from storage.database import Store
from storage.findings import HeldReading, held_readings
from storage.tables import READING, SNAPSHOT


def last_reading(store: Store) -> int:
    """Return the number of the newest reading, 0 where there is none."""
    with store.reading() as connection:
        return int(connection.execute(select(func.max(READING.c.id))).scalar() or 0)


def read_again_since(store: Store, number: int) -> Iterator[tuple[HeldReading, HeldReading]]:
    """Give each reading made after a number with the reading that the same bytes had before; one at a time."""
    with store.reading() as connection:
        found = connection.execute(select(READING.c.id).where(READING.c.id > number).order_by(READING.c.id))
        numbers = list(found.scalars())
    for made in numbers:
        (new,) = held_readings(store, lambda query, made=made: query.where(READING.c.id == made))  # type: ignore[misc]
        before = held_readings(
            store,
            lambda query, new=new: (
                query.where(  # type: ignore[misc]
                    SNAPSHOT.c.id == new.snapshot.id, READING.c.id <= number
                )
                .order_by(READING.c.id.desc())
                .limit(1)
            ),
        )
        if before:
            yield before[0], new
