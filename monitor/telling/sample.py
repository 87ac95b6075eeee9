"""Samples: takes a subscription, sends each of its recipients what an alert looks like, leaves each one's answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from monitor.subscriptions import wants
from monitor.telling.answers import Answer
from monitor.telling.directory import Directory
from monitor.telling.message import message_of
from monitor.telling.sending import particulars_of
from storage.errors import ConfigError
from storage.model import Alert, Figure, Region, Subscription
from storage.notices import alerts_since
from storage.vocabulary import DeliveryState, Event, Level, Severity

if TYPE_CHECKING:
    from monitor.house import House

_NOTE = "（这是订阅“{name}”的测试消息，不是新预警。收到即表示通道可用。）"
_LOOK_BACK = timedelta(days=400)


def send_samples(house: House, subscription: Subscription, now: datetime) -> Iterator[tuple[str, Answer]]:
    """Send the newest alert that the subscription asks for, else an invented one; yield whom and what was answered."""
    directory = Directory(house.settings, house.environment)
    open_one = replace(subscription, paused=False)
    fitting = [one for one in alerts_since(house.store, now - _LOOK_BACK) if wants(open_one, one, house.catalogue)]
    alert = fitting[-1] if fitting else invented_alert(now)
    message = message_of(alert, house.catalogue, subscription.language)
    head, _, rest = message.text.partition("\n")
    text = f"{head}\n{_NOTE.format(name=subscription.name)}\n{rest}"
    for name in subscription.channels:
        try:
            channel = directory.channel(name)
        except ConfigError as error:
            yield name, Answer(DeliveryState.FAILED, str(error))
            continue
        for recipient in channel.recipients:
            particulars = particulars_of([alert], final=True, recipient=recipient)
            identity = f"fazhi-test-{subscription.name}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
            particulars = replace(particulars, thread="", alerts=())
            yield f"{name} {recipient}".strip(), channel.send(f"测试：{message.title}", text, identity, particulars)


def invented_alert(now: datetime) -> Alert:
    """Return an alert of a government that does not exist."""
    year = now.year - 1
    figure = Figure(
        indicator="recon_correction_rate",
        name="行政复议直接纠错率",
        unit="%",
        old=Decimal("5.1"),
        new=Decimal("12.3"),
        old_quote="审结行政复议案件，直接纠错率5.1%。",
        new_quote="行政复议直接纠错率为12.3%，较上年上升7.2个百分点。",
    )
    return Alert(
        key="sample",
        event=Event.INDICATOR_CHANGED,
        severity=Severity.WARNING,
        agency="云汀县人民政府",
        region=Region("云汀县", "990123"),
        level=Level.COUNTY,
        year=year,
        rule="纠错率败诉率变动",
        reason="行政复议直接纠错率由5.1%升至12.3%（+7.2个百分点）：宜核对案件构成。",
        raised_at=now,
        figures=(figure,),
        url="https://www.example.org/report.html",
        snapshot_at=now,
    )
