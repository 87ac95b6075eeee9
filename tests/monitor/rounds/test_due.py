from datetime import UTC, datetime, timedelta

from monitor.rounds.due import due_sources
from storage.model import Source
from storage.runs import SourceState
from storage.settings import ScheduleSettings
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


def test_a_source_with_a_page_in_doubt_is_due_the_next_day() -> None:
    seen = SUMMER - timedelta(hours=24)
    state = {"yunting": SourceState("yunting", Outcome.UNCHANGED, "", seen, seen, seen, seen)}
    assert due_sources([SOURCE], state, SUMMER, doubtful={"another"}) == ()
    assert due_sources([SOURCE], state, SUMMER, doubtful={"yunting"}) == (SOURCE,)


def test_the_season_is_reckoned_in_china() -> None:
    new_year = datetime(2025, 12, 31, 17, 0, tzinfo=UTC)
    assert is_due(new_year, 24)


def test_a_source_may_keep_months_and_days_of_its_own() -> None:
    seen = SUMMER - timedelta(hours=30)
    state = {"yunting": SourceState("yunting", Outcome.UNCHANGED, "", seen, seen, seen, seen)}
    summer = Source("yunting", "http://www.yunting.gov.cn/", season=(7, 8))
    seldom = Source("yunting", "http://www.yunting.gov.cn/", season=(7, 8), days_in_season=2)
    daily = Source("yunting", "http://www.yunting.gov.cn/", season=(), days_off_season=1)
    assert due_sources([summer], state, SUMMER) == (summer,)
    assert due_sources([seldom], state, SUMMER) == ()
    assert due_sources([daily], state, SUMMER) == (daily,)


def test_the_settings_decide_for_sources_that_say_nothing() -> None:
    seen = SUMMER - timedelta(days=3)
    state = {"yunting": SourceState("yunting", Outcome.UNCHANGED, "", seen, seen, seen, seen)}
    assert due_sources([SOURCE], state, SUMMER, ScheduleSettings(days_off_season=3)) == (SOURCE,)
    assert due_sources([SOURCE], state, SUMMER, ScheduleSettings(season=(7,), days_in_season=4)) == ()


def test_a_look_dated_by_a_clock_that_ran_ahead_is_not_waited_for() -> None:
    assert is_due(SEASON, -24 * 365 * 10)
    assert not is_due(SEASON, -2)
