"""Lists that a script fetches: takes a platform's own calls, leaves the same walk as over pages of HTML.

The column page is the door: it names the calls. Each call's answer is a page of the list; several blocks of a page are
several lists, and one that ends leaves the others going on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from scrapy.http import FormRequest, Request

from crawler.keep import Keeper
from crawler.links import ListPage, read_list
from crawler.platforms.calls import Call, NoCallsError, Platform
from crawler.progress import Progress
from crawler.quality import Answer, Judgement
from crawler.spiders.column import ColumnSpider
from crawler.walk import Errand, Task
from storage.pages import ListedPage


class CalledSpider(ColumnSpider):
    """Makes the calls of `platform`; a column page that names none is read as a plain list."""

    platform: ClassVar[Platform]

    def __init__(self, task: Task, keeper: Keeper, progress: Progress) -> None:
        super().__init__(task, keeper, progress)
        self.calls: dict[str, Call] = {}
        self.roots: dict[str, str] = {}  # each call's first one: a list is declared once, however many pages it has
        self.page, self.read = ListPage(()), ""  # the answer that was read last, and what it answered
        self.inline: set[str] = set()  # entries that the column page prints itself: the first calls bring them again

    def first_calls(self, text: str, url: str) -> tuple[Call, ...]:
        """Return the calls that the column page makes."""
        return self.platform.first_calls(text, url)

    def read_page(self, text: str, url: str) -> ListPage:
        """Return what the column page lists already, or what a call brought."""
        call, self.read = self.calls.get(self.asked), self.asked
        if call is not None:
            self.page = self.without_inline(self.platform.read_answer(text, call, self.column))
            if self.page.total is not None:
                self.walk.totals[self.roots.get(self.asked, self.asked)] = self.page.total
            return self.page
        self.page = read_list(text, url)
        try:
            first = self.first_calls(text, url)
        except NoCallsError as error:
            self.page = self.page if self.page.rows else replace(self.page, trouble=str(error))
            return self.page
        self.calls = {one.shelf_url: one for one in first}
        self.page = replace(self.page, is_door=True, is_article=False)
        self.inline = {row.href for row in self.page.rows}
        return self.page

    def without_inline(self, page: ListPage) -> ListPage:
        """Return an answer so that what the column page printed already ends no list and is counted once."""
        again = self.inline & {row.href for row in page.rows}
        self.inline -= again
        if again and len(again) == len(page.rows):
            return replace(page, is_door=True)
        self.walk.collected -= len(again)
        return page

    def note_first(self, text: str, page: ListPage) -> None:
        """Leave what is declared to the answers."""

    def following(self, text: str, url: str) -> tuple[str, ...]:
        """Return the addresses of the next calls; the calls themselves are remembered for `list_request`."""
        call = self.calls.get(self.asked)
        if call is None:
            return tuple(self.calls) or super().following(text, url)
        if self.page.total is not None and len(self.walk.totals) == 1 and self.walk.collected >= self.page.total:
            return ()
        try:
            following = self.platform.next_call(call, self.page, text)
        except NoCallsError as error:
            self.walk.gaps.append(f"the list cannot go on: {error}")
            return ()
        if following is None or following.shelf_url in self.calls:
            return ()
        self.calls[following.shelf_url] = following
        self.roots[following.shelf_url] = self.roots.get(self.asked, self.asked)
        return (following.shelf_url,)

    def list_request(self, url: str) -> Request:
        """Return the column page's request, or a call as the page's script would make it."""
        call = self.calls.get(url)
        if call is None:
            return super().list_request(url)
        errand = Errand(url, ListedPage(url, "", None, "list"), self.walk.records.get(url))
        request = self.request(errand, self.parse_list, self.list_failed, priority=10)
        request.headers["Referer"] = self.column
        request.headers["X-Requested-With"] = "XMLHttpRequest"
        if call.payload:
            request.headers["Content-Type"] = "application/json;charset=utf-8"
            return request.replace(url=call.url, method="POST", body=call.payload)
        if not call.form:
            return request.replace(url=call.url, method=call.method)
        return request.replace(cls=FormRequest, url=call.url, formdata=dict(call.form), method="POST")

    def note_empty(self, answer: Answer, judgement: Judgement) -> None:
        """Note why the list gave no entries; that its last call brings none is how many lists end."""
        if not self.walk.rows:
            super().note_empty(answer, judgement)

    def end_list(self) -> None:
        """Tell a list that ends before its declared pages; the other blocks' calls go on."""
        call = self.calls.get(self.asked) if self.read == self.asked else None
        if call is not None and call.pages is not None and call.page < call.pages:
            self.walk.gaps.append(f"the list ends at page {call.page}, {call.pages} pages are declared")
        elif call is not None and self.page.rows and self.page.total and self.walk.collected < self.page.total:
            self.walk.gaps.append(f"the list stalls: page {call.page} brings nothing new")
