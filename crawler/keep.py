"""What came is kept here: takes answers, leaves bytes in the archive, then rows on the shelf.

The order is the promise: the bytes are on disk before the row that names them is written, so a kill leaves at most
bytes that no row names. Looks that found nothing new are noted in batches; losing a batch costs one more look.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path

from crawler.material import material_of_list, material_of_page
from crawler.quality import Answer, Judgement
from storage.archive import ArchiveWriter, read_body, repair_tails
from storage.database import Store
from storage.enclosures import Enclosure, enclosures_of_source, pages_offering, settle_enclosures
from storage.errors import ArchiveError
from storage.inspection import forget_lost
from storage.model import Snapshot, Visit
from storage.pages import (
    ListedPage,
    PageRecord,
    find_pages,
    keep_snapshot,
    load_snapshot,
    note_listing,
    pages_of,
    renew_validators,
    set_role,
    was_doubted,
)
from storage.settled import SettledList, note_settled, settled_lists
from storage.standing import note_missing, note_unchanged
from storage.visit_batch import VisitBatch
from storage.vocabulary import PageState, Verdict

LOG = logging.getLogger("fazhi.keep")
BATCH = 500
# The border of the store: a header longer than this is no validator.
LONGEST_VALIDATOR = 500


class Fate(StrEnum):
    """What an answer meant for its page."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Subject:
    """The page an answer belongs to: its address on the shelf, as listed, and what is known of it."""

    source: str
    page: ListedPage
    record: PageRecord | None


