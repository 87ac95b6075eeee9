"""Files of articles that go, come back or are asked for by their own address, over several rounds."""

from __future__ import annotations

from storage.vocabulary import Outcome, PageState
from tests.crawler.attachments import made
from tests.crawler.conftest import Crawling
from tests.crawler.portal import Portal
from tests.crawler.test_attachments import ARTICLE, LIST, clean, covering, current_document, pdf, serve

FILE = "/a/b.pdf"


def watch(portal: Portal, crawling: Crawling) -> None:
    """Hold a report that stands in a file."""
    serve(portal, covering((FILE, "报告全文")), {FILE: pdf(made.report_pdf())})
    crawling.watch("yuanping", f"{portal.url}{LIST}")
    crawling.run()
    clean(crawling)
    portal.paths()


def test_the_address_of_a_file_asks_for_the_page_that_offers_it(portal: Portal, crawling: Crawling) -> None:
    watch(portal, crawling)
    assert crawling.run("--url", portal.url + FILE)["yuanping"].outcome is Outcome.UNCHANGED
    assert portal.paths() == [(FILE, 304), (ARTICLE, 304)]
    portal.pages[FILE] = pdf(made.report_pdf([line.replace("127件", "172件") for line in made.REPORT]))
    visit = crawling.run("--url", portal.url + FILE, "--url", portal.url + ARTICLE, "--force")["yuanping"]
    assert (visit.outcome, visit.counts["changed"]) == (Outcome.FOUND, 1)
    assert portal.paths() == [(FILE, 200), (ARTICLE, 200)]
    clean(crawling)
    assert "172件" in current_document(crawling).body["text"]


def test_a_file_that_is_gone_is_missing_first_then_removed_and_may_come_back(
    portal: Portal, crawling: Crawling
) -> None:
    watch(portal, crawling)
    file = portal.pages.pop(FILE)
    states = []
    plain = ("--source", "yuanping")  # the second look comes though a page of this age is due once a week
    for page, arguments in ((None, ()), (None, plain), (file, ())):
        portal.pages |= {FILE: page} if page else {}
        visit = crawling.run(*arguments)["yuanping"]
        assert visit.outcome is Outcome.UNCHANGED
        assert (f"{portal.url}{FILE} (status 404" in visit.reason) is (page is None)
        known = crawling.pages("yuanping")
        states.append((known[FILE].state, known[ARTICLE].state))
        clean(crawling)
        assert current_document(crawling).body["text"].startswith(made.TITLE)
    present = PageState.PRESENT
    assert states == [(PageState.MISSING, present), (PageState.REMOVED, present), (present, present)]
