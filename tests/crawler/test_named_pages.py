"""Single addresses that were asked for by name: the page alone, a column whole, and who is nobody's."""

from __future__ import annotations

import subprocess
import sys

from storage.vocabulary import Outcome
from tests.crawler.conftest import Crawling
from tests.crawler.portal import REPORTS, Portal, article, serve_reports


def test_one_named_page_is_asked_for_alone(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    portal.put(REPORTS[1][0], article(REPORTS[1][1], 99))
    portal.paths()
    visit = crawling.run("--url", portal.url + REPORTS[1][0])["yunling"]
    assert (visit.outcome, visit.counts["changed"]) == (Outcome.FOUND, 1)
    assert portal.paths() == [(REPORTS[1][0], 200)]


def test_a_columns_own_address_asks_for_the_whole_source(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    assert crawling.run("--url", f"{portal.url}/fz/index.html")["yunling"].counts["new"] == 2


def test_a_page_that_nobody_watches_is_refused_with_the_remedy(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    settings = str(crawling.folder / "settings.toml")
    command = [sys.executable, "-m", "crawler", "crawl", "--config", settings, "--run", "r9", "--url"]
    done = subprocess.run([*command, "http://www.xl.gov.cn/a.html"], check=False, capture_output=True, text=True)
    assert (done.returncode, "add a [[source]]" in done.stderr) == (2, True)
