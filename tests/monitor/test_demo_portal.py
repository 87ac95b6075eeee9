from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urljoin

import pytest

from monitor.demo.articles import load_articles
from monitor.demo.bulk import MOST_PAGES, bulk_articles
from monitor.demo.columns import COLUMNS, article_path, bulk_column
from monitor.demo.portal import DemoPortal
from monitor.demo.story import BULK_SOURCE, DEMO_SOURCES, ROUNDS

CITY_LIST = "/yunting/zwgk/fzzfjs/index.html"
COUNTY_LIST = "/col/col1307/index.html"
BUREAU_LIST = "/yunting/bmzz/scjgj/fzjs/index.html"


@dataclass(frozen=True)
class Got:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


def ask(url: str, body: bytes | None = None, **headers: str) -> Got:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data=body, headers=named), timeout=10) as answer:
            return Got(answer.status, answer.read(), dict(answer.headers))
    except urllib.error.HTTPError as error:
        with error:
            return Got(error.code, error.read(), dict(error.headers))


def entries(text: str) -> list[tuple[str, str, str]]:
    """Return (address, title, day) of each entry of a list's main block."""
    live = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    found = re.findall(r'<li><a href="([^"]+)" target="_blank" title="([^"]+)">[^<]*</a><span>([\d-]+)</span>', live)
    return [(href, unescape(title), day) for href, title, day in found]


def place_of(slug: str) -> str:
    article = next(one for one in load_articles() if one.slug == slug)
    return article_path(next(column for column in COLUMNS if column.key == article.column), article)


def titles(column: str, *appears: int) -> list[str]:
    held = [one for one in load_articles() if one.column == column and one.appears in appears]
    return [one.title for one in sorted(held, key=lambda one: one.published, reverse=True)]


@pytest.fixture
def portal() -> Iterator[DemoPortal]:
    with DemoPortal() as running:
        yield running


def test_columns_are_empty_before_the_first_round(portal: DemoPortal) -> None:
    assert [entries(ask(portal.base_url + source.path).text) for source in DEMO_SOURCES] == [[], [], [], []]


def test_trs_list_pages_by_its_page_call(portal: DemoPortal) -> None:
    for round_ in ROUNDS[:2]:
        portal.apply(round_)
    first = ask(portal.base_url + CITY_LIST)
    assert re.findall(r"createPageHTML\(([^)]*)\)", first.text) == ['3, 0, "index", "html"']
    pages = [first, *(ask(urljoin(portal.base_url + CITY_LIST, f"index_{number}.html")) for number in (1, 2))]
    listed = [entry for page in pages for entry in entries(page.text)]
    assert [title for _, title, _ in listed] == titles("yunting", 1, 2)
    assert listed[0] == (
        "./202603/t20260310_41266.html",
        "云汀市2025年法治政府建设年度情况报告",
        "2026-03-10",
    )
    assert ask(urljoin(portal.base_url + CITY_LIST, "index_3.html")).status == 404
    assert entries(ask(urljoin(portal.base_url + CITY_LIST, "./")).text) == entries(first.text)


def test_static_list_pages_by_its_next_link(portal: DemoPortal) -> None:
    portal.apply(ROUNDS[0])
    first = ask(portal.base_url + BUREAU_LIST).text
    following = re.search(r'<a href="([^"]+)">下一页</a>', first)
    assert following is not None
    second = ask(urljoin(portal.base_url + BUREAU_LIST, following[1])).text
    assert "<span>下一页</span>" in second
    assert [title for _, title, _ in entries(first) + entries(second)] == titles("scjgj", 1)


def test_jpage_list_stands_in_the_page_and_goes_on_by_get_and_by_post(portal: DemoPortal) -> None:
    portal.apply(ROUNDS[0])
    first = ask(portal.base_url + COUNTY_LIST).text
    following = re.search(r'<nextgroup><!\[CDATA\[<a href="([^"]+)"', first)
    assert following is not None
    address, _, query = following[1].partition("?")
    parameters = dict(pair.split("=", 1) for pair in query.split("&"))
    by_get = ask(f"{portal.base_url}{address}?{urlencode(parameters)}").text
    by_post = ask(
        f"{portal.base_url}{address}?startrecord=6&endrecord=10&perpage=5",
        urlencode({"columnid": parameters["columnid"], "unitid": parameters["unitid"]}).encode(),
    ).text
    assert [title for _, title, _ in entries(first) + entries(by_get)] == titles("jichuan", 1)
    assert entries(by_post) == entries(by_get)
    assert "<totalrecord>7</totalrecord>" in by_get
    assert "<nextgroup></nextgroup>" in by_get


