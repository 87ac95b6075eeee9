"""Tables: the unit of a figure, wherever a hand has put it."""

from decimal import Decimal

import pytest

from monitor.reading.tables import Table, next_caption, prose_cells, read_cells, read_row
from tests.monitor.reading.tabled import facts, read, row


@pytest.mark.parametrize(
    ("heading", "line", "figures"),
    [
        ("项目 | 数量 | 单位", "罚没金额 | 86.5 | 万元", [("865000", "元")]),
        ("项目 | 单位 | 数量", "罚没金额 | 万元 | 86.5", [("865000", "元")]),
        ("项目 | 2023年 | 2024年 | 单位", "受理复议申请 | 45 | 54 | 件", [("45", "件"), ("54", "件")]),
        ("项目 | 数量 | 单位 | 项目 | 数量 | 单位", "调解 | 45 | 件 | 培训 | 120 | 人", [("45", "件"), ("120", "人")]),
        ("项目 | 单位 | 数量 | 项目 | 单位 | 数量", "调解 | 件 | 45 | 培训 | 人 | 120", [("45", "件"), ("120", "人")]),
    ],
)
def test_a_unit_in_a_cell_of_its_own_belongs_to_its_figure(
    heading: str, line: str, figures: list[tuple[str, str]]
) -> None:
    table = Table(headings=[row(heading)])
    found = [figure.draft.number for figure in read_cells(row(line), table)]
    assert [(number.value, number.unit) for number in found] == [(Decimal(value), unit) for value, unit in figures]


@pytest.mark.parametrize(
    ("caption", "lines", "expected"),
    [
        pytest.param(
            "表3 各部门行政处罚情况(单位:件/万元)",
            "部门 | 立案 | 罚没款 | 移送\n公安 | 1,020 | 33.5 | 4\n合 计 | 1,020 | 33.5 | 4",
            [
                ("公安行政处罚立案", "1020", "件", ""),
                ("公安行政处罚罚没款", "335000", "元", ""),
                ("公安行政处罚移送", "4", "件", ""),
                ("合 计行政处罚立案", "1020", "件", ""),
                ("合 计行政处罚罚没款", "335000", "元", ""),
                ("合 计行政处罚移送", "4", "件", ""),
            ],
            id="a caption with two units gives money to columns of money",
        ),
        pytest.param(
            "见下表",
            "类型 | 行政复议 | | 行政应诉 |\n| 受理 | 审结 | 一审 | 出庭率\n本级 | 45件 | 41件 | 12件 | 100",
            [
                ("本级行政复议受理", "45", "件", ""),
                ("本级行政复议审结", "41", "件", ""),
                ("本级行政应诉一审", "12", "件", ""),
                ("本级行政应诉出庭率", "100", "%", ""),
            ],
            id="a spanning heading covers the empty cells behind it, an empty corner nothing",
        ),
        pytest.param(
            "",
            "县区 | 2022年 | | | 2023年 |\n县区 | 收案 | 结案 | 纠错 | 收案 | 结案\n"
            "河东区 | 9件 | 8件 | 1件 | 7件 | 6件",
            [
                ("河东区收案", "9", "件", "2022年"),
                ("河东区结案", "8", "件", "2022年"),
                ("河东区纠错", "1", "件", "2022年"),
                ("河东区收案", "7", "件", "2023年"),
                ("河东区结案", "6", "件", "2023年"),
            ],
            id="groups of unequal width keep their own columns",
        ),
        pytest.param(
            "调解情况",
            "项目 | 数量 | 备注\n一、婚姻家庭 |\n受理(件) | 31 | 含旧存\n二、邻里 |\n受理(件) | 27 | /",
            [("调解婚姻家庭受理", "31", "件", ""), ("调解邻里受理", "27", "件", "")],
            id="a row of one cell heads the rows below it and the headings stay",
        ),
        pytest.param(
            "",
            "事项 | 2022年 | 2023年\n行政强制(件) | / | 27\n行政裁决(件) | — | —\n行政奖励(件) | 3 | 5",
            [
                ("行政强制", "27", "件", "2023年"),
                ("行政奖励", "3", "件", "2022年"),
                ("行政奖励", "5", "件", "2023年"),
            ],
            id="a dash is no zero and a row of dashes no heading",
        ),
        pytest.param(
            "",
            "类别 | 项目 | 数量\n综合执法 | 立案(件) | 26\n综合执法 | 罚款(万元) | 1.4\n综合执法 | 责令改正(件) | 9",
            [
                ("综合执法立案", "26", "件", ""),
                ("综合执法罚款", "14000", "元", ""),
                ("综合执法责令改正", "9", "件", ""),
            ],
            id="a short name takes the group it stands in",
        ),
        pytest.param(
            "",
            "指标 | 2022年末 | 2023年末 | 2023年目标\n持证人员(人) | 81 | 86 | 90\n其中:市本级 | 20 | 22 |",
            [
                ("持证人员", "81", "人", "2022年末"),
                ("持证人员", "86", "人", "2023年末"),
                ("持证人员", "90", "人", "2023年目标"),
                ("持证人员市本级", "20", "人", "2022年末"),
                ("持证人员市本级", "22", "人", "2023年末"),
            ],
            id="a part takes its whole's name and unit, an aim is told apart",
        ),
        pytest.param(
            "",
            "序号 | 活动 | 时间 | 参加人数\n1 | 普法宣传 | 3月15日 | 1200\n2 | 培训班 | 5月 | 160",
            [("普法宣传参加人数", "1200", "人", ""), ("培训班参加人数", "160", "人", "")],
            id="days and row numbers are no figures",
        ),
        pytest.param(
            "行政复议情况",
            "年度 | 受理 | 其中:调解和解\n2022年 | 55件 | 12件\n2023年 | 79件 | 24件\n增减 | +24 | +12",
            [
                ("行政复议受理", "55", "件", "2022年"),
                ("行政复议调解和解", "12", "件", "2022年"),
                ("行政复议受理", "79", "件", "2023年"),
                ("行政复议调解和解", "24", "件", "2023年"),
            ],
            id="a row of changes counts nothing of its own",
        ),
        pytest.param(
            "",
            "单位 | 处罚案件(件) | 金额(万元)\n公安局 | 2,015(含简易程序1,420) | 186.35",
            [("公安局处罚案件", "2015", "件", ""), ("公安局金额", "1863500", "元", "")],
            id="what a bracket adds does not hide the figure before it",
        ),
        pytest.param(
            "行政复议案件统计表",
            "年份 | 收案(件) | 结案(件)\n2022年 | 31 | 29\n2023年 | 47 | 44",
            [
                ("行政复议收案", "31", "件", "2022年"),
                ("行政复议结案", "29", "件", "2022年"),
                ("行政复议收案", "47", "件", "2023年"),
                ("行政复议结案", "44", "件", "2023年"),
            ],
            id="years may name the rows",
        ),
    ],
)
def test_a_figure_is_named_by_its_row_column_and_caption(
    caption: str, lines: str, expected: list[tuple[str, str, str, str]]
) -> None:
    assert facts(caption, lines) == expected


