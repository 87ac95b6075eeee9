"""The many ways to tell a change: each right one of an invented county is let alone, each wrong one told once."""

from __future__ import annotations

import pytest

from monitor.catalogue_files import load_catalogue
from monitor.comparing.compare import compare_reports
from monitor.reading.reader import read_document
from storage.model import Comparison, Document

OLD = "全年受理信访事项480件，查处违法案件1250件，罚没款860万元，出庭应诉率92.5%，办理许可6.42万件。"
FOLLOWING = [
    "全年受理信访事项516件，同比增加36件。",
    "全年受理信访事项516件，比上年多36件。",
    "全年受理信访事项516件，上升7.5%。",
    "全年受理信访事项516件，较2023年的480件增长7.5%。",
    "信访事项由上年的480件上升为516件。",
    "受理信访事项516件，同比上升近8%。",
    "受理信访事项516件，同比上升7%以上。",
    "受理信访事项516件，与上年基本持平。",
    "受理信访事项516件（上年480件）。",
    "受理信访事项516件，上年同期480件。",
    "受理信访事项240件，同比下降一半。",
    "受理信访事项245件，同比下降近一半。",
    "受理信访事项230件，降幅过半。",
    "受理信访事项960件，翻了一番。",
    "受理信访事项930件，同比增长近一倍。",
    "受理信访事项1440件，为上年的3倍。",
    "受理信访事项1450件，是上年的3倍多。",
    "受理信访事项1440件，同比增长两倍。",
    "受理信访事项1430件，同比增长近2倍。",
    "受理信访事项336件，下降三成。",
    "受理信访事项350件，下降近三成。",
    "受理信访事项325件，下降三成多。",
    "受理信访事项516件，增幅7.5%。",
    "受理信访事项516件，增速达7.5%。",
    "信访事项516件，同比+7.5%。",
    "信访事项444件，同比-7.5%。",
    "查处违法案件1123件，同比减少127件，降幅10.2%。",
    "查处违法案件1123件，同比减少127件、下降10.16%。",
    "罚没款1032万元，同比增长20%。",
    "罚没款1032万元，增加172万元。",
    "罚没款1030万元，增加约170万元。",
    "罚没款1290万元，增长五成。",
    "罚没款1.29亿元，是上年的15倍。",
    "出庭应诉率95.8%，提高3.3个百分点。",
    "出庭应诉率95.8%，较上年提升3.3%。",
    "出庭应诉率从92.5%提高到95.8%。",
    "出庭应诉率95.8%，比上年的92.5%高出3.3个百分点。",
    "办理许可7.06万件，同比增长10%左右。",
    "办理许可7万余件，同比增长9.2%。",
    "办理许可7.1万件，增加0.68万件。",
    "办理许可7.1万件，增加近7000件。",
    "办理许可7.1万件，同比多办6800余件。",
    "受理信访事项480件，与上年持平。",
    "受理信访事项480件，与去年同期持平。",
    "受理信访事项516件，连续三年下降后首次回升，同比上升7.5%。",
    "受理信访事项516件，较前年增长20%。",
    "受理信访事项516件，两年平均增长12%。",
    "受理信访事项516件，环比增长3%。",
    "受理信访事项516件，其中12月份同比增长40%。",
]
NOT_FOLLOWING = [
    "受理信访事项516件，同比下降7.5%。",
    "受理信访事项516件，同比增长12.5%。",
    "受理信访事项516件，比上年的510件增加6件。",
    "信访事项由上年的430件上升为516件。",
    "受理信访事项516件，与上年持平。",
    "受理信访事项516件，上年为498件。",
    "受理信访事项516件（2023年为450件）。",
    "受理信访事项516件，同比增加16件。",
    "受理信访事项240件，同比下降三成。",
    "受理信访事项930件，同比增长近五成。",
    "受理信访事项516件，是上年的2倍。",
    "受理信访事项336件，下降一半。",
    "查处违法案件1123件，同比减少217件。",
    "罚没款1032万元，增加112万元。",
    "罚没款1032万元，同比增长12%。",
    "出庭应诉率95.8%，提高2.3个百分点。",
    "出庭应诉率从93.5%提高到95.8%。",
    "出庭应诉率95.8%，比上年下降3.3个百分点。",
    "办理许可7.06万件，同比增长20%。",
    "办理许可7.1万件，上年为6.12万件。",
    "办理许可7.06万件，去年办理6.82万件。",
    "2023年受理信访事项450件，2024年受理信访事项516件。",
    "受理信访事项516件，较去年减少36件。",
]


def document(year: int, sentence: str) -> Document:
    title = f"青桐县{year}年法治政府建设年度报告"
    text = f"{title}\n现将{year}年情况报告如下。\n一、主要举措\n{sentence}\n青桐县人民政府\n{year + 1}年2月1日"
    return Document(text, title, None, None)


def compared(sentence: str) -> Comparison:
    old, new = document(2023, OLD), document(2024, sentence)
    catalogue = load_catalogue()
    return compare_reports(old, read_document(old, catalogue), new, read_document(new, catalogue), catalogue)


@pytest.mark.parametrize("sentence", FOLLOWING)
def test_a_change_that_follows_from_last_year_is_let_alone(sentence: str) -> None:
    found = compared(sentence)
    assert found.contradictions == ()
    assert [change.old for change in found.changes if change.old and change.new] != []


@pytest.mark.parametrize("sentence", NOT_FOLLOWING)
def test_a_change_that_does_not_follow_is_told_once(sentence: str) -> None:
    assert [one.where for one in compared(sentence).contradictions] == ["between"]
