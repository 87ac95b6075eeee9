"""Rounds over lists that stand as they were: what is not done again, and what is done all the same."""

from __future__ import annotations

import sqlite3
from itertools import pairwise
from pathlib import Path

from crawler.crawling import close_well
from crawler.keep import Keeper
from crawler.progress import Progress
from crawler.spiders.static_list import StaticListSpider
from crawler.walk import Task
from storage.database import open_store
from storage.model import Source
from storage.pages import save_sources
from storage.runs import start_run, visits_of_run
from storage.schema import bring_up_to_date
from storage.settled import settled_lists
from storage.vocabulary import Outcome
from tests.crawler.conftest import START, Crawling
from tests.crawler.portal import Portal, article, list_page

WORKS = tuple((f"/zs/2025{n:02d}.html", f"云岭县2025年植树工作安排第{n}号", f"2025-03-{n:02d}") for n in range(1, 21))
REPORT = ("/zs/202601.html", "云岭县2025年法治政府建设情况报告", "2026-01-20")


def serve_works(portal: Portal) -> None:
    portal.put("/zs/", list_page(*WORKS))


def is_settled(crawling: Crawling) -> bool:
    store = crawling.store()
    try:
        return bool(settled_lists(store))
    finally:
        store.close()


def unsettled_rows(crawling: Crawling) -> None:
    """Take the entries of the settled list away, so that only a reading would bring them back."""
    with sqlite3.connect(crawling.folder / "fazhi.db") as connection:
        connection.execute("DELETE FROM page WHERE role = 'article'")
    connection.close()


def test_an_unchanged_list_is_not_read_again_and_its_visit_says_the_same(portal: Portal, crawling: Crawling) -> None:
    serve_works(portal)
    crawling.watch("zs", f"{portal.url}/zs/")
    first = crawling.run()["zs"]
    assert is_settled(crawling)
    unsettled_rows(crawling)
    second = crawling.run()["zs"]
    assert (second.outcome, second.reason, second.counts) == (first.outcome, first.reason, first.counts)
    assert set(crawling.pages("zs")) == {"/zs/"}


def test_a_list_sent_whole_with_the_same_bytes_is_not_read_again_either(portal: Portal, crawling: Crawling) -> None:
    serve_works(portal)
    crawling.watch("zs", f"{portal.url}/zs/")
    crawling.run()
    unsettled_rows(crawling)
    portal.pages["/zs/"].tag = '"anew"'
    assert crawling.run()["zs"].outcome is Outcome.NOTHING
    assert set(crawling.pages("zs")) == {"/zs/"}
    portal.paths()
    crawling.run()
    assert portal.paths() == [("/zs/", 304)]


def test_a_new_entry_of_a_settled_list_is_got(portal: Portal, crawling: Crawling) -> None:
    serve_works(portal)
    crawling.watch("zs", f"{portal.url}/zs/")
    crawling.run()
    portal.put("/zs/", list_page(REPORT, *WORKS))
    portal.put(REPORT[0], article(REPORT[1]))
    assert crawling.run()["zs"].reason == "21 entries, 1 new, 0 changed, 0 unchanged"


def test_a_declaration_that_changed_has_the_list_read_again(portal: Portal, crawling: Crawling) -> None:
    serve_works(portal)
    crawling.watch("zs", f"{portal.url}/zs/")
    crawling.run()
    crawling.blocks.clear()
    crawling.watch("zs", f"{portal.url}/zs/", minimum_items=30)
    visit = crawling.run()["zs"]
    assert (visit.outcome, visit.reason.partition(",")[0]) == (Outcome.SUSPECT, "the list has 20 entries")


def test_an_entry_that_could_not_be_got_leaves_the_list_unsettled(portal: Portal, crawling: Crawling) -> None:
    portal.put("/zs/", list_page(REPORT, *WORKS))
    crawling.watch("zs", f"{portal.url}/zs/")
    assert crawling.run()["zs"].counts["dead"] == 1
    assert not is_settled(crawling)
    portal.put(REPORT[0], article(REPORT[1]))
    assert crawling.run()["zs"].counts["new"] == 1


def test_a_host_is_asked_once_per_delay_over_all_its_sources(portal: Portal, crawling: Crawling) -> None:
    for name in ("eins", "zwei", "drei"):
        portal.put(f"/{name}/", list_page(*WORKS))
        crawling.watch(name, f"{portal.url}/{name}/")
    settings = crawling.write_settings()
    text = settings.read_text(encoding="utf-8").replace("delay_seconds = 0\n", "delay_seconds = 0.2\n")

    def slow(crawl: str = "") -> Path:
        settings.write_text(text + crawl, encoding="utf-8")
        return settings

    crawling.write_settings = slow  # type: ignore[method-assign]
    crawling.run()
    paths = [asked.path for asked in portal.asked]
    assert paths == ["/robots.txt", "/eins/", "/zwei/", "/drei/"]
    moments = [asked.at for asked in portal.asked]
    # The portal notes an arrival when its thread gets to it: on a busy machine the second of two may seem too near.
    assert min(after - before for before, after in pairwise(moments)) > 0.1
    assert moments[-1] - moments[0] > 0.5


def test_a_page_without_a_word_of_chinese_is_no_empty_column(portal: Portal, crawling: Crawling) -> None:
    portal.put("/zs/", "<html><head><title>nginx</title></head><body><h1>Welcome to nginx!</h1></body></html>")
    crawling.watch("zs", f"{portal.url}/zs/")
    visit = crawling.run()["zs"]
    assert visit.outcome is Outcome.SUSPECT
    assert "has no word of Chinese" in visit.reason


def test_a_visit_that_cannot_be_closed_is_told_as_failed(crawling: Crawling) -> None:
    store = open_store(f"sqlite:///{crawling.folder / 'own.db'}")
    bring_up_to_date(store, START)
    source = Source(slug="zs", url="http://zs.gov.cn/zs/")
    save_sources(store, [source])
    start_run(store, "r", "test", START, START)

    class Broken(StaticListSpider):
        @property
        def may_be_mute(self) -> bool:
            raise KeyError("gone")

    keeper = Keeper(store, crawling.folder / "archive", "r", lambda: START)
    try:
        assert close_well(Broken(Task(source, START), keeper, Progress(None)))
        (visit,) = visits_of_run(store, "r")
    finally:
        keeper.close()
        store.close()
    assert (visit.outcome, visit.reason) == (Outcome.FAILED, "internal error at the end of the visit: KeyError('gone')")
