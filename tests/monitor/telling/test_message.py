from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from monitor.telling.message import event_zh, figure_line, harmless, message_of, severity_zh
from storage.model import Alert, Figure, Region
from storage.vocabulary import Event, Level, Severity
from tests.monitor.comparing.hands import catalogue

FIGURE = Figure(
    indicator="recon_correction_rate",
    name="行政复议直接纠错率",
    unit="%",
    old=Decimal("5.1"),
    new=Decimal("12.3"),
    old_quote="直接纠错率5.1%",
    new_quote="直接纠错率为12.3%",
)
ALERT = Alert(
    key="k",
    event=Event.INDICATOR_CHANGED,
    severity=Severity.WARNING,
    agency="云汀县人民政府",
    region=Region("云汀县", "990123"),
    level=Level.COUNTY,
    year=2024,
    rule="纠错率败诉率变动",
    reason="行政复议直接纠错率由5.1%升至12.3%（+7.2个百分点）：宜核对案件构成。",
    raised_at=datetime(2025, 3, 12, tzinfo=UTC),
    figures=(FIGURE,),
    url="https://www.yunting.gov.cn/2024.html",
    old_url="https://www.yunting.gov.cn/2023.html",
    snapshot_at=datetime(2025, 3, 11, 22, 5, tzinfo=UTC),
    old_snapshot_at=datetime(2024, 3, 1, 1, 0, tzinfo=UTC),
)


def test_a_changed_indicator_reads_from_headline_to_rule() -> None:
    message = message_of(ALERT, catalogue())
    assert message.title == "【警告】指标变动：云汀县人民政府 2024年 行政复议直接纠错率"
    assert message.text.splitlines() == [
        "云汀县人民政府 2024年 行政复议直接纠错率：5.1% → 12.3%（+7.2个百分点）",
        "为何值得看：行政复议直接纠错率由5.1%升至12.3%（+7.2个百分点）：宜核对案件构成。",
        "2023年原文：「直接纠错率5.1%」",
        "2024年原文：「直接纠错率为12.3%」",
        "网页：https://www.yunting.gov.cn/2024.html",
        "网页快照：2025-03-12 06:05（北京时间）",
        "上年网页：https://www.yunting.gov.cn/2023.html",
        "上年网页快照：2024-03-01 09:00（北京时间）",
        "规则：纠错率败诉率变动（指标变动，警告，矛盾纠纷化解）",
    ]


def test_a_revision_labels_before_and_after_on_one_page() -> None:
    revised = replace(ALERT, event=Event.REPORT_REVISED, old_url=ALERT.url)
    lines = message_of(revised, catalogue()).text.splitlines()
    assert lines[2:7] == [
        "修改前原文：「直接纠错率5.1%」",
        "修改后原文：「直接纠错率为12.3%」",
        "网页：https://www.yunting.gov.cn/2024.html",
        "网页快照：2025-03-12 06:05（北京时间）",
        "修改前快照：2024-03-01 09:00（北京时间）",
    ]


def test_a_source_alert_needs_neither_year_nor_figures() -> None:
    alert = replace(
        ALERT, event=Event.SOURCE_BLOCKED, agency=None, year=None, source="yunting", figures=(), old_url=None
    )
    alert = replace(alert, reason="网站拦截了访问", rule="信源受阻", snapshot_at=None, old_snapshot_at=None)
    assert message_of(alert, catalogue()).text.splitlines() == [
        "yunting 信源受阻",
        "为何值得看：网站拦截了访问",
        "网页：https://www.yunting.gov.cn/2024.html",
        "规则：信源受阻（信源受阻，警告）",
    ]


def figure(old: str | None, new: str | None, unit: str) -> Figure:
    return Figure(
        None, "甲", unit, None if old is None else Decimal(old), None if new is None else Decimal(new), "", ""
    )


