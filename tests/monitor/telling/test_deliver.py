from datetime import UTC, datetime, timedelta

from monitor.telling.deliver import next_attempt

NOW = datetime(2026, 3, 12, 4, 0, tzinfo=UTC)


def test_attempts_are_spaced_and_end() -> None:
    waits = (60, 300)
    assert next_attempt(waits, 1, NOW) == NOW + timedelta(seconds=60)
    assert next_attempt(waits, 2, NOW) == NOW + timedelta(seconds=300)
    assert next_attempt(waits, 3, NOW) is None
    assert next_attempt((), 1, NOW) is None
