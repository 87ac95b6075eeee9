"""The catalogue loads strictly, keeps its contract, and every core indicator reads its own example."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from monitor.catalogue_files import CATALOGUE_FOLDER, load_catalogue
from monitor.reading.reader import read_observations, reader_key
from storage.errors import ConfigError
from storage.vocabulary import Kind

SHARED_CATALOGUE = Path(__file__).parents[3] / "shared" / "indicators.toml"
EXAMPLES = sorted(indicator.id for indicator in load_catalogue().indicators.values() if indicator.example)

BLOCK = """
[systems]
enforcement = "行政执法"

[[indicator]]
id = "penalties"
zh = "行政处罚案件数"
en = "Penalties"
system = "enforcement"
unit = "件"
kind = "count"
polarity = "neutral"
tier = 1
wordings = [{ all = ["行政处罚"] }]
"""


def catalogue_of(tmp_path: Path, text: str) -> Path:
    (tmp_path / "enforcement.toml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.skipif(not SHARED_CATALOGUE.exists(), reason="../shared with the contract's ids is not here")
def test_no_id_of_the_contract_is_lost_or_renamed() -> None:
    contract = {block["id"] for block in tomllib.loads(SHARED_CATALOGUE.read_text(encoding="utf-8"))["indicator"]}

    assert set(load_catalogue().indicators) == contract


def test_every_indicator_has_a_wording_and_every_core_one_an_example() -> None:
    catalogue = load_catalogue()

    assert len(catalogue.indicators) == 194
    assert [indicator.id for indicator in catalogue.indicators.values() if not indicator.wordings] == []
    assert [i.id for i in catalogue.indicators.values() if i.tier == 1 and not i.example] == []


@pytest.mark.parametrize("indicator_id", EXAMPLES)
def test_indicator_reads_its_own_example(indicator_id: str) -> None:
    catalogue = load_catalogue()
    example = catalogue.indicators[indicator_id].example
    assert example

    observations = read_observations(example.text, catalogue, 2024, Kind.REPORT, example.level)

    assert (indicator_id, example.value) in [(observation.indicator, observation.value) for observation in observations]


def test_unknown_key_is_refused_with_the_nearest_known_one(tmp_path: Path) -> None:
    folder = catalogue_of(tmp_path, BLOCK.replace("tier = 1", "teir = 1"))

    with pytest.raises(
        ConfigError, match=r"enforcement\.toml: indicator penalties: unknown key 'teir': did you mean 'tier'"
    ):
        load_catalogue(folder)


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    folder = catalogue_of(tmp_path, BLOCK + BLOCK[BLOCK.index("[[indicator]]") :])

    with pytest.raises(ConfigError, match="'penalties' stands twice"):
        load_catalogue(folder)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "count"', 'kind = "number"', "kind is 'number': use one of count"),
        ("tier = 1", "tier = 4", "tier is 4"),
        ('unit = "件"', 'unit = ""', "key 'unit' is missing"),
        ('system = "enforcement"', 'system = "police"', "system 'police' is not declared"),
        ('all = ["行政处罚"]', 'none = ["行政处罚"]', "neither 'all' nor 'near'"),
        ('all = ["行政处罚"]', 'all = ["行政处罚"], units = ["pieces"]', "'pieces'"),
        ("tier = 1", 'tier = 1\nconfusables = ["fines"]', "confusables names 'fines'"),
        ("[systems]", "[systems", "not readable as TOML"),
    ],
)
def test_a_faulty_block_is_refused_by_name(tmp_path: Path, old: str, new: str, message: str) -> None:
    folder = catalogue_of(tmp_path, BLOCK.replace(old, new))

    with pytest.raises(ConfigError, match=message):
        load_catalogue(folder)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no catalogue files"):
        load_catalogue(tmp_path)


def test_the_reader_key_changes_with_any_wording(tmp_path: Path) -> None:
    other = load_catalogue(catalogue_of(tmp_path, BLOCK))

    assert reader_key(other) != reader_key(load_catalogue())
    assert reader_key(load_catalogue(CATALOGUE_FOLDER)) == reader_key(load_catalogue())


def test_a_new_indicator_is_one_block_without_code(tmp_path: Path) -> None:
    catalogue = load_catalogue(catalogue_of(tmp_path, BLOCK))

    (observation,) = read_observations("全年办理行政处罚案件12件。", catalogue, 2024, Kind.REPORT)

    assert (observation.indicator, observation.subject) == ("penalties", "行政处罚案件办理数")
