"""The body of a page of unknown make is found here: takes a parsed page, leaves its lines around and in the body.

trafilatura says which sentences are the article; the page's own elements around those sentences are then written out
whole. Measured on thirteen real pages with every known container switched off: see tests/accuracy/test_cleaning.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from copy import deepcopy

from lxml import etree
from lxml.html import HtmlElement

from crawler.lines import attachment_lines, ends_article, is_chrome, is_label_line, is_prose
from crawler.rendering import Line, Page, render, render_page

_SQUEEZED = re.compile(r"[\s|\u3000\u200b\ufeff]+")
_PUNCTUATED = re.compile("[，。；,;]")
_PROSE_LENGTH = 20
_UNKNOWN_LINES = 6
_LONGEST_UNKNOWN = 60

# The body's element holds nine tenths of what trafilatura found; the tenth is what it took from a menu or a footer.
_SHARE = 0.9


def find_main_text(root: HtmlElement, skip: Callable[[HtmlElement], bool]) -> Page:
    """Return the page's lines by place; the body is empty where the page has no running text."""
    found = [_squeeze(line) for line in _article_sentences(root).split("\n")]
    found = [line for line in found if line]
    prose = [line for line in found if len(line) >= _PROSE_LENGTH and _PUNCTUATED.search(line)] or found
    if not prose:
        return Page(render(root), (), ())
    page = render_page(root, _enclosing(root, prose), skip)
    return _narrowed(page, "".join(found), "".join(prose))


def _article_sentences(root: HtmlElement) -> str:
    """Ask trafilatura for the article, on a copy: it takes the tree apart.

    Spans go before: trafilatura 2.3 writes out every cell that a table claims to span, and a table of four thousand
    cells that claim a million each kept it busy for minutes.
    """
    import trafilatura  # noqa: PLC0415 - costs a quarter of a second, and most pages have a known container

    copy = deepcopy(root)
    etree.strip_attributes(copy, "rowspan", "colspan")
    text = trafilatura.extract(
        copy, include_comments=False, include_tables=True, deduplicate=False, with_metadata=False
    )
    return text or ""


def _enclosing(root: HtmlElement, prose: list[str]) -> HtmlElement:
    """Go down from the page to the smallest element that still holds nine tenths of the article's sentences."""
    total = sum(map(len, prose))
    element = root
    while True:
        children = [
            child for child in element if isinstance(child.tag, str) and len(child.text_content()) >= total * _SHARE
        ]
        held = [(_held(child, prose), child) for child in children]
        best = max(held, key=lambda pair: pair[0], default=(0, element))
        if best[0] < total * _SHARE:
            return element
        element = best[1]


def _held(element: HtmlElement, prose: list[str]) -> int:
    text = _squeeze(element.text_content())
    return sum(len(line) for line in prose if line in text)


def _narrowed(page: Page, found: str, prose: str) -> Page:
    """Cut the body at the first and the last line that the article has; drop menus that stand between."""
    matched = [place for place, line in enumerate(page.body) if _is_in(line, prose)]
    matched = matched or [place for place, line in enumerate(page.body) if _is_in(line, found)]
    if not matched:
        return Page((*page.before, *page.body), (), page.after)
    first, last = matched[0], matched[-1] + 1
    marked = list(zip(page.body, attachment_lines([line.text for line in page.body]), strict=True))
    first -= _reach(reversed(marked[:first]), found)
    last += _reach(marked[last:], found)
    begun = next((place for place in range(first, last) if is_prose(page.body[place].text)), last)
    last = next((place for place in range(begun, last) if ends_article(page.body[place].text)), last)
    body = tuple(
        line
        for line, attached in marked[first:last]
        if attached or _is_in(line, found) or line.linked * 2 <= len(line.text)
    )
    return Page((*page.before, *page.body[:first]), body, (*page.body[last:], *page.after))


def _reach(lines: Iterable[tuple[Line, bool]], found: str) -> int:
    """Return how many lines beside the running text are still of it: salutation, part heads, signature, table rows.

    trafilatura drops short lines; six in a row that it has not are another part of the page. Links end the text, but
    not those of its attachments (附件：1.…): signature and day stand below them.
    """
    unknown = count = 0
    for line, attached in lines:
        known = _is_in(line, found) or " | " in line.text
        unknown = 0 if known else unknown + 1
        framed = line.heading or is_chrome(line.text) or is_label_line(line.text)
        if (
            framed
            or (line.linked * 2 > len(line.text) and not attached)
            or unknown > _UNKNOWN_LINES
            or (len(line.text) > _LONGEST_UNKNOWN and not known)
        ):
            break
        count += 1
    return count


def _is_in(line: Line, found: str) -> bool:
    text = _squeeze(line.text)
    return bool(text) and (text in found or (len(text) > 2 * _PROSE_LENGTH and text[:_PROSE_LENGTH] in found))


def _squeeze(text: str) -> str:
    return _SQUEEZED.sub("", text)
