"""A command in a folder without settings says whose store it asks: an empty answer is not taken for silence."""

from pathlib import Path

from tests.journey.command import fazhi


def test_where_there_are_no_settings_the_answer_says_so(tmp_path: Path) -> None:
    done = fazhi("alerts", folder=tmp_path)
    assert (done.code, done.out) == (0, "no alerts\n")
    assert (
        f"fazhi: no settings.toml in {tmp_path} and no --config: the defaults hold, with a store in ./data" in done.err
    )
    (tmp_path / "settings.toml").write_text("", encoding="utf-8")
    assert fazhi("alerts", folder=tmp_path).err == ""
