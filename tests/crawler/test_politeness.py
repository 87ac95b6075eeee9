"""What a portal asks of programs and how little it is asked: robots.txt, pauses, budget, quiet hours."""

from __future__ import annotations

from itertools import pairwise

from storage.vocabulary import Outcome
from tests.crawler.conftest import Crawling
from tests.crawler.portal import Page, Portal, serve_reports


def test_robots_txt_is_obeyed(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    portal.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /fz/\n", content_type="text/plain")
    crawling.watch("yunling", f"{portal.url}/fz/")
    visit = crawling.run()["yunling"]
    assert visit.outcome is Outcome.BLOCKED
    assert visit.reason.endswith("robots.txt asks programs not to fetch it")
    assert portal.paths() == []


def test_the_pause_that_robots_txt_asks_for_is_kept(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    portal.pages["/robots.txt"] = Page(b"User-agent: *\nCrawl-delay: 0.3\n", content_type="text/plain")
    crawling.watch("yunling", f"{portal.url}/fz/")
    assert crawling.run()["yunling"].counts["new"] == 2
    moments = [asked.at for asked in portal.asked]
    assert len(moments) == 4
    assert min(after - before for before, after in pairwise(moments)) > 0.25


def test_a_spent_budget_lets_looks_wait_and_says_so(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    visit = crawling.run(crawl="daily_budget = 3")["yunling"]  # robots.txt, the list, one report
    assert visit.outcome is Outcome.FOUND
    wait = f"the daily budget of requests to {portal.host} does not reach"
    assert visit.reason == f"2 entries, 1 new, 0 changed, 0 unchanged; 1 new entries wait for a later round: {wait}"
    assert crawling.run(crawl="daily_budget = 1") == {}
    assert f"yunling is not looked at: the daily budget of 1 requests to {portal.host} is spent" in crawling.said
    assert crawling.run()["yunling"].counts["new"] == 1


def test_in_quiet_hours_no_portal_is_asked(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    assert crawling.run(crawl='quiet_hours = ["00:00-12:00"]') == {}  # it is half past nine in China
    assert portal.paths() == []
    assert crawling.run(crawl='quiet_hours = ["12:00-23:59"]')["yunling"].outcome is Outcome.FOUND
