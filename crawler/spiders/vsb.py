"""VSB: static lists name.htm whose further pages stand in the folder name/, numbered backwards; or ?currentnum=N."""

from __future__ import annotations

from crawler.paging import next_in_folder
from crawler.spiders.column import ColumnSpider


class VsbSpider(ColumnSpider):
    """Follows the next link into the list's own folder too, which the shared walk would take for another column."""

    name = "vsb"

    def following(self, text: str, url: str) -> tuple[str, ...]:
        """Return the next page as the page's links name it."""
        return super().following(text, url) or next_in_folder(text, url, self.column)
