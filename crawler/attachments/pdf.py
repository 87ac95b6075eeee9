"""A PDF's text layer: takes bytes, leaves paragraphs, or why there are none; PDFium finds the signs.

PDFium (the reader of a widely used browser) knows the character maps of Chinese fonts that carry no names of their own;
of the Python libraries tried it alone also gives every sign's place at once and in 10 ms a page.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import Any

from crawler.attachments.layout import Line, Sign, lines_of_page
from crawler.attachments.limits import MOST_CHARACTERS, MOST_PAGES
from crawler.attachments.paragraphs import paragraphs_of
from crawler.attachments.tables import Rule, put_back, take_tables
from crawler.errors import UnreadableError

# FPDF_GetLastError, fpdfview.h.
_PASSWORD, _SECURITY = 4, 5
# With fewer signs a page has a stamp or a page number, and its text is a picture.
_LEAST_SIGNS = 15
_MOST_STRANGE = 0.1
_SLANTED = math.radians(8)
_THIN = 3.0
_MOST_SHAPES = 20_000
_MOST_SEGMENTS = 2_000


def read_pdf(body: bytes) -> list[str]:
    """Return a PDF's paragraphs; raise UnreadableError for one that is locked, broken, too long or only pictures."""
    import pypdfium2 as pdfium  # noqa: PLC0415 (a native library; only the child process loads it)

    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        raise UnreadableError(_why_closed(pdfium)) from error
    count = len(document)
    if count > MOST_PAGES:
        raise UnreadableError(f"a PDF of {count} pages; no report has more than {MOST_PAGES}")
    lines: list[Line] = []
    heights: list[float] = []
    counts: list[int] = []
    for number in range(count):
        signs, rules, height = _signs_of_page(document, number)
        heights.append(height)
        counts.append(sum(not sign.text.isspace() for sign in signs))
        if sum(counts) > MOST_CHARACTERS:
            raise UnreadableError(f"a PDF of more than {MOST_CHARACTERS:,} characters; no report is so long")
        _refuse_strange(signs)
        beside, tables = take_tables(signs, rules, number)
        lines += put_back(lines_of_page(beside, number), tables)
    _refuse_pictures(counts)
    return paragraphs_of(lines, heights)


def _why_closed(pdfium: Any) -> str:
    code = pdfium.raw.FPDF_GetLastError()
    if code in (_PASSWORD, _SECURITY):
        return "a PDF that is locked with a password"
    return "a broken PDF: no reader can open it"


def _signs_of_page(document: Any, number: int) -> tuple[list[Sign], list[Rule], float]:
    """Return a page's signs, its rules, and its height as it is shown; a broken page makes the file unreadable."""
    import pypdfium2 as pdfium  # noqa: PLC0415

    try:
        page = document[number]
        text = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise UnreadableError(f"a broken PDF: its page {number + 1} cannot be read") from error
    height = page.get_height()
    turned = page.get_rotation()
    box = page.get_bbox()
    try:
        return list(_signs(text, turned, box)), list(_rules(page, turned, box)), float(height or 1.0)
    finally:
        text.close()
        page.close()


def _signs(text: Any, turned: int, box: tuple[float, float, float, float]) -> Iterator[Sign]:
    from pypdfium2 import raw  # noqa: PLC0415

    doubles = [ctypes.c_double() for _ in range(4)]
    pointers = [ctypes.byref(one) for one in doubles]
    upright = math.radians(turned)
    for place in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, place)
        if code in (0, 0xFFFE, 0xFFFF, 2) or raw.FPDFText_IsGenerated(text, place) == 1:
            continue
        if _is_slanted(raw.FPDFText_GetCharAngle(text, place), upright):
            continue  # a watermark across the page
        if not raw.FPDFText_GetCharBox(text, place, *(pointers[side] for side in (0, 1, 2, 3))):
            continue
        x0, x1, y0, y1 = (one.value for one in doubles)
        size = raw.FPDFText_GetFontSize(text, place) or (y1 - y0)
        loose = raw.FS_RECTF()
        if raw.FPDFText_GetLooseCharBox(text, place, ctypes.byref(loose)):
            x0, x1, y0, y1 = loose.left, loose.right, loose.bottom, loose.top
        yield _place(chr(code), (x0, y0, x1, y1), turned, box, abs(size))


