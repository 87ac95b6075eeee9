from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.timetable import Decision, decide, next_start, refuse_wrong_schedule, resumes
from storage.errors import ConfigError
from storage.schedules import Planned
from storage.settings import ScheduleSettings, Settings

NOON = datetime(2026, 3, 12, 4, 0, tzinfo=UTC)


def test_a_cron_line_is_meant_in_its_own_zone() -> None:
    assert next_start(ScheduleSettings(), NOON) == datetime(2026, 3, 12, 22, 0, tzinfo=UTC)
    assert next_start(ScheduleSettings(timezone="UTC"), NOON) == datetime(2026, 3, 12, 6, 0, tzinfo=UTC)


def test_a_start_is_always_later_than_now() -> None:
    six = datetime(2026, 3, 12, 22, 0, tzinfo=UTC)
    assert next_start(ScheduleSettings(), six) == six + timedelta(days=1)


@pytest.mark.parametrize(
    ("schedule", "told"),
    [
        (ScheduleSettings(cron="every day"), "cron 'every day'"),
        (ScheduleSettings(timezone="Asia/Beijing"), "timezone 'Asia/Beijing' is unknown"),
        (ScheduleSettings(cron="0 6 31 2 *"), "no day that will ever come"),
    ],
)
def test_a_wrong_schedule_is_told(schedule: ScheduleSettings, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        next_start(schedule, NOON)


CRON = "0 6 * * * Asia/Shanghai"
SLOT = datetime(2026, 3, 11, 22, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_the_first_look_plans_and_starts_nothing() -> None:
    assert decide(ScheduleSettings(), None, NOON) == Decision(False, Planned(CRON, SLOT + DAY, None))


def test_slots_missed_while_nobody_was_there_count_as_one() -> None:
    missed = Planned(CRON, SLOT - 3 * DAY, SLOT - 4 * DAY)
    decision = decide(ScheduleSettings(), missed, NOON)
    assert decision == Decision(True, Planned(CRON, SLOT + DAY, NOON))
    assert decide(ScheduleSettings(), decision.plan, NOON + timedelta(seconds=5)) == Decision(False, decision.plan)


def test_a_slot_is_due_from_its_moment_on() -> None:
    planned = Planned(CRON, SLOT, SLOT - DAY)
    assert not decide(ScheduleSettings(), planned, SLOT - timedelta(seconds=1)).fire
    assert decide(ScheduleSettings(), planned, SLOT).fire


def test_another_cron_line_makes_another_plan_and_loses_no_slot() -> None:
    weekly = ScheduleSettings(cron="0 6 * * mon")
    assert decide(weekly, Planned(CRON, SLOT + DAY, SLOT), NOON).plan.next_at == datetime(2026, 3, 15, 22, tzinfo=UTC)
    assert decide(weekly, Planned(CRON, SLOT, None), NOON).fire


def test_a_clock_set_back_by_an_hour_repeats_no_slot() -> None:
    done = decide(ScheduleSettings(), Planned(CRON, SLOT, None), SLOT).plan
    before = SLOT - timedelta(hours=1)
    assert decide(ScheduleSettings(), done, before) == Decision(False, done)


def test_a_plan_made_by_a_clock_that_ran_years_ahead_is_made_anew() -> None:
    wild = Planned(CRON, SLOT + 3650 * DAY, SLOT + 3649 * DAY)
    assert decide(ScheduleSettings(), wild, NOON) == Decision(False, Planned(CRON, SLOT + DAY, wild.last_at))


@given(steps=st.lists(st.integers(-200_000, 400_000), min_size=1, max_size=40))
def test_however_the_clock_jumps_a_slot_always_comes_within_a_day(steps: list[int]) -> None:
    planned, now = None, NOON
    for step in steps:
        now += timedelta(seconds=step)
        planned = decide(ScheduleSettings(), planned, now).plan
        assert planned.next_at - now <= 2 * DAY
    assert decide(ScheduleSettings(), planned, planned.next_at if planned else now).fire


def test_a_round_that_broke_off_is_taken_up_three_times_and_each_time_later() -> None:
    assert not resumes((), NOON)
    assert resumes((NOON,), NOON)
    twice = (NOON - timedelta(minutes=9), NOON - timedelta(minutes=4))
    assert not resumes(twice, NOON)
    assert resumes(twice, NOON + timedelta(minutes=1))
    thrice = (*twice, NOON)
    assert not resumes(thrice, NOON + timedelta(minutes=29))
    assert resumes(thrice, NOON + timedelta(minutes=30))
    assert not resumes((*thrice, NOON + timedelta(minutes=30)), NOON + 9 * DAY)


@pytest.mark.parametrize(
    ("schedule", "told"),
    [
        (ScheduleSettings(cron="every day"), "settings.toml: [schedule] cron 'every day'"),
        (ScheduleSettings(timezone="Asia/Beijing"), "timezone 'Asia/Beijing' is unknown; write Asia/Shanghai"),
        (ScheduleSettings(timezone="../../etc/passwd"), "is unknown; write Asia/Shanghai"),
        (ScheduleSettings(timezone="Asia"), "is unknown; write Asia/Shanghai"),
    ],
)
def test_a_wrong_schedule_is_refused_with_its_file(schedule: ScheduleSettings, told: str) -> None:
    with pytest.raises(ConfigError) as refused:
        refuse_wrong_schedule(Settings(schedule=schedule, file=Path("settings.toml")))
    assert told in str(refused.value)
