"""What is due is made ready: paused waits, leavers are withdrawn, floods become digests, channels do not wait."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from monitor.telling.deliver import DeliveryCount
from storage.database import Store
from storage.model import Subscription
from storage.notices import Raising, Route, raise_alerts
from storage.outbox import resend_delivery
from storage.subscribers import Leaver, let_leave, remove_subscription, save_subscription
from storage.vocabulary import DeliveryState, Severity
from tests.journey.portal import running
from tests.monitor.telling.test_deliver import NOW, House, alerts
from tests.monitor.telling.test_mail import Post
from tests.monitor.telling.test_message import ALERT
from tests.monitor.telling.twins import Told, Twin, wecom

MAIL = "mailto://127.0.0.1:{port}?from=watch@fazhi.example&to=a@x.example,b@x.example&cc=c@x.example"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: what PostgreSQL does otherwise is tried with the shelves."""
    return f"sqlite:///{tmp_path / 'store.db'}"


def bot(twin: Twin) -> str:
    return f"wecombot://key/?host={twin.host}&insecure=yes"


def test_each_address_of_a_mail_channel_fails_and_arrives_by_itself(fresh_store: Store) -> None:
    post = Post({"b@x.example": "451 4.7.1 later"})
    with running(post):
        house = House(fresh_store, mail=MAIL.format(port=post.port))
        house.raise_for(alerts(1))
        assert house.deliver() == DeliveryCount(sent=2, failed=1)
        post.recipients.clear()
        assert house.deliver(60) == DeliveryCount(sent=1)
    assert [to for to, _mail in post.taken] == [["a@x.example"], ["c@x.example"], ["b@x.example"]]
    assert {(one.recipient, one.state) for one in house.all()} == {
        ("a@x.example", DeliveryState.SENT),
        ("b@x.example", DeliveryState.SENT),
        ("c@x.example", DeliveryState.SENT),
    }


def test_a_delivery_from_an_older_program_is_divided_among_the_recipients(fresh_store: Store) -> None:
    post = Post()
    with running(post):
        house = House(fresh_store, mail=MAIL.format(port=post.port))
        with fresh_store.writing() as connection:
            raise_alerts(connection, Raising(NOW, [ALERT], {ALERT.key: [Route("mail", NOW)]}))
        assert house.deliver() == DeliveryCount(sent=3)
    assert len(post.taken) == 3


def test_many_messages_for_one_bot_become_a_digest_that_names_each(fresh_store: Store) -> None:
    twin = Twin(wecom("key"))
    house = House(fresh_store, chat=bot(twin))
    with running(twin):
        house.raise_for(alerts(45))
        assert house.deliver() == DeliveryCount(sent=2)
    texts = [asked.object()["markdown"]["content"] for asked in twin.asked]
    assert sum(f"云汀第{number}县人民政府" in text for text in texts for number in range(45)) == 45
    assert texts[0].startswith("【警告】")
    assert sum(len(one.alerts) for one in house.all()) == 45


def test_as_many_as_the_settings_allow_stay_messages_of_their_own(fresh_store: Store) -> None:
    twin = Twin(wecom("key"))
    house = House(fresh_store, chat=bot(twin))
    with running(twin):
        house.raise_for(alerts(10))
        assert house.deliver() == DeliveryCount(sent=10)


def test_programs_are_sent_every_alert_by_itself_however_many(fresh_store: Store) -> None:
    twin = Twin(lambda _asked: Told())
    house = House(fresh_store, hook=f"json://{twin.host}/")
    with running(twin):
        house.raise_for(alerts(30))
        assert house.deliver() == DeliveryCount(sent=30)


def test_what_waits_only_for_its_turn_goes_within_the_same_run(fresh_store: Store) -> None:
    twin = Twin(wecom("key"))
    house = House(fresh_store, fold_above=0, chat=bot(twin))
    with running(twin):
        house.raise_for(alerts(30))
        assert house.deliver(patience=65) == DeliveryCount(sent=30)
    assert house.now == NOW + timedelta(seconds=60)