def _rules(page: Any, turned: int, box: tuple[float, float, float, float]) -> Iterator[Rule]:
    """Yield the straight lines of a page: thin strokes and bars, and the sides of boxes."""
    from pypdfium2 import raw  # noqa: PLC0415

    for place, shape in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)):
        if place >= _MOST_SHAPES:
            return
        bounds = shape.get_bounds()
        thin = min(bounds[2] - bounds[0], bounds[3] - bounds[1]) <= _THIN
        for one in [bounds] if thin else _strokes(shape):
            x0, y0, x1, y1 = _place("", one, turned, box, 1.0)[1:5]
            if max(x1 - x0, y1 - y0) > 2 * _THIN:
                yield Rule(x0, y0, x1, y1)


def _strokes(shape: Any) -> Iterator[tuple[float, float, float, float]]:
    """Yield the level and upright lines of a drawn path: a whole grid may be one path."""
    from pypdfium2 import raw  # noqa: PLC0415

    matrix = shape.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    before = (0.0, 0.0)
    for number in range(min(raw.FPDFPath_CountSegments(shape), _MOST_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(shape, number)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = matrix.on_point(x.value, y.value)
        level = min(abs(point[0] - before[0]), abs(point[1] - before[1])) <= _THIN / 6
        if level and raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO:
            (x0, x1), (y0, y1) = (sorted(pair) for pair in zip(before, point, strict=True))
            yield x0, y0, x1, y1
        before = point


def _is_slanted(angle: float, upright: float) -> bool:
    if angle < 0:
        return False
    off = (angle - upright) % math.tau
    return min(off, math.tau - off) > _SLANTED and min((angle % math.tau), math.tau - angle % math.tau) > _SLANTED


def _place(
    sign: str,
    corners: tuple[float, float, float, float],
    turned: int,
    box: tuple[float, float, float, float],
    size: float,
) -> Sign:
    """Return a sign's place as the page is shown: turned by quarters, from the upper left corner."""
    left, bottom, right, top = box
    x0, y0, x1, y1 = corners
    if turned == 90:
        x0, y0, x1, y1 = y0 - bottom, x0 - left, y1 - bottom, x1 - left
    elif turned == 180:
        x0, y0, x1, y1 = right - x1, y0 - bottom, right - x0, y1 - bottom
    elif turned == 270:
        x0, y0, x1, y1 = top - y1, right - x1, top - y0, right - x0
    else:
        x0, y0, x1, y1 = x0 - left, top - y1, x1 - left, top - y0
    # The size that the font names may be scaled by a matrix: the box is what is printed.
    printed = max(min(y1 - y0, 2 * (x1 - x0)), 1e-3)
    return Sign(sign, x0, y0, x1, y1, size if 0.5 < size / printed < 2 else printed)


def _refuse_strange(signs: list[Sign]) -> None:
    """Refuse a page whose font does not tell which characters it shows: what is copied from it is no text."""
    shown = [sign.text for sign in signs if not sign.text.isspace()]
    strange = sum(text == "\ufffd" or "\ue000" <= text <= "\uf8ff" or text < " " for text in shown)
    if len(shown) >= _LEAST_SIGNS and strange > _MOST_STRANGE * len(shown):
        raise UnreadableError("a PDF whose fonts do not tell which characters they show; it can only be looked at")


def _refuse_pictures(counts: list[int]) -> None:
    empty = sum(count < _LEAST_SIGNS for count in counts)
    if empty == len(counts):
        raise UnreadableError(
            f"a scan without a text layer ({len(counts)} pages of pictures); it can only be looked at"
        )
    if empty * 2 > len(counts):
        raise UnreadableError(f"a scan: only {len(counts) - empty} of {len(counts)} pages have a text layer")
