"""The room left on the disks: takes settings, leaves how much is free where the archive and the store lie, and a no."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from storage.errors import StorageError
from storage.settings import Settings

_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Room:
    """What is free on the disk under one folder, in bytes; `trouble` is empty while it is enough."""

    folder: Path
    free: int
    trouble: str = ""


def rooms_left(settings: Settings) -> list[Room]:
    """Return the room under the archive and, where it is a file, under the store; one disk is told once."""
    places = [settings.archive_folder]
    if settings.database_url.startswith("sqlite:///") and not settings.database_url.endswith(":memory:"):
        places.append(Path(settings.database_url.removeprefix("sqlite:///").partition("?")[0]))
    found: dict[int, Room] = {}
    for place in places:
        existing = next(one for one in (place, *place.parents) if one.exists())
        found.setdefault(existing.stat().st_dev, _room(existing, settings))
    return list(found.values())


def _room(folder: Path, settings: Settings) -> Room:
    free = shutil.disk_usage(folder).free
    for limit, told in (
        (settings.service.min_free_mb, "no round begins"),
        (settings.service.warn_free_mb, "it will not last"),
    ):
        if free < limit * _MEGABYTE:
            said = f"{folder}: {free // _MEGABYTE} MB are free, less than {limit} MB: {told}; free or mount more"
            return Room(folder, free, said)
    return Room(folder, free)


def refuse_full_disk(settings: Settings) -> None:
    """Raise StorageError where a round would fill a disk: half a round that cannot be kept is worse than none."""
    for room in rooms_left(settings):
        if room.free < settings.service.min_free_mb * _MEGABYTE:
            raise StorageError(f"{room.trouble}, or lower [service] min_free_mb")
