from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from storage.database import Store
from storage.model import Delivery, Subscription
from storage.notices import Raising, Route, raise_alerts
from storage.outbox import (
    AttemptRecord,
    all_deliveries,
    attempts_of,
    claim_delivery,
    deliveries_due,
    find_delivery,
    fold_deliveries,
    give_up_interrupted,
    hold_delivery,
    next_untried,
    record_attempt,
    release_held,
    resend_delivery,
    split_delivery,
)
from storage.subscribers import (
    Leaver,
    leavers,
    let_leave,
    remove_subscription,
    save_subscription,
    take_back,
)
from storage.vocabulary import DeliveryState
from tests.storage.held import NOW
from tests.storage.test_findings import alert

LATER = NOW + timedelta(hours=1)
MAIL = Route("mail", NOW, "a@x.example", "all", "report:1")


def enter(store: Store, *routes: Route, keys: tuple[str, ...] = ("k1",)) -> list[Delivery]:
    with store.writing() as connection:
        raise_alerts(connection, Raising(NOW, [alert(key) for key in keys], dict.fromkeys(keys, routes)))
    return all_deliveries(store)


def number_of(delivery: Delivery) -> int:
    assert delivery.id is not None
    return delivery.id


def test_a_delivery_is_claimed_once_and_its_attempts_are_kept(fresh_store: Store) -> None:
    (due,) = enter(fresh_store, Route("hook", NOW))
    number = number_of(due)
    assert claim_delivery(fresh_store, number)
    assert not claim_delivery(fresh_store, number)
    record_attempt(fresh_store, number, AttemptRecord(NOW, DeliveryState.FAILED, "451"), LATER)
    assert deliveries_due(fresh_store, NOW) == []
    (again,) = deliveries_due(fresh_store, LATER)
    assert (again.state, again.attempts, again.answer) == (DeliveryState.FAILED, 1, "451")
    assert claim_delivery(fresh_store, number)
    assert give_up_interrupted(fresh_store, LATER) == 1
    (cut,) = deliveries_due(fresh_store, LATER)
    assert (cut.state, cut.attempts) == (DeliveryState.UNKNOWN, 2)
    assert attempts_of(fresh_store, number) == [
        AttemptRecord(NOW, DeliveryState.FAILED, "451"),
        AttemptRecord(LATER, DeliveryState.UNKNOWN, "interrupted while sending"),
    ]


def test_what_is_told_together_waits_in_one_delivery_for_each_recipient(fresh_store: Store) -> None:
    other = Route("mail", NOW, "b@x.example", "all", "report:1")
    found = enter(fresh_store, MAIL, other, keys=("k1", "k2"))
    assert [(one.recipient, one.alerts, one.bundle) for one in found] == [
        ("a@x.example", (1, 2), "report:1"),
        ("b@x.example", (1, 2), "report:1"),
    ]


def test_what_has_left_the_house_takes_nothing_in(fresh_store: Store) -> None:
    (first,) = enter(fresh_store, MAIL)
    assert claim_delivery(fresh_store, number_of(first))
    second = enter(fresh_store, MAIL, keys=("k2",))[1]
    assert (second.state, second.alerts) == (DeliveryState.PENDING, (2,))


def test_what_may_go_now_does_not_wait_for_what_may_not(fresh_store: Store) -> None:
    enter(fresh_store, Route("mail", LATER, "a@x.example", "all", "report:1"))
    enter(fresh_store, MAIL, keys=("k2",))
    assert [one.alerts for one in deliveries_due(fresh_store, NOW)] == [(2,)]


def test_alerts_without_a_bundle_go_alone(fresh_store: Store) -> None:
    assert [one.alerts for one in enter(fresh_store, Route("hook", NOW), keys=("k1", "k2"))] == [(1,), (2,)]


def test_folding_makes_one_of_those_that_nobody_tried(fresh_store: Store) -> None:
    first, second, third = enter(fresh_store, Route("bot", NOW), keys=("k1", "k2", "k3"))
    claim_delivery(fresh_store, number_of(second))
    fold_deliveries(fresh_store, [[number_of(one) for one in (first, second, third)]], "digest")
    assert [(one.id, one.alerts, one.bundle, one.state) for one in all_deliveries(fresh_store)] == [
        (first.id, (1, 3), "digest", DeliveryState.PENDING),
        (second.id, (2,), "", DeliveryState.SENDING),
    ]


