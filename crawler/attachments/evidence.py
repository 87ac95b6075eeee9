"""Which text is the report's: takes a page's document and what its files gave, leaves one document or the reason.

Many portals print a covering notice and put the report into a file. The page's own text is taken where it is a report;
else the file that promises one best. A promise that cannot be read is told, and the covering notice is not taken for
the report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from crawler.attachments.files import Part
from crawler.clean import make_document
from crawler.errors import UnreadableError
from crawler.pictures import body_pictures
from crawler.restore import restore
from storage.model import Document
from storage.titles import Likeness, judge_title

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_HEADING = re.compile(r"^\s*[一二三四五六七八九十]{1,3}、", re.MULTILINE)
_ENDING = re.compile(r"\.(?:pdf|docx?|wps|ofd|zip|rar|7z|xlsx?|ceb|et|rtf)$", re.IGNORECASE)
# The shortest reports of townships have 800 characters; a covering notice with its list of files seldom has 400.
_LONG, _SHORT = 1_000, 400
_LEAST_REPORT = 200
_HEAD_LINES = 8


@dataclass(frozen=True)
class Enclosed:
    """One file that a page offers: its address, the link's words, its parts or why it was not got, its bytes' hash."""

    url: str
    label: str
    parts: tuple[Part, ...] = ()
    reason: str | None = None
    snapshot_id: int | None = None
    sha256: str = ""


@dataclass(frozen=True)
class Text:
    """What a page's text is: a document with the snapshot of the file it was read from (None: the page's own)."""

    document: Document | None
    evidence_id: int | None = None
    unreadable: str | None = None


def is_report_itself(text: str) -> bool:
    """Tell whether a page's own text is long, or has numbered parts: then its files are copies or supplements."""
    length = len(_HAN.findall(text))
    return length >= _LONG or (length >= _SHORT and len(_HEADING.findall(text)) >= 2)


def why_pictures(html: str, document: Document, listed_title: str | None = None) -> str | None:
    """Return why a page that promises a report and says next to nothing cannot be read: its text is pictures.

    None where it has the text of a report, be it short, promises none, or shows no picture in its body.
    """
    titles = [title for title in (document.title, listed_title) if title]
    if len(_HAN.findall(document.text)) >= _SHORT or _HEADING.search(document.text):
        return None
    if all(promises(title) is not Likeness.REPORT for title in titles):
        return None
    pictures = body_pictures(html)
    if not pictures:
        return None
    return f"its text is {len(pictures)} pictures, first {pictures[0][:200]}; they have no text, look at them yourself"


def promises(label: str) -> Likeness:
    """Return what a link's words or a file's name promise; folders and the file's ending say nothing."""
    name = _ENDING.sub("", label.strip()).rpartition("/")[2]
    return judge_title(restore(name)[0]).likeness


def documents_of_parts(
    parts: Sequence[Part], url: str | None = None, title: str | None = None, listed_on: date | None = None
) -> list[tuple[Part, Document]]:
    """Return the document of each part that can be read; the file's own title goes before the link's words."""
    found = []
    for part in parts:
        if part.unreadable is None:
            document = _document(part, url, title if len(parts) == 1 else _stem(part.name), listed_on)
            if document is not None:
                found.append((part, document))
    return found


def choose_text(page: Document, enclosed: Sequence[Enclosed]) -> Text:
    """Return the page's text: its own, or that of the file which carries the report."""
    expected = promises(page.title or "")
    least = max(_LEAST_REPORT, len(_HAN.findall(page.text)))
    candidates = [
        (rank, one, part, document)
        for one in enclosed
        for part, document in documents_of_parts(one.parts, one.url, one.label)
        if (rank := _rank(one, part, document, expected)) and rank[2] > least
    ]
    if candidates:
        _, one, part, document = max(candidates, key=lambda candidate: candidate[0])
        return Text(_of_file(page, one, part, document), one.snapshot_id)
    lost = [told for one in enclosed for told in _promises_lost(one, expected)]
    if lost:
        return Text(None, unreadable="; ".join(lost)[:1000])
    return Text(page)


def why_unreadable(parts: Sequence[Part]) -> str:
    """Return in one line why nothing can be read in a file."""
    told = [f"{part.name}: {part.unreadable}" if part.name else part.unreadable for part in parts if part.unreadable]
    return "; ".join(one for one in told if one)[:1000] or "it holds no text"


def _rank(one: Enclosed, part: Part, document: Document, expected: Likeness) -> tuple[bool, bool, int] | None:
    """Return how well a file promises the report: by its name, by its own title, by its length; None: not at all."""
    named, titled = promises(part.name or one.label), promises(document.title or "")
    if promises(one.label) is Likeness.REPORT:
        expected = Likeness.REPORT
    if Likeness.LOOKALIKE in (named, titled) and Likeness.REPORT not in (named, titled):
        return None
    own = Likeness.REPORT in (named, titled)
    if not own and expected not in (Likeness.REPORT, Likeness.RELATED):
        return None
    return named is Likeness.REPORT, titled is Likeness.REPORT, len(_HAN.findall(document.text))


def _promises_lost(one: Enclosed, expected: Likeness) -> list[str]:
    """Return why a file that promised the report gave none: it was not got, or its parts cannot be read."""
    troubles = [("", one.reason)] if one.reason and not one.parts else [(p.name, p.unreadable) for p in one.parts]
    told = []
    for name, reason in troubles:
        likeness = promises(name or one.label)
        wanted = likeness is Likeness.REPORT or (expected is Likeness.REPORT and likeness is not Likeness.LOOKALIKE)
        if reason and wanted and not reason.startswith("a workbook"):
            told.append(f"{name or one.label or one.url}: {reason}")
    return told


def _of_file(page: Document, one: Enclosed, part: Part, document: Document) -> Document:
    """Return the file's text as the page's: what the portal says of the page stays."""
    facts = {"attachment": one.url, "attachment_label": part.name or one.label, "attachment_sha256": one.sha256}
    title = document.title if promises(document.title or "") is Likeness.REPORT else page.title or document.title
    return replace(
        document,
        title=title,
        published=page.published or document.published,
        source_label=page.source_label or document.source_label,
        fields={**document.fields, **page.fields, **facts},
        url=page.url,
    )


def _document(part: Part, url: str | None, title: str | None, listed_on: date | None) -> Document | None:
    body, kind = "\n".join(part.paragraphs).encode("utf-8", "replace"), "text/plain; charset=utf-8"
    if part.page:
        body, kind = part.page.encode("latin-1"), ""
    try:
        return _titled(make_document(body, kind, url, title, listed_on), title)
    except UnreadableError:
        return None


def _titled(document: Document, title: str | None) -> Document:
    """Return a file's document under the title that promises most: a letterhead may stand above the headline."""
    lines = document.text.split("\n")[:_HEAD_LINES]
    offered = [document.title, *lines, title]
    best = next((one for one in offered if one and promises(one) is Likeness.REPORT), None)
    return replace(document, title=best or document.title)


def _stem(name: str) -> str | None:
    return _ENDING.sub("", name.rpartition("/")[2]) or None
