"""The desk: takes one delivery that is due, claims it, words it, sends it, records the attempt; leaves its outcome."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.telling.answers import Answer, Particulars
from monitor.telling.channels import Channel
from monitor.telling.digest import digest_of
from monitor.telling.message import Message, harmless
from monitor.telling.office import Office
from monitor.telling.plainly import alert_json
from monitor.telling.routing import thread_of
from monitor.telling.unsubscribing import footer_of, unsubscribe_address
from storage.errors import ConfigError, WatchError
from storage.model import Alert, Delivery
from storage.notices import load_alerts
from storage.outbox import AttemptRecord, claim_delivery, find_delivery, record_attempt
from storage.vocabulary import DeliveryState

LOG = logging.getLogger("fazhi.delivery")
UNKNOWN_NOTE = "（此前一次投递结果不明，如已收到请忽略。）"
_LONGEST_LINK = 500


@dataclass(frozen=True)
class Outcome:
    """How one attempt ended; `not_before` is until when the service wants to be left alone, `down` as an Answer's."""

    state: DeliveryState
    not_before: datetime | None = None
    down: bool = False


class Desk:
    """Sends one delivery at a time; several threads may ask it at once."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._store = office.store
        self._settings = office.settings
        self._clock = office.clock

    def per_minute(self, channel: str) -> int:
        """Return how many messages a minute a channel takes, 0 where none is known or it cannot be opened."""
        try:
            return self._office.directory.channel(channel).per_minute
        except ConfigError:
            return 0

    def send(self, due: Delivery) -> Outcome | None:
        """Claim, send and record one delivery; None where it is no longer due."""
        assert due.id is not None
        if not claim_delivery(self._store, due.id):
            return None
        delivery = find_delivery(self._store, due.id)  # with the alerts that joined it since
        assert delivery is not None
        waits = self._settings.delivery.retry_after
        final = next_attempt(waits, delivery.attempts, self._clock()) is None
        try:
            answer = self._ask(self._office.directory.channel(due.channel), delivery, due.state, final=final)
        except WatchError as error:
            answer = Answer(DeliveryState.FAILED, str(error))
        except Exception as error:
            LOG.exception("delivery %d could not be made", due.id)  # one that breaks must not keep the others in
            answer = Answer(DeliveryState.FAILED, f"it could not be made: {type(error).__name__}; see the log")
        now, state, retry = self._clock(), answer.state, None
        asked = now + timedelta(seconds=answer.retry_after or 0)
        if state in (DeliveryState.FAILED, DeliveryState.UNKNOWN):
            retry = next_attempt(waits, delivery.attempts, now)
            state = state if retry else DeliveryState.DEAD
        later = max(retry, asked) if retry else None
        record_attempt(self._store, due.id, AttemptRecord(now, state, answer.words), later)
        return Outcome(state, asked if asked > now else None, answer.down)

    def _ask(self, channel: Channel, delivery: Delivery, was: DeliveryState, *, final: bool) -> Answer:
        alerts = load_alerts(self._store, delivery.alerts)
        message = self._words(channel, delivery, alerts)
        text = message.text
        if was is DeliveryState.UNKNOWN:  # the first line stays the first: it is what a phone shows
            head, _, rest = text.partition("\n")
            text = f"{head}\n{UNKNOWN_NOTE}\n{rest}"
        particulars = particulars_of(alerts, final=final, recipient=delivery.recipient)
        if delivery.recipient and delivery.subscription:
            address = unsubscribe_address(self._settings, self._office.secret, delivery)
            particulars = replace(particulars, unsubscribe=address, footer=footer_of(delivery, address))
        return channel.send(message.title, text, identity_of(delivery, alerts), particulars)

    def _words(self, channel: Channel, delivery: Delivery, alerts: Sequence[Alert]) -> Message:
        subscription = self._office.subscriptions.get(delivery.subscription)
        language = subscription.language if subscription else "zh"
        first = min(alert.raised_at for alert in alerts)
        rest = f"全部预警：fazhi alerts --since {first:%Y-%m-%d}"
        if self._settings.dashboard.public_url:
            rest = f"全部预警：{self._settings.dashboard.public_url}"
        return digest_of(alerts, self._office.catalogue, room=channel.room, language=language, rest=rest)


def next_attempt(retry_after: Sequence[int], attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after so many attempts, or None when it was the last."""
    if attempts > len(retry_after):
        return None
    return now + timedelta(seconds=retry_after[attempts - 1])


def identity_of(delivery: Delivery, alerts: Sequence[Alert]) -> str:
    """Return what is the same at every attempt of a delivery, and of no other one, in any store."""
    keys = hashlib.sha256("\n".join([delivery.recipient, *(alert.key for alert in alerts)]).encode("utf-8", "replace"))
    return f"fazhi-{delivery.id}-{keys.hexdigest()[:12]}"


def particulars_of(alerts: Sequence[Alert], *, final: bool = False, recipient: str = "") -> Particulars:
    """Return what channels may make use of beside the words: the gravest alert comes first."""
    ordered = sorted(alerts, key=lambda alert: -alert.severity.rank)
    threads = {thread_of(alert) for alert in alerts}
    link = ordered[0].url or ""
    link = link if link.startswith(("http://", "https://")) and len(link) <= _LONGEST_LINK else ""
    return Particulars(
        thread=threads.pop() if len(threads) == 1 else "",
        link=harmless(link, _LONGEST_LINK) if len({alert.url for alert in alerts}) == 1 else "",
        recipient=recipient,
        alerts=tuple(alert_json(alert) for alert in ordered),
        final=final,
    )
