"""Damage of the archive calls for a person once; what is mended and breaks again is news again."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from storage.damage import MARK, tell_damage
from storage.inspection import Inspection, Trouble

FILE = "2026/run1-7-1.warc.gz"
LOST = Trouble(FILE, 120, "the record breaks off before its end", "bring the file back", "http://a.gov.cn/1.html")
DAY = timedelta(days=1)


def days(folder: Path, now: datetime, *troubles: Trouble) -> list[str]:
    """Return the days on which troubles found now were told first."""
    return [one.told for one in tell_damage(folder, Inspection(troubles=troubles), now).troubles]


def test_old_damage_is_told_with_its_first_day(tmp_path: Path, now: datetime) -> None:
    other = Trouble(FILE, 900, "bytes that hold no whole record", "bring the file back")
    assert days(tmp_path, now, LOST) == [""]
    assert days(tmp_path, now + DAY, LOST, other) == ["2026-03-12", ""]
    assert days(tmp_path, now + 2 * DAY, LOST, other) == ["2026-03-12", "2026-03-13"]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [f"run1-7-1.warc.gz{MARK}"]


def test_damage_of_another_kind_or_after_a_mending_is_news(tmp_path: Path, now: datetime) -> None:
    days(tmp_path, now, LOST)
    assert days(tmp_path, now, Trouble(FILE, 120, "the file is not there", "bring the file back")) == [""]
    assert days(tmp_path, now) == []
    assert list(tmp_path.rglob(f"*{MARK}")) == []
    assert days(tmp_path, now + DAY, LOST) == [""]


def test_a_mark_that_cannot_be_read_has_the_damage_told_again(
    tmp_path: Path, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    days(tmp_path, now, LOST)
    (tmp_path / (FILE + MARK)).write_text("[1, 2", encoding="utf-8")
    assert days(tmp_path, now + DAY, LOST) == [""]
    assert f"{FILE}{MARK}: " in caplog.text
