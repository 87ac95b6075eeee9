"""What a file is: takes its first bytes and, of a container, the names inside it, leaves one kind; pure.

Portals name attachments as they like (a PDF called download.jsp, a web page called .doc): only the bytes tell.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum

from crawler.errors import UnreadableError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# Acrobat itself looks for the mark in the first kilobyte: some portals put a blank line before it.
PDF_WITHIN = 1024


class FileKind(StrEnum):
    """What a file is."""

    PDF = "pdf"
    DOCX = "docx"
    DOC = "doc"
    OFD = "ofd"
    ZIP = "zip"
    PAGE = "page"


# Kinds that are known and not read, each with what a person can do.
_NOT_READ: tuple[tuple[bytes, str], ...] = (
    (
        b"Rar!",
        "a RAR archive, which this program does not unpack; unpack it by hand and give its files to `fazhi read`",
    ),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive, which this program does not unpack; unpack it and `fazhi read` its files"),
    (b"\x1f\x8b", "a gzip file, which this program does not unpack; unpack it and `fazhi read` what it holds"),
    (b"Founder CEB", "a Founder CEB file; only its maker's reader opens it"),
    (b"{\\rtf", "an RTF file; save it as DOCX and `fazhi read` that"),
    (b"\x89PNG", "a picture; it has no text, look at it yourself"),
    (b"\xff\xd8\xff", "a picture; it has no text, look at it yourself"),
    (b"GIF8", "a picture; it has no text, look at it yourself"),
    (b"II*\0", "a picture; it has no text, look at it yourself"),
    (b"BM", "a picture; it has no text, look at it yourself"),
)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|p|div)[\s>]", re.IGNORECASE)


def kind_of(body: bytes) -> FileKind:
    """Return what a file is by its first bytes; raise UnreadableError, with the remedy, for what is not read."""
    head = body[:PDF_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not body.strip(b"\0\r\n\t "):
        raise UnreadableError("an empty file")
    if body.startswith(ZIP):  # before PDF: a file that is packed without compression begins within the first kilobyte
        return FileKind.ZIP
    if body.startswith(OLE):
        return FileKind.DOC
    if b"%PDF-" in body[:PDF_WITHIN]:
        return FileKind.PDF
    for magic, told in _NOT_READ:
        if head.startswith(magic):
            raise UnreadableError(told)
    if _PAGE.search(body[:4096]) or b"\0" not in body[:4096]:
        return FileKind.PAGE  # Word's own "web page" under the name of .doc, or plain text
    raise UnreadableError("a file of no known kind")


def kind_of_container(names: Collection[str]) -> FileKind:
    """Return what a ZIP container is by the names in it; raise UnreadableError for other office files."""
    if "word/document.xml" in names:
        return FileKind.DOCX
    if "OFD.xml" in names:
        return FileKind.OFD
    if "xl/workbook.xml" in names:
        raise UnreadableError("a workbook; its sheets are not read as a report")
    if "ppt/presentation.xml" in names:
        raise UnreadableError("a slide show; it is not read as a report")
    if "content.xml" in names and "mimetype" in names:
        raise UnreadableError("an OpenDocument file; save it as DOCX and `fazhi read` that")
    return FileKind.ZIP
