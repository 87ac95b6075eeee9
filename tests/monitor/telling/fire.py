"""Deliveries under fire: five services that fail as services do, seeded, and what both sides say of it at the end."""

from __future__ import annotations

import asyncio
import random
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from monitor.telling.sending import identity_of
from storage.database import Store
from storage.notices import load_alerts
from storage.outbox import attempts_of
from storage.vocabulary import DeliveryState
from tests.journey.portal import running
from tests.monitor.telling.test_deliver import House, alerts
from tests.monitor.telling.twins import Asked, Told, Twin, dingtalk, feishu, wecom
from tests.postgres import free_port

NAMED = re.compile(r"云汀第(\d+)县人民政府")
READERS = ("hook", "wecom", "dingtalk", "feishu", "mail a@x.example", "mail b@x.example")
KEY, TOKEN, SECRET = "plantedkey0123", "plantedtoken0123", "SECplanted0123"


class Log:
    """What the services took, by reader: the alerts that each accepted message named, and their moods."""

    def __init__(self, seed: int, trouble: float) -> None:
        self._random = random.Random(seed)
        self._trouble = trouble
        self._lock = threading.Lock()
        self.accepted: dict[str, list[frozenset[int]]] = {reader: [] for reader in READERS}
        self.asked: Counter[str] = Counter()
        self.moods: Counter[str] = Counter()

    def mood(self, reader: str, *moods: str) -> str:
        with self._lock:
            self.asked[reader] += 1
            mood = self._random.choice(moods) if self._random.random() < self._trouble else "well"
            self.moods[mood] += 1
            return mood

    def accept(self, reader: str, text: str) -> None:
        with self._lock:
            self.accepted[reader].append(frozenset(int(number) for number in NAMED.findall(text)))


def moody(log: Log, reader: str, well: Callable[[Asked], Told], refusal: object) -> Twin:
    """Return a service that refuses in its own way, fails, keeps silent or cuts the line, before or after accepting."""

    def rule(asked: Asked) -> Told:
        mood = log.mood(reader, "refuse", "refuse", "error", "slow down", "cut", "cut accepted", "late accepted")
        if mood == "refuse":
            return Told(refusal, 200 if isinstance(refusal, dict) else 500)
        if mood == "error":
            return Told("bad gateway", 502)
        if mood == "slow down":
            return Told("", 429, {"Retry-After": "90"})
        if mood == "cut":
            return Told(status=None)
        told = well(asked)
        assert not isinstance(told.body, dict) or 0 in (told.body.get("errcode"), told.body.get("code")), told
        log.accept(reader, asked.body.decode())
        if mood == "cut accepted":
            return Told(status=None)
        return Told(told.body, told.status, delay=1.0) if mood == "late accepted" else told

    return Twin(rule)


class MoodyPost:
    """An SMTP server with moods; it notes each recipient's mails by themselves."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=10)
        self._controller.start()

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        (recipient,) = envelope.rcpt_tos
        reader = f"mail {recipient}"
        mood = self._log.mood(reader, "refuse", "greylist", "cut", "cut accepted", "late accepted")
        if mood == "refuse":
            return "554 5.7.1 not wanted"
        if mood == "greylist":
            return "451 4.7.1 later"
        if mood != "cut":
            plain = message_from_bytes(envelope.content, policy=default).get_body(("plain",))
            assert plain is not None
            self._log.accept(reader, plain.get_content())
        if mood == "late accepted":
            await asyncio.sleep(1)
        if mood.startswith("cut"):
            server.transport.abort()
        return "250 kept"

    def close(self) -> None:
        self._controller.stop()


@dataclass(frozen=True)
class Account:
    """Both sides' books at the end: what is wrong with them, and the figures."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unequal: list[str] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    moods: Counter[str] = field(default_factory=Counter)
    messages: int = 0
    attempts: int = 0
    passes: int = 0


