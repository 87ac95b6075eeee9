"""The shelf of notices: alerts and the outbox of deliveries; takes what rules raised, answers what is still to be sent.

Alerts and their deliveries are written in the transaction that marks their cause as judged; sending comes later and
apart. A delivery is claimed (`sending`) before it leaves the house. One that is found `sending` when nobody sends was
cut off in the middle: it is `unknown`, since the other side may have it, and is tried again under the same identity.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, select

from storage.database import Store, put
from storage.model import Alert, Delivery, Subscription
from storage.tables import ALERT, ATTEMPT, DELIVERY, SUBSCRIPTION
from storage.vocabulary import DeliveryState
from storage.wire import from_json, to_json

OPEN_STATES = (DeliveryState.PENDING, DeliveryState.FAILED, DeliveryState.UNKNOWN)


@dataclass(frozen=True)
class AttemptRecord:
    """One try to tell somebody, with the other side's own answer."""

    at: datetime
    state: DeliveryState
    answer: str


def raise_alerts(
    connection: Connection,
    alerts: Sequence[Alert],
    channels: Mapping[str, Sequence[str]],
    *,
    run_id: str | None,
    now: datetime,
) -> list[Alert]:
    """Keep alerts with a delivery, due now, for each channel named under their key; return those that are new.

    `now` is the clock's: an alert may be judged as of another day, but it leaves the house today.
    """
    fresh = []
    for alert in alerts:
        known = connection.execute(select(ALERT.c.id).where(ALERT.c.key == alert.key)).scalar_one_or_none()
        if known is not None:
            continue
        values = {
            "key": alert.key,
            "event": alert.event,
            "severity": alert.severity,
            "year": alert.year,
            "raised_at": alert.raised_at,
            "run_id": run_id,
            "body": to_json(alert),
        }
        number = connection.execute(ALERT.insert().values(**values).returning(ALERT.c.id)).scalar_one()
        rows = [
            {"alert_id": number, "channel": channel, "state": DeliveryState.PENDING, "next_attempt_at": now}
            for channel in channels.get(alert.key, ())
        ]
        put(connection, DELIVERY, rows, key=["alert_id", "channel"])
        fresh.append(replace(alert, id=number))
    return fresh


def alerts_since(store: Store, since: datetime | None = None, run_id: str | None = None) -> list[Alert]:
    """Return alerts in the order they were raised, from a moment on or of one run."""
    query = select(ALERT).order_by(ALERT.c.id)
    if since is not None:
        query = query.where(ALERT.c.raised_at >= since)
    if run_id is not None:
        query = query.where(ALERT.c.run_id == run_id)
    with store.reading() as connection:
        return [replace(from_json(Alert, row.body), id=row.id) for row in connection.execute(query)]


def load_alert(store: Store, alert_id: int) -> Alert:
    """Return one alert; raise NoResultFound where there is none."""
    with store.reading() as connection:
        row = connection.execute(select(ALERT).where(ALERT.c.id == alert_id)).one()
    return replace(from_json(Alert, row.body), id=row.id)


def deliveries_due(store: Store, now: datetime) -> list[Delivery]:
    """Return the deliveries whose time has come, oldest alert first."""
    due = and_(DELIVERY.c.state.in_(OPEN_STATES), DELIVERY.c.next_attempt_at <= now)
    return _deliveries(store, due)


def all_deliveries(store: Store, state: DeliveryState | None = None) -> list[Delivery]:
    """Return all deliveries, or those in one state."""
    return _deliveries(store, DELIVERY.c.state == state if state else DELIVERY.c.id > 0)


def _deliveries(store: Store, condition: ColumnElement[bool]) -> list[Delivery]:
    query = select(DELIVERY).where(condition).order_by(DELIVERY.c.alert_id, DELIVERY.c.id)
    with store.reading() as connection:
        return [
            Delivery(
                row.alert_id,
                row.channel,
                DeliveryState(row.state),
                row.attempts,
                row.next_attempt_at,
                row.answer,
                row.id,
            )
            for row in connection.execute(query)
        ]


