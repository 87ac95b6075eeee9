"""Deliveries: takes what is due in the outbox, sends it, leaves one recorded attempt for each.

One process delivers at a time (a lease), so a row that is found `sending` was cut off by a dead process. A channel that
fails holds up no other: its rows wait for their next attempt, the others go on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor.indicators import Catalogue
from monitor.telling.answers import Answer
from monitor.telling.channels import Channel
from monitor.telling.message import message_of
from storage.database import Store
from storage.errors import ConfigError, LeaseHeldError
from storage.leases import hold_lease
from storage.model import Delivery
from storage.notices import (
    AttemptRecord,
    claim_delivery,
    deliveries_due,
    give_up_interrupted,
    load_alert,
    record_attempt,
)
from storage.settings import ChannelSettings, Settings
from storage.vocabulary import DeliveryState


@dataclass(frozen=True)
class DeliveryCount:
    """How many deliveries ended how in one batch."""

    sent: int = 0
    unknown: int = 0
    failed: int = 0
    dead: int = 0

    @property
    def needs_a_person(self) -> bool:
        """Whether something did not arrive."""
        return bool(self.unknown or self.failed or self.dead)


def deliver_due(
    store: Store,
    settings: Settings,
    catalogue: Catalogue,
    environment: Mapping[str, str] = os.environ,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> DeliveryCount:
    """Send everything that is due; return the count, all zero where another process is delivering just now."""
    try:
        with hold_lease(store, "delivery"):
            give_up_interrupted(store, clock())
            outbox = _Outbox(store, settings, catalogue, environment, clock)
            states = [outbox.send(delivery) for delivery in deliveries_due(store, clock())]
    except LeaseHeldError:
        return DeliveryCount()
    return DeliveryCount(
        states.count(DeliveryState.SENT),
        states.count(DeliveryState.UNKNOWN),
        states.count(DeliveryState.FAILED),
        states.count(DeliveryState.DEAD),
    )


def next_attempt(retry_after: Sequence[int], attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after so many attempts, or None when it was the last."""
    if attempts > len(retry_after):
        return None
    return now + timedelta(seconds=retry_after[attempts - 1])


class _Outbox:
    """The batch under way: opens each channel once and keeps it for the batch."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        catalogue: Catalogue,
        environment: Mapping[str, str],
        clock: Callable[[], datetime],
    ) -> None:
        self.store = store
        self.settings = settings
        self.catalogue = catalogue
        self.environment = environment
        self.clock = clock
        self._channels: dict[str, Channel] = {}

    def send(self, delivery: Delivery) -> DeliveryState | None:
        """Claim, send and record one delivery; None where it is no longer due."""
        assert delivery.id is not None
        if not claim_delivery(self.store, delivery.id):
            return None
        answer = self._ask(delivery)
        now, state, retry = self.clock(), answer.state, None
        if state in (DeliveryState.FAILED, DeliveryState.UNKNOWN):
            retry = next_attempt(self.settings.delivery.retry_after, delivery.attempts + 1, now)
            state = state if retry else DeliveryState.DEAD
        record_attempt(self.store, delivery.id, AttemptRecord(now, state, answer.words), retry)
        return state

    def _ask(self, delivery: Delivery) -> Answer:
        try:
            channel = self._channel(delivery.channel)
        except ConfigError as error:
            return Answer(DeliveryState.FAILED, str(error))
        message = message_of(load_alert(self.store, delivery.alert_id), self.catalogue)
        text = message.text
        if delivery.state is DeliveryState.UNKNOWN:
            text = f"(此前一次投递结果不明，如已收到请忽略。)\n{text}"
        return channel.send(message.title, text, f"fazhi-{delivery.alert_id}-{delivery.channel}")

    def _channel(self, name: str) -> Channel:
        if name not in self._channels:
            self._channels[name] = open_channel(self.settings, name, self.environment)
        return self._channels[name]


def open_channel(settings: Settings, name: str, environment: Mapping[str, str] = os.environ) -> Channel:
    """Return a channel ready to send; raise ConfigError where it is not declared or its address is unusable."""
    declared: dict[str, ChannelSettings] = {channel.name: channel for channel in settings.channel}
    if name not in declared:
        known = ", ".join(declared) or "none"
        raise ConfigError(f"channel {name!r} is not declared (declared: {known}); add a [[channel]] block of that name")
    return Channel(name, declared[name].address(environment))
