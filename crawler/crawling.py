"""One crawling process: takes the sources and pages to look at, leaves each source's visit closed.

All sources go at once, `concurrent_hosts` of them at most; sources of one host go one after another, so that the pause
between two requests holds for the host and not only for each source.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings as ScrapySettings

from crawler.budget import open_budget
from crawler.canonical import canonical_url, directory_of, host_of, page_identity, same_host
from crawler.keep import Keeper
from crawler.progress import Progress
from crawler.settings import about, scrapy_settings
from crawler.spiders.column import ColumnSpider
from crawler.spiders.epoint_ewb import EpointEwbSpider
from crawler.spiders.gkmlpt import GkmlptSpider
from crawler.spiders.hanweb_jpage import HanwebJpageSpider
from crawler.spiders.hanweb_unit import HanwebUnitSpider
from crawler.spiders.hanweb_xxgk import HanwebXxgkSpider
from crawler.spiders.lonsun import LonsunSpider
from crawler.spiders.nfcms import NfcmsSpider
from crawler.spiders.shanghai_hex import ShanghaiHexSpider
from crawler.spiders.static_list import StaticListSpider
from crawler.spiders.trs_wcm import TrsWcmSpider
from crawler.spiders.ucap import UcapSpider
from crawler.spiders.vsb import VsbSpider
from crawler.walk import Task
from storage.database import Store
from storage.errors import ConfigError
from storage.inspection import forget_lost_files
from storage.model import Source
from storage.pages import find_pages, save_sources
from storage.runs import start_run
from storage.settings import CrawlSettings, Settings

LOG = logging.getLogger("fazhi.crawl")
SPIDERS: dict[str, type[ColumnSpider]] = {
    spider.name: spider
    for spider in (
        StaticListSpider,
        TrsWcmSpider,
        HanwebJpageSpider,
        HanwebUnitSpider,
        HanwebXxgkSpider,
        GkmlptSpider,
        NfcmsSpider,
        UcapSpider,
        LonsunSpider,
        EpointEwbSpider,
        ShanghaiHexSpider,
        VsbSpider,
    )
}


TLS_SETTINGS: dict[str, dict[str, object]] = {
    "certificate": {"DOWNLOAD_VERIFY_CERTIFICATES": False},
    "legacy": {"DOWNLOAD_TLS_MIN_VERSION": "TLSv1.0", "DOWNLOADER_CLIENT_TLS_CIPHERS": "DEFAULT:@SECLEVEL=0"},
}


@dataclass(frozen=True)
class Order:
    """What one crawl is asked to do; `urls` limits it to single pages."""

    run_id: str
    now: datetime
    urls: tuple[str, ...] = ()
    everything: bool = False
    force: bool = False


def crawl(settings: Settings, store: Store, sources: Sequence[Source], order: Order, progress: Progress) -> None:
    """Crawl the sources, or single pages of them, and close each one's visit."""
    start_run(store, order.run_id, "crawler", order.now, order.now)
    save_sources(store, sources)
    for name in forget_lost_files(store, settings.archive_folder):
        LOG.warning("%s is lost; its pages are fetched whole (`fazhi archive verify` says which)", name)
    tasks = plan(store, sources, order)
    clock = ticking(order.now)
    budget = open_budget(store, settings.crawl, clock)
    keeper = Keeper(store, settings.archive_folder, order.run_id, clock, about(settings.crawl))
    try:
        _run(settings, [replace(task, budget=budget) for task in tasks], keeper, progress)
    finally:
        keeper.close()
        budget.note()


def plan(store: Store, sources: Sequence[Source], order: Order) -> list[Task]:
    """Return the tasks: each source whole, or single pages of the source that listed them, else of the nearest column.

    A page's address that is a column's own means that source whole. Raises ConfigError for a page nobody watches.
    """
    if not order.urls:
        return [Task(source, order.now, (), order.everything, order.force) for source in sources]
    by_slug = {source.slug: source for source in sources}
    columns = {page_identity(canonical_url(source.url)): source.slug for source in sources}
    urls = [_page_url(url) for url in order.urls]
    known = find_pages(store, urls)
    pages: dict[str, list[str]] = {}
    for url in urls:
        column = columns.get(page_identity(url))
        owner = column or (known[url].source if url in known else nearest_source(url, sources))
        if owner not in by_slug:
            raise ConfigError(f"--url {url}: no watched source has listed it or stands on its host; add a [[source]]")
        pages.setdefault(owner, []).extend([] if column else [url])
    return [
        Task(by_slug[slug], order.now, tuple(asked), order.everything, order.force) for slug, asked in pages.items()
    ]


