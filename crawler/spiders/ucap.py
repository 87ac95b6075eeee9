"""UCAP: a column's list comes as JSON by its channel id, where the page does not list its entries itself."""

from __future__ import annotations

from crawler.platforms.ucap import UCAP
from crawler.spiders.called import CalledSpider


class UcapSpider(CalledSpider):
    """Asks for the channel's pages."""

    name = "ucap"
    platform = UCAP
