from __future__ import annotations

import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.comparing.compare import compare_reports
from monitor.judging.notable import mark_notable
from monitor.judging.rules import load_rules
from storage.model import Change, Comparison, Contradiction, Reading
from storage.vocabulary import Kind, Severity, Status
from tests.monitor.comparing.hands import catalogue, document, identity, read

CASES = tomllib.loads(Path(__file__).with_name("pairs.toml").read_text("utf-8"))["case"]
CATALOGUE = catalogue()


def told(case: dict[str, Any]) -> Comparison:
    old = read(case["old"], 2023, case.get("old_end"))
    new = read(case["new"], 2024, case.get("new_end"))
    peers = {name: Decimal(value) for name, value in case.get("peers", {}).items()}
    return mark_notable(compare_reports(*old, *new, CATALOGUE), load_rules(), CATALOGUE, peers)


def row(change: Change) -> tuple[str, Decimal | None, Decimal | None]:
    return str(change.status), change.old.value if change.old else None, change.new.value if change.new else None


def wanted(line: str) -> tuple[str, Decimal | None, Decimal | None]:
    status, old, new = line.split()
    return status, None if old == "-" else Decimal(old), None if new == "-" else Decimal(new)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_pair_of_years_is_told_as_an_editor_would(case: dict[str, Any]) -> None:
    comparison = told(case)
    assert sorted(map(str, map(row, comparison.changes))) == sorted(str(wanted(line)) for line in case["expect"])
    notable = {
        (side.value, str(change.severity), change.rule)
        for change in comparison.changes
        if change.notable and (side := change.new or change.old)
    }
    assert notable == {
        (Decimal(value), severity, rule) for value, severity, rule in (line.split() for line in case.get("notable", []))
    }


def test_absolute_and_relative_are_of_the_old_value() -> None:
    old = read(["recon_accepted | 行政复议案件受理数 | 13 件"], 2023)
    new = read(["recon_accepted | 行政复议案件受理数 | 21 件"], 2024)
    (change,) = compare_reports(*old, *new, CATALOGUE).changes
    assert (change.absolute, change.relative) == (Decimal(8), Decimal("61.54"))


def test_relative_is_none_where_the_old_value_is_zero() -> None:
    old = read(["recon_corrected | 行政复议纠错件数 | 0 件"], 2023)
    new = read(["recon_corrected | 行政复议纠错件数 | 2 件"], 2024)
    (change,) = compare_reports(*old, *new, CATALOGUE).changes
    assert (change.status, change.absolute, change.relative) == (Status.UP, Decimal(2), None)


def test_parts_that_the_new_report_lacks_are_told_in_the_order_of_the_law() -> None:
    old = read(["recon_accepted | 行政复议案件受理数 | 13 件"], 2023)
    reading = Reading(identity(2024, parts={"plan": False, "measures": True, "leader_duty": True}), ())
    comparison = compare_reports(*old, document("正文。"), reading, CATALOGUE)
    assert comparison.missing_parts == ("problems", "plan")


def test_a_speech_lacks_no_parts() -> None:
    old = read(["recon_accepted | 行政复议案件受理数 | 13 件"], 2023)
    speech = Reading(replace(identity(2024, parts={"plan": False}), kind=Kind.SPEECH), ())
    assert compare_reports(*old, document("同志们。"), speech, CATALOGUE).missing_parts == ()


def test_failing_checks_of_both_documents_are_contradictions() -> None:
    from storage.model import Check

    document_, reading = read(["dispute_success_rate | 调解成功率 | 96 %"], 2024)
    checks = (Check("mediation_rate", False, "成功率96%", "应为91%"), Check("mediation_rate", True, "另一处", ""))
    faulty = replace(reading, checks=checks)
    comparison = compare_reports(document_, reading, document_, faulty, CATALOGUE)
    assert comparison.contradictions == (Contradiction("new", "rate", "成功率96%", "应为91%"),)


