from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from storage.titles import Likeness, TitleVerdict, digits_for_years, judge_title, plain_title

TABLE = tomllib.loads((Path(__file__).parents[1] / "cases" / "titles.toml").read_text(encoding="utf-8"))
CASES = [
    pytest.param(title, Likeness(likeness), year or None, id=f"{likeness}: {title}")
    for likeness, blocks in TABLE.items()
    for block in blocks
    for title, year in block["titles"]
]


@pytest.mark.parametrize(("title", "likeness", "year"), CASES)
def test_a_title_is_judged_as_a_careful_reader_would(title: str, likeness: Likeness, year: int | None) -> None:
    verdict = judge_title(title)
    assert (verdict.likeness, verdict.year) == (likeness, year), verdict.reason


def test_the_table_holds_every_likeness_and_as_many_lookalikes_as_it_takes() -> None:
    sizes = {name: sum(len(block["titles"]) for block in blocks) for name, blocks in TABLE.items()}
    assert set(sizes) == {likeness.value for likeness in Likeness}
    assert sizes["lookalike"] >= 50
    assert sizes["report"] >= 60


def test_a_verdict_tells_its_reason() -> None:
    assert judge_title("云岭县2024年法治政府建设工作要点") == TitleVerdict(
        Likeness.LOOKALIKE, 2024, "标题含“要点”，不是年度报告"
    )


def test_a_plain_title_keeps_the_words_and_drops_ornament_date_and_site() -> None:
    assert plain_title("· [图文] 石桥乡2023年法治政府建设年度报告　2024-01-29") == "石桥乡2023年法治政府建设年度报告"
    assert (
        plain_title("云岭县2023年度法治政府建设情况报告_云岭县人民政府门户网站") == "云岭县2023年度法治政府建设情况报告"
    )


def test_years_in_chinese_numerals_keep_their_length() -> None:
    assert digits_for_years("二〇二三年和二○二四年") == "2023年和2024年"


@pytest.mark.parametrize(
    "junk", ["\x00", "《" * 500, "年" * 3000, "2023" * 900, "法治政府建设" * 400, "(" * 1000 + "报告"]
)
def test_hostile_titles_are_judged_without_harm(junk: str) -> None:
    assert judge_title(junk).reason