def test_a_failure_is_not_waited_for(fresh_store: Store) -> None:
    twin = Twin(lambda _asked: Told("", 500))
    house = House(fresh_store, hook=f"json://{twin.host}/")
    with running(twin):
        house.raise_for(alerts(1))
        assert house.deliver(patience=65) == DeliveryCount(failed=1)
    assert house.now == NOW


def test_a_service_that_does_not_answer_is_left_alone_and_costs_the_others_nothing(fresh_store: Store) -> None:
    dead = Twin(lambda _asked: Told(status=None))
    well = Twin(lambda _asked: Told())
    house = House(fresh_store, dead=f"json://{dead.host}/", well=f"json://{well.host}/")
    with running(dead, well):
        house.raise_for(alerts(9))
        assert house.deliver() == DeliveryCount(sent=9, unknown=3)
    assert (len(dead.asked), len(well.asked)) == (3, 9)
    waiting = [one for one in house.all() if one.channel == "dead" and not one.attempts]
    assert {one.next_attempt_at for one in waiting} == {NOW + timedelta(seconds=60)}


def test_a_slow_service_holds_up_no_other_not_even_what_falls_due_meanwhile(
    fresh_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.telling.deliver.LOOK_AGAIN_SECONDS", 0.05)
    released = threading.Event()
    arrived: list[float] = []

    def drag() -> Told:
        released.wait(10)
        return Told()

    slow = Twin(lambda _asked: drag())
    quick = Twin(lambda _asked: arrived.append(time.monotonic()) or Told())  # type: ignore[func-returns-value]
    house = House(fresh_store, slow=f"json://{slow.host}/", quick=f"json://{quick.host}/")
    with running(slow, quick):
        house.raise_for(alerts(1))
        batch = threading.Thread(target=house.deliver)
        batch.start()
        while not (slow.asked and arrived):
            time.sleep(0.01)
        late = [replace(alert, key="late") for alert in alerts(1)]
        house.raise_for(late, [Subscription("all", ("quick",))])
        deadline = time.monotonic() + 8
        while len(arrived) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert len(arrived) == 2
        assert not released.is_set()
        released.set()
        batch.join()


def test_quiet_hours_hold_and_then_tell_and_a_critical_alert_may_pass(fresh_store: Store) -> None:
    twin = Twin(wecom("key"))
    house = House(fresh_store, chat=bot(twin))
    house.now = datetime(2026, 3, 12, 15, 0, tzinfo=UTC)  # 23:00 in China
    night = Subscription("all", ("chat",), quiet="22:00-07:30", critical_passes=True)
    warning, critical = alerts(2)
    with running(twin):
        house.raise_for([warning, replace(critical, severity=Severity.CRITICAL)], [night])
        assert house.deliver() == DeliveryCount(sent=1)
        assert house.deliver(8 * 3600) == DeliveryCount()
        assert house.deliver(1800) == DeliveryCount(sent=1)


def test_a_digest_gathers_a_day_and_goes_at_its_hour_as_one_message(fresh_store: Store) -> None:
    twin = Twin(wecom("key"))
    house = House(fresh_store, chat=bot(twin))
    daily = Subscription("all", ("chat",), digest="daily", digest_at="18:00")
    with running(twin):
        for alert in alerts(3):
            house.raise_for([alert], [daily])
            assert house.deliver(3600) == DeliveryCount()
        assert house.deliver(3 * 3600) == DeliveryCount(sent=1)
    (told,) = house.all()
    assert (len(told.alerts), told.bundle) == (3, "digest")
    assert len(twin.asked) == 1


def test_a_paused_subscription_waits_and_a_removed_one_is_over(fresh_store: Store) -> None:
    twin = Twin(wecom("key"))
    house = House(fresh_store, chat=bot(twin))
    mine = Subscription("mine", ("chat",), min_severity=Severity.INFO)
    save_subscription(fresh_store, mine, NOW)
    with running(twin):
        house.raise_for(alerts(2), [mine])
        save_subscription(fresh_store, replace(mine, paused=True), NOW)
        assert house.deliver() == DeliveryCount()
        assert {one.next_attempt_at for one in house.all()} == {None}
        save_subscription(fresh_store, mine, NOW)
        assert house.deliver() == DeliveryCount(sent=2)
        house.raise_for([replace(alert, key=f"{alert.key}-2") for alert in alerts(2)], [mine])
        remove_subscription(fresh_store, "mine")
        assert house.deliver() == DeliveryCount()
    assert [one.state for one in house.all()][2:] == [DeliveryState.WITHDRAWN] * 2


def test_one_who_leaves_before_it_was_sent_is_not_told(fresh_store: Store) -> None:
    post = Post()
    with running(post):
        house = House(fresh_store, mail=MAIL.format(port=post.port))
        house.raise_for(alerts(1))
        let_leave(fresh_store, Leaver("all", "mail", "b@x.example"), NOW)
        assert house.deliver() == DeliveryCount(sent=2)
        house.raise_for([replace(ALERT, key="next")])
        assert house.deliver() == DeliveryCount(sent=2)
    assert sorted({to for (to,), _mail in post.taken}) == ["a@x.example", "c@x.example"]


def test_who_has_left_is_not_told_even_where_somebody_asks_for_it_again(fresh_store: Store) -> None:
    post = Post()
    with running(post):
        house = House(fresh_store, mail=MAIL.format(port=post.port))
        house.raise_for(alerts(1))
        let_leave(fresh_store, Leaver("all", "mail", "a@x.example"), NOW)
        withdrawn = next(one for one in house.all() if one.recipient == "a@x.example")
        resend_delivery(fresh_store, withdrawn.id or 0, NOW)
        assert house.deliver() == DeliveryCount(sent=2)


def test_an_address_that_was_taken_from_the_channel_is_told_no_more(fresh_store: Store) -> None:
    post = Post()
    with running(post):
        house = House(fresh_store, mail=MAIL.format(port=post.port))
        house.raise_for(alerts(1))
        house.settings = House(fresh_store, mail=MAIL.format(port=post.port).replace(",b@x.example", "")).settings
        assert house.deliver() == DeliveryCount(sent=2)
    assert [one.answer for one in house.all() if one.recipient == "b@x.example"] == ["nobody is left to be told"]


def test_an_address_that_was_mended_gets_what_the_wrong_one_did_not(fresh_store: Store) -> None:
    post = Post({"b@x.exmple": "550 5.1.2 no such domain"})
    with running(post):
        house = House(fresh_store, mail=MAIL.format(port=post.port).replace("b@x.example", "b@x.exmple"))
        house.raise_for(alerts(1))
        assert house.deliver() == DeliveryCount(sent=2, failed=1)
        house.settings = House(fresh_store, mail=MAIL.format(port=post.port)).settings
        assert house.deliver(60) == DeliveryCount(sent=1)
    assert sorted(to for (to,), _mail in post.taken) == ["a@x.example", "b@x.example", "c@x.example"]


def test_one_alert_that_cannot_be_read_keeps_no_other_in(fresh_store: Store) -> None:
    twin = Twin(wecom("key"))
    house = House(fresh_store, fold_above=2, chat=bot(twin))
    with running(twin):
        house.raise_for(alerts(4))
        with fresh_store.writing() as connection:
            connection.execute(text("UPDATE alert SET body = '{}' WHERE id = 2"))
        assert house.deliver() == DeliveryCount(sent=3, failed=1)
    (broken,) = (one for one in house.all() if one.state is not DeliveryState.SENT)
    assert (broken.alerts, broken.state) == ((2,), DeliveryState.FAILED)
    assert broken.answer.startswith("it could not be made")
