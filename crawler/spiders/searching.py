"""The search for a portal's report column: takes one address, leaves what a few pages showed, the nearest first.

One request after the other, under all the rules of a crawl, and never more than the given number of pages.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from typing import Any

import scrapy
from scrapy.http import FormRequest, Request, Response
from twisted.python.failure import Failure as TwistedFailure

from crawler import jpage
from crawler.canonical import canonical_url, page_identity
from crawler.links import ListPage, frame_of, read_list
from crawler.platforms.calls import Call, NoCallsError
from crawler.platforms.known import CALLED, calls_of
from crawler.quality import judge_answer
from crawler.search import Lead, Sighting, is_settled, leads_of, needs_search, see
from crawler.spiders.answers import explain, is_bare_list, plain_answer
from storage.vocabulary import Verdict

STATUSES = (304, *range(400, 600))


class SearchSpider(scrapy.Spider):
    """Looks at `url`, and at `limit` pages at most; puts what it saw into `sightings`, why not into `troubles`."""

    name = "searching"
    handle_httpstatus_list = STATUSES

    def __init__(self, url: str, limit: int, sightings: list[Sighting], troubles: list[str]) -> None:
        super().__init__()
        self.url = url
        self.left = limit
        self.sightings = sightings
        self.troubles = troubles
        self.leads: list[Lead] = []
        self.known: set[str] = set()

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the page that was named."""
        fragment = self.url.partition("#")[2]
        for request in self.look(Lead(canonical_url(self.url))):
            request.meta["fragment"] = fragment
            yield request

    def look(self, lead: Lead) -> Iterator[Request]:
        """Ask for one page, if the number allows."""
        self.known.add(page_identity(lead.url))
        if self.left > 0:
            yield self.asking(Request(lead.url, dont_filter=True), lead, self.parse_page)

    def asking(self, request: Request, lead: Lead, callback: Callable[..., Any], **more: Any) -> Request:
        """Return a request that counts."""
        self.left -= 1
        return request.replace(callback=callback, errback=self.page_failed, meta={"lead": lead, **more})

    def parse_page(self, response: Response) -> Iterator[Request]:
        """Take a page in; where a script or a frame brings its list, ask for that first."""
        lead: Lead = response.meta["lead"]
        answer = plain_answer(response, lead.url)
        judgement = judge_answer(answer)
        base = canonical_url(answer.final)
        sighting = see(answer.text, base, lead)
        listed = bool(sighting.rows) and is_bare_list(answer, judgement)
        if judgement.verdict not in (Verdict.PAGE, Verdict.EMPTY) and not listed:
            self.troubles.append(f"{lead.url}: {judgement.reason}")
            yield from self.go_on()
            return
        fragment = response.meta.get("fragment")
        sighting = replace(sighting, url=f"{base}#{fragment}") if fragment else sighting
        self.sightings.append(sighting)
        if self.left > 0 and (request := self.call_request(sighting)):
            yield request
            return
        self.add_leads(sighting)
        yield from self.go_on()

    def call_request(self, sighting: Sighting) -> Request | None:
        """Return the call or frame that brings a page's list, where the page holds none itself."""
        platform, column = sighting.recognition.platform, sighting.url.partition("#")[0]
        more = {"Referer": column, "X-Requested-With": "XMLHttpRequest"}
        if calls := calls_of(platform, sighting.text, sighting.url):
            return self.calling(calls, sighting)
        if sighting.page.rows:
            return None
        if platform == "hanweb_jpage" and (posted := jpage.next_call(sighting.text, column, 0, None)):
            request = _form_request(posted.url, dict(posted.form), more, "GET")
            return self.asking(request, sighting.lead, self.parse_call, call=None)
        if not sighting.page.is_article and (frame := frame_of(sighting.text, column)):
            return self.asking(Request(frame, dont_filter=True), sighting.lead, self.parse_call, call=None)
        return None

    def calling(self, calls: tuple[Call, ...], sighting: Sighting) -> Request:
        """Return the first of a page's calls; the others wait for what it brings."""
        call, *others = calls
        more = {"Referer": sighting.url.partition("#")[0], "X-Requested-With": "XMLHttpRequest"}
        if call.payload:
            more["Content-Type"] = "application/json;charset=utf-8"
            request = Request(call.url, method="POST", body=call.payload, headers=more, dont_filter=True)
        else:
            request = _form_request(call.url, dict(call.form), more, call.method)
        return self.asking(request, sighting.lead, self.parse_call, call=call, others=tuple(others))

    def parse_call(self, response: Response) -> Iterator[Request]:
        """Put what a call or frame brought into the page that it belongs to."""
        sighting, call = self.sightings[-1], response.meta["call"]
        text = plain_answer(response, response.url).text
        page = self.read(text, call, sighting) if response.status < 400 else ListPage((), trouble="no answer")
        others: tuple[Call, ...] = response.meta.get("others", ())
        if page.is_door and not page.rows and self.left > 0 and (further := self.after(call, page, text, sighting)):
            yield self.calling((further, *others), sighting)
            return
        rows = {row.href: row for row in (*sighting.page.rows, *page.rows)}
        sighting = replace(sighting, page=replace(sighting.page, rows=tuple(rows.values())))
        if call is not None and sighting.recognition.platform == "gkmlpt" and "#" not in sighting.url:
            number = call.url.partition("/api/all/")[2].partition("?")[0]
            sighting = replace(sighting, url=f"{sighting.url}#{number}") if number.strip("0") else sighting
        self.sightings[-1] = sighting
        if others and self.left > 0 and not sighting.years:  # one block is the page's furniture, another its list
            yield self.calling(others, sighting)
            return
        self.add_leads(sighting)
        yield from self.go_on()

    def read(self, text: str, call: Call | None, sighting: Sighting) -> ListPage:
        """Return what a call's answer lists."""
        if call is None:
            return read_list(text, sighting.url)
        return CALLED[sighting.recognition.platform].read_answer(text, call, sighting.url)

    @staticmethod
    def after(call: Call | None, page: ListPage, text: str, sighting: Sighting) -> Call | None:
        """Return the call that an answer without entries leads on to: the script that names the site comes first."""
        try:
            return CALLED[sighting.recognition.platform].next_call(call, page, text) if call else None
        except NoCallsError:
            return None

    def add_leads(self, sighting: Sighting) -> None:
        """Remember a page's leads, nearest first."""
        fresh = [lead for lead in leads_of(sighting) if page_identity(lead.url) not in self.known]
        self.known.update(page_identity(lead.url) for lead in fresh)
        self.leads = sorted([*self.leads, *fresh], key=lambda lead: (lead.rank, lead.depth))

    def go_on(self) -> Iterator[Request]:
        """Look at the nearest lead, unless the column is found."""
        done = any(map(is_settled, self.sightings)) or (self.sightings and not needs_search(self.sightings[0]))
        if self.leads and not done:
            yield from self.look(self.leads.pop(0))

    def page_failed(self, failure: TwistedFailure) -> Iterator[Request]:
        """Note why a page did not come, and go on."""
        trouble = explain(failure, failure.request.url)  # type: ignore[attr-defined]
        self.troubles.append(f"{trouble.url}: {trouble.reason}")
        yield from self.go_on()


def _form_request(url: str, form: dict[str, str], headers: dict[str, str], method: str) -> Request:
    if form:
        return FormRequest(url, formdata=form, method="POST", headers=headers, dont_filter=True)
    return Request(url, method=method, headers=headers, dont_filter=True)
