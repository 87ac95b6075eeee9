from __future__ import annotations

from decimal import Decimal

from monitor.comparing.compare import compare_reports
from monitor.judging.peers import peer_medians
from storage.model import Comparison
from tests.monitor.comparing.hands import catalogue, read


def grown(percent: int) -> Comparison:
    old = read(["recon_received | 收到行政复议申请数 | 100 件"], 2023)
    new = read([f"recon_received | 收到行政复议申请数 | {100 + percent} 件"], 2024)
    return compare_reports(*old, *new, catalogue())


def test_the_median_is_of_bodies_that_give_the_figure_in_both_years() -> None:
    comparisons = [grown(percent) for percent in (10, 90, 55, 60, 50)]
    assert peer_medians(comparisons) == {"recon_received": Decimal("55.00")}


def test_few_bodies_make_no_common_movement() -> None:
    assert peer_medians([grown(percent) for percent in (10, 90, 55, 60)]) == {}
