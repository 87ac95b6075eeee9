from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from crawler.budget import USUAL_BUDGET, HostBudget, open_budget
from storage.budgets import requests_on
from storage.database import Store
from storage.sections import is_within
from storage.settings import CrawlSettings

NOW = datetime(2026, 3, 12, 15, 30, tzinfo=UTC)  # half past eleven at night in China


def test_a_budget_holds_over_processes_and_ends_with_chinas_day(fresh_store: Store) -> None:
    moment = [NOW]
    first, second = (HostBudget(fresh_store, lambda: moment[0], 3) for _process in range(2))
    assert [first.ask("a.gov.cn") for _count in range(2)] == [None, None]
    first.note()
    assert (first.left("a.gov.cn"), second.left("a.gov.cn"), second.left("b.gov.cn")) == (1, 1, 3)
    assert second.ask("a.gov.cn") is None
    assert second.ask("a.gov.cn") == "the daily budget of 3 requests to a.gov.cn is spent"
    second.note()
    second.note()
    assert requests_on(fresh_store, NOW.date()) == {"a.gov.cn": 3}
    moment[0] = NOW + timedelta(hours=1)
    assert (second.left("a.gov.cn"), second.ask("a.gov.cn")) == (3, None)


def test_in_quiet_hours_nobody_is_asked(fresh_store: Store) -> None:
    budget = HostBudget(fresh_store, lambda: NOW, None, ("23:00-06:00",))
    assert budget.ask("a.gov.cn") == "quiet hours 23:00-06:00 of [crawl] quiet_hours"
    assert budget.left("a.gov.cn") is None


@pytest.mark.parametrize(
    ("span", "hour", "within"),
    [("08:30-18:00", 8, False), ("08:30-18:00", 9, True), ("08:30-18:00", 18, False), ("23:00-06:00", 2, True)],
)
def test_a_span_may_go_over_midnight(span: str, hour: int, *, within: bool) -> None:
    assert is_within(span, time(hour)) is within


@pytest.mark.parametrize(
    ("crawl", "limit"),
    [
        (CrawlSettings(), USUAL_BUDGET),
        (CrawlSettings(delay_seconds=0), None),
        (CrawlSettings(daily_budget=0), None),
        (CrawlSettings(delay_seconds=0, daily_budget=7), 7),
    ],
)
def test_a_portal_of_ones_own_has_no_budget_unless_told(
    fresh_store: Store, crawl: CrawlSettings, limit: int | None
) -> None:
    assert open_budget(fresh_store, crawl, lambda: NOW).limit == limit
