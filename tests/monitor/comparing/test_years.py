"""Whole reports of two hands, labelled before they were compared: floors for pairs, doubts and notable changes."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from monitor.catalogue_files import load_catalogue
from monitor.comparing.answer import comparison_json
from monitor.comparing.compare import compare_reports
from monitor.judging.notable import mark_notable
from monitor.judging.rules import load_rules
from monitor.reading.reader import read_document
from storage.model import Document

YEARS = {
    file.stem: tomllib.loads(file.read_text("utf-8"))
    for file in sorted(Path(__file__).with_name("years").glob("*.toml"))
}
PAIRED = ("up", "down", "same")


@cache
def answer(name: str) -> dict[str, Any]:
    catalogue = load_catalogue()
    old, new = (document(YEARS[name][side].strip()) for side in ("old", "new"))
    old_reading, new_reading = read_document(old, catalogue), read_document(new, catalogue)
    found = mark_notable(compare_reports(old, old_reading, new, new_reading, catalogue), load_rules(), catalogue)
    return comparison_json(old, old_reading, new, new_reading, found)


def document(text: str) -> Document:
    return Document(text, text.splitlines()[0], None, None)


def told_pairs(name: str) -> Counter[tuple[Decimal, Decimal]]:
    return Counter(
        (Decimal(str(row["old"]["value"])), Decimal(str(row["new"]["value"])))
        for row in answer(name)["changes"]
        if row["status"] in PAIRED
    )


def wanted_pairs(name: str) -> Counter[tuple[Decimal, Decimal]]:
    return Counter((Decimal(str(old)), Decimal(str(new))) for _, old, new, _ in YEARS[name]["matches"])


def numbers(words: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", words))


def test_figures_find_their_counterpart_in_other_words() -> None:
    told = {name: told_pairs(name) for name in YEARS}
    wanted = {name: wanted_pairs(name) for name in YEARS}
    hits = sum((told[name] & wanted[name]).total() for name in YEARS)
    assert hits / sum(pairs.total() for pairs in wanted.values()) >= 0.96
    assert hits / sum(pairs.total() for pairs in told.values()) >= 0.99


@pytest.mark.parametrize("name", YEARS)
def test_each_contradiction_is_told_and_no_other(name: str) -> None:
    told = [(row["where"], numbers(row["quote"] + row["explain"])) for row in answer(name)["contradictions"]]
    wanted = YEARS[name]["contradictions"]
    for where, _, quote in wanted:
        assert any(where == place and numbers(quote) <= found for place, found in told), quote
    assert len(told) == len(wanted), answer(name)["contradictions"]


@pytest.mark.parametrize("name", YEARS)
def test_what_an_editor_wants_is_among_few_flagged(name: str) -> None:
    flagged = [row for row in answer(name)["changes"] if row["notable"]]
    values = {(row["old"]["value"], row["new"]["value"]) for row in flagged if row["old"] and row["new"]}
    labelled = {subject: (old, new) for subject, old, new, _ in YEARS[name]["matches"]}
    missed = [subject for subject in YEARS[name]["notable"] if subject in labelled and labelled[subject] not in values]
    assert missed == []
    assert len(flagged) <= 15


def test_a_part_left_out_is_a_notable_row_of_its_own() -> None:
    found = answer("street")
    assert found["missing_parts"] == ["problems"]
    (row,) = [row for row in found["changes"] if row["rule"] == "法定内容缺失"]
    assert (row["subject"], row["status"], row["notable"], row["old"], row["new"]) == (
        "存在问题章节",
        "missing",
        True,
        None,
        None,
    )
    assert found["reuse"]["share"] >= 0.3
