"""Which entries are fetched, and which held pages are looked at again."""

from __future__ import annotations

from datetime import UTC, datetime

from crawler.choose import choose_rows, likeness_of
from crawler.rows import Row
from storage.titles import Likeness

NOW = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)
REPORT = "云岭县2024年法治政府建设年度报告"
LOOKALIKE = "云岭县2024年政府信息公开工作年度报告"
ODD = "关于开展春季植树活动的通知"


def row(title: str, *, external: bool = False) -> Row:
    return Row(title, f"http://yl.gov.cn/{title}", None, external)


def fetched(titles: list[str], *, beside_article: bool = False) -> list[str]:
    choices = choose_rows([row(title) for title in titles], beside_article=beside_article)
    return [choice.row.title for choice in choices if choice.fetch]


def test_a_small_list_is_read_whole_but_for_lookalikes() -> None:
    assert fetched([REPORT, LOOKALIKE, ODD]) == [REPORT, ODD]


def test_a_sentence_in_a_titles_place_says_nothing() -> None:
    sentence = "一、完善工作制度，履行法治政府建设第一责任人职责"
    assert fetched([sentence, LOOKALIKE]) == [sentence]


def test_a_long_list_is_chosen_by_title() -> None:
    assert fetched([REPORT, *(f"{ODD}{n}" for n in range(20))]) == [REPORT]


def test_links_beside_an_article_are_no_list_to_be_read_whole() -> None:
    assert fetched([REPORT, ODD], beside_article=True) == [REPORT]


def test_only_a_reports_title_leads_to_another_host() -> None:
    choices = choose_rows([row(REPORT, external=True), row(ODD, external=True)])
    assert [choice.fetch for choice in choices] == [True, False]


def test_a_stray_link_needs_a_reports_title_with_its_year() -> None:
    choices = choose_rows([], [row(REPORT), row("法治政府建设年度报告"), row(ODD)])
    assert [choice.row.title for choice in choices] == [REPORT]


def test_a_source_with_years_leaves_other_years() -> None:
    rows = [row(REPORT), row(REPORT.replace("2024", "2019"))]
    assert [choice.fetch for choice in choose_rows(rows, years=(2024,))] == [True, False]


def test_a_mangled_title_is_judged_by_what_it_says() -> None:
    assert likeness_of("雲嶺鎮(zhèn)2024年法治政府建設(shè)年度報(bào)告") is Likeness.REPORT
