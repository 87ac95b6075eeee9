from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from monitor.comparing.compare import compare_reports
from monitor.comparing.reuse import changed_sentences
from monitor.comparing.revision import compare_revision
from monitor.judging.alerts import alerts_of_new_report
from monitor.judging.notable import mark_notable
from monitor.judging.occasion import Context
from monitor.judging.revisions import alert_of_removal, alerts_of_revision
from monitor.judging.rules import load_rules
from monitor.judging.visits import alerts_of_visit
from storage.model import Alert, Check, Reading, Region, Source, Visit
from storage.vocabulary import Event, Level, Outcome, Severity
from tests.monitor.comparing.hands import catalogue, identity, read

NOW = datetime(2025, 3, 12, 1, 30, tzinfo=UTC)
CATALOGUE = catalogue()
RULES = load_rules()
CONTEXT = Context(
    now=NOW,
    agency="云汀县人民政府",
    region=Region("云汀县", "990123"),
    level=Level.COUNTY,
    year=2024,
    source="yunting",
    title="云汀县2024年度法治政府建设情况报告",
    url="https://www.yunting.gov.cn/2024.html",
    old_url="https://www.yunting.gov.cn/2023.html",
    snapshot_sha256="b" * 64,
    snapshot_at=NOW,
    old_snapshot_sha256="a" * 64,
    old_snapshot_at=datetime(2024, 3, 1, tzinfo=UTC),
    text_sha256="c" * 64,
)


def of_years(
    old: list[str],
    new: list[str],
    earlier: Sequence[Reading] = (),
    context: Context = CONTEXT,
    reading: Reading | None = None,
) -> dict[Event, list[Alert]]:
    old_read, new_read = read(old, 2023), read(new, 2024)
    new_read = (new_read[0], reading or new_read[1])
    comparison = mark_notable(compare_reports(*old_read, *new_read, CATALOGUE), RULES, CATALOGUE)
    told: dict[Event, list[Alert]] = {}
    for alert in alerts_of_new_report(context, comparison, new_read[1], CATALOGUE, RULES, earlier=earlier):
        told.setdefault(alert.event, []).append(alert)
    return told


def test_a_new_report_is_told_once_with_its_place() -> None:
    (alert,) = of_years([], ["legality_reviews | 合法性审查件数 | 84 件"])[Event.REPORT_PUBLISHED]
    assert alert.key == "report.published|云汀县人民政府|990123|2024"
    assert (alert.severity, alert.rule, alert.url, alert.snapshot_sha256) == (
        Severity.NOTICE,
        "新报告公布",
        CONTEXT.url,
        "b" * 64,
    )
    assert alert.reason == "新公布的年度报告，读出数字1项，与上年相比有0项值得注意。"


def test_the_stock_of_older_years_is_noted_only() -> None:
    (alert,) = of_years([], [], context=replace(CONTEXT, year=2019))[Event.REPORT_PUBLISHED]
    assert alert.severity is Severity.INFO


def test_a_report_without_a_year_before_is_told_and_checked() -> None:
    reading = Reading(identity(parts={"measures": True}), (), (Check("mediation_rate", False, "成功率96%", "应为91%"),))
    alerts = alerts_of_new_report(CONTEXT, None, reading, CATALOGUE, RULES)
    assert [alert.event for alert in alerts] == [
        Event.REPORT_PUBLISHED,
        Event.REPORT_CONTRADICTION,
        Event.REPORT_INCOMPLETE,
    ]
    assert alerts[2].reason.startswith(
        "报告中未见“党政主要负责人履行第一责任人职责”、“存在的不足和原因”、“下一年度主要安排”部分："
    )


