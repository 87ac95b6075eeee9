"""Where a list goes on: every arity met, and no way out of the column."""

from __future__ import annotations

import pytest

from crawler.paging import declared_entries, following_pages, trs_pages

COLUMN = "http://www.yl.gov.cn/zwgk/fz/"


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ('createPageHTML(3, 0, "index", "html");', ["index_1.html", "index_2.html"]),
        ('createPageHTML(47, 3, 0, "index", "html");', ["index_1.html", "index_2.html"]),
        ('createPageHTML("3", 0, "index", "shtml");', ["index_1.shtml", "index_2.shtml"]),
        ("createPageHTML('page_div',3, 1,'zwgklist','shtml',57);", ["zwgklist_2.shtml", "zwgklist_3.shtml"]),
        ('createPage(3, 0, "index", "html")', ["index_1.html", "index_2.html"]),
        ("createPage(3)", ["index_1.html", "index_2.html"]),
        ('var n = 3; createPageHTML(n, 0, "index", "html");', ["index_1.html", "index_2.html"]),
        ("var currentPage = 0;//从0开始 var countPage = 3//共", ["index_1.html", "index_2.html"]),
        ("totalPage: 3, callBack: function(i){ location.href='index_'+i+'.html' }", ["index_2.html", "index_3.html"]),
        ("totalPage: 3, f: function(i){ location.href='index_'+(i-1)+'.html' }", ["index_1.html", "index_2.html"]),
        ("共 <em>3</em> 页 <a href='index_2.html'>2</a><a href='index_3.html'>3</a>", ["index_2.html", "index_3.html"]),
        ("共3页 <a href='index_1.html'>2</a>", ["index_1.html", "index_2.html"]),
        ("<a href='list_2.html'>下一页</a>", ["list_2.html"]),
        ("<a href='index_2.html' title='下一页'><img></a>", ["index_2.html"]),
        ('createPageHTML(1, 0, "index", "html");', []),
        ("function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){}", []),
        ("<a href='/zwgk/tzgg/index_2.html'>下一页</a>", []),
        ("<a href='http://www.other.gov.cn/zwgk/fz/index_2.html'>下一页</a>", []),
        ("<!-- createPageHTML(9, 0, 'index', 'html') --> createPageHTML(2, 0, 'index', 'html')", ["index_1.html"]),
    ],
)
def test_following_pages_are_found(html: str, names: list[str]) -> None:
    assert following_pages(html, COLUMN, COLUMN, 20) == tuple(COLUMN + name for name in names)


def test_no_more_pages_than_the_limit() -> None:
    assert len(following_pages('createPageHTML(500, 0, "index", "html")', COLUMN, COLUMN, 20)) == 19


def test_a_query_page_keeps_the_columns_own_query() -> None:
    column = "http://www.yl.gov.cn/list.jsp?id=7"
    assert following_pages("<a href='list.jsp?id=7&page=2'>下一页</a>", column, column, 9) == (
        "http://www.yl.gov.cn/list.jsp?id=7&page=2",
    )
    assert following_pages("<a href='list.jsp?id=8&page=2'>下一页</a>", column, column, 9) == ()


def test_a_later_page_is_followed_by_its_link_only() -> None:
    later = COLUMN + "index_1.html"
    assert following_pages('createPageHTML(5, 1, "index", "html")', later, COLUMN, 20) == ()
    assert following_pages("<a href='index_2.html'>下页</a>", later, COLUMN, 20) == (COLUMN + "index_2.html",)


def test_a_bare_page_count_names_trs_pages() -> None:
    assert trs_pages("共3页", COLUMN, COLUMN, 20) == (COLUMN + "index_1.html", COLUMN + "index_2.html")
    assert trs_pages("共3页", COLUMN + "index_1.html", COLUMN, 20) == ()


@pytest.mark.parametrize(
    ("html", "total"),
    [
        ("<p>共有 120 条记录 第1/6页</p>", 120),
        ("<a href='index_1.html'>下一页</a><span>共<b>36</b>条</span>", 36),
        ("<div>总数：<em>48</em> 条 <i>每页15条</i></div>", 48),
        ('createPageHTML(47, 3, 0, "index", "html");', 47),
        ("createPageHTML('47','3','0','index','html')", 47),
        ('createPageHTML(3, 0, "index", "html");', None),
        ("createPageHTML('page_div',3, 1,'zwgklist','shtml',57);", None),
        ("<p>本栏目共有5条评论</p><a>下一页</a>", None),
        ("<p>全年共收到建议 20 条,共5条被采纳</p>", None),
        ("<p>共 8 条 下一页</p><p>共 9 条 下一页</p>", None),
        ("<!-- 共 8 条 下一页 -->", None),
    ],
)
def test_a_list_declares_its_entries_beside_its_pages(html: str, total: int | None) -> None:
    assert declared_entries(html) == total
