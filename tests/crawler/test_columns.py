"""What a column is taken for: lists over several pages, one that moved or is empty, a text in a list's place."""

from __future__ import annotations

from typing import Any

import pytest

from storage.vocabulary import Outcome, PageState
from tests.crawler.conftest import START, Crawling
from tests.crawler.portal import REPORTS, Page, Portal, article, list_page, serve_reports

CAPPED = f"the list declares 120 entries, {len(REPORTS)} were collected"


def test_trs_lists_go_on_at_index_1_and_never_leave_the_column(portal: Portal, crawling: Crawling) -> None:
    pages = [
        (
            f"/fz/202{year}03/t202{year}0310_{year}.html",
            f"云岭县202{year - 1}年法治政府建设情况报告",
            f"202{year}-03-10",
        )
        for year in range(1, 6)
    ]
    call = '<script>createPageHTML(3, 0, "index", "html");</script>'
    portal.put("/fz/", list_page(*pages[:2], more=call))
    portal.put("/fz/index_1.html", list_page(*pages[2:4], more=call))
    portal.put("/fz/index_2.html", list_page(pages[4], more='<a href="/tzgg/index.html">下一页</a>'))
    for path, title, _day in pages:
        portal.put(path, article(title))
    crawling.watch("yunling", f"{portal.url}/fz/", platform="trs_wcm")
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["new"]) == (Outcome.FOUND, 5)
    assert {path for path, _ in portal.paths()} == {
        "/fz/", "/fz/index_1.html", "/fz/index_2.html", *(path for path, _, _ in pages)
    }  # fmt: skip


def test_hanweb_lists_go_on_by_posted_form(portal: Portal, crawling: Crawling) -> None:
    entries = [
        (f"/art/202{n}/3/1/art_9_{n}.html", f"云岭县202{n - 1}年法治政府建设年度报告", f"202{n}-03-01")
        for n in range(1, 6)
    ]

    def records(part: list[tuple[str, str, str]]) -> str:
        rows = [f"<record><![CDATA[<li><a href='{p}'>{t}</a><span>{d}</span></li>]]></record>" for p, t, d in part]
        total = "<totalrecord>5</totalrecord>"
        return f"<datastore>{total}<recordset>{''.join(rows)}</recordset></datastore>"

    def dataproxy(handler: Any, form: str) -> None:
        start = int(handler.path.partition("startrecord=")[2].partition("&")[0])
        good = (
            "columnid=9" in form and "unitid=77" in form and handler.headers["Referer"].endswith("/col/col9/index.html")
        )
        body = records(entries[start - 1 :] if good else []).encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "text/xml;charset=utf-8")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    script = (
        "<script>$('#77').jpage({proxyUrl:'/module/web/jpage/dataproxy.jsp', perPage:2, totalRecord:5, "
        "params:{col:1,appid:1,webid:3,path:'/',columnid:9,sourceContentType:1,unitid:'77',webname:'云岭县',permissiontype:0}})"
        "</script>"
    )
    portal.put("/col/col9/index.html", f"<html><script type='text/xml'>{records(entries[:2])}</script>{script}</html>")
    portal.pages["/module/web/jpage/dataproxy.jsp"] = Page(act=dataproxy)
    for path, title, _day in entries:
        portal.put(path, article(title))
    crawling.watch("yunling", f"{portal.url}/col/col9/index.html", platform="hanweb_jpage")
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["entries"], visit.counts["new"]) == (Outcome.FOUND, 5, 5)
    posts = [asked for asked in portal.asked if asked.method == "POST"]
    assert [post.path.partition("?")[2] for post in posts] == ["startrecord=3&endrecord=8&perpage=2"]


