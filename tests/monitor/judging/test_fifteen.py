"""The fifteen kinds of change that users want to be told, each with a case that tells and one that must not."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from monitor.comparing.compare import compare_reports
from monitor.judging.alerts import alerts_of_new_report
from monitor.judging.notable import mark_notable
from monitor.judging.rules import house_rules, load_rules
from storage.model import Document, Reading
from storage.vocabulary import Event
from tests.monitor.comparing.hands import catalogue, document, identity, read
from tests.monitor.judging.test_alerts import CONTEXT

CATALOGUE = catalogue()
RULES = load_rules()
DECIDED = ["recon_concluded | 行政复议案件审结数 | {} 件"]


@dataclass(frozen=True)
class Kind:
    """One case of one kind: what stood last year, what stands now, and the rules that speak."""

    number: int
    name: str
    old: list[str]
    new: list[str]
    rules: list[str]


def _of(
    number: int, name: str, subject: str, old: str, new: str, *rules: str, beside: tuple[int, int] = (0, 0)
) -> Kind:
    more = [[DECIDED[0].format(count)] if count else [] for count in beside]
    return Kind(number, name, [f"{subject} | {old}", *more[0]], [f"{subject} | {new}", *more[1]], [*rules])


CORRECTION = "recon_correction_rate | 行政复议直接纠错率"
FINES, CASES = "fines_amount | 罚没金额", "admin_penalty_cases | 行政处罚案件数"
ATTENDANCE = "head_court_attendance_rate | 行政机关负责人出庭应诉率"
KINDS = [
    _of(1, "the correction rate by five points", CORRECTION, "6.2 %", "11.9 %", "纠错率败诉率变动", beside=(88, 104)),
    _of(1, "by less, but beyond chance", CORRECTION, "6.2 %", "9.8 %", "纠错率败诉率变动显著", beside=(1800, 2100)),
    _of(1, "by less, and by chance", CORRECTION, "6.2 %", "9.8 %", beside=(88, 104)),
    _of(2, "attendance lost", ATTENDANCE, "100 %", "98.6 %", "出庭应诉率失守百分之百"),
    _of(2, "a rate outside the catalogue lost", "- | 应急值守抽查在岗率", "100 %", "97 %", "目录外比率失守百分之百"),
    _of(2, "less than a point", ATTENDANCE, "100 %", "99.2 %"),
    _of(7, "fines surge", FINES, "2200000 元", "3500000 元", "罚没金额骤变"),
    _of(7, "cases slump", CASES, "240 件", "130 件", "处罚案件骤变"),
    _of(7, "cases by a quarter", CASES, "240 件", "300 件"),
    _of(8, "caseload", "recon_accepted | 行政复议案件受理数", "70 件", "110 件", "复议诉讼信访量变动"),
    _of(9, "inspections", "admin_inspections | 行政检查次数", "1200 次", "700 次", "行政检查变动"),
    _of(9, "inspections by a fifth", "admin_inspections | 行政检查次数", "1200 次", "980 次"),
    _of(10, "from none to one", "gov_dishonesty_count | 政府机构失信案件数", "0 件", "1 件", "由零到有或由有到零"),
    _of(10, "outside the catalogue", "- | 监督中被纠正的文件数", "0 件", "2 件", "目录外纠错追责跨过零点"),
    _of(10, "another thing from none to one", "- | 法治小品演出数", "0 场", "2 场"),
    _of(11, "rank", "rule_of_law_rank | 法治建设考核排名", "9 名", "4 名", "考核排名变动"),
    _of(11, "score", "rule_of_law_score | 法治建设考核得分", "95.5 分", "91 分", "考核得分变动"),
    _of(11, "satisfaction", "gov_service_satisfaction | 政务服务群众满意率", "98.4 %", "95.9 %", "满意度变动"),
    _of(14, "people called to account", "accountability_persons | 被追责人数", "9 人", "15 人", "追责人数变动"),
    _of(14, "twice as many", "accountability_persons | 被追责人数", "6 人", "12 人", "追责人数变动"),
    _of(11, "satisfaction outside the catalogue", "- | 村务评议满意率", "97 %", "94.1 %", "目录外满意度变动"),
    _of(1, "a lose rate outside it", "- | 赔偿诉讼败诉率", "8 %", "14 %", "目录外纠错败诉率变动"),
    _of(14, "outside the catalogue", "- | 督察问责通报人数", "11 人", "19 人", "目录外追责移送变动"),
    _of(14, "few", "accountability_persons | 被追责人数", "3 人", "5 人"),
    _of(15, "certificates", "enforcement_cert_rate | 行政执法人员持证率", "97 %", "91 %", "持证率变动"),
    _of(15, "lawyers", "public_lawyers | 公职律师人数", "15 名", "20 名", "法治力量增减"),
    _of(15, "powers taken back", "delegated_powers | 赋予乡镇职权事项数", "64 项", "58 项", "赋权事项增减"),
]


@pytest.mark.parametrize("kind", KINDS, ids=[f"{kind.number} {kind.name}" for kind in KINDS])
def test_a_change_of_each_kind_is_told_by_its_rule(kind: Kind) -> None:
    found = mark_notable(compare_reports(*read(kind.old, 2023), *read(kind.new, 2024), CATALOGUE), RULES, CATALOGUE)
    told = [change for change in found.changes if change.notable]
    assert [change.rule for change in told] == kind.rules
    for change in told:
        assert all(side is not None and side.evidence.quote for side in (change.old, change.new))
        assert (change.reason[-1], change.reason.count("。")) == ("。", 1)


def test_the_amount_per_case_is_told() -> None:
    old = [f"{FINES} | 1500000 元", f"{CASES} | 60 件"]
    new = [f"{FINES} | 2200000 元", f"{CASES} | 40 件"]
    found = mark_notable(compare_reports(*read(old, 2023), *read(new, 2024), CATALOGUE), RULES, CATALOGUE)
    assert {change.rule for change in found.changes if change.notable} == {"案均罚没金额翻倍"}


def alerts(old: tuple[Document, Reading], new: tuple[Document, Reading], earlier: tuple[Reading, ...] = ()) -> set[str]:
    comparison = mark_notable(compare_reports(*old, *new, CATALOGUE), RULES, CATALOGUE)
    told = alerts_of_new_report(CONTEXT, comparison, new[1], CATALOGUE, RULES, earlier=earlier)
    return {alert.rule for alert in told} - {"新报告公布"}


LOSE = ["litigation_lose_rate | 行政诉讼败诉率 | 8 %", "litigation_cases | 行政应诉案件数 | 80 件"]


def test_4_an_indicator_of_two_years_vanishes() -> None:
    old = read(LOSE, 2023)
    assert alerts(old, read(LOSE[1:], 2024), (old[1], read(LOSE, 2022)[1])) == {"敏感指标消失"}


def test_5_the_past_is_restated() -> None:
    old = read(["litigation_cases | 行政应诉案件数 | 80 件"], 2023)
    new = read(["litigation_cases | 行政应诉案件数 | 84 件 | 应诉84件，较上年增加11件 | abs up 11"], 2024)
    assert alerts(old, new) == {"上年数字被改写"}


def test_12_most_numbers_are_those_of_last_year() -> None:
    words = "甲乙丙丁戊己庚辛壬癸子丑"
    old = [f"- | {word}类事项办理数 | {31 + place} 件" for place, word in enumerate(words)]
    new = [
        f"- | {word}类事项办理数 | {31 + place} 件 | 办妥{word}类事项{31 + place}件" for place, word in enumerate(words)
    ]
    assert alerts(read(old, 2023), read(new, 2024)) == {"数字照抄上年"}


PROBLEMS = (
    "一是执法人员力量薄弱，基层人员流动频繁，业务能力参差不齐。二是部分单位重视不够，制度落实存在温差。"
    "三是普法形式单一，群众参与积极性不高，究其原因，主要是培训和考核没有跟上，经费保障不足。"
)
LONG = f"一、主要成效\n健全制度。\n二、存在的问题和原因\n{PROBLEMS}\n三、下一步打算\n继续努力。\n"
SHORT = "一、主要成效\n健全制度。\n二、存在的问题和原因\n执法力量还不够强。\n三、下一步打算\n继续努力。\n"


def test_13_the_chapter_on_problems_is_cut_down() -> None:
    old, new = Reading(identity(2023), ()), Reading(identity(2024), ())
    assert alerts((document(LONG), old), (document(SHORT), new)) == {"问题章节大幅缩短"}
    assert alerts((document(SHORT), old), (document(LONG), new)) == set()
    comparison = compare_reports(document(LONG), old, document(SHORT), new, CATALOGUE)
    assert comparison.shrunk_parts == (("problems", 83, 8),)


def test_the_kinds_of_the_calendar_and_of_one_report_alone_have_rules() -> None:
    events = {rule.name: rule.events for rule in house_rules()}
    assert (events["逾期未公布"], events["报告内部矛盾"], events["法定内容缺失"]) == (
        (Event.REPORT_OVERDUE,),
        (Event.REPORT_CONTRADICTION,),
        (Event.REPORT_INCOMPLETE,),
    )
