from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from monitor.telling.routing import Reach, Readers, routes_of
from storage.model import Alert, Region, Subscription
from storage.notices import Route
from storage.subscribers import Leaver
from storage.vocabulary import Severity
from tests.monitor.comparing.hands import catalogue
from tests.monitor.telling.test_message import ALERT

NOW = datetime(2026, 3, 12, 4, 0, tzinfo=UTC)
DAWN = datetime(2026, 3, 13, 0, 0, tzinfo=UTC)
REACHES = {
    "mail": Reach(("a@x.example", "b@x.example")),
    "chat": Reach(),
    "hook": Reach(each_alone=True),
}
ALL = Subscription("all", ("mail",))


def routes(*subscriptions: Subscription, left: set[Leaver] | None = None, alert: Alert = ALERT) -> list[Route]:
    readers = Readers(subscriptions, REACHES.__getitem__, left or set())
    found = routes_of([alert], readers, catalogue(), NOW).get(alert.key, [])
    return [replace(route, bundle="report" if route.bundle.startswith("report:") else route.bundle) for route in found]


def test_every_recipient_has_a_route() -> None:
    assert routes(ALL) == [
        Route("mail", NOW, "a@x.example", "all", "report"),
        Route("mail", NOW, "b@x.example", "all", "report"),
    ]


def test_programs_get_every_alert_by_itself_and_people_one_message_a_report() -> None:
    assert routes(replace(ALL, channels=("chat", "hook"))) == [
        Route("chat", NOW, "", "all", "report"),
        Route("hook", NOW, "", "all", ""),
    ]
    assert routes(replace(ALL, channels=("chat",)), alert=replace(ALERT, agency=None)) == [
        Route("chat", NOW, "", "all")
    ]


def test_reports_of_two_agencies_of_one_name_are_two_bundles() -> None:
    alerts = [ALERT, replace(ALERT, key="other", region=Region("云汀县", "990999"))]
    found = routes_of(alerts, Readers([ALL], REACHES.__getitem__), catalogue(), NOW)
    assert len({route.bundle for of_one in found.values() for route in of_one}) == 2


def test_two_subscriptions_on_one_channel_tell_once_and_the_earlier_one_tells() -> None:
    daily = replace(ALL, name="daily", channels=("chat",), digest="daily")
    now = replace(ALL, name="now", channels=("chat",))
    assert routes(daily, now) == routes(now, daily) == [Route("chat", NOW, "", "now", "report")]
    assert routes(daily) == [Route("chat", DAWN, "", "daily", "digest")]


def test_who_has_left_one_subscription_is_still_told_by_another() -> None:
    left = {Leaver("all", "mail", "a@x.example")}
    daily = replace(ALL, name="daily", digest="daily")
    assert routes(ALL, left=left) == [Route("mail", NOW, "b@x.example", "all", "report")]
    assert routes(ALL, daily, left=left) == [
        Route("mail", NOW, "b@x.example", "all", "report"),
        Route("mail", DAWN, "a@x.example", "daily", "digest"),
    ]


def test_an_alert_that_nobody_asks_for_has_no_route() -> None:
    assert routes(replace(ALL, min_severity=Severity.CRITICAL)) == []
    assert routes(replace(ALL, paused=True)) == []
