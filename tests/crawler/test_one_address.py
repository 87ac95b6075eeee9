"""One page under many spellings: asked for once, kept once, and never taken for another page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.canonical import page_identity, spellings_of
from crawler.links import ListPage
from crawler.rows import Row
from crawler.walk import Task, Walk
from storage.database import Store
from storage.model import Source
from storage.pages import ListedPage, find_pages, keep_snapshot, save_sources
from storage.runs import start_run
from tests.crawler.conftest import Crawling
from tests.crawler.portal import Portal, article, list_page
from tests.storage.held import snapshot

NOW = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)
TITLE = "沅坪县2025年法治政府建设年度报告"


def test_a_page_under_five_spellings_is_asked_once(portal: Portal, crawling: Crawling) -> None:
    other = TITLE.replace("2025", "2024")
    rows = [
        ("/fz/t20260301_7.html", TITLE, "2026-03-01"),
        ("/fz/t20260301_7_wap.html", TITLE, "2026-03-01"),
        ("/fz/t20260301_7.html;jsessionid=0A1B2C", TITLE, "2026-03-01"),
        (f"/gate/big5/{portal.host}/fz/t20260301_7.html", TITLE, "2026-03-01"),
        ("/(S(ab12cd34ef56gh78ij90kl12))/fz/t20260301_7.html", TITLE, "2026-03-01"),
        ("/fz/t20250301_8.html", other, "2025-03-01"),
        ("/fz/t20240301_9.html", TITLE.replace("2025", "2023"), "2024-03-01"),
    ]
    portal.put("/fz/", list_page(*rows))
    for path, title, _day in (rows[0], *rows[-2:]):
        portal.put(path, article(title))
    crawling.watch("one", f"{portal.url}/fz/")
    crawling.watch("two", f"{portal.url}/fz/?from=timeline")
    crawling.run()
    asked = [path for path, _status in portal.paths() if path.endswith(".html")]
    assert sorted(asked) == sorted(path for path, _title, _day in (rows[0], *rows[-2:]))
    held = [path for path, page in crawling.pages("one").items() if page.role == "article"]
    assert sorted(held) == sorted(asked)


def test_a_page_that_another_column_holds_keeps_its_address(fresh_store: Store) -> None:
    one, two = Source("one", "http://www.yp.gov.cn/fz/"), Source("two", "https://yp.gov.cn/sfj/")
    save_sources(fresh_store, [one, two])
    start_run(fresh_store, "run1", "test", NOW, NOW)
    held = f"{one.url}7.html"
    keep_snapshot(fresh_store, snapshot(held, "文"), run_id="run1", page=ListedPage(held, TITLE, None), source=one.slug)
    twins = ("https://yp.gov.cn/fz/7.html", "http://yp.gov.cn/fz/7.html", "https://yp.gov.cn/fz/8.html")
    for days, again in ((0, []), (1, [(held, twins[0])])):  # what this round has seen already is not asked again
        walk = Walk(Task(two, NOW + timedelta(days=days), everything=True), {})
        walk.add_list(ListPage(tuple(Row(TITLE, url, None) for url in twins)), two.url)
        choices = walk.choices()
        known = find_pages(fresh_store, walk.spellings(choices))
        walk.recognise(known)
        assert [page.url for page in walk.listed(choices)] == [held, twins[2]]
        errands = walk.errands(choices, known)
        assert [(errand.page.url, errand.url) for errand in errands] == [(twins[2], twins[2]), *again]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://sfj.yp.gov.cn/fz/7.html", "http://www.yp.gov.cn/fz/7.html"),
        ("http://www.yp.gov.cn/fz/7.html", "http://www.yuping.gov.cn/fz/7.html"),
        ("http://www.yp.gov.cn/fz/7.html", "http://www.yp.gov.cn/fz/8.html"),
        ("http://www.yp.gov.cn/fz/a.jsp?id=7", "http://www.yp.gov.cn/fz/a.jsp?id=8"),
        ("http://www.yp.gov.cn/fz/7.html", "http://www.yp.gov.cn:8080/fz/7.html"),
        ("http://www.yp.gov.cn/fz/7.html", "http://www.yp.gov.cn/fz_wap/7.html"),
    ],
)
def test_two_pages_stay_two(one: str, other: str) -> None:
    assert page_identity(one) != page_identity(other)
    assert set(spellings_of(one)).isdisjoint(spellings_of(other))


def test_all_spellings_of_a_page_are_one_page() -> None:
    found = spellings_of("https://yp.gov.cn/fz/7.html")
    assert found == (
        "https://yp.gov.cn/fz/7.html",
        "http://yp.gov.cn/fz/7.html",
        "https://www.yp.gov.cn/fz/7.html",
        "http://www.yp.gov.cn/fz/7.html",
    )
    assert {page_identity(url) for url in found} == {"yp.gov.cn/fz/7.html"}
    assert spellings_of("http://127.0.0.1:81/a") == ("http://127.0.0.1:81/a", "https://127.0.0.1:81/a")