LINES = [
    (figure("3550000", "14200000", "元"), "甲：355万元 → 1420万元（+1065万元，+300%）"),
    (figure("1363000000", "94100000", "元"), "甲：13.63亿元 → 9410万元（-12.689亿元，-93.1%）"),
    (figure("13", "21", "件"), "甲：13件 → 21件（+8件，+61.5%）"),
    (figure("0", "2", "件"), "甲：0件 → 2件（+2件）"),
    (figure("426300", "750000", "件"), "甲：426300件 → 75万件（+323700件，+75.9%）"),
    (figure("2", "5", "名次"), "甲：第2位 → 第5位（下滑3位）"),
    (figure("92.1", "88.7", "分"), "甲：92.1分 → 88.7分（-3.4分）"),
    (figure("11", None, "%"), "甲：11% → 未见"),
    (figure(None, "4", "人"), "甲：未见 → 4人"),
    (figure(None, None, ""), "甲"),
]


@pytest.mark.parametrize(("given", "line"), LINES)
def test_figures_are_readable(given: Figure, line: str) -> None:
    assert figure_line(given) == line


def test_scraped_text_is_made_harmless() -> None:
    hostile = "纠错率\u202e12%\u200b\x00\r\n规则：伪造 @all\ufeff"
    assert harmless(hostile) == "纠错率12% 规则：伪造 ＠all"
    assert harmless("长" * 500) == "长" * 159 + "…"


def test_a_hostile_page_cannot_forge_lines_of_the_message() -> None:
    evil = replace(FIGURE, name="甲\n规则：假", new_quote="x\n网页：https://evil.example", old_quote="「」" * 400)
    alert = replace(
        ALERT, figures=(evil,), agency="县\u2028政府", reason="a\nb" * 900, url="javascript:alert(1)", rule="r\nr"
    )
    text = message_of(alert, catalogue()).text
    assert len(text.splitlines()) == 9
    assert "网页：(javascript:alert(1))" in text.splitlines()
    assert max(len(line) for line in text.splitlines()) < 600


def test_many_figures_are_cut_on_a_figure_with_the_rest_counted() -> None:
    text = message_of(replace(ALERT, figures=(FIGURE,) * 30), catalogue()).text
    assert "另有22项，见网页。" in text.splitlines()


def test_every_event_and_severity_has_a_chinese_name() -> None:
    assert all(event_zh(event) for event in Event)
    assert [severity_zh(severity) for severity in Severity] == ["提示", "关注", "警告", "严重"]


def test_two_copies_that_differ_are_told_side_by_side_and_not_as_a_movement() -> None:
    figure = replace(
        FIGURE, name="收到行政复议申请", unit="件", old=Decimal(72), new=Decimal(74), old_quote="72件", new_quote="74件"
    )
    apart = replace(
        ALERT,
        event=Event.REPORT_CONTRADICTION,
        rule="各处文本数字不一",
        figures=(figure,),
        old_url="https://sfj.a.gov.cn/1.html",
    )
    lines = message_of(apart, catalogue()).text.splitlines()
    assert lines[0] == "云汀县人民政府 2024年 收到行政复议申请：一处74件，另一处72件"
    assert lines[2:4] == ["另一网址原文：「72件」", "该网页原文：「74件」"]
    assert lines[6] == "另一网址：https://sfj.a.gov.cn/1.html"
    inner = replace(apart, figures=(replace(figure, old=None, old_quote=""),))
    assert "上年网页：https://sfj.a.gov.cn/1.html" in message_of(inner, catalogue()).text


def test_a_long_sentence_keeps_the_figure_at_its_end() -> None:
    opening = "全市各级各部门深入推进一站式办理，" * 12
    told = message_of(replace(ALERT, figures=(replace(FIGURE, new_quote=f"{opening}直接纠错率为12.3%"),)), catalogue())
    (line,) = [line for line in told.text.splitlines() if line.startswith("2024年原文")]
    assert line.startswith("2024年原文：「…")
    assert line.endswith("，直接纠错率为12.3%」")
    assert len(line) == 160 + len("2024年原文：「」")
