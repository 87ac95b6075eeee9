"""Tables inside an article: every row is a line, and every cell keeps its column."""

from __future__ import annotations

from tests.crawler.invented import PARAGRAPHS, TEMPLATES, paragraphs
from tests.crawler.test_clean import WHOLE, text_without_title


def lines_of(table: str) -> list[str]:
    """Return the lines of a table that stands amid an article's paragraphs."""
    text = text_without_title(TEMPLATES["trs"](paragraphs(PARAGRAPHS[:4]) + table + paragraphs(PARAGRAPHS[4:])))
    return [line for line in text.split("\n") if " |" in line]


def test_table_rows_stay_rows_and_spanning_labels_are_said_again() -> None:
    table = (
        "<table><tr><th>类别</th><th>事项</th><th>数量</th></tr>"
        '<tr><td rowspan="2">行政复议</td><td>受理</td><td>31</td></tr><tr><td>审结</td><td>28</td></tr>'
        '<tr><td colspan="2">合计</td><td>59</td></tr><tr><td rowspan=2>12件</td><td>甲</td><td>1</td></tr>'
        "<tr><td>乙</td><td>2</td></tr></table>"
    )
    assert lines_of(table) == [
        "类别 | 事项 | 数量",
        "行政复议 | 受理 | 31",
        "行政复议 | 审结 | 28",
        "合计 | | 59",
        "12件 | 甲 | 1",
        "| 乙 | 2",
    ]


def test_a_table_keeps_its_columns_where_cells_span_them_or_miss() -> None:
    table = (
        '<table><tr><th rowspan="2">县区</th><th colspan="2">受理</th><th colspan="3">审结</th></tr>'
        "<tr><th>上年</th><th>本年</th><th>维持</th><th>纠错</th><th>终止</th></tr>"
        '<tr><td colspan="6">一、城区</td></tr>'
        "<tr><td>河东区</td><td>1</td><td>2</td><td>3</td><td></td><td></td></tr>"
        "<tr><td>河西区</td><td></td><td></td><td></td><td></td><td></td></tr></table>"
    )
    assert lines_of(table) == [
        "县区 | 受理 | | 审结",
        "县区 | 上年 | 本年 | 维持 | 纠错 | 终止",
        "一、城区 |",
        "河东区 | 1 | 2 | 3",
        "河西区 | | | | |",
    ]


def test_a_cell_that_spans_rows_and_columns_keeps_its_columns_in_every_row() -> None:
    table = (
        '<table><tr><th rowspan="2" colspan="2">类 别</th><th colspan="2">办件数</th><th rowspan="2">增减</th></tr>'
        "<tr><th>上年</th><th>本年</th></tr>"
        '<tr><td rowspan="2">调解</td><td>村级</td><td>40</td><td>52</td><td>12</td></tr>'
        "<tr><td>镇级</td><td>9</td><td>7</td><td>-2</td></tr></table>"
    )
    assert lines_of(table) == [
        "类 别 | | 办件数 | | 增减",
        "类 别 | | 上年 | 本年 | 增减",
        "调解 | 村级 | 40 | 52 | 12",
        "调解 | 镇级 | 9 | 7 | -2",
    ]


def test_a_table_at_the_head_keeps_its_first_row() -> None:
    rows = (("名称", "2022年", "2023年"), ("行政复议", "29", "31"))
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    table = f"<table>{cells}</table>"
    text = text_without_title(TEMPLATES["trs"](table + paragraphs()))
    assert text == f"名称 | 2022年 | 2023年\n行政复议 | 29 | 31\n{WHOLE}"
