from datetime import UTC, datetime, timedelta

from monitor.rounds.due import due_sources
from storage.model import Source
from storage.runs import SourceState
from storage.vocabulary import Outcome

SOURCE = Source("yunting", "http://www.yunting.gov.cn/")
SEASON = datetime(2026, 3, 12, 4, 0, tzinfo=UTC)
SUMMER = datetime(2026, 7, 12, 4, 0, tzinfo=UTC)


def is_due(now: datetime, hours_ago: float, outcome: Outcome = Outcome.UNCHANGED) -> bool:
    seen = now - timedelta(hours=hours_ago)
    state = SourceState("yunting", outcome, "", seen, seen, seen, seen)
    return due_sources([SOURCE], {"yunting": state}, now) == (SOURCE,)


def test_a_source_never_seen_is_due() -> None:
    assert due_sources([SOURCE], {}, SUMMER) == (SOURCE,)
    unseen = SourceState("yunting", None, "", None, None, None, None)
    assert due_sources([SOURCE], {"yunting": unseen}, SUMMER) == (SOURCE,)


def test_daily_in_the_season_and_weekly_outside() -> None:
    assert is_due(SEASON, 24)
    assert is_due(SEASON, 23.5)
    assert not is_due(SEASON, 12)
    assert not is_due(SUMMER, 24 * 3)
    assert is_due(SUMMER, 24 * 7)


def test_a_troubled_source_is_due_daily_all_year() -> None:
    assert is_due(SUMMER, 24, Outcome.BLOCKED)
    assert is_due(SUMMER, 24, Outcome.SUSPECT)
    assert not is_due(SUMMER, 24, Outcome.NOTHING)


def test_the_season_is_reckoned_in_china() -> None:
    new_year = datetime(2025, 12, 31, 17, 0, tzinfo=UTC)
    assert is_due(new_year, 24)
