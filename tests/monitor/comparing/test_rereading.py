from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from monitor.comparing.rereading import compare_readings
from tests.monitor.comparing.hands import read

LINES = [
    "recon_received | 收到行政复议申请数 | 64 件",
    "recon_accepted | 行政复议受理数 | 58 件",
    "- | 旁听庭审次数 | 3 场",
]


def test_a_reading_says_the_same_as_itself() -> None:
    reading = read(LINES)[1]
    assert compare_readings(reading, reading).differences == ()
    assert compare_readings(reading, reading).same == 3


def test_a_figure_read_otherwise_added_or_lost_is_told() -> None:
    reading = replace(read(LINES)[1], document_id=7)
    first, second, third = reading.observations
    filed = replace(third, indicator="court_observation")
    found = compare_readings(reading, replace(reading, observations=(first, filed)))
    assert found.same == 1
    assert [(one.old, one.new) for one in found.differences] == [(second, None), (third, filed)]
    (added,) = compare_readings(replace(reading, observations=(first, second)), reading).differences
    assert (added.old, added.new) == (None, third)


def test_a_page_cleaned_anew_is_compared_by_its_sentences() -> None:
    reading = replace(read(LINES)[1], document_id=7)
    moved = tuple(replace(one, at=one.at + 5) for one in reading.observations)
    again = replace(reading, document_id=8, observations=moved)
    assert compare_readings(reading, again).differences == ()
    wrong = replace(again, observations=(*moved[:2], replace(moved[2], value=Decimal(4))))
    assert len(compare_readings(reading, wrong).differences) == 2
