"""A page's elements become lines here: takes a parsed page, leaves one line for each paragraph, table row or break."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from crawler.decode import sanitise
from crawler.restore import plain_spaces

_SKIPPED_TAGS = """
script style noscript head title iframe object embed svg canvas select option button textarea template input video audio
map
"""
_SKIPPED = frozenset(_SKIPPED_TAGS.split())
_BLOCK_TAGS = """
address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer form
frameset h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead
tr ul ucapcontent ucaptitle publishtime
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "ucaptitle"))
_TITLE_NAME = re.compile(
    r"(?:^|[\s_-])(?:\w*title\w*|bt|biaoti|\w*_bt|bt_\w*|headline|tit|\w*[_-]tit)(?:$|[\s_-])", re.IGNORECASE
)
_HAN = re.compile(r"[\u3007\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")
_BLANKS = re.compile(r"\s+")
_ICON = re.compile("[\ue000-\uf8ff]")

# A cell with so many signs, holding most of its table's text, is a page's column and no figure's place.
_COLUMN_CELL = 400
_COLUMN_SHARE = 0.6
_REPEATED_LABEL = 20
_MOST_COLUMNS = 200


@dataclass(frozen=True)
class Line:
    """One line of a page: its text, how many of its signs are links, and whether it stands in a heading."""

    text: str
    linked: int = 0
    heading: bool = False


@dataclass(frozen=True)
class Page:
    """A page's lines by place: before the body, the body itself, after it."""

    before: tuple[Line, ...]
    body: tuple[Line, ...]
    after: tuple[Line, ...]


def render_page(root: HtmlElement, container: HtmlElement, skip: Callable[[HtmlElement], bool]) -> Page:
    """Return the lines of a page around and inside its body container; `skip` names noise inside the body."""
    writer = _Writer(kept=frozenset([container, *container.iterancestors()]))
    writer.walk(root, container, skip)
    cut, end = writer.bounds
    lines = writer.lines
    return Page(tuple(lines[:cut]), tuple(lines[cut:end]), tuple(lines[end:]))


def render(element: HtmlElement, skip: Callable[[HtmlElement], bool] = lambda _: False) -> tuple[Line, ...]:
    """Return an element's lines: paragraphs and breaks as printed, each row of a data table as `cell | cell`."""
    writer = _Writer(kept=frozenset())
    writer.walk(element, element, skip)
    return tuple(writer.lines)


