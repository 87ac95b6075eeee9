"""What is said of each one counts nothing, and whose team it is tells whose cases they are."""

from __future__ import annotations

import pytest

from monitor.catalogue_files import load_catalogue
from monitor.reading.reader import read_document
from storage.model import Document, Observation


def figures(sentence: str) -> tuple[Observation, ...]:
    title = "青桐县2023年法治政府建设年度报告"
    text = f"{title}\n现将2023年情况报告如下。\n一、主要举措\n{sentence}\n青桐县人民政府\n2024年2月1日"
    return read_document(Document(text, title, None, None), load_catalogue()).observations


@pytest.mark.parametrize("sentence", ["对每一起被撤销的案件开展复盘。", "对每一件败诉案件逐案剖析。"])
def test_each_one_is_no_figure(sentence: str) -> None:
    assert figures(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "indicator"),
    [
        ("市交通运输综合执法大队办理处罚案件386件。", "admin_penalty_cases"),
        ("街道综合执法大队立案查处98件。", "township_penalty_cases"),
        ("各镇综合行政执法大队作出处罚决定77件。", "township_penalty_cases"),
    ],
)
def test_a_team_of_a_town_is_told_from_one_of_a_bureau(sentence: str, indicator: str) -> None:
    assert [figure.indicator for figure in figures(sentence)] == [indicator]
