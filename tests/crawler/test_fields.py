from __future__ import annotations

from datetime import date

import pytest
from lxml.html import document_fromstring

from crawler.fields import find_published, find_source, label_fields, meta_fields, read_day


@pytest.mark.parametrize(
    "printed",
    [
        "2024-03-05",
        "2024-03-05-21:50:00",
        "2024/3/5",
        "2024年03月05日 09时07分",
        "2024- 03- 05  11: 18",
        "2024.03.05",
        "20240305",
        "二〇二四年三月五日",
        "（2024年3月5日）",
        "2024 - 03 - 0 5    来源",
    ],
)
def test_every_way_of_printing_a_day_is_read(printed: str) -> None:
    assert read_day(printed) == date(2024, 3, 5)


@pytest.mark.parametrize(
    "printed", ["2024", "2024年", "2024-03", "2024年3月", "2024-13-05", "2024-02-30", "12024-03-05", "电话20240305111"]
)
def test_half_a_date_is_no_date(printed: str) -> None:
    assert read_day(printed) is None


def test_meta_tags_are_found_in_any_case_and_order_and_making_times_never() -> None:
    root = document_fromstring(
        "<html><head><META content='青柏县2023年报告&lt;br&gt;全文' NAME=ArticleTitle><meta name='PubDate' content=''>"
        "<meta name='pubdate' content='2024-03-05'><meta name='maketime' content='2026-01-01'>"
        "<meta property='og:title' content='x'></head><body><publishtime>2024-03-05</publishtime></body></html>"
    )
    assert meta_fields(root) == {
        "articletitle": "青柏县2023年报告 全文",
        "pubdate": "2024-03-05",
        "og:title": "x",
        "publishtime": "2024-03-05",
    }


def test_labels_in_one_line_in_rows_and_above_their_value() -> None:
    lines = [
        "发布日期：2024-03-05 09:30 信息来源：青柏县司法局 浏览次数：12 次 字号：[大 中 小]",
        "索 引 号： | 009900/2024-00012 | 发文机关 | 青柏县人民政府办公室",
        "文号：",
        "青政办〔2024〕5号",
        "成文日期：",
        "主题分类：司法",
    ]
    assert label_fields(lines) == {
        "发布日期": "2024-03-05 09:30",
        "信息来源": "青柏县司法局",
        "索引号": "009900/2024-00012",
        "发文机关": "青柏县人民政府办公室",
        "文号": "青政办〔2024〕5号",
        "主题分类": "司法",
    }


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("2024年03月05日08:18 来源：青柏日报 分享到：", "青柏日报"),
        ("来源：本站原创 作者：张三 时间：2024年3月5日", "本站原创"),
        ("【来源：青柏县司法局】【字体：大 中 小】", "青柏县司法局"),
        ("来源： 【打印】", None),
        ("来源：{{data.source}}", None),
        ("信息来源： | 青柏县政府办 | 发布时间： | 2024-03-05", "青柏县政府办"),
    ],
)
def test_the_source_ends_where_the_next_thing_begins(line: str, source: str | None) -> None:
    assert find_source({}, label_fields([line])) == source


def test_the_content_source_goes_before_the_label_and_the_label_before_other_tags() -> None:
    assert find_source({"contentsource": "甲局", "source": "丙社"}, {"来源": "乙报"}) == "甲局"
    assert find_source({"source": "丙社"}, {"来源": "乙报"}) == "乙报"
    assert find_source({"source": "来源：丙社 原创稿"}, {}) == "丙社"


def test_the_day_of_publication_is_taken_in_order_of_trust() -> None:
    metas = {"pubdate": "2024-03-05 07:16", "lastmodifiedtime": "2025-01-01"}
    labels = {"发布日期": "2024-03-06", "时间": "2024-03-08"}
    assert find_published(metas, labels, ["2024-03-07 08:00"], [], None) == date(2024, 3, 6)
    assert find_published(metas, {}, ["2024-03-07 08:00"], [], None) == date(2024, 3, 7)
    assert find_published(metas, {"时间": "2024-03-08"}, [], [], None) == date(2024, 3, 5)
    assert find_published({}, {"时间": "2024-03-08"}, ["2024-03-07 08:00"], [], None) == date(2024, 3, 7)
    assert find_published({}, {"时间": "2024-03-08"}, [], [], None) == date(2024, 3, 8)
    assert find_published({"lastmodifiedtime": "2025-01-01"}, {"成文日期": "2024-02-01"}, [], [], None) is None


def test_other_days_on_a_page_are_not_its_publication() -> None:
    page = ["某项目招标公告日期：2021-05-26", "青柏县报告", "有效期至2026-01-01", "2024-03-07"]
    assert find_published({}, {}, [], page, "青柏县报告") == date(2024, 3, 7)
    assert find_published({}, {}, [], ["青柏县报告", *["很长的导航文字"] * 30, "2020-01-18"], "青柏县报告") is None


def test_a_day_in_two_blocks_is_put_together() -> None:
    assert find_published({}, {}, [], ["青柏县报告", "21", "2024年02月", "正文"], None) == date(2024, 2, 21)


def test_a_list_of_pairs_has_its_labels_on_lines_of_their_own() -> None:
    lines = [
        "发布机构",
        "青柏经济技术开发区管理委员会",
        "生成日期",
        "2026-02-06",
        "发布日期",
        "2026-02-12",
        "来源",
        "时间",
    ]
    assert label_fields(lines) == {
        "发布机构": "青柏经济技术开发区管理委员会",
        "生成日期": "2026-02-06",
        "发布日期": "2026-02-12",
    }


def test_a_day_in_spaced_out_digits_never_takes_the_hour() -> None:
    assert read_day("2024 - 03 - 1 9") == date(2024, 3, 19)
    assert read_day("2024-03-1 9:30") == date(2024, 3, 1)


@pytest.mark.parametrize(
    "lines",
    [
        ["公开日期", "2026-02-12", "生成日期", "2026-02-06"],
        ["生成日期：2026-02-06  公开日期：2026-02-12"],
        ["成文日期：2026年2月6日", "公开时间：2026年2月12日"],
        ["索引号 | 0042 | 公开日期 | 2026-02-12 | 成文日期 | 2026-02-06"],
        ["【公开时间】2026-02-12", "【生成日期】2026-02-06"],
    ],
)
def test_the_day_made_open_is_the_day_of_publication_and_the_day_written_is_not(lines: list[str]) -> None:
    assert find_published({}, label_fields(lines), [], [], None) == date(2026, 2, 12)