_INDICATORS = [None, *sorted(CATALOGUE.indicators)]
_LINES = st.builds(
    lambda indicator, subject, value, unit, qualifier, scope: (
        f"{indicator or '-'} | {subject} | {value} {unit} {qualifier} {scope}"
    ),
    st.sampled_from(_INDICATORS),
    st.text("行政复议案件受理审结纠错法治宣传调解本级全县新增累计", min_size=2, max_size=10),
    st.integers(0, 3000),
    st.sampled_from(["件", "件次", "人", "人次", "%", "元", "场", "个", "分"]),
    st.sampled_from(["exact", "over", "under", "approx"]),
    st.sampled_from(["year", "as_of", "cumulative", "multi_year", "prior_year", "plan"]),
)
_REPORTS = st.lists(_LINES, max_size=12)


@given(_REPORTS)
@settings(max_examples=150, deadline=None)
def test_a_reading_against_itself_shows_no_change(lines: list[str]) -> None:
    document_, reading = read(lines, 2024)
    comparison = compare_reports(document_, reading, document_, reading, CATALOGUE)
    assert {change.status for change in comparison.changes} <= {Status.SAME}
    assert comparison.contradictions == ()


# What is told of last year is no proof of a pair inside one year's report.
_TOLD_OF_LAST_YEAR = (
    [
        "recon_accepted | 行政复议案件受理数 | 50 件",
        "recon_accepted | 行政复议案件受理数 | 60 件 prior_year",
        "recon_accepted | 行政复议案件受理总数 | 60 件",
    ],
    [
        "- | 法律援助案件数 | 500 件 | 法律援助案件500件，同比增长25% | pct up 25",
        "- | 法律援助案件总量 | 400 件 | 其中法律援助案件400件",
    ],
)


@pytest.mark.parametrize("lines", _TOLD_OF_LAST_YEAR)
def test_last_years_value_pairs_nothing_inside_one_report(lines: list[str]) -> None:
    document_, reading = read(lines, 2024)
    changes = compare_reports(document_, reading, document_, reading, CATALOGUE).changes
    assert [change.status for change in changes] == [Status.SAME, Status.SAME]


def test_a_report_of_no_known_year_restates_nothing_of_itself() -> None:
    document_, reading = read(
        ["recon_accepted | 行政复议案件受理数 | 60 件 | 受理行政复议案件60件，同比增长20% | pct up 20"], 2024
    )
    undated = replace(reading, identity=replace(reading.identity, year=None))
    assert compare_reports(document_, undated, document_, undated, CATALOGUE).contradictions == ()


_MIRROR = {
    Status.UP: Status.DOWN,
    Status.DOWN: Status.UP,
    Status.MISSING: Status.APPEARED,
    Status.APPEARED: Status.MISSING,
    Status.SAME: Status.SAME,
    Status.NOT_COMPARABLE: Status.NOT_COMPARABLE,
}


@given(_REPORTS, _REPORTS)
@settings(max_examples=200, deadline=None)
def test_swapping_the_years_mirrors_every_row(first: list[str], second: list[str]) -> None:
    old, new = read(first, 2023), read(second, 2023)
    there = compare_reports(*old, *new, CATALOGUE).changes
    back = compare_reports(*new, *old, CATALOGUE).changes

    def rows(changes: tuple[Change, ...], *, mirrored: bool) -> list[tuple[str, ...]]:
        return sorted(
            (
                str(_MIRROR[change.status] if mirrored else change.status),
                str(change.new if mirrored else change.old),
                str(change.old if mirrored else change.new),
                str(None if change.absolute is None else -change.absolute if mirrored else change.absolute + 0),
            )
            for change in changes
        )

    assert rows(there, mirrored=False) == rows(back, mirrored=True)


def test_severity_of_an_unmarked_change_is_the_least() -> None:
    old = read(["legal_aid_cases | 法律援助案件数 | 412 件"], 2023)
    new = read(["legal_aid_cases | 法律援助案件数 | 420 件"], 2024)
    (change,) = mark_notable(compare_reports(*old, *new, CATALOGUE), load_rules(), CATALOGUE).changes
    assert (change.notable, change.severity, change.rule, change.reason) == (False, Severity.INFO, "", "")
