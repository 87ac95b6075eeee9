"""Columns that state a change: which figure it belongs to, of what kind it is and where it points."""

import pytest

from monitor.reading.tables import Table, read_cells, read_row
from tests.monitor.reading.tabled import changes, row


@pytest.mark.parametrize(
    ("caption", "lines", "expected"),
    [
        pytest.param(
            "",
            "事项 | 2024年 | 2023年 | 同比(%)\n行政裁决(件) | 66 | 60 | 10.0\n公证办理(件) | 90 | 120 | -25",
            [
                ("行政裁决", "66", "2024年", "pct 10.0 up"),
                ("行政裁决", "60", "2023年", ""),
                ("公证办理", "90", "2024年", "pct 25 down"),
                ("公证办理", "120", "2023年", ""),
            ],
            id="the later year stands first, the change last",
        ),
        pytest.param(
            "法律服务情况(单位:件)",
            "类别 | 上年 | 本年 | 同比\n法律援助 | 310 | 341 | ↑10%\n公证办理 | 88 | 66 | ↓25%\n"
            "仲裁受理 | 15 | 15 | 持平\n司法鉴定 | — | 9 | —\n律师代理 | 200 | 212 | +12",
            [
                ("法律援助", "310", "上年", ""),
                ("法律援助", "341", "本年", "pct 10 up"),
                ("公证办理", "88", "上年", ""),
                ("公证办理", "66", "本年", "pct 25 down"),
                ("仲裁受理", "15", "上年", ""),
                ("仲裁受理", "15", "本年", ""),
                ("司法鉴定", "9", "本年", ""),
                ("律师代理", "200", "上年", ""),
                ("律师代理", "212", "本年", "abs 12 up"),
            ],
            id="arrows and dashes, and a difference under a heading that could mean a percentage",
        ),
        pytest.param(
            "",
            "指标 | 2022年 | 增减 | 2023年\n罚没金额(万元) | 30.5 | -4.5 | 26\n按期办结率(%) | 91.2 | +3.1 | 94.3",
            [
                ("罚没金额", "305000", "2022年", ""),
                ("罚没金额", "260000", "2023年", "abs 45000.0 down"),
                ("按期办结率", "91.2", "2022年", ""),
                ("按期办结率", "94.3", "2023年", "points 3.1 up"),
            ],
            id="the change between the years is in the row's own unit",
        ),
        pytest.param(
            "",
            "项 目 | | | 去年 | 今年 | 增减数 | ±%\n矛盾化解 | 村级 | 受理(件) | 40 | 50 | 10 | 25\n"
            "矛盾化解 | 村级 | 成功(件) | 38 | 50 | 12 | 31.6\n矛盾化解 | 镇级 | 受理(件) | 25 | 20 | -5 | -20",
            [
                ("村级受理", "40", "去年", ""),
                ("村级受理", "50", "今年", "pct 25 up"),
                ("村级成功", "38", "去年", ""),
                ("村级成功", "50", "今年", "pct 31.6 up"),
                ("镇级受理", "25", "去年", ""),
                ("镇级受理", "20", "今年", "pct 20 down"),
            ],
            id="labels over rows in two levels; of two changes the percentage is told",
        ),
        pytest.param(
            "",
            "事项 | 2022年 | 2023年 | 增减\n公共法律服务 | 咨询接待(人次) | 900 | 990 | 10%\n"
            "公共法律服务 | 窗口代写文书(份) | 31 | — | —",
            [
                ("公共法律服务咨询接待", "900", "2022年", ""),
                ("公共法律服务咨询接待", "990", "2023年", "pct 10 up"),
                ("公共法律服务窗口代写文书", "31", "2022年", ""),
            ],
            id="groups stand in a column that no heading was given to",
        ),
        pytest.param(
            "",
            "单位 | 立案 | | | 结案 | | \n单位 | 2021年 | 2022年 | 增减(件) | 2021年 | 2022年 | 增减(件)\n"
            "滨江所 | 14件 | 19件 | 5 | 12件 | 11件 | -1",
            [
                ("滨江所立案", "14", "2021年", ""),
                ("滨江所立案", "19", "2022年", "abs 5 up"),
                ("滨江所结案", "12", "2021年", ""),
                ("滨江所结案", "11", "2022年", "abs 1 down"),
            ],
            id="each group of columns has its change",
        ),
        pytest.param(
            "",
            "单位 | 2022年立案(件) | 2023年立案(件) | 同比增长 | 结案(2022年)(件) | 结案(2023年)(件) | 同比增长\n"
            "滨江所 | 20 | 25 | 25% | 16 | 12 | -25%",
            [
                ("滨江所立案", "20", "2022年", ""),
                ("滨江所立案", "25", "2023年", "pct 25 up"),
                ("滨江所结案", "16", "2022年", ""),
                ("滨江所结案", "12", "2023年", "pct 25 down"),
            ],
            id="a column may name its year beside what it counts",
        ),
        pytest.param(
            "",
            "项目 | 上年 | 本年 | 增减 | 项目 | 上年 | 本年 | 增减\n培训(场) | 4 | 6 | 2 | 检查(次) | 33 | 30 | -3",
            [
                ("培训", "4", "上年", ""),
                ("培训", "6", "本年", "abs 2 up"),
                ("检查", "33", "上年", ""),
                ("检查", "30", "本年", "abs 3 down"),
            ],
            id="two lists side by side keep their own changes",
        ),
        pytest.param(
            "",
            "近两年案件变化情况 | \n名称 | 2022年 | 2023年\n劳动仲裁(件) | 51 | 47",
            [("劳动仲裁", "51", "2022年", ""), ("劳动仲裁", "47", "2023年", "")],
            id="a title over all columns compares none of them",
        ),
        pytest.param(
            "",
            "名称 | 同比增长(%) | 数量\n行政奖励(件) | 50 | 6\n行政征收(件) | 12 | —",
            [("行政奖励", "6", "", "pct 50 up")],
            id="a change before its figure, and one without a figure",
        ),
    ],
)
def test_a_change_column_is_the_change_of_the_latest_year(
    caption: str, lines: str, expected: list[tuple[str, str, str, str]]
) -> None:
    assert changes(caption, lines) == expected


def test_the_quote_of_a_figure_reaches_to_its_change() -> None:
    line = "信访受理 | 31件 | 42件 | +35.5%"
    cells = read_row(line, 0, len(line))
    assert cells is not None
    found = read_cells(cells, Table(headings=[row("名称 | 2023年 | 2024年 | 同比")]))
    assert [line[figure.draft.start : figure.draft.end] for figure in found] == ["信访受理 | 31件", line]


@pytest.mark.parametrize(
    ("cell", "column", "change"),
    [
        ("+12", "增减", "abs 12 up"),
        ("−12", "增减(件)", "abs 12 down"),
        ("减少12件", "同比", "abs 12 down"),
        ("▼8%", "同比", "pct 8 down"),
        ("8.0%↓", "同比", "pct 8.0 down"),
        ("下降8%", "备注", "pct 8 down"),
        ("8", "降幅(%)", "pct 8 down"),
        ("8", "增(+)减(-)%", "pct 8 up"),
        ("增长1.5倍", "与上年相比", "times 2.5 up"),
        ("±0", "增减", ""),
        ("与上年持平", "同比", ""),
        ("/", "同比", ""),
    ],
)
def test_a_change_cell_tells_its_kind_and_direction(cell: str, column: str, change: str) -> None:
    assert changes("", f"名称 | 本年 | {column}\n劳动仲裁 | 150件 | {cell}") == [("劳动仲裁", "150", "本年", change)]
