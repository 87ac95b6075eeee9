"""What a figure without a name of its own is said of: the thing spoken of at its place, not before it nor after it."""

from __future__ import annotations

import pytest

from monitor.catalogue_files import load_catalogue
from monitor.reading.reader import read_observations
from storage.vocabulary import Kind


def told(text: str) -> list[tuple[str, str, str | None]]:
    observations = read_observations(text, load_catalogue(), 2023, Kind.REPORT)
    return [(f"{one.value}{one.unit}", one.subject, one.indicator) for one in observations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "以管委会为被申请人的行政复议案件13件,均未被复议机关纠错;行政诉讼案件21件,下降两成。",
            ("0件", "以管委会为被申请人的行政复议案件被复议机关纠错数", None),
        ),
        (
            "综合窗口受理62件,办结率100%。12345热线受理诉求同比上升9.1%,达到3.2万件,响应率、满意率分别为100%、95.5%。",
            ("95.5%", "12345热线受理诉求满意率", "hotline_satisfaction"),
        ),
        ("法治建设群众满意度96.1%,全市营商环境评价居第4位。", ("4位", "营商环境评价", None)),
        ("年度考核得分91分,全市排名第3位。", ("3位", "考核全市排名", "rule_of_law_rank")),
        ("各级行政复议机关新收行政复议申请402件,审结360件。", ("360件", "行政复议申请审结数", "recon_concluded")),
        ("社区矫正对象46人,未发生脱管漏管。", ("0人", "脱管漏管人数", None)),
        ("刑满释放人员112名,全年没有发生重新犯罪。", ("0人", "重新犯罪人数", None)),
        (
            "印发的规范性文件未被市政府备案审查机构纠正。",
            ("0件", "印发的规范性文件被市政府备案审查机构纠正数", "document_review_corrections"),
        ),
        ("行政复议的大门越开越敞亮，共收到申请213件。", ("213件", "行政复议收到申请数", "recon_received")),
        ("行政复议服务触角不断延伸，全年收到申请88件。", ("88件", "行政复议收到申请数", "recon_received")),
        ("报备的规范性文件未被上级备案机关撤销。", ("0件", "报备的规范性文件被上级备案机关撤销数", None)),
    ],
)
def test_figure_is_said_of_what_is_spoken_of_at_its_place(text: str, expected: tuple[str, str, str | None]) -> None:
    assert expected in told(text)


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("审结行政复议申请360件,其中撤销、确认违法或责令履行22件。", "recon_corrected"),
        ("收到检察建议书7份,全部办复。", "judicial_suggestion_rate"),
        ("受理群众来信来访28件次,全部办结。", "petition_completion_rate"),
        ("制定行政规范性文件6件、废止2件,年末现行有效51件。", "normative_docs_valid"),
        ("年末现行有效政府规章33部。", None),
        ("全市未发生因重大决策失误引发的群体性事件。", None),
        ("立法中公开征求意见,收到社会各界反馈620条。", "legislative_opinions"),
    ],
)
def test_figure_is_filed_by_what_its_sentence_speaks_of(text: str, indicator: str | None) -> None:
    assert told(text)[-1][2] == indicator
