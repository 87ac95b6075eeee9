"""What a list page lists, on invented pages of each shape; and on real list pages where they are at hand."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from crawler.links import ListPage, read_list, read_records
from crawler.rows import Row

URL = "http://www.yl.gov.cn/zwgk/fz/index.html"
PAGES = Path(__file__).parents[3] / "shared" / "pages"


def rows_of(html: str) -> list[tuple[str, str, str | None]]:
    page = read_list(f"<html><body>{html}</body></html>", URL)
    return [(row.title, row.href, row.on.isoformat() if row.on else None) for row in page.rows]


A, B = "云岭县2024年法治政府建设年度报告", "云岭县2023年法治政府建设年度报告"
EXPECTED = [
    (A, "http://www.yl.gov.cn/zwgk/fz/a.html", "2025-03-10"),
    (B, "http://www.yl.gov.cn/zwgk/fz/b.html", "2024-03-11"),
]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(
            f"<ul><li><a href='a.html'>{A}</a><span>2025-03-10</span></li>"
            f"<li><a href='b.html'>{B}</a><span>2024/03/11</span></li></ul>",
            id="list items",
        ),
        pytest.param(
            f"<table><tr><td>1</td><td><a href='./a.html'>{A}</a></td><td>2025年3月10日</td></tr>"
            f"<tr><td>2</td><td><a href='./b.html'>{B}</a></td><td>2024年3月11日</td></tr></table>",
            id="table",
        ),
        pytest.param(
            f"<div class='box'><div class='it'><b>10</b><i>2025-03</i><p><a href='a.html'>{A}</a></p></div>"
            f"<div class='it'><b>11</b><i>2024-03</i><p><a href='b.html'>{B}</a></p></div></div>",
            id="day above month",
        ),
        pytest.param(
            f"<td><a href='a.html'>{A}</a> 2025-03-10<br><a href='b.html'>{B}</a> 2024-03-11<br></td>",
            id="line breaks",
        ),
        pytest.param(
            f"<dl><dt><a href='a.html'>{A}</a></dt><dd>2025-03-10</dd>"
            f"<dt><a href='b.html'>{B}</a></dt><dd>2024-03-11</dd></dl>",
            id="terms and days",
        ),
        pytest.param(
            f"<ul><li><a href='a.html'>{A}[2025-03-10]</a></li><li><a href='b.html'>2024-03-11 {B}</a></li></ul>",
            id="day inside the link's text",
        ),
        pytest.param(
            f"<ul><li><a href='a.html'><p>{A}</p><span>2025-\n03-\n10</span></a></li>"
            f"<li><a href='b.html'><p>{B}</p><span>2024-03-11</span></a></li></ul>",
            id="day broken over lines inside the link",
        ),
        pytest.param(
            f"<ul><li><a href='a.html' title='{A}'>云岭县2024年法治...</a><span>2025-03-10</span></li>"
            f"<li><a href='b.html' title='文章标题：{B}&#10;发布日期：2024-03-11'>云岭县2023年…</a>"
            "<span>2024-03-11</span></li></ul>",
            id="cut titles",
        ),
        pytest.param(
            f"<ul><li><a href='/lm/'>法治政府</a><a href='a.html'>{A}</a><span>2025-03-10</span></li>"
            f"<li><a href='/lm/'>法治政府</a><a href='b.html'>{B}</a><span>2024-03-11</span></li></ul>",
            id="column's name before the title",
        ),
        pytest.param(
            f"<ul><li><a href='a.html'>{A}</a><span>2025-03-10</span></li></ul><hr>"
            f"<ul><li><a href='b.html'>{B}</a><span>2024-03-11</span></li></ul>",
            id="list in pieces",
        ),
    ],
)
def test_rows_come_whole_from_every_shape(html: str) -> None:
    menu = "<div class='nav'><ul><li><a href='/'>首页</a></li><li><a href='/zwgk/'>政务公开</a></li></ul></div>"
    assert rows_of(menu + html) == EXPECTED


def test_a_day_without_its_year_takes_it_from_the_address() -> None:
    html = "<ul><li><a href='/a/202503/t20250310_1.html'>关于公开年度报告的通知</a><span>03-12</span></li></ul>"
    assert rows_of(html)[0][2] == "2025-03-12"


def test_a_printed_day_goes_before_the_address_and_the_address_before_nothing() -> None:
    html = (
        "<ul><li><a href='/a/202510/t20251001_1.html'>云岭县2017年法治政府建设报告</a><span>2018-04-03</span></li>"
        "<li><a href='/a/202510/t20251002_1.html'>云岭县2018年法治政府建设报告</a><span>2019-04-03</span></li>"
        "<li><a href='/a/202510/t20251003_1.html'>云岭县2019年法治政府建设报告</a></li></ul>"
    )
    assert [on for _, _, on in rows_of(html)] == ["2018-04-03", "2019-04-03", "2025-10-03"]


def test_a_list_in_a_comment_counts_only_where_the_live_page_has_none() -> None:
    hidden = f"<!-- <ul><li><a href='a.html'>{A}</a><b>2025-03-10</b></li></ul> -->"
    assert [row.title for row in read_list(hidden, URL).rows] == [A]
    live = f"<ul><li><a href='b.html'>{B}</a><b>2024-03-11</b></li></ul>"
    assert [row.title for row in read_list(hidden + live, URL).rows] == [B]


def test_rows_are_read_from_json_in_a_script() -> None:
    address = json.dumps({"pc": "/zwgk/fz/a.html", "wap": "/m/a.html"})
    data = json.dumps({"data": [{"title": A, "pubDate": "2025-03-10 09:00", "urls": address}]}, ensure_ascii=False)
    page = read_list(f"<html><body><div id='app'></div><script>var list = {data};</script></body></html>", URL)
    assert page == ListPage((Row(A, "http://www.yl.gov.cn/zwgk/fz/a.html", date(2025, 3, 10)),), (), "script")


def test_a_datastore_gives_one_row_a_record() -> None:
    xml = (
        "<datastore><totalrecord>2</totalrecord><recordset>"
        f"<record><![CDATA[<li><a href='/art/2025/3/10/art_9_1.html' title='{A}'>云岭县…</a>"
        "<b>2025-03-10</b></li>]]></record>"
        f'<record><![CDATA[<li><a href="/art/2024/3/11/art_9_2.html">{B}</a></li>]]></record></recordset></datastore>'
    )
    assert read_records(xml, URL) == (
        Row(A, "http://www.yl.gov.cn/art/2025/3/10/art_9_1.html", date(2025, 3, 10)),
        Row(B, "http://www.yl.gov.cn/art/2024/3/11/art_9_2.html", date(2024, 3, 11)),
    )


def test_links_to_other_hosts_are_marked_not_lost() -> None:
    html = (
        f"<ul><li><a href='https://mp.weixin.qq.com/s/x'>{A}</a><i>2025-03-10</i></li>"
        f"<li><a href='http://yl.gov.cn/b.html'>{B}</a><i>2024-03-11</i></li></ul>"
    )
    assert [row.external for row in read_list(html, URL).rows] == [True, False]


def test_menus_are_no_lists() -> None:
    html = (
        "<div class='menu'><ul><li><a href='/zfxxgk/zn/'>政府信息公开指南</a></li>"
        "<li><a href='/zfxxgk/nb/'>政府信息公开年报</a></li>"
        "</ul></div><div class='footer'><a href='http://www.gov.cn/'>中华人民共和国中央人民政府</a></div>"
    )
    assert rows_of(html) == []


def test_a_list_without_days_is_read() -> None:
    html = f"<ul><li><a href='a.html'>{A}</a></li><li><a href='b.html'>{B}</a></li></ul>"
    assert rows_of(html) == [(title, href, None) for title, href, _ in EXPECTED]


def test_short_names_are_a_list_where_they_lead_into_the_columns_folder() -> None:
    html = "<p><a href='2024.html'>2024年</a></p><p><a href='2023.html'>2023年</a></p><p><a href='/zwgk/'>更早</a></p>"
    assert rows_of("<ul><li><a href='2024.html'>2024年</a></li><li><a href='2023.html'>2023年</a></li></ul>") == [
        ("2024年", "http://www.yl.gov.cn/zwgk/fz/2024.html", None),
        ("2023年", "http://www.yl.gov.cn/zwgk/fz/2023.html", None),
    ]
    assert rows_of(html) == []


def test_pages_whose_names_say_nothing_are_a_list_where_their_addresses_are_a_series() -> None:
    series = "".join(f"<li><a href='/x/{n:03d}_doc.html'>{n:03d}_doc</a></li>" for n in range(1, 7))
    page = read_list(f"<body><ul>{series}</ul></body>", "http://www.yl.gov.cn/fz/")
    assert [row.title for row in page.rows] == [f"{n:03d}_doc" for n in range(1, 7)]
    others = "".join(f"<li><a href='/{name}.html'>{name}</a></li>" for name in ("about", "map", "help", "rss", "en"))
    assert read_list(f"<body><ul>{others}</ul></body>", "http://www.yl.gov.cn/fz/").rows == ()


def test_script_links_and_broken_addresses_are_left_out() -> None:
    html = (
        f"<ul><li><a href='a.html'>{A}</a><i>2025-03-10</i></li>"
        "<li><a href='javascript:void(0)'>下载本页内容附件</a></li>"
        "<li><a href='http://[x'>坏地址坏地址坏地址</a><i>2025-03-10</i></li></ul>"
    )
    assert rows_of(html) == EXPECTED[:1]


def test_a_page_of_running_text_is_an_article_and_a_list_is_none() -> None:
    text = "全县行政复议案件办理质效不断提高，群众满意度稳步上升，行政执法更加规范。" * 25
    assert read_list(f"<html><body><h1>{A}</h1><div><p>{text}</p></div></body></html>", URL).is_article
    abstracts = "".join(f"<li><a href='{n}.html'>{A}</a><p>{text[:90]}</p><i>2025-03-1{n}</i></li>" for n in range(9))
    page = read_list(f"<ul>{abstracts}</ul>", URL)
    assert (len(page.rows), page.is_article) == (9, False)


@pytest.mark.parametrize(
    "html", ["", "\0\0", "<", "<a href=", "<!--", "<record>", '<script>[[[[[{"title":', "<ul>" * 3000]
)
def test_hostile_scraps_give_an_empty_list(html: str) -> None:
    assert read_list(html, URL).rows == ()


@pytest.mark.skipif(not PAGES.is_dir(), reason="no ../shared/pages beside this checkout")
def test_real_list_pages_give_all_their_links() -> None:
    csv.field_size_limit(10_000_000)
    counted = {}
    with (PAGES / "manifest.csv").open(encoding="utf-8") as manifest:
        for row in csv.DictReader(manifest):
            if row["kind"] != "list":
                continue
            page = read_list(
                (PAGES / row["file"]).read_text(encoding="utf-8"), f"http://{row['site'].split()[0]}/a/b.html"
            )
            titles = {"".join(entry.title.split()) for entry in page.rows}
            gold = {"".join(title.split()) for title, *_ in json.loads(row["links"])}
            counted[row["file"]] = (len(page.rows) - int(row["n_links"]), gold - titles)
    assert counted
    assert counted == dict.fromkeys(counted, (0, set()))


def test_a_bare_page_lists_its_links_whatever_they_are_called() -> None:
    html = "<html><body><a href='/'>首页</a><ul><li><a href='/000.html'>000_doc</a></li></ul></body></html>"
    assert [row.href for row in read_list(html, "http://www.yl.gov.cn/000/").rows] == ["http://www.yl.gov.cn/000.html"]
    missing = "<html><body><h1>页面不存在</h1><a href='/'>返回首页</a> <a href='/zwgk/'>政务公开</a></body></html>"
    assert read_list(missing, "http://www.yl.gov.cn/000/").rows == ()


def test_a_day_printed_without_any_mark_between_is_read_where_it_stands_alone() -> None:
    html = f"<table><tr><td><a href='/x/1.html'>{A}</a></td><td>[20250310]</td></tr></table>"
    assert [row.on for row in read_list(html, URL).rows] == [date(2025, 3, 10)]
    numbered = html.replace("[20250310]", "第20250310号")
    assert [row.on for row in read_list(numbered, URL).rows] == [None]
