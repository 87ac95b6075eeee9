"""Shanghai's portals: static lists whose page n is index_n, articles /YYYYMMDD/{32 hex}.html."""

from __future__ import annotations

from crawler.paging import counted_pages, following_pages
from crawler.spiders.column import ColumnSpider


class ShanghaiHexSpider(ColumnSpider):
    """Walks index.html, index_2.html and so on, also where the page's script states only how many pages there are."""

    name = "shanghai_hex"

    def following(self, text: str, url: str) -> tuple[str, ...]:
        """Return the declared pages; without names of their own they are index_2 and on."""
        limit = self.source.max_list_pages + 1
        return following_pages(text, url, self.column, limit) or counted_pages(text, url, self.column, limit, first=2)
