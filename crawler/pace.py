"""The pace that a portal gets: takes each robots.txt and each request that leaves, leaves a slow queue within a budget.

Scrapy reads Crawl-delay and never uses it. The longer of the portal's pause and our own holds. What goes over the
host's day or falls into quiet hours is postponed, which is no failure of the portal: the visit says what waits.
"""

from __future__ import annotations

import logging

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

logger = logging.getLogger(__name__)
# With a page a minute a column's reports still fit into a night; a longer pause would leave a round without an end.
LONGEST_PAUSE_SECONDS = 60.0


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


class BudgetKeeper:
    """Counts every request that leaves, robots.txt and repetitions too; the last middleware before the wire."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BudgetKeeper:
        """Build the middleware; the budget comes with the spider's task."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise PostponedError for what has to wait."""
        task = getattr(self.crawler.spider, "task", None)
        if task is not None and (reason := task.budget.ask(urlparse_cached(request).netloc)):
            raise PostponedError(reason)


def pause_seconds(asked: float | None, own: float) -> float:
    """Return the seconds between two requests to a host: the longer of its wish, up to a limit, and our own."""
    return max(own, min(asked or 0.0, LONGEST_PAUSE_SECONDS))
