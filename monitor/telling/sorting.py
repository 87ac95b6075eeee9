"""Sorting out: takes what is due in the outbox, leaves it ready to be sent: held, withdrawn, split or folded.

A paused subscription's deliveries wait; those of a channel with several recipients become one for each; and what has
piled up for one recipient becomes a digest, since forty messages at once are read by nobody. Nothing that anybody has
tried to send is folded: the other side may have it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from monitor.telling.digest import divide
from monitor.telling.directory import Directory
from monitor.telling.fitting import Room
from monitor.telling.office import Office
from monitor.telling.routing import DIGEST
from storage.database import Store
from storage.errors import ConfigError
from storage.model import Delivery
from storage.notices import load_alerts
from storage.outbox import (
    deliveries_due,
    fold_deliveries,
    hold_delivery,
    release_held,
    split_delivery,
    withdraw_delivery,
)
from storage.subscribers import Leaver, leavers
from storage.vocabulary import DeliveryState

LOG = logging.getLogger("fazhi.delivery")


def sort_out(office: Office, now: datetime) -> None:
    """Make everything that is due ready to be sent."""
    store, directory = office.store, office.directory
    active = [name for name, subscription in office.subscriptions.items() if not subscription.paused]
    release_held(store, ["", *active], now)
    due = deliveries_due(store, now)
    if not due:
        return
    left = leavers(store)
    for delivery in due:
        _settle(store, directory, delivery, active, left)
    if office.settings.delivery.fold_above:
        _fold(store, directory, deliveries_due(store, now), office.settings.delivery.fold_above)


def _settle(store: Store, directory: Directory, delivery: Delivery, active: Sequence[str], left: set[Leaver]) -> None:
    assert delivery.id is not None
    if delivery.subscription and delivery.subscription not in active:
        hold_delivery(store, delivery.id, f"waits: subscription {delivery.subscription!r} is paused or gone")
        return
    if Leaver(delivery.subscription, delivery.channel, delivery.recipient) in left:
        withdraw_delivery(store, delivery.id, "the recipient has unsubscribed")
        return
    try:
        recipients = directory.channel(delivery.channel).recipients
    except ConfigError:
        return  # the attempt says so
    if delivery.recipient in recipients:
        return
    # Meant for the whole channel, or for an address that was mended since: told to those who have not been told.
    staying = [one for one in recipients if Leaver(delivery.subscription, delivery.channel, one) not in left]
    split_delivery(store, delivery, staying)


def _fold(store: Store, directory: Directory, due: Sequence[Delivery], above: int) -> None:
    fresh = [one for one in due if one.state is DeliveryState.PENDING and not one.attempts and one.bundle != DIGEST]
    fresh.sort(key=_reader)
    for (channel, _recipient, _subscription), group in groupby(fresh, key=_reader):
        rows = list(group)
        if len(rows) <= above or directory.reach(channel).each_alone:
            continue
        try:
            room = directory.channel(channel).room
        except ConfigError:
            continue  # the attempt says so
        try:
            groups = _parts(store, rows, room)
        except Exception:
            LOG.exception("what waits for channel %s cannot be folded; it goes one by one", channel)
            continue
        fold_deliveries(store, groups, DIGEST)
        LOG.info("channel %s: %d messages to one reader become %d digests", channel, len(rows), len(groups))


def _reader(delivery: Delivery) -> tuple[str, str, str]:
    return delivery.channel, delivery.recipient, delivery.subscription


def _parts(store: Store, rows: Sequence[Delivery], room: Room) -> list[list[int]]:
    """Return which deliveries go together, so that each alert is named; the gravest are in the first message."""
    alerts = {alert.id: alert for alert in load_alerts(store, [number for row in rows for number in row.alerts])}
    filled = [row for row in rows if row.id is not None and row.alerts]
    units = [[alerts[number] for number in row.alerts] for row in filled]
    return [[filled[place].id or 0 for place in group] for group in divide(units, room)]
