"""Faults of this program and of its disk: each the failure of the source it befell, told with its cause."""

from __future__ import annotations

import subprocess
import sys

from storage.runs import visits_of_run
from storage.vocabulary import Outcome
from tests.crawler.conftest import START, Crawling
from tests.crawler.portal import REPORTS, Portal, list_page, serve_reports

# Spiders with a fault each: where the walk begins, in the list, in a page.
FAULTY = """
import sys
import crawler.crawling
from crawler.__main__ import main
from crawler.spiders.shanghai_hex import ShanghaiHexSpider
from crawler.spiders.trs_wcm import TrsWcmSpider
from crawler.spiders.vsb import VsbSpider

class NotBegun(ShanghaiHexSpider):
    async def start(self):
        for request in ():
            yield request
        raise KeyError("begun")

class NotRead(VsbSpider):
    def parse_list(self, response):
        raise KeyError("read")

class NotKept(TrsWcmSpider):
    def page_came(self, errand, answer, judgement):
        raise KeyError("kept")

for spider in (NotBegun, NotRead, NotKept):
    crawler.crawling.SPIDERS[spider.name] = spider
sys.exit(main(sys.argv[1:]))
"""


def test_a_fault_of_a_spider_is_its_sources_failure_and_no_others(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    portal.put("/zwgk/", list_page(REPORTS[0]))
    for slug, platform, path in (
        ("begun", "shanghai_hex", "/a/"),
        ("read", "vsb", "/zwgk/"),
        ("kept", "trs_wcm", "/zwgk/"),
        ("sound", "static_list", "/fz/"),
    ):
        crawling.watch(slug, portal.url + path, platform=platform)
    command = ["crawl", "--config", str(crawling.write_settings()), "--run", "r1", "--now", START.isoformat()]
    chosen = [part for slug in ("begun", "read", "kept", "sound") for part in ("--source", slug)]
    done = subprocess.run(
        [sys.executable, "-c", FAULTY, *command, *chosen], check=False, capture_output=True, text=True, timeout=60
    )
    store = crawling.store()
    try:
        visits = {visit.source: visit for visit in visits_of_run(store, "r1")}
    finally:
        store.close()
    assert done.returncode == 1, done.stderr
    assert {slug: visit.outcome for slug, visit in visits.items()} == {
        "begun": Outcome.FAILED,
        "read": Outcome.FAILED,
        "kept": Outcome.SUSPECT,
        "sound": Outcome.FOUND,
    }
    for slug in ("begun", "read", "kept"):
        assert f"internal error: KeyError('{slug}')" in visits[slug].reason
    assert "begun: the source cannot be begun" in done.stderr
    assert f"kept: what came from {portal.url}{REPORTS[0][0]} cannot be taken in" in done.stderr


def test_an_archive_that_cannot_be_written_is_every_sources_failure_and_keeps_no_row(
    portal: Portal, crawling: Crawling
) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    (crawling.folder / "archive").mkdir()
    (crawling.folder / "archive" / "2026").write_text("a file in the folder's place", encoding="utf-8")
    visit = crawling.run()["yunling"]
    assert visit.outcome is Outcome.FAILED
    assert f"{crawling.folder / 'archive'}: the archive cannot be written: " in visit.reason
    assert crawling.snapshots() == []
    (crawling.folder / "archive" / "2026").unlink()
    assert crawling.run()["yunling"].counts["new"] == 2
