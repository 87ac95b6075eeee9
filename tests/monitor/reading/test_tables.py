"""Tables: the unit of a figure, wherever a hand has put it."""

from decimal import Decimal

import pytest

from monitor.reading.tables import Table, TableRow, read_cells


def row(line: str) -> TableRow:
    return TableRow(tuple((place * 20, words) for place, words in enumerate(line.split(" | "))))


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
