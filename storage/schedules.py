"""The shelf of timetables: takes what is planned, answers what was, and gives each slot to one process alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from storage.database import Store
from storage.tables import RUN, SCHEDULE

# What starts a round; other runs (a reread, a crawler called by hand) are nobody's to take up.
ROUNDS = ("schedule", "resume", "run", "recrawl", "demo")


@dataclass(frozen=True)
class Planned:
    """What stands in a timetable: cron line with time zone, the next slot, and when the last one was started."""

    cron: str
    next_at: datetime
    last_at: datetime | None


def read_plan(store: Store, name: str) -> Planned | None:
    """Return what is planned, or None where nothing ever was."""
    with store.reading() as connection:
        row = connection.execute(select(SCHEDULE).where(SCHEDULE.c.name == name)).one_or_none()
    return Planned(row.cron, row.next_at, row.last_at) if row else None


def claim_plan(store: Store, name: str, known: Planned | None, plan: Planned) -> bool:
    """Put a plan in the place of the known one; False where another process did so first, and then nothing changes."""
    values = {"cron": plan.cron, "next_at": plan.next_at, "last_at": plan.last_at}
    with store.writing() as connection:
        if not store.is_sqlite:  # two that find no row must not both write one; on SQLite a writer is alone anyway
            connection.exec_driver_sql("LOCK TABLE schedule IN EXCLUSIVE MODE")
        row = connection.execute(select(SCHEDULE).where(SCHEDULE.c.name == name)).one_or_none()
        if (Planned(row.cron, row.next_at, row.last_at) if row else None) != known:
            return False
        if row is None:
            connection.execute(SCHEDULE.insert().values(name=name, **values))
        else:
            connection.execute(SCHEDULE.update().where(SCHEDULE.c.name == name).values(**values))
    return True


def starts_since_last_end(store: Store) -> tuple[datetime, ...]:
    """Return when the rounds began that broke off since a round last came to its end, oldest first."""
    rounds = RUN.c.trigger.in_(ROUNDS)
    ended = select(func.max(RUN.c.started_at)).where(rounds, RUN.c.finished_at.is_not(None))
    query = select(RUN.c.started_at).where(rounds, RUN.c.finished_at.is_(None)).order_by(RUN.c.started_at)
    with store.reading() as connection:
        last = connection.execute(ended).scalar_one_or_none()
        return tuple(connection.execute(query if last is None else query.where(RUN.c.started_at > last)).scalars())
