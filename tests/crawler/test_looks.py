from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from crawler.looks import QUARTER, Looks, is_due, plan_looks
from storage.pages import PageRecord
from storage.vocabulary import PageState

NOW = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)


def record(
    seen_days: float, looked_days: float, state: PageState = PageState.PRESENT, *, url: str = "a", listed: float = -1
) -> PageRecord:
    return PageRecord(
        url=url,
        source="yl",
        role="article",
        listed_title=None,
        listed_on=(NOW - timedelta(days=listed)).date() if listed >= 0 else None,
        etag=None,
        last_modified=None,
        sha256="0" * 64,
        snapshot_id=1,
        state=state,
        last_looked_at=NOW - timedelta(days=looked_days),
        first_seen_at=NOW - timedelta(days=seen_days),
    )


@pytest.mark.parametrize(
    ("page", "due"),
    [
        (record(10, 1), True),
        (record(10, 0), True),
        (record(200, 1), False),
        (record(200, 6.9), True),
        (record(1000, 8), False),
        (record(1000, 30), True),
        (record(1000, 1, PageState.MISSING), True),
        (record(10, 1, PageState.REMOVED), False),
        (record(10, 8, PageState.REMOVED), True),
        (record(10, 1, listed=400), False),  # a stock that was taken last week is not fresh
    ],
)
def test_this_seasons_pages_are_looked_at_daily_old_ones_seldom_missing_ones_always(
    page: PageRecord, *, due: bool
) -> None:
    assert is_due(page, NOW) is due


def test_a_tight_budget_takes_doubtful_pages_then_forgotten_ones_then_the_longest_waiting() -> None:
    pages = [
        record(10, 1, url="fresh"),
        record(1000, 80, url="old"),
        record(2000, 86, url="forgotten"),
        record(200, 1, PageState.MISSING, url="missing"),
        record(1000, 2, url="rested"),
    ]
    assert [page.url for page in plan_looks(pages, NOW).now] == ["missing", "forgotten", "old", "fresh"]
    cut = plan_looks(pages, NOW, 2)
    assert ([page.url for page in cut.now], cut.waiting) == (["missing", "forgotten"], 2)
    assert plan_looks(pages, NOW, 0) == Looks((), 4)
    assert len(plan_looks(pages, NOW, everything=True).now) == 5


def test_each_page_is_seen_once_a_quarter_within_a_small_budget() -> None:
    stock = {f"p{number}": record(300 + number, 0, url=f"p{number}", listed=300 + number * 20) for number in range(300)}
    looks: dict[str, list[datetime]] = {url: [NOW] for url in stock}
    for day in range(1, 366):
        now = NOW + timedelta(days=day)
        for page in plan_looks(stock.values(), now, 12).now:
            stock[page.url] = replace(page, last_looked_at=now)
            looks[page.url].append(now)
    longest = max(later - earlier for seen in looks.values() for earlier, later in pairwise(seen))
    assert longest <= QUARTER + timedelta(days=5)
