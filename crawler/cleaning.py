"""The cleaning round: takes kept bytes that await it, leaves one document each, or why none could be made."""

from __future__ import annotations

import logging
import mimetypes
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from crawler.attachments.evidence import (
    Enclosed,
    Text,
    choose_text,
    documents_of_parts,
    is_report_itself,
    why_pictures,
    why_unreadable,
)
from crawler.attachments.links import FileLink, report_links
from crawler.attachments.reading import read_attachment
from crawler.clean import CLEANER_VERSION, make_document, media_type
from crawler.decode import decode
from crawler.errors import UnreadableError
from crawler.progress import Progress
from storage.archive import read_body
from storage.database import Store
from storage.documents import enclosed_snapshots, save_document, snapshots_awaiting_cleaning
from storage.enclosures import Enclosure, enclosures_of
from storage.errors import ArchiveError, WatchError
from storage.inspection import forget_lost
from storage.model import Document, Snapshot
from storage.pages import PageRecord

LOG = logging.getLogger("fazhi.clean")

PAGES = ("text/html", "text/plain")

# A page of 2 MB takes a second; what takes this long was made to take long.
SECONDS_FOR_A_PAGE = 30


def clean_all(store: Store, archive: Path, progress: Progress) -> int:
    """Make a document of every current article snapshot that this cleaner has not seen; return how many were made.

    Each is one transaction, so a broken round loses one page's work at most.
    """
    count = 0
    while waiting := snapshots_awaiting_cleaning(store, CLEANER_VERSION):
        for snapshot, page in waiting:
            text = _make(store, archive, snapshot, page)
            assert snapshot.id is not None
            save_document(
                store,
                snapshot.id,
                text.document,
                cleaner=CLEANER_VERSION,
                now=datetime.now(UTC),
                unreadable=text.unreadable,
                evidence_id=text.evidence_id,
            )
            count += 1
            progress.tell(event="clean", url=snapshot.url, unreadable=text.unreadable)
    return count


def documents_of_file(file: Path, url: str | None) -> tuple[list[Document], list[str]]:
    """Return a file's documents (a ZIP may hold several) and what in it cannot be read.

    Raises WatchError, naming the file, where nothing of it can be read.
    """
    try:
        body = file.read_bytes()
    except OSError as error:
        raise WatchError(f"{file}: cannot be read: {error.strerror}") from error
    media = mimetypes.guess_type(file.name)[0] or ""
    if media_type(body, media) in PAGES:
        document = make_document(body, media, url)
        if reason := why_pictures(decode(body, media), document):
            raise WatchError(f"{file}: {reason}")
        if not document.text.strip():
            raise WatchError(f"{file}: no text stands in it; give the file that holds the report's own text")
        return [document], []
    parts = read_attachment(body)
    found = documents_of_parts(parts, url)
    if not found:
        raise WatchError(f"{file}: {why_unreadable(parts)}")
    return [document for _, document in found], [
        f"{file}: {part.name}: {part.unreadable}" for part in parts if part.unreadable
    ]


def _make(store: Store, archive: Path, snapshot: Snapshot, page: PageRecord) -> Text:
    try:
        body = _body(archive, snapshot)
        if media_type(body, snapshot.content_type) not in PAGES:
            return _text_of_file(body, page)
        with time_limit(SECONDS_FOR_A_PAGE):
            document = make_document(body, snapshot.content_type, snapshot.url, page.listed_title, page.listed_on)
        text = _with_files(store, archive, snapshot, document)
        seen = decode(body, snapshot.content_type) if text.document is document else ""
        pictures = why_pictures(seen, document, page.listed_title) if seen else None
        return Text(None, unreadable=pictures) if pictures else text
    except UnreadableError as error:
        return Text(None, unreadable=str(error))
    except ArchiveError as error:  # the page is asked for whole at its next look
        LOG.warning("%s", error)
        forget_lost(store, [(snapshot.archive_file, snapshot.archive_offset)])
        return Text(None, unreadable=str(error))
    except TimeoutError:
        return Text(None, unreadable=f"cleaning took more than {SECONDS_FOR_A_PAGE} seconds")
    except Exception as error:  # one hostile page must not hold up all the others; the failure is recorded
        LOG.exception("the cleaner broke off on %s", snapshot.url)
        return Text(None, unreadable=f"the cleaner broke off: {type(error).__name__}")


def _text_of_file(body: bytes, page: PageRecord) -> Text:
    """Return the text of a file that a list led to directly; of several in a ZIP the longest."""
    parts = read_attachment(body)
    found = documents_of_parts(parts, page.url, page.listed_title, page.listed_on)
    if not found:
        return Text(None, unreadable=why_unreadable(parts))
    return Text(max((document for _, document in found), key=lambda document: len(document.text)))


def _with_files(store: Store, archive: Path, snapshot: Snapshot, document: Document) -> Text:
    """Return a page's text: its own where that is the report, else that of the file which carries it."""
    offered = enclosures_of(store, snapshot.id or 0)
    links = tuple(FileLink(one.url, one.label) for one in offered)
    if not offered or is_report_itself(document.text) or report_links(links):
        return Text(document)
    kept = enclosed_snapshots(store, offered)
    return choose_text(document, [_enclosed(archive, one, kept.get(one.enclosed_id or 0)) for one in offered])


def _enclosed(archive: Path, one: Enclosure, kept: Snapshot | None) -> Enclosed:
    if kept is None:
        return Enclosed(one.url, one.label, reason=one.reason or "it was not got")
    try:
        parts = tuple(read_attachment(_body(archive, kept)))
    except ArchiveError as error:
        return Enclosed(one.url, one.label, reason=str(error))
    return Enclosed(one.url, one.label, parts, None, kept.id, kept.sha256)


def _body(archive: Path, snapshot: Snapshot) -> bytes:
    place = (snapshot.archive_file, snapshot.archive_offset, snapshot.archive_length, snapshot.sha256)
    return read_body(archive, *place)


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Raise TimeoutError in the block after so many seconds; only a process's main thread can be interrupted so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def give_up(_number: int, _frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
