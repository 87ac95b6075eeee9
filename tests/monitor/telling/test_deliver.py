from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.telling.deliver import DeliveryCount, deliver_due, pace_allows
from monitor.telling.directory import Directory, same_address
from monitor.telling.routing import Readers, routes_of
from monitor.telling.sending import identity_of, next_attempt, particulars_of
from storage.database import Store
from storage.model import Alert, Delivery, Subscription
from storage.notices import Raising, load_alerts, raise_alerts
from storage.outbox import all_deliveries, attempts_of
from storage.settings import DeliverySettings, Settings
from storage.subscribers import leavers
from storage.telling_settings import ChannelSettings, SubscriptionSettings
from storage.vocabulary import DeliveryState
from tests.journey.portal import running
from tests.monitor.comparing.hands import catalogue
from tests.monitor.telling.test_message import ALERT
from tests.monitor.telling.twins import Asked, Told, Twin, wecom

NOW = datetime(2026, 3, 12, 4, 0, tzinfo=UTC)
ENVIRONMENT = {"FAZHI_UNSUBSCRIBE_SECRET": "planted-signing-secret"}


class House:
    """A store with alerts for subscribers, and a clock that stands until it is moved."""

    def __init__(
        self, store: Store, waits: tuple[int, ...] = (60, 300), *, fold_above: int = 10, **channels: str
    ) -> None:
        self.store = store
        self.now = NOW
        self.settings = Settings(
            delivery=DeliverySettings(retry_after=waits, fold_above=fold_above),
            channel=tuple(ChannelSettings.model_validate({"name": name, "url": url}) for name, url in channels.items()),
            subscription=(SubscriptionSettings(name="all", channels=tuple(channels), min_severity="info"),),
        )

    def raise_for(self, alerts: Sequence[Alert], subscriptions: Sequence[Subscription] = ()) -> None:
        directory = Directory(self.settings, ENVIRONMENT)
        asked = subscriptions or [block.subscription() for block in self.settings.subscription]
        readers = Readers(asked, directory.reach, leavers(self.store))
        with self.store.writing() as connection:
            raise_alerts(connection, Raising(self.now, alerts, routes_of(alerts, readers, catalogue(), self.now)))

    def deliver(self, later: float = 0, patience: float = 0) -> DeliveryCount:
        self.now += timedelta(seconds=later)
        return deliver_due(
            self.store,
            self.settings,
            catalogue(),
            ENVIRONMENT,
            lambda: self.now,
            patience_seconds=patience,
            sleep=self.sleep,
        )

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def all(self) -> list[Delivery]:
        return all_deliveries(self.store)


def alerts(count: int, **changes: object) -> list[Alert]:
    """Return alerts of as many agencies, each of another report."""
    return [
        replace(ALERT, key=f"k{number}", agency=f"云汀第{number}县人民政府", **changes)  # type: ignore[arg-type]
        for number in range(count)
    ]


def test_attempts_are_spaced_and_end() -> None:
    waits = (60, 300)
    assert next_attempt(waits, 1, NOW) == NOW + timedelta(seconds=60)
    assert next_attempt(waits, 2, NOW) == NOW + timedelta(seconds=300)
    assert next_attempt(waits, 3, NOW) is None
    assert next_attempt((), 1, NOW) is None


def test_a_pace_looks_back_one_minute() -> None:
    moments = [NOW - timedelta(seconds=seconds) for seconds in (70, 50, 40, 10)]
    assert pace_allows(moments, 4, NOW) == NOW
    assert pace_allows(moments, 3, NOW) == NOW + timedelta(seconds=10)
    assert pace_allows(moments, 2, NOW) == NOW + timedelta(seconds=20)
    assert pace_allows(moments, 0, NOW) == NOW


def test_a_bot_is_told_twenty_a_minute_and_loses_nothing(fresh_store: Store) -> None:
    twin = Twin(wecom("key"))
    address = f"wecombot://key/?host={twin.host}&insecure=yes"
    house = House(fresh_store, fold_above=0, one=address, other=address)
    with running(twin):
        house.raise_for(alerts(22))
        told = [house.deliver().sent, house.deliver(30).sent, house.deliver(30).sent, house.deliver(60).sent]
    assert told == [20, 0, 20, 4]
    assert len(twin.asked) == 44
    assert {(delivery.state, delivery.attempts) for delivery in house.all()} == {(DeliveryState.SENT, 1)}


