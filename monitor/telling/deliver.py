"""Deliveries: takes what is due in the outbox, sends it, leaves one recorded attempt for each.

One process delivers at a time (a lease), so a row that is found `sending` was cut off by a dead process. Each service
has a thread of its own: one that is slow, refuses or is dead holds up no other, and what falls due elsewhere meanwhile
goes out meanwhile. A service that does not answer three times running is left alone until the first retry; a bot's
pace is counted in the store's own attempts, so it holds across processes and for two channels of one address.
"""

from __future__ import annotations

import logging
import os
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor.indicators import Catalogue
from monitor.telling.office import Office
from monitor.telling.sending import Desk
from monitor.telling.sorting import sort_out
from storage.database import Store
from storage.errors import LeaseHeldError
from storage.leases import hold_lease
from storage.model import Delivery
from storage.outbox import attempts_since, deliveries_due, give_up_interrupted, hold_channels, next_untried
from storage.settings import Settings
from storage.vocabulary import DeliveryState

LOG = logging.getLogger("fazhi.delivery")
AT_ONCE = 8
LOOK_AGAIN_SECONDS = 1.0
# One failure may be the message's; three running are the service's.
_DOWN_AFTER = 3
_MINUTE = timedelta(minutes=1)


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
    *,
    patience_seconds: float = 0,
    sleep: Callable[[float], None] = time.sleep,
    stopping: Callable[[], bool] = lambda: False,
) -> DeliveryCount:
    """Send everything that is due; return the count, all zero where another process is delivering just now.

    With patience, what only waits for its turn at a bot is waited for, so long in all; failures never are. Once
    `stopping` is true nothing more leaves the house.
    """
    try:
        with hold_lease(store, "delivery"):
            give_up_interrupted(store, clock())
            batch = _Batch(Office(store, settings, catalogue, environment, clock), stopping)
            states = batch.run(clock() + timedelta(seconds=patience_seconds), sleep)
    except LeaseHeldError:
        return DeliveryCount()
    counted = Counter(states)
    return DeliveryCount(
        counted[DeliveryState.SENT],
        counted[DeliveryState.UNKNOWN],
        counted[DeliveryState.FAILED],
        counted[DeliveryState.DEAD],
    )


def pace_allows(moments: Sequence[datetime], per_minute: int, now: datetime) -> datetime:
    """Return when the next message may go to a service that takes so many a minute; 0 a minute is no limit."""
    recent = [moment for moment in moments if moment > now - _MINUTE]
    if not per_minute or len(recent) < per_minute:
        return now
    return recent[-per_minute] + _MINUTE


class _Batch:
    """The batch under way: which services are busy, and what was tried already; each delivery is tried once."""

    def __init__(self, office: Office, stopping: Callable[[], bool]) -> None:
        self._office = office
        self._store = office.store
        self._clock = office.clock
        self._stopping = stopping
        self._desk = Desk(office)
        self._tried: set[int] = set()

    def run(self, patient_until: datetime, sleep: Callable[[float], None]) -> list[DeliveryState]:
        """Send until nothing is due and nobody is busy; return how each attempt ended."""
        states: list[DeliveryState] = []
        busy: dict[Future[list[DeliveryState]], tuple[str, ...]] = {}
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="deliver") as pool:
            while True:
                for names, rows in self._due(set(busy.values())).items():
                    busy[pool.submit(self._send_all, names, rows)] = names
                if busy:
                    done, _others = wait(busy, LOOK_AGAIN_SECONDS, FIRST_COMPLETED)
                    for future in done:
                        del busy[future]
                        states += future.result()
                    continue
                turn = next_untried(self._store, patient_until)
                if turn is None or self._stopping():
                    return states
                sleep(max((turn - self._clock()).total_seconds(), 0.05))

    def _due(self, busy: set[tuple[str, ...]]) -> dict[tuple[str, ...], list[Delivery]]:
        """Return what is due and was not tried yet, by the service it goes to, without those that are busy."""
        if self._stopping():
            return {}
        now = self._clock()
        sort_out(self._office, now)
        found: dict[tuple[str, ...], list[Delivery]] = {}
        for delivery in deliveries_due(self._store, now):
            names = self._office.directory.same_address(delivery.channel)
            if names not in busy and delivery.id not in self._tried:
                found.setdefault(names, []).append(delivery)
        return found

    def _send_all(self, names: tuple[str, ...], rows: Sequence[Delivery]) -> list[DeliveryState]:
        """Send one service's deliveries one after the other, as far as it takes them."""
        states: list[DeliveryState] = []
        unanswered = 0
        for delivery in rows:
            if self._stopping() or self._must_wait(names, delivery.channel):
                return states
            assert delivery.id is not None
            self._tried.add(delivery.id)
            outcome = self._desk.send(delivery)
            if outcome is None:
                continue
            states.append(outcome.state)
            unanswered = unanswered + 1 if outcome.down else 0
            now = self._clock()
            until = outcome.not_before
            if unanswered >= _DOWN_AFTER:
                until = max(
                    until or now, now + timedelta(seconds=min(self._office.settings.delivery.retry_after, default=60))
                )
            if until is not None and until > now:
                self._hold(names, until)
                return states
        return states

    def _must_wait(self, names: tuple[str, ...], channel: str) -> bool:
        """Whether a service has had its share for now; then all that is due there is put off."""
        per_minute = self._desk.per_minute(channel)
        if not per_minute:
            return False
        now = self._clock()
        free = pace_allows(attempts_since(self._store, names, now - _MINUTE), per_minute, now)
        if free > now:
            self._hold(names, free)
        return free > now

    def _hold(self, names: tuple[str, ...], until: datetime) -> None:
        waiting = hold_channels(self._store, names, until)
        told = until.isoformat(timespec="seconds")
        LOG.info("channel %s: %d deliveries wait until %s", ", ".join(names), waiting, told)
