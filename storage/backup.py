"""The backup: takes an open store, its archive and some small files, leaves one tar file that holds them all.

The store is read first and in one state, the archive after it: its files only ever grow, so they hold every byte that
the rows point at, while a service goes on beside. The list of contents stands last, with the hash of each; a file
without it was cut off and is no backup.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from storage.database import Store
from storage.dump import one_state, rows_of, tables_of
from storage.errors import StorageError
from storage.schema import current_step

FORMAT = "fazhi.backup/1"
CONTENTS = "contents.json"


@dataclass(frozen=True)
class BackedUp:
    """What went into a backup: rows by table, files of the archive, and the whole's size in bytes."""

    rows: Mapping[str, int]
    archive_files: int
    size: int


def make_backup(
    store: Store, archive: Path | None, target: Path, now: datetime, beside: Mapping[str, bytes] | None = None
) -> BackedUp:
    """Write the backup to `target` in one step, with the small files of `beside`; raise StorageError where it exists.

    Without an `archive` the store alone is kept. A backup that broke off leaves nothing under the name it was to have.
    """
    if target.exists():
        raise StorageError(f"{target} is there already; a backup overwrites nothing: give another name")
    draft = target.with_name(f"{target.name}.{os.getpid()}.partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("xb") as stream:
            made = _write(stream, store, archive, now, beside or {})
            stream.flush()
            os.fsync(stream.fileno())
        os.link(draft, target)  # unlike a rename it refuses a name that was taken meanwhile
    except OSError as error:
        raise StorageError(f"{target}: the backup cannot be written: {error.strerror}; free or mount a disk") from error
    finally:
        draft.unlink(missing_ok=True)
    return BackedUp(made.rows, made.archive_files, target.stat().st_size)


def _write(stream: Any, store: Store, archive: Path | None, now: datetime, beside: Mapping[str, bytes]) -> BackedUp:
    hashes: dict[str, str] = {}
    rows: dict[str, int] = {}
    step = current_step(store)
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
        with one_state(store) as connection:
            for table in tables_of(connection):
                name = f"store/{table.name}.jsonl.gz"
                with tempfile.TemporaryFile() as packed:
                    rows[table.name] = _pack(packed, rows_of(connection, table))
                    hashes[name] = _add(tar, name, packed, packed.tell(), now)
        files = sorted(path for path in archive.rglob("*") if path.is_file()) if archive and archive.is_dir() else []
        for path in files:
            assert archive is not None
            name = f"archive/{path.relative_to(archive).as_posix()}"
            with path.open("rb") as body:
                hashes[name] = _add(tar, name, body, path.stat().st_size, now)
        for name, small in beside.items():
            hashes[name] = _add(tar, name, io.BytesIO(small), len(small), now)
        contents = {"format": FORMAT, "made_at": now.isoformat(), "step": step, "rows": rows, "sha256": hashes}
        last = json.dumps(contents, ensure_ascii=False, indent=1).encode()
        _add(tar, CONTENTS, io.BytesIO(last), len(last), now)
    return BackedUp(rows, len(files), 0)


def _pack(packed: Any, lines: Iterable[bytes]) -> int:
    count = 0
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as stream:
        for line in lines:
            stream.write(line)
            count += 1
    return count


class _Hashed:
    """Hands a file's first bytes on to tar, and hashes them on the way; what is appended meanwhile is not taken."""

    def __init__(self, body: Any) -> None:
        self._body = body
        self.sha256 = hashlib.sha256()

    def read(self, size: int) -> bytes:
        piece: bytes = self._body.read(size)
        self.sha256.update(piece)
        return piece


def _add(tar: tarfile.TarFile, name: str, body: Any, size: int, now: datetime) -> str:
    body.seek(0)
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = size, int(now.timestamp()), 0o600
    hashed = _Hashed(body)
    tar.addfile(entry, hashed)  # type: ignore[arg-type]
    return hashed.sha256.hexdigest()
