"""Damage of the archive that was told before: takes what an inspection found, leaves it with the day of the first word.

Bytes that are lost for good are found by every inspection; a person is called for them once. What was told stands in a
mark beside the file (`….damaged`, a line each place), which goes when the bytes are back, so that new damage is news.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from storage.archive import SUFFIX
from storage.inspection import Inspection, Trouble

LOG = logging.getLogger("fazhi.archive")
MARK = ".damaged"


def tell_damage(folder: Path, found: Inspection, now: datetime) -> Inspection:
    """Return the inspection with the day on which each trouble was told first, "" for news; renew the marks."""
    before = {path: _read(path) for path in sorted(folder.rglob(f"*{SUFFIX}{MARK}"))}
    told = tuple(
        replace(one, told=before.get(_mark(folder, one), {}).get((one.offset, one.what), "")) for one in found.troubles
    )
    after: dict[Path, list[Trouble]] = {}
    for one in told:
        after.setdefault(_mark(folder, one), []).append(one)
    try:
        for path in before.keys() - after.keys():
            path.unlink()
        for path, troubles in after.items():
            _write(path, troubles, f"{now:%Y-%m-%d}")
    except OSError as error:
        LOG.warning("%s: that its damage was told cannot be noted, so it is told again: %s", folder, error)
    return replace(found, troubles=told)


def _mark(folder: Path, one: Trouble) -> Path:
    return folder / (one.file + MARK)


def _read(path: Path) -> Mapping[tuple[int, str], str]:
    """Return the day by place and kind of damage; a mark that cannot be read tells nothing."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return {(int(row["offset"]), str(row["what"])): str(row["told"]) for row in rows}
    except (OSError, ValueError, KeyError, TypeError) as error:
        LOG.warning("%s: %s; the damage is told again", path, error)
        return {}


def _write(path: Path, troubles: Sequence[Trouble], today: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [{"offset": one.offset, "what": one.what, "told": one.told or today} for one in troubles]
    draft = path.with_name(f"{path.name}.new")
    draft.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    draft.replace(path)
