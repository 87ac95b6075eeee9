"""The reader's accuracy on labelled sentences and on the five annotated documents never falls below the floors."""

from __future__ import annotations

import functools
import importlib.util
import json
import re
import time
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from crawler.restore import restore
from monitor.catalogue_files import load_catalogue
from monitor.reading.reader import read_observations
from storage.model import Observation, plain
from storage.vocabulary import Kind
from tests.accuracy.scoring import measure, read_label

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared"
FLOORS: dict[str, dict[str, float]] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
SENTENCES: dict[str, list[dict[str, Any]]] = tomllib.loads((HERE / "sentences.toml").read_text(encoding="utf-8"))
DOCUMENTS: dict[str, list[dict[str, Any]]] = tomllib.loads((HERE / "documents.toml").read_text(encoding="utf-8"))
HALVES = {
    "tuning": [*SENTENCES["tuning"], *DOCUMENTS["tuning"]],
    "held_out": [*SENTENCES["held_out"], *DOCUMENTS["held_out"]],
}


def facts_of(sample: dict[str, Any]) -> list[str]:
    """Return the labelled figures of a sentence (a list) or of a whole document (one a line)."""
    facts: list[str] | str = sample["facts"]
    return facts if isinstance(facts, list) else facts.strip().splitlines()


@functools.cache
def told(half: str, index: int) -> tuple[str, tuple[Observation, ...]]:
    """Return a sample's text as cleaning leaves it, and the figures read from it."""
    sample = HALVES[half][index]
    text, _ = restore(sample["text"])
    return text, read_observations(text, load_catalogue(), sample.get("year", 2024), Kind.REPORT)


def assert_floors(measured: dict[str, float], floors: dict[str, float]) -> None:
    low = {
        name: (measured[name], floor)
        for name, floor in floors.items()
        if (measured[name] > floor if name == "misfiled" else measured[name] < floor)
    }
    assert low == {}, f"measured {measured}"


def test_there_are_enough_sentences_and_none_stands_twice() -> None:
    texts = [sample["text"] for half in HALVES.values() for sample in half]
    sentences = [part for text in texts for part in re.split(r"[。！？；\n]", text) if len(part.strip()) >= 10]

    assert len(sentences) >= 500
    assert len(sentences) == len(set(sentences))


def test_labels_name_ids_of_the_catalogue() -> None:
    written = [line for half in HALVES.values() for sample in half for line in facts_of(sample)]
    named = {label.indicator for label in map(read_label, written) if label.indicator not in (None, "?")}

    assert named - set(load_catalogue().indicators) == set()


@pytest.mark.parametrize("half", ["tuning", "held_out"])
def test_sentences_are_read_as_labelled(half: str) -> None:
    score = measure(
        (tuple(map(read_label, facts_of(sample))), told(half, index)[1]) for index, sample in enumerate(HALVES[half])
    )

    assert_floors(vars(score), FLOORS[half])


@pytest.mark.parametrize("half", ["tuning", "held_out"])
def test_every_quote_stands_in_its_text(half: str) -> None:
    for index in range(len(HALVES[half])):
        text, observations = told(half, index)
        for observation in observations:
            evidence = observation.evidence
            assert text[evidence.start : evidence.end] == evidence.quote
            assert evidence.start <= observation.at < evidence.end


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_facts", SHARED / "score" / "score_facts.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_fact(observation: Observation) -> dict[str, Any]:
    return {
        "indicator": observation.indicator,
        "subject": observation.subject,
        "value": plain(observation.value),
        "unit": observation.unit,
        "scope": observation.scope,
        "change": observation.change.as_json() if observation.change else None,
        "at": observation.at,
        "quote": observation.evidence.quote,
    }


def annotated() -> list[tuple[dict[str, Any], str]]:
    """Return the annotated documents with their texts restored (one is a mangled copy)."""
    documents = []
    for path in sorted((SHARED / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text, _ = restore((SHARED / "seeds" / gold["file"]).read_text(encoding="utf-8", errors="replace"))
        documents.append((gold, text))
    return documents


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="../shared with the annotated documents is not here")
def test_annotated_documents_are_read_above_the_floors() -> None:
    score = scorer()
    total: Counter[str] = Counter()
    for gold, text in annotated():
        observations = read_observations(text, load_catalogue(), gold["year"], Kind(gold["kind"]))
        counts, _ = score.score(gold, {"facts": [as_fact(observation) for observation in observations]})
        total += counts

    assert_floors(score.summary(total), FLOORS["documents"])


def test_a_long_report_is_read_in_time() -> None:
    catalogue = load_catalogue()
    text = "\n".join(sentence["text"] for half in SENTENCES.values() for sentence in half)
    read_observations(text[:200], catalogue, 2024, Kind.REPORT)
    began = time.perf_counter()
    observations = read_observations(text, catalogue, 2024, Kind.REPORT)
    elapsed = Decimal(time.perf_counter() - began)

    # 150 ms for a document of some 80 figures; this text has more than 300, and the machine may be busy.
    assert len(observations) > 300
    assert elapsed < 2