def test_a_channel_that_asks_for_time_gets_it_and_the_others_go_on(fresh_store: Store) -> None:
    tired = Twin(lambda _asked: Told("slow down", 429, {"Retry-After": "900"}))
    fresh = Twin(lambda _asked: Told())
    house = House(fresh_store, tired=f"json://{tired.host}/", fresh=f"json://{fresh.host}/")
    with running(tired, fresh):
        house.raise_for(alerts(3))
        assert house.deliver() == DeliveryCount(sent=3, failed=1)
        assert house.deliver(899) == DeliveryCount()
        assert house.deliver(1) == DeliveryCount(failed=1)
    assert len(tired.asked) == 2
    waiting = [delivery for delivery in house.all() if delivery.channel == "tired"]
    assert [(delivery.state, delivery.attempts, delivery.next_attempt_at) for delivery in waiting] == [
        (DeliveryState.FAILED, 2, house.now + timedelta(seconds=900)),
        (DeliveryState.PENDING, 0, house.now + timedelta(seconds=900)),
        (DeliveryState.PENDING, 0, house.now + timedelta(seconds=900)),
    ]
    assert [attempt.answer for attempt in attempts_of(fresh_store, waiting[0].id or 0)] == ["HTTP 429 slow down"] * 2


def test_a_short_retry_after_does_not_shorten_the_house_s_own_wait(fresh_store: Store) -> None:
    twin = Twin(lambda _asked: Told("", 503, {"Retry-After": "5"}))
    house = House(fresh_store, hook=f"json://{twin.host}/")
    with running(twin):
        house.raise_for(alerts(1))
        house.deliver()
    assert house.all()[0].next_attempt_at == NOW + timedelta(seconds=60)


def test_five_channels_that_fail_as_channels_do_are_all_told_in_the_end(fresh_store: Store) -> None:
    seen: dict[str, int] = {}

    def moody(asked: Asked) -> Told:
        who = asked.headers["x-fazhi-delivery"]
        seen[who] = seen.get(who, 0) + 1
        mood = (len(who) + sum(map(ord, who)) + seen[who]) % 4
        return [Told(), Told(status=500), Told(status=None), Told("", 503, {"Retry-After": "1"})][mood]

    twin = Twin(moody)
    names = ["a", "b", "c", "d", "e"]
    house = House(fresh_store, (60,) * 30, fold_above=10, **{name: f"json://{twin.host}/{name}" for name in names})
    with running(twin):
        house.raise_for(alerts(5))
        for _tick in range(60):
            house.deliver(61)
    assert {delivery.state for delivery in house.all()} == {DeliveryState.SENT}
    assert len(seen) == 25
    accepted = dict.fromkeys(seen, 0)
    for delivery in house.all():
        states = [attempt.state for attempt in attempts_of(fresh_store, delivery.id or 0)]
        identity = identity_of(delivery, load_alerts(fresh_store, delivery.alerts))
        accepted[identity] = states.count(DeliveryState.SENT)
        assert len(states) == seen[identity]
    assert set(accepted.values()) == {1}


def test_channels_of_one_address_are_one_to_the_service() -> None:
    channels = tuple(
        ChannelSettings.model_validate({"name": name, "url": url})
        for name, url in (("a", "json://x.example"), ("b", "json://y.example"), ("c", "json://x.example"))
    )
    settings = Settings(channel=(*channels, ChannelSettings(name="d", url_env="UNSET")))
    assert same_address(settings, "a", {}) == ("a", "c")
    assert same_address(settings, "d", {}) == ("d",)


@pytest.mark.parametrize(
    ("url", "link"), [("https://w.example/1", "https://w.example/1"), ("javascript:x", ""), (None, "")]
)
def test_particulars_thread_by_report_and_link_to_pages_alone(url: str | None, link: str) -> None:
    particulars = particulars_of([replace(ALERT, url=url)], final=True)
    assert (particulars.thread, particulars.link, particulars.final) == ("云汀县人民政府|990123|2024", link, True)
    assert [alert["event"] for alert in particulars.alerts] == ["indicator.changed"]
    assert particulars_of([replace(ALERT, agency=None)]).thread == "k"


def test_particulars_of_several_reports_have_neither_thread_nor_link() -> None:
    particulars = particulars_of([ALERT, replace(ALERT, year=2023, url="https://w.example/2")])
    assert (particulars.thread, particulars.link, len(particulars.alerts)) == ("", "", 2)
