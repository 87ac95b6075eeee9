"""The demonstration as its user runs it: every alert of the story, and none but the story's that asks for attention."""

import hashlib
from pathlib import Path

import pytest

from monitor.demo.story import ROUNDS
from tests.journey.command import Done, fazhi


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Done, Path]:
    folder = tmp_path_factory.mktemp("demo")
    return fazhi("demo", "--store", str(folder), "--format", "json", folder=folder, seconds=120), folder


def test_each_round_tells_its_story_and_no_other(shown: tuple[Done, Path]) -> None:
    done, _folder = shown
    assert done.code == 0, done.err
    alerts = done.lines()
    for number, round_ in enumerate(ROUNDS, start=1):
        of_round = [alert for alert in alerts if alert["round"] == number]
        found = {(alert["event"], alert["agency"], alert["indicator"]) for alert in of_round}
        asking = {
            (alert["event"], alert["agency"], alert["indicator"]) for alert in of_round if alert["severity"] != "info"
        }
        assert set(round_.told) <= found, round_.name_en
        assert asking <= set(round_.told), round_.name_en


def test_every_figure_of_an_alert_carries_its_sentence(shown: tuple[Done, Path]) -> None:
    done, _folder = shown
    for alert in done.lines():
        assert alert["url"], alert
        for figure in alert["figures"]:
            assert figure["old"] is None or figure["old_quote"], alert
            assert figure["new"] is None or figure["new_quote"], alert


def test_the_store_can_be_asked_afterwards(shown: tuple[Done, Path]) -> None:
    done, folder = shown
    config = folder / "settings.toml"
    told = fazhi("alerts", "--format", "json", config=config).lines()
    assert [alert["key"] for alert in told] == [alert["key"] for alert in done.lines()]
    states = {row["state"] for row in fazhi("deliveries", "--format", "json", config=config).lines()}
    assert states == {"sent"}
    again = fazhi("reread", config=config)
    assert again.code == 0, again.err
    assert fazhi("alerts", "--format", "json", config=config).lines() == told


def test_the_store_compares_two_years(shown: tuple[Done, Path]) -> None:
    _done, folder = shown
    done = fazhi("compare", "霁川县", "2024", "2025", "--format", "json", config=folder / "settings.toml")
    (answer,) = done.lines()
    changes = {change["indicator"]: change for change in answer["changes"]}
    rate = changes["recon_correction_rate"]
    assert (rate["status"], rate["old"]["value"], rate["new"]["value"], rate["notable"]) == ("up", 8.3, 19.6, True)


def test_exported_figures_and_changes_lead_to_page_bytes_and_dates(shown: tuple[Done, Path]) -> None:
    _done, folder = shown
    config = folder / "settings.toml"
    figures = fazhi("export", "observations", "--format", "jsonl", config=config).lines()
    assert {row["published"] for row in figures if row["agency"] == "霁川县人民政府" and row["year"] == 2025} == {
        "2026-02-27"
    }
    bytes_of = {(row["agency"], row["year"], row["url"], row["sha256"], row["fetched_at"]) for row in figures}
    changes = fazhi("export", "changes", "--format", "jsonl", config=config).lines()
    assert {row["status"] for row in changes} >= {"up", "down", "same", "missing"}
    for row in changes:
        new = (row["agency"], row["year"], row["url"], row["sha256"], row["fetched_at"])
        old = (row["agency"], row["year"] - 1, row["old_url"], row["old_sha256"], row["old_fetched_at"])
        assert {new, old} <= bytes_of, row
        assert row["unit"], row


def test_a_figures_hash_leads_to_the_bytes_that_prove_it(shown: tuple[Done, Path], tmp_path: Path) -> None:
    _done, folder = shown
    config = folder / "settings.toml"
    figure = fazhi("export", "observations", "--format", "jsonl", config=config).lines()[0]
    kept = fazhi("archive", "show", figure["sha256"][:8], "--format", "json", config=config).lines()
    assert {(row["sha256"], row["url"]) for row in kept} == {(figure["sha256"], figure["url"])}
    assert fazhi("archive", "show", figure["url"], "--save", "page.html", config=config, folder=tmp_path).code == 0
    (read,) = fazhi("read", "page.html", "--format", "json", folder=tmp_path).lines()
    assert figure["quote"] in {fact["quote"] for fact in read["facts"]}
    assert hashlib.sha256((tmp_path / "page.html").read_bytes()).hexdigest() == figure["sha256"]
    none = fazhi("archive", "show", "0123456789abcdef", config=config)
    assert (none.code, "nothing is kept under '0123456789abcdef'" in none.err) == (1, True)


def test_the_doctor_knows_of_its_rounds(shown: tuple[Done, Path]) -> None:
    _done, folder = shown
    said = fazhi("doctor", config=folder / "settings.toml").out
    assert "last ended" in said
    assert "none has ended yet" not in said