def test_a_notable_change_carries_both_values_and_both_sentences() -> None:
    told = of_years(
        ["admin_penalty_cases | 行政处罚案件数 | 210 件 | 全年办理行政处罚案件210件"],
        ["admin_penalty_cases | 行政处罚案件数 | 120 件 | 全年办理行政处罚案件120件"],
    )
    (alert,) = told[Event.INDICATOR_CHANGED]
    (figure,) = alert.figures
    assert (alert.key, alert.severity, alert.rule) == (
        "indicator.changed|云汀县人民政府|990123|2024|admin_penalty_cases",
        Severity.WARNING,
        "处罚案件骤变",
    )
    assert (figure.old, figure.new, figure.old_quote, figure.new_quote) == (
        Decimal(210),
        Decimal(120),
        "全年办理行政处罚案件210件",
        "全年办理行政处罚案件120件",
    )


def test_two_changes_of_one_indicator_have_keys_of_their_own() -> None:
    told = of_years(
        [
            "normative_docs_made | 县本级制定行政规范性文件数 | 20 件",
            "normative_docs_made | 乡镇制定行政规范性文件数 | 60 件",
        ],
        [
            "normative_docs_made | 县本级制定行政规范性文件数 | 50 件",
            "normative_docs_made | 乡镇制定行政规范性文件数 | 20 件",
        ],
    )
    keys = {alert.key for alert in told[Event.INDICATOR_CHANGED]}
    assert len(keys) == 2


GONE = ["litigation_lose_rate | 行政诉讼败诉率 | 11 %", "legality_reviews | 合法性审查件数 | 80 件"]
LEFT = ["legality_reviews | 合法性审查件数 | 84 件"]


def test_an_indicator_given_for_two_years_and_gone_is_told() -> None:
    (alert,) = of_years(GONE, LEFT, (read(GONE, 2023)[1], read(GONE, 2022)[1]))[Event.INDICATOR_VANISHED]
    assert (alert.severity, alert.key) == (
        Severity.WARNING,
        "indicator.vanished|云汀县人民政府|990123|2024|litigation_lose_rate",
    )
    assert (
        alert.reason
        == "行政诉讼败诉率连续两年公布（上年11%），今年报告未见：往年公布的敏感数字今年不再出现，可能是选择性公开。"
    )


@pytest.mark.parametrize("earlier", [(), (read(GONE, 2023)[1],), (read(GONE, 2023)[1], read(LEFT, 2022)[1])])
def test_an_indicator_given_for_one_year_only_is_not_told_as_vanished(earlier: Sequence[Reading]) -> None:
    assert Event.INDICATOR_VANISHED not in of_years(GONE, LEFT, earlier)


def test_many_vanished_indicators_are_one_alert() -> None:
    old = [f"{name} | {CATALOGUE.indicators[name].zh} | 50 {CATALOGUE.indicators[name].unit}" for name in (
        "recon_received", "recon_accepted", "recon_concluded", "litigation_cases", "admin_inspections",
        "legal_aid_cases", "npc_suggestions",
    )]  # fmt: skip
    (alert,) = of_years(old, LEFT, (read(old, 2023)[1], read(old, 2022)[1]))[Event.INDICATOR_VANISHED]
    assert len(alert.figures) == 7


def test_a_restated_past_is_told_with_its_indicator() -> None:
    told = of_years(
        ["litigation_cases | 行政诉讼案件数 | 31 件"],
        ["litigation_cases | 行政诉讼案件数 | 40 件 | 行政诉讼案件40件，较上年增加6件 | abs up 6"],
    )
    (alert,) = told[Event.INDICATOR_RESTATED]
    assert alert.key == "indicator.restated|云汀县人民政府|990123|2024|litigation_cases"
    (figure,) = alert.figures
    assert (figure.indicator, figure.name, figure.old, figure.new) == (
        "litigation_cases",
        "行政应诉案件数（上年值）",
        Decimal(31),
        Decimal(34),
    )


