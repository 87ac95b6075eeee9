"""Hanweb's disclosure pages: the list is a search over all columns, of which the column's own rows are taken."""

from __future__ import annotations

from crawler.platforms.hanweb_xxgk import HANWEB_XXGK
from crawler.spiders.called import CalledSpider


class HanwebXxgkSpider(CalledSpider):
    """Posts the search page by page."""

    name = "hanweb_xxgk"
    platform = HANWEB_XXGK
