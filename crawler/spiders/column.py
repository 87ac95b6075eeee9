"""The crawl that every platform shares: takes a source, leaves its pages kept and its visit closed with one outcome.

The list is walked to its end first, since what is fetched depends on the whole of it; then the chosen entries and the
held pages that are due. A platform's own spider says how a list page is read and where the next one is.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

from scrapy.http import Request, Response
from twisted.python.failure import Failure as TwistedFailure

from crawler.canonical import canonical_url
from crawler.expected import is_stranger, says_empty, speaks_of_law
from crawler.keep import Fate, Keeper, Subject
from crawler.known_gaps import gap_counts, with_known_gaps
from crawler.links import CJK, ListPage, frame_of, read_list
from crawler.outcome import BLOCKING, Failure, conclude
from crawler.pace import PostponedError
from crawler.paging import declared_entries, following_pages
from crawler.progress import Progress
from crawler.quality import Answer, Judgement, judge_answer, judge_article
from crawler.reader_mark import reader_mark
from crawler.spiders.answers import explain, is_bare_list, plain_answer, request_of
from crawler.spiders.articles import GONE, ArticleSpider
from crawler.unreadable import is_report_in_pictures, told_unreadable
from crawler.walk import Errand, Task
from crawler.whole import breaks_off
from storage.errors import WatchError
from storage.model import Visit
from storage.pages import ListedPage
from storage.runs import close_visit, latest_visits
from storage.settled import SettledList
from storage.vocabulary import Outcome, Verdict

# What a page far back in a list may answer: portals drop or stub their deep pages (400 bytes, or 404).
END_OF_LIST = (*GONE, Verdict.EMPTY)


class ColumnSpider(ArticleSpider):
    """Walks one source; `task`, `keeper` and `progress` come from the process that runs it."""

    name = "column"

    def __init__(self, task: Task, keeper: Keeper, progress: Progress) -> None:
        super().__init__(task, keeper, progress)
        self.column = task.source.url  # where its first page is found to stand, once it was asked
        self.asked = self.frame = self.final = self.speechless = ""
        self.first: set[str] = set()

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the list's first page, or for the pages that were named."""
        if self.task.urls:
            known = self.keeper.records_at(self.task.urls)
            self.walk.notes.append("only the named pages were asked for")
            for errand in self.walk.single_pages(known):
                yield self.page_request(errand)
            return
        try:
            yield self.list_request(canonical_url(self.source.url))
        except ValueError as error:
            self.walk.tally = self.walk.tally.with_broken_list(Failure(self.source.url, str(error)))

    # What a platform may do in its own way.

    def list_request(self, url: str) -> Request:
        """Return the request for one list page."""
        record = self.walk.records.get(url)
        errand = Errand(url, ListedPage(url, "", None, "list"), record if record and record.snapshot_id else None)
        return self.request(errand, self.parse_list, self.list_failed, priority=10)

    def read_page(self, text: str, url: str) -> ListPage:
        """Return what a list page lists; a column that lists nothing may keep its list in its one frame."""
        page = read_list(text, url)
        if page.rows or page.is_article or self.walk.lists or not (frame := frame_of(text, url)):
            return page
        self.frame = frame
        self.walk.ahead.append(frame)
        return replace(page, is_door=True)

    def following(self, text: str, url: str) -> tuple[str, ...]:
        """Return the list pages after this one, as far as it tells."""
        return following_pages(text, url, self.column, self.source.max_list_pages + 1)

    def note_first(self, text: str, page: ListPage) -> None:
        """Note what the list's first page holds and how many entries it declares."""
        if not page.rows or self.walk.rows:
            return
        self.first = {row.href for row in page.rows}
        if (total := declared_entries(text)) is not None:
            self.walk.totals[self.column] = total

    def note_stall(self, text: str, url: str, page: ListPage) -> None:
        """Tell a portal that answers with its first page whatever is asked for, and goes on naming further ones.

        One that answers with its last page has come to its end.
        """
        named = following_pages(text, url, self.column, self.source.max_list_pages + 1)
        further = [one for one in named if one not in self.walk.lists]
        if further and not self.walk.ahead and {row.href for row in page.rows} == self.first:
            self.walk.gaps.append(f"the list stalls: {url} repeats entries, {len(further)} more pages are named")

    # The list.

    def parse_list(self, response: Response) -> Iterator[Request]:
        """Take in one list page and ask for the next; at the end, follow the entries."""
        errand: Errand = response.meta["errand"]
        if self.stands_settled(response, errand):
            return
        answer = self.answer_of(response, errand)
        if again := self.asked_whole(response, answer, errand):
            yield again
            return
        self.asked, base = errand.url, canonical_url(answer.final)
        if not self.walk.lists or errand.url == self.frame:
            self.column = self.walk.column = base
            self.final = response.url
        page, judgement = self.judge_page(answer, base)
        if judgement.verdict not in (Verdict.PAGE, Verdict.EMPTY):
            yield from self.list_broken(errand, answer, judgement)
            return
        self.keep_list(response, errand, answer, judgement)
        self.walk.list_bodies.add(answer.body)
        if not page.rows and not page.is_article:
            self.note_empty(answer, judgement)
        self.note_first(answer.text, page)
        if breaks_off(answer.text):
            self.walk.gaps.append(f"the list breaks off: {errand.url} stops before its end")
        goes_on = self.walk.add_list(page, errand.url)
        if not goes_on:
            self.note_stall(answer.text, base, page)
            self.end_list()
        yield from self.go_on(self.following(answer.text, base) if goes_on else ())

    def judge_page(self, answer: Answer, base: str) -> tuple[ListPage, Judgement]:
        """Return what an answer lists, and what it is where a list is expected."""
        judgement, page = judge_answer(answer), ListPage(())
        if answer.status >= 400 or judgement.verdict in (Verdict.CHALLENGE, Verdict.REFUSED, Verdict.ATTACHMENT):
            return page, judgement
        page = self.read_page(answer.text, base)
        if page.is_article and not speaks_of_law(answer.text):
            page = replace(page, is_article=False)
        if (page.rows or page.is_door) and is_bare_list(answer, judgement):
            judgement = Judgement(Verdict.PAGE, "a list of links")
        if judgement.verdict not in (Verdict.PAGE, Verdict.EMPTY):
            return page, judgement
        if page.trouble:
            return page, Judgement(Verdict.SERVER_ERROR, page.trouble)
        if not (page.rows or page.is_article or self.walk.lists) and is_report_in_pictures(answer):
            return replace(page, is_article=True), judge_article(answer)
        return page, judgement

    def stands_settled(self, response: Response, errand: Errand) -> bool:
        """Tell whether a list's bytes are those of which nothing was left to do, so that they need no reading."""
        record, settled = errand.record, self.keeper.settled(errand.page.url)
        if settled is None or record is None or record.sha256 is None:
            return False
        if (settled.sha256, settled.sense) != (held := record.sha256, self.sense(response.url)):
            return False
        stands = response.status == 304
        if response.status == 200 and hashlib.sha256(response.body).hexdigest() == held:
            stands = True
            self.keeper.renew(errand.page.url, plain_answer(response, errand.url), record)
        if not stands or not self.walk.settle(settled):
            return False
        self.keeper.unchanged(errand.page.url)
        return True

    def sense(self, final: str) -> str:
        """Return the mark of all that a list's reading depends on beside its bytes."""
        return hashlib.sha256(f"{reader_mark()}\n{self.source!r}\n{final}".encode()).hexdigest()

    def note_settled(self, outcome: Outcome) -> None:
        """Note a list of which nothing was left to do, so that its bytes need not be read again."""
        if not self.walk.leaves_nothing(outcome) or self.walk.settled is not None or not self.final:
            return
        (url,) = self.walk.lists
        record = self.keeper.records_at([url]).get(url)
        if record is not None and record.sha256 is not None:
            counts = (self.walk.entries, self.walk.tally.skipped, self.walk.tally.external)
            self.keeper.settle_list(SettledList(url, record.sha256, self.sense(self.final), *counts))

    def go_on(self, following: tuple[str, ...]) -> Iterator[Request]:
        """Ask for the next list page, or follow the entries where there is none."""
        url = self.walk.next_list(following)
        yield from [self.list_request(url)] if url else self.follow()

    def end_list(self) -> None:
        """Ask for no further page of the list that has just ended."""
        self.walk.ahead.clear()

    def keep_list(self, response: Response, errand: Errand, answer: Answer, judgement: Judgement) -> None:
        """Keep a list page's bytes too: they prove what was listed on that day."""
        if response.status == 304:
            self.keeper.unchanged(errand.page.url)
        elif answer.body:
            subject = Subject(self.source.slug, errand.page, errand.record)
            self.walk.list_fates[errand.url] = self.keeper.keep(subject, answer, judgement)

    def note_empty(self, answer: Answer, judgement: Judgement) -> None:
        """Note why a list page gave no entries."""
        if self.walk.rows:
            told = self.walk.gaps if self.walk.ahead else self.walk.notes
            told.append(f"the list ends with an empty page {answer.asked}")
            return
        if not CJK.search(answer.text) and answer.body.strip():
            self.speechless = answer.asked
        shell = judgement.verdict is Verdict.EMPTY and ("<script" in answer.text.lower() or not answer.body.strip())
        reason = judgement.reason if judgement.verdict is Verdict.EMPTY else ""
        silent = not says_empty(answer.text)
        self.walk.tally = self.walk.tally.with_empty_list(reason, shell=shell, silent=silent)

    def list_broken(self, errand: Errand, answer: Answer, judgement: Judgement) -> Iterator[Request]:
        """Tell a list page that is none: the first breaks the list, a later one may be its natural end."""
        if answer.body:
            self.keeper.keep(Subject(self.source.slug, errand.page, None), answer, judgement)
        failure = Failure(errand.url, judgement.reason, judgement.verdict in BLOCKING)
        if self.walk.lists and judgement.verdict in END_OF_LIST:
            self.walk.gaps.append(f"the list ends before {errand.url} ({judgement.reason})")
            self.end_list()
            yield from self.go_on(())
            return
        yield from self.list_lost(failure, look_at_held=judgement.verdict in GONE)

    def list_failed(self, failure: TwistedFailure) -> Iterator[Request]:
        """Tell a list page that could not be got at all."""
        errand: Errand = request_of(failure).meta["errand"]
        if isinstance(failure.value, PostponedError) and not self.walk.lists:
            self.walk.unvisited = str(failure.value)
            return
        yield from self.list_lost(explain(failure, errand.url), look_at_held=False)

    def list_lost(self, failure: Failure, *, look_at_held: bool) -> Iterator[Request]:
        """Go on without a list page: with the entries so far, or with the held pages alone where the column moved."""
        self.walk.ahead.clear()
        if self.walk.lists:
            self.walk.failures.append(failure)
            yield from self.follow()
            return
        self.walk.tally = self.walk.tally.with_broken_list(failure)
        if look_at_held:
            yield from (self.page_request(errand) for errand in self.walk.held())

    def follow(self) -> Iterator[Request]:
        """Ask for the chosen entries and the held pages that are due, once the list is whole."""
        walk = self.walk
        had = any(record.role != "list" for record in walk.records.values())
        walk.tally = walk.tally.with_history(had_entries=had, minimum=self.source.minimum_items)
        if not walk.enough_entries:
            yield from (self.page_request(errand) for errand in walk.held())
            return
        choices = walk.choices()
        if is_stranger(choices, walk.records.values()):
            walk.tally = replace(walk.tally, stranger=True)
            yield from (self.page_request(errand) for errand in walk.held())
            return
        known = self.keeper.records_at(walk.spellings(choices))
        walk.recognise(known)
        entries = walk.listed(choices)
        self.keeper.list_entries(self.source.slug, entries)
        walk.count(
            skipped=sum(not choice.fetch for choice in choices),
            external=sum(entry.role == "external" for entry in entries),
        )
        if walk.article is not None:
            self.keep_as_article(walk.article)
        yield from (self.page_request(errand) for errand in walk.errands(choices, known))

    def keep_as_article(self, url: str) -> None:
        """Let the column's only page be cleaned and read: it is no list but the text itself."""
        self.keeper.make_article(url)
        record = self.walk.records.get(url)
        held = record is not None and record.snapshot_id is not None
        fate = self.walk.list_fates.get(url, Fate.UNCHANGED) if held else Fate.NEW
        self.walk.count(**{fate.value: 1})

    # The end.

    def note_error(self, url: str, error: Exception) -> None:
        """Tell a fault of this program or its disk as a failure of the page it happened on, not as silence."""
        told = str(error) if isinstance(error, WatchError) else f"internal error: {error!r}"
        self.walk.failures.append(Failure(url, told))

    def close_as_failed(self, error: Exception) -> None:
        """Close the visit of a source whose own end failed: what was kept stands, what is said of it is only that."""
        told = f"internal error at the end of the visit: {error!r}"[:500]
        visit = Visit(self.keeper.run_id, self.source.slug, Outcome.FAILED, told, self.keeper.clock(), {})
        close_visit(self.keeper.store, visit)
        self.progress.outcome(self.source.slug, Outcome.FAILED, told)

    @property
    def may_be_mute(self) -> bool:
        """Whether the source may hold pages that nothing can be read in; without any held page it does not."""
        return any(record.role == "article" and record.snapshot_id is not None for record in self.walk.records.values())

    def closed(self, reason: str) -> None:
        """Close the visit with its one outcome, once the last page is kept; a source that has to wait has no visit."""
        if self.walk.unvisited:
            self.logger.warning("%s is not looked at: %s", self.source.slug, self.walk.unvisited)
            return
        self.settle_sent_home()
        if reason != "finished":
            self.walk.failures.append(Failure(self.source.url, f"the crawl was broken off: {reason}"))
        if not (self.task.urls or self.walk.lists or self.walk.tally.broken_list):
            unasked = Failure(self.source.url, "the crawl ended before the list was asked for; the log says why")
            self.walk.tally = self.walk.tally.with_broken_list(next(iter(self.walk.failures), unasked))
        unreadable, notes = told_unreadable(self.keeper.store, self.source.slug) if self.may_be_mute else ((), [])
        self.walk.notes += notes
        if self.speechless and not self.walk.entries and len(self.walk.lists) == 1:  # no door to calls, no frame
            self.walk.gaps.append(f"{self.speechless} has no word of Chinese: what stands there is no column")
        tally = self.walk.finish().with_unreadable(unreadable)
        if tally.gaps:
            tally = with_known_gaps(tally, latest_visits(self.keeper.store, self.source.slug))
        outcome, told = conclude(tally)
        moment, counts = self.keeper.clock(), {**tally.counts, **gap_counts(tally)}
        self.note_settled(outcome)
        self.keeper.close_visit(Visit(self.keeper.run_id, self.source.slug, outcome, told, moment, counts))
        if self.walk.settled is None:
            self.keeper.flush()
        self.progress.outcome(self.source.slug, outcome, told)
