"""The plan of second looks: takes the held pages, the day and what a host may still be asked, leaves whom to look at.

A report is corrected soon after it appears or not at all: this season's is looked at in every round, those of the last
two years weekly, older ones monthly. Where the host's budget does not reach for all that are due, those go first whose
removal is in doubt, then those that nobody has seen for a quarter, then those that have waited longest for their kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from storage.pages import PageRecord
from storage.vocabulary import PageState

# A report appears from January on and is corrected, if at all, in the months after.
FRESH = timedelta(days=120)
SETTLED = timedelta(days=730)
# Half a day less than their names say, so that rounds at one hour of the day meet them.
EACH_ROUND = timedelta(hours=12)
WEEKLY = timedelta(days=6, hours=12)
MONTHLY = timedelta(days=29, hours=12)
QUARTER = timedelta(days=85)


@dataclass(frozen=True)
class Looks:
    """The pages to look at now, most urgent first, and how many more are due and have to wait."""

    now: tuple[PageRecord, ...]
    waiting: int = 0


def plan_looks(
    records: Iterable[PageRecord], now: datetime, allowance: int | None = None, *, everything: bool = False
) -> Looks:
    """Return which held pages are looked at now: those that are due, or `everything`; at most `allowance` of them."""
    chosen = (record for record in records if everything or is_due(record, now))
    due = sorted(chosen, key=lambda record: _urgency(record, now))
    limit = len(due) if allowance is None else max(allowance, 0)
    return Looks(tuple(due[:limit]), max(len(due) - limit, 0))


def is_due(page: PageRecord, now: datetime) -> bool:
    """Tell whether a held page is looked at in an ordinary round; a missing one always: its second look decides."""
    if page.state is PageState.MISSING or page.last_looked_at is None:
        return True
    interval = interval_of(page, now)
    return interval == EACH_ROUND or now - page.last_looked_at >= interval


def interval_of(page: PageRecord, now: datetime) -> timedelta:
    """Return how long a held page is left alone, by its age: the day its list printed, else its first sight.

    One that is gone is looked for weekly: most that come back do so within weeks.
    """
    if page.state in (PageState.REMOVED, PageState.MOVED):
        return WEEKLY
    published = datetime.combine(page.listed_on, time(), UTC) if page.listed_on else page.first_seen_at
    age = now - min(published, page.first_seen_at)
    return EACH_ROUND if age <= FRESH else WEEKLY if age <= SETTLED else MONTHLY


def _urgency(page: PageRecord, now: datetime) -> tuple[int, float, str]:
    if page.state is PageState.MISSING or page.last_looked_at is None:
        return 0, 0.0, page.url
    rest = now - page.last_looked_at
    return (1 if rest >= QUARTER else 2), -(rest / interval_of(page, now)), page.url
