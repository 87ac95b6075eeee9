"""What hosts were asked on a day: takes counts of requests, answers their sums over all processes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import bindparam, select

from storage.database import Store, put
from storage.tables import HOST_DAY


def requests_on(store: Store, day: date) -> dict[str, int]:
    """Return how many requests each host got on a day."""
    with store.reading() as connection:
        rows = connection.execute(select(HOST_DAY.c.host, HOST_DAY.c.requests).where(HOST_DAY.c.day == day))
        return {row.host: row.requests for row in rows}


def add_requests(store: Store, day: date, counts: Mapping[str, int]) -> None:
    """Add to the counts of a day."""
    if not counts:
        return
    rows = [{"host": host[:255], "day": day, "requests": 0} for host in counts]
    with store.writing() as connection:
        put(connection, HOST_DAY, rows, key=["host", "day"])
        own = (HOST_DAY.c.host == bindparam("of")) & (HOST_DAY.c.day == day)
        more = HOST_DAY.update().where(own).values(requests=HOST_DAY.c.requests + bindparam("more"))
        connection.execute(more, [{"of": host[:255], "more": count} for host, count in counts.items()])