def give_up_interrupted(store: Store, now: datetime) -> int:
    """Turn deliveries that were cut off while leaving into `unknown`, due at once; the caller holds the lease."""
    with store.writing() as connection:
        done = connection.execute(
            DELIVERY.update()
            .where(DELIVERY.c.state == DeliveryState.SENDING)
            .values(state=DeliveryState.UNKNOWN, next_attempt_at=now, answer="interrupted while sending")
        )
    return done.rowcount


def claim_delivery(store: Store, delivery_id: int) -> bool:
    """Mark a delivery as leaving the house; False where somebody else was first."""
    claim = (
        DELIVERY.update()
        .where(DELIVERY.c.id == delivery_id, DELIVERY.c.state.in_(OPEN_STATES))
        .values(state=DeliveryState.SENDING, attempts=DELIVERY.c.attempts + 1)
    )
    with store.writing() as connection:
        return connection.execute(claim).rowcount == 1


def attempts_since(store: Store, channels: Sequence[str], since: datetime) -> list[datetime]:
    """Return when these channels were last tried, by whatever process, oldest first."""
    query = (
        select(ATTEMPT.c.at)
        .join(DELIVERY, DELIVERY.c.id == ATTEMPT.c.delivery_id)
        .where(DELIVERY.c.channel.in_(channels), ATTEMPT.c.at > since)
        .order_by(ATTEMPT.c.at)
    )
    with store.reading() as connection:
        return list(connection.execute(query).scalars())


def hold_channels(store: Store, channels: Sequence[str], until: datetime) -> int:
    """Let nothing go to these channels before a moment; return how many deliveries wait. It costs no attempt."""
    waiting = (
        DELIVERY.update()
        .where(DELIVERY.c.channel.in_(channels), DELIVERY.c.state.in_(OPEN_STATES))
        .where(DELIVERY.c.next_attempt_at < until)
        .values(next_attempt_at=until)
    )
    with store.writing() as connection:
        return connection.execute(waiting).rowcount


def record_attempt(store: Store, delivery_id: int, attempt: AttemptRecord, next_attempt_at: datetime | None) -> None:
    """Keep one attempt and what follows from it."""
    with store.writing() as connection:
        connection.execute(
            ATTEMPT.insert().values(delivery_id=delivery_id, at=attempt.at, state=attempt.state, answer=attempt.answer)
        )
        connection.execute(
            DELIVERY.update()
            .where(DELIVERY.c.id == delivery_id)
            .values(state=attempt.state, answer=attempt.answer, next_attempt_at=next_attempt_at)
        )


def attempts_of(store: Store, delivery_id: int) -> list[AttemptRecord]:
    """Return every attempt of a delivery, oldest first."""
    query = select(ATTEMPT).where(ATTEMPT.c.delivery_id == delivery_id).order_by(ATTEMPT.c.id)
    with store.reading() as connection:
        return [AttemptRecord(row.at, DeliveryState(row.state), row.answer) for row in connection.execute(query)]


def resend_delivery(store: Store, delivery_id: int, now: datetime) -> bool:
    """Make a delivery due again, whatever its state; False where there is none."""
    with store.writing() as connection:
        done = connection.execute(
            DELIVERY.update()
            .where(DELIVERY.c.id == delivery_id)
            .values(state=DeliveryState.PENDING, next_attempt_at=now, attempts=0)
        )
    return done.rowcount == 1


def save_subscription(store: Store, subscription: Subscription, now: datetime) -> None:
    """Keep a subscription made by command; its name is its identity."""
    row = {"name": subscription.name, "body": to_json(subscription), "created_at": now}
    with store.writing() as connection:
        put(connection, SUBSCRIPTION, [row], key=["name"], update=["body"])


def remove_subscription(store: Store, name: str) -> bool:
    """Forget a subscription made by command; False where there is none."""
    with store.writing() as connection:
        return connection.execute(SUBSCRIPTION.delete().where(SUBSCRIPTION.c.name == name)).rowcount == 1


def stored_subscriptions(store: Store) -> list[Subscription]:
    """Return the subscriptions made by command, by name."""
    with store.reading() as connection:
        rows: Iterable[object] = connection.execute(select(SUBSCRIPTION.c.body).order_by(SUBSCRIPTION.c.name)).scalars()
        return [from_json(Subscription, body) for body in rows]
