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
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings as ScrapySettings

from crawler.budget import Budget, open_budget
from crawler.canonical import canonical_url, directory_of, host_of, page_identity, same_host
from crawler.carrier import SharedCrawlers
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
from storage.enclosures import pages_offering
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


@dataclass(frozen=True)
class Order:
    """What one crawl is asked to do; `urls` limits it to single pages."""

    run_id: str
    now: datetime
    urls: tuple[str, ...] = ()
    everything: bool = False
    force: bool = False


def crawl(settings: Settings, store: Store, sources: Sequence[Source], order: Order, progress: Progress) -> list[str]:
    """Crawl the sources, or single pages of them, and close each one's visit; return those that have none."""
    start_run(store, order.run_id, "crawler", order.now, order.now)
    save_sources(store, sources)
    for name in forget_lost_files(store, settings.archive_folder):
        LOG.warning("%s is lost; its pages are fetched whole (`fazhi archive verify` says which)", name)
    tasks = plan(store, sources, order)
    clock = ticking(order.now)
    budget = open_budget(store, settings.crawl, clock)
    keeper = Keeper(store, settings.archive_folder, order.run_id, clock, about(settings.crawl))
    try:
        lost = _run(settings, [replace(task, budget=budget) for task in tasks], keeper, budget, progress)
    finally:
        budget.note()
        keeper.close()
    return [*lost, *keeper.lost]


def plan(store: Store, sources: Sequence[Source], order: Order) -> list[Task]:
    """Return the tasks: each source whole, or single pages of the source that listed them, else of the nearest column.

    A page's address that is a column's own means that source whole, that of a file the pages that offer it: what a
    file says is theirs. Raises ConfigError for a page nobody watches.
    """
    if not order.urls:
        return [Task(source, order.now, (), order.everything, order.force) for source in sources]
    by_slug = {source.slug: source for source in sources}
    columns = {page_identity(canonical_url(source.url)): source.slug for source in sources}
    urls = _with_their_pages(store, [_page_url(url) for url in order.urls])
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


def _with_their_pages(store: Store, urls: Sequence[str]) -> list[str]:
    """Return the addresses, each once, with the pages that offer a file in the place of the file's own."""
    files = [url for url, record in find_pages(store, urls).items() if record.role == "attachment"]
    offered = pages_offering(store, files) if files else {}
    return list(dict.fromkeys(page for url in urls for page in offered.get(url, (url,))))


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


@dataclass
class Crowd:
    """The sources of one crawl, those of one host in a row; `lost` are those whose visit could not be closed."""

    hosts: list[list[Task]]
    crawlers: SharedCrawlers
    keeper: Keeper
    progress: Progress
    lost: list[str] = field(default_factory=list)

    async def walk_all(self, at_once: int) -> None:
        """Walk the hosts, so many at once."""
        await asyncio.gather(*(self._walk_hosts() for _ in range(min(at_once, len(self.hosts)))))
        await self.crawlers.close()

    async def _walk_hosts(self) -> None:
        while self.hosts:
            tasks = self.hosts.pop()
            for task in tasks:
                await self._walk(task)
            for task in tasks:
                self.crawlers.leave(task.source)

    async def _walk(self, task: Task) -> None:
        slug = task.source.slug
        if reason := task.budget.why_closed(host_of(task.source.url)):
            LOG.warning("%s is not looked at: %s", slug, reason)
            return
        self.progress.started(slug)
        spider = SPIDERS[task.source.platform](task, self.keeper, self.progress)
        await self.crawlers.walk(spider)
        if not close_well(spider):
            self.lost.append(slug)


def _run(settings: Settings, tasks: Sequence[Task], keeper: Keeper, budget: Budget, progress: Progress) -> list[str]:
    process = open_process(settings.crawl)
    hosts: dict[str, list[Task]] = {}
    for task in tasks:
        hosts.setdefault(host_of(task.source.url).removeprefix("www."), []).append(task)
    if not hosts:
        return []
    crowd = Crowd(list(hosts.values())[::-1], SharedCrawlers(process, budget), keeper, progress)
    running = asyncio.get_event_loop().create_task(crowd.walk_all(settings.crawl.concurrent_hosts))
    running.add_done_callback(_stop_reactor)
    # A signal ends the process at once: everything is kept in small transactions, and an unfinished visit has no
    # outcome rather than a wrong one. Scrapy's own handlers would first wait for every request in flight.
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, _frame: os._exit(128 + number))
    process.start(stop_after_crawl=False, install_signal_handlers=False)
    running.result()
    return crowd.lost


def close_well(spider: ColumnSpider) -> bool:
    """Close a source's visit; where that fails, tell it as failed, and return False where even that cannot be kept."""
    try:
        spider.closed("finished")
    except Exception as error:
        LOG.exception("%s: its visit cannot be closed", spider.source.slug)
        try:
            spider.close_as_failed(error)
        except Exception:
            LOG.exception("%s: that its visit failed cannot be kept either", spider.source.slug)
            return False
    return True


def _stop_reactor(_: object) -> None:
    from twisted.internet import reactor  # noqa: PLC0415 (importing it chooses the reactor)
    from twisted.internet.error import ReactorNotRunning  # noqa: PLC0415

    with suppress(ReactorNotRunning):
        cast("Any", reactor).stop()  # Twisted builds its reactor at run time, its type does not know how
