"""Who is told what: takes alerts, subscriptions, where channels lead and who has left, leaves a route for each; pure.

Two subscriptions that ask for one alert on one channel are told once, by the one that is told first. What people read
is bundled: all that is raised of one report is one message, all of a digest too; programs get every alert by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.subscriptions import wants
from monitor.telling.timing import told_at
from storage.model import Alert, Subscription
from storage.notices import Route
from storage.subscribers import Leaver

if TYPE_CHECKING:
    from monitor.indicators import Catalogue

DIGEST = "digest"


@dataclass(frozen=True)
class Reach:
    """Where a channel leads: its recipients ("" for one without a name of its own), and whether a program reads it."""

    recipients: tuple[str, ...] = ("",)
    each_alone: bool = False


@dataclass(frozen=True)
class Readers:
    """All who might be told: the subscriptions, where channels lead, and who has left."""

    subscriptions: Sequence[Subscription]
    reach: Callable[[str], Reach]
    left: Collection[Leaver] = ()


def routes_of(alerts: Sequence[Alert], readers: Readers, catalogue: Catalogue, now: datetime) -> dict[str, list[Route]]:
    """Return, by the alert's key, whom it is told to and when; nothing for an alert that nobody asked for."""
    routes = {alert.key: list(_routes(alert, readers, catalogue, now)) for alert in alerts}
    return {key: found for key, found in routes.items() if found}


def _routes(alert: Alert, readers: Readers, catalogue: Catalogue, now: datetime) -> Collection[Route]:
    found: dict[tuple[str, str], Route] = {}
    for subscription in readers.subscriptions:
        if not wants(subscription, alert, catalogue):
            continue
        due = told_at(subscription, alert.severity, now)
        for channel in subscription.channels:
            lead = readers.reach(channel)
            bundle = DIGEST if subscription.digest != "immediate" else "" if lead.each_alone else report_bundle(alert)
            for recipient in lead.recipients:
                known = found.get((channel, recipient))
                if Leaver(subscription.name, channel, recipient) in readers.left or (known and known.due_at <= due):
                    continue
                found[channel, recipient] = Route(channel, due, recipient, subscription.name, bundle)
    return found.values()


def thread_of(alert: Alert) -> str:
    """Return what all that is told of one report has in common; an alert of no report stands for itself."""
    if not alert.agency:
        return alert.key
    place = alert.region.code or alert.region.name if alert.region else ""
    return "|".join(part for part in (alert.agency, place, str(alert.year or "")) if part)


def report_bundle(alert: Alert) -> str:
    """Return the bundle of what is told of one report; "" for an alert that speaks of none."""
    if not alert.agency or not alert.year:
        return ""
    return f"report:{hashlib.sha256(thread_of(alert).encode('utf-8', 'replace')).hexdigest()[:16]}"
