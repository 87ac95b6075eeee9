"""The pause that a portal asks for: takes each robots.txt as it is read, leaves its host's queue that slow.

Scrapy reads Crawl-delay and never uses it. The longer of the portal's pause and our own holds.
"""

from __future__ import annotations

import logging

from scrapy import signals
from scrapy.crawler import Crawler
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


def pause_seconds(asked: float | None, own: float) -> float:
    """Return the seconds between two requests to a host: the longer of its wish, up to a limit, and our own."""
    return max(own, min(asked or 0.0, LONGEST_PAUSE_SECONDS))
