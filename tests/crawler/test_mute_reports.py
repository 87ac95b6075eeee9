"""Reports that were published and cannot be read: each told by name in every round, never as empty or unchanged."""

from __future__ import annotations

import pytest

from storage.model import Visit
from storage.runs import visits_of_run
from storage.vocabulary import Outcome, PageState
from tests.crawler.attachments import made
from tests.crawler.conftest import Crawling
from tests.crawler.portal import Page, Portal, article, list_page
from tests.crawler.test_attachments import ARTICLE, LIST, TITLE, clean, covering, current_document, serve

RTF = rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 SimSun;}}\f0\fs32 \'d4\'c6\'c1\'eb\'cf\'d8\par}"
RAR = b"Rar!\x1a\x07\x01\x00" + bytes(range(256)) * 4
RTF_TOLD = "an RTF file; save it as DOCX and `fazhi read` that"
RAR_TOLD = "a RAR archive, which this program does not unpack; unpack it by hand and give its files to `fazhi read`"
SCANS = "".join(f"<p><img src='./W0202503{n}1.jpg'></p>" for n in "456")
PICTURES = f"<html><title>{TITLE}</title><body><h1>{TITLE}</h1><div class='TRS_Editor'>{SCANS}</div></body></html>"
PICTURES_TOLD = "its text is 3 pictures, first ./W020250341.jpg; they have no text, look at them yourself"


def twice(portal: Portal, crawling: Crawling) -> str:
    """Crawl and clean twice; return what the second round says, which a person has to hear."""
    crawling.watch("yuanping", f"{portal.url}{LIST}")
    assert crawling.run()["yuanping"].counts["new"] == 1
    clean(crawling)
    visit = crawling.run()["yuanping"]
    assert visit.outcome is Outcome.SUSPECT
    return visit.reason


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("bg.rtf", "application/rtf", RTF_TOLD),
        ("bg.doc", "text/html", RTF_TOLD),
        ("bg.rar", "application/octet-stream", RAR_TOLD),
        ("bg.rar", "text/plain", RAR_TOLD),
    ],
)
def test_a_row_that_leads_to_such_a_file_is_told_by_its_kind(
    name: str, kind: str, told: str, portal: Portal, crawling: Crawling
) -> None:
    portal.put(LIST, list_page((f"/fz/{name}", TITLE, "2025-03-10")))
    portal.pages[f"/fz/{name}"] = Page(RTF if told == RTF_TOLD else RAR, content_type=kind)
    reason = twice(portal, crawling)
    assert reason.endswith(f"; 1 cannot be read: {portal.url}/fz/{name} ({told})")


def test_such_files_of_an_article_are_told_by_their_kind(portal: Portal, crawling: Crawling) -> None:
    files = {
        "/a/1.rar": Page(RAR, content_type="application/x-rar-compressed"),
        "/a/2.rtf": Page(RTF, content_type="text/rtf"),
    }
    serve(portal, covering(("/a/1.rar", "报告全文"), ("/a/2.rtf", "报告全文（文字版）.rtf")), files)
    reason = twice(portal, crawling)
    both = f"报告全文: {RAR_TOLD}; 报告全文（文字版）.rtf: {RTF_TOLD}"
    assert reason.endswith(f"; 1 cannot be read: {portal.url}{ARTICLE} ({both})")


def test_a_page_of_scans_is_told_until_it_has_a_text(portal: Portal, crawling: Crawling) -> None:
    serve(portal, PICTURES, {})
    reason = twice(portal, crawling)
    assert reason.endswith(f"; 1 cannot be read: {portal.url}{ARTICLE} ({PICTURES_TOLD})")
    assert current_document(crawling).unreadable == PICTURES_TOLD
    portal.put(ARTICLE, article(TITLE))
    assert crawling.run()["yuanping"].counts["changed"] == 1
    clean(crawling)
    assert current_document(crawling).unreadable is None


def test_a_column_whose_only_page_is_scans_is_told_as_one(portal: Portal, crawling: Crawling) -> None:
    portal.put("/fz/", PICTURES)
    crawling.watch("yuanping", f"{portal.url}/fz/")
    crawling.run()
    clean(crawling)
    visit = crawling.run()["yuanping"]
    assert visit.outcome is Outcome.SUSPECT
    assert visit.reason.endswith(f"; 1 cannot be read: {portal.url}/fz/ ({PICTURES_TOLD})")


def test_a_text_that_gives_way_to_scans_is_told_and_the_page_is_not_gone(portal: Portal, crawling: Crawling) -> None:
    serve(portal, article(TITLE), {})
    crawling.watch("yuanping", f"{portal.url}{LIST}")
    crawling.run()
    clean(crawling)
    portal.put(ARTICLE, PICTURES)
    assert crawling.run()["yuanping"].counts["changed"] == 1
    clean(crawling)
    assert current_document(crawling).unreadable == PICTURES_TOLD
    assert crawling.pages("yuanping")[ARTICLE].state is PageState.PRESENT


def test_scans_beside_a_file_with_the_text_leave_the_file_to_be_read(portal: Portal, crawling: Crawling) -> None:
    page = covering(("/a/b.docx", "报告全文")).replace("</h1>", f"</h1>{SCANS}")
    serve(portal, page, {"/a/b.docx": Page(made.report_docx(), content_type="application/octet-stream")})
    crawling.watch("yuanping", f"{portal.url}{LIST}")
    crawling.run()
    clean(crawling)
    assert current_document(crawling).body["text"].split("\n") == list(made.REPORT)


def told_after_cleaning(crawling: Crawling) -> Visit:
    clean(crawling)
    store = crawling.store()
    try:
        return visits_of_run(store, f"round-{crawling.rounds}")[0]
    finally:
        store.close()


def test_a_report_whose_file_leads_nowhere_is_told_in_the_first_round(portal: Portal, crawling: Crawling) -> None:
    serve(portal, covering(("/a/weg.docx", f"{TITLE}.docx")), {})
    crawling.watch("yuanping", f"{portal.url}{LIST}")
    assert crawling.run()["yuanping"].outcome is Outcome.FOUND
    visit = told_after_cleaning(crawling)
    assert visit.outcome is Outcome.SUSPECT
    assert visit.reason.endswith(f"; 1 cannot be read: {portal.url}{ARTICLE} ({TITLE}.docx: status 404)")
    assert told_after_cleaning(crawling) == visit
