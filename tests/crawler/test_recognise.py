"""Platforms by their marks, the first that matches."""

from __future__ import annotations

import pytest

from crawler.recognise import recognise


@pytest.mark.parametrize(
    ("html", "url", "platform"),
    [
        ("", "http://www.x.gov.cn/gkmlpt/index", "gkmlpt"),
        ("<script>window._CONFIG = {a:1, SID:'200001', TREE:[]}</script>", "", "gkmlpt"),
        ("<script src='/unitbuild.js' queryData=\"{'webId':'1'}\"></script>", "", "hanweb_unit"),
        ("", "http://www.x.gov.cn/col/col123/index.html", "hanweb_jpage"),
        ("<iframe src='/module/xxgk/tree.jsp?area=1132'>", "http://www.x.gov.cn/col/col88/index.html", "hanweb_xxgk"),
        ("<datastore><recordset>", "", "hanweb_jpage"),
        ("url:'/ls/messageController/getMessage.do'", "", "truecms"),
        ("", "http://www.x.gov.cn/zwgk/govInfoPub.html?categorynum=003", "epoint_ewb"),
        ("", "http://www.x.gov.cn/public/column/6596?type=4&catId=5&action=list", "lonsun"),
        ("<meta name='channelid' content='a1'>", "", "ucap"),
        ("<a href='/zwgk/content/post_4688.html'>", "", "nfcms"),
        ("<a href='./202503/t20250310_1441.html'>", "", "trs_wcm"),
        ("<script>createPageHTML(3, 0, 'index', 'html')</script>", "", "trs_wcm"),
        ("<a href='/nw12344/20250321/00afa2a800afa2a800afa2a800afa2a8.html'>", "", "shanghai_hex"),
        ("<div id='vsb_content_2'>", "", "vsb"),
        ("<ul><li><a href='/trs/about.html'>关于</a></li></ul>", "http://www.x.gov.cn/list/", "static_list"),
    ],
)
def test_a_platform_is_known_by_its_marks(html: str, url: str, platform: str) -> None:
    recognition = recognise(html, url)
    assert recognition.platform == platform
    assert recognition.evidence


def test_an_earlier_family_wins() -> None:
    html = "dataproxy.jsp ./202503/t20250310_1.html"
    assert recognise(html).platform == "hanweb_jpage"


@pytest.mark.parametrize(
    ("host", "platform"),
    [("www.other.gov.cn", "static_list"), ("www.x.gov.cn", "trs_wcm"), ("bm.x.gov.cn", "trs_wcm")],
)
def test_a_link_to_another_portal_shows_that_portals_system_only(host: str, platform: str) -> None:
    html = f"<li><a href='http://{host}/zwgk/202503/t20250310_1441.html'>报告</a><span>2025-03-10</span></li>"
    assert recognise(html, "http://zwgk.x.gov.cn/list/").platform == platform
    assert recognise(html).platform == recognise(html, "http://probe.invalid/").platform == "trs_wcm"
