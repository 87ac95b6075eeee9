"""The outbox: takes what becomes of deliveries, leaves them claimed, sent, put off, folded, withdrawn, with attempts.

A delivery is claimed (`sending`) before it leaves the house. One that is found `sending` when nobody sends was cut off
in the middle: it is `unknown`, since the other side may have it, and is tried again under the same identity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, and_, select

from storage.database import Store
from storage.model import Delivery
from storage.notices import Route
from storage.tables import ATTEMPT, DELIVERY, DELIVERY_ALERT, UNSUBSCRIPTION
from storage.vocabulary import DeliveryState

OPEN_STATES = (DeliveryState.PENDING, DeliveryState.FAILED, DeliveryState.UNKNOWN)
INTERRUPTED = "interrupted while sending"


@dataclass(frozen=True)
class AttemptRecord:
    """One try to tell somebody, with the other side's own answer."""

    at: datetime
    state: DeliveryState
    answer: str


def deliveries_due(store: Store, now: datetime) -> list[Delivery]:
    """Return the deliveries whose time has come, the oldest first."""
    return _deliveries(store, and_(DELIVERY.c.state.in_(OPEN_STATES), DELIVERY.c.next_attempt_at <= now))


def next_untried(store: Store, until: datetime) -> datetime | None:
    """Return the first moment up to `until` at which something that nobody has tried to send falls due, else None."""
    query = select(DELIVERY.c.next_attempt_at).where(
        DELIVERY.c.state == DeliveryState.PENDING, DELIVERY.c.attempts == 0, DELIVERY.c.next_attempt_at <= until
    )
    with store.reading() as connection:
        return connection.execute(query.order_by(DELIVERY.c.next_attempt_at).limit(1)).scalar_one_or_none()


def routes_of_alert(store: Store, alert_id: int, due_at: datetime) -> list[Route]:
    """Return along which routes an alert was told, due anew, without those who have left since."""
    told = (DELIVERY.c.channel, DELIVERY.c.recipient, DELIVERY.c.subscription)
    query = select(*told).join(DELIVERY_ALERT, DELIVERY_ALERT.c.delivery_id == DELIVERY.c.id)
    query = query.where(DELIVERY_ALERT.c.alert_id == alert_id).order_by(DELIVERY.c.id)
    left = select(UNSUBSCRIPTION.c.channel, UNSUBSCRIPTION.c.recipient, UNSUBSCRIPTION.c.subscription)
    with store.reading() as connection:
        gone = {tuple(row) for row in connection.execute(left)}
        rows = [row for row in connection.execute(query) if tuple(row) not in gone]
    return [Route(row.channel, due_at, row.recipient, row.subscription) for row in rows]


def all_deliveries(store: Store, state: DeliveryState | None = None) -> list[Delivery]:
    """Return all deliveries, or those in one state."""
    return _deliveries(store, DELIVERY.c.state == state if state else DELIVERY.c.id > 0)


def find_delivery(store: Store, delivery_id: int) -> Delivery | None:
    """Return one delivery as it stands now, None where there is none."""
    found = _deliveries(store, DELIVERY.c.id == delivery_id)
    return found[0] if found else None


def _deliveries(store: Store, condition: ColumnElement[bool]) -> list[Delivery]:
    query = (
        select(DELIVERY, DELIVERY_ALERT.c.alert_id)
        .outerjoin(DELIVERY_ALERT, DELIVERY_ALERT.c.delivery_id == DELIVERY.c.id)
        .where(condition)
        .order_by(DELIVERY.c.id, DELIVERY_ALERT.c.alert_id)
    )
    with store.reading() as connection:
        rows = connection.execute(query).all()
    found = []
    for _number, group in groupby(rows, key=lambda row: row.id):
        members = list(group)
        row = members[0]
        found.append(
            Delivery(
                channel=row.channel,
                alerts=tuple(member.alert_id for member in members if member.alert_id is not None),
                recipient=row.recipient,
                subscription=row.subscription,
                bundle=row.bundle,
                state=DeliveryState(row.state),
                attempts=row.attempts,
                next_attempt_at=row.next_attempt_at,
                answer=row.answer,
                id=row.id,
            )
        )
    return found


def give_up_interrupted(store: Store, now: datetime) -> int:
    """Turn deliveries that were cut off while leaving into `unknown`, due at once; the caller holds the lease."""
    cut_off = DELIVERY.c.state == DeliveryState.SENDING
    with store.writing() as connection:
        numbers = list(connection.execute(select(DELIVERY.c.id).where(cut_off)).scalars())
        if not numbers:
            return 0
        put_down = [
            {"delivery_id": number, "at": now, "state": DeliveryState.UNKNOWN, "answer": INTERRUPTED}
            for number in numbers
        ]
        connection.execute(ATTEMPT.insert(), put_down)
        values = {"state": DeliveryState.UNKNOWN, "next_attempt_at": now, "answer": INTERRUPTED}
        connection.execute(DELIVERY.update().where(cut_off).values(**values))
    return len(numbers)


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


def hold_delivery(store: Store, delivery_id: int, why: str) -> None:
    """Let a delivery wait without an hour, and say why."""
    with store.writing() as connection:
        connection.execute(
            DELIVERY.update()
            .where(DELIVERY.c.id == delivery_id, DELIVERY.c.state.in_(OPEN_STATES))
            .values(next_attempt_at=None, answer=why)
        )