class Keeper:
    """One crawling process's hand to store and archive, shared by its spiders; close it at the end."""

    def __init__(
        self,
        store: Store,
        archive: Path,
        run_id: str,
        clock: Callable[[], datetime],
        about: Mapping[str, str] | None = None,
    ) -> None:
        self.store = store
        self.archive = archive
        self.run_id = run_id
        self.clock = clock
        repair_tails(archive)
        self._writer = ArchiveWriter(archive, run_id, about)
        self._looks: dict[str, datetime] = {}
        self._offers: dict[str, dict[int, tuple[Enclosure, ...]]] = {}
        self._settled = settled_lists(store)
        self._fresh: dict[str, SettledList] = {}
        self._visits = VisitBatch(store)

    def records_of(self, source: str) -> dict[str, PageRecord]:
        """Return every page known of a source, by address; one that offers a missing file counts as not looked at.

        The file's second look decides, and a file is asked for with its page.
        """
        known = pages_of(self.store, source)
        files = [url for url, one in known.items() if one.role == "attachment" and one.state is PageState.MISSING]
        offering = pages_offering(self.store, files).values() if files else ()
        pages = {page for some in offering for page in some if page in known}
        return known | {url: replace(known[url], last_looked_at=None) for url in pages}

    def records_at(self, urls: Iterable[str]) -> dict[str, PageRecord]:
        """Return what is known of some addresses, whichever source they came from."""
        return find_pages(self.store, list(urls))

    def list_entries(self, source: str, entries: Sequence[ListedPage]) -> None:
        """Note the entries of a list, those that are not fetched too."""
        note_listing(self.store, source, entries, self.clock())

    def keep(
        self, subject: Subject, answer: Answer, judgement: Judgement, enclosures: Sequence[Enclosure] = ()
    ) -> Fate:
        """Keep an answer: bytes, then row; an answer that says the same as the held bytes makes no new snapshot.

        A challenge or error answer is kept as evidence and leaves the page as it stood. Bytes that are held no more
        (`record.sha256` is None, see `forget_lost`) are kept again, whatever they say.
        """
        record, url = subject.record, subject.page.url
        sound = judgement.verdict in (Verdict.PAGE, Verdict.ATTACHMENT)
        digest = hashlib.sha256(answer.body).hexdigest()
        etag, modified = _validators(answer)
        if sound and record and (record.sha256 == digest or self._says_the_same(record, answer)):
            self.unchanged(url)
            self.renew(url, answer, record)
            return Fate.UNCHANGED
        moment = self.clock()
        facts = {
            "source": subject.source,
            "page": url,
            "verdict": f"{judgement.verdict}: {judgement.reason}",
            "sha256": digest,
        }
        kept = self._writer.keep(
            url,
            moment,
            answer.status,
            list(answer.headers.items()),
            answer.body,
            exchange=answer.exchange,
            facts=facts,
        )
        snapshot = Snapshot(
            url=url,
            fetched_at=moment,
            status=answer.status,
            content_type=answer.headers.get("content-type", "")[:200],
            sha256=kept.sha256,
            size=kept.size,
            verdict=judgement.verdict,
            archive_file=kept.file,
            archive_offset=kept.offset,
            archive_length=kept.length,
        )
        keep_snapshot(
            self.store,
            snapshot,
            run_id=self.run_id,
            page=subject.page,
            source=subject.source,
            etag=etag,
            last_modified=modified,
            enclosures=enclosures,
        )
        if not sound or record is None or record.snapshot_id is None:
            return Fate.NEW
        return Fate.UNCHANGED if self._stood_so(record, digest) else Fate.CHANGED

    def renew(self, url: str, answer: Answer, record: PageRecord) -> None:
        """Keep the validators that came with bytes that are held already, where they are others."""
        etag, modified = _validators(answer)
        if (etag, modified) != (record.etag, record.last_modified):
            renew_validators(self.store, url, etag, modified)

    def body_of(self, record: PageRecord) -> tuple[bytes, str] | None:
        """Return the held bytes of a page with their content type; None where none are held or they are damaged.

        Damage is told, and the page is asked for whole from then on.
        """
        if record.snapshot_id is None:
            return None
        with self.store.reading() as connection:
            held = load_snapshot(connection, record.snapshot_id)
        place = (held.archive_file, held.archive_offset, held.archive_length, held.sha256)
        try:
            return read_body(self.archive, *place), held.content_type
        except ArchiveError as error:
            LOG.warning("%s", error)
            forget_lost(self.store, [(held.archive_file, held.archive_offset)])
            return None

    def came_before(self, url: str, size: int) -> bool:
        """Tell whether an earlier round was sent an answer of that size, which was not believed."""
        with self.store.reading() as connection:
            return was_doubted(connection, url, size, besides=self.run_id)

    def snapshot_of(self, url: str) -> int | None:
        """Return the id of a page's current snapshot."""
        record = find_pages(self.store, [url]).get(url)
        return record.snapshot_id if record else None

    def offered_by(self, source: str, record: PageRecord) -> tuple[Enclosure, ...]:
        """Return the files that a held page offers; a source's pages are asked for all at once."""
        if source not in self._offers:
            self._offers[source] = enclosures_of_source(self.store, source)
        return self._offers[source].get(record.snapshot_id or 0, ())

    def settle(self, snapshot_id: int | None, enclosures: Sequence[Enclosure]) -> bool:
        """Note what became of a page's files; return whether the page is thereby another one than it was."""
        if snapshot_id is None:
            return False
        return settle_enclosures(self.store, snapshot_id, enclosures, run_id=self.run_id, now=self.clock())

    def make_article(self, url: str) -> None:
        """Let a page first taken for a list be cleaned and read as the article it is."""
        set_role(self.store, url, "article")

    def unchanged(self, url: str) -> None:
        """Note, with the next batch, that a page stands as it was."""
        self._looks[url] = self.clock()
        if len(self._looks) >= BATCH:
            self.flush()

    def missing(self, url: str, reason: str) -> None:
        """Note that a held page answered as gone; the shelf counts one such look a run."""
        self.flush()
        note_missing(self.store, url, self.run_id, self.clock(), reason)

    def settled(self, url: str) -> SettledList | None:
        """Return what the last whole walk over a list came to, if nothing was left to do."""
        return self._settled.get(url)

    def settle_list(self, settled: SettledList) -> None:
        """Note, with the next batch, that nothing is left to do of a list."""
        if self._settled.get(settled.url) != settled:
            self._fresh[settled.url] = settled

    def close_visit(self, visit: Visit) -> None:
        """Note how a source ended, with the next batch: a kill loses it, and the source is looked at once more."""
        self._visits.add(visit)
        if self._visits.is_full:
            self.flush()

    def flush(self) -> None:
        """Write the batch of looks, then what follows from them."""
        note_unchanged(self.store, self._looks)
        self._looks.clear()
        if self._fresh:
            note_settled(self.store, self._fresh.values())
            self._fresh.clear()
        self._visits.write()

    @property
    def lost(self) -> list[str]:
        """Sources whose visits the store refused."""
        return self._visits.lost

    def close(self) -> None:
        """Write what is left and bring the archive to the disk."""
        self.flush()
        self._writer.close()

    def _says_the_same(self, record: PageRecord, answer: Answer) -> bool:
        """Tell whether only the page's furniture has moved since; see `crawler.material`."""
        held = self.body_of(record) if record.sha256 else None
        if held is None:
            return False
        material_of = material_of_list if record.role == "list" else material_of_page
        new = material_of(answer.body, answer.headers.get("content-type", ""), answer.final)
        return new is not None and new == material_of(*held, answer.final)

    def _stood_so(self, record: PageRecord, digest: str) -> bool:
        """Tell whether bytes that had been lost came again as they were."""
        if record.snapshot_id is None:
            return False
        with self.store.reading() as connection:
            return load_snapshot(connection, record.snapshot_id).sha256 == digest


def _validators(answer: Answer) -> tuple[str | None, str | None]:
    """Return ETag and Last-Modified, those that can be relied on.

    A page written in the very second it was sent may be edited in that second once more, which its Last-Modified would
    not show (RFC 9110, section 8.8.2.2).
    """
    etag, modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
    if _moment(modified) >= _moment(answer.headers.get("date", "")) - 1:
        modified = ""
    return (
        etag if 0 < len(etag) <= LONGEST_VALIDATOR else None,
        modified if 0 < len(modified) <= LONGEST_VALIDATOR else None,
    )


def _moment(header: str) -> float:
    try:
        return parsedate_to_datetime(header).timestamp()
    except ValueError:
        return float("nan")  # comparisons with it are false: a server without a clock keeps its validator
