"""The pace that a portal gets: takes each robots.txt and each request that leaves, leaves a slow queue within a budget.

Scrapy reads Crawl-delay and never uses it. The longer of the portal's pause and our own holds. What goes over the
host's day or falls into quiet hours is postponed, which is no failure of the portal: the visit says what waits.
"""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

logger = logging.getLogger(__name__)
# With a page a minute a column's reports still fit into a night; a longer pause would leave a round without an end.
LONGEST_PAUSE_SECONDS = 60.0
LOWEST_SERVER_ERROR = 500


class RobotsPace:
    """Slows a host's queue down to its own Crawl-delay."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsPace:
        """Build the extension and let it hear of each robots.txt."""
        pace = cls(crawler)
        crawler.signals.connect(pace.robots_parsed, signal=signals.robots_parsed)
        return pace

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Set the host's pause; one request at a time where there is one."""
        asked = robotparser.crawl_delay(self.crawler.settings["USER_AGENT"])
        pause = pause_seconds(asked, self.crawler.settings.getfloat("DOWNLOAD_DELAY"))
        host, engine = urlparse_cached(request).hostname or "", self.crawler.engine
        if asked is None or pause <= 0 or engine is None:
            return
        if asked > pause:
            logger.warning("%s asks for a pause of %s s; %s s are kept", host, asked, pause)
        downloader = engine.downloader
        downloader.per_slot_settings[host] = {"delay": pause, "concurrency": 1, "jitter": 0}
        if slot := downloader.slots.get(host):
            slot.delay, slot.concurrency = pause, 1


class RobotsUnreachableError(IgnoreRequest):
    """A host whose rules cannot be read is not asked; the message says what it answered."""


class RobotsKeeper(RobotsTxtMiddleware):
    """Obeys robots.txt; a host that answers it with a server error is left alone, as RFC 9309, 2.3.1.4 asks.

    Scrapy reads the error page as rules, which forbid nothing. What was read of a host is forgotten after its sources.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._broken: dict[str, int] = {}

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise where the rules forbid a request or cannot be known."""
        if status := self._broken.get(urlparse_cached(request).netloc):
            raise RobotsUnreachableError(f"robots.txt answers with {status}: until it can be read, nothing is asked")
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= LOWEST_SERVER_ERROR:
            self._broken[netloc] = response.status
        await super()._parse_robots(response, netloc, request)

    def forget(self, url: str) -> None:
        """Forget the rules of an address's host."""
        netloc = urlsplit(url).netloc
        self._parsers.pop(netloc, None)
        self._broken.pop(netloc, None)


class PostponedError(IgnoreRequest):
    """A request that waits for another day or hour; the message says for what."""


class BudgetKeeper:
    """Counts every request that leaves, robots.txt and repetitions too; the last middleware before the wire."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BudgetKeeper:
        """Build the middleware; the budget comes with the spider."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise PostponedError for what has to wait."""
        budget = getattr(self.crawler.spider, "budget", None)
        if budget is not None and (reason := budget.ask(urlparse_cached(request).netloc)):
            raise PostponedError(reason)


def pause_seconds(asked: float | None, own: float) -> float:
    """Return the seconds between two requests to a host: the longer of its wish, up to a limit, and our own."""
    return max(own, min(asked or 0.0, LONGEST_PAUSE_SECONDS))
