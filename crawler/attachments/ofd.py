"""An OFD's pages (GB/T 33190): takes its container, leaves paragraphs, or why there are none.

OFD is XML in a ZIP, with each sign's place as in a PDF, so the same rules make lines and paragraphs of it. The packages
that read it were looked at in November 2026: versions 0.x by one hand each, or drawing pages rather than reading them.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from crawler.attachments.containers import Container
from crawler.attachments.layout import Line, Sign, lines_of_page
from crawler.attachments.limits import MOST_CHARACTERS, MOST_PAGES
from crawler.attachments.markup import local, own, parse_xml
from crawler.attachments.paragraphs import paragraphs_of
from crawler.errors import UnreadableError

_LEAST_SIGNS = 15
_A4 = (0.0, 0.0, 210.0, 297.0)


def read_ofd(container: Container) -> list[str]:
    """Return an OFD's paragraphs; raise UnreadableError where it is broken, locked, too long or only pictures."""
    if any(name.lower().endswith("encryptions.xml") for name in container.names):
        raise UnreadableError("an OFD that is locked with a password")
    root = parse_xml(container.read("OFD.xml"), "OFD")
    place = _text(next((one for one in root.iter() if local(one) == "DocRoot"), None))
    document = parse_xml(container.read(_join("", place)), "OFD")
    area = _box(_text(next((one for one in document.iter() if local(one) == "PhysicalBox"), None)), _A4)
    pages = [own(page, "BaseLoc") or "" for page in document.iter() if local(page) == "Page"]
    if len(pages) > MOST_PAGES:
        raise UnreadableError(f"an OFD of {len(pages)} pages; no report has more than {MOST_PAGES}")
    lines: list[Line] = []
    heights, empty, total = [], 0, 0
    for number, page in enumerate(pages):
        content = parse_xml(container.read(_join(place, page)), "OFD")
        own_area = _box(_text(next((one for one in content.iter() if local(one) == "PhysicalBox"), None)), area)
        heights.append(own_area[3] or 1.0)
        signs = list(_signs(content))
        total += len(signs)
        empty += len(signs) < _LEAST_SIGNS
        if total > MOST_CHARACTERS:
            raise UnreadableError(f"an OFD of more than {MOST_CHARACTERS:,} characters; no report is so long")
        lines += lines_of_page(signs, number)
    if empty * 2 > len(pages) or not pages:
        raise UnreadableError(f"a scan without a text layer ({len(pages)} pages); it can only be looked at")
    return paragraphs_of(lines, heights)


def _join(base: str, place: str) -> str:
    """Return an entry's name from a place that another entry gives; a leading slash means the container's root."""
    joined = place if place.startswith("/") else posixpath.join(posixpath.dirname(base), place)
    return posixpath.normpath(joined).lstrip("/")


def _text(element: etree._Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _signs(content: etree._Element) -> Iterator[Sign]:
    for shown in content.iter():
        if local(shown) != "TextObject":
            continue
        left, top, _, _ = _box(own(shown, "Boundary") or "", (0.0, 0.0, 0.0, 0.0))
        matrix = _numbers(own(shown, "CTM") or "")
        scale = abs(matrix[0]) if len(matrix) == 6 and matrix[0] else 1.0
        size = (_first(own(shown, "Size")) or 3.5) * scale
        for code in shown:
            if local(code) == "TextCode":
                yield from _codes(code, left, top, size, scale)


def _codes(code: etree._Element, left: float, top: float, size: float, scale: float) -> Iterator[Sign]:
    """Yield the signs of one string: each stands as far from the one before as `DeltaX` and `DeltaY` say."""
    x = left + (_first(own(code, "X")) or 0.0) * scale
    y = top + (_first(own(code, "Y")) or 0.0) * scale
    steps = _steps(own(code, "DeltaX")), _steps(own(code, "DeltaY"))
    for place, sign in enumerate((code.text or "").strip("\r\n")):
        wide = size if ord(sign) > 0x2E80 else size * 0.5
        across = steps[0][place] * scale if place < len(steps[0]) else (0.0 if steps[1] else wide)
        wide = across if 0 < across <= 1.2 * size else wide
        yield Sign(sign, x, y - 0.86 * size, x + wide, y + 0.14 * size, size)
        x, y = x + across, y + (steps[1][place] * scale if place < len(steps[1]) else 0.0)


def _steps(text: str | None) -> list[float]:
    """Return distances; "g 3 4.2" stands for three of 4.2."""
    found: list[float] = []
    words = iter((text or "").split())
    for word in words:
        if word == "g":
            count, step = _first(next(words, "")), _first(next(words, ""))
            found += [step or 0.0] * int(min(count or 0, MOST_CHARACTERS - len(found)))
        else:
            found.append(_first(word) or 0.0)
    return found


def _first(text: str | None) -> float | None:
    numbers = _numbers(text or "")
    return numbers[0] if numbers else None


def _numbers(text: str) -> list[float]:
    try:
        return [value if abs(value) < 1e6 else 0.0 for value in map(float, text.split())]
    except ValueError:
        return []


def _box(text: str, otherwise: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    numbers = _numbers(text)
    return (numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) == 4 else otherwise
