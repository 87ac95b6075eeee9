"""Hanweb jpaas: the column page is empty, each of its blocks is fetched by the build-unit call."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy.http import Request

from crawler.keep import Keeper
from crawler.links import ListPage
from crawler.platforms.hanweb_unit import HANWEB_UNIT
from crawler.progress import Progress
from crawler.rows import Row
from crawler.spiders.called import CalledSpider
from crawler.walk import Task


class HanwebUnitSpider(CalledSpider):
    """Asks for each block as unitbuild.js would, further pages by paramJson."""

    name = "hanweb_unit"
    platform = HANWEB_UNIT

    def __init__(self, task: Task, keeper: Keeper, progress: Progress) -> None:
        super().__init__(task, keeper, progress)
        self.unpaged: tuple[Row, ...] = ()

    def read_page(self, text: str, url: str) -> ListPage:
        """Return what a block lists; the largest block without a pager is remembered."""
        page = super().read_page(text, url)
        if page.is_door and len(page.strays) > len(self.unpaged) and self.asked in self.calls:
            self.unpaged = page.strays
        return page

    def follow(self) -> Iterator[Request]:
        """Follow the entries; where no block has a pager, the largest is the list: short columns have none."""
        if not self.walk.rows:
            self.walk.rows.update((row.href, row) for row in self.unpaged)
        yield from super().follow()
