"""Word's old binary files, .doc and Kingsoft's .wps: takes bytes, leaves paragraphs, or why there are none.

The text lies in pieces that a table names ([MS-DOC], sections 2.4.1 and 2.9.38); olefile opens the compound file. The
tools of Debian were the other way: antiword's last release is of 2005, and neither it nor catdoc keeps a table's rows.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from io import BytesIO

from crawler.attachments.limits import MOST_CHARACTERS
from crawler.errors import UnreadableError

_WORD = 0xA5EC
_OLDEST = 0x00C1  # Word 97; before it text was in the code page of the writer's Windows
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_COMPRESSED = 0x4000_0000
_FIELD = re.compile(r"\x13[^\x13\x14\x15]{0,2000}(?:\x14([^\x13\x15]*))?\x15")
_ROW_LIMIT = 40
_ROW_END = b"\x17\x24\x01"  # sprmPFTtp, set
_ROW = 0x06


def read_doc(body: bytes) -> list[str]:
    """Return a document's paragraphs and table rows; raise UnreadableError where it is locked, broken or too old."""
    main, table = _streams(body)
    text = "".join(_pieces(main, table, _row_ends(main, table)))
    if len(text) > MOST_CHARACTERS:
        raise UnreadableError(f"a DOC of more than {MOST_CHARACTERS:,} characters; no report is so long")
    while (shorter := _FIELD.sub(lambda match: match[1] or "", text)) != text:
        text = shorter
    lines = [line for line in _lines(_plain(text)) if line]
    if not lines:
        raise UnreadableError("a DOC without text: empty, or a scan")
    return lines


def _streams(body: bytes) -> tuple[bytes, bytes]:
    """Return the main stream and the table stream that it names."""
    import olefile  # noqa: PLC0415 (only the child process reads files)

    try:
        with olefile.OleFileIO(BytesIO(body)) as compound:
            main = compound.openstream("WordDocument").read() if compound.exists("WordDocument") else b""
            trouble = _trouble_of(main) if main else _other_office(compound)
            table = b"" if trouble else compound.openstream(_table_of(main)).read()
    except (OSError, ValueError, struct.error, IndexError, TypeError, AttributeError) as error:
        raise UnreadableError("a broken DOC: its compound file cannot be read") from error
    if trouble:
        raise UnreadableError(trouble)
    return main, table


def _trouble_of(main: bytes) -> str:
    """Return why the main stream cannot be read, by its head (FibBase, [MS-DOC] 2.5.2); "" where it can."""
    mark, version, flags = struct.unpack_from("<HH6xH", main)
    if mark != _WORD or version < _OLDEST or len(main) < 0x200:
        return "a file of Word 95 or older; save it as DOCX and `fazhi read` that"
    return "a DOC that is locked with a password" if flags & _ENCRYPTED else ""


def _table_of(main: bytes) -> str:
    return "1Table" if struct.unpack_from("<H", main, 0x0A)[0] & _TABLE_1 else "0Table"


def _other_office(compound: object) -> str:
    exists = getattr(compound, "exists", lambda _name: False)
    if exists("EncryptedPackage"):
        return "an office file that is locked with a password"
    if exists("Workbook") or exists("Book"):
        return "a workbook; its sheets are not read as a report"
    if exists("PowerPoint Document"):
        return "a slide show; it is not read as a report"
    return "a compound file without a text of Word or WPS"


def _row_ends(main: bytes, table: bytes) -> list[int]:
    """Return where in the main stream the marks of rows' ends stand behind (PlcBtePapx, PapxFkp, sprmPFTtp)."""
    try:
        place, length = struct.unpack_from("<II", main, 0x0102)
        pages = table[place : place + length]
        count = (len(pages) - 4) // 8
        numbers = struct.unpack_from(f"<{count}I", pages, 4 * (count + 1)) if count > 0 else ()
        return [end for number in numbers for end in _ends_on_page(main[512 * number : 512 * number + 512])]
    except (struct.error, IndexError):
        return []  # the text is there all the same; rows are then told by their shape