def test_contradictions_of_the_old_report_are_not_told_again() -> None:
    old_document, old = read(LEFT, 2023)
    faulty = replace(old, checks=(Check("mediation_rate", False, "成功率96%", "应为91%"),))
    new = read(LEFT, 2024)
    comparison = compare_reports(old_document, faulty, *new, CATALOGUE)
    events = [alert.event for alert in alerts_of_new_report(CONTEXT, comparison, new[1], CATALOGUE, RULES)]
    assert events == [Event.REPORT_PUBLISHED]


def test_two_contradictions_in_one_sentence_are_two_alerts_with_stable_keys() -> None:
    checks = (
        Check("mediation_rate", False, "成功率96%", "应为91%"),
        Check("mediation_rate", False, "成功率96%", "应为92%"),
    )
    reading = Reading(identity(), (), checks)
    keys = [[alert.key for alert in alerts_of_new_report(CONTEXT, None, reading, CATALOGUE, RULES)] for _ in range(2)]
    assert keys[0] == keys[1]
    assert len(set(keys[0])) == 3


def test_a_copied_report_is_told_from_85_per_cent_on() -> None:
    lines = [
        f"- | 第{word}项工作任务完成的具体数量 | {20 + place} 件"
        for place, word in enumerate("甲乙丙丁戊己庚辛壬癸子丑")
    ]
    (alert,) = of_years(lines, lines)[Event.REPORT_COPIED]
    assert alert.reason == "本年报告的绝大部分句子与上年逐字相同：12句（100%）与上年报告逐字相同。"
    fresh = [line.replace("完成的具体数量", "今年落实下来的总体数目") for line in lines[:3]] + lines[3:]
    (numbers,) = of_years(lines, fresh)[Event.REPORT_COPIED]
    assert numbers.rule == "数字照抄上年"
    counted_anew = [line.replace(" 件", "5 件") for line in fresh]
    assert Event.REPORT_COPIED not in of_years(lines, counted_anew)


PAGE = [
    "dispute_success_rate | 矛盾纠纷调解成功率 | 96.1 % | 调解成功率96.1%",
    "law_publicity_events | 法治宣传活动场次 | 120 场次 | 开展法治宣传活动120场次",
    "npc_suggestions | 办理人大代表建议数 | 60 件 | 办理人大代表建议60件",
]


def revised(new: list[str], context: Context = CONTEXT) -> tuple[Alert, ...]:
    (old_document, old), (new_document, reading) = read(PAGE), read(new)
    comparison = compare_revision(old_document, old, new_document, reading, CATALOGUE)
    sentences = changed_sentences(old_document.text, new_document.text)
    return alerts_of_revision(context, comparison, sentences, CATALOGUE, RULES)


def test_one_revision_is_one_alert_with_all_figures_gravest_first() -> None:
    (alert,) = revised([PAGE[0].replace("96.1", "98.1"), PAGE[1].replace("120", "150"), PAGE[2]])
    assert (alert.event, alert.severity) == (Event.REPORT_REVISED, Severity.CRITICAL)
    assert [(figure.indicator, figure.old, figure.new) for figure in alert.figures] == [
        ("dispute_success_rate", Decimal("96.1"), Decimal("98.1")),
        ("law_publicity_events", Decimal(120), Decimal(150)),
    ]
    assert alert.reason == "报告公布后被改动：调解成功率由96.1%升至98.1%（+2个百分点）等2个数字。"


def test_a_revised_count_is_a_warning() -> None:
    (alert,) = revised([PAGE[0], PAGE[1].replace("120", "150"), PAGE[2]])
    assert alert.severity is Severity.WARNING


def test_a_deleted_figure_is_told_as_deleted() -> None:
    (alert,) = revised(PAGE[:2])
    assert alert.reason == "报告公布后被改动：办理人大代表建议件数60件被删去。"


def test_changed_words_alone_are_told_for_information() -> None:
    (alert,) = revised([line.replace("开展", "组织开展") for line in PAGE])
    assert (alert.severity, [(figure.old_quote, figure.new_quote) for figure in alert.figures]) == (
        Severity.INFO,
        [("开展法治宣传活动120场次。", "组织开展法治宣传活动120场次。")],
    )


