"""Plain HTML lists, whatever system made them: links with days, and the next page by link, script or page count."""

from __future__ import annotations

from crawler.spiders.column import ColumnSpider


class StaticListSpider(ColumnSpider):
    """Adds nothing: the shared walk reads plain lists; the fallback for every portal without a spider of its own."""

    name = "static_list"
