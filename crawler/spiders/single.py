"""One page on its own, for a probe: takes an address, leaves its answer or why there is none."""

from __future__ import annotations

from collections.abc import AsyncIterator

import scrapy
from scrapy.http import Request, Response
from twisted.python.failure import Failure as TwistedFailure

from crawler.quality import Answer
from crawler.spiders.answers import explain, plain_answer
from crawler.spiders.articles import STATUSES


class SinglePageSpider(scrapy.Spider):
    """Asks for `url` and puts what came into `answers`, what went wrong into `troubles`."""

    name = "single"
    handle_httpstatus_list = STATUSES

    def __init__(self, url: str, answers: list[Answer], troubles: list[str]) -> None:
        super().__init__()
        self.url = url
        self.answers = answers
        self.troubles = troubles

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the page."""
        yield Request(self.url, callback=self.parse_page, errback=self.page_failed, dont_filter=True)

    def parse_page(self, response: Response) -> None:
        """Take the answer as it is."""
        self.answers.append(plain_answer(response, self.url))

    def page_failed(self, failure: TwistedFailure) -> None:
        """Take the reason why no answer came."""
        self.troubles.append(explain(failure, self.url).reason)
