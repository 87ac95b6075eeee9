from __future__ import annotations

from pathlib import Path

import pytest

from monitor.catalogue_files import load_catalogue
from storage.errors import ConfigError

BLOCK = """
[systems]
enforcement = "行政执法"

[[outline]]
id = "one"
title = "纲要"
first_year = 2021
last_year = 2025
headings = { enforcement = "行政执法工作体系" }
"""


def _catalogue(folder: Path, text: str) -> Path:
    (folder / "enforcement.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("year", "heading"),
    [
        (2014, "坚持严格规范公正文明执法"),  # before the first outline held: its nearest
        (2018, "坚持严格规范公正文明执法"),
        (2021, "行政执法工作体系"),
        (2027, "行政执法工作体系"),  # until a successor is written down
        (None, "行政执法工作体系"),
    ],
)
def test_an_indicator_stands_under_the_heading_of_its_years_outline(year: int | None, heading: str) -> None:
    assert load_catalogue().heading("penalty_cases_closed", year) == heading


def test_every_system_has_a_heading_in_every_outline() -> None:
    catalogue = load_catalogue()

    assert {one.id: set(one.headings) for one in catalogue.outlines} == {
        "2015-2020": set(catalogue.systems),
        "2021-2025": set(catalogue.systems),
    }


def test_a_new_outline_is_a_change_of_data_alone(tmp_path: Path) -> None:
    after = BLOCK + BLOCK[BLOCK.index("[[outline]]") :].replace('"one"', '"two"').replace("2021", "2026").replace(
        "2025", "2030"
    ).replace("行政执法工作体系", "执法监管体系")
    indicator = (
        '[[indicator]]\nid="a"\nzh="甲"\nen="A"\nsystem="enforcement"\nunit="件"\nkind="count"\n'
        'polarity="neutral"\ntier=3\n'
    )
    catalogue = load_catalogue(_catalogue(tmp_path, after + indicator))

    assert [catalogue.heading("a", year) for year in (2025, 2026)] == ["行政执法工作体系", "执法监管体系"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (BLOCK.replace("last_year = 2025", "last_year = 2020"), "write two years in order"),
        (BLOCK.replace("title", "titel"), "unknown key 'titel'"),
        (BLOCK.replace('title = "纲要"\n', ""), "key 'title' is missing"),
        (BLOCK.replace("{ enforcement", "{ enforcment"), "heading of 'enforcment'"),
        (BLOCK + BLOCK[BLOCK.index("[[outline]]") :].replace('"one"', '"two"'), "2021 is governed by one already"),
    ],
)
def test_a_wrong_outline_is_refused_with_its_remedy(tmp_path: Path, wrong: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        load_catalogue(_catalogue(tmp_path, wrong))
