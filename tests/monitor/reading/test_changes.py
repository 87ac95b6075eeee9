from __future__ import annotations

from decimal import Decimal

import pytest

from monitor.indicators import load_catalogue
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
