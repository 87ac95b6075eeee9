from __future__ import annotations

import json
import time
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitor.reading.identity import identify_document
from storage.model import Document, Identity, Source
from storage.vocabulary import Level

TESTS = Path(__file__).parents[2]
SHARED = TESTS.parents[1] / "shared"


def _cases() -> list[Any]:
    tables = [
        tomllib.loads((TESTS / "cases" / file).read_text(encoding="utf-8"))["case"]
        for file in ("identity_reports.toml", "identity_others.toml", "identity_pages.toml")
    ]
    return [pytest.param(case, id=case["name"]) for table in tables for case in table]


def _document(case: dict[str, Any]) -> Document:
    return Document(
        text=case["text"],
        title=case.get("title_of_page"),
        published=case.get("published_on_page"),
        source_label=case.get("source_label"),
        fields=case.get("fields", {}),
    )


def _source(case: dict[str, Any]) -> Source | None:
    told = case.get("source")
    if told is None:
        return None
    return Source(told["slug"], "https://example.gov.cn/", "", told["agency"], told["region"], Level(told["level"]))


def _seen(identity: Identity) -> dict[str, Any]:
    return {
        "kind": identity.kind.value,
        "title": identity.title,
        "issuer": identity.issuer or "none",
        "region": identity.region.name if identity.region else "none",
        "code": (identity.region.code if identity.region else None) or "none",
        "level": identity.level.value if identity.level else "none",
        "year": identity.year,
        "published": identity.published,
        "period_end": identity.period_end or "none",
        "parts": [part for part, there in identity.parts.items() if there],
    }


@pytest.mark.parametrize("case", _cases())
def test_a_document_is_what_a_careful_reader_says(case: dict[str, Any]) -> None:
    want = case.get("want", case)
    identity = identify_document(_document(case), _source(case))
    seen = _seen(identity)
    expected = {key: want[key] for key in seen if key in want}
    assert {key: seen[key] for key in expected} == expected, identity.doubts
    for words in want.get("doubts", []):
        assert any(words in doubt for doubt in identity.doubts), identity.doubts
    if want.get("no_doubts"):
        assert identity.doubts == ()


def test_the_tables_hold_every_kind() -> None:
    kinds = {case.values[0].get("want", case.values[0])["kind"] for case in _cases()}
    assert kinds == {"report", "speech", "plan", "notice", "explainer", "news", "template", "other"}


def test_every_doubt_is_one_chinese_sentence() -> None:
    for case in _cases():
        for doubt in identify_document(_document(case.values[0]), _source(case.values[0])).doubts:
            assert doubt.endswith("。"), doubt
            assert doubt.count("。") == 1, doubt


def test_a_long_document_is_identified_in_a_blink() -> None:
    text = _cases()[0].values[0]["text"] + "全县开展执法检查120次,受理案件35件,办结率100%。" * 800
    document = Document(text, None, None, None)
    identify_document(document)
    began = time.perf_counter()
    identify_document(document)
    assert time.perf_counter() - began < 0.2  # 20 ms is the aim at 5,000 signs; a busy machine gets ten times that


@pytest.mark.parametrize(
    "junk", ["\x00\ufffd" * 3000, "一、" * 4000, "《" * 6000, "年月日" * 4000, "云岭县" * 4000, "在" * 9000]
)
def test_hostile_text_is_identified_without_harm(junk: str) -> None:
    began = time.perf_counter()
    assert identify_document(Document(junk, None, None, None)).kind.value == "other"
    assert time.perf_counter() - began < 2


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="../shared with the annotated documents is not here")
def test_the_annotated_documents_are_identified_whole() -> None:
    right = asked = 0
    for gold_file in sorted((SHARED / "gold").glob("*.json")):
        gold = json.loads(gold_file.read_text(encoding="utf-8"))
        text = (SHARED / "seeds" / gold["file"]).read_text(encoding="utf-8")
        if "(zhèn)" in text:
            continue  # a mangled copy: the crawler restores it first
        identity = identify_document(Document(text, None, None, None))
        seen = {
            "kind": identity.kind.value,
            "year": identity.year,
            "published": identity.published,
            "region": identity.region.name if identity.region else None,
        }
        for key, value in seen.items():
            if gold.get(key) is None:
                continue
            asked += 1
            want = date.fromisoformat(gold[key]) if key == "published" else gold[key]
            right += value == want
    assert (right, asked) == (12, 12)
