"""What a column page's calls are and what their answers hold, without a crawl."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from crawler.json_rows import json_row, parse_json
from crawler.platforms.calls import NoCallsError
from crawler.platforms.epoint_ewb import EPOINT_EWB
from crawler.platforms.gkmlpt import GKMLPT
from crawler.platforms.hanweb_unit import HANWEB_UNIT
from crawler.platforms.lonsun import LONSUN
from crawler.platforms.ucap import UCAP
from crawler.rows import Row

BASE = "http://www.yl.gov.cn/fz/"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": "x\ny"}', {"a": "x\ny"}),
        ('cb({"a": 1});', {"a": 1}),
        ("\ufeff [1]", [1]),
        ("<html>", None),
        ("", None),
        ("[" * 100_000, None),
    ],
)
def test_json_is_read_though_untidy(text: str, value: Any) -> None:
    assert parse_json(text) == value


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (1772294400, date(2026, 3, 1)),
        (1772294400000, date(2026, 3, 1)),
        ("1772294400", date(2026, 3, 1)),
        ("2026-03-02 08:00:00", date(2026, 3, 2)),
        ("20260302", date(2026, 3, 2)),
        (7, None),
        (True, None),
    ],
)
def test_a_rows_day_is_beijings(moment: Any, day: date | None) -> None:
    assert json_row({"title": "某年报告", "date": moment, "url": "//www.yl.gov.cn/a.html"}, BASE) == Row(
        "某年报告", "http://www.yl.gov.cn/a.html", day
    )


def test_a_directory_without_a_number_takes_the_category_of_the_yearly_reports() -> None:
    tree = [
        {"id": 3, "name": "法治政府建设", "children": [{"id": 4, "name": "法治政府建设年度报告", "post_count": "6"}]}
    ]
    text = f"window._CONFIG = {{SID:'2',TREE:{json.dumps(tree)}}}"
    (call,) = GKMLPT.first_calls(text, "http://www.yl.gov.cn/sfj/gkmlpt/index")
    assert (call.url, call.total) == ("http://www.yl.gov.cn/sfj/gkmlpt/api/all/4?page=1&sid=2", 6)
    (call,) = GKMLPT.first_calls("SID: 2, TREE: [", "http://www.yl.gov.cn/gkmlpt/index#12")
    assert call.url == "http://www.yl.gov.cn/gkmlpt/api/all/12?page=1&sid=2"


def test_a_column_that_lists_its_entries_itself_makes_no_call() -> None:
    row = "<li><a href='a.shtml'>云岭县某年法治政府建设报告</a>2026-03-01</li>"
    page = f"<meta name='channelid' content='a1'><ul>{row}</ul>"
    with pytest.raises(NoCallsError):
        UCAP.first_calls(page, BASE)
    (call,) = UCAP.first_calls("<meta name=channelid content=a1><script>u='/szinf/info/getInfoCommon/'</script>", BASE)
    assert call.url == "http://www.yl.gov.cn/szinf/info/getInfoCommon/?pagesize=15&currpage=1&channelid=a1"


@pytest.mark.parametrize(
    ("platform", "text", "missing"),
    [
        (HANWEB_UNIT, "<script src='/a.js'></script>", "queryData"),
        (GKMLPT, "TREE:[]", "no SID"),
        (UCAP, "<p>无</p>", "neither a search address nor a channel"),
        (LONSUN, "siteId:'6'", "organId and catId"),
        (EPOINT_EWB, "<p>无</p>", "categorynum"),
    ],
)
def test_a_page_that_lacks_what_a_call_needs_says_what(platform: Any, text: str, missing: str) -> None:
    with pytest.raises(NoCallsError, match=missing):
        platform.first_calls(text, BASE)


def test_calls_never_leave_the_portal() -> None:
    tag = """<script src="unitbuild.js" queryData="{'webId':'1'}" url="http://127.0.0.1:9/x"></script>"""
    with pytest.raises(NoCallsError):
        HANWEB_UNIT.first_calls(tag, BASE)
    with pytest.raises(NoCallsError):
        UCAP.first_calls("<script>a='//other.example/common/search/ab12'</script>", BASE)


@pytest.mark.parametrize("answer", ["<html>系统繁忙</html>", "{}", "[]", '{"data":null}', "null"])
def test_an_answer_that_is_no_list_is_told_as_trouble(answer: str) -> None:
    (call,) = HANWEB_UNIT.first_calls("<script queryData=\"{'webId':'1'}\"></script>", BASE)
    assert HANWEB_UNIT.read_answer(answer, call, BASE).trouble
    (call,) = UCAP.first_calls("<meta name='channelid' content='a1'>", BASE)
    assert UCAP.read_answer(answer, call, BASE).trouble


def test_keys_of_a_system_not_met_before_are_known_by_their_ends() -> None:
    one = {"newsTitle": "某年报告", "coverImgUrl": "/a.jpg", "docUrl": "/a.html", "releaseTime": "2026-03-02 08:00:00"}
    assert json_row(one, BASE) == Row("某年报告", "http://www.yl.gov.cn/a.html", date(2026, 3, 2))
    assert json_row({"name": "法治政府建设", "jump_url": "http://other.gov.cn/", "post_count": 3}, BASE) is None
