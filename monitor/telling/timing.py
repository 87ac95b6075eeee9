"""When a subscriber is told: takes a subscription, a severity and a moment, leaves the moment of telling; pure."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from storage.model import Subscription
from storage.vocabulary import Severity

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CHINA = ZoneInfo("Asia/Shanghai")


def told_at(subscription: Subscription, severity: Severity, now: datetime) -> datetime:
    """Return when an alert of a severity that is raised now is told: now, with the next digest, after quiet hours."""
    moment = now if subscription.digest == "immediate" else next_digest(subscription, now)
    if severity is Severity.CRITICAL and subscription.critical_passes:
        return moment
    return after_quiet(subscription, moment)


def next_digest(subscription: Subscription, now: datetime) -> datetime:
    """Return the first moment after now at which a daily or weekly digest goes."""
    zone, hour = zone_of(subscription), time.fromisoformat(subscription.digest_at)
    today = now.astimezone(zone).date()
    for days in range(9):
        day = today + timedelta(days=days)
        moment = datetime.combine(day, hour, zone).astimezone(UTC)
        if moment > now and (subscription.digest != "weekly" or day.weekday() == _DAYS.index(subscription.digest_day)):
            return moment
    raise AssertionError("nine days hold every weekday")


def after_quiet(subscription: Subscription, moment: datetime) -> datetime:
    """Return the moment, or the end of the quiet hours that it falls into."""
    if not subscription.quiet:
        return moment
    start, end = (time.fromisoformat(part) for part in subscription.quiet.split("-"))
    zone = zone_of(subscription)
    local = moment.astimezone(zone)
    clock = local.time()
    inside = start <= clock < end if start < end else clock >= start or clock < end
    if not inside:
        return moment
    day = local.date() if clock < end else local.date() + timedelta(days=1)
    return datetime.combine(day, end, zone).astimezone(UTC)


def zone_of(subscription: Subscription) -> ZoneInfo:
    """Return a subscription's time zone; China's where its own has become unknown to this machine."""
    try:
        return ZoneInfo(subscription.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return _CHINA
