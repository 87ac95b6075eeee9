"""A ZIP container is opened here: takes bytes, leaves its entries by their real names, every one bounded.

Nothing of it ever touches the disk, and a name is only ever a label: `../../etc/passwd` is a label too. Names without
the UTF-8 mark are GBK, as Windows in China writes them.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from crawler.attachments.limits import MOST_BYTES_OF_ENTRY, MOST_BYTES_UNPACKED, MOST_ENTRIES
from crawler.errors import UnreadableError

_UTF8 = 0x800
_LOCKED = 0x1
_CHUNK = 65_536
# What the standard library raises for containers that lie about places, sizes, names and methods.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class Container:
    """The entries of one ZIP, OFD or DOCX; `budget` is what may still be unpacked from it."""

    def __init__(self, body: bytes, budget: int = MOST_BYTES_UNPACKED) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(body))
        except _BROKEN as error:
            raise UnreadableError("a broken ZIP container: its table of contents cannot be read") from error
        found = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        if len(found) > MOST_ENTRIES:
            raise UnreadableError(f"a ZIP container of {len(found)} entries; {MOST_ENTRIES} at most are looked at")
        self._entries = {_name(entry): entry for entry in found}
        self.budget = budget

    @property
    def names(self) -> tuple[str, ...]:
        """The entries' names, in the order of the container."""
        return tuple(self._entries)

    def read(self, name: str) -> bytes:
        """Return an entry's bytes; raise UnreadableError where it is missing, locked, broken or too large."""
        entry = self._entries.get(name)
        if entry is None:
            raise UnreadableError(f"a broken container: it lacks {name[:80]}")
        if entry.flag_bits & _LOCKED:
            raise UnreadableError("a ZIP that is locked with a password")
        return b"".join(self._pieces(entry))

    def _pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """Unpack in pieces and count: the size that an entry declares is the packer's word only."""
        left = min(MOST_BYTES_OF_ENTRY, self.budget)
        try:
            with self._zip.open(entry) as stream:
                while piece := stream.read(_CHUNK):
                    left -= len(piece)
                    self.budget -= len(piece)
                    if left < 0:
                        raise UnreadableError("a ZIP container that unpacks to more than a report can be (a bomb?)")
                    yield piece
        except _BROKEN as error:
            raise UnreadableError(f"a broken ZIP container: an entry cannot be unpacked ({error})"[:200]) from error


def _name(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & _UTF8:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):  # some packers write UTF-8 and forget the mark; GBK rarely is valid UTF-8
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename
