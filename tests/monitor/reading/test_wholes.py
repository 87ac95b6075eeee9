from __future__ import annotations

import pytest

from monitor.catalogue_files import load_catalogue
from monitor.reading.reader import read_document
from storage.model import Document

FAILING = [
    ("全年办理应诉案件24件，其中二审31件。", "subset_exceeds_whole", "其中的31件多于总数24件"),
    ("排查隐患点52处，涉及面积310亩，其中已治理57处。", "subset_exceeds_whole", "其中的57处多于总数52处"),
    ("查处案件57件，由当场处罚30件和普通处罚25件构成。", "parts_of_total", "各部分之和为55，总数为57"),
    (
        "作出行政处罚9412件，分领域看，交通运输4100件、城市管理3200件、市场监管2000件。",
        "parts_of_total",
        "各部分之和为9300，总数为9412",
    ),
    ("受理投诉880件，消费类410件、物业类260件、其他类190件。", "parts_of_total", "各部分之和为860，总数为880"),
    (
        "立案查处违法案件412件，同比减少38件，分别为渔政类205件、种子类118件、农机类79件。",
        "parts_of_total",
        "各部分之和为402，总数为412",
    ),
    (
        "拆除违建520处，较上年下降6.3%，分类别看，住宅类310处、商铺类120处、其他80处。",
        "parts_of_total",
        "各部分之和为510，总数为520",
    ),
    (
        "全年受理投诉640件，同比增长5%；办结611件。按来源划分：电话转办310件、网络留言205件、来人反映88件、其他27件。",
        "parts_of_total",
        "各部分之和为630，而前一句所述总数为640件",
    ),
    (
        "调处各类纠纷286起。分类型看，邻里类140起、宅基地类81起、其他55起。",
        "parts_of_total",
        "各部分之和为276，而前一句所述总数为286起",
    ),
    ("立案61件，其中事前处罚40件、事后处罚19件。", "parts_of_total", "各部分之和为59，总数为61"),
]
HOLDING = [
    "立案查处违法案件412件，同比减少38件，分别为渔政类205件、种子类118件、农机类89件。",
    "全年受理投诉640件；办结630件。按来源划分：电话转办310件、网络留言205件、来人反映88件、其他27件。",
    "全年受理投诉640件；办结611件。重点领域看，电话转办310件、网络留言205件、来人反映88件。",
    "全年受理投诉640件。按来源划分：电话转办31件、网络留言25件、来人反映8件。",
    "全年受理案件60件，办结24件，其中二审31件。",
    "全年办理应诉案件24件，其中上年结转31件。",
    "查处案件57件，由当场处罚30件和普通处罚27件构成。",
    "受理投诉880件，消费类410件、物业类260件、其他类210件。",
    "受理投诉880件，消费类410件、物业类260件。",
    "受理投诉880件，其中涉及人员1200人。",
    "作为被申请人的复议案件12件；应诉案件15件，其中一审11件，负责人出庭应诉率100%。",
    "复议案件12件，应诉案件15件，其中一审11件，负责人出庭应诉率100%。",
    "清除违法建设2.1万平方米，完成年度任务的112%。",
]


def failing(sentence: str) -> list[tuple[str, str]]:
    title = "云汀县司法局2024年度法治政府建设情况报告"
    text = f"{title}\n一、主要举措和成效\n{sentence}\n"
    reading = read_document(Document(text, title, None, None), load_catalogue())
    return [(check.rule, check.explain) for check in reading.checks if not check.holds]


@pytest.mark.parametrize(("sentence", "rule", "explain"), FAILING)
def test_parts_that_cannot_be_of_their_whole_are_told(sentence: str, rule: str, explain: str) -> None:
    assert failing(sentence) == [(rule, explain)]


@pytest.mark.parametrize("sentence", HOLDING)
def test_parts_that_may_be_of_their_whole_are_not(sentence: str) -> None:
    assert failing(sentence) == []
