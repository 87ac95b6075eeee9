"""A page that was cut in the middle: no figure of it is believed, and a portal that never ends its pages is read."""

from __future__ import annotations

import pytest

from crawler.whole import breaks_off
from storage.vocabulary import Outcome, PageState
from tests.crawler.conftest import Crawling
from tests.crawler.portal import REPORTS, Portal, article, list_page, serve_reports

PAGE, TITLE = REPORTS[0][:2]
WHOLE = article(TITLE, 40)
CUT = WHOLE[: len(WHOLE) * 2 // 3]


@pytest.mark.parametrize(
    ("html", "cut"),
    [
        (WHOLE, False),
        (CUT, True),
        ("<HTML><BODY><p>全文</BODY>", False),
        ("<p>没有外框的片段", False),
        ("", False),
        ("<body class='x'><p>半页", True),
    ],
)
def test_a_page_that_opens_and_never_closes_was_cut(html: str, cut: bool) -> None:
    assert breaks_off(html) is cut


def test_a_held_report_that_comes_cut_is_no_edit(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    portal.put(PAGE, WHOLE)
    crawling.watch("yunling", f"{portal.url}/fz/")
    assert crawling.run()["yunling"].counts["new"] == 2
    held = crawling.pages("yunling")[PAGE]
    portal.put(PAGE, CUT)
    for _round in range(2):
        visit = crawling.run()["yunling"]
        assert (visit.outcome, visit.counts["changed"]) == (Outcome.SUSPECT, 0)
        assert f"{PAGE} (the page breaks off before its end)" in visit.reason
    kept = crawling.pages("yunling")[PAGE]
    assert (kept.state, kept.snapshot_id) == (PageState.PRESENT, held.snapshot_id)


def test_a_portal_that_never_ends_its_pages_is_read_from_the_second_look_on(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    open_ended = WHOLE.replace("</body></html>", "")
    portal.put(PAGE, open_ended)
    crawling.watch("yunling", f"{portal.url}/fz/")
    assert crawling.run()["yunling"].outcome is Outcome.SUSPECT
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["new"]) == (Outcome.FOUND, 1)
    portal.put(PAGE, open_ended.replace("40", "43"))
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["changed"]) == (Outcome.FOUND, 1)


def test_a_list_that_is_cut_is_suspect(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    whole = list_page(*REPORTS)
    portal.put(
        "/fz/", whole[: whole.index("</ul></body>")] if "</ul></body>" in whole else whole.replace("</body></html>", "")
    )
    crawling.watch("yunling", f"{portal.url}/fz/")
    visit = crawling.run()["yunling"]
    assert visit.outcome is Outcome.SUSPECT
    assert visit.reason.endswith(f"; the list breaks off: {portal.url}/fz/ stops before its end")
