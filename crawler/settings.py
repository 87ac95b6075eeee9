"""How the crawler behaves on the wire: takes the [crawl] settings, leaves Scrapy's.

Off by purpose: Scrapy's HTTP cache (its heuristic freshness would never see a changed page; the store keeps our own
validators), the job directory (not safe against a kill; the store is), the telnet console and the remote control (both
let a local user run code in the process).
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from crawler.guard import AllowedHosts
from storage.settings import CrawlSettings

# The largest report page seen is under 1 MB; 20 MB leaves room for scanned attachments.
MOST_BYTES = 20 * 1024 * 1024
# Without a delay (loopback, a portal of one's own) several at once; with one, never two at once on a host.
PARALLEL_WITHOUT_DELAY = 8
# All sources share one crawler: the room of one that waits for its retries is not taken from the others.
REQUESTS_PER_SOURCE = 32
RETRIED_STATUSES = [500, 502, 503, 504, 522, 524, 408, 429]


def scrapy_settings(crawl: CrawlSettings) -> dict[str, Any]:
    """Return Scrapy's settings for one crawling process.

    408, 429 and 5xx and network errors are asked again twice; never 403, 412 and 521: asking again only hardens a
    protection system.
    """
    parallel = 1 if crawl.delay_seconds > 0 else PARALLEL_WITHOUT_DELAY
    return {
        "USER_AGENT": user_agent(crawl),
        "ROBOTSTXT_OBEY": True,
        "DOWNLOAD_DELAY": crawl.delay_seconds,
        "DOWNLOAD_DELAY_JITTER": 0,
        "CONCURRENT_REQUESTS": REQUESTS_PER_SOURCE * crawl.concurrent_hosts,
        "CONCURRENT_ITEMS": 1,  # we make no items, yet Scrapy starts this many tasks for every answer
        "CONCURRENT_REQUESTS_PER_DOMAIN": parallel,
        "DOWNLOAD_TIMEOUT": crawl.timeout_seconds,
        "DOWNLOAD_MAXSIZE": MOST_BYTES,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "HTTPCACHE_ENABLED": False,
        "COOKIES_ENABLED": True,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "WARN_ON_GENERATOR_RETURN_VALUE": False,  # it reads the source of each source's callbacks anew
        "RETRY_TIMES": 2,
        "RETRY_HTTP_CODES": RETRIED_STATUSES,
        "REDIRECT_MAX_TIMES": 10,
        "TWISTED_DNS_RESOLVER": "crawler.guard.GuardedResolver",
        "FAZHI_ALLOW_HOSTS": AllowedHosts(crawl.allow_hosts),
        "DOWNLOAD_HANDLERS": {"http": "crawler.bounds.CarefulHandler", "https": "crawler.bounds.CarefulHandler"},
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "crawler.pace.RobotsKeeper": 100,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,  # ours below waits
            "crawler.retry.PatientRetry": 550,
            "crawler.guard.HostGuard": 1,
            "crawler.pace.BudgetKeeper": 950,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
            "crawler.bounds.CarefulUnpacking": 590,
            "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
            "crawler.hops.HopKeeper": 600,
            "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
            "crawler.bounds.CarefulRefresh": 580,
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # HostGuard is stricter
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
            "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
        },
        "SPIDER_MIDDLEWARES": {  # the walk has its own plan, and an address its own limit
            "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
            "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
            "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
        },
        # None of Scrapy's own: switched off they are imported all the same, a quarter of a second in every round.
        "EXTENSIONS_BASE": {},
        "EXTENSIONS": {"crawler.bounds.Allowance": 0, "crawler.pace.RobotsPace": 0},
    }


def user_agent(crawl: CrawlSettings) -> str:
    """Return the name that portals see, with the contact."""
    return f"FazhiWatch/{_version()} (+contact: {crawl.contact})"


def about(crawl: CrawlSettings) -> dict[str, str]:
    """Return what opens each archive file: who fetched, with what, under which rules (WARC 1.1, annex B)."""
    return {
        "software": f"FazhiWatch/{_version()}",
        "operator": crawl.contact,
        "http-header-user-agent": user_agent(crawl),
        "robots": "obey",
    }


def _version() -> str:
    return ".".join(version("fazhi-watch").split(".")[:2])
