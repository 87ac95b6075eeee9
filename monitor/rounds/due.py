"""Which sources are due: takes how they stand and the day, leaves those that a round should look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from storage.model import Source
from storage.runs import SourceState
from storage.vocabulary import Outcome

CHINA = ZoneInfo("Asia/Shanghai")

# Reports are due before 1 April (督察工作规定, article 24) and seen from January to the end of April.
SEASON_MONTHS = (1, 2, 3, 4)
IN_SEASON = timedelta(days=1)
OUT_OF_SEASON = timedelta(days=7)

# A round that starts an hour early by the clock is still that day's round.
SLACK = timedelta(hours=1)


def due_sources(sources: Iterable[Source], states: Mapping[str, SourceState], now: datetime) -> tuple[Source, ...]:
    """Return the sources whose last look is long enough ago; one that was never seen or stands badly is due daily."""
    return tuple(source for source in sources if _is_due(states.get(source.slug), now))


def _is_due(state: SourceState | None, now: datetime) -> bool:
    if state is None or state.last_run_at is None:
        return True
    troubled = state.state in (Outcome.SUSPECT, Outcome.FAILED, Outcome.BLOCKED)
    season = now.astimezone(CHINA).month in SEASON_MONTHS
    interval = IN_SEASON if season or troubled else OUT_OF_SEASON
    return now - state.last_run_at >= interval - SLACK
