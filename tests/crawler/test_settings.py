"""How the crawler behaves on the wire."""

from __future__ import annotations

from datetime import UTC, datetime

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
    now = datetime(2026, 3, 12, 1, 30, tzinfo=UTC).timestamp()
    assert wait_seconds("7", 0, 2.0, now) == 7.0
    assert wait_seconds("86400", 0, 2.0, now) is None
    assert wait_seconds("9" * 5000, 0, 2.0, now) is None
    assert [wait_seconds("", tries, 2.0, now) for tries in range(3)] == [2.0, 4.0, 8.0]
    for unreadable in ("soon", "-5", "²", "Thu, 99 Foo 2026 01:30:40 GMT", "Thu, 12 Mar 99999 01:30:40 GMT"):
        assert wait_seconds(unreadable, 0, 0, now) == 0.5


def test_a_portal_may_name_the_moment_instead_of_the_seconds() -> None:
    now = datetime(2026, 3, 12, 1, 30, tzinfo=UTC).timestamp()
    assert wait_seconds("Thu, 12 Mar 2026 01:30:40 GMT", 0, 2.0, now) == 40.0
    assert wait_seconds("Thu, 12 Mar 2026 09:30:40 +0800", 0, 2.0, now) == 40.0
    assert wait_seconds("Thu, 12 Mar 2026 05:30:00 GMT", 0, 2.0, now) is None
    assert wait_seconds("Thu, 12 Mar 2026 01:00:00 GMT", 1, 2.0, now) == 4.0
