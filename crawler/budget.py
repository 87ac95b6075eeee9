"""How much a host is asked in a day and when it is left alone: takes requests as they leave, lets through or postpones.

What is postponed is no failure of the portal: it waits for the next round, and the visit says so. The day is China's,
where the portals stand; counts are shared over processes by the store.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from storage.budgets import add_requests, requests_on
from storage.database import Store
from storage.sections import CHINA, is_within
from storage.settings import CrawlSettings

# With two seconds between them, less than three hours of a portal's day.
USUAL_BUDGET = 5000
# Counts are written so often; a kill forgets that many at most.
BATCH = 50


class Budget(Protocol):
    """What a crawl asks of a budget."""

    def left(self, host: str) -> int | None:
        """Return how many requests a host may still get today, None where there is no limit."""

    def ask(self, host: str) -> str | None:
        """Count one request; return why it has to wait, None where it may go."""

    def why_closed(self, host: str) -> str | None:
        """Return why a host is not asked now, or None where it may be."""


class Unlimited:
    """The budget of a crawl without one."""

    def left(self, _host: str) -> int | None:
        """Return None: no limit."""
        return None

    def ask(self, _host: str) -> str | None:
        """Return None: it may go."""
        return None

    why_closed = ask


@dataclass
class HostBudget:
    """One crawling process's share of every host's day; `limit` None: none."""

    store: Store
    clock: Callable[[], datetime]
    limit: int | None
    quiet: tuple[str, ...] = ()
    _day: date | None = None
    _before: dict[str, int] = field(default_factory=dict)
    _asked: Counter[str] = field(default_factory=Counter)
    _unnoted: Counter[str] = field(default_factory=Counter)
    _since: int = 0

    def left(self, host: str) -> int | None:
        """Return how many requests a host may still get today, None where there is no limit."""
        self._turn()
        return None if self.limit is None else max(self.limit - self._before.get(host, 0) - self._asked[host], 0)

    def why_closed(self, host: str) -> str | None:
        """Return why a host is not asked now, or None where it may be."""
        now = self.clock().astimezone(CHINA).time()
        if hours := next((span for span in self.quiet if is_within(span, now)), None):
            return f"quiet hours {hours} of [crawl] quiet_hours"
        return f"the daily budget of {self.limit} requests to {host} is spent" if self.left(host) == 0 else None

    def ask(self, host: str) -> str | None:
        """Count one request; return why it has to wait, None where it may go."""
        if reason := self.why_closed(host):
            return reason
        self._asked[host] += 1
        self._unnoted[host] += 1
        self._since += 1
        if self._since >= BATCH:
            self.note()
        return None

    def note(self) -> None:
        """Write the counts since the last time."""
        more, self._unnoted, self._since = self._unnoted, Counter(), 0
        if self._day is not None and more:
            add_requests(self.store, self._day, more)

    def _turn(self) -> None:
        """Begin a new day's counts where one has begun."""
        today = self.clock().astimezone(CHINA).date()
        if today != self._day:
            self.note()
            self._day, self._asked = today, Counter()
            self._before = requests_on(self.store, today) if self.limit is not None else {}


def open_budget(store: Store, crawl: CrawlSettings, clock: Callable[[], datetime]) -> HostBudget:
    """Return the budget that the settings ask for; a portal of one's own, asked without delay, has none by default."""
    usual = USUAL_BUDGET if crawl.delay_seconds > 0 else None
    limit = crawl.daily_budget if crawl.daily_budget is not None else usual
    return HostBudget(store, clock, limit or None, crawl.quiet_hours)


def told_postponed(reasons: list[str]) -> list[str]:
    """Return how many requests wait and for what, in one line, if any do."""
    return [f"{len(reasons)} pages wait for a later round: {reasons[0]}"] if reasons else []
