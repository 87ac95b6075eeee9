"""Printed lines become paragraphs: takes the lines of all pages, leaves texts without page furniture; pure.

A paragraph ends where its last line ends before the margin, where the next line is indented, where the type changes or
the gap grows. What stands at the same height on page after page, and the page's number, is the printer's and not the
author's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import median

from crawler.attachments.layout import Line

# The share of a page's height, at both ends, where furniture stands.
_MARGIN = 0.12
_PAGE_NUMBER = re.compile(
    r"[-—–－_·~\s]*(?:第\s*)?[0-9０-９IVXivx]{1,4}\s*(?:页)?(?:\s*[/／,，]?\s*(?:共\s*)?[0-9]{1,4}\s*页?)?[-—–－_·~\s]*"
)
_OPENS = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十百]{1,4}[章节条]|"
    r"[(（]?\d{1,2}[)）]|\d{1,2}[.．、](?!\d)|[①-⑳]|附件\s*\d?\s*[:：]"
)
_ENDS = re.compile(r"[。！？；：!?;:][”’」』）)]?$")
_DIGITS = re.compile(r"[0-9０-９]+")
_CELLS = " | "
# In sizes of type: how far a line may end before the margin and yet go on. Two signs are what the rules of setting move
# to the next line; a long figure that must not be cut moves more, and then no sentence has ended.
_SHORT, _CUT_SHORT = 2.2, 4.5
_INDENT = 1.2
_APART = 1.7
_LEAST_LINES = 8


def paragraphs_of(lines: Sequence[Line], heights: Sequence[float]) -> list[str]:
    """Return the paragraphs of a file's lines; `heights` are those of its pages, by number."""
    body = _without_furniture(lines, heights)
    if not body:
        return []
    measure = _Measure(body)
    found: list[str] = []
    before: Line | None = None
    for place, line in enumerate(body):
        if line.rows:
            found += line.rows
            before = None
            continue
        if _is_row(body, place):
            found.append(_CELLS.join(line.cells))
            before = None
            continue
        if before is not None and measure.goes_on(before, line):
            found[-1] = _glue(found[-1], line.text)
        else:
            found.append(line.text)
        before = line
    return found


def _without_furniture(lines: Sequence[Line], heights: Sequence[float]) -> list[Line]:
    """Leave out page numbers and what is repeated in the margins of several pages."""
    marginal = [line for line in lines if _in_margin(line, heights)]
    seen = Counter((_shape(line), line.y0 < heights[line.page] / 2) for line in marginal)
    pages = len({line.page for line in lines})
    often = max(2, -(-pages // 3))

    def is_furniture(line: Line) -> bool:
        if line.rows or not _in_margin(line, heights):
            return False
        if _PAGE_NUMBER.fullmatch(line.text):
            return True
        return seen[_shape(line), line.y0 < heights[line.page] / 2] >= often

    return [line for line in lines if not is_furniture(line)]


def _in_margin(line: Line, heights: Sequence[float]) -> bool:
    height = heights[line.page]
    return line.y1 <= height * _MARGIN or line.y0 >= height * (1 - _MARGIN)


def _shape(line: Line) -> str:
    return _DIGITS.sub("#", "".join(line.text.split()))


def _is_row(lines: Sequence[Line], place: int) -> bool:
    """Tell a table's row: several cells, under or above another line of several cells."""
    if len(lines[place].cells) < 2 or lines[place].is_spaced:
        return False
    beside = [lines[near] for near in (place - 1, place + 1) if 0 <= near < len(lines)]
    return any(len(line.cells) >= 2 for line in beside)


class _Measure:
    """The type area: margins by page and column, the step from line to line, the size of the body's type."""

    def __init__(self, lines: Sequence[Line]) -> None:
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
        self._body = sizes.most_common(1)[0][0]
        plain = [line for line in lines if self._is_body(line)] or list(lines)
        whole = _margins(plain)
        self._frames: dict[tuple[int, int], tuple[float, float]] = {_frame(line): whole for line in lines}
        for frame, group in groupby(sorted(plain, key=_frame), key=_frame):
            own = list(group)
            if len(own) >= _LEAST_LINES or frame[1]:
                self._frames[frame] = _margins(own)
        self._pitch = _pitch(lines)

    def _is_body(self, line: Line) -> bool:
        """Tell a line of running text: a wide headline or table says nothing of the margins."""
        return len(line.cells) == 1 and abs(line.size - self._body) <= 0.15 * self._body

    def goes_on(self, before: Line, line: Line) -> bool:
        """Tell whether a line continues the paragraph of the line before it."""
        size = max(before.size, line.size)
        if abs(before.size - line.size) > 0.15 * size or self._is_apart(before, line):
            return False
        ended, opens = bool(_ENDS.search(before.text)), bool(_OPENS.match(line.text))
        if self._is_heading(before) and self._is_heading(line):
            return not ended and not opens
        short = self._frames[_frame(before)][1] - before.x1
        if short > (_SHORT if ended else _CUT_SHORT) * size or (opens and ended):
            return False
        indent = (line.x0 - self._frames[_frame(line)][0]) / size
        return indent <= _INDENT

    def _is_apart(self, before: Line, line: Line) -> bool:
        """Tell whether more white stands between two lines than between the lines of a paragraph."""
        together = _frame(before) == _frame(line) and line.y0 > before.y0
        return together and line.y0 - before.y0 > _APART * self._pitch

    def _is_heading(self, line: Line) -> bool:
        """Tell a centred line in larger type: a title over two lines is one title."""
        left, right = self._frames[_frame(line)]
        before, after = line.x0 - left, right - line.x1
        return abs(before - after) < 2 * line.size and before > 0.5 * line.size and line.size > 1.15 * self._body


def _frame(line: Line) -> tuple[int, int]:
    return (line.page, line.column)


def _margins(lines: Sequence[Line]) -> tuple[float, float]:
    """Return the margins of some lines: the leftmost place where many of them begin, the rightmost where they end."""
    lefts = Counter(round(line.x0) for line in lines)
    most = max(lefts.values())
    ends = sorted(line.x1 for line in lines)
    right = ends[-2] if len(ends) >= _LEAST_LINES else ends[-1]  # one line may hang out
    return float(min(place for place, count in lefts.items() if count * 4 >= most)), right


def _pitch(lines: Sequence[Line]) -> float:
    steps = [
        line.y0 - before.y0
        for before, line in pairwise(lines)
        if _frame(before) == _frame(line) and line.y0 > before.y0
    ]
    return median(steps) if steps else 0.0


def _glue(text: str, more: str) -> str:
    """Join two lines: a word cut by a hyphen is made whole, Latin words keep their blank, Chinese has none."""
    if re.search(r"[A-Za-z]-$", text) and more[:1].isascii() and more[:1].islower():
        return text[:-1] + more
    latin = text[-1:].isascii() and more[:1].isascii() and text[-1:].isalpha() and more[:1].isalpha()
    return f"{text} {more}" if latin else text + more
