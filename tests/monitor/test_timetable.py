from datetime import UTC, datetime, timedelta

import pytest

from monitor.timetable import is_due, next_start
from storage.errors import ConfigError
from storage.settings import ScheduleSettings

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


def test_starts_missed_while_nobody_was_there_count_as_one() -> None:
    assert is_due(NOON - timedelta(days=3), NOON)
    assert is_due(NOON, NOON)
    assert not is_due(NOON + timedelta(seconds=1), NOON)
    assert not is_due(None, NOON)
