from __future__ import annotations

from decimal import Decimal

import pytest

from monitor.catalogue_files import load_catalogue
from monitor.reading.reader import read_observations
from storage.model import StatedChange
from storage.vocabulary import Kind


def changes(text: str) -> list[tuple[Decimal, str, StatedChange | None]]:
    observations = read_observations(text, load_catalogue(), 2024, Kind.REPORT)
    return [(observation.value, observation.scope, observation.change) for observation in observations]


@pytest.mark.parametrize(
    ("text", "kind", "value", "direction"),
    [
        ("受理案件50件,同比增长12.5%。", "pct", "12.5", "up"),
        ("受理案件50件,较上年下降三成。", "pct", "30", "down"),
        ("败诉率5.1%,同比下降2.3个百分点。", "points", "2.3", "down"),
        ("受理案件50件,比去年减少7件。", "abs", "7", "down"),
        ("受理案件50件,是上年的2.5倍。", "times", "2.5", "up"),
        ("受理案件50件,同比增长1.5倍。", "times", "2.5", "up"),
        ("受理案件50件,同比翻一番。", "times", "2", "up"),
        ("考核排名第4名,较上年上升3名。", "rank", "3", "up"),
        ("受理案件50件,较上年增加10件,增长25%。", "pct", "25", "up"),
    ],
)
def test_stated_change_belongs_to_the_figure_before_it(text: str, kind: str, value: str, direction: str) -> None:
    ((_, _, change),) = changes(text)

    assert change == StatedChange(kind, Decimal(value), direction)


def test_from_to_gives_the_earlier_figure_as_one_of_the_prior_year() -> None:
    assert changes("持证率由2023年的91.2%提高到97.8%。") == [
        (Decimal("91.2"), "prior_year", None),
        (Decimal("97.8"), "year", StatedChange("from_to", (Decimal("91.2"), Decimal("97.8")), "up")),
    ]


def test_rank_from_to_rises_when_the_number_falls() -> None:
    assert changes("法治建设考核由第8位上升至第5位。")[-1] == (
        Decimal(5), "year", StatedChange("from_to", (Decimal(8), Decimal(5)), "up"),
    )  # fmt: skip


def test_changes_told_respectively_go_to_the_last_figures_in_order() -> None:
    assert changes("受理20件、办结18件,同比分别增长15%和22%。") == [
        (Decimal(20), "year", StatedChange("pct", Decimal(15), "up")),
        (Decimal(18), "year", StatedChange("pct", Decimal(22), "up")),
    ]


def test_change_of_a_figure_that_is_not_printed_goes_to_no_other() -> None:
    assert changes("入企检查次数同比下降42.6%,联合检查386次。") == [(Decimal(386), "year", None)]


def test_change_that_opens_a_subject_goes_to_the_rank_after_it() -> None:
    assert changes("考核得分88分,满意度测评较上年上升6名,在全省排第36名。")[-1] == (
        Decimal(36), "year", StatedChange("rank", Decimal(6), "up"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("营商环境评价列第9位,较上一轮前移4位。", [(9, ("rank", 4, "up"))]),
        ("法治政府测评位列第12名,较上轮后退2名。", [(12, ("rank", 2, "down"))]),
        ("案卷合格率96%,比上一次评查上升2个百分点。", [(96, ("points", 2, "up"))]),
        ("查处违法案件87件,少于上年的96件,净减9件。", [(87, ("abs", 9, "down")), (96, None)]),
        ("行政复议案件132件,多于上年的110件,增加22件。", [(132, ("abs", 22, "up")), (110, None)]),
        ("在册企业410户,少于上年的418户。", [(410, None), (418, None)]),
        ("全年办理案件199件,案件较上年的178件增加21件。", [(199, ("abs", 21, "up")), (178, None)]),
        ("发布地方标准12项、团体标准30项,团体标准数量比上年减少5项。", [(12, None), (30, ("abs", 5, "down"))]),
        ("培训执法人员86名、协管员40名,网格员较上年增加6名。", [(86, None), (40, None)]),
        (
            "调解成功率、案卷合格率两率较上年分别提高1.2和3.4个百分点,均达到100%。",
            [(100, ("points", "1.2", "up")), (100, ("points", "3.4", "up"))],
        ),
    ],
)
def test_change_against_an_earlier_round_count_or_named_figure_is_no_figure_of_its_own(
    text: str, expected: list[tuple[int, tuple[str, int | str, str] | None]]
) -> None:
    assert [(value, change) for value, _, change in changes(text)] == [
        (Decimal(value), change and StatedChange(change[0], Decimal(change[1]), change[2]))
        for value, change in expected
    ]