def test_jpage_answer_for_another_block_or_beyond_the_end_has_no_records(portal: DemoPortal) -> None:
    portal.apply(ROUNDS[0])
    dataproxy = f"{portal.base_url}/module/web/jpage/dataproxy.jsp"
    assert entries(ask(f"{dataproxy}?page=1&columnid=1307&unitid=1").text) == []
    assert entries(ask(f"{dataproxy}?page=9&columnid=1307&unitid=130752").text) == []
    assert len(entries(ask(f"{dataproxy}?startrecord=1&endrecord=900&columnid=1307&unitid=130752").text)) == 7


def test_every_article_stands_at_its_listed_address_with_its_text(portal: DemoPortal) -> None:
    for round_ in ROUNDS[:2]:
        portal.apply(round_)
    for article in load_articles():
        page = ask(portal.base_url + place_of(article.slug))
        text = page.body.decode(article.encoding)
        flat = re.sub(r"<[^>]+>|\s|&emsp;|\u3000", "", text)
        assert (article.slug, page.status) == (article.slug, 200)
        assert f'<meta name="ArticleTitle" content="{article.title}">' in text
        for line in article.text.split("\n"):
            assert re.sub(r"[|\s]|^> ", "", line) in unescape(flat)


def test_one_page_is_gbk_declared_as_gb2312(portal: DemoPortal) -> None:
    portal.apply(ROUNDS[0])
    page = ask(portal.base_url + place_of("scjgj_2022"))
    assert page.headers["Content-Type"] == "text/html; charset=gb2312"
    assert b'charset=gb2312"' in page.body
    with pytest.raises(UnicodeDecodeError):
        page.body.decode("gb2312")
    assert "珺河农贸市场" in page.body.decode("gbk")


@pytest.mark.parametrize("path", [CITY_LIST, COUNTY_LIST, BUREAU_LIST, place_of("yunting_2023")])
def test_an_unchanged_page_answers_304_though_its_counter_moves(portal: DemoPortal, path: str) -> None:
    portal.apply(ROUNDS[0])
    first, second = ask(portal.base_url + path), ask(portal.base_url + path)
    assert first.body != second.body
    assert first.headers["ETag"] == second.headers["ETag"]
    by_tag = ask(portal.base_url + path, If_None_Match=first.headers["ETag"])
    by_day = ask(portal.base_url + path, If_Modified_Since=first.headers["Last-Modified"])
    assert [(by_tag.status, by_tag.body), (by_day.status, by_day.body)] == [(304, b""), (304, b"")]
    earlier = ask(portal.base_url + path, If_Modified_Since="Sun, 01 Jan 2017 00:00:00 GMT")
    other = ask(portal.base_url + path, If_None_Match='"other"', If_Modified_Since=first.headers["Last-Modified"])
    assert (earlier.status, other.status) == (200, 200)
    assert [request.conditional for request in portal.requests] == [False, False, True, True, True, True]


def test_new_reports_change_the_list_and_leave_old_articles_validated(portal: DemoPortal) -> None:
    portal.apply(ROUNDS[0])
    held_list, held_page = ask(portal.base_url + CITY_LIST), ask(portal.base_url + place_of("qiyan_2022"))
    portal.apply(ROUNDS[1])
    fresh = ask(portal.base_url + CITY_LIST, If_None_Match=held_list.headers["ETag"])
    assert fresh.status == 200
    assert "云汀市2025年法治政府建设年度情况报告" in [title for _, title, _ in entries(fresh.text)]
    again = ask(portal.base_url + place_of("qiyan_2022"), If_Modified_Since=held_page.headers["Last-Modified"])
    assert again.status == 304


