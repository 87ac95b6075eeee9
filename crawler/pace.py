"""The pace that a portal gets: takes each robots.txt and each request that leaves, leaves a slow queue within a budget.

Scrapy reads Crawl-delay and never uses it. The longer of the portal's pause and our own holds. What goes over the
host's day or falls into quiet hours is postponed, which is no failure of the portal: the visit says what waits.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
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


class PostponedError(IgnoreRequest):
    """A request that waits for another day or hour; the message says for what."""


class RobotsUnreachableError(IgnoreRequest):
    """A host whose rules cannot be read is not asked; the message says what it answered, `cause` why nothing came."""

    def __init__(self, message: str, cause: Exception | None = None) -> None:
        super().__init__(message)
        self.cause = cause


class RobotsKeeper(RobotsTxtMiddleware):
    """Obeys robots.txt; a host that answers it with a server error, or not at all, is left alone (RFC 9309, 2.3.1.4).

    Scrapy reads an error page as rules, which forbid nothing, and takes silence for permission. A status below 500 and
    a way that goes on without end say that there are no rules (2.3.1.2, 2.3.1.3). What was read of a host, or could not
    be, is forgotten after its sources: each round asks anew.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unread: dict[str, Callable[[], IgnoreRequest]] = {}

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise where the rules forbid a request or cannot be known."""
        if unread := self._unread.get(urlparse_cached(request).netloc):
            raise unread()
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= LOWEST_SERVER_ERROR:
            told = f"robots.txt answers with {response.status}: until it can be read, nothing is asked"
            self._unread[netloc] = partial(RobotsUnreachableError, told)
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, PostponedError):
            self._unread[netloc] = partial(PostponedError, str(exc))
        elif not isinstance(exc, IgnoreRequest):
            self._unread[netloc] = partial(RobotsUnreachableError, f"robots.txt cannot be read: {exc}", exc)
        super()._robots_error(exc, netloc)

    def forget(self, url: str) -> None:
        """Forget the rules of an address's host."""
        netloc = urlsplit(url).netloc
        self._parsers.pop(netloc, None)
        self._unread.pop(netloc, None)


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
