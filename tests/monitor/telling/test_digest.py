from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from monitor.telling.digest import digest_of, divide
from monitor.telling.fitting import Room, size
from storage.model import Alert
from storage.vocabulary import Event, Severity
from tests.monitor.comparing.hands import catalogue
from tests.monitor.telling.test_message import ALERT, FIGURE

GRAVE = replace(
    ALERT,
    key="grave",
    severity=Severity.CRITICAL,
    event=Event.REPORT_REMOVED,
    figures=(),
    reason="两轮查看均已不在",
    agency="雨山县人民政府",
    url="https://www.yushan.gov.cn/1.html",
)
NEW = replace(
    ALERT, key="new", event=Event.REPORT_PUBLISHED, severity=Severity.NOTICE, figures=(), reason="读出数字30项"
)
REST = "全部预警：fazhi alerts --since 2026-03-11"


def by_size(limit: int) -> Room:
    return Room(limit, lambda title, text: size(title) + size(text))


def many(count: int) -> list[Alert]:
    return [
        replace(
            ALERT,
            key=f"k{number:04}",
            agency=f"云汀第{number}县人民政府",
            severity=list(Severity)[number % 4],
            figures=(replace(FIGURE, new=Decimal(number)),),
        )
        for number in range(count)
    ]


def test_one_alert_is_its_own_message() -> None:
    assert digest_of([ALERT], catalogue(), room=by_size(4_000)).title.startswith(
        "【警告】指标变动：云汀县人民政府 2024年"
    )


def test_changes_of_one_report_stand_in_one_message_under_the_gravest() -> None:
    message = digest_of([NEW, ALERT], catalogue(), room=by_size(4_000))
    assert message.title == "【警告】云汀县人民政府 2024年：2条预警"
    lines = message.text.splitlines()
    assert lines[:4] == [
        "云汀县人民政府 2024年 行政复议直接纠错率：5.1% → 12.3%（+7.2个百分点）",
        "为何值得看：行政复议直接纠错率由5.1%升至12.3%（+7.2个百分点）：宜核对案件构成。",
        "2023年原文：「直接纠错率5.1%」",
        "2024年原文：「直接纠错率为12.3%」",
    ]
    second = lines.index("【关注】新报告公布 2024年")
    assert lines[second - 1 : second + 2] == ["", "【关注】新报告公布 2024年", "为何值得看：读出数字30项"]


def test_a_digest_groups_by_agency_and_tells_the_gravest_first() -> None:
    message = digest_of([NEW, ALERT, GRAVE], catalogue(), room=by_size(100_000))
    assert message.title == "【严重】3条预警：雨山县人民政府等2个机关"
    lines = message.text.splitlines()
    assert lines[0] == "2025-03-12 08:00止，2个机关3条预警：严重1，警告1，关注1"
    assert [line for line in lines if line.startswith(("■", "【"))] == [
        "■ 雨山县人民政府",
        "【严重】已公布报告被撤下 2024年",
        "■ 云汀县人民政府",
        "【警告】指标变动 2024年 行政复议直接纠错率：5.1% → 12.3%（+7.2个百分点）",
        "【关注】新报告公布 2024年",
    ]
    assert lines.count("2024年原文：「直接纠错率为12.3%」") == 1


@pytest.mark.parametrize("room", [600, 2_000, 3_800, 18_000, 200_000])
@pytest.mark.parametrize("count", [2, 7, 40, 500])
def test_a_digest_fits_its_room_and_counts_what_it_leaves_out(count: int, room: int) -> None:
    message = digest_of(many(count), catalogue(), room=by_size(room), rest=REST)
    assert size(message.title) + size(message.text) <= room
    told = sum(line.startswith("【") for line in message.text.splitlines())
    left = message.text.splitlines()[-1]
    if told == count:
        assert REST not in message.text
        return
    assert left.startswith(f"另有{count - told}条未列出（")
    assert left.endswith(REST)
    severities = [line[1:3] for line in message.text.splitlines() if line.startswith("【")]
    assert severities == sorted(severities, key=["严重", "警告", "关注", "提示"].index)


def test_a_flood_is_divided_so_that_every_alert_is_named() -> None:
    alerts = many(300)
    groups = divide([[alert] for alert in alerts], by_size(3_800))
    assert sorted(place for group in groups for place in group) == list(range(300))
    assert len(groups) < 20
    for group in groups:
        text = digest_of([alerts[place] for place in group], catalogue(), room=by_size(3_800), rest=REST).text
        assert REST not in text
        assert all(f"云汀第{place}县" in text for place in group)
    gravest = [alerts[place].severity for group in groups for place in group]
    assert gravest == sorted(gravest, key=lambda severity: -severity.rank)


def test_names_come_in_the_subscribers_language_and_sentences_stay() -> None:
    message = digest_of([NEW, ALERT], catalogue(), room=by_size(4_000), language="en")
    assert message.title == "【Warning】云汀县人民政府 2024年：2条预警"
    assert "【Notice】Report published 2024年" in message.text
    english = catalogue().indicators["recon_correction_rate"].en
    assert message.text.splitlines()[0] == f"云汀县人民政府 2024年 {english}：5.1% → 12.3%（+7.2个百分点）"
    assert "2024年原文：「直接纠错率为12.3%」" in message.text


def test_two_reports_of_agencies_with_one_name_are_no_single_report() -> None:
    alerts = [ALERT, replace(ALERT, key="b", year=2023)]
    assert digest_of(alerts, catalogue(), room=by_size(9_000)).title == "【警告】2条预警：云汀县人民政府"
