from __future__ import annotations

from decimal import Decimal

from storage.model import StatedChange


def test_a_stated_change_is_told_as_one_figure_with_both_ends_beside_it() -> None:
    assert StatedChange("pct", Decimal("24.86"), "down").as_json() == {
        "kind": "pct",
        "value": 24.86,
        "direction": "down",
    }
    assert StatedChange("from_to", (Decimal("54.6"), Decimal(87)), "up").as_json() == {
        "kind": "from_to",
        "value": 54.6,
        "direction": "up",
        "from": 54.6,
        "to": 87,
    }
