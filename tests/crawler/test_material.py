from __future__ import annotations

import pytest

from crawler.material import material_of_list, material_of_page
from tests.crawler.portal import list_page

URL = "http://a.gov.cn/fz/1.html"
TEXT = "<p>全县受理行政复议案件13件，审结12件。各部门加强对重大行政决策的合法性审查，推动依法行政工作落实。</p>" * 6
PAGE = (
    "<html><head><title>云岭县2024年法治政府建设年度报告</title></head><body><p>今天是2026年3月5日 星期四</p>"
    f"<h1>云岭县2024年法治政府建设年度报告</h1><span>浏览次数：31</span><div class='TRS_Editor'>{TEXT}</div>"
    "<a href='/a/1.pdf'>附件</a><ul><li><a href='/x/1'>云岭县召开会议</a></li></ul></body></html>"
)


def mark(html: str) -> str | None:
    return material_of_page(html.encode(), "text/html", URL)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("浏览次数：31", "浏览次数：30,012"),
        ("3月5日 星期四", "11月16日 星期一"),
        ("</head>", "<script>t='a8f'</script></head>"),
        ("<a href='/x/1'>云岭县召开会议</a>", "<a href='/x/2'>云岭县办理案件320件</a>"),
        ("class='TRS_Editor'", 'class="TRS_UEDITOR"  id=x'),
        ("</p>", "</p>\r\n\t"),
    ],
)
def test_furniture_leaves_the_mark(old: str, new: str) -> None:
    assert PAGE.count(old)
    assert mark(PAGE.replace(old, new)) == mark(PAGE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("案件13件", "案件18件"),
        ("2024年法治政府建设年度报告</", "2023年法治政府建设年度报告</"),
        ("/a/1.pdf", "/a/2.pdf"),
        ("<ul>", "<p>附表另行公布</p><ul>"),
        ("<ul>", "<iframe src='/viewer?file=1'></iframe><ul>"),
    ],
)
def test_what_the_page_says_moves_the_mark(old: str, new: str) -> None:
    assert mark(PAGE.replace(old, new)) != mark(PAGE)


def test_pictures_count_where_the_report_may_be_one() -> None:
    scan = "<div class='TRS_Editor'><p>报告全文见下图，请各单位查阅并抓好工作落实。</p><img src='/1.png'></div>"
    assert mark(scan) != mark(scan.replace("1.png", "2.png"))
    assert mark(PAGE + "<img src='/ad1.gif'>") == mark(PAGE + "<img src='/ad2.gif'>")
    banner = "<div class='ad'><a href='/zt/1/'><img src='/zt/202603/1.jpg'></a></div>"
    assert mark(scan + banner) == mark(scan) == mark(scan + banner.replace("1", "2"))


def test_of_files_and_great_pages_every_byte_counts() -> None:
    assert material_of_page(b"%PDF-1.7 x", "application/pdf", URL) is None
    assert mark(PAGE + " " * 2_000_000) is None


def test_a_list_is_its_rows() -> None:
    rows = [
        ("/fz/1.html", "云岭县2024年法治政府建设情况报告", "2025-03-10"),
        ("/fz/2.html", "云岭县通知", "2025-03-09"),
    ]
    one, same, other = list_page(*rows), list_page(*rows).replace("</body>", "<i>31</i></body>"), list_page(rows[0])
    marks = [material_of_list(html.encode(), "text/html", URL) for html in (one, same, other)]
    assert marks[0] == marks[1]
    assert marks[0] != marks[2]
    assert material_of_list(b"[]", "application/json", URL) is None