def test_the_silent_edit_changes_one_number_and_the_validators(portal: DemoPortal) -> None:
    for round_ in ROUNDS[:2]:
        portal.apply(round_)
    url = portal.base_url + place_of("scjgj_2025")
    before = ask(url)
    portal.apply(ROUNDS[2])
    after = ask(url, If_None_Match=before.headers["ETag"], If_Modified_Since=before.headers["Last-Modified"])
    assert after.status == 200
    counters = re.compile(r"\d+次|今天是[^<]*|访问量：\d+|<em[^>]*>\d+")
    assert counters.sub("", after.text) == counters.sub("", before.text).replace("4126.9万元", "2126.9万元")
    assert ask(portal.base_url + BUREAU_LIST).text.count("2025年法治政府建设年度报告") == 2


def test_a_removed_report_is_404_and_off_the_list_at_both_looks(portal: DemoPortal) -> None:
    for round_ in ROUNDS[:3]:
        portal.apply(round_)
    held = ask(portal.base_url + place_of("jichuan_2025"))
    for round_ in ROUNDS[3:5]:
        portal.apply(round_)
        gone = ask(portal.base_url + place_of("jichuan_2025"), If_None_Match=held.headers["ETag"])
        assert gone.status == 404
        assert titles("jichuan", 2)[1] not in ask(portal.base_url + COUNTY_LIST).text
    assert ask(portal.base_url + place_of("jichuan_2024")).status == 200


def test_the_challenge_bars_one_column_whatever_the_client_holds(portal: DemoPortal) -> None:
    for round_ in ROUNDS[:5]:
        portal.apply(round_)
    held = ask(portal.base_url + CITY_LIST)
    portal.apply(ROUNDS[5])
    barred = ask(portal.base_url + CITY_LIST, If_None_Match=held.headers["ETag"])
    article = ask(portal.base_url + place_of("yunting_2025"))
    assert (barred.status, article.status) == (200, 412)
    assert "document.cookie" in barred.text
    assert "ETag" not in barred.headers
    assert entries(barred.text) == []
    assert ask(portal.base_url + BUREAU_LIST).text.count('target="_blank"') == 5
    assert ask(f"{portal.base_url}/robots.txt").text.startswith("User-agent: *")


def test_a_move_that_does_not_fit_is_refused_and_changes_nothing(portal: DemoPortal) -> None:
    with pytest.raises(ValueError, match="apply the rounds in their order"):
        portal.apply(ROUNDS[2])
    portal.apply(ROUNDS[0])
    assert ask(portal.base_url + place_of("scjgj_2024")).status == 200


def test_the_sink_remembers_messages_and_refuses_what_is_no_json(portal: DemoPortal) -> None:
    message = {"title": "预警", "message": "直接纠错率上升"}
    assert ask(f"{portal.base_url}/sink", json.dumps(message).encode()).status == 200
    assert ask(f"{portal.base_url}/sink", b"title=1").status == 400
    assert portal.received == (message,)
    assert portal.requests == ()


def test_threads_read_while_rounds_are_applied(portal: DemoPortal) -> None:
    portal.apply(ROUNDS[0])
    urls = [portal.base_url + path for path in (CITY_LIST, COUNTY_LIST, BUREAU_LIST) for _ in range(8)]
    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(ask, url) for url in urls]
        for round_ in ROUNDS[1:]:
            portal.apply(round_)
        assert {future.result().status for future in asked} == {200}


def test_the_measuring_pages_are_many_stable_and_distinct() -> None:
    with DemoPortal(pages=45) as running:
        first = ask(running.base_url + BULK_SOURCE.path).text
        assert "共45条 第1/3页" in first
        url = urljoin(running.base_url + BULK_SOURCE.path, entries(first)[0][0])
        page = ask(url)
        assert ask(url, If_None_Match=page.headers["ETag"]).status == 304
    articles = bulk_articles(2000)
    assert len({article.title for article in articles}) == len(articles)
    assert articles[:45] == bulk_articles(45)
    assert bulk_column(2000).per_page == 100
    with pytest.raises(ValueError, match="choose 0 to"):
        bulk_articles(MOST_PAGES + 1)
