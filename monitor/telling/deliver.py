"""Deliveries: takes what is due in the outbox, sends it, leaves one recorded attempt for each.

One process delivers at a time (a lease), so a row that is found `sending` was cut off by a dead process. A channel that
fails holds up no other: its rows wait for their next attempt, the others go on. A bot's pace is counted in the store's
own attempts, so it holds across processes and for two channels of one address; what is too much waits its turn.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor.indicators import Catalogue
from monitor.telling.answers import Answer, Particulars
from monitor.telling.channels import Channel
from monitor.telling.message import harmless, message_of
from monitor.telling.plainly import alert_json
from storage.database import Store
from storage.errors import ConfigError, LeaseHeldError
from storage.leases import hold_lease
from storage.model import Alert, Delivery
from storage.notices import (
    AttemptRecord,
    attempts_since,
    claim_delivery,
    deliveries_due,
    give_up_interrupted,
    hold_channels,
    load_alert,
    record_attempt,
)
from storage.settings import ChannelSettings, Settings
from storage.vocabulary import DeliveryState

LOG = logging.getLogger("fazhi.delivery")
_MINUTE = timedelta(minutes=1)
_LONGEST_LINK = 500


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


def pace_allows(moments: Sequence[datetime], per_minute: int, now: datetime) -> datetime:
    """Return when the next message may go to a service that takes so many a minute; 0 a minute is no limit."""
    recent = [moment for moment in moments if moment > now - _MINUTE]
    if not per_minute or len(recent) < per_minute:
        return now
    return recent[-per_minute] + _MINUTE


def particulars_of(alert: Alert, *, final: bool = False) -> Particulars:
    """Return what channels may make use of beside an alert's words."""
    place = alert.region.code or alert.region.name if alert.region else ""
    whose = [part for part in (alert.agency, place, str(alert.year or "")) if part] if alert.agency else [alert.key]
    link = alert.url or ""
    link = link if link.startswith(("http://", "https://")) and len(link) <= _LONGEST_LINK else ""
    return Particulars(thread="|".join(whose), link=harmless(link, _LONGEST_LINK), alert=alert_json(alert), final=final)


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
        self._held: set[str] = set()

    def send(self, delivery: Delivery) -> DeliveryState | None:
        """Claim, send and record one delivery; None where it is no longer due, or has to wait its turn."""
        assert delivery.id is not None
        if self._must_wait(delivery.channel) or not claim_delivery(self.store, delivery.id):
            return None
        answer = self._ask(delivery)
        now, state, retry = self.clock(), answer.state, None
        asked = now + timedelta(seconds=answer.retry_after or 0)
        if state in (DeliveryState.FAILED, DeliveryState.UNKNOWN):
            retry = next_attempt(self.settings.delivery.retry_after, delivery.attempts + 1, now)
            state = state if retry else DeliveryState.DEAD
        record_attempt(
            self.store, delivery.id, AttemptRecord(now, state, answer.words), max(retry, asked) if retry else None
        )
        if asked > now:
            self._hold(delivery.channel, asked)
        return state

    def _must_wait(self, name: str) -> bool:
        """Whether a channel has had its share; then all that is due there is put off."""
        if name in self._held:
            return True
        try:
            per_minute = self._channel(name).per_minute
        except ConfigError:
            return False  # the attempt says so
        if not per_minute:
            return False
        now = self.clock()
        moments = attempts_since(self.store, same_address(self.settings, name, self.environment), now - _MINUTE)
        free = pace_allows(moments, per_minute, now)
        if free > now:
            self._hold(name, free)
        return free > now

    def _hold(self, name: str, until: datetime) -> None:
        names = same_address(self.settings, name, self.environment)
        waiting = hold_channels(self.store, names, until)
        self._held.update(names)
        LOG.info("channel %s: %d deliveries wait until %s", name, waiting, until.isoformat(timespec="seconds"))

    def _ask(self, delivery: Delivery) -> Answer:
        try:
            channel = self._channel(delivery.channel)
        except ConfigError as error:
            return Answer(DeliveryState.FAILED, str(error))
        alert = load_alert(self.store, delivery.alert_id)
        message = message_of(alert, self.catalogue)
        text = message.text
        if delivery.state is DeliveryState.UNKNOWN:
            text = f"(此前一次投递结果不明，如已收到请忽略。)\n{text}"
        final = next_attempt(self.settings.delivery.retry_after, delivery.attempts + 1, self.clock()) is None
        identity = f"fazhi-{delivery.alert_id}-{delivery.channel}"
        return channel.send(message.title, text, identity, particulars_of(alert, final=final))

    def _channel(self, name: str) -> Channel:
        if name not in self._channels:
            self._channels[name] = open_channel(self.settings, name, self.environment)
        return self._channels[name]


def same_address(settings: Settings, name: str, environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Return the channels that lead where this one leads, itself among them: to the service they are one."""
    addresses = {}
    for channel in settings.channel:
        with suppress(ConfigError):
            addresses[channel.name] = channel.address(environment).get_secret_value()
    return tuple(other for other, address in addresses.items() if address == addresses.get(name)) or (name,)


def open_channel(settings: Settings, name: str, environment: Mapping[str, str] = os.environ) -> Channel:
    """Return a channel ready to send; raise ConfigError where it is not declared or its address is unusable."""
    declared: dict[str, ChannelSettings] = {channel.name: channel for channel in settings.channel}
    if name not in declared:
        known = ", ".join(declared) or "none"
        raise ConfigError(f"channel {name!r} is not declared (declared: {known}); add a [[channel]] block of that name")
    return Channel(name, declared[name].address(environment))
