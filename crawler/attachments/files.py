"""One file is read whole here: takes bytes, leaves its parts, each with its paragraphs or why there are none; pure.

A ZIP gives one part for every file in it that may be a report; any other file gives one part without a name.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from crawler.attachments.containers import Container
from crawler.attachments.doc import read_doc
from crawler.attachments.docx import read_docx
from crawler.attachments.kinds import FileKind, kind_of, kind_of_container
from crawler.attachments.limits import DEEPEST_ZIP, MOST_FILES_IN_ZIP
from crawler.attachments.ofd import read_ofd
from crawler.attachments.pdf import read_pdf
from crawler.errors import UnreadableError

# What packers leave beside the files.
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini", "~$")


@dataclass(frozen=True)
class Part:
    """One text of a file: its name inside a ZIP, its kind, its paragraphs; or why it cannot be read.

    Of kind `page` the cleaner makes the text: `page` then holds the bytes of a web page or plain text, as Latin-1.
    """

    name: str = ""
    kind: str = ""
    paragraphs: tuple[str, ...] = ()
    unreadable: str | None = None
    page: str = ""


def read_parts(body: bytes, name: str = "", depth: int = 0) -> list[Part]:
    """Return the parts of a file; what cannot be read is a part with its reason."""
    try:
        kind = kind_of(body)
        if kind is not FileKind.ZIP:
            return [_read(kind, body, name)]
        container = Container(body)
        kind = kind_of_container(container.names)
        if kind is FileKind.ZIP:
            return _unpack(container, name, depth)
        paragraphs = read_docx(container) if kind is FileKind.DOCX else read_ofd(container)
        return [Part(name, kind, tuple(paragraphs))]
    except UnreadableError as error:
        return [Part(name, unreadable=str(error))]


def _read(kind: FileKind, body: bytes, name: str) -> Part:
    if kind is FileKind.PAGE:
        return Part(name, kind, page=body.decode("latin-1"))
    return Part(name, kind, tuple(read_pdf(body) if kind is FileKind.PDF else read_doc(body)))


def _unpack(container: Container, name: str, depth: int) -> list[Part]:
    if depth >= DEEPEST_ZIP:
        return [Part(name, unreadable=f"a ZIP inside a ZIP, more than {DEEPEST_ZIP} deep; unpack it by hand")]
    names = [one for one in container.names if not any(mark in one for mark in _LITTER)]
    if len(names) > MOST_FILES_IN_ZIP:
        return [Part(name, unreadable=f"a ZIP of {len(names)} files; {MOST_FILES_IN_ZIP} at most are read")]
    parts: list[Part] = []
    for one in names:
        inside = posixpath.join(name, one) if name else one
        try:
            body = container.read(one)
        except UnreadableError as error:
            parts.append(Part(inside, unreadable=str(error)))
            continue
        parts += read_parts(body, inside, depth + 1)
    return parts or [Part(name, unreadable="an empty ZIP")]
