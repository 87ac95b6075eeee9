"""The plan of one source's crawl: takes what was asked and what is held, leaves what is asked for next and the tally.

No request is made here and no answer kept: the spider does both and asks this plan what follows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from crawler.budget import Budget, Unlimited, told_postponed
from crawler.canonical import directory_of, host_of, page_identity, spellings_of
from crawler.choose import Choice, choose_rows, years_without_report
from crawler.keep import Fate
from crawler.links import CJK, ListPage
from crawler.looks import is_due, plan_looks
from crawler.outcome import Failure, Tally
from crawler.rows import Row
from crawler.sent_home import SentHome
from storage.model import Source
from storage.pages import ListedPage, PageRecord
from storage.settled import SettledList
from storage.titles import Likeness
from storage.vocabulary import Outcome, PageState

CONTROLS = 2
ENDED = re.compile(r"^the list (?:ends|stalls)")


@dataclass(frozen=True)
class Task:
    """What one spider is to do: its source, single pages only (`urls`), everything held (`everything`), no validators.

    `now` is the round's moment; `budget` says what the host may still be asked today.
    """

    source: Source
    now: datetime
    urls: tuple[str, ...] = ()
    everything: bool = False
    force: bool = False
    budget: Budget = field(default_factory=Unlimited)


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
    postponed: list[str] = field(default_factory=list)
    unvisited: str = ""
    asked: set[str] = field(default_factory=set)
    sent_home: SentHome = field(default_factory=SentHome)
    settled: SettledList | None = None
    borrowed: bool = False

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
        if self.settled is not None:
            return self.settled.entries
        return len(self.rows) or self.recommended or int(self.article is not None)

    def choices(self) -> tuple[Choice, ...]:
        """Return what becomes of each entry of the whole list."""
        years, beside = self.task.source.years, self.article is not None
        strays = [row for href, row in self.strays.items() if href not in self.rows]
        choices = choose_rows(self.rows.values(), strays, years=years, beside_article=beside)
        self.recommended = len(choices) - len(self.rows)
        if not self.cut and (absent := years_without_report(choices, years, self.task.now)):
            self.gaps.append(f"the list names no report of {', '.join(map(str, absent))}, which is declared in years")
        mute = sum(not choice.fetch and not CJK.search(choice.row.title) for choice in choices)
        if mute * 2 > len(choices):
            self.gaps.append(f"{mute} entries are named without a word of Chinese; none of them was followed")
        if any(choice.fetch and choice.likeness is Likeness.REPORT for choice in choices):
            self.article = None  # a list with a long preface
        return choices

    def spellings(self, choices: Iterable[Choice]) -> list[str]:
        """Return the addresses under which other sources may know the entries that this one does not."""
        fresh = (choice.row.href for choice in choices if page_identity(choice.row.href) not in self._identities)
        return [spelling for href in fresh for spelling in spellings_of(href)]

    def recognise(self, known: Iterable[str]) -> None:
        """Let entries that other sources know keep the addresses under which they are known."""
        for url in known:
            self._identities.setdefault(page_identity(url), url)

    def listed(self, choices: Iterable[Choice]) -> list[ListedPage]:
        """Return the entries as the shelf notes them, each page once, by its first entry."""
        pages: dict[str, ListedPage] = {}
        for choice in choices:
            page = self._page(choice)
            pages.setdefault(page.url, page)
        return list(pages.values())

    def errands(self, choices: Iterable[Choice], known: Mapping[str, PageRecord]) -> list[Errand]:
        """Return the pages to ask for: chosen entries that are new, then held pages that are due, most urgent first.

        `known` are pages of other sources that this list names too; one that this round has seen is not asked again.
        What goes beyond the host's budget waits, and is told.
        """
        self.borrowed = any(record.snapshot_id is not None for record in known.values())
        new: dict[str, Errand] = {}
        again: dict[str, Errand] = {}
        for choice in choices:
            page = self._page(choice)
            record = self.records.get(page.url) or known.get(page.url)
            if choice.fetch and not self._was_seen(record):
                fresh = record is None or record.snapshot_id is None or _printed_anew(page, record)
                (new if fresh else again).setdefault(page.url, Errand(choice.row.href, page, record))
        allowance = self._allowance()
        chosen = list(new.values())[:allowance]
        if len(chosen) < len(new):
            self.notes.append(f"{len(new) - len(chosen)} new entries wait for a later round: {self._why_cut()}")
        left = None if allowance is None else allowance - len(chosen)
        known_again = {url: errand for url, errand in again.items() if url not in self.records}
        return [*chosen, *self._looks(known_again, left, again, new.keys())]

    def settle(self, settled: SettledList) -> bool:
        """Take an unchanged list for read where nothing was left to do of it and no held page is due; else refuse."""
        if self.lists or self.task.urls or self.task.force:
            return False
        own = [one for one in self.records.values() if _is_held(one)]
        if (self.task.everything and own) or any(is_due(one, self.task.now) for one in own):
            return False
        self.settled = settled
        self.lists.add(settled.url)
        self.count(skipped=settled.skipped, external=settled.external)
        return True

    def leaves_nothing(self, outcome: Outcome) -> bool:
        """Tell whether a whole walk over a list of one page left nothing to do but to look again."""
        got = (
            outcome in (Outcome.FOUND, Outcome.UNCHANGED, Outcome.NOTHING) and bool(self.rows) and len(self.lists) == 1
        )
        open_ends = self.failures or self.gaps or self.notes or self.postponed or self.cut or self.sent_home
        apart = self.borrowed or self.article is not None or self.tally.missing or self.tally.dead or self.task.urls
        return got and not (open_ends or apart)

    def held(self) -> list[Errand]:
        """Return the held pages that are due for another look, listed or not."""
        return self._looks({}, self._allowance(), {}, ())

    def _looks(
        self, more: Mapping[str, Errand], allowance: int | None, listed: Mapping[str, Errand], without: Collection[str]
    ) -> list[Errand]:
        own = [one for one in self.records.values() if _is_held(one) and one.url not in self.lists]
        records = [one for one in own if one.url not in without]
        records += [errand.record for errand in more.values() if errand.record is not None]
        looks = plan_looks(records, self.task.now, allowance, everything=self.task.everything)
        if looks.waiting:
            self.notes.append(f"{looks.waiting} second looks wait for a later round: {self._why_cut()}")
        self.asked |= {*without, *(one.url for one in looks.now)}
        return [listed.get(one.url) or Errand(one.url, self._shelved(one), one) for one in looks.now]

    def controls(self, url: str) -> list[Errand]:
        """Return, once, up to two standing pages to hold a page against that was sent home.

        They are such as were not asked yet; for a page that its list still names, else others once more.
        """
        if self.sent_home:
            return []
        standing = [one for one in self.records.values() if _is_held(one) and one.state is PageState.PRESENT]
        others = [one for one in standing if one.url != url and one.url not in self.lists]
        left = [one for one in others if one.url not in self.asked] or (others if self.names(url) else [])
        return [Errand(one.url, self._shelved(one), one) for one in left[:CONTROLS]]

    def names(self, url: str) -> bool:
        """Tell whether the list, read in this round, names a page."""
        return page_identity(url) in {page_identity(href) for href in self.rows}

    def believed_gone(self) -> dict[str, str]:
        """Return the pages whose way home speaks of themselves, with the reason; of others it becomes a failure."""
        gone, failures = self.sent_home.settle(self.tally.got)
        self.failures += failures
        return gone

    def _allowance(self) -> int | None:
        return self.task.budget.left(host_of(self.task.source.url))

    def _why_cut(self) -> str:
        return f"the daily budget of requests to {host_of(self.task.source.url)} does not reach"

    def single_pages(self, known: Mapping[str, PageRecord]) -> list[Errand]:
        """Return the pages that were asked for by address."""
        errands = []
        for url in self.task.urls:
            record = self.records.get(url) or known.get(url)
            page = self._shelved(record) if record else ListedPage(url, "", None)
            errands.append(Errand(url, page, record))
        return errands

    def finish(self) -> Tally:
        """Return what was counted, with every failure and note."""
        held = sum(_is_held(record) for record in self.records.values()) + self.tally.new
        notes = tuple(dict.fromkeys([*self.notes, *told_postponed(self.postponed)]))
        ended = [gap for gap in self.gaps if not (self._is_whole and ENDED.search(gap))]
        gaps = tuple(dict.fromkeys([*ended, *self._shortfall()]))
        more: dict[str, Any] = {"failures": tuple(self.failures), "notes": notes, "gaps": gaps}
        return replace(self.tally, entries=self.entries, held=held, **more)

    @property
    def _is_whole(self) -> bool:
        """Whether all that is declared came: pages that are named beyond it (browsers turn some lists) hold nothing."""
        declared = sum(self.totals.values())
        return 0 < declared <= self.collected <= declared * 1.1

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
        return ListedPage(self._identities.setdefault(page_identity(row.href), row.href), row.title, row.on, role)

    def _was_seen(self, record: PageRecord | None) -> bool:
        """Tell whether another source's visit has seen a page in this round."""
        if record is None or record.snapshot_id is None or record.source == self.task.source.slug:
            return False
        return record.last_looked_at is not None and record.last_looked_at >= self.task.now

    @staticmethod
    def _shelved(record: PageRecord) -> ListedPage:
        return ListedPage(record.url, record.listed_title or "", record.listed_on, record.role)

    @property
    def _identities(self) -> dict[str, str]:
        if not hasattr(self, "_by_identity"):
            self._by_identity = {page_identity(url): url for url in self.records}
        return self._by_identity


def _printed_anew(page: ListedPage, record: PageRecord) -> bool:
    return (page.title, page.listed_on) != (record.listed_title, record.listed_on)


def _is_held(record: PageRecord) -> bool:
    return record.role == "article" and record.snapshot_id is not None
