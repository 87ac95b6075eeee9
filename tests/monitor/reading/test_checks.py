from __future__ import annotations

from monitor.catalogue_files import load_catalogue
from monitor.reading.checks import check_observations
from monitor.reading.reader import read_observations
from storage.vocabulary import Kind


def checks(text: str) -> list[tuple[str, bool]]:
    catalogue = load_catalogue()
    observations = read_observations(text, catalogue, 2024, Kind.REPORT)
    return [(check.rule, check.holds) for check in check_observations(text, observations, catalogue)]


def test_right_rate_holds_and_a_wrong_one_does_not() -> None:
    assert checks("调解矛盾纠纷200件,调解成功190件,调解成功率95%。") == [("mediation_rate", True)]
    assert checks("调解矛盾纠纷200件,调解成功190件,调解成功率97%。") == [("mediation_rate", False)]


def test_rate_that_another_denominator_may_explain_is_not_told() -> None:
    assert checks("调解矛盾纠纷2000件,调解成功1900件。全年调解成功率95.3%。") == []


def test_more_accepted_than_received_does_not_hold() -> None:
    assert checks("收到行政复议申请20件,受理25件。") == [("recon_accept_le_received", False)]


def test_concluded_above_accepted_is_told_only_with_the_carry_over() -> None:
    assert checks("受理行政复议申请20件,审结25件。") == []
    assert ("recon_concluded_le", True) in checks("受理行政复议申请20件,审结25件(上年结转6件)。")


def test_approximate_figures_are_not_compared() -> None:
    assert checks("收到行政复议申请20余件,受理25件。") == []


def test_parts_that_miss_their_total_by_one_are_told() -> None:
    text = "办理行政处罚案件50宗,其中一般程序30宗、简易程序12宗、快速办理7宗。"

    assert ("parts_of_total", False) in checks(text)


def test_stated_growth_is_compared_with_the_printed_values() -> None:
    assert checks("办理公证120件,较2023年的100件增长20%。") == [("yoy_stated", True)]
    assert checks("办理公证120件,较2023年的100件增长25%。") == [("yoy_stated", False)]


def test_rate_above_a_hundred_is_told() -> None:
    assert checks("行政诉讼败诉率105%。") == [("rate_bounds", False)]


def explained(text: str) -> dict[str, str]:
    catalogue = load_catalogue()
    observations = read_observations(text, catalogue, 2024, Kind.REPORT)
    return {check.rule: check.explain for check in check_observations(text, observations, catalogue) if not check.holds}


def test_rate_that_misses_its_own_two_counts_is_told() -> None:
    (explain,) = explained("全年调解矛盾纠纷2872件，调解成功2784件，成功率96.7%。").values()

    assert "96.94%" in explain
    assert "96.7%" in explain


def test_correction_rate_over_cases_taken_in_is_told_with_the_right_one() -> None:
    text = "全年受理行政复议案件151件，审结135件，直接纠错29件，直接纠错率约19.2%。"

    assert "21.48%" in explained(text)["recon_corr_rate"]


def test_growth_over_another_series_is_told() -> None:
    text = "2024年新收行政复议案件74.96万件，较2023年的31.5万件增长94.7%。"

    assert "137.97%" in explained(text)["yoy_stated"]


def test_total_row_is_compared_with_its_rows() -> None:
    table = "地区 | 受理（件） | 审结（件）\n甲省 | 1,120 | 1,000\n乙省 | 80 | 70\n合计 | 1,200 | 1,071"

    assert explained(table) == {"table_total": "表中各行之和为1070，合计为1071"}
