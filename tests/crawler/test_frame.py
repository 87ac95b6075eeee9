from __future__ import annotations

import pytest

from crawler.clean import make_document
from crawler.frame import frame_fields


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("您当前的位置： 首页 > 云岭县人民政府 > 石桥镇", "首页 > 云岭县人民政府 > 石桥镇"),
        ("首页 / 政务公开 / 法治政府建设年度报告", "首页 > 政务公开 > 法治政府建设年度报告"),
        ("位置：首页→乡镇街道→石桥镇", "首页 > 乡镇街道 > 石桥镇"),
        ("位置优越，交通便利。", None),
        ("首页", None),
    ],
)
def test_a_breadcrumb_is_kept_as_steps(line: str, path: str | None) -> None:
    assert frame_fields([line], [], "").get("位置") == path


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        (
            "版权所有：云岭县人民政府 承办：云岭县人民政府办公室 政府网站标识码：5299990001 滇ICP备1号",
            {"版权所有": "云岭县人民政府", "承办单位": "云岭县人民政府办公室", "网站标识码": "5299990001"},
        ),
        (
            "云岭经济技术开发区管理委员会主办 | 网站标识码 5299990002",
            {"主办单位": "云岭经济技术开发区管理委员会", "网站标识码": "5299990002"},
        ),
        ("主办单位：云岭市民政局  联系电话：0000-1", {"主办单位": "云岭市民政局"}),
        ("相关链接：云岭市民政局", {}),
    ],
)
def test_the_foot_names_the_owner_and_the_code(line: str, fields: dict[str, str]) -> None:
    assert frame_fields([], [line], "") == fields


PAGE = """<html><head><meta charset="utf-8"><title>云岭县人民政府</title>
<meta name="ArticleTitle" content="{told}"><meta name="PubDate" content="{meta_day}"></head><body>
<div class="location">当前位置：<a>首页</a> > <a>乡镇街道</a> > 石桥镇</div>
<h2>石桥镇2022年度法治政府建设情况报告</h2>
<div class="info"><span>发布时间：2023-01-16</span><span>来源：石桥镇</span></div>
<div class="TRS_Editor"><p>2022年，石桥镇扎实推进依法行政，全年调解纠纷682件，开展法治宣传41场次，受众9500余人次。</p>
<p>下一步，石桥镇将继续完善综合执法机制，推进法治宣传阵地建设，化解矛盾纠纷，提升执法人员能力。</p></div>
<div class="foot">主办单位：云岭县人民政府</div></body></html>"""


@pytest.mark.parametrize(
    ("told", "meta_day", "title", "day"),
    [
        ("石桥镇2019年政府信息公开工作年度报告", "2025-06-03", "石桥镇2022年度法治政府建设情况报告", "2023-01-16"),
        ("石桥镇2022年度法治政府建设情况报告", "2023-01-20", "石桥镇2022年度法治政府建设情况报告", "2023-01-16"),
    ],
)
def test_tags_that_a_rebuilt_site_left_behind_yield_to_what_visitors_see(
    told: str, meta_day: str, title: str, day: str
) -> None:
    document = make_document(PAGE.format(told=told, meta_day=meta_day).encode(), "text/html; charset=utf-8")
    assert (document.title, str(document.published)) == (title, day)
    assert document.fields["位置"] == "首页 > 乡镇街道 > 石桥镇"
    assert document.fields["主办单位"] == "云岭县人民政府"
    assert document.fields["articletitle"] == told


def test_a_heading_below_the_labels_belies_a_tags_title_and_a_columns_name_does_not() -> None:
    labels = '<div class="info"><span>发布时间：2023-01-16</span><span>来源：石桥镇</span></div>'
    heading = "<h2>石桥镇2022年度法治政府建设情况报告</h2>"
    below = PAGE.replace(labels, "").replace(heading, f"<h3>法治政府建设报告</h3>{labels}{heading}")
    told = "关于做好2019年度考核工作的通知"
    seen = make_document(below.format(told=told, meta_day="2025-06-03").encode(), "text/html; charset=utf-8")
    assert seen.title == "石桥镇2022年度法治政府建设情况报告"