@contextmanager
def _services(log: Log) -> Iterator[dict[str, str]]:
    hook = moody(log, "hook", lambda _asked: Told(), "no")
    work = moody(log, "wecom", wecom(KEY), {"errcode": 45009, "errmsg": "freq out of limit"})
    ding = moody(log, "dingtalk", dingtalk(TOKEN, SECRET), {"errcode": 130101, "errmsg": "send too fast"})
    book = moody(log, "feishu", feishu(KEY, SECRET), {"code": 9499, "msg": "too many request"})
    post = MoodyPost(log)
    with running(hook, work, ding, book, post):
        yield {
            "hook": f"json://{hook.host}/",
            "wecom": f"wecombot://{KEY}/?host={work.host}&insecure=yes",
            "dingtalk": f"dingtalk://{SECRET}@{TOKEN}/?host={ding.host}&insecure=yes",
            "feishu": f"feishu://{KEY}/?secret={SECRET}&host={book.host}&insecure=yes",
            "mail": f"mailto://127.0.0.1:{post.port}?from=watch@fazhi.example&to=a@x.example,b@x.example",
        }


def under_fire(
    store: Store, patch: pytest.MonkeyPatch, *, count: int, seed: int, trouble: float = 0.3, fold_above: int = 10
) -> Account:
    """Raise alerts for all readers, deliver until nothing is left to send, and compare the books of both sides."""
    patch.setattr("monitor.telling.posting.READ_TIMEOUT_SECONDS", 0.3)
    patch.setattr("monitor.telling.mail.TIMEOUT_SECONDS", 0.3)
    patch.setattr("monitor.telling.deliver.LOOK_AGAIN_SECONDS", 0.1)
    log, passes = Log(seed, trouble), 0
    with _services(log) as channels:
        house = House(store, (60,) * 40, fold_above=fold_above, **channels)
        half = alerts(count)
        house.raise_for(half[: count // 2])
        house.deliver()
        house.raise_for(half[count // 2 :])
        done = (DeliveryState.SENT, DeliveryState.DEAD)
        while passes < 2_000 and any(delivery.state not in done for delivery in house.all()):
            house.deliver(61)
            passes += 1
    return _account(store, house, log, count, passes)


def _account(store: Store, house: House, log: Log, count: int, passes: int) -> Account:
    account = Account(moods=log.moods, passes=passes)
    told: dict[str, Counter[int]] = {
        reader: Counter(number for message in messages for number in message)
        for reader, messages in log.accepted.items()
    }
    tried: Counter[str] = Counter()
    excused: dict[str, set[int]] = {reader: set() for reader in READERS}
    for delivery in house.all():
        reader = f"{delivery.channel} {delivery.recipient}".strip()
        states = [attempt.state for attempt in attempts_of(store, delivery.id or 0)]
        kept = load_alerts(store, delivery.alerts)
        numbers = {int(found[1]) for found in (NAMED.search(alert.agency or "") for alert in kept) if found}
        account.states[delivery.state] += 1
        tried[reader] += len(states)
        if DeliveryState.UNKNOWN in states:
            excused[reader] |= numbers
        if delivery.attempts != len(states):
            account.unequal.append(f"{identity_of(delivery, kept)}: {delivery.attempts} attempts, {len(states)} kept")
        if delivery.state is DeliveryState.SENT and any(not told[reader][number] for number in numbers):
            account.unequal.append(f"{identity_of(delivery, kept)}: sent, but {reader} has not got it")
    for reader in READERS:
        account.lost.extend(f"{reader}: {number}" for number in range(count) if not told[reader][number])
        twice = {number for number, times in told[reader].items() if times > 1}
        account.doubled.extend(f"{reader}: {number}" for number in sorted(twice - excused[reader]))
        if tried[reader] != log.asked[reader]:
            account.unequal.append(f"{reader}: {tried[reader]} attempts kept, {log.asked[reader]} seen")
    return Account(
        account.lost,
        account.doubled,
        account.unequal,
        account.states,
        log.moods,
        sum(map(len, log.accepted.values())),
        sum(log.asked.values()),
        passes,
    )
