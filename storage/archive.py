"""The archive of bytes: takes answers as they came, leaves WARC records that are never overwritten.

Layout: `ARCHIVE/YYYY/RUN-PID-N.warc.gz`. Every process writes files of its own, opened for exclusive creation, locked
while it lives and followed by the next number at `ROTATE_BYTES`; so any number of processes may write at once. An
exchange (response, request, metadata) is one write, brought to the disk before its place is given away: a row never
names bytes that a power cut can take. A process that was killed leaves at most a torn end of its own file and the mark
`….writing` beside it; the next crawl moves such an end aside (`….tail-N`) and says so. Nothing is ever deleted here.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from storage.errors import ArchiveError
from storage.warc import WARC_VERSION, Exchange, exchange_members, info_member, member_length, members_of, read_member

LOG = logging.getLogger("fazhi.archive")
SUFFIX = ".warc.gz"
WRITING = ".writing"
# What the WARC guidelines advise for one file.
ROTATE_BYTES = 1_000_000_000


@dataclass(frozen=True)
class Kept:
    """Where one answer's bytes lie, and their hash."""

    file: str
    offset: int
    length: int
    sha256: str
    size: int


class ArchiveWriter:
    """Appends exchanges to this process's own files; creates the first one with the first exchange.

    `about` are fields of each file's opening record, such as software, operator and http-header-user-agent.
    """

    def __init__(
        self, folder: Path, run_id: str, about: Mapping[str, str] | None = None, rotate: int = ROTATE_BYTES
    ) -> None:
        self.folder = folder
        self.run_id = run_id
        self.about = {"isPartOf": run_id, "conformsTo": f"https://iipc.github.io/warc-specifications/{WARC_VERSION}"}
        self.about |= about or {}
        self.rotate = rotate
        self._stream: Any = None
        self._name = ""
        self._number = 0

    def keep(
        self,
        url: str,
        moment: datetime,
        status: int,
        headers: Sequence[tuple[str, str]],
        body: bytes,
        *,
        exchange: Exchange | None = None,
        facts: Mapping[str, str] | None = None,
    ) -> Kept:
        """Bring one answer to the disk and return the response's place; raise ArchiveError where the disk refuses.

        `facts` are the fields of its metadata record; without an `exchange` it counts as a plain GET of `url`.
        """
        members = exchange_members(
            exchange or Exchange(url), moment, status=status, headers=headers, body=body, facts=facts or {}
        )
        try:
            stream = self._open(moment)
            offset = stream.tell()
            self._append(stream, b"".join(members))
        except OSError as error:
            raise ArchiveError(
                f"{self.folder}: the archive cannot be written: {error}; free or mount the disk"
            ) from error
        return Kept(self._name, offset, len(members[0]), hashlib.sha256(body).hexdigest(), len(body))

    def close(self) -> None:
        """Close the file; what stands in it is on the disk already."""
        if self._stream is not None:
            (self.folder / (self._name + WRITING)).unlink(missing_ok=True)
            self._stream.close()
            self._stream = None

    def _append(self, stream: Any, data: bytes) -> None:
        """Write all of it or nothing: what a full disk took half of is taken back, since nobody was told of it."""
        start = stream.tell()
        try:
            stream.write(data)
            os.fdatasync(stream.fileno())
        except OSError:
            stream.truncate(start)
            stream.seek(start)
            raise

    def _open(self, moment: datetime) -> Any:
        if self._stream is not None and self._stream.tell() >= self.rotate:
            self.close()
        if self._stream is None:
            self._stream = self._create(moment)
            self._append(self._stream, info_member(Path(self._name).name, self.about, moment))
        return self._stream

    def _create(self, moment: datetime) -> Any:
        while True:
            self._number += 1
            self._name = f"{moment:%Y}/{self.run_id}-{os.getpid()}-{self._number}{SUFFIX}"
            path = self.folder / self._name
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                stream = path.open("xb", buffering=0)
            except FileExistsError:  # never written over: the next number is free
                continue
            fcntl.flock(stream, fcntl.LOCK_EX)
            path.with_name(path.name + WRITING).touch()
            return stream


def read_body(folder: Path, file: str, offset: int, length: int, sha256: str) -> bytes:
    """Return one answer's bytes, checked against the record's digests and the noted hash.

    Raises ArchiveError, which names file, place and remedy, where they are missing or changed.
    """
    place, remedy = f"{folder / file} at byte {offset}", "bring the file back from a copy, or fetch the page again"
    try:
        with (folder / file).open("rb") as stream:
            stream.seek(offset)
            member = stream.read(length)
    except OSError as error:
        raise ArchiveError(f"{place}: the kept bytes cannot be read: {error.strerror}; {remedy}") from error
    try:
        record = read_member(member)
    except ArchiveError as error:
        raise ArchiveError(f"{place}: the kept bytes cannot be read: {error}; {remedy}") from error
    if record.trouble or hashlib.sha256(record.payload).hexdigest() != sha256:
        raise ArchiveError(f"{place}: the bytes do not match the hash noted when they were kept; {remedy}")
    return record.payload


def archive_files(folder: Path) -> list[Path]:
    """Return every file of the archive, by name."""
    return sorted(folder.rglob(f"*{SUFFIX}")) if folder.is_dir() else []


def is_being_written(path: Path) -> bool:
    """Tell whether a living process writes this file."""
    with path.open("rb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def repair_tails(folder: Path, files: Sequence[Path] | None = None) -> list[str]:
    """Move the torn ends of files aside and return what was done, a line each; files under a living writer are left.

    `files`: those to look at; without it those that carry a killed writer's mark, which are few.
    """
    if files is None:
        files = [
            mark.with_name(mark.name.removesuffix(WRITING)) for mark in sorted(folder.rglob(f"*{SUFFIX}{WRITING}"))
        ]
    told = []
    for path in files:
        if path.exists() and is_being_written(path):
            continue
        if path.exists() and (line := _repair_tail(path)):
            LOG.warning("%s", line)
            told.append(line)
        path.with_name(path.name + WRITING).unlink(missing_ok=True)
    return told


def _repair_tail(path: Path) -> str:
    with path.open("rb+") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        size, end = path.stat().st_size, 0
        while end < size and (length := member_length(stream, end)) is not None:
            end += length
        if end == size:
            return ""
        *_whole, last = members_of(path)
        if not last.ends:
            return ""  # damage in the middle is no torn end: `archive verify` tells it
        aside = _set_aside(path, stream, last.offset)
        stream.truncate(last.offset)
        os.fsync(stream.fileno())
    return f"{path}: {size - last.offset} bytes after the last whole record were moved to {aside.name}"


def _set_aside(path: Path, stream: Any, offset: int) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.tail-{number}")).exists():
        number += 1
    stream.seek(offset)
    with aside.open("xb") as copy:
        while chunk := stream.read(1 << 20):
            copy.write(chunk)
        os.fsync(copy.fileno())
    return aside
