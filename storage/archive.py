"""The archive of bytes: takes answers as they came, leaves WARC records that are never overwritten.

Layout: `ARCHIVE/YYYY/RUN-PID.warc.gz`, one file per crawling process, opened for exclusive creation. Every record is a
gzip member of its own, so (file, offset, length) in the database is enough to read one answer back without the rest of
the file; replay tools read the same file. A process that was killed leaves at most one broken member at the end of its
own file: no row points at it, since the row is written after the member is on disk.

The response record holds the body after content decoding (what every later room works on), marked by the header
`X-Fazhi-Body: decoded`; `sha256` is taken over that body.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from storage.errors import ArchiveError

# Transfer headers would lie about a body that is kept decoded.
DROPPED_HEADERS = {"content-encoding", "transfer-encoding", "content-length"}


@dataclass(frozen=True)
class Kept:
    """Where one answer's bytes lie, and their hash."""

    file: str
    offset: int
    length: int
    sha256: str
    size: int


class ArchiveWriter:
    """Appends answers to this process's own file; creates it with the first one."""

    def __init__(self, folder: Path, run_id: str) -> None:
        self.folder = folder
        self.run_id = run_id
        self._stream: Any = None
        self._name = ""

    def keep(self, url: str, moment: datetime, status: int, headers: Sequence[tuple[str, str]], body: bytes) -> Kept:
        """Write one answer to disk and return its place; raise ArchiveError where the disk refuses."""
        from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415 (only a crawl writes)
        from warcio.warcwriter import WARCWriter  # noqa: PLC0415

        try:
            stream = self._open(moment)
            offset = stream.tell()
            writer = WARCWriter(stream, gzip=True)
            kept = [(name, value) for name, value in headers if name.lower() not in DROPPED_HEADERS]
            http = StatusAndHeaders(str(status), [*kept, ("X-Fazhi-Body", "decoded")], protocol="HTTP/1.1")
            date = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
            record = writer.create_warc_record(
                url, "response", payload=BytesIO(body), http_headers=http, warc_headers_dict={"WARC-Date": date}
            )
            writer.write_record(record)
            record.raw_stream.close()  # warcio put a spooled file here to take its digests from, and leaves it open
            stream.flush()
            length = stream.tell() - offset
        except OSError as error:
            raise ArchiveError(
                f"{self.folder}: the archive cannot be written: {error}; free or mount the disk"
            ) from error
        return Kept(self._name, offset, length, hashlib.sha256(body).hexdigest(), len(body))

    def close(self) -> None:
        """Bring everything to the disk and close the file."""
        if self._stream is not None:
            os.fsync(self._stream.fileno())
            self._stream.close()
            self._stream = None

    def _open(self, moment: datetime) -> Any:
        if self._stream is None:
            self._name = f"{moment:%Y}/{self.run_id}-{os.getpid()}.warc.gz"
            path = self.folder / self._name
            path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = path.open("xb")
        return self._stream


def read_body(folder: Path, file: str, offset: int, length: int, sha256: str) -> bytes:
    """Return one answer's bytes, checked against their hash; raise ArchiveError where they are missing or changed."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 (the reader loads with the first use)
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415

    try:
        with (folder / file).open("rb") as stream:
            stream.seek(offset)
            member = stream.read(length)
        record = next(iter(ArchiveIterator(BytesIO(member))))
        body: bytes = record.content_stream().read()
    except (OSError, ArchiveLoadFailed, StopIteration) as error:
        raise ArchiveError(f"{file} at {offset}: the kept bytes cannot be read: {error!r}") from error
    if hashlib.sha256(body).hexdigest() != sha256:
        raise ArchiveError(f"{file} at {offset}: the bytes do not match the hash noted when they were kept")
    return body
