"""How long a host is left alone between two requests."""

from __future__ import annotations

import pytest

from crawler.pace import pause_seconds


@pytest.mark.parametrize(
    ("asked", "own", "pause"), [(None, 2.0, 2.0), (5, 2.0, 5.0), (1, 2.0, 2.0), (86_400, 2.0, 60.0), (5, 90.0, 90.0)]
)
def test_the_longer_pause_holds(asked: float | None, own: float, pause: float) -> None:
    assert pause_seconds(asked, own) == pause
