"""What a portal asks of programs and how little it is asked: robots.txt, pauses, budget, quiet hours."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from storage.runs import source_states
from storage.vocabulary import Outcome, PageState
from tests.crawler.attachments import made
from tests.crawler.conftest import Crawling
from tests.crawler.portal import REPORTS, Page, Portal, article, list_page, serve_reports


def test_robots_txt_is_obeyed(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    portal.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /fz/\n", content_type="text/plain")
    crawling.watch("yunling", f"{portal.url}/fz/")
    visit = crawling.run()["yunling"]
    assert visit.outcome is Outcome.BLOCKED
    assert visit.reason.endswith("robots.txt asks programs not to fetch it")
    assert portal.paths() == []


def test_without_a_robots_txt_every_page_may_be_asked_for(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    del portal.pages["/robots.txt"]
    crawling.watch("yunling", f"{portal.url}/fz/")
    assert crawling.run()["yunling"].outcome is Outcome.FOUND


def test_a_host_whose_robots_txt_is_a_server_error_is_left_alone(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    portal.pages["/robots.txt"] = Page(b"broken", 503, headers={"Retry-After": "0"})
    crawling.watch("yunling", f"{portal.url}/fz/")
    visit = crawling.run()["yunling"]
    assert visit.outcome is Outcome.BLOCKED
    assert visit.reason.endswith("robots.txt answers with 503: until it can be read, nothing is asked")
    assert portal.paths() == []


def silent(handler: Any, _form: str) -> None:
    time.sleep(2)
    handler.close_connection = True


def torn(handler: Any, _form: str) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nUser-agent: *")
    handler.close_connection = True


def gone(handler: Any, _form: str) -> None:
    handler.close_connection = True


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (silent, "no whole answer in time"),
        (torn, "the answer broke off before its end"),
        (gone, "the connection was closed before an answer"),
    ],
)
def test_rules_that_cannot_be_read_are_no_permission(
    act: Callable[[Any, str], None], words: str, portal: Portal, crawling: Crawling
) -> None:
    serve_reports(portal)
    portal.put("/zwgk/", list_page(REPORTS[0]))
    portal.pages["/robots.txt"] = Page(act=act)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.watch("zwgk", f"{portal.url}/zwgk/")
    crawling.timeout = 0.3
    visits = crawling.run()
    assert {slug: visit.outcome for slug, visit in visits.items()} == dict.fromkeys(("yunling", "zwgk"), Outcome.FAILED)
    for slug, path in (("yunling", "/fz/"), ("zwgk", "/zwgk/")):
        told = f"the list cannot be got: {portal.url}{path}: robots.txt cannot be read ({words}"
        assert visits[slug].reason.startswith(told)
        assert visits[slug].reason.endswith("): until it can, nothing is asked")
    assert portal.paths() == []


def test_a_host_is_asked_again_each_round_until_its_rules_can_be_read(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    rules = portal.pages["/robots.txt"]
    outcomes = [crawling.run()["yunling"].outcome]
    portal.pages["/robots.txt"], crawling.timeout = Page(act=silent), 0.3
    outcomes += [crawling.run()["yunling"].outcome for _round in range(2)]
    store = crawling.store()
    try:
        state = source_states(store)["yunling"]
    finally:
        store.close()
    assert (state.state, "robots.txt cannot be read" in state.reason) == (Outcome.FAILED, True)
    assert state.since is not None
    assert state.last_good_at is not None
    assert state.last_good_at < state.since
    assert {page.state for page in crawling.pages("yunling").values()} == {PageState.PRESENT}
    portal.pages["/robots.txt"] = rules
    portal.put(REPORTS[0][0], article(REPORTS[0][1], 99))
    outcomes.append(crawling.run()["yunling"].outcome)
    assert outcomes == [Outcome.FOUND, Outcome.FAILED, Outcome.FAILED, Outcome.FOUND]


def test_a_file_on_a_host_whose_rules_cannot_be_read_is_a_failure_and_no_dead_link(
    portal: Portal, crawling: Crawling
) -> None:
    files = Portal()
    files.put("/robots.txt", "", act=gone)
    try:
        notice = f"<p>现将报告予以公布。</p><p><a href='{files.url}/a.pdf'>云岭县2024年法治政府建设情况报告.pdf</a></p>"
        portal.put("/fz/", list_page(REPORTS[0]))
        portal.put(REPORTS[0][0], f"<html><h1>{REPORTS[0][1]}</h1><div class='TRS_Editor'>{notice}</div></html>")
        crawling.watch("yunling", f"{portal.url}/fz/")
        crawling.allowed.append(files.host)
        visit = crawling.run()["yunling"]
        assert files.paths() == []
    finally:
        files.close()
    assert visit.outcome is Outcome.SUSPECT
    assert f"{files.url}/a.pdf (a file of {portal.url}{REPORTS[0][0]}: robots.txt cannot be read" in visit.reason


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


def test_a_file_that_the_budget_does_not_reach_waits_without_being_a_failure(
    portal: Portal, crawling: Crawling
) -> None:
    path, title, _day = REPORTS[0]
    link = "<p><a href='/a.pdf'>附件：报告全文.pdf</a></p>"
    portal.put("/fz/", list_page(REPORTS[0]))
    portal.put(path, article(title).replace("</div>", f"{link}</div>"))
    crawling.watch("yunling", f"{portal.url}/fz/")
    visit = crawling.run(crawl="daily_budget = 3")["yunling"]  # robots.txt, the list, the report
    assert (visit.outcome, visit.counts["failed"]) == (Outcome.FOUND, 0)
    spent = f"the daily budget of 3 requests to {portal.host} is spent"
    assert visit.reason.endswith(f"1 pages wait for a later round: {spent}")
    portal.pages["/a.pdf"] = Page(made.report_pdf(), content_type="application/pdf")
    portal.paths()
    crawling.run()
    assert ("/a.pdf", 200) in portal.paths()
