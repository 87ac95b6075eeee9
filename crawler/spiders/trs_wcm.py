"""TRS WCM: static folders where page 2 is index_1; takes the page count from wherever the page states it."""

from __future__ import annotations

from crawler.paging import following_pages, trs_pages
from crawler.spiders.column import ColumnSpider


class TrsWcmSpider(ColumnSpider):
    """Walks index.html, index_1.html and so on, also where the page states only how many pages there are."""

    name = "trs_wcm"

    def following(self, text: str, url: str) -> tuple[str, ...]:
        """Return the declared pages; without names of their own they are index_1 and on."""
        limit = self.source.max_list_pages + 1
        return following_pages(text, url, self.column, limit) or trs_pages(text, url, self.column, limit)
