"""Hold the national outlines (纲要) by the years they govern; takes their data, leaves a system's heading.

An indicator belongs to one system of this house (`system`, a name that stays). What an outline calls that system, or
under which of its headings it stands, is the outline's own data: a new outline is one more `[[outline]]` block.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.errors import ConfigError

_KEYS = {"id", "title", "first_year", "last_year", "headings"}


@dataclass(frozen=True)
class Outline:
    """A national outline (纲要): the reporting years it governs and its heading for each system of the house."""

    id: str
    title: str
    first_year: int
    last_year: int
    headings: Mapping[str, str]


def outline_for(outlines: Sequence[Outline], year: int | None) -> Outline | None:
    """Return the outline that governs a reporting year; past the last one's end, and without a year, the newest."""
    if not outlines:
        return None
    newest = max(outlines, key=lambda one: one.first_year)
    if year is None:
        return newest
    governing = [one for one in outlines if one.first_year <= year]
    return (
        max(governing, key=lambda one: one.first_year) if governing else min(outlines, key=lambda one: one.first_year)
    )


def heading_of(outlines: Sequence[Outline], systems: Mapping[str, str], system: str, year: int | None) -> str:
    """Return what the outline of a reporting year calls a system; the house's own name where it has no heading."""
    outline = outline_for(outlines, year)
    return (outline.headings.get(system) if outline else None) or systems.get(system, system)


def read_outline(block: Mapping[str, Any], file: Path) -> Outline:
    """Return one `[[outline]]` block; raise ConfigError naming file, key and remedy."""
    where = f"{file}: outline {block.get('id', '?')}"
    for key in block:
        if key not in _KEYS:
            raise ConfigError(f"{where}: unknown key {key!r}: known keys: {', '.join(sorted(_KEYS))}")
    for key in sorted(_KEYS):
        if key not in block:
            raise ConfigError(f"{where}: key {key!r} is missing: write it")
    first, last = block["first_year"], block["last_year"]
    if not isinstance(first, int) or not isinstance(last, int) or first > last:
        raise ConfigError(f"{where}: first_year {first!r} and last_year {last!r}: write two years in order")
    headings = {str(key): str(value) for key, value in block["headings"].items()}
    return Outline(str(block["id"]), str(block["title"]), first, last, headings)


def check_outlines(outlines: Iterable[Outline], systems: Mapping[str, str], folder: Path) -> None:
    """Refuse two outlines for one year and headings of systems that nobody declared."""
    governed: dict[int, str] = {}
    for outline in outlines:
        for system in outline.headings:
            if system not in systems:
                raise ConfigError(f"{folder}: outline {outline.id}: heading of {system!r}, which is not in [systems]")
        for year in range(outline.first_year, outline.last_year + 1):
            if governed.setdefault(year, outline.id) != outline.id:
                raise ConfigError(
                    f"{folder}: outline {outline.id}: first_year or last_year: {year} is governed by "
                    f"{governed[year]} already: part the years"
                )
