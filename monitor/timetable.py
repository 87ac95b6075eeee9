"""The timetable: takes a cron line, a time zone, what was planned and a moment, leaves when to start; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from storage.errors import ConfigError
from storage.schedules import Planned
from storage.settings import ScheduleSettings, Settings

# A clock that is set back by less than this has fired its slots already; a last start further ahead is a wrong clock's.
_SET_BACK = timedelta(days=1)
# A round that broke off is taken up after these waits, counted from its start; then it waits for the timetable.
_RESUME_AFTER = (timedelta(0), timedelta(minutes=5), timedelta(minutes=30))


@dataclass(frozen=True)
class Decision:
    """Whether a round starts now, and what is planned afterwards."""

    fire: bool
    plan: Planned


def next_start(schedule: ScheduleSettings, after: datetime) -> datetime:
    """Return the first moment after `after` that the cron line names; raise ConfigError naming key and remedy."""
    from apscheduler.triggers.cron import CronTrigger  # noqa: PLC0415 (0.1 s; only the service needs it)

    try:
        zone = ZoneInfo(schedule.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: the name of a folder, or an endless one
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


def refuse_wrong_schedule(settings: Settings) -> None:
    """Raise ConfigError naming the file where [schedule] has a cron line or a time zone that nobody could keep."""
    if (settings.schedule.cron, settings.schedule.timezone) == (ScheduleSettings().cron, ScheduleSettings().timezone):
        return  # known to be good; a command that starts no round need not load a scheduler
    try:
        next_start(settings.schedule, datetime.now(UTC))
    except ConfigError as error:
        raise ConfigError(f"{settings.file or 'the environment'}: {error}") from error


def decide(schedule: ScheduleSettings, planned: Planned | None, now: datetime) -> Decision:
    """Return whether a slot has come, and the next one; slots missed while nobody was there count as one.

    A clock set back does not repeat the slots of the last day, and a plan that a wrong clock made years ahead is
    made anew, so that the service does not wait for that year.
    """
    cron = f"{schedule.cron} {schedule.timezone}"
    if planned is None:
        return Decision(fire=False, plan=Planned(cron, next_start(schedule, now), None))
    last = planned.last_at
    done_until = last if last is not None and now < last <= now + _SET_BACK else now
    following = next_start(schedule, done_until)
    if planned.next_at <= now:
        return Decision(fire=True, plan=Planned(cron, following, now))
    return Decision(fire=False, plan=Planned(cron, following, last))


def resumes(started: tuple[datetime, ...], now: datetime) -> bool:
    """Whether a round that broke off is taken up now; `started` are the starts since a round last came to its end.

    Three times, each later than the one before: a page that kills every round must not make the house crawl for ever.
    """
    if not started or len(started) > len(_RESUME_AFTER):
        return False
    since = now - max(started)
    return since >= _RESUME_AFTER[len(started) - 1] or since < timedelta(0)