def test_hanweb_groups_are_followed_though_the_first_repeats_the_column(portal: Portal, crawling: Crawling) -> None:
    entries = [
        (f"/art/202{n}/3/1/art_9_{n}.html", f"云岭县202{n - 1}年法治政府建设年度报告", f"202{n}-03-01")
        for n in range(1, 6)
    ]

    def group(page: int) -> str:
        rows = "".join(
            f"<record><![CDATA[<li><a href='{path}'>{title}</a><span>{day}</span></li>]]></record>"
            for path, title, day in entries[2 * page - 2 : 2 * page]
        )
        more = f"/module/web/jpage/dataproxy.jsp?page={page + (page > 1)}&columnid=ab12&unitid=cd34"
        head = f'<nextgroup><![CDATA[<a href="{more}"></a>]]></nextgroup>'
        return f"<datastore>{head}<recordset>{rows}</recordset></datastore>"

    portal.put("/col/col9/index.html", f"<html><script type='text/xml'>{group(1)}</script></html>")
    for page in (1, 2, 3, 4):
        path = f"/module/web/jpage/dataproxy.jsp?page={page}&columnid=ab12&unitid=cd34"
        portal.put(path, group(page), content_type="text/xml;charset=utf-8")
    for path, title, _day in entries:
        portal.put(path, article(title))
    crawling.watch("yunling", f"{portal.url}/col/col9/index.html", platform="hanweb_jpage")
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["entries"], visit.counts["new"]) == (Outcome.FOUND, 5, 5)
    pages = [path.partition("page=")[2][:1] for path, _ in portal.paths() if "dataproxy" in path]
    assert pages == ["1", "2", "3", "4"]


def test_a_list_that_never_had_entries_is_nothing_and_one_that_had_is_suspect(
    portal: Portal, crawling: Crawling
) -> None:
    serve_reports(portal)
    portal.put("/leer/", list_page(more="<p>暂无信息</p>"))
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.watch("leer", f"{portal.url}/leer/")
    assert crawling.run()["leer"].outcome is Outcome.NOTHING
    portal.put("/fz/", list_page(more="<p>暂无信息</p>"))
    visit = crawling.run()["yunling"]
    assert visit.outcome is Outcome.SUSPECT
    assert visit.reason.startswith("the list had entries before and is empty now")
    assert crawling.pages("yunling")[REPORTS[0][0]].state is PageState.PRESENT


def test_a_shell_that_a_script_fills_is_suspect(portal: Portal, crawling: Crawling) -> None:
    portal.put("/fz/", "<html><body><div id='app'></div><script src='/app.js'></script></body></html>")
    crawling.watch("yunling", f"{portal.url}/fz/")
    assert crawling.run()["yunling"].outcome is Outcome.SUSPECT


def test_a_failed_minimum_publishes_nothing(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/", minimum_items=5)
    visit = crawling.run()["yunling"]
    assert visit.outcome is Outcome.SUSPECT
    assert visit.reason == "the list has 2 entries, 5 at least are declared; none was followed"
    assert portal.paths() == [("/fz/", 200)]


def test_a_column_of_one_page_is_itself_the_document(portal: Portal, crawling: Crawling) -> None:
    text = (
        article("云岭县2024年法治政府建设情况报告") + "<p>" + "依法行政水平不断提高，群众满意度稳步上升。" * 30 + "</p>"
    )
    portal.put("/bg.html", text)
    crawling.watch("yunling", f"{portal.url}/bg.html")
    assert crawling.run()["yunling"].outcome is Outcome.FOUND
    assert crawling.pages("yunling")["/bg.html"].role == "article"
    assert crawling.run()["yunling"].outcome is Outcome.UNCHANGED


def test_links_to_other_hosts_are_noted_but_not_asked(portal: Portal, crawling: Crawling) -> None:
    elsewhere = ("https://mp.weixin.qq.com/s/abc", "一图读懂云岭县法治政府建设", "2025-03-11")
    serve_reports(portal)
    portal.put("/fz/", list_page(*REPORTS, elsewhere))
    crawling.watch("yunling", f"{portal.url}/fz/")
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["external"]) == (Outcome.FOUND, 1)
    assert crawling.pages("yunling")["https://mp.weixin.qq.com/s/abc"].role == "external"


def test_a_column_sent_on_to_its_new_address_is_read_from_there(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    portal.put("/alt", "", status=301, headers={"Location": "/fz/"})
    portal.put("/fz/", list_page(*((path.rpartition("/fz/")[2], title, day) for path, title, day in REPORTS)))
    crawling.watch("yunling", f"{portal.url}/alt")
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["new"]) == (Outcome.FOUND, 2)


