"""What people are told is all there: every command has a help page and a word in the README, every key its comment."""

import tomllib
from pathlib import Path

import pytest

from monitor.cli import COMMANDS
from storage.settings import Settings, known_keys
from tests.journey.command import fazhi

HOUSE = Path(__file__).parents[2]
README = (HOUSE / "README.md").read_text(encoding="utf-8")
SETTINGS = (HOUSE / "settings.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_a_help_page_and_a_word_in_the_readme(name: str, tmp_path: Path) -> None:
    done = fazhi(name, "--help", folder=tmp_path)
    assert done.code == 0, done.err
    assert f"fazhi {name}" in done.out.replace("-c ", "")
    assert f"fazhi {name}" in README


@pytest.mark.parametrize("section", [name for name in Settings.model_fields if known_keys([name])])
def test_every_key_stands_in_the_settings_file(section: str) -> None:
    for key in known_keys([section]):
        assert f"{key} =" in SETTINGS or key == "url", f"[{section}] {key}"


def test_the_settings_file_shows_the_defaults() -> None:
    assert Settings.model_validate(tomllib.loads(SETTINGS)).model_dump() == Settings().model_dump()
