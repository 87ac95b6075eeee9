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

from crawler.clean import CLEANER_VERSION, make_document
from crawler.errors import UnreadableError
from crawler.progress import Progress
from storage.archive import read_body
from storage.database import Store
from storage.documents import save_document, snapshots_awaiting_cleaning
from storage.errors import ArchiveError, WatchError
from storage.model import Document, Snapshot
from storage.pages import PageRecord

LOG = logging.getLogger("fazhi.clean")

# A page of 2 MB takes a second; what takes this long was made to take long.
SECONDS_FOR_A_PAGE = 30


def clean_all(store: Store, archive: Path, progress: Progress) -> int:
    """Make a document of every current article snapshot that this cleaner has not seen; return how many were made.

    Each is one transaction, so a broken round loses one page's work at most.
    """
    count = 0
    while waiting := snapshots_awaiting_cleaning(store, CLEANER_VERSION):
        for snapshot, page in waiting:
            document, unreadable = _make(archive, snapshot, page)
            assert snapshot.id is not None
            now = datetime.now(UTC)
            save_document(store, snapshot.id, document, cleaner=CLEANER_VERSION, now=now, unreadable=unreadable)
            count += 1
            progress.tell(event="clean", url=snapshot.url, unreadable=unreadable)
    return count


def document_of_file(file: Path, url: str | None) -> Document:
    """Return a file's document; raise WatchError where it cannot be read, naming the file."""
    try:
        body = file.read_bytes()
    except OSError as error:
        raise WatchError(f"{file}: cannot be read: {error.strerror}") from error
    try:
        return make_document(body, mimetypes.guess_type(file.name)[0] or "", url)
    except UnreadableError as error:
        raise WatchError(f"{file}: {error}") from error


def _make(archive: Path, snapshot: Snapshot, page: PageRecord) -> tuple[Document | None, str | None]:
    try:
        place = (snapshot.archive_file, snapshot.archive_offset, snapshot.archive_length, snapshot.sha256)
        body = read_body(archive, *place)
        with time_limit(SECONDS_FOR_A_PAGE):
            return make_document(body, snapshot.content_type, snapshot.url, page.listed_title, page.listed_on), None
    except (UnreadableError, ArchiveError) as error:
        return None, str(error)
    except TimeoutError:
        return None, f"cleaning took more than {SECONDS_FOR_A_PAGE} seconds"
    except Exception as error:  # one hostile page must not hold up all the others; the failure is recorded
        LOG.exception("the cleaner broke off on %s", snapshot.url)
        return None, f"the cleaner broke off: {type(error).__name__}"


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
