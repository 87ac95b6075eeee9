"""Pages that answer no more: missing at first, removed at the second look, and what is no removal."""

from __future__ import annotations

from storage.vocabulary import Outcome, PageState
from tests.crawler.conftest import Crawling
from tests.crawler.portal import REPORTS, Page, Portal, article, list_page, serve_reports


def test_a_held_page_is_missing_first_and_removed_at_the_second_look(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    del portal.pages[REPORTS[1][0]]
    portal.put("/fz/", list_page(REPORTS[0]))
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["missing"]) == (Outcome.UNCHANGED, 1)
    assert crawling.pages("yunling")[REPORTS[1][0]].state is PageState.MISSING
    crawling.run()
    assert crawling.pages("yunling")[REPORTS[1][0]].state is PageState.REMOVED


def test_a_page_listed_no_more_that_still_answers_is_present(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    portal.put("/fz/", list_page(REPORTS[0]))
    assert crawling.run()["yunling"].outcome is Outcome.UNCHANGED
    assert crawling.pages("yunling")[REPORTS[1][0]].state is PageState.PRESENT


def test_a_held_page_sent_home_is_missing_and_one_in_trouble_is_not(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    portal.put("/", list_page(("/a.html", "欢迎访问云岭县人民政府门户网站", "2026-01-01")))
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    portal.put("/fz/", list_page(REPORTS[0]))
    portal.put(REPORTS[1][0], "", status=302, headers={"Location": "/"})
    portal.put(REPORTS[0][0], "busy", status=503, headers={"Retry-After": "0"})
    visit = crawling.run()["yunling"]
    states = crawling.pages("yunling")
    assert visit.outcome is Outcome.SUSPECT
    assert (states[REPORTS[0][0]].state, states[REPORTS[1][0]].state) == (PageState.PRESENT, PageState.MISSING)
    assert [status for path, status in portal.paths() if path == REPORTS[0][0]].count(503) == 3


def test_pages_that_are_sent_home_while_their_list_names_them_are_no_removals(
    portal: Portal, crawling: Crawling
) -> None:
    serve_reports(portal)
    portal.put("/", list_page(("/a.html", "欢迎访问云岭县人民政府门户网站", "2026-01-01")))
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    for path, _title, _day in REPORTS:
        portal.put(path, "", status=302, headers={"Location": "/"})
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["missing"], visit.counts["failed"]) == (Outcome.SUSPECT, 0, 2)
    assert "which its list does not confirm" in visit.reason
    portal.put("/fz/", "", status=302, headers={"Location": "/"})
    assert crawling.run()["yunling"].outcome is Outcome.FAILED
    assert {crawling.pages("yunling")[path].state for path, _, _ in REPORTS} == {PageState.PRESENT}


def test_one_page_that_is_sent_home_though_listed_is_gone_where_another_answers_after_it(
    portal: Portal, crawling: Crawling
) -> None:
    serve_reports(portal)
    portal.put("/", list_page(("/a.html", "欢迎访问云岭县人民政府门户网站", "2026-01-01")))
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    for path, _title, _day in REPORTS:
        whole = portal.pages[path]
        portal.put(path, "", status=302, headers={"Location": "/"})
        visit = crawling.run()["yunling"]
        assert (visit.outcome, visit.counts["missing"]) == (Outcome.UNCHANGED, 1)
        assert crawling.pages("yunling")[path].state is PageState.MISSING
        crawling.run()
        assert crawling.pages("yunling")[path].state is PageState.REMOVED
        portal.pages[path] = whole
        crawling.run()
        assert crawling.pages("yunling")[path].state is PageState.PRESENT


def test_the_list_page_in_an_articles_place_is_no_removal(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    portal.pages[REPORTS[1][0]] = portal.pages["/fz/"]
    visit = crawling.run()["yunling"]
    assert visit.outcome is Outcome.SUSPECT
    assert "the list page came in its place" in visit.reason
    assert crawling.pages("yunling")[REPORTS[1][0]].state is PageState.PRESENT


def test_a_whole_site_that_sends_every_page_home_is_no_removal(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    portal.put("/", list_page(("/x.html", "云岭县召开会议", "2025-03-10")))
    portal.put("/fz/", list_page(("/fz/9.html", "云岭县2026年工作要点", "2026-03-10")))
    for path, _title, _day in REPORTS:
        portal.pages[path] = Page(status=302, headers={"Location": "/"})
    for _look in range(2):
        visit = crawling.run()["yunling"]
        assert visit.outcome is Outcome.SUSPECT
        assert "sent on to the front page" in visit.reason
    assert {crawling.pages("yunling")[path].state for path, *_rest in REPORTS} == {PageState.PRESENT}
    portal.put(REPORTS[1][0], article(REPORTS[1][1], 21))
    crawling.run()
    assert crawling.pages("yunling")[REPORTS[0][0]].state is PageState.MISSING