def test_what_a_bracket_adds_is_read_as_prose_under_the_rows_name() -> None:
    line = "公安局 | 2,015(含简易程序1,420) | 186.35"
    cells = read_row(line, 0, len(line))
    assert cells is not None
    assert [(line[start:end], name) for start, end, name in prose_cells(cells)] == [("(含简易程序1,420)", "公安局")]


def test_a_note_on_units_does_not_hide_the_line_that_names_the_table() -> None:
    caption = next_caption("2023年行政复议案件情况如下表。", "(单位:件)")
    assert caption == "2023年行政复议案件情况如下表。 (单位:件)"
    assert next_caption("旧的一行。", "行政应诉情况如下。") == "行政应诉情况如下。"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("镇街 | 检查(次) | 处罚(件)\n北坪镇 | 2031 | 2018\n南坪镇 | 2075 | 11", ["2031", "2018", "2075", "11"]),
        ("镇街 | 检查(次)\n北坪镇 | 1870\n南坪镇 | 2016", ["1870", "2016"]),
        ("镇街 | 年度 | 检查(次)\n北坪镇 | 2022 | 1870\n北坪镇 | 2023 | 2016", ["1870", "2016"]),
        ("年份 | 检查(次)\n2022 | 1870\n2023 | 2024", ["1870", "2024"]),
    ],
)
def test_a_count_that_looks_like_a_year_is_a_figure_where_no_year_can_stand(lines: str, expected: list[str]) -> None:
    assert [f"{figure.draft.number.value}" for figure in read("", lines)] == expected
