from __future__ import annotations

import re
import tomllib

import pytest

from monitor.comparing.compare import compare_reports
from storage.model import Contradiction
from tests.monitor.comparing.hands import catalogue, read

# stated in the new report; published in the old one; whether they contradict, and how.
CASES = tomllib.loads("""
[[case]]
name = "同比 agrees with what was published"
old = ["petition_total | 信访事项总量 | 885 件"]
new = ["petition_total | 信访事项总量 | 665 件 | 信访事项总量665件,同比下降24.86% | pct down 24.86"]
kinds = []

[[case]]
name = "同比 implies another past"
old = ["petition_total | 信访事项总量 | 910 件"]
new = ["petition_total | 信访事项总量 | 665 件 | 信访事项总量665件,同比下降24.86% | pct down 24.86"]
kinds = ["restated"]

[[case]]
name = "the stated direction is contrary"
old = ["petition_total | 信访事项总量 | 600 件"]
new = ["petition_total | 信访事项总量 | 665 件 | 信访事项总量665件,同比下降24.86% | pct down 24.86"]
kinds = ["stated_change"]

[[case]]
name = "a change told in tenths is no finer than half of one"
old = ["petition_total | 信访事项总量 | 806 件"]
new = ["petition_total | 信访事项总量 | 665 件 | 信访事项总量665件,同比下降近两成 | pct down 20"]
kinds = []

[[case]]
name = "a change told in tenths is still held against what was published"
old = ["petition_total | 信访事项总量 | 690 件"]
new = ["petition_total | 信访事项总量 | 665 件 | 信访事项总量665件,同比下降近三成 | pct down 30"]
kinds = ["restated"]

[[case]]
name = "one case off on few cases"
old = ["recon_accepted | 行政复议案件受理数 | 13 件"]
new = ["recon_accepted | 行政复议案件受理数 | 21 件 | 受理行政复议案件21件,同比增长50% | pct up 50"]
kinds = ["restated"]

[[case]]
name = "rounding of a whole per cent explains it"
old = ["recon_accepted | 行政复议案件受理数 | 318 件"]
new = ["recon_accepted | 行政复议案件受理数 | 432 件 | 受理行政复议案件432件,同比增长36% | pct up 36"]
kinds = []

[[case]]
name = "a rounded difference leads only about to last year's value"
old = ["- | 养老保险参保人数 | 15312000 人"]
new = ["- | 养老保险参保人数 | 15526000 人 | 养老保险参保1552.6万人,净增约21万人 | abs up 210000"]
kinds = []

[[case]]
name = "a rounded difference that is far off"
old = ["- | 养老保险参保人数 | 14912000 人"]
new = ["- | 养老保险参保人数 | 15526000 人 | 养老保险参保1552.6万人,净增约21万人 | abs up 210000"]
kinds = ["restated"]

[[case]]
name = "逾三成 is up to four tenths"
old = ["fines_amount | 罚没金额 | 128000000 元"]
new = ["fines_amount | 罚没金额 | 79500000 元 | 罚没金额7950万元,同比减少逾三成 | pct down 30"]
kinds = []

[[case]]
name = "逾三成 is no sixth"
old = ["fines_amount | 罚没金额 | 96000000 元"]
new = ["fines_amount | 罚没金额 | 79500000 元 | 罚没金额7950万元,同比减少逾三成 | pct down 30"]
kinds = ["restated"]

[[case]]
name = "增长20%以上 is open upwards"
old = ["petition_total | 信访事项总量 | 500 件"]
new = ["petition_total | 信访事项总量 | 635 件 | 信访事项总量635件,同比增长20%以上 | pct up 20"]
kinds = []

[[case]]
name = "nine months told against nine months are no restated year"
old = ["- | 渡口检查次数 | 640 次 | 全年渡口检查640次"]
new = ["- | 渡口检查次数 | 455 次 | 1—9月渡口检查455次,同比下降8.2% | pct down 8.2"]
kinds = []

[[case]]
name = "last year's value right behind a figure, its verb left out"
old = ["hotline_tickets | 热线诉求受理数 | 31842 件"]
new = [
  "hotline_tickets | 热线诉求受理数 | 35211 件 | 热线受理诉求35211件,上年为29842件",
  "- | 热线诉求数 | 29842 件 prior_year | 热线受理诉求35211件,上年为29842件",
]
kinds = ["restated"]

[[case]]
name = "last year's value rounded to 万"
old = ["hotline_tickets | 热线诉求受理数 | 318439 件"]
new = [
  "hotline_tickets | 热线诉求受理数 | 352100 件 | 热线受理诉求352100件,上年为318400件",
  "- | 热线诉求数 | 318400 件 prior_year | 热线受理诉求352100件,上年为318400件",
]
kinds = []

[[case]]
name = "75万 is rounded itself"
old = ["- | 政务服务办件量 | 624000 件"]
new = ["- | 政务服务办件量 | 750000 件 | 政务服务办件量75万件,同比增长20% | pct up 20"]
kinds = []

[[case]]
name = "points of a rate agree"
old = ["dispute_success_rate | 矛盾纠纷调解成功率 | 93.4 %"]
new = ["dispute_success_rate | 矛盾纠纷调解成功率 | 96.7 % | 成功率96.7%,提高3.3个百分点 | points up 3.3"]
kinds = []

[[case]]
name = "points of a rate do not agree"
old = ["dispute_success_rate | 矛盾纠纷调解成功率 | 95.9 %"]
new = ["dispute_success_rate | 矛盾纠纷调解成功率 | 96.7 % | 成功率96.7%,提高3.3个百分点 | points up 3.3"]
kinds = ["restated"]

[[case]]
name = "per cent of a rate may mean points"
old = ["litigation_lose_rate | 行政诉讼败诉率 | 14.8 %"]
new = ["litigation_lose_rate | 行政诉讼败诉率 | 11.8 % | 败诉率11.8%,同比下降3% | pct down 3"]
kinds = []

[[case]]
name = "从…到… agrees"
old = ["enforcement_cert_rate | 行政执法人员持证率 | 54.62 %"]
new = ["enforcement_cert_rate | 行政执法人员持证率 | 87.13 % | 持证率从54.62%提高到87.13% | from_to up 54.62 87.13"]
kinds = []

[[case]]
name = "从…到… tells another past, with one value only"
old = ["enforcement_cert_rate | 行政执法人员持证率 | 61.2 %"]
new = ["enforcement_cert_rate | 行政执法人员持证率 | 87.13 % | 持证率从54.62%提高到87.13% | from_to up 54.62"]
kinds = ["restated"]

[[case]]
name = "an increase in cases does not follow"
old = ["litigation_cases | 行政诉讼案件数 | 31 件"]
new = ["litigation_cases | 行政诉讼案件数 | 40 件 | 行政诉讼案件40件,较上年增加6件 | abs up 6"]
kinds = ["restated"]

[[case]]
name = "times the year before"
old = ["recon_received | 收到行政复议申请数 | 60 件"]
new = ["recon_received | 收到行政复议申请数 | 264 件 | 收到行政复议申请264件,是上年的4.4倍 | times up 4.4"]
kinds = []

[[case]]
name = "a rank that fell by one place"
old = ["rule_of_law_rank | 法治建设考核排名 | 1 名"]
new = ["rule_of_law_rank | 法治建设考核排名 | 2 名 | 考核排名第2,较上年下滑1名 | rank down 1"]
kinds = []

[[case]]
name = "a rank that was another"
old = ["rule_of_law_rank | 法治建设考核排名 | 5 名"]
new = ["rule_of_law_rank | 法治建设考核排名 | 2 名 | 考核排名第2,较上年上升1名 | rank up 1"]
kinds = ["restated"]

[[case]]
name = "last year's figure is told anew, and otherwise"
old = ["litigation_cases | 行政诉讼案件数 | 31 件"]
new = [
  "litigation_cases | 行政诉讼案件数 | 35 件 prior_year | 较2023年行政诉讼案件35件",
  "litigation_cases | 行政诉讼案件数 | 40 件 | 行政诉讼案件40件",
]
kinds = ["restated"]

[[case]]
name = "last year's figure is told anew, and the same"
old = ["litigation_cases | 行政诉讼案件数 | 31 件"]
new = [
  "litigation_cases | 行政诉讼案件数 | 31 件 prior_year | 较2023年行政诉讼案件31件",
  "litigation_cases | 行政诉讼案件数 | 40 件 | 行政诉讼案件40件",
]
kinds = []

[[case]]
name = "two tellings of one restatement are one contradiction"
old = ["litigation_cases | 行政诉讼案件数 | 31 件"]
new = [
  "litigation_cases | 行政诉讼案件数 | 36 件 prior_year | 较2023年行政诉讼案件36件",
  "litigation_cases | 行政诉讼案件数 | 40 件 | 行政诉讼案件40件,较上年增加4件 | abs up 4",
]
kinds = ["restated"]

[[case]]
name = "a wrong per cent beside the right past is a matter of the new report alone"
old = ["litigation_cases | 行政诉讼案件数 | 36 件"]
new = [
  "litigation_cases | 行政诉讼案件数 | 36 件 prior_year | 行政诉讼案件40件,较上年36件增长30%",
  "litigation_cases | 行政诉讼案件数 | 40 件 | 行政诉讼案件40件,较上年36件增长30% | pct up 30",
]
kinds = []

[[case]]
name = "余 leaves room"
old = ["law_publicity_events | 法治宣传活动场次 | 105 场次"]
new = ["law_publicity_events | 法治宣传活动场次 | 120 场次 over | 开展法治宣传活动120余场次,同比增长20% | pct up 20"]
kinds = []

[[case]]
name = "money rounded to 万 agrees"
old = ["fines_amount | 罚没金额 | 2958000 元"]
new = ["fines_amount | 罚没金额 | 3550000 元 | 罚没355万元,同比增长20% | pct up 20"]
kinds = []
""")["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_said_of_last_year_is_held_against_what_was_published(case: dict[str, list[str]]) -> None:
    old, new = read(case["old"], 2023), read(case["new"], 2024)
    found = compare_reports(*old, *new, catalogue()).contradictions
    assert [(one.where, one.kind) for one in found] == [("between", kind) for kind in case["kinds"]]


def test_a_contradiction_quotes_the_sentence_and_tells_both_numbers() -> None:
    old = read(["litigation_cases | 行政诉讼案件数 | 31 件 | 全年行政诉讼案件31件"], 2023)
    new = read(["litigation_cases | 行政诉讼案件数 | 40 件 | 行政诉讼案件40件,较上年增加6件 | abs up 6"], 2024)
    assert compare_reports(*old, *new, catalogue()).contradictions == (
        Contradiction(
            "between",
            "restated",
            "行政诉讼案件40件,较上年增加6件",
            "本年报告“行政诉讼案件数”为40件，按其所述增减推算上年应约为34件，而上年报告公布为31件（“全年行政诉讼案件31件”）",
        ),
    )


# Last year's sentence and value; this year's, and its change; the amounts that the explanation must name.
_MONEY = (
    (
        "罚没款1250万元",
        "12500000",
        "罚没款2870万元,较上年增长209.5%",
        "28700000 元 | pct up 209.5",
        "2870万元 927.3万元 1250万元",
    ),
    (
        "罚没款3.2亿元",
        "320000000",
        "罚没款4.5亿元,同比增长12.5%",
        "450000000 元 | pct up 12.5",
        "4.5亿元 4亿元 3.2亿元",
    ),
    (
        "罚没款88.6万元",
        "886000",
        "罚没款60万元,比上年减少10万元",
        "600000 元 | abs down 100000",
        "60万元 70万元 88.6万元",
    ),
    ("罚没款9600元", "9600", "罚没款9000元,比上年减少2000元", "9000 元 | abs down 2000", "9000元 1.1万元 9600元"),
)


@pytest.mark.parametrize(("before", "old", "after", "new", "told"), _MONEY)
def test_money_is_told_as_people_write_it(before: str, old: str, after: str, new: str, told: str) -> None:
    value, change = new.split(" | ")
    earlier = read([f"fines_amount | 罚没金额 | {old} 元 | {before}"], 2023)
    later = read([f"fines_amount | 罚没金额 | {value} | {after} | {change}"], 2024)
    (found,) = compare_reports(*earlier, *later, catalogue()).contradictions
    assert [words for words in told.split() if f"为{words}" not in found.explain.replace("应约", "")] == []
    assert re.search(r"\d{6,}", found.explain) is None


def test_last_years_money_in_this_years_words_is_told_as_people_write_it() -> None:
    earlier = read(["fines_amount | 罚没金额 | 12500000 元 | 罚没款1250万元"], 2023)
    later = read(["fines_amount | 罚没金额 | 14100000 元 prior_year | 上年罚没款1410万元"], 2024)
    (found,) = compare_reports(*earlier, *later, catalogue()).contradictions
    assert found.explain == "本年报告称上年“罚没金额”为1410万元，而上年报告公布为1250万元（“罚没款1250万元”）"


def test_years_that_do_not_adjoin_cannot_contradict() -> None:
    old = read(["litigation_cases | 行政诉讼案件数 | 31 件"], 2022)
    new = read(["litigation_cases | 行政诉讼案件数 | 40 件 | 行政诉讼案件40件,较上年增加6件 | abs up 6"], 2024)
    assert compare_reports(*old, *new, catalogue()).contradictions == ()
