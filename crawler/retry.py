"""Asking once more: takes answers of trouble and network errors, leaves a later second and third request.

Scrapy's own retry asks again at once and does not read Retry-After; both are unkind to a portal in trouble.
"""

from __future__ import annotations

import asyncio
import time
from email.utils import parsedate_to_datetime

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Request, Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.guard import GuardedResolver

# Longer than this a round does not wait for one portal; the page is told as failed and asked for in the next round.
LONGEST_WAIT_SECONDS = 120.0
SHORTEST_WAIT_SECONDS = 0.5
PASSING_ERRORS = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    OSError,
)


class PatientRetry:
    """Waits before asking again: as long as Retry-After says, else twice as long each time."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.statuses = frozenset(int(status) for status in crawler.settings.getlist("RETRY_HTTP_CODES"))
        self.pace = crawler.settings.getfloat("DOWNLOAD_DELAY")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PatientRetry:
        """Build the middleware from the settings."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the answer, or after a pause the same request again."""
        if response.status not in self.statuses:
            return response
        asked = (response.headers.get("Retry-After") or b"").decode("latin-1")
        return await self._again(request, f"status {response.status}", asked) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Return the request again after a pause, or None where the error stands.

        A timeout is tried once more only: it has already cost a page's whole time.
        """
        if not isinstance(exception, PASSING_ERRORS) or urlparse_cached(request).hostname in GuardedResolver.refused:
            return None
        if isinstance(exception, DownloadTimeoutError) and _tries(request) >= 1:
            return None
        return await self._again(request, type(exception).__name__, "")

    async def _again(self, request: Request, reason: str, retry_after: str) -> Request | None:
        wait = wait_seconds(retry_after, _tries(request), self.pace, time.time())
        assert self.crawler.spider is not None
        if wait is None:
            return None
        again = get_retry_request(request, spider=self.crawler.spider, reason=reason, give_up_log_level="DEBUG")
        if again is not None:
            await asyncio.sleep(wait)
        return again


def wait_seconds(retry_after: str, tries: int, pace: float, now: float) -> float | None:
    """Return the pause before the next try, or None where the portal asks for a longer one than a round can wait.

    Retry-After is a number of seconds or a date (RFC 9110, 10.2.3); `now` is in seconds since 1970.
    """
    backing_off = float(max(pace, SHORTEST_WAIT_SECONDS) * 2.0**tries)
    asked = _asked_seconds(retry_after.strip(), now)
    if asked is None:
        return backing_off
    if asked > LONGEST_WAIT_SECONDS:
        return None
    return asked if retry_after.strip().isdigit() else max(asked, backing_off)


def _asked_seconds(retry_after: str, now: float) -> float | None:
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:12])
    try:
        return parsedate_to_datetime(retry_after).timestamp() - now
    except (ValueError, OverflowError, OSError):
        return None


def _tries(request: Request) -> int:
    return int(request.meta.get("retry_times", 0))