def test_a_delivery_to_a_whole_channel_becomes_one_for_each_recipient_and_tells_nobody_twice(
    fresh_store: Store,
) -> None:
    enter(fresh_store, Route("mail", NOW, "b@x.example", "all"))
    with fresh_store.writing() as connection:
        raise_alerts(connection, Raising(NOW, [alert("k2")], {"k2": [Route("mail", NOW, "", "all")]}))
    whole = all_deliveries(fresh_store)[1]
    split_delivery(fresh_store, whole, ["a@x.example", "b@x.example"])
    assert [(one.recipient, one.alerts) for one in all_deliveries(fresh_store)] == [
        ("b@x.example", (1,)),
        ("a@x.example", (2,)),
        ("b@x.example", (2,)),
    ]


def test_a_channel_whose_recipients_were_all_told_is_told_no_more(fresh_store: Store) -> None:
    (whole, _told) = enter(fresh_store, Route("mail", NOW), Route("mail", NOW, "b@x.example"))
    split_delivery(fresh_store, whole, ["b@x.example"])
    assert [(one.state, one.alerts) for one in all_deliveries(fresh_store)] == [
        (DeliveryState.WITHDRAWN, ()),
        (DeliveryState.PENDING, (1,)),
    ]


def test_what_is_held_waits_until_its_subscription_is_back(fresh_store: Store) -> None:
    (one,) = enter(fresh_store, MAIL)
    hold_delivery(fresh_store, number_of(one), "paused")
    assert deliveries_due(fresh_store, LATER) == []
    assert release_held(fresh_store, ["others"], LATER) == 0
    assert release_held(fresh_store, ["all"], LATER) == 1
    assert [due.id for due in deliveries_due(fresh_store, LATER)] == [one.id]


def test_the_next_turn_of_what_nobody_tried_is_known(fresh_store: Store) -> None:
    assert next_untried(fresh_store, LATER) is None
    enter(fresh_store, Route("bot", LATER))
    assert next_untried(fresh_store, NOW) is None
    assert next_untried(fresh_store, LATER) == LATER


def test_resending_makes_a_sent_one_due_again(fresh_store: Store) -> None:
    (one,) = enter(fresh_store, MAIL)
    record_attempt(fresh_store, number_of(one), AttemptRecord(NOW, DeliveryState.SENT, "250"), None)
    assert resend_delivery(fresh_store, number_of(one), LATER)
    assert not resend_delivery(fresh_store, 99, LATER)
    assert [due.id for due in deliveries_due(fresh_store, LATER)] == [one.id]


def test_who_leaves_is_told_no_more_and_others_are(fresh_store: Store) -> None:
    enter(fresh_store, MAIL, Route("mail", NOW, "b@x.example", "all"), Route("chat", NOW, "", "all"))
    leaver = Leaver("all", "mail", "a@x.example")
    assert [let_leave(fresh_store, leaver, LATER), let_leave(fresh_store, leaver, LATER)] == [1, 0]
    assert leavers(fresh_store) == {leaver}
    assert [one.state for one in all_deliveries(fresh_store)] == [
        DeliveryState.WITHDRAWN,
        DeliveryState.PENDING,
        DeliveryState.PENDING,
    ]
    assert take_back(fresh_store, "all", "a@x.example")
    assert not take_back(fresh_store, "all", "a@x.example")
    assert leavers(fresh_store) == set()


def test_a_removed_subscription_tells_nothing_more(fresh_store: Store, now: datetime) -> None:
    save_subscription(fresh_store, Subscription("all", ("mail",)), now)
    (one,) = enter(fresh_store, MAIL)
    assert remove_subscription(fresh_store, "all")
    withdrawn = find_delivery(fresh_store, number_of(one))
    assert withdrawn is not None
    assert (withdrawn.state, withdrawn.answer) == (DeliveryState.WITHDRAWN, "the subscription was removed")


def test_one_that_hid_behind_a_declared_one_takes_nothing_with_it(fresh_store: Store, now: datetime) -> None:
    save_subscription(fresh_store, Subscription("all", ("mail",)), now)
    enter(fresh_store, MAIL)
    assert remove_subscription(fresh_store, "all", still_declared=True)
    assert [one.state for one in all_deliveries(fresh_store)] == [DeliveryState.PENDING]
    assert remove_subscription(fresh_store, "all")  # the block was taken out of the file since
    assert [one.state for one in all_deliveries(fresh_store)] == [DeliveryState.WITHDRAWN]
    assert not remove_subscription(fresh_store, "all")


@pytest.mark.parametrize("number", [1, 99])
def test_a_delivery_that_is_not_there_is_none(fresh_store: Store, number: int) -> None:
    assert find_delivery(fresh_store, number) is None
