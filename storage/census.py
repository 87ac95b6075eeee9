"""The census: takes the store, answers how much of each thing it holds and when a round last came to its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from storage.database import Store
from storage.schedules import ROUNDS
from storage.tables import ALERT, DELIVERY, OBSERVATION, PAGE, REPORT, RUN, SNAPSHOT, SOURCE


@dataclass(frozen=True)
class RoundTimes:
    """When a round last began and last came to its end; None where there was none."""

    begun: datetime | None
    ended: datetime | None


def last_round(store: Store) -> RoundTimes:
    """Return the times of the last round; one that broke off has begun and not ended."""
    query = select(func.max(RUN.c.started_at), func.max(RUN.c.finished_at)).where(RUN.c.trigger.in_(ROUNDS))
    with store.reading() as connection:
        begun, ended = connection.execute(query).one()
    return RoundTimes(begun, ended)


def count_sources(store: Store) -> dict[str, int]:
    """Return how many sources stand in each state; those never looked at are `unseen`."""
    return {state or "unseen": number for state, number in _grouped(store, SOURCE.c.state).items()}


def count_deliveries(store: Store) -> dict[str, int]:
    """Return how many deliveries stand in each state."""
    return {str(state): number for state, number in _grouped(store, DELIVERY.c.state).items()}


def count_alerts(store: Store) -> dict[tuple[str, str], int]:
    """Return how many alerts were ever raised, by event and severity."""
    query = select(ALERT.c.event, ALERT.c.severity, func.count()).group_by(ALERT.c.event, ALERT.c.severity)
    with store.reading() as connection:
        return {(event, severity): number for event, severity, number in connection.execute(query)}


def count_holdings(store: Store) -> dict[str, int]:
    """Return how many pages, snapshots, reports and figures are held."""
    tables = {"pages": PAGE, "snapshots": SNAPSHOT, "reports": REPORT, "observations": OBSERVATION}
    with store.reading() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in tables.items()
        }


def _grouped(store: Store, column: object) -> dict[str | None, int]:
    query = select(column, func.count()).group_by(column)  # type: ignore[call-overload]
    with store.reading() as connection:
        rows = connection.execute(query).all()
    return {row[0]: row[1] for row in rows}
