"""The timetable: takes a cron line, a time zone and a moment, leaves when to start next."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from storage.errors import ConfigError
from storage.settings import ScheduleSettings


def next_start(schedule: ScheduleSettings, after: datetime) -> datetime:
    """Return the first moment after `after` that the cron line names; raise ConfigError naming key and remedy."""
    from apscheduler.triggers.cron import CronTrigger  # noqa: PLC0415 (0.1 s; only the service needs it)

    try:
        zone = ZoneInfo(schedule.timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigError(
            f"[schedule] timezone {schedule.timezone!r} is unknown; write Asia/Shanghai or the like"
        ) from error
    try:
        trigger = CronTrigger.from_crontab(schedule.cron, timezone=zone)
    except ValueError as error:
        raise ConfigError(
            f"[schedule] cron {schedule.cron!r}: {error}; write five fields, such as 0 6 * * *"
        ) from error
    found = trigger.get_next_fire_time(after, after)
    if found is None:
        raise ConfigError(f"[schedule] cron {schedule.cron!r} names no day that will ever come")
    start: datetime = found.astimezone(UTC)
    return start if start > after else next_start(schedule, start)


def is_due(next_at: datetime | None, now: datetime) -> bool:
    """Whether a round should start; starts that were missed while nobody was there count as one."""
    return next_at is not None and next_at <= now