def _page_url(url: str) -> str:
    try:
        return canonical_url(url)
    except ValueError as error:
        raise ConfigError(f"--url {url}: {error}") from error


def nearest_source(url: str, sources: Iterable[Source]) -> str | None:
    """Return the source whose column shares most of its path with a page of the same host, or None."""
    candidates = [(_shared(url, source.url), source.slug) for source in sources if same_host(url, source.url)]
    return max(candidates, default=(0, None), key=lambda pair: pair[0])[1]


def ticking(now: datetime) -> Callable[[], datetime]:
    """Return a clock that starts at the round's moment and goes on with the machine's."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)


def _shared(url: str, column: str) -> int:
    steps = zip(directory_of(url).split("/"), directory_of(column).split("/"), strict=False)
    count = 0
    for one, other in steps:
        if one != other:
            break
        count += 1
    return count


class SharedSettings(ScrapySettings):
    """Scrapy's settings, copied for each source without what lies inside them: the deep copy is a tenth of a sweep."""

    def copy(self) -> SharedSettings:
        """Return settings that may be set anew, key by key, without the others hearing of it."""
        twin = copy(self)
        twin.attributes = {name: copy(value) for name, value in self.attributes.items()}
        return twin


def open_process(crawl: CrawlSettings) -> AsyncCrawlerProcess:
    """Return the process that runs spiders, as talkative as this process is told to be and no more."""
    process = AsyncCrawlerProcess(SharedSettings(scrapy_settings(crawl)))
    for name in ("scrapy", "twisted"):  # what no handler takes need not be made: a line for every page costs a tenth
        logging.getLogger(name).setLevel(logging.getLogger().level)
    return process


def open_crawler(process: AsyncCrawlerProcess, source: Source) -> Crawler:
    """Return the crawler of one source; its exceptions from strict TLS hold for it alone and are logged."""
    crawler = process.create_crawler(SPIDERS[source.platform])
    for exception in source.tls_exceptions:
        LOG.warning("%s: tls_exceptions: %s: its answers are less sure to be the portal's", source.slug, exception)
        for name, value in TLS_SETTINGS[exception].items():
            crawler.settings.set(name, value, priority="spider")
    return crawler


def _run(settings: Settings, tasks: Sequence[Task], keeper: Keeper, progress: Progress) -> None:
    process = open_process(settings.crawl)
    hosts: dict[str, list[Task]] = {}
    for task in tasks:
        hosts.setdefault(host_of(task.source.url).removeprefix("www."), []).append(task)
    queue = list(hosts.values())[::-1]

    async def work() -> None:
        while queue:
            for task in queue.pop():
                if reason := task.budget.why_closed(host_of(task.source.url)):
                    LOG.warning("%s is not looked at: %s", task.source.slug, reason)
                    continue
                progress.started(task.source.slug)
                await process.crawl(open_crawler(process, task.source), task=task, keeper=keeper, progress=progress)

    async def all_work() -> None:
        workers = min(settings.crawl.concurrent_hosts, len(queue))
        await asyncio.gather(*(work() for _ in range(workers)))

    if not queue:
        return
    running = asyncio.get_event_loop().create_task(all_work())
    running.add_done_callback(_stop_reactor)
    # A signal ends the process at once: everything is kept in small transactions, and an unfinished visit has no
    # outcome rather than a wrong one. Scrapy's own handlers would first wait for every request in flight.
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, _frame: os._exit(128 + number))
    process.start(stop_after_crawl=False, install_signal_handlers=False)
    running.result()


def _stop_reactor(_: object) -> None:
    from twisted.internet import reactor  # noqa: PLC0415 (importing it chooses the reactor)
    from twisted.internet.error import ReactorNotRunning  # noqa: PLC0415

    with suppress(ReactorNotRunning):
        cast("Any", reactor).stop()  # Twisted builds its reactor at run time, its type does not know how
