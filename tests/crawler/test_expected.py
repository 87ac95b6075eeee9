"""A page is the one its list names, or it is told as another, however much text it has."""

from __future__ import annotations

import pytest

from crawler.expected import bears_title
from storage.vocabulary import Outcome, PageState
from tests.crawler.conftest import Crawling
from tests.crawler.portal import REPORTS, Portal, article, list_page, serve_reports

TITLE = "云岭县2024年法治政府建设情况报告"
WAIT = "系统正在检查浏览器的环境，检查结束后会自动转到您要看的内容，请稍等片刻，不要关闭本窗口。"
LONG_WAIT = f"<html><head><title>请稍候</title></head><body><p>{WAIT * 9}</p><script>go()</script></body></html>"
FIREWALL = (
    "<html><head><title>网站防火墙</title></head><body><p>您提交的参数不合规则，管理员已设置拦截，"
    "可能是内容含有危险的字符，请检查后再提交，普通访客请同网站的管理员联系。</p></body></html>"
)
CRASH = (
    "<html><head><title>运行时错误</title></head><body><p>应用程序中的服务器错误。执行当前请求期间出现未经处理的异常，"
    "请检查堆栈跟踪信息，以了解有关该错误以及代码中导致错误的出处。</p></body></html>"
)


@pytest.mark.parametrize(
    "page",
    [
        article(TITLE),
        f"<title>{TITLE}-云岭县政府</title><p>正文</p>",
        "<h1>云岭县人民政府 关于 2024 年度\n法治政府建设情况的报告</h1>",
        "<h1>云岭县二〇二四年法治政府建设情况报告</h1>",
        "<script>var D={title:'" + "".join(f"\\u{ord(sign):04x}" for sign in TITLE) + "'}</script>",
        "".join(f"&#{ord(sign)};" for sign in TITLE),
        "<p>一、全面推进法治政府建设，2024年县政府……</p><p>现将建设情况报告如下</p>",
    ],
)
def test_a_page_bears_its_title_in_its_own_way(page: str) -> None:
    assert bears_title(TITLE, page)


@pytest.mark.parametrize("page", [LONG_WAIT, FIREWALL, CRASH, "<p>云岭县人民政府门户网站</p>", ""])
def test_a_page_of_another_system_does_not(page: str) -> None:
    assert not bears_title(TITLE, page)


def test_a_title_that_says_nothing_proves_nothing() -> None:
    assert bears_title("附件下载", LONG_WAIT)
    assert bears_title("", LONG_WAIT)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (LONG_WAIT, "another page than its list names came in its place"),
        (FIREWALL, "status 200 with a refusal: 网站防火墙"),
        (CRASH, "another page than its list names came in its place"),
    ],
)
def test_another_page_in_the_place_of_a_report_is_told_and_takes_nothing_back(
    page: str, words: str, portal: Portal, crawling: Crawling
) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    assert crawling.run()["yunling"].outcome is Outcome.FOUND
    held = crawling.pages("yunling")[REPORTS[0][0]]
    portal.put(REPORTS[0][0], page)
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["changed"]) == (Outcome.SUSPECT, 0)
    assert f"{REPORTS[0][0]} ({words})" in visit.reason
    kept = crawling.pages("yunling")[REPORTS[0][0]]
    assert (kept.state, kept.snapshot_id) == (PageState.PRESENT, held.snapshot_id)


def test_another_page_is_no_first_text_of_a_report(portal: Portal, crawling: Crawling) -> None:
    portal.put("/fz/", list_page(*REPORTS))
    portal.put(REPORTS[0][0], LONG_WAIT)
    portal.put(REPORTS[1][0], article(REPORTS[1][1]))
    crawling.watch("yunling", f"{portal.url}/fz/")
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["new"]) == (Outcome.SUSPECT, 1)


NEWS = [(f"/xw/{number}.html", f"第{number}号植树通知", "2026-02-11") for number in range(19)]


def test_the_front_page_in_the_place_of_a_list_is_no_unchanged_list(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    assert crawling.run()["yunling"].outcome is Outcome.FOUND
    portal.put("/fz/", list_page(*NEWS))
    for _round in range(2):
        visit = crawling.run()["yunling"]
        assert visit.outcome is Outcome.SUSPECT
        assert visit.reason == "another page stands in the list's place: none of its 19 entries was there before"
    assert crawling.pages("yunling")[REPORTS[0][0]].state is PageState.PRESENT
    portal.put("/fz/", list_page(*REPORTS, *NEWS[:2]))
    assert crawling.run()["yunling"].outcome is Outcome.UNCHANGED


def test_a_list_that_rolls_on_stays_itself(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    portal.put("/fz/", list_page(*REPORTS, *NEWS[:4]))
    crawling.watch("yunling", f"{portal.url}/fz/")
    assert crawling.run()["yunling"].outcome is Outcome.FOUND
    portal.put("/fz/", list_page(*NEWS[3:]))
    assert crawling.run()["yunling"].outcome is Outcome.UNCHANGED


def test_a_list_that_names_no_report_is_nothing_and_not_unchanged(portal: Portal, crawling: Crawling) -> None:
    portal.put("/fz/", list_page(*NEWS))
    crawling.watch("yunling", f"{portal.url}/fz/")
    for _round in range(2):
        visit = crawling.run()["yunling"]
        told = "no entry of the list is a yearly report: 19 entries, 0 new, 0 changed, 0 unchanged"
        assert (visit.outcome, visit.reason) == (Outcome.NOTHING, told)


@pytest.mark.parametrize(
    "page",
    [
        LONG_WAIT.replace("<p>", f"<p>{WAIT * 9}"),
        FIREWALL,
        CRASH,
        f"<title>年度报告</title><script src='/js/list.js'></script><ul></ul><p>{'政务公开' * 9}</p>",
        "<title>提示</title><p>站点已关闭</p>",
    ],
)
def test_no_entries_without_a_word_of_it_are_no_empty_column(page: str, portal: Portal, crawling: Crawling) -> None:
    portal.put("/fz/", page)
    crawling.watch("yunling", f"{portal.url}/fz/")
    visit = crawling.run()["yunling"]
    assert visit.outcome is Outcome.SUSPECT
    assert visit.reason.startswith("no entries are seen, and the page does not say that there are none")


@pytest.mark.parametrize("more", ["", f"<script src='/js/menu.js'></script><p>暂无内容</p><p>{'政务公开' * 9}</p>"])
def test_a_list_in_which_nothing_stands_is_an_empty_column(more: str, portal: Portal, crawling: Crawling) -> None:
    portal.put("/fz/", list_page(more=more))
    crawling.watch("yunling", f"{portal.url}/fz/")
    assert crawling.run()["yunling"].outcome is Outcome.NOTHING
