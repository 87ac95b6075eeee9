"""The plan of one source's crawl: takes what was asked and what is held, leaves what is asked for next and the tally.

No request is made here and no answer kept: the spider does both and asks this plan what follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from crawler.canonical import directory_of, page_identity
from crawler.choose import Choice, choose_rows, is_due
from crawler.keep import Fate
from crawler.links import CJK, ListPage
from crawler.outcome import Failure, Tally
from crawler.rows import Row
from storage.model import Source
from storage.pages import ListedPage, PageRecord
from storage.titles import Likeness
from storage.vocabulary import PageState


@dataclass(frozen=True)
class Task:
    """What one spider is to do: its source, single pages only (`urls`), everything held (`everything`), no validators.

    `now` is the round's moment.
    """

    source: Source
    now: datetime
    urls: tuple[str, ...] = ()
    everything: bool = False
    force: bool = False


@dataclass(frozen=True)
class Errand:
    """One page to ask for: its address on the wire, the page on the shelf, what is known of it."""

    url: str
    page: ListedPage
    record: PageRecord | None


@dataclass
class Walk:
    """One source's crawl as it goes on; `records` are the pages known of the source when it began."""

    task: Task
    records: Mapping[str, PageRecord]
    rows: dict[str, Row] = field(default_factory=dict)
    strays: dict[str, Row] = field(default_factory=dict)
    lists: set[str] = field(default_factory=set)
    list_bodies: set[bytes] = field(default_factory=set)
    ahead: list[str] = field(default_factory=list)
    column: str = ""
    folder: str = ""
    totals: dict[str, int] = field(default_factory=dict)
    collected: int = 0
    gaps: list[str] = field(default_factory=list)
    cut: bool = False
    patience: int = 0
    recommended: int = 0
    article: str | None = None
    list_fates: dict[str, Fate] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    failures: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add_list(self, page: ListPage, url: str) -> bool:
        """Take one list page in; tell whether the list may go on.

        A page that only repeats what is known ends the list (some portals answer any number with their last page),
        unless the platform's `patience` lets one such page pass; it is told as a stall where more pages were named.
        """
        if self._is_leak(page):
            self.gaps.append(f"{url} lists another column; its {len(page.rows)} entries are left out")
            self.lists.add(url)
            return False
        fresh = [row for row in page.rows if row.href not in self.rows]
        self.collected += (page.count or len(page.rows)) if fresh else 0
        self.rows.update((row.href, row) for row in fresh)
        self.strays.update((row.href, row) for row in page.strays)
        if page.is_article and not self.lists:
            self.article = url
        self.lists.add(url)
        if fresh or page.is_door:
            return True
        self.patience -= 1
        if page.rows and self.patience < 0 and self.ahead:
            self.gaps.append(f"the list stalls: {url} repeats entries, {len(self.ahead)} more pages are named")
        return bool(page.rows) and self.patience >= 0

    def _is_leak(self, page: ListPage) -> bool:
        """Tell whether no entry of a later page stands below the column's folder, though all of the first page's do."""
        own = [row for row in page.rows if not row.external]
        if not self.rows and own:
            folder = directory_of(self.column)
            within = folder != "/" and all(urlsplit(row.href).path.startswith(folder) for row in own)
            self.folder = folder if within else ""
        inside = any(urlsplit(row.href).path.startswith(self.folder) for row in own)
        return bool(self.rows and own and self.folder) and not inside

    def next_list(self, following: Iterable[str]) -> str | None:
        """Return the next list page to ask for, or None; notes where the declared limit cuts the list."""
        self.ahead += [one for one in following if one not in self.lists and one not in self.ahead]
        if self.ahead and len(self.lists) >= self.task.source.max_list_pages:
            self.notes.append(f"the list goes on beyond max_list_pages = {self.task.source.max_list_pages}")
            self.cut = True
            self.ahead.clear()
        return self.ahead.pop(0) if self.ahead else None

    @property
    def enough_entries(self) -> bool:
        """Whether the list has at least the declared minimum of entries; with fewer, nothing of it is believed."""
        return self.entries >= self.task.source.minimum_items

    @property
    def entries(self) -> int:
        """Entries of the list; without one, links that their titles recommend; a column that is an article has one."""
        return len(self.rows) or self.recommended or int(self.article is not None)

    def choices(self) -> tuple[Choice, ...]:
        """Return what becomes of each entry of the whole list."""
        years, beside = self.task.source.years, self.article is not None
        strays = [row for href, row in self.strays.items() if href not in self.rows]
        choices = choose_rows(self.rows.values(), strays, years=years, beside_article=beside)
        self.recommended = len(choices) - len(self.rows)
        mute = sum(not choice.fetch and not CJK.search(choice.row.title) for choice in choices)
        if mute * 2 > len(choices):
            self.gaps.append(f"{mute} entries are named without a word of Chinese; none of them was followed")
        if any(choice.fetch and choice.likeness is Likeness.REPORT for choice in choices):
            self.article = None  # a list with a long preface
        return choices

    def listed(self, choices: Iterable[Choice]) -> list[ListedPage]:
        """Return the entries as the shelf notes them."""
        return [self._page(choice) for choice in choices]

    def errands(self, choices: Iterable[Choice], known: Mapping[str, PageRecord]) -> list[Errand]:
        """Return the pages to ask for: chosen entries not held yet or due, then held pages that are due.

        `known` are pages of other sources that this list names too; one that this round has seen is not asked again.
        """
        errands: dict[str, Errand] = {}
        for choice in choices:
            page = self._page(choice)
            record = self.records.get(page.url) or known.get(page.url)
            if choice.fetch and self._wanted(page, record):
                errands[page.url] = Errand(choice.row.href, page, record)
        return [*errands.values(), *(one for one in self.held() if one.page.url not in errands)]

    def held(self) -> list[Errand]:
        """Return the held pages that are due for another look, listed or not."""
        return [
            Errand(record.url, self._shelved(record), record)
            for record in self.records.values()
            if _is_held(record) and record.url not in self.lists and self._due(record)
        ]

    def single_pages(self, known: Mapping[str, PageRecord]) -> list[Errand]:
        """Return the pages that were asked for by address."""
        errands = []
        for url in self.task.urls:
            record = self.records.get(url) or known.get(url)
            page = self._shelved(record) if record else ListedPage(url, "", None)
            errands.append(Errand(url, page, record))
        return errands

    def confirms_removal(self, url: str) -> bool:
        """Tell whether the list, read in this round, names a page no more.

        A portal that is asked too fast, or rebuilt, sends every address home; that alone speaks of no page.
        """
        return bool(self.rows) and page_identity(url) not in {page_identity(href) for href in self.rows}

    def finish(self) -> Tally:
        """Return what was counted, with every failure and note."""
        held = sum(_is_held(record) for record in self.records.values()) + self.tally.new
        notes = tuple(dict.fromkeys(self.notes))
        gaps = tuple(dict.fromkeys([*self.gaps, *self._shortfall()]))
        more: dict[str, Any] = {"failures": tuple(self.failures), "notes": notes, "gaps": gaps}
        return replace(self.tally, entries=self.entries, held=held, **more)

    def _shortfall(self) -> list[str]:
        """Return what is missing to the declared number of entries; the user's own limit leaves no gap."""
        declared = sum(self.totals.values())
        if self.cut or self.collected >= declared:
            return []
        return [f"the list declares {declared} entries, {self.collected} were collected"]

    def count(self, **more: int) -> None:
        """Add to the tally's figures."""
        self.tally = replace(self.tally, **{name: getattr(self.tally, name) + step for name, step in more.items()})

    def _page(self, choice: Choice) -> ListedPage:
        row = choice.row
        role = "external" if row.external and not choice.fetch else "article"
        return ListedPage(self._identities.get(page_identity(row.href), row.href), row.title, row.on, role)

    def _wanted(self, page: ListedPage, record: PageRecord | None) -> bool:
        if record is None or record.snapshot_id is None:
            return True
        looked = record.last_looked_at
        if record.source != self.task.source.slug and looked is not None and looked >= self.task.now:
            return False
        printed_anew = (page.title, page.listed_on) != (record.listed_title, record.listed_on)
        return printed_anew or self._due(record)

    def _due(self, record: PageRecord) -> bool:
        if record.state in (PageState.REMOVED, PageState.MOVED) and not self.task.everything:
            return is_due(replace(record, first_seen_at=record.last_looked_at or record.first_seen_at), self.task.now)
        return self.task.everything or is_due(record, self.task.now)

    @staticmethod
    def _shelved(record: PageRecord) -> ListedPage:
        return ListedPage(record.url, record.listed_title or "", record.listed_on, record.role)

    @property
    def _identities(self) -> Mapping[str, str]:
        if not hasattr(self, "_by_identity"):
            self._by_identity = {page_identity(url): url for url in self.records}
        return self._by_identity


def _is_held(record: PageRecord) -> bool:
    return record.role == "article" and record.snapshot_id is not None