def test_an_unchanged_page_raises_nothing() -> None:
    assert revised(PAGE) == ()


def test_the_same_revision_has_the_same_key_and_a_repeated_one_another() -> None:
    edited = [PAGE[0].replace("96.1", "98.1"), *PAGE[1:]]
    (first,), (second,) = revised(edited), revised(edited, replace(CONTEXT, now=datetime(2025, 4, 1, tzinfo=UTC)))
    (again,) = revised(edited, replace(CONTEXT, old_snapshot_at=datetime(2025, 5, 1, tzinfo=UTC)))
    assert first.key == second.key
    assert first.key != again.key


def test_a_removal_is_critical_and_keeps_the_last_snapshot() -> None:
    alert = alert_of_removal(CONTEXT, RULES, "两次访问均答复404")
    assert (alert.event, alert.severity, alert.reason) == (
        Event.REPORT_REMOVED,
        Severity.CRITICAL,
        "已公布的报告网页不再能够打开（两次访问均答复404）。",
    )
    assert alert.key == (
        "report.removed|云汀县人民政府|990123|2024|https://www.yunting.gov.cn/2024.html|2024-03-01T00:00:00+00:00"
    )


def visit(outcome: Outcome) -> Visit:
    return Visit("run", "yunting", outcome, "答复为验证页面", NOW)


STATES = [
    (None, Outcome.FOUND, []),
    (None, Outcome.BLOCKED, [(Event.SOURCE_BLOCKED, Severity.WARNING)]),
    (Outcome.UNCHANGED, Outcome.BLOCKED, [(Event.SOURCE_BLOCKED, Severity.WARNING)]),
    (Outcome.BLOCKED, Outcome.BLOCKED, []),
    (Outcome.FAILED, Outcome.SUSPECT, []),
    (Outcome.BLOCKED, Outcome.FAILED, [(Event.SOURCE_FAILED, Severity.INFO)]),
    (Outcome.FOUND, Outcome.SUSPECT, [(Event.SOURCE_FAILED, Severity.WARNING)]),
    (Outcome.BLOCKED, Outcome.UNCHANGED, [(Event.SOURCE_RECOVERED, Severity.NOTICE)]),
    (Outcome.FAILED, Outcome.FOUND, [(Event.SOURCE_RECOVERED, Severity.NOTICE)]),
    (Outcome.FOUND, Outcome.NOTHING, []),
]


@pytest.mark.parametrize(("previous", "outcome", "expected"), STATES)
def test_a_source_is_told_when_it_enters_or_leaves_a_bad_state(
    previous: Outcome | None, outcome: Outcome, expected: list[tuple[Event, Severity]]
) -> None:
    alerts = alerts_of_visit(previous, visit(outcome), NOW, RULES)
    assert [(alert.event, alert.severity) for alert in alerts] == expected


def test_a_blocked_source_is_told_with_its_place_and_day() -> None:
    source = Source(
        "yunting", "https://www.yunting.gov.cn/fzzf/", "云汀县政府网", "云汀县人民政府", "990123", Level.COUNTY
    )
    (alert,) = alerts_of_visit(Outcome.FOUND, visit(Outcome.BLOCKED), NOW, RULES, source=source)
    assert alert.key == "source.blocked|云汀县人民政府|990123||yunting|2025-03-12"
    assert (alert.region, alert.url) == (Region("云汀县人民政府", "990123"), source.url)
    assert alert.reason == "网站拦截了访问，该信源的新报告可能漏采（采集记录：答复为验证页面）。"


def test_an_unknown_issuer_is_keyed_by_its_page() -> None:
    bare = replace(CONTEXT, agency=None, region=None)
    reading = Reading(identity(), ())
    (alert,) = alerts_of_new_report(bare, None, reading, CATALOGUE, RULES)
    assert alert.key == "report.published|https://www.yunting.gov.cn/2024.html||2024"
