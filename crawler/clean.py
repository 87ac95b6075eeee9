"""A fetched answer becomes a document here: takes bytes with their Content-Type, leaves clean text, title, date, 来源.

Pure: the same bytes give the same document on any day. `CLEANER_VERSION` moves whenever an answer may move.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date

from lxml.etree import ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from crawler.containers import adopt_strays, find_container, find_short_container
from crawler.dates import address_date
from crawler.decode import decode
from crawler.errors import UnreadableError
from crawler.fields import byline, find_published, find_source, label_fields, meta_fields
from crawler.frame import frame_fields
from crawler.lines import attachment_lines, is_chrome, is_page_time, is_prose, trim
from crawler.main_text import find_main_text
from crawler.noise import is_noise
from crawler.rendering import Line, Page, render_page, tidy
from crawler.restore import find_damage, restore
from crawler.titles import find_title, squeeze, text_title
from storage.model import Document, Restoration

CLEANER_VERSION = "clean/7"

_MAGIC = (
    (b"%PDF", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"{\\rtf", "application/rtf"),
)
_PLAIN = frozenset(("", "text/plain", "text/html", "application/xhtml+xml", "text/htm", "text/markdown"))
_UNSAID = frozenset(("application/octet-stream", "binary/octet-stream", "application/x-download"))
_MARKUP = re.compile(
    r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<meta\s|<title>|<(?:div|p|table|ucapcontent)[\s>]",
    re.IGNORECASE,
)
_OPENS_PAGE = re.compile(
    r"(?:\s|<\?xml[^>]*>|(?><!--.*?-->))*+<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL
)
_STRAY_ENDS = re.compile(r"</\s*(?:html|body)\s*>", re.IGNORECASE)
_LINES_BEHIND = 40
_TITLE_REST = 30
_LONGEST_LINK = 40
_ATTACHMENT = re.compile(r"附\s*件|附\s*表|\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar)\b", re.IGNORECASE)


def make_document(
    body: bytes,
    content_type: str,
    url: str | None = None,
    list_title: str | None = None,
    list_date: date | None = None,
) -> Document:
    """Return the document that a page's or a text file's bytes hold.

    The body is the text of the known container with most Chinese characters, written out by this house's own walk over
    its elements: trafilatura over the same containers gave the same text on 5 of 12 real pages, and where paragraphs
    are nested divs it lost every short line (5 of 10: heads of parts, signature, date; tests/crawler/test_clean.py,
    `nested`). Where no container is known, trafilatura finds the article (`main_text`). `list_title` and `list_date`
    are what the list page said of the link; the page's own word goes first. Raises UnreadableError for bytes that are
    neither page nor text.
    """
    media = media_type(body, content_type)
    if media not in ("text/html", "text/plain"):
        raise UnreadableError(
            f"a body of type {media} holds neither a web page nor plain text; give it to the reader of attachments"
        )
    text = decode(body, content_type)
    if media == "text/html":
        return _from_page(text, url, list_title, list_date)
    return _from_text(text, url, list_title, list_date)


def media_type(body: bytes, content_type: str) -> str:
    """Return what a body is: `text/html`, `text/plain`, or the type of something else, by its first bytes if they tell.

    Servers call web pages text/plain and archives text/html: the bytes go before the header.
    """
    said = content_type.split(";", maxsplit=1)[0].strip().lower()
    for magic, media in _MAGIC:
        if body.startswith(magic):
            return media
    head = decode(body[:4096], content_type)
    if _OPENS_PAGE.match(head):
        return "text/html"
    if said not in _PLAIN | _UNSAID:
        return said
    if b"\0" in body[:1024] and not body.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return "application/octet-stream"
    if "htm" in said:
        return "text/html"
    return "text/html" if said != "text/plain" and _MARKUP.search(head) else "text/plain"


def _from_text(text: str, url: str | None, list_title: str | None, list_date: date | None) -> Document:
    readable, restoration = restore(text)
    lines = [line for line in map(tidy, readable.split("\n")) if line]
    kept = _settled(lines)
    title = text_title(kept)
    dropped = _dropped(lines, kept)
    labels = {**frame_fields(dropped, dropped, ""), **label_fields(dropped)}
    published = find_published({}, labels, _below(lines[:8], title, dropped), [], None)
    return Document(
        text="\n".join(kept),
        title=title or list_title,
        published=published or list_date or address_date(url or ""),
        source_label=find_source({}, labels),
        restored=replace(restoration, damaged=find_damage("\n".join(kept))),
        fields=labels,
        url=url,
        cleaner=CLEANER_VERSION,
    )


def _from_page(text: str, url: str | None, list_title: str | None, list_date: date | None) -> Document:
    root = _parse(text)
    metas = meta_fields(root)
    page, restoration = _restored(_find_body(root))
    page_title = restore(tidy(root.findtext(".//title") or ""))[0]
    title = find_title(metas, page_title, page.before, page.body, list_title)
    title = restore(title)[0] if title else list_title
    lines = [line.text for line in page.body]
    kept = _settled(trim(_own_lines(page.body), title))
    dropped = _dropped(lines, kept)
    front = [line.text for line in page.before]
    around = [*front, *dropped]
    labels = label_fields(around)
    behind = label_fields(line.text for line in page.after[:_LINES_BEHIND])
    below = _below([*front, *lines[:_LINES_BEHIND]], title, around)
    published = find_published(metas, labels, below, around, title)
    frame = frame_fields(around, [line.text for line in page.after], page_title)
    labels = {**frame, **behind, **labels}
    return Document(
        text="\n".join(kept),
        title=title,
        published=published or find_published({}, labels, [], [], None) or list_date or address_date(url or ""),
        source_label=find_source(metas, labels),
        restored=replace(restoration, damaged=find_damage("\n".join(kept))),
        fields={**metas, **byline(below), **labels},
        url=url,
        cleaner=CLEANER_VERSION,
    )


def _settled(lines: list[str]) -> list[str]:
    """Return the lines as they stay however often they are cleaned as plain text: a cut may bring a title to light."""
    while (shorter := trim(lines, text_title(lines))) != lines:
        lines = shorter
    return lines


def _own_lines(lines: tuple[Line, ...]) -> list[str]:
    """Return a body's lines without furniture, links to other pages between its paragraphs, and a closing list of such.

    A line that is one short link and no sentence stands for an advert or a related article, whatever its class is
    called; such lines come and go with every rebuilding of a page.
    """
    marked = zip(lines, attachment_lines([line.text for line in lines]), strict=True)
    kept = [
        (line, attached)
        for line, attached in marked
        if attached or " | " in line.text or not (is_chrome(line.text) or _leads_elsewhere(line))
    ]
    while kept and not kept[-1][1] and _is_link(kept[-1][0]):
        kept.pop()
    return [line.text for line, _ in kept]


def _leads_elsewhere(line: Line) -> bool:
    return _is_link(line) and not line.heading and len(line.text) <= _LONGEST_LINK and not is_prose(line.text)


def _is_link(line: Line) -> bool:
    return line.linked * 10 >= len(line.text) * 9 and not _ATTACHMENT.search(line.text)


def _parse(text: str) -> HtmlElement:
    """Parse a page without its stray ends: libxml2 puts all that follows a second </html> where no walk comes by."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    markup = _STRAY_ENDS.sub("", text).strip() or "<html></html>"
    try:
        return document_fromstring(markup.encode(), parser=parser, ensure_head_body=True)
    except ParserError:
        return document_fromstring(b"<html></html>", parser=parser, ensure_head_body=True)


