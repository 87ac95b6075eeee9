"""Visits that cannot be kept: the crawl says so by its exit code, and other sources' visits stand."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

from storage.model import Visit
from storage.runs import visits_of_run
from storage.vocabulary import Outcome
from tests.crawler.conftest import START, Crawling
from tests.crawler.portal import REPORTS, Portal, list_page, serve_reports
from tests.forked import run_crawler

WORKS = tuple((f"/zs/2025{n:02d}.html", f"云岭县2025年植树工作安排第{n}号", f"2025-03-{n:02d}") for n in range(1, 9))


def refuse(crawling: Crawling, condition: str, body: str = "SELECT RAISE(ABORT, 'no such value')") -> None:
    """Let the store refuse some visits, as it does one that no column takes."""
    with sqlite3.connect(crawling.folder / "fazhi.db") as connection:
        connection.execute("DROP TRIGGER IF EXISTS poison")
        connection.execute(f"CREATE TRIGGER poison BEFORE INSERT ON visit WHEN {condition} BEGIN {body}; END")
    connection.close()


def crawl(crawling: Crawling, run_id: str, day: int) -> tuple[int, dict[str, Visit]]:
    """Crawl everything; return the exit code and the visits that were kept."""
    now = (START + timedelta(days=day)).isoformat()
    command = ["crawl", "--config", str(crawling.folder / "settings.toml"), "--run", run_id, "--now", now]
    chosen = [part for slug in ("yunling", "zs", "zwgk") for part in ("--source", slug)]
    code, crawling.said = run_crawler([*command, *chosen], crawling.folder / "said.txt")
    store = crawling.store()
    try:
        return code, {visit.source: visit for visit in visits_of_run(store, run_id)}
    finally:
        store.close()


def test_a_store_that_takes_no_visit_breaks_the_crawl_off_and_the_next_one_has_them(
    portal: Portal, crawling: Crawling
) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.watch("zs", f"{portal.url}/leer/")
    crawling.watch("zwgk", f"{portal.url}/auch/")
    crawling.run()
    refuse(crawling, "1", "DELETE FROM no_such_table")
    assert crawl(crawling, "refused", 2) == (3, {})
    assert "zs: that its visit failed cannot be kept either: " in crawling.said
    assert "no such table: main.no_such_table" in crawling.said
    refuse(crawling, "0")
    assert len(crawl(crawling, "mended", 3)[1]) == 3


def test_a_visit_that_cannot_be_kept_breaks_the_crawl_off_and_takes_no_other_along(
    portal: Portal, crawling: Crawling
) -> None:
    serve_reports(portal)
    portal.put("/zs/", list_page(*WORKS))
    portal.put("/zwgk/", list_page(REPORTS[0]))
    for slug, path in (("yunling", "/fz/"), ("zs", "/zs/"), ("zwgk", "/zwgk/")):
        crawling.watch(slug, portal.url + path)
    crawling.run()
    refuse(crawling, "NEW.source IN ('yunling', 'zs')")  # a visit of its own, and one of a settled list's batch
    code, visits = crawl(crawling, "refused", 2)
    assert code == 3
    assert {slug: visit.outcome for slug, visit in visits.items()} == {"zwgk": Outcome.UNCHANGED}
    assert "yunling: that its visit failed cannot be kept either" in crawling.said
    assert "zs: its visit cannot be kept" in crawling.said
    refuse(crawling, "NEW.source IN ('yunling', 'zs') AND NEW.outcome <> 'failed'")
    code, visits = crawl(crawling, "told", 3)
    assert code == 1
    assert {slug: visit.outcome for slug, visit in visits.items()} == {
        "yunling": Outcome.FAILED,
        "zs": Outcome.FAILED,
        "zwgk": Outcome.UNCHANGED,
    }
    assert "no such value" in visits["zs"].reason
    refuse(crawling, "0")
    code, visits = crawl(crawling, "mended", 4)
    assert (code, {visit.outcome for visit in visits.values()}) == (0, {Outcome.UNCHANGED})
