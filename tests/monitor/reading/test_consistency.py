from __future__ import annotations

import pytest

from monitor.catalogue_files import load_catalogue
from monitor.reading.reader import read_document
from storage.model import Document

HEAD = "栖砚镇2024年度法治政府建设工作报告\n2024年，栖砚镇推进依法行政，现将情况报告如下。\n"


def doubts(sentence: str) -> list[str]:
    text = HEAD + sentence
    reading = read_document(Document(text, text.splitlines()[0], None, None), load_catalogue())
    return [check.explain for check in reading.checks if not check.holds]


@pytest.mark.parametrize(
    "sentence",
    [
        "排查隐患240处，整改231处，整改率99.1%。",
        "全年受理矛盾纠纷512件，调解成功519件。",
        "评查案卷60卷，其中合格52卷、不合格5卷。",
        "承办建议提案44件，其中人大建议18件、政协提案24件。",
        "调解纠纷1450件，成功1422件，成功率98.6%。",
    ],
)
def test_figures_of_one_sentence_that_cannot_all_be_right_are_told(sentence: str) -> None:
    assert len(doubts(sentence)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "排查隐患240处，整改238处，整改率99.2%。",
        "全年受理矛盾纠纷512件（含上年结转14件），调解成功519件。",
        "评查案卷60卷，其中优秀12卷、合格30卷。",
        "受理工单1200件，当日办结300件，办结率99%。",
        "排查隐患240处，已全部整改，整改率100%。",
        "受理投诉340件，办结352件。",
        "审结行政复议案件50件，其中撤销4件、确认违法1件，直接纠错率10%。",
        "新建调解室3个，成功化解纠纷120件。",
    ],
)
def test_what_may_all_be_right_is_left_alone(sentence: str) -> None:
    assert doubts(sentence) == []