def test_a_column_sent_home_has_failed_though_the_front_page_lists_news(portal: Portal, crawling: Crawling) -> None:
    portal.put("/fz/", "", status=302, headers={"Location": "/"})
    portal.put("/", list_page(*REPORTS))
    crawling.watch("yunling", f"{portal.url}/fz/")
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["new"]) == (Outcome.FAILED, 0)
    assert "sent on to the front page" in visit.reason


def test_two_sources_may_list_one_page(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    portal.put("/zwgk/", list_page(REPORTS[0]))
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.watch("zwgk", f"{portal.url}/zwgk/")
    visits = crawling.run()
    assert {slug: visit.counts["new"] for slug, visit in visits.items()} == {"yunling": 2, "zwgk": 0}
    assert {visit.outcome for visit in crawling.run().values()} == {Outcome.UNCHANGED}
    assert [path for path, _ in portal.paths()].count(REPORTS[0][0]) == 2


@pytest.mark.parametrize(
    ("platform", "more", "reason"),
    [
        ("static_list", "<p>共有 120 条记录 第1/6页 <a href='javascript:go(2)'>下一页</a></p>", CAPPED),
        ("static_list", f"<p>共{len(REPORTS)}条 第1/1页</p>", ""),
        ("trs_wcm", f'<script>createPageHTML({len(REPORTS)}, 2, 0, "index", "html");</script>', ""),
    ],
)
def test_what_a_plain_list_declares_is_compared_with_what_came(
    portal: Portal, crawling: Crawling, platform: str, more: str, reason: str
) -> None:
    """Scripts that turn the pages leave what they declare; where all stands on one page, no other is missing."""
    serve_reports(portal)
    portal.put("/fz/", list_page(*REPORTS, more=more))
    crawling.watch("yunling", f"{portal.url}/fz/", platform=platform)
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.reason.partition("; ")[2]) == (Outcome.SUSPECT if reason else Outcome.FOUND, reason)


def test_a_report_on_a_host_that_may_not_be_asked_is_told_once_and_stays_a_link(
    portal: Portal, crawling: Crawling
) -> None:
    elsewhere = ("https://mp.weixin.qq.com/s/abc", "云岭县2022年法治政府建设情况报告", "2023-03-11")
    serve_reports(portal)
    portal.put("/fz/", list_page(*REPORTS, elsewhere))
    crawling.watch("yunling", f"{portal.url}/fz/")
    first, second = crawling.run()["yunling"], crawling.run()["yunling"]
    assert (first.outcome, second.outcome) == (Outcome.SUSPECT, Outcome.UNCHANGED)
    assert [visit.counts["external"] for visit in (first, second)] == [1, 1]
    assert "the list names https://mp.weixin.qq.com/s/abc: not fetched" in second.reason


@pytest.mark.parametrize(("further", "stalls"), [("?page=3", True), ("?page=2", False)])
def test_a_portal_that_answers_with_its_first_page_for_ever_is_told(
    portal: Portal, crawling: Crawling, further: str, stalls: bool
) -> None:
    serve_reports(portal)
    portal.put("/fz/", list_page(*REPORTS, more="<a href='?page=2'>下一页</a>"))
    portal.put("/fz/?page=2", list_page(*REPORTS, more=f"<a href='{further}'>下一页</a>"))
    crawling.watch("yunling", f"{portal.url}/fz/")
    told = f"the list stalls: {portal.url}/fz/?page=2 repeats entries, 1 more pages are named"
    assert crawling.run()["yunling"].reason.partition("; ")[2] == (told if stalls else "")


def test_a_declared_year_that_the_list_does_not_name_is_told(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    held = sorted(int(title[3:7]) for _path, title, _day in REPORTS)
    crawling.watch("yunling", f"{portal.url}/fz/", years=[held[-1], 2014, 2013])
    crawling.watch("ganz", f"{portal.url}/fz/?2", years=[*held, START.year - 1])  # not due before 1 April
    visits = crawling.run()
    assert visits["yunling"].outcome is Outcome.SUSPECT
    assert visits["yunling"].reason.endswith("; the list names no report of 2013, 2014, which is declared in years")
    assert visits["ganz"].outcome is Outcome.FOUND