class _Writer:
    """Collects the text of one walk; `bounds` are the places where the body began and ended."""

    def __init__(self, kept: frozenset[HtmlElement]) -> None:
        self.lines: list[Line] = []
        self.bounds = (0, 0)
        self._kept = kept
        self._parts: list[str] = []
        self._linked = 0
        self._links = 0
        self._pre = 0
        self._headings: list[bool] = []

    def walk(self, root: HtmlElement, container: HtmlElement, skip: Callable[[HtmlElement], bool]) -> None:
        start, inside = 0, False
        walker = etree.iterwalk(root, events=("start", "end"))
        skipped: HtmlElement | None = None
        for event, element in walker:
            if event == "start":
                if element is container:
                    self._flush()
                    start, inside = len(self.lines), True
                dropped = element.tag in _SKIPPED or (inside and element is not container and skip(element))
                table = not dropped and element.tag == "table" and element not in self._kept and _is_data(element)
                if dropped or table:
                    skipped = element
                    walker.skip_subtree()
                    if table:
                        self._flush()
                        self.lines.extend(Line(row) for row in _rows(element))
                    continue
                self._open(element)
                continue
            if element is skipped:
                skipped = None
            else:
                self._close(element)
            if element is container:
                self._flush()
                self.bounds, inside = (start, len(self.lines)), False
            if element is not root:
                self._add(element.tail)
        self._flush()

    def _open(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
            self._headings.append(_is_heading(element))
        elif tag == "br":
            self._break()
        self._links += tag == "a"
        self._pre += tag in ("pre", "listing", "xmp", "plaintext")
        self._add(element.text)

    def _close(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
            self._headings.pop()
        self._links -= tag == "a"
        self._pre -= tag in ("pre", "listing", "xmp", "plaintext")

    def _break(self) -> None:
        if self._headings and self._headings[-1]:
            self._parts.append(" ")
        else:
            self._flush()

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if self._links:
            self._linked += len(_BLANKS.sub("", text))
        if not self._pre:
            self._parts.append(text)
            return
        first, *rest = text.split("\n")
        self._parts.append(first)
        for line in rest:
            self._flush()
            self._parts.append(line)

    def _flush(self) -> None:
        if self._parts:
            text = tidy("".join(self._parts))
            if text:
                self.lines.append(Line(text, self._linked, bool(self._headings) and self._headings[-1]))
            self._parts.clear()
        self._linked = 0


def tidy(text: str) -> str:
    """Return one line's text with single blanks, a source file's own line breaks beside Chinese characters undone."""
    text = _BLANKS.sub(_blank, plain_spaces(sanitise(text))).strip()
    return "" if text and not _ICON.sub("", text).strip() else text


def _blank(run: re.Match[str]) -> str:
    """Return what stands for a run of blanks: nothing where a line of the source ends beside a Chinese character."""
    before, after = run.string[max(0, run.start() - 1) : run.start()], run.string[run.end() : run.end() + 1]
    return "" if "\n" in run[0] and (_HAN.match(before) or _HAN.match(after)) else " "


def _is_heading(element: HtmlElement) -> bool:
    if element.tag in _HEADINGS:
        return True
    return bool(_TITLE_NAME.search(element.get("class") or "") or _TITLE_NAME.search(element.get("id") or ""))


def _own_rows(table: HtmlElement) -> list[list[HtmlElement]]:
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    return [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]


def _is_data(table: HtmlElement) -> bool:
    """Tell a table of figures from one that lays out the page: nested, of one column, or with a text in one cell."""
    if table.find(".//table") is not None:
        return False
    sizes = [[_size(cell) for cell in row] for row in _own_rows(table)]
    if max((sum(size > 0 for size in row) for row in sizes), default=0) < 2:
        return False
    caption = table.find("caption")
    largest, total = max(max(row, default=0) for row in sizes), sum(sum(row) for row in sizes)
    if total + (0 if caption is None else _size(caption)) < _size(table):
        return False  # text outside the cells would be lost
    return largest < _COLUMN_CELL or largest < _COLUMN_SHARE * total


def _size(element: HtmlElement) -> int:
    return len(_BLANKS.sub("", element.text_content()))


def _rows(table: HtmlElement) -> list[str]:
    """Return a table's rows; a short label that spans rows is said again in each, a figure only where it is printed.

    A cell that spans columns is followed by an empty one for each further column, so that every row keeps its columns;
    empty cells at a row's end are left out. A row of one cell keeps the table together by a mark: `一、行政复议 |`
    where it spans the table and heads what is below, with all its empty cells where its figures are missing.
    """
    caption = table.find("caption")
    lines = [] if caption is None else [line.text for line in render(caption)]
    spanning: dict[int, tuple[int, str]] = {}
    for row in _own_rows(table):
        wide = len(row) == 1 and _span(row[0], "colspan") > 1
        texts, spanning = _row_cells(row, spanning)
        line = _row_line(texts, wide=wide, inside=bool(lines) and " |" in lines[-1])
        if line:
            lines.append(line)
    return lines


def _row_line(texts: list[str], *, wide: bool, inside: bool) -> str:
    filled = list(texts)
    while filled and not filled[-1]:
        filled.pop()
    if len(filled) == 1 and inside and len(texts) > 1:
        filled = [*filled, ""] if wide else texts
    return tidy(" | ".join(filled)) if any(filled) else ""


def _row_cells(
    row: list[HtmlElement], above: dict[int, tuple[int, str]]
) -> tuple[list[str], dict[int, tuple[int, str]]]:
    """Return a row's texts and what spans into the next row: by column, the rows left and the label to say again."""
    texts: list[str] = []
    below: dict[int, tuple[int, str]] = {}
    column = 0
    for cell in [*row, None]:
        while column in above:
            left, label = above[column]
            texts.append(label)
            if left > 1:
                below[column] = (left - 1, label)
            column += 1
        if cell is None:
            break
        text = " ".join(line.text for line in render(cell))
        texts.append(text)
        down = _span(cell, "rowspan")
        for place in range(_span(cell, "colspan")):
            if down > 1 and column < _MOST_COLUMNS:
                below[column] = (down - 1, text if not place and _is_label(text) else "")
            column += 1
            if place and column <= _MOST_COLUMNS:
                texts.append("")
    return texts, below


def _is_label(text: str) -> bool:
    return len(text) <= _REPEATED_LABEL and not any(sign.isdigit() for sign in text)


def _span(cell: HtmlElement, name: str) -> int:
    """Return a span between 1 and 100; nonsense counts as 1, and a hostile page asks for millions of cells."""
    value = (cell.get(name) or "").strip()
    return min(max(int(value), 1), 100) if value.isascii() and value.isdigit() and len(value) < 9 else 1
