"""The pages of a source and the files they offer: takes errands, leaves each page kept or the reason why not.

A page counts when its files have been asked for too: what the portal published is the page with its files, and the
text may stand in either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import scrapy
from scrapy.http import Request, Response
from twisted.python.failure import Failure as TwistedFailure

from crawler.attachments.links import FileLink, file_links, report_links
from crawler.canonical import same_host
from crawler.decode import decode
from crawler.expected import judge_expected
from crawler.guard import AddressRefusedError
from crawler.keep import Fate, Keeper, Subject
from crawler.outcome import BLOCKING, Failure
from crawler.pace import PostponedError
from crawler.paging import article_pages
from crawler.progress import Progress
from crawler.quality import Answer, Judgement, is_sent_home, judge_article, judge_file
from crawler.spiders.answers import explain, is_for_good, plain_answer, request_of, validators
from crawler.spiders.bundles import Bundle
from crawler.walk import Errand, Task, Walk
from crawler.whole import BREAKS_OFF, breaks_off
from storage.enclosures import Enclosure
from storage.pages import ListedPage
from storage.vocabulary import Verdict

GONE = (Verdict.MISSING, Verdict.SOFT_MISSING)
# Answers that the spiders judge themselves.
STATUSES = (304, *range(400, 600))


class ArticleSpider(scrapy.Spider):
    """Fetches the pages of one source; `task`, `keeper` and `progress` come from the process that runs it."""

    handle_httpstatus_list = STATUSES

    def __init__(self, task: Task, keeper: Keeper, progress: Progress) -> None:
        super().__init__()
        self.task = task
        self.source = task.source
        self.keeper = keeper
        self.progress = progress
        self.walk = Walk(task, keeper.records_of(task.source.slug))

    # The pages.

    def page_request(self, errand: Errand) -> Request:
        """Return the request for one page of an entry."""
        return self.request(errand, self.parse_page, self.page_failed)

    def parse_page(self, response: Response) -> Iterator[Request]:
        """Keep one page and ask for its files, or note what came in its place."""
        errand: Errand = response.meta["errand"]
        if response.status == 304 and errand.record is not None:
            yield from self.page_stands(errand, response)
            return
        answer = self.answer_of(response, errand)
        judgement = self.judge_whole(errand, answer, judge_expected(errand.page.title, answer, judge_article(answer)))
        if answer.body in self.walk.list_bodies:  # hurried portals answer with the list, under any address
            judgement = Judgement(Verdict.EMPTY, "the list page came in its place")
        if judgement.verdict in (Verdict.PAGE, Verdict.ATTACHMENT):
            yield from self.page_came(errand, answer, judgement)
            return
        if answer.body:
            self.keeper.keep(Subject(self.source.slug, errand.page, None), answer, judgement)
        yield from self.page_lost(errand, answer, judgement)

    def judge_whole(self, errand: Errand, answer: Answer, judgement: Judgement) -> Judgement:
        """Return the judgement of a page that came to its end; one that stops is believed where it always does.

        Of a held page its held bytes tell; a new one is believed at the second look that ends at the same place.
        """
        if judgement.verdict is not Verdict.PAGE or not breaks_off(answer.text):
            return judgement
        held = self.keeper.body_of(errand.record) if errand.record else None
        stops = breaks_off(decode(*held)) if held else self.keeper.came_before(errand.page.url, len(answer.body))
        return judgement if stops else Judgement(Verdict.EMPTY, BREAKS_OFF)

    def page_stands(self, errand: Errand, response: Response) -> Iterator[Request]:
        """Look at the files of a page that has not changed: one of them may have, under the same address."""
        assert errand.record is not None
        offered = self.keeper.offered_by(self.source.slug, errand.record)
        if not offered:
            self.keeper.unchanged(errand.page.url)
            self.counted(Fate.UNCHANGED, errand.page.url)
            return
        links = tuple(FileLink(one.url, one.label) for one in offered)
        text = lambda: self.answer_of(response, errand).text  # noqa: E731 (the archive is asked only where it matters)
        yield from self.ask_files(Bundle(errand, errand.record.snapshot_id, Fate.UNCHANGED, links, text))

    def page_came(self, errand: Errand, answer: Answer, judgement: Judgement) -> Iterator[Request]:
        """Keep a page that was sent, and ask for the files it offers."""
        url = errand.page.url
        links = file_links(answer.text, answer.final) if judgement.verdict is Verdict.PAGE else ()
        subject = Subject(self.source.slug, errand.page, errand.record)
        owed = [Enclosure(link.url, link.label) for link in links]
        fate = self.keeper.keep(subject, answer, judgement, owed)
        if (pages := article_pages(answer.text, answer.final)) > 1:
            self.walk.gaps.append(f"{url} goes on over {pages} pages; only the first is kept")
        if not links:
            self.counted(fate, url)
            return
        yield from self.ask_files(Bundle(errand, self.keeper.snapshot_of(url), fate, links, lambda: answer.text))

    def page_lost(self, errand: Errand, answer: Answer, judgement: Judgement) -> Iterator[Request]:
        """Note what came in a page's place."""
        url = errand.page.url
        held = errand.record is not None and errand.record.snapshot_id is not None
        if held and is_sent_home(answer) and not self.walk.rows:  # the list was not read, or sent home as well
            judgement = Judgement(Verdict.EMPTY, f"{judgement.reason}, which its list does not confirm")
        if judgement.verdict not in GONE:
            self.walk.failures.append(Failure(url, judgement.reason, judgement.verdict in BLOCKING))
        elif held and is_sent_home(answer):
            controls = self.walk.controls(url)
            self.walk.sent_home.note(url, judgement.reason, named=self.walk.names(url), got=self.walk.tally.got)
            yield from (self.page_request(control) for control in controls)
        elif held:
            self.keeper.missing(url, judgement.reason)
            self.walk.count(missing=1)
        elif self.task.urls:
            self.walk.failures.append(Failure(url, judgement.reason))
        else:
            self.walk.count(dead=1)

    def page_failed(self, failure: TwistedFailure) -> None:
        """Note a page that could not be got at all; one of a host that may not be asked stays a link, told as a gap."""
        errand: Errand = request_of(failure).meta["errand"]
        if isinstance(failure.value, PostponedError):
            self.walk.postponed.append(str(failure.value))
            return
        lost = explain(failure, errand.url)
        if isinstance(failure.value, AddressRefusedError) and not same_host(errand.url, self.source.url):
            self.walk.gaps.append(f"the list names {lost.url}: {lost.reason}")
            self.walk.count(external=1)
            return
        self.walk.failures.append(lost)

    def settle_sent_home(self) -> None:
        """Note the pages that were sent home, once it is known whether others were not."""
        for url, reason in self.walk.believed_gone().items():
            self.keeper.missing(url, reason)
            self.walk.count(missing=1)

    def counted(self, fate: Fate, url: str) -> None:
        """Count a page and tell the listener."""
        self.walk.count(**{fate.value: 1})
        self.progress.page(self.source.slug, fate, url)

    # The files of a page.

    def ask_files(self, bundle: Bundle) -> Iterator[Request]:
        """Ask for every file that a page offers; reports that stand for themselves are asked for as pages are."""
        known = self.keeper.records_at([link.url for link in bundle.links])
        alone = {link.url for link in report_links(bundle.links)}
        for place, link in enumerate(bundle.links):
            record = known.get(link.url)
            if link.url in alone and record is not None and record.snapshot_id is not None:
                self.file_done(bundle, place, Enclosure(link.url, link.label, record.snapshot_id))
                continue
            role = "article" if link.url in alone else "attachment"
            errand = Errand(link.url, ListedPage(link.url, link.label, None, role), record)
            request = self.request(errand, self.parse_file, self.file_failed)
            request.meta["bundle"] = (bundle, place)
            yield request

    def parse_file(self, response: Response) -> None:
        """Keep one file, or note what came in its place."""
        bundle, place = response.meta["bundle"]
        errand: Errand = response.meta["errand"]
        link = bundle.links[place]
        held = errand.record.snapshot_id if errand.record else None
        if response.status == 304 and errand.record is not None:
            self.keeper.unchanged(link.url)
            self.file_done(bundle, place, Enclosure(link.url, link.label, held))
            return
        answer = plain_answer(response, errand.url)
        judgement = judge_file(answer)
        if judgement.verdict is Verdict.ATTACHMENT:
            fate = self.keeper.keep(Subject(self.source.slug, errand.page, errand.record), answer, judgement)
            if errand.page.role == "article":
                self.counted(fate, link.url)
            self.file_done(bundle, place, Enclosure(link.url, link.label, self.keeper.snapshot_of(link.url)))
            return
        if answer.body:
            self.keeper.keep(Subject(self.source.slug, errand.page, None), answer, judgement)
        if judgement.verdict in GONE and held is not None:
            self.keeper.missing(link.url, judgement.reason)
        failure = Failure(link.url, judgement.reason, judgement.verdict in BLOCKING)
        self.file_lost(bundle, place, failure, held, for_good=judgement.verdict in GONE)

    def file_failed(self, failure: TwistedFailure) -> None:
        """Note a file that could not be got at all."""
        request = request_of(failure)
        bundle, place = request.meta["bundle"]
        errand: Errand = request.meta["errand"]
        held = errand.record.snapshot_id if errand.record else None
        if isinstance(failure.value, PostponedError):
            self.walk.postponed.append(str(failure.value))
            link = bundle.links[place]
            self.file_done(bundle, place, Enclosure(link.url, link.label, held, str(failure.value)))
            return
        self.file_lost(bundle, place, explain(failure, errand.url), held, for_good=is_for_good(failure))

    def file_lost(self, bundle: Bundle, place: int, failure: Failure, held: int | None, *, for_good: bool) -> None:
        """Tell a file that could not be got; where the page itself is the report, that is only noted.

        So is a link that leads nowhere or to a host that may not be asked: where the report was there, the cleaning
        tells it. A file that was got before stays what the page offers: one look that fails takes nothing back.
        """
        link, page = bundle.links[place], bundle.errand.page.url
        if for_good or bundle.is_report_itself():
            self.walk.notes.append(f"a file of {page} could not be got: {link.url} ({failure.reason})")
        else:
            told = f"a file of {page}: {failure.reason}"
            self.walk.failures.append(Failure(link.url, told, failure.blocked))
        self.file_done(bundle, place, Enclosure(link.url, link.label, held, failure.reason))

    def file_done(self, bundle: Bundle, place: int, enclosure: Enclosure) -> None:
        """Take in what became of one file; with the last one, settle the page."""
        bundle.found[place] = enclosure
        if not bundle.is_whole:
            return
        renewed = self.keeper.settle(bundle.snapshot_id, bundle.enclosures)
        url = bundle.errand.page.url
        if bundle.fate is Fate.UNCHANGED:
            self.keeper.unchanged(url)
        self.counted(Fate.CHANGED if renewed and bundle.fate is Fate.UNCHANGED else bundle.fate, url)

    # The wire.

    def request(
        self,
        errand: Errand,
        callback: Callable[..., Iterable[Request] | None],
        errback: Callable[[TwistedFailure], Any],
        **more: Any,
    ) -> Request:
        """Return a request with the held validators; the plan has its own memory, so Scrapy's filter stays out."""
        headers = {} if self.task.force else validators(errand.record)
        meta = {"errand": errand}
        return Request(
            errand.url, callback=callback, errback=errback, headers=headers, meta=meta, dont_filter=True, **more
        )

    def asked_whole(self, response: Response, answer: Answer, errand: Errand) -> Request | None:
        """Return the same request without validators, where "not modified" speaks of bytes that are held no more.

        A portal that says so to an unconditional request too is not asked a third time.
        """
        if answer.status != 304 or errand.record is None or errand.record.sha256 is None:
            return None
        assert response.request is not None
        again = response.request.copy()
        for name in ("If-None-Match", "If-Modified-Since"):
            again.headers.pop(name, None)
        again.meta["errand"] = replace(
            errand, record=replace(errand.record, sha256=None, etag=None, last_modified=None)
        )
        return again

    def answer_of(self, response: Response, errand: Errand) -> Answer:
        """Return an answer in plain values; "not modified" becomes the held bytes again."""
        if response.status == 304 and errand.record is not None and (held := self.keeper.body_of(errand.record)):
            body, content_type = held
            headers = {"content-type": content_type}
            return Answer(errand.url, response.url, 200, headers, body, decode(body, content_type))
        return plain_answer(response, errand.url)
