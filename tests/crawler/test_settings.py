"""How the crawler behaves on the wire."""

from __future__ import annotations

from crawler.retry import wait_seconds
from crawler.settings import scrapy_settings
from storage.settings import CrawlSettings


def test_the_doors_are_shut_and_the_rules_are_kept() -> None:
    made = scrapy_settings(CrawlSettings(contact="ops@yl.example", timeout_seconds=9))
    wanted = {
        "ROBOTSTXT_OBEY": True,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "HTTPCACHE_ENABLED": False,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_TIMEOUT": 9,
        "DOWNLOAD_MAXSIZE": 20 * 1024 * 1024,
        "DOWNLOAD_DELAY": 2.0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "COOKIES_ENABLED": True,
    }
    assert {name: made[name] for name in wanted} == wanted
    assert made["USER_AGENT"].startswith("FazhiWatch/")
    assert made["USER_AGENT"].endswith(" (+contact: ops@yl.example)")
    assert not {403, 412, 521} & set(made["RETRY_HTTP_CODES"])


def test_without_a_delay_several_pages_of_a_host_are_asked_at_once() -> None:
    assert scrapy_settings(CrawlSettings(delay_seconds=0))["CONCURRENT_REQUESTS_PER_DOMAIN"] == 8


def test_retry_after_is_obeyed_within_reason_and_pauses_double() -> None:
    assert wait_seconds("7", 0, 2.0) == 7.0
    assert wait_seconds("86400", 0, 2.0) is None
    assert [wait_seconds("", tries, 2.0) for tries in range(3)] == [2.0, 4.0, 8.0]
    assert wait_seconds("soon", 0, 0) == 0.5
