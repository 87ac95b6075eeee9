from __future__ import annotations

from decimal import Decimal

import pytest

from monitor.reading.masks import mask
from monitor.reading.numbers import find_numbers, find_ranks, parse_chinese
from monitor.reading.sentences import fold


def found(text: str) -> list[tuple[Decimal, str, str]]:
    return [(number.value, number.unit, number.qualifier) for number in find_numbers(mask(fold(text)))]


@pytest.mark.parametrize(
    ("words", "value"),
    [("十二", "12"), ("二百零五", "205"), ("两万", "20000"), ("三千五百", "3500"), ("一亿二千万", "120000000"),
     ("九十三点四", "93.4"), ("二零二四", "2024"), ("百", "100")],
)  # fmt: skip
def test_chinese_numeral_has_its_value(words: str, value: str) -> None:
    assert parse_chinese(words) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("办理1,286件", [("1286", "件", "exact")]),
        ("办理１２件", [("12", "件", "exact")]),
        ("演练14 场", [("14", "场", "exact")]),
        ("立案1 286宗", [("1286", "宗", "exact")]),
        ("受理75万件", [("750000", "件", "exact")]),
        ("受众8万余人", [("80000", "人", "over")]),
        ("活动80余场次", [("80", "场次", "over")]),
        ("金额13.63亿元", [("1363000000", "元", "exact")]),
        ("近6000条", [("6000", "条", "under")]),
        ("监控约1200个", [("1200", "个", "approx")]),
        ("逾20万元", [("200000", "元", "over")]),
        ("不少于60个学时", [("60", "学时", "at_least")]),
        ("百分之九十六点五", [("96.5", "%", "exact")]),
        ("占比八成以上", [("80", "%", "over")]),
        ("９８．５％", [("98.5", "%", "exact")]),
        ("会议14场(次)", [("14", "场次", "exact")]),
        ("仅有2-3名", [("2", "名", "exact"), ("3", "名", "exact")]),
        ("百余场次", [("100", "场次", "over")]),
        ("3个项目", [("3", "个", "exact")]),
        ("7个人民法庭", [("7", "个", "exact")]),
    ],
)
def test_number_is_read_with_unit_and_qualifier(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == [(Decimal(value), unit, qualifier) for value, unit, qualifier in expected]


@pytest.mark.parametrize(
    "text",
    [
        "截至2024年12月31日",
        "3月15日前后",
        "中办发〔2021〕33号",
        "《三年行动方案(2023-2025年)》",
        "“1+6+N”模式",
        "落实“五个一”机制",
        "第十六届人民代表大会第四次会议",
        "党的二十届三中全会",
        "拨打12348热线",
        "24小时自助服务",
        "八五普法",
        "一次性告知",
        "三项制度",
        "近五年来",
        "(一)加强领导",
    ],
)
def test_label_date_or_ordinal_is_no_number(text: str) -> None:
    assert found(text) == []


def test_masking_keeps_every_place() -> None:
    text = "2024年,共开展“七进”活动80场,依据《条例》第3条"

    assert len(mask(text)) == len(text)


def test_rank_is_a_number_but_other_ordinals_are_not() -> None:
    text = "考核位列全市第4名,召开第三次会议,排名第五,获评第一名"
    ranks = find_ranks(text, 0, len(text))

    assert [(rank.value, text[rank.start]) for rank in ranks] == [(Decimal(4), "4"), (Decimal(5), "五")]
