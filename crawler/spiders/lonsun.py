"""Label 8888: the column page names its list by site, organ and category; HTML fragments come page by page."""

from __future__ import annotations

from crawler.platforms.lonsun import LONSUN
from crawler.spiders.called import CalledSpider


class LonsunSpider(CalledSpider):
    """Asks for the label's fragments."""

    name = "lonsun"
    platform = LONSUN