def _find_body(root: HtmlElement) -> Page:
    container = find_container(root)
    if container is not None:
        adopt_strays(container)
        return render_page(root, container, is_noise)
    page = find_main_text(root, is_noise)
    short = find_short_container(root)
    if short is None:
        return page
    inside = render_page(root, short, is_noise)
    elsewhere = {line.text for line in page.body if is_prose(line.text)} - {line.text for line in inside.body}
    return page if elsewhere else inside


def _restored(page: Page) -> tuple[Page, Restoration]:
    """Restore a page's lines; the body alone decides what was done to the document."""
    parts = []
    restoration = Restoration()
    for lines in (page.before, page.after, page.body):
        text, restoration = restore("\n".join(line.text for line in lines))
        parts.append(tuple(replace(line, text=new) for line, new in zip(lines, text.split("\n"), strict=False)))
    before, after, body = parts
    return Page(before, body, after), restoration


def _dropped(lines: list[str], kept: list[str]) -> list[str]:
    left = Counter(lines) - Counter(kept)
    return [line for line in lines if line in left]


def _below(lines: list[str], title: str | None, furniture: list[str]) -> list[str]:
    """Return the furniture and bare days right under the title: a date in the text itself proves nothing."""
    start = squeeze(title or "")
    found: list[str] = []
    for place, line in enumerate(lines):
        shown = squeeze(line)
        if start and shown.startswith(start) and len(shown) <= len(start) + _TITLE_REST:
            below = lines[place + 1 : place + 9]
            found += [shown[len(start) :], *(each for each in below if each in furniture or is_page_time(each))]
    return found
