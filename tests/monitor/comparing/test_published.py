"""Figures that were really published, in sentences of our own: the checks say what a careful reader would say.

The numbers are those of public reports and tables (a town of 2019, a county of 2024, a district of 2022, the national
series of reconsideration cases); places and wording are invented.
"""

from __future__ import annotations

import pytest

from monitor.catalogue_files import load_catalogue
from monitor.comparing.compare import compare_reports
from monitor.reading.reader import read_document
from storage.model import Contradiction, Document, Reading


def reading(year: int, sentence: str, issuer: str = "青柏县") -> tuple[Document, Reading]:
    text = f"{issuer}人民政府{year}年法治政府建设情况报告\n{year}年，{issuer}推进依法行政，现报告如下。\n{sentence}\n"
    document = Document(text, text.splitlines()[0], None, None)
    return document, read_document(document, load_catalogue())


def faults(year: int, sentence: str, issuer: str = "青柏县") -> list[str]:
    return [check.explain for check in reading(year, sentence, issuer)[1].checks if not check.holds]


WRONG = {
    "a mediation rate of the town": (
        "全镇调处纠纷2872宗，调解成功2784宗，调解成功率96.7%。",
        ("96.94%", "96.7%"),
    ),
    "a correction rate over the cases taken in": (
        "全年受理行政复议案件151件，审结135件，其中纠错29件，纠错率约19.2%。",
        ("151", "135", "21.48%"),
    ),
    "a share of the cases taken in that is one of those decided": (
        "全年受理行政复议案件15件，审结13件，其中维持5件，占受理数的38%。",
        ("33.33%", "38%", "15"),
    ),
    "results of complaints that lack one": (
        "受理欠薪投诉92宗，涉及355万元，其中71宗已经办结，12宗移送法院，另有7宗尚在办理，1宗撤回。",
        ("91", "92"),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_figure_that_does_not_follow_is_told_with_both_numbers(name: str) -> None:
    sentence, numbers = WRONG[name]
    (explain,) = faults(2024, sentence)
    assert [number for number in numbers if number not in explain] == []


RIGHT = {
    "the town's rate, taken rightly": "全镇调处纠纷2872宗，调解成功2784宗，调解成功率96.94%。",
    "the county's rate over its decided cases": "受理行政复议案件151件，审结135件，其中纠错29件，纠错率约21.5%。",
    "a district of 2023": "审结行政复议案件977件，其中直接纠错236件，直接纠错率24.2%。",
    "a city's table of 2014": "直接纠错191件，其中撤销77件，确认违法63件，责令履行43件，变更8件。",
    "a county of 2020": "办结行政复议案件411件，其中维持206件，撤销7件，确认违法22件，终止126件，驳回50件。",
    "its growth": "全年纠错38件，比上年的27件增长40.7%。",
    "a town's procedures, all four": "处罚案件1090件，其中一般程序10件，简易程序1077件，不予处罚2件，其他1件。",
    "two instances": "行政应诉案件515件，其中一审218件，二审297件。",
    "letters and visits": "信访总量1184件次，其中初件427件，一次性化解407件，一次性化解率95.32%。",
    "a capital of 2022": "审结行政复议案件12195件，其中直接纠错1639件，纠错率13.4%；经调解化解4426件，占36.3%。",
    "four cases unexplained are no contradiction": "收到行政复议案件23件，受理13件（办结11件），不予受理6件。",
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_figure_that_follows_is_let_alone(name: str) -> None:
    assert faults(2024, RIGHT[name]) == []


def test_a_countrys_rate_over_the_merits_is_explained_and_no_contradiction() -> None:
    sentence = "全省各级行政复议机构办结行政复议案件29.3万件，其中纠错2.73万件，纠错率12.83%。"
    checks = reading(2023, sentence, "青柏省")[1].checks
    (check,) = [check for check in checks if check.rule == "recon_corr_rate"]
    assert check.holds
    assert "作出实体决定" in check.explain


def between(old: tuple[int, str], new: tuple[int, str]) -> tuple[Contradiction, ...]:
    return compare_reports(*reading(*old), *reading(*new), load_catalogue()).contradictions


def test_a_break_in_the_national_series_is_told() -> None:
    (found,) = between(
        (2023, "全年新收行政复议案件31.5万件，比上年增长17.1%。"),
        (2024, "全年新收行政复议案件74.96万件，同比增长94.7%。"),
    )
    assert (found.where, found.kind) == ("between", "restated")
    assert "315000件" in found.explain
    assert "385" in found.explain


def test_a_series_without_a_break_is_let_alone() -> None:
    rates = (2024, "行政争议案结事了率为90.3%。"), (2025, "行政争议案结事了率为93.6%，同比提高3.3个百分点。")
    assert between(*rates) == ()
    assert between((2023, "信访事项885件。"), (2024, "信访事项665件，同比下降24.86%。")) == ()


def table(total: int) -> str:
    """Return thirty-two rows, of invented counts that sum to 183,489, under a total row."""
    counts = [4000 + 97 * row for row in range(31)]
    counts.append(183_489 - sum(counts))
    rows = [f"第{row}辖区 | {count}" for row, count in enumerate(counts, start=1)]
    return "\n".join(["辖区 | 受理行政复议案件(件)", *rows, f"合计 | {total}"])


def test_thirty_two_rows_make_up_their_total() -> None:
    assert faults(2019, table(183_489)) == []
    assert faults(2019, table(183_849)) == ["表中各行之和为183489，合计为183849"]
