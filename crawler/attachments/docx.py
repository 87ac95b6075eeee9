"""A DOCX becomes lines: takes its container, leaves paragraphs and table rows as the house writes those of web pages.

Word's own XML is walked here, and written out through the same rendering as a web page, so that a table's figures stay
beside their headers. python-docx (healthy, MIT) was the other way: it computes no list numbers, and 一、 is what tells
a report's parts.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement, builder, document_fromstring

from crawler.attachments.containers import Container
from crawler.attachments.limits import MOST_CHARACTERS
from crawler.attachments.markup import child, local, own, parse_xml, value_of
from crawler.attachments.numbering import Numbering
from crawler.errors import UnreadableError
from crawler.rendering import render

# Deleted text, text moved away, the second version of a drawing, instructions of fields: none of it is read by anybody.
_UNSEEN = frozenset(("del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "pPr", "sectPr", "tblPr", "trPr"))
_MOST_COLUMNS = 100


def read_docx(container: Container) -> list[str]:
    """Return a DOCX's paragraphs and rows (`cell | cell`); raise UnreadableError where it is broken or empty."""
    root = parse_xml(container.read("word/document.xml"), "DOCX")
    body = child(root, "body")
    if body is None:
        raise UnreadableError("a broken DOCX: it has no body")
    page = document_fromstring("<html><body></body></html>")
    sheet = page.find("body")
    assert sheet is not None
    _Writer(_numbering(container)).fill(sheet, body)
    lines = [line.text for line in render(sheet)]
    if sum(map(len, lines)) > MOST_CHARACTERS:
        raise UnreadableError(f"a DOCX of more than {MOST_CHARACTERS:,} characters; no report is so long")
    if not lines:
        pictures = next((one for one in body.iter() if local(one) in ("drawing", "pict")), None)
        raise UnreadableError("a DOCX that holds pictures only, a scan" if pictures is not None else "an empty DOCX")
    return lines


def _numbering(container: Container) -> Numbering:
    parts = [
        parse_xml(container.read(name), "DOCX") if name in container.names else None
        for name in ("word/numbering.xml", "word/styles.xml")
    ]
    return Numbering(*parts)


class _Writer:
    """Writes Word's blocks as the blocks of a page."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering

    def fill(self, target: HtmlElement, blocks: etree._Element) -> None:
        """Append the paragraphs and tables of a body, cell, text box or content control."""
        for block in blocks:
            name = local(block)
            if name in _UNSEEN:
                continue
            if name == "p":
                self._paragraph(target, block)
            elif name == "tbl":
                target.append(self._table(block))
            elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "txbxContent"):
                self.fill(target, block)

    def _paragraph(self, target: HtmlElement, block: etree._Element) -> None:
        line = builder.E.p()
        boxes: list[etree._Element] = []
        parts = [self._numbering.label(block)]
        for piece in _pieces(block, boxes):
            if piece == "\n":
                line.append(builder.E.span("".join(parts)))
                line.append(builder.E.br())
                parts = []
            else:
                parts.append(piece)
        line.append(builder.E.span("".join(parts)))
        target.append(line)
        for box in boxes:
            self.fill(target, box)

    def _table(self, block: etree._Element) -> HtmlElement:
        table = builder.E.table()
        open_cells: dict[int, HtmlElement] = {}
        for row in _rows(block):
            line = builder.E.tr()
            column = 0
            for cell in _cells(row):
                wide = _number(value_of(cell, "tcPr", "gridSpan"))
                merge = child(child(cell, "tcPr"), "vMerge")
                above = open_cells.get(column)
                if merge is not None and own(merge, "val") != "restart" and above is not None:
                    above.set("rowspan", str(_number(above.get("rowspan")) + 1))
                else:
                    made = builder.E.td()
                    if wide > 1:
                        made.set("colspan", str(wide))
                    self.fill(made, cell)
                    line.append(made)
                    open_cells[column] = made
                column += wide
            table.append(line)
        return table


def _pieces(block: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    """Yield a paragraph's text in pieces, a break as a line end; text boxes are put by for after it."""
    for element in block:
        name = local(element)
        if name in _UNSEEN or (name == "r" and _is_hidden(element)):
            continue
        if name == "t":
            yield (element.text or "").replace("\n", " ")
        elif name in ("tab", "ptab"):
            yield " "
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "noBreakHyphen":
            yield "-"
        elif name == "txbxContent":
            boxes.append(element)
        else:
            yield from _pieces(element, boxes)


def _is_hidden(run: etree._Element) -> bool:
    mark = child(child(run, "rPr"), "vanish")
    return mark is not None and own(mark, "val") not in ("0", "false")


def _rows(block: etree._Element) -> Iterator[etree._Element]:
    for element in block:
        if local(element) == "tr":
            yield element
        elif local(element) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _rows(element)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for element in row:
        if local(element) == "tc":
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml"):
            yield from _cells(element)


def _number(text: str | None) -> int:
    return min(int(text), _MOST_COLUMNS) if text and text.isascii() and text.isdigit() and int(text[:6]) > 0 else 1
