from pathlib import Path

import pytest

from storage.errors import ConfigError
from storage.settings import find_settings_file, load_settings


def write(folder: Path, text: str) -> Path:
    file = folder / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_every_key_has_a_default(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, ""), {})
    assert settings.crawl.delay_seconds == 2.0
    assert settings.database_url == f"sqlite:///{tmp_path / 'data/fazhi.db'}"
    assert settings.archive_folder == tmp_path / "data/archive"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[crawl]\ndelay_second = 1", "unknown key crawl.delay_second; did you mean delay_seconds?"),
        ("[crwal]\n", "unknown key crwal; did you mean crawl?"),
        ("[crawl]\ndelay_seconds = -1", "crawl.delay_seconds: Input should be greater than or equal to 0"),
        ("[[channel]]\nname = 'ops'", 'channel.0: give either url = "…" or url_env'),
        ("[[channel]]\nurl = 'json://x'", "channel.0.name is missing; add it"),
        ("[[subscription]]\nname = 'a'\nchannels = ['ops']", "channel 'ops' is not declared"),
        ("[[subscription]]\nname = 'a'\nchannels = []", "subscription.0.channels"),
        ("[[subscription]]\nname = 'a'\nchannels = ['o']\nevents = ['report.publishd']", "events.0: write one of"),
        ("[[subscription]]\nname = 'a'\nchannels = ['o']\nlevels = ['village']", "levels.0: write one of"),
        ("[crawl]\nsources = 'builtin'", 'crawl.sources: write a list: sources = ["…"]'),
        ("[source]\nslug = 'a'", "source: write [[source]] above each block"),
        ('[crawl]\ncontact = "a\\r\\nCookie: b"', "crawl.contact: write an address or a link on one line"),
        ("[delivery]\nretry_after = [-1]", "delivery.retry_after.0: Input should be greater than or equal to 0"),
        ("crawl = [", "is not TOML"),
        ("folder = 'x'", "unknown key folder"),
    ],
)
def test_a_mistake_is_told_with_file_key_and_remedy(tmp_path: Path, text: str, told: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(ConfigError) as error:
        load_settings(file, {})
    assert str(file) in str(error.value)
    assert told in str(error.value)


def test_a_file_of_a_windows_editor_is_read_or_says_what_to_mend(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes('[crawl]\ncontact = "监测@example.org"\n'.encode("utf-8-sig"))
    assert load_settings(file, {}).crawl.contact == "监测@example.org"
    file.write_bytes('[crawl]\ncontact = "监测@example.org"\n'.encode("gbk"))
    with pytest.raises(ConfigError, match="save it as UTF-8"):
        load_settings(file, {})


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    file = write(tmp_path, "[crawl]\ndelay_seconds = 5\n")
    environment = {
        "FAZHI_CRAWL__DELAY_SECONDS": "0.5",
        "FAZHI_STORAGE__URL": "postgresql+psycopg://u@h/d",
        "FAZHI_CRAWL__ALLOW_HOSTS": '["127.0.0.1:8000"]',
    }
    settings = load_settings(file, environment)
    assert settings.crawl.delay_seconds == 0.5
    assert settings.database_url == "postgresql+psycopg://u@h/d"
    assert settings.crawl.allow_hosts == ("127.0.0.1:8000",)


def test_a_secret_is_neither_shown_nor_printed(tmp_path: Path) -> None:
    file = write(tmp_path, "[[channel]]\nname = 'ops'\nurl = 'json://user:planted-token@127.0.0.1/'\n")
    settings = load_settings(file, {})
    assert "planted-token" not in repr(settings)
    assert "planted-token" in settings.channel[0].address({}).get_secret_value()


def test_an_unset_variable_names_itself(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, "[[channel]]\nname = 'ops'\nurl_env = 'OPS_URL'\n"), {})
    with pytest.raises(ConfigError, match="OPS_URL is not set"):
        settings.channel[0].address({})
    assert settings.channel[0].address({"OPS_URL": "json://h"}).get_secret_value() == "json://h"


def test_the_chosen_file_wins_over_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_settings_file(None, {}) is None
    write(tmp_path, "")
    assert find_settings_file(None, {}) == Path("settings.toml")
    assert find_settings_file(None, {"FAZHI_CONFIG": "b.toml"}) == Path("b.toml")
    assert find_settings_file("a.toml", {"FAZHI_CONFIG": "b.toml"}) == Path("a.toml")
