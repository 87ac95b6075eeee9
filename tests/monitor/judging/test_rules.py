from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from monitor.comparing.compare import compare_reports
from monitor.judging.notable import mark_notable
from monitor.judging.rules import house_rules, load_rules, rule_for
from storage.errors import ConfigError
from storage.vocabulary import Event, Severity
from tests.monitor.comparing.hands import catalogue, read

CATALOGUE = catalogue()


def test_the_rules_of_the_house_cover_every_event() -> None:
    assert {event for rule in house_rules() for event in rule.events} == set(Event)


def test_the_rules_of_the_house_name_known_indicators_only() -> None:
    from monitor.catalogue_files import load_catalogue

    known = load_catalogue().indicators
    named = {name for rule in house_rules() for name in rule.indicators}
    bases = {name for counts in house_rules()[0].bases.values() for name in counts}
    assert (named | bases | set(house_rules()[0].bases)) <= set(known)


def test_the_users_rule_goes_first() -> None:
    block = {"name": "本单位", "events": ["report.copied"], "severity": "critical"}
    rule = rule_for(load_rules([block]), Event.REPORT_COPIED)
    assert (rule.name, rule.severity, rule.own) == ("本单位", Severity.CRITICAL, True)


def test_a_block_with_the_name_of_a_house_rule_refines_it() -> None:
    rules = load_rules([{"name": "纠错率败诉率变动", "points": 8, "severity": "critical"}])
    rule = next(rule for rule in rules if rule.name == "纠错率败诉率变动")
    assert (rule.points, rule.min_base, rule.severity) == (Decimal(8), Decimal(20), Severity.CRITICAL)
    assert len(rules) == len(house_rules())


def notable(block: dict[str, Any], old: list[str], new: list[str]) -> list[tuple[str, str]]:
    comparison = compare_reports(*read(old, 2023), *read(new, 2024), CATALOGUE)
    marked = mark_notable(comparison, load_rules([block]), CATALOGUE)
    return [(change.rule, str(change.severity)) for change in marked.changes if change.notable]


RATE_OLD = ["recon_correction_rate | 行政复议直接纠错率 | 10 %", "recon_concluded | 行政复议案件审结数 | 40 件"]
RATE_NEW = ["recon_correction_rate | 行政复议直接纠错率 | 16 %", "recon_concluded | 行政复议案件审结数 | 41 件"]


def test_a_rule_that_names_an_indicator_decides_alone_for_it() -> None:
    strict = {"name": "纠错", "indicators": ["recon_correction_rate"], "relative": 80, "severity": "critical"}
    assert notable(strict, RATE_OLD, RATE_NEW) == []
    loose = {**strict, "relative": 30, "absolute": 5, "min_base": 10}
    assert notable(loose, RATE_OLD, RATE_NEW) == [("纠错", "critical")]


def test_a_rule_without_indicators_stands_beside_those_of_the_house() -> None:
    block = {"name": "普遍", "relative": 10, "severity": "info"}
    assert notable(
        block, ["legal_aid_cases | 法律援助案件数 | 400 件"], ["legal_aid_cases | 法律援助案件数 | 450 件"]
    ) == [("普遍", "info")]


def test_a_rule_for_a_system_reaches_its_indicators() -> None:
    block = {"name": "执法", "systems": ["enforcement"], "relative": 10}
    assert notable(
        block, ["admin_inspections | 行政检查次数 | 400 次"], ["admin_inspections | 行政检查次数 | 450 次"]
    ) == [("执法", "notice")]


def test_small_counts_do_not_tell_even_by_the_users_rule() -> None:
    block = {"name": "普遍", "relative": 10}
    assert (
        notable(block, ["litigation_cases | 行政诉讼案件数 | 3 件"], ["litigation_cases | 行政诉讼案件数 | 9 件"]) == []
    )


BAD = [
    ({"relative": 30}, r"my\.toml: \[\[rule\]\] number 1 has no name: add name"),
    ({"name": "a", "relativ": 30}, r"my\.toml: \[\[rule\]\] 'a': unknown key 'relativ': did you mean 'relative'\?"),
    ({"name": "a", "factor": 3}, r"unknown key 'factor'"),
    ({"name": "a", "relative": "30"}, r"relative is '30': write a number"),
    ({"name": "a", "relative": -1}, r"relative is -1: write a number of 0 or more"),
    ({"name": "a", "relative": True}, r"relative is True: write a number"),
    ({"name": "a", "relative": float("nan")}, r"relative is nan: write a number"),
    ({"name": "a", "events": ["indicator.change"], "relative": 1}, r"did you mean 'indicator\.changed'\?"),
    ({"name": "a", "events": "indicator.changed", "relative": 1}, r"write a list of words"),
    ({"name": "a", "severity": "warn", "relative": 1}, r"did you mean 'warning'\?"),
    ({"name": "a", "severity": 3, "relative": 1}, r"severity is 3: write one of info, notice"),
    ({"name": "a", "indicators": ["recon_acepted"], "relative": 1}, r"did you mean 'recon_accepted'\?"),
    ({"name": "a", "indicators": ["recon_accepted"]}, r"no threshold: add relative"),
]


@pytest.mark.parametrize(("block", "message"), BAD)
def test_a_wrong_rule_is_refused_with_file_key_and_remedy(block: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load_rules([block], "my.toml", CATALOGUE.indicators)


def test_two_rules_of_one_name_are_refused() -> None:
    block = {"name": "a", "relative": 1}
    with pytest.raises(ConfigError, match="stands twice"):
        load_rules([block, block])


def test_the_reason_is_one_sentence_in_neutral_words() -> None:
    comparison = compare_reports(*read(RATE_OLD, 2023), *read(RATE_NEW, 2024), CATALOGUE)
    change = mark_notable(comparison, load_rules(), CATALOGUE).changes[0]
    assert change.reason == (
        "行政复议直接纠错率由10%升至16%（+6个百分点）："
        "复议纠错率和诉讼败诉率直接反映执法质量，升降既可能是监督力度变化，也可能是执法水平变化，宜核对案件构成。"
    )
