"""The shelf of subscribers: subscriptions made by command, and who has left which subscription."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage.database import Store, put
from storage.model import Subscription
from storage.outbox import withdraw
from storage.settings import Settings
from storage.tables import SUBSCRIPTION, UNSUBSCRIPTION
from storage.wire import from_json, to_json


@dataclass(frozen=True)
class Leaver:
    """One who is no longer told what a subscription asks for, though its channel leads there."""

    subscription: str
    channel: str
    recipient: str


def save_subscription(store: Store, subscription: Subscription, now: datetime) -> None:
    """Keep a subscription made by command; its name is its identity."""
    row = {"name": subscription.name, "body": to_json(subscription), "created_at": now}
    with store.writing() as connection:
        put(connection, SUBSCRIPTION, [row], key=["name"], update=["body"])


def remove_subscription(store: Store, name: str, *, still_declared: bool = False) -> bool:
    """Forget a subscription made by command; False where there was none, and nothing of it waited.

    What it has not told is withdrawn, unless settings.toml still declares one of that name: that one goes on.
    """
    with store.writing() as connection:
        found = connection.execute(SUBSCRIPTION.delete().where(SUBSCRIPTION.c.name == name)).rowcount == 1
        if still_declared:
            return found
        waited = withdraw(connection, name, "the subscription was removed")
        connection.execute(UNSUBSCRIPTION.delete().where(UNSUBSCRIPTION.c.subscription == name))
    return found or waited > 0


def stored_subscriptions(store: Store) -> list[Subscription]:
    """Return the subscriptions made by command, by name."""
    with store.reading() as connection:
        rows: Iterable[object] = connection.execute(select(SUBSCRIPTION.c.body).order_by(SUBSCRIPTION.c.name)).scalars()
        return [from_json(Subscription, body) for body in rows]


def all_subscriptions(settings: Settings, store: Store) -> list[Subscription]:
    """Return the subscriptions of settings.toml and those made by command; the file's win by name."""
    declared = {block.name: block.subscription() for block in settings.subscription}
    made = {subscription.name: subscription for subscription in stored_subscriptions(store)}
    return [*(made | declared).values()]


def doubled_subscriptions(settings: Settings, store: Store) -> list[str]:
    """Return the names that stand in settings.toml and were made by command too: the file's hide the others."""
    declared = {block.name for block in settings.subscription}
    return [subscription.name for subscription in stored_subscriptions(store) if subscription.name in declared]


def let_leave(store: Store, leaver: Leaver, now: datetime) -> int:
    """Note that somebody has left and withdraw what was still to be told to them; return how much that was."""
    row = {**vars(leaver), "at": now}
    with store.writing() as connection:
        put(connection, UNSUBSCRIPTION, [row], key=["subscription", "channel", "recipient"])
        return withdraw(
            connection, leaver.subscription, "the recipient has unsubscribed", (leaver.channel, leaver.recipient)
        )


def take_back(store: Store, subscription: str, recipient: str) -> bool:
    """Let somebody who left be told again, on every channel of the subscription; False where nobody had left."""
    with store.writing() as connection:
        found = connection.execute(
            UNSUBSCRIPTION.delete().where(
                UNSUBSCRIPTION.c.subscription == subscription, UNSUBSCRIPTION.c.recipient == recipient
            )
        )
    return found.rowcount > 0


def leavers(store: Store) -> set[Leaver]:
    """Return everybody who has left."""
    with store.reading() as connection:
        rows = connection.execute(select(UNSUBSCRIPTION))
        return {Leaver(row.subscription, row.channel, row.recipient) for row in rows}
