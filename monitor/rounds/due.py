"""Which sources are due: takes how they stand, the timetable's seasons and the day, leaves those to look at; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from storage.model import Source
from storage.runs import SourceState
from storage.settings import ScheduleSettings
from storage.vocabulary import Outcome

CHINA = ZoneInfo("Asia/Shanghai")
TROUBLED = (Outcome.SUSPECT, Outcome.FAILED, Outcome.BLOCKED)

# A round that starts an hour early by the clock is still that day's round.
SLACK = timedelta(hours=1)


def due_sources(
    sources: Iterable[Source],
    states: Mapping[str, SourceState],
    now: datetime,
    schedule: ScheduleSettings = ScheduleSettings(),  # noqa: B008 (frozen)
    doubtful: Collection[str] = (),
) -> tuple[Source, ...]:
    """Return the sources whose last look is long enough ago; one that was never seen is due, in trouble daily.

    `doubtful` are those of which a page answered as gone: the look that confirms or denies it is due the next day.
    """
    return tuple(
        source
        for source in sources
        if _is_due(source, states.get(source.slug), now, schedule, doubtful=source.slug in doubtful)
    )


def interval_of(source: Source, schedule: ScheduleSettings, now: datetime) -> timedelta:
    """Return how long a source is left alone: the days of its season, which is reckoned in China, or those outside.

    Reports are due before 1 April (督察工作规定, article 24) and appear from January to the end of April; a source
    whose portal keeps other months says so in `season`, `days_in_season` and `days_off_season`.
    """
    season = source.season if source.season is not None else schedule.season
    if now.astimezone(CHINA).month in season:
        return timedelta(days=source.days_in_season or schedule.days_in_season)
    return timedelta(days=source.days_off_season or schedule.days_off_season)


def _is_due(
    source: Source, state: SourceState | None, now: datetime, schedule: ScheduleSettings, *, doubtful: bool
) -> bool:
    if state is None or state.last_run_at is None:
        return True
    interval = interval_of(source, schedule, now)
    if state.state in TROUBLED or doubtful:
        interval = min(interval, timedelta(days=1))
    since = now - state.last_run_at
    # A look that lies a day ahead was dated by a clock that has been set back since; waiting for it would be for ever.
    return since >= interval - SLACK or since < -timedelta(days=1)
