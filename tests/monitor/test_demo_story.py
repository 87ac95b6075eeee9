from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from monitor.demo.articles import Article, load_articles
from monitor.demo.columns import COLUMNS
from monitor.demo.story import BULK_SOURCE, DEMO_SOURCES, settings_text
from storage.errors import ConfigError
from storage.settings import load_settings


def test_the_settings_are_complete_and_accepted(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(settings_text("http://127.0.0.1:8123", tmp_path, (*DEMO_SOURCES, BULK_SOURCE)), "utf-8")
    settings = load_settings(file, {})
    assert settings.crawl.allow_hosts == ("127.0.0.1:8123",)
    assert settings.crawl.sources == ()
    assert [block["slug"] for block in settings.source] == ["yunting", "yunting-scjgj", "jichuan", "qiyan", "bulk"]
    assert settings.source[2] == {
        "slug": "jichuan",
        "name": "霁川县 法治政府建设",
        "agency": "霁川县人民政府",
        "region": "990123",
        "level": "county",
        "platform": "hanweb_jpage",
        "url": "http://127.0.0.1:8123/col/col1307/index.html",
    }
    assert (settings.subscription[0].min_severity, settings.subscription[0].events) == ("info", ())
    file.write_text(file.read_text("utf-8").replace("contact", "contcat"), "utf-8")
    with pytest.raises(ConfigError, match="contcat"):
        load_settings(file, {})


def reports() -> dict[tuple[str, int], Article]:
    return {(one.column, one.year): one for one in load_articles() if one.kind == "report"}


def test_each_body_reports_on_four_years_in_its_own_words() -> None:
    held = reports()
    assert sorted(held) == [
        (column.key, year) for column in sorted(COLUMNS, key=lambda one: one.key) for year in range(2022, 2026)
    ]
    openings = {article.text[:20] for article in held.values()}
    headings = {tuple(re.findall(r"^[一二三四五六七]、.*$", article.text, re.MULTILINE)) for article in held.values()}
    assert (len(openings), len(headings)) == (16, 16)
    assert [slug for (slug, _), one in held.items() if not 890 <= len(one.text) <= 2500] == []


def test_every_named_figure_stands_once_in_its_report() -> None:
    wrong = [
        (article.slug, indicator)
        for article in load_articles()
        for indicator, words in article.figures.items()
        if article.text.count(words) != 1
    ]
    assert wrong == []


def test_only_the_county_drops_an_indicator_that_stood_for_two_years() -> None:
    held = reports()
    dropped = {
        (column.key, indicator)
        for column in COLUMNS
        for indicator in held[column.key, 2023].figures.keys() & held[column.key, 2024].figures.keys()
        if indicator not in held[column.key, 2025].figures
    }
    assert dropped == {("jichuan", "litigation_lose_rate")}
    assert "败诉率" not in held["jichuan", 2025].text


def test_only_the_township_leaves_out_a_section_that_the_law_asks_for() -> None:
    lacking = {
        (slug, year, part)
        for (slug, year), article in reports().items()
        for part, pattern in (
            ("leader_duty", "第一责任人职责"),
            ("problems", r"(?m)^[一二三四五六七]、.*(?:问题|不足)"),
            ("plan", r"(?m)^[一二三四五六七八]、.*(?:打算|安排|计划|思路)"),
        )
        if not re.search(pattern, article.text)
    }
    assert lacking == {("qiyan", 2025, "problems")}


def test_the_settings_text_is_plain_toml() -> None:
    blocks = tomllib.loads(settings_text("http://127.0.0.1:1/", 'C:/a "b"'))
    assert blocks["channel"] == [{"name": "demo", "url": "json://127.0.0.1:1/sink"}]
    assert blocks["source"][0]["url"] == "http://127.0.0.1:1/yunting/zwgk/fzzfjs/index.html"
