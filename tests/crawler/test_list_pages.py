"""Twelve list pages by as many hands, with their platforms' habits: platform, links, days, which are reports."""

from __future__ import annotations

import pytest

from crawler.probe import describe

YEARS = (2021, 2022, 2023, 2024)
MENU = "<div class='nav'><ul><li><a href='/'>首页</a></li><li><a href='/zwgk/'>政务公开</a></li></ul></div>"
SIDE = (
    "<div class='leftnav'><a href='/jg/'>机构职能</a><a href='/gh/'>规划计划</a><a href='/fz/'>法治政府建设</a></div>"
)


def title(year: int) -> str:
    return f"磐溪县{year}年法治政府建设年度报告"


TRS = (
    f"{MENU}<!-- <li><a href='./old.html'>旧样式</a><span>2001-01-01</span></li> --><div class='gl_list'><ul>"
    + "".join(
        f"<li><a href='./{y + 1}03/t{y + 1}0314_{y}7.html' target='_blank' title='{title(y)}'>磐溪县{y}年法治政府…</a>"
        f"<span class='time'>{y + 1}/03/14</span></li>"
        for y in YEARS
    )
    + "</ul></div><script>createPageHTML(64, 4, 0, 'index', 'html')</script>"
)
JPAGE = (
    "<script type='text/xml'><datastore><nextgroup></nextgroup><recordset>"
    + "".join(
        f"<record><![CDATA[<li><span>{y + 1}-03-\n14</span>"
        f"<a title='{title(y)}' href=\"/art/{y + 1}/3/14/art_88_{y}.html\">"
        f"{title(y)}</a></li>]]></record>"
        for y in YEARS
    )
    + "</recordset></datastore></script>"
)
NFCMS = (
    f"{MENU}<div class='common-list'><ul>"
    + "".join(
        f"<li><i>·</i><a href='https://www.panxi.gov.cn/fz/content/post_{y}01.html'>{title(y)}</a>"
        f"<b>{y + 1}-03-14</b></li>"
        for y in YEARS
    )
    + "</ul></div>"
)
SHANGHAI = (
    f"{MENU}<ul class='tadaty-list nowrapli'>"
    + "".join(
        f"<li><a href='/nw9/{y + 1}0314/{y:032x}.html' title='{title(y)}'>{title(y)}</a><span>{y + 1}-03-14</span></li>"
        for y in YEARS
    )
    + "</ul><div id='whj_hoverbtn-next'></div>"
)
VSB = (
    f"{MENU}<table class='winstyle1'>"
    + "".join(
        f"<tr><td><a class='c1' href='../info/1023/{y}.htm' title='{title(y)}'>{title(y)}</a></td>"
        f"<td><span class='timestyle'>{y + 1}/03/14&nbsp;</span></td></tr>"
        for y in YEARS
    )
    + "</table>"
)
UCAP = (
    "<meta name='channelid' content='0f9a8b7c6d5e4f30'><ul class='list'>"
    + "".join(
        f"<li><h4><a href='/panxi/c10{y}/content.shtml'>{title(y)}</a></h4><em>{y + 1}年03月14日</em></li>"
        for y in YEARS
    )
    + "</ul>"
)
LONSUN = "<script>var u='/site/label/8888?labelName=publicInfoList'</script>" + "".join(
    f"<div class='xxgk_navli'><ul><li class='mc'><a href='/public/6596/{y}.html'>{title(y)}</a></li>"
    f"<li class='rq'>{y + 1}-03-14</li></ul></div>"
    for y in YEARS
)
EPOINT = (
    "<script src='/js/webBuilderCommon.js'></script><ul class='ewb-info-items'>"
    + "".join(
        f"<li class='ewb-list-node'><a href='/zwgk/003/{y + 1}0314/x{y}.html' class='ewb-list-name'>{title(y)}</a>"
        f"<span class='ewb-list-date'>{y + 1}-03-14</span></li>"
        for y in YEARS
    )
    + "</ul>"
)
BREAKS = (
    f"{MENU}{SIDE}<td class='lb'>"
    + "".join(f"·<a href='show.asp?id={y}'>{title(y)}</a>（{y + 1}-03-14）<br>" for y in YEARS)
    + "</td>"
)
DEFINED = (
    f"{MENU}{SIDE}<dl class='news'>"
    + "".join(f"<dt>{y + 1}-03-14</dt><dd><a href='/n/{y}/x{y}.html'>{title(y)}</a></dd>" for y in YEARS)
    + "</dl>"
)
BEFORE = (
    f"{MENU}<div class='lb'>"
    + "".join(f"{y + 1}-03-14 <a href='/n/x{y}.html'>{title(y)}</a><br>" for y in YEARS)
    + "</div>"
)
BOXES = (
    f"{MENU}<div class='lb'>"
    + "".join(
        f"<div class='rq'>{y + 1}-03-14</div><div class='bt'><a href='/n/x{y}.html'>{title(y)}</a></div>" for y in YEARS
    )
    + "</div>"
)
PAGES = {
    "trs_wcm": TRS,
    "hanweb_jpage": JPAGE,
    "nfcms": NFCMS,
    "shanghai_hex": SHANGHAI,
    "vsb": VSB,
    "ucap": UCAP,
    "lonsun": LONSUN,
    "epoint_ewb": EPOINT,
    "static_list/breaks": BREAKS,
    "static_list/defined": DEFINED,
    "static_list/before": BEFORE,
    "static_list/boxes": BOXES,
}


@pytest.mark.parametrize("name", PAGES)
def test_a_list_page_gives_its_platform_its_links_and_its_days(name: str) -> None:
    found = describe(f"<html><body>{PAGES[name]}</body></html>", "http://www.panxi.gov.cn/fz/")
    links = found["links"]
    assert found["platform"] == name.partition("/")[0]
    assert sorted((link["title"], link["date"], link["report"]) for link in links) == [
        (title(year), f"{year + 1}-03-14", True) for year in YEARS
    ]
    assert found["trouble"] is None


@pytest.mark.parametrize("name", PAGES)
def test_fewer_than_three_dated_links_are_told_as_trouble(name: str) -> None:
    text = PAGES[name]
    for year in YEARS[:2]:  # as if the portal had printed two of four
        text = text.replace(title(year), "").replace(f"磐溪县{year}年法治政府…", "")
    found = describe(f"<html><body>{text}</body></html>", "http://www.panxi.gov.cn/fz/")
    assert found["trouble"] == "2 dated links were found, 3 at least make a list"
