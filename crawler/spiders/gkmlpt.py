"""Guangdong's disclosure directory: the category stands behind the address's #, its list comes as JSON."""

from __future__ import annotations

from crawler.platforms.calls import Call
from crawler.platforms.gkmlpt import GKMLPT
from crawler.spiders.called import CalledSpider


class GkmlptSpider(CalledSpider):
    """Asks for the category's pages from 1 on."""

    name = "gkmlpt"
    platform = GKMLPT

    def first_calls(self, text: str, url: str) -> tuple[Call, ...]:
        """Return the category's call; the wire loses what stands behind #, the source keeps it."""
        _address, mark, category = self.source.url.partition("#")
        return super().first_calls(text, url + mark + category)
