"""The shelf of notices: takes what rules raised and who is told of it, leaves alerts, each with its deliveries.

Alerts and their deliveries are written in the transaction that marks their cause as judged; sending comes later and
apart (storage/outbox.py). What is told together is one delivery with several alerts; one that has not left the house
yet takes in what else is to be told with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection, select

from storage.database import Store
from storage.model import Alert
from storage.tables import ALERT, DELIVERY, DELIVERY_ALERT
from storage.vocabulary import DeliveryState
from storage.wire import from_json, to_json


@dataclass(frozen=True)
class Route:
    """Whom an alert is told to, and when; alerts with the same route and bundle are told in one message."""

    channel: str
    due_at: datetime
    recipient: str = ""
    subscription: str = ""
    bundle: str = ""


@dataclass(frozen=True)
class Raising:
    """What a stage raised: the alerts, the routes of each by its key, the run, and the clock's moment.

    An alert may be judged as of another day, but it leaves the house by the clock.
    """

    now: datetime
    alerts: Sequence[Alert] = ()
    routes: Mapping[str, Sequence[Route]] = field(default_factory=dict)
    run_id: str | None = None


def raise_alerts(connection: Connection, raising: Raising) -> list[Alert]:
    """Keep alerts with their deliveries; return those that are new, an alert that was raised before is left alone."""
    fresh = []
    for alert in raising.alerts:
        known = connection.execute(select(ALERT.c.id).where(ALERT.c.key == alert.key)).scalar_one_or_none()
        if known is not None:
            continue
        values = {
            "key": alert.key,
            "event": alert.event,
            "severity": alert.severity,
            "year": alert.year,
            "raised_at": alert.raised_at,
            "run_id": raising.run_id,
            "body": to_json(alert),
        }
        number = connection.execute(ALERT.insert().values(**values).returning(ALERT.c.id)).scalar_one()
        for route in raising.routes.get(alert.key, ()):
            _enter(connection, number, route)
        fresh.append(replace(alert, id=number))
    return fresh


def _enter(connection: Connection, alert_id: int, route: Route) -> None:
    """Put an alert into the delivery of its bundle that still waits, or into one of its own."""
    delivery_id = _waiting(connection, route) if route.bundle else None
    if delivery_id is None:
        values = {
            "channel": route.channel,
            "recipient": route.recipient,
            "subscription": route.subscription,
            "bundle": route.bundle,
            "state": DeliveryState.PENDING,
            "next_attempt_at": route.due_at,
        }
        delivery_id = connection.execute(DELIVERY.insert().values(**values).returning(DELIVERY.c.id)).scalar_one()
    told = {"alert_id": alert_id, "channel": route.channel, "recipient": route.recipient, "delivery_id": delivery_id}
    connection.execute(DELIVERY_ALERT.insert().values(**told))


def _waiting(connection: Connection, route: Route) -> int | None:
    # Locked until this transaction ends: a sender that claimed it in between would not see the alert (PostgreSQL).
    query = (
        select(DELIVERY.c.id)
        .where(
            DELIVERY.c.channel == route.channel,
            DELIVERY.c.recipient == route.recipient,
            DELIVERY.c.subscription == route.subscription,
            DELIVERY.c.bundle == route.bundle,
            DELIVERY.c.state == DeliveryState.PENDING,
            DELIVERY.c.attempts == 0,
            DELIVERY.c.next_attempt_at <= route.due_at,  # what may go now does not wait for what may not
        )
        .order_by(DELIVERY.c.id)
        .limit(1)
        .with_for_update()
    )
    return connection.execute(query).scalar_one_or_none()


def alerts_since(store: Store, since: datetime | None = None, run_id: str | None = None) -> list[Alert]:
    """Return alerts in the order they were raised, from a moment on or of one run."""
    query = select(ALERT).order_by(ALERT.c.id)
    if since is not None:
        query = query.where(ALERT.c.raised_at >= since)
    if run_id is not None:
        query = query.where(ALERT.c.run_id == run_id)
    with store.reading() as connection:
        return [replace(from_json(Alert, row.body), id=row.id) for row in connection.execute(query)]


def load_alerts(store: Store, numbers: Sequence[int]) -> list[Alert]:
    """Return alerts by their numbers, in the order they were raised."""
    query = select(ALERT).where(ALERT.c.id.in_(numbers)).order_by(ALERT.c.id)
    with store.reading() as connection:
        return [replace(from_json(Alert, row.body), id=row.id) for row in connection.execute(query)]
