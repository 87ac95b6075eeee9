"""Hanweb jpage: the first records stand inside the column page, the rest comes from dataproxy.jsp in three styles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scrapy.http import Request

from crawler.jpage import Call, declared_total, next_call, own_records
from crawler.keep import Keeper
from crawler.links import ListPage
from crawler.progress import Progress
from crawler.spiders.column import ColumnSpider
from crawler.walk import Errand, Task
from storage.pages import ListedPage


class HanwebJpageSpider(ColumnSpider):
    """Asks for further records as the column page's own script would, with the column as referrer."""

    name = "hanweb_jpage"

    def __init__(self, task: Task, keeper: Keeper, progress: Progress) -> None:
        super().__init__(task, keeper, progress)
        self.calls: dict[str, Call] = {}
        self.others = 0  # entries of the column page's other blocks, which count for nothing in this list
        self.walk.patience = 1  # the first call of style C may bring the column page's own records once more

    def read_page(self, text: str, url: str) -> ListPage:
        """Return the records; a column page without any is the door to its first call."""
        page = super().read_page(text, url)
        if page.rows or self.walk.lists or next_call(text, url, 0, None) is None:
            return page
        return replace(page, is_door=True)

    def note_first(self, text: str, page: ListPage) -> None:
        """Leave what is declared to the answers."""

    def following(self, text: str, url: str) -> tuple[str, ...]:
        """Return the next call's address; its form is remembered for `list_request`."""
        previous = self.calls.get(self.asked)
        if previous is None and (own := own_records(text, self.column)):
            self.others = max(len(self.walk.rows) - own, 0)
            self.walk.collected -= self.others
        call = next_call(text, self.column, len(self.walk.rows) - self.others, previous)
        total = declared_total(text, self.column)
        if total is not None:
            self.walk.totals[self.column] = total
        if call is None or call.shelf_url in self.calls:
            return ()
        self.calls[call.shelf_url] = call
        return (call.shelf_url,)

    def list_request(self, url: str) -> Request:
        """Return the column page's request, or a call for further records: posted where it has a form."""
        call = self.calls.get(url)
        if call is None:
            return super().list_request(url)
        errand = Errand(url, ListedPage(url, "", None, "list"), self.walk.records.get(url))
        request = self.request(errand, self.parse_list, self.list_failed, priority=10)
        headers: Mapping[str, str] = {"Referer": self.column}
        return _as_call(request, call, headers)


def _as_call(request: Request, call: Call, headers: Mapping[str, str]) -> Request:
    if not call.form:
        return request.replace(url=call.url, headers=headers)
    from scrapy.http import FormRequest  # noqa: PLC0415

    return request.replace(cls=FormRequest, url=call.url, headers=headers, formdata=dict(call.form), method="POST")
