"""What of a page is kept when it moves: takes an answer's bytes, leaves a mark that stays while only furniture moves.

Counters, the day's date, tokens in scripts and related links differ in every answer of many portals; such an answer
says nothing new, and its bytes are not kept a second time. The mark covers the cleaned document, the files and frames
that the page leads to, and every visible word outside links with its figures masked; so that a paragraph which the
cleaner did not take for the report still makes a page new. A list's mark has its rows in the document's place.
"""

from __future__ import annotations

import hashlib
import re

from crawler.clean import make_document, media_type
from crawler.decode import decode
from crawler.errors import UnreadableError
from crawler.links import read_list
from crawler.pictures import body_pictures
from crawler.quality import ATTACHMENT_LINK, spoken_text

FRAME = re.compile(r"<(?:iframe|embed|object)\b[^<>]*\b(?:src|data)\s*=\s*[\"']?([^\"'<>\s]{1,500})", re.IGNORECASE)
CJK = re.compile(r"[\u3400-\u9fff]")
# Masked because they move by themselves: figures, and the day of the week beside the day's date.
MOVING = re.compile(r"[\d,.:：]+|(?:星期|周)[一二三四五六日天]")
# With fewer characters than this the report may be its pictures: a scan set into the page.
WORDY = 200
# Reading a larger page twice would hold up every other host; its bytes are kept as they come.
MOST_BYTES = 2_000_000


def material_of_page(body: bytes, content_type: str, url: str) -> str | None:
    """Return the mark of an article, None for what is no page: there every byte counts."""
    try:
        if len(body) > MOST_BYTES or media_type(body, content_type) != "text/html":
            return None
        document = make_document(body, content_type, url)
    except UnreadableError:
        return None
    html = decode(body, content_type)
    words = _words(html)
    pictures = body_pictures(html) if len(CJK.findall(document.text)) < WORDY else ()
    files = [found[0] for found in ATTACHMENT_LINK.finditer(html)]
    parts = (document.title, document.text, document.published, document.source_label)
    return _mark(*parts, words, *sorted(set(files)), *FRAME.findall(html), *pictures)


def material_of_list(body: bytes, content_type: str, url: str) -> str | None:
    """Return the mark of a list page, None where it has no rows that a page's own markup tells."""
    html = decode(body, content_type) if len(body) <= MOST_BYTES else ""
    rows = read_list(html, url).rows
    return _mark(_words(html), *((row.href, row.title, row.on) for row in rows)) if rows else None


def _words(html: str) -> str:
    return "".join(MOVING.sub("", spoken_text(html)).split())


def _mark(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()
