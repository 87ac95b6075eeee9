from pathlib import Path

import pytest

from monitor.disk import refuse_full_disk, rooms_left
from storage.errors import StorageError
from storage.settings import ServiceSettings, Settings

ENDLESS = 10**12


def settings(folder: Path, warn: int, least: int) -> Settings:
    return Settings(service=ServiceSettings(warn_free_mb=warn, min_free_mb=least), folder=folder)


def test_a_disk_with_room_is_no_trouble_and_told_once(tmp_path: Path) -> None:
    (room,) = rooms_left(settings(tmp_path, 0, 0))
    assert room.trouble == ""
    refuse_full_disk(settings(tmp_path, ENDLESS, 0))


def test_a_disk_that_runs_full_is_told_before_it_hurts(tmp_path: Path) -> None:
    (room,) = rooms_left(settings(tmp_path, ENDLESS, 0))
    assert "it will not last; free or mount more" in room.trouble


def test_below_the_floor_no_round_begins(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no round begins; free or mount more, or lower \\[service\\] min_free_mb"):
        refuse_full_disk(settings(tmp_path, ENDLESS, ENDLESS))
