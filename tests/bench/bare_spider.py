"""The yardstick: a bare Scrapy spider that asks for given pages with given validators; prints how many answered 304.

Usage: python -m tests.bench.bare_spider PAGES.json, a list of [url, etag, last_modified].
"""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

SETTINGS = {
    "ROBOTSTXT_OBEY": True,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "DOWNLOAD_DELAY": 0,
    "LOG_LEVEL": "WARNING",
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
}


class BareSpider(scrapy.Spider):
    """Asks and counts; keeps nothing."""

    name = "bare"
    handle_httpstatus_list = [304]  # noqa: RUF012 (Scrapy reads a class attribute)

    def __init__(self, pages: list[tuple[str, str | None, str | None]], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.pages = pages
        self.unchanged = 0

    async def start(self) -> AsyncIterator[Any]:
        """Ask for every page."""
        for url, etag, last_modified in self.pages:
            headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
            yield scrapy.Request(url, headers={name: value for name, value in headers.items() if value})

    def parse(self, response: Response, **_arguments: Any) -> Iterator[Any]:
        """Count an unchanged page."""
        self.unchanged += response.status == 304
        yield from ()

    def closed(self, _reason: str) -> None:
        """Tell the count."""
        print(self.unchanged)  # noqa: T201 (this is a command)


def main() -> None:
    """Run the spider over the pages of a file."""
    pages = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    process = AsyncCrawlerProcess(SETTINGS)
    process.crawl(BareSpider, pages=pages)
    process.start()


if __name__ == "__main__":
    main()
