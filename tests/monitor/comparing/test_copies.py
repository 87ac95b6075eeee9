"""What two copies of one report say against each other, and what is only said otherwise."""

from __future__ import annotations

import pytest

from monitor.comparing.copies import differing_figures
from monitor.reading.reader import read_document
from storage.model import Document, Source
from storage.vocabulary import Level
from tests.monitor.comparing.hands import catalogue

SOURCE = Source("q", "http://www.qingbai.gov.cn/", agency="青柏县人民政府", region="990121", level=Level.COUNTY)
TITLE = "青柏县人民政府2025年法治政府建设年度报告"
TEXT = """2025年，青柏县坚持依法行政，现将有关情况报告如下。
一、主要举措和成效
（一）全县收到行政复议申请72件，受理64件，审结60件。
（二）办理行政处罚案件23145件，罚没款1187.2万元，案卷合格率97.91%。
（三）开展执法培训12场次，培训执法人员340余人次。
二、存在的问题
少数单位办案质量不高，日常监督还不够经常。
三、下一年度安排
继续推进依法行政，组织评查行政执法案卷130件。
"""


def differing(old: str, new: str, text: str = "") -> list[tuple[float, float]]:
    """Return what differs after words of the text were exchanged."""
    documents = [Document(one, TITLE, None, None) for one in (TEXT, (text or TEXT).replace(old, new))]
    first, second = (read_document(one, catalogue(), SOURCE) for one in documents)
    found = differing_figures(documents[0], first, documents[1], second, catalogue())
    return [(float(one.old.value), float(one.new.value)) for one in found if one.old and one.new]


@pytest.mark.parametrize(
    ("old", "new", "values"),
    [
        ("申请72件", "申请74件", (72, 74)),
        ("审结60件", "审结64件", (60, 64)),
        ("1187.2万元", "2187.2万元", (11872000, 21872000)),
        ("97.91%", "96.91%", (97.91, 96.91)),
        ("案卷130件", "案卷150件", (130, 150)),
        ("培训12场次", "培训21场次", (12, 21)),
    ],
)
def test_one_number_exchanged_is_told_with_both(old: str, new: str, values: tuple[float, float]) -> None:
    assert differing(old, new) == [values]
    assert differing("全县收到", "在县委的领导下，全县收到", TEXT.replace(old, new)) == [values]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "2025年，青柏县坚持依法行政，现将有关情况报告如下。",
            "主任、各位副主任、各位委员：\n受县人民政府委托，我向会议报告，请予审议。",
        ),
        ("办理行政处罚案件23145件", "办理行政处罚案件2.31万件"),
        ("案卷合格率97.91%", "案卷合格率98%"),
        ("340余人次", "近350人次"),
        ("（三）开展执法培训12场次，培训执法人员340余人次。\n", ""),
        ("，受理64件，审结60件", ""),
        ("少数单位办案质量不高", "全年被纠错5件，少数单位办案质量不高"),
        ("收到行政复议申请72件，受理64件，审结60件", "审结行政复议案件60件，收到申请72件，受理64件"),
    ],
)
def test_another_head_fewer_sentences_and_round_numbers_are_no_clash(old: str, new: str) -> None:
    assert old in TEXT
    assert differing(old, new) == []
