"""NFCMS (Guangdong's portals): static folders whose further pages are index_n; where n starts is tried."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy.http import Request

from crawler.keep import Keeper
from crawler.paging import counted_pages, following_pages
from crawler.progress import Progress
from crawler.quality import Answer, Judgement
from crawler.spiders.column import END_OF_LIST, ColumnSpider
from crawler.walk import Errand, Task


class NfcmsSpider(ColumnSpider):
    """Walks index_1 to index_N where N pages are declared without a name: either end may be missing or a repetition."""

    name = "nfcms"

    def __init__(self, task: Task, keeper: Keeper, progress: Progress) -> None:
        super().__init__(task, keeper, progress)
        self.unsure: tuple[str, ...] = ()

    def following(self, text: str, url: str) -> tuple[str, ...]:
        """Return the pages that links name, else index_1 and on to the declared number."""
        limit = self.source.max_list_pages + 1
        if named := following_pages(text, url, self.column, limit):
            return named
        numbered = counted_pages(text, url, self.column, limit, first=1)
        if numbered:
            last = counted_pages(text, url, self.column, limit, first=2)[-1]
            numbered = (*numbered, last)
        self.unsure = (numbered[0], numbered[-1]) if numbered else self.unsure
        self.walk.patience += len(self.unsure) if numbered else 0
        return numbered

    def list_broken(self, errand: Errand, answer: Answer, judgement: Judgement) -> Iterator[Request]:
        """Pass over the end of the numbers that the portal does not use."""
        if errand.url in self.unsure and judgement.verdict in END_OF_LIST:
            self.unsure = ()  # one end only: two missing ends are a gap
            yield from self.go_on(())
            return
        yield from super().list_broken(errand, answer, judgement)