def _ends_on_page(page: bytes) -> Iterator[int]:
    count = page[511]
    ends = struct.unpack_from(f"<{count + 1}I", page)
    for number in range(count):
        start = 2 * page[4 * (count + 1) + 13 * number]
        words = page[start] or page[start + 1]
        if start and _ROW_END in page[start + 1 : start + 2 + 2 * words]:
            yield ends[number + 1]


def _pieces(main: bytes, table: bytes, row_ends: list[int]) -> Iterator[str]:
    """Yield the text of the main document, piece by piece (Clx, PlcPcd), the ends of rows marked."""
    try:
        place, length = struct.unpack_from("<II", main, 0x01A2)
        left = struct.unpack_from("<i", main, 0x4C)[0]
        clx = table[place : place + length]
        at = 0
        while at < len(clx) and clx[at] == 1:  # properties come before the table of pieces
            at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
        if at >= len(clx) or clx[at] != 2:
            raise UnreadableError("a broken DOC: it has no table of pieces")
        pieces = clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]
        count = (len(pieces) - 4) // 12
        if count < 1 or not 0 < left <= MOST_CHARACTERS * 4:
            raise UnreadableError("a DOC without text: empty, or a scan")
        ends = struct.unpack_from(f"<{count + 1}I", pieces)
        for number in range(count):
            size = min(ends[number + 1] - ends[number], left)
            if size <= 0:
                continue
            left -= size
            start = struct.unpack_from("<I", pieces, 4 * (count + 1) + 8 * number + 2)[0]
            yield _piece(main, start, size, row_ends)
    except struct.error as error:
        raise UnreadableError("a broken DOC: its table of pieces cannot be read") from error


def _piece(main: bytes, start: int, size: int, row_ends: list[int]) -> str:
    width, encoding = (1, "cp1252") if start & _COMPRESSED else (2, "utf-16-le")
    start = (start & ~_COMPRESSED) // 2 if width == 1 else start
    raw = bytearray(main[start : start + width * size])
    for end in row_ends:
        if start < end <= start + len(raw):
            raw[end - width - start] = _ROW  # in place of the cell's own mark, whose second byte is 0 in UTF-16
    return raw.decode(encoding, "replace")


def _plain(text: str) -> str:
    """Return the text without Word's own signs: pictures, optional hyphens; breaks become ends of lines."""
    text = text.translate({0x1E: "-", 0x1F: None, 0xA0: " ", 0x0B: "\r", 0x0C: "\r", 0x0E: "\r", 0x0A: "\r", 0x09: " "})
    return re.sub(r"[\x00-\x05\x08\x0e-\x1f]", "", text)


def _lines(text: str) -> Iterator[str]:
    """Yield paragraphs, and the rows of tables as `cell | cell`: a cell ends with a mark, a row with one more."""
    for stretch in re.split(r"((?:[^\x06\x07]*[\x06\x07])+)", text):
        if "\x07" not in stretch:
            yield from (" ".join(line.split()) for line in stretch.replace("\x06", "\r").split("\r"))
            continue
        # The first cell's text follows the paragraph before the table without a mark of its own.
        before, _, first = stretch.partition("\x07")[0].rpartition("\r")
        yield from (" ".join(line.split()) for line in before.split("\r"))
        after = stretch.partition("\x07")[2]
        if "\x06" in after:
            rows = [row.split("\x07")[:-1] for row in f"{first}\x07{after}".split("\x06") if row]
            yield from (line for row in rows if (line := _row_line(row)))
        else:
            yield from _rows([" ".join(cell.split()) for cell in [first, *after.split("\x07")[:-1]]])


def _rows(cells: list[str]) -> Iterator[str]:
    width = _row_width(cells)
    while cells:
        end = width or next((place for place, cell in enumerate(cells) if not cell), len(cells))
        row, cells = cells[:end], cells[end + 1 :]
        if line := _row_line(row):
            yield line


def _row_line(cells: list[str]) -> str:
    texts = [" ".join(cell.split()) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return " | ".join(texts)


def _row_width(cells: list[str]) -> int | None:
    """Return how many cells each row has, or None where rows differ: the mark of a row's end is an empty cell."""
    for width in range(1, min(_ROW_LIMIT, len(cells))):
        marks = cells[width :: width + 1]
        if len(cells) % (width + 1) == 0 and not any(marks):
            return width
    return None
