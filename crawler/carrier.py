"""One Scrapy crawler for the sources of a whole round: takes each source's own spider, walks it to its end.

A crawler costs as much as ten requests to set up and close, and it reads a host's robots.txt for itself and knows of no
pause that another one keeps. So the sources' spiders are plain plans here, and one spider that asks nothing itself
carries their requests. Sources that leave something out of TLS share a crawler among themselves.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Any

import scrapy
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Request, Response
from twisted.python.failure import Failure as TwistedFailure

from crawler.budget import Budget
from crawler.pace import RobotsKeeper
from crawler.spiders.articles import STATUSES
from crawler.spiders.column import ColumnSpider
from storage.model import Source

LOG = logging.getLogger("fazhi.crawl")
TLS_SETTINGS: dict[str, dict[str, object]] = {
    "certificate": {"DOWNLOAD_VERIFY_CERTIFICATES": False},
    "legacy": {"DOWNLOAD_TLS_MIN_VERSION": "TLSv1.0", "DOWNLOADER_CLIENT_TLS_CIPHERS": "DEFAULT:@SECLEVEL=0"},
}


class CarrierSpider(scrapy.Spider):
    """Asks nothing of its own and stays open until it is told to end."""

    name = "carrier"
    handle_httpstatus_list = STATUSES

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self.budget = budget

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> CarrierSpider:
        """Build the spider and keep it open."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.stay, signal=signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Ask for nothing."""
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def stay(self) -> None:
        """Wait for the next source."""
        raise DontCloseSpider


class Followed:
    """Counts a source's requests that are under way; `ended` is done when none is left."""

    def __init__(self, spider: ColumnSpider) -> None:
        self.spider = spider
        self.under_way = 1  # the start itself, until it has asked for all that it asks for
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def sent(self, request: Request) -> Request:
        """Count a request in; it takes its source's own cookies along."""
        self.under_way += 1
        request.meta["cookiejar"] = self.spider.source.slug
        if not isinstance(request.callback, _Answered):  # a request asked again is a copy and has it already
            request.callback = _Answered(self, request.callback)
            request.errback = _Answered(self, request.errback)
        return request

    def came(self) -> None:
        """Count a request out."""
        self.under_way -= 1
        if not self.under_way and not self.ended.done():
            self.ended.set_result(None)


class _Answered:
    """A callback that counts its request out when all that follows from its answer has been asked for."""

    def __init__(self, followed: Followed, callback: Callable[[Any], Iterable[Request] | None] | None) -> None:
        assert callback is not None
        self.followed = followed
        self.callback = callback

    def __call__(self, result: Response | TwistedFailure) -> Iterator[Request]:
        try:
            for request in self.callback(result) or ():
                yield self.followed.sent(request)
        except Exception as error:
            url = result.url if isinstance(result, Response) else result.request.url  # type: ignore[attr-defined]
            LOG.exception("%s: what came from %s cannot be taken in", self.followed.spider.source.slug, url)
            self.followed.spider.note_error(url, error)
        finally:
            self.followed.came()


class SharedCrawlers:
    """The crawlers of one process, one for each set of exceptions from strict TLS; close them at the end."""

    def __init__(self, process: AsyncCrawlerProcess, budget: Budget) -> None:
        self.process = process
        self.budget = budget
        self._open: dict[tuple[str, ...], asyncio.Task[tuple[Crawler, asyncio.Task[None]]]] = {}

    async def walk(self, spider: ColumnSpider) -> None:
        """Walk one source to its end, without closing its visit; an error of its own becomes its failure."""
        crawler = await self._crawler_of(spider.source)
        followed = Followed(spider)
        try:
            async for request in spider.start():
                crawler.engine.crawl(followed.sent(request))
        except Exception as error:
            LOG.exception("%s: the source cannot be begun", spider.source.slug)
            spider.note_error(spider.source.url, error)
        followed.came()
        await followed.ended
        cookies = crawler.get_downloader_middleware(CookiesMiddleware)
        if cookies is not None:
            cookies.jars.pop(spider.source.slug, None)

    def leave(self, source: Source) -> None:
        """Forget what was learnt of a source's host, once none of its sources is left."""
        opening = self._open.get(source.tls_exceptions)
        if opening is not None and opening.done():
            keeper = opening.result()[0].get_downloader_middleware(RobotsKeeper)
            if keeper is not None:
                keeper.forget(source.url)

    async def close(self) -> None:
        """End every crawler."""
        for opening in self._open.values():
            crawler, running = await opening
            await crawler.stop_async()
            await running

    async def _crawler_of(self, source: Source) -> Crawler:
        key = source.tls_exceptions
        for exception in key:
            LOG.warning("%s: tls_exceptions: %s: its answers are less sure to be the portal's", source.slug, exception)
        if key not in self._open:
            self._open[key] = asyncio.ensure_future(self._start(key))
        return (await self._open[key])[0]

    async def _start(self, exceptions: tuple[str, ...]) -> tuple[Crawler, asyncio.Task[None]]:
        crawler = self.process.create_crawler(CarrierSpider)
        for exception in exceptions:
            for name, value in TLS_SETTINGS[exception].items():
                crawler.settings.set(name, value, priority="spider")
        started: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def begun() -> None:
            started.set_result(None)

        crawler.signals.connect(begun, signal=signals.engine_started)
        running: asyncio.Task[None] = self.process.crawl(crawler, budget=self.budget)
        await asyncio.wait({started, running}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
            raise RuntimeError("the crawler ended before it was asked for anything")
        return crawler, running