def release_held(store: Store, subscriptions: Sequence[str], now: datetime) -> int:
    """Make due what waited without an hour for these subscriptions; return how many."""
    with store.writing() as connection:
        done = connection.execute(
            DELIVERY.update()
            .where(DELIVERY.c.state.in_(OPEN_STATES), DELIVERY.c.next_attempt_at.is_(None))
            .where(DELIVERY.c.subscription.in_(subscriptions))
            .values(next_attempt_at=now)
        )
    return done.rowcount


def resend_delivery(store: Store, delivery_id: int, now: datetime) -> bool:
    """Make a delivery due again, whatever its state; False where there is none."""
    with store.writing() as connection:
        done = connection.execute(
            DELIVERY.update()
            .where(DELIVERY.c.id == delivery_id)
            .values(state=DeliveryState.PENDING, next_attempt_at=now, attempts=0)
        )
    return done.rowcount == 1


def withdraw(connection: Connection, subscription: str, why: str, to: tuple[str, str] | None = None) -> int:
    """Withdraw what a subscription has not yet told, everywhere or to one (channel, recipient); return how many."""
    query = DELIVERY.update().where(DELIVERY.c.subscription == subscription, DELIVERY.c.state.in_(OPEN_STATES))
    if to is not None:
        query = query.where(DELIVERY.c.channel == to[0], DELIVERY.c.recipient == to[1])
    values = {"state": DeliveryState.WITHDRAWN, "next_attempt_at": None, "answer": why}
    return connection.execute(query.values(**values)).rowcount


def withdraw_delivery(store: Store, delivery_id: int, why: str) -> None:
    """Withdraw one delivery that has not been told."""
    values = {"state": DeliveryState.WITHDRAWN, "next_attempt_at": None, "answer": why}
    with store.writing() as connection:
        connection.execute(
            DELIVERY.update().where(DELIVERY.c.id == delivery_id, DELIVERY.c.state.in_(OPEN_STATES)).values(**values)
        )


def fold_deliveries(store: Store, groups: Sequence[Sequence[int]], bundle: str) -> None:
    """Make one delivery of each group of deliveries that nobody has tried to send; the first of a group stays."""
    with store.writing() as connection:
        for numbers in groups:
            untried = (
                select(DELIVERY.c.id)
                .where(DELIVERY.c.id.in_(numbers), DELIVERY.c.attempts == 0)
                .where(DELIVERY.c.state == DeliveryState.PENDING)
                .order_by(DELIVERY.c.id)
                .with_for_update()
            )
            found = list(connection.execute(untried).scalars())
            if len(found) < 2:
                continue
            first, rest = found[0], found[1:]
            connection.execute(
                DELIVERY_ALERT.update().where(DELIVERY_ALERT.c.delivery_id.in_(rest)).values(delivery_id=first)
            )
            connection.execute(DELIVERY.delete().where(DELIVERY.c.id.in_(rest)))
            connection.execute(DELIVERY.update().where(DELIVERY.c.id == first).values(bundle=bundle))


def split_delivery(store: Store, delivery: Delivery, recipients: Sequence[str]) -> None:
    """Make one delivery for each recipient out of one that was meant for a channel's whole list.

    Whoever was told an alert already is not told it again; where nobody is left, the delivery is withdrawn.
    """
    with store.writing() as connection:
        connection.execute(DELIVERY_ALERT.delete().where(DELIVERY_ALERT.c.delivery_id == delivery.id))
        number = delivery.id
        for recipient in recipients:
            left = _untold(connection, delivery, recipient)
            if not left:
                continue
            if number is None:
                number = _copy(connection, delivery, recipient)
            else:
                connection.execute(DELIVERY.update().where(DELIVERY.c.id == number).values(recipient=recipient))
            rows = [
                {"alert_id": alert, "channel": delivery.channel, "recipient": recipient, "delivery_id": number}
                for alert in left
            ]
            connection.execute(DELIVERY_ALERT.insert(), rows)
            number = None
        if number is not None:
            values = {"state": DeliveryState.WITHDRAWN, "next_attempt_at": None, "answer": "nobody is left to be told"}
            connection.execute(DELIVERY.update().where(DELIVERY.c.id == number).values(**values))


def _untold(connection: Connection, delivery: Delivery, recipient: str) -> list[int]:
    told = select(DELIVERY_ALERT.c.alert_id).where(
        DELIVERY_ALERT.c.channel == delivery.channel, DELIVERY_ALERT.c.recipient == recipient
    )
    known = set(connection.execute(told.where(DELIVERY_ALERT.c.alert_id.in_(delivery.alerts))).scalars())
    return [number for number in delivery.alerts if number not in known]


def _copy(connection: Connection, delivery: Delivery, recipient: str) -> int:
    values = {
        "channel": delivery.channel,
        "recipient": recipient,
        "subscription": delivery.subscription,
        "bundle": delivery.bundle,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "next_attempt_at": delivery.next_attempt_at,
        "answer": delivery.answer,
    }
    number: int = connection.execute(DELIVERY.insert().values(**values).returning(DELIVERY.c.id)).scalar_one()
    return number
