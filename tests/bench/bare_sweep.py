"""The yardstick of a sweep: a bare Scrapy spider that downloads lists and takes the links out, and keeps nothing.

Usage: python -m tests.bench.bare_sweep URLS.json HOSTS. Prints how many links it saw.
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
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "LOG_LEVEL": "WARNING",
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
}


class BareSweep(scrapy.Spider):
    """Asks and counts links."""

    name = "bare_sweep"

    def __init__(self, urls: list[str], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.urls = urls
        self.links = 0

    async def start(self) -> AsyncIterator[Any]:
        """Ask for every list."""
        for url in self.urls:
            yield scrapy.Request(url)

    def parse(self, response: Response, **_arguments: Any) -> Iterator[Any]:
        """Take the links out with their titles."""
        for anchor in response.css("li a"):
            self.links += bool(response.urljoin(anchor.attrib["href"]) and anchor.css("::text").get())
        yield from ()

    def closed(self, _reason: str) -> None:
        """Tell the count."""
        print(self.links)  # noqa: T201 (this is a command)


def main() -> None:
    """Run the spider over the lists of a file."""
    urls = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    process = AsyncCrawlerProcess(SETTINGS | {"CONCURRENT_REQUESTS": int(sys.argv[2])})
    process.crawl(BareSweep, urls=urls)
    process.start()


if __name__ == "__main__":
    main()
