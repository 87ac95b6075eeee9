import json
import logging
import sys

import pytest

from monitor.logs import Lines, secrets_of
from storage.settings import ServiceSettings, Settings, StorageSettings
from storage.telling_settings import ChannelSettings

ENVIRONMENT = {
    "BOT": "wecombot://planted-wecom-key-0001",
    "MAIL": "mailtos://sender:planted%2Fpassword@smtp.example.org?to=editor@example.org",
    "WATCHER": "https://watch.example.org/ping/planted-uuid-1234",
}
SETTINGS = Settings(
    storage=StorageSettings(url="postgresql+psycopg://fazhi:planted-db@db.example.org/fazhi"),
    service=ServiceSettings(heartbeat_url_env="WATCHER"),
    channel=(
        ChannelSettings(name="editors", url_env="BOT"),
        ChannelSettings(name="mail", url_env="MAIL"),
        ChannelSettings(name="unset", url_env="NOT_THERE"),
        ChannelSettings.model_validate(
            {"name": "hook", "url": "jsons://hooks.example.org/editors/planted-hook?secret=planted-word"}
        ),
    ),
)
SECRETS = secrets_of(SETTINGS, ENVIRONMENT)


def record(message: str, *arguments: object, trace: bool = False) -> logging.LogRecord:
    return logging.LogRecord(
        "fazhi.test", logging.INFO, __file__, 1, message, arguments, sys.exc_info() if trace else None
    )


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_comes_through_in_a_line_or_a_trace(form: str) -> None:
    lines = Lines(form, SECRETS)
    said = "|".join([*ENVIRONMENT.values(), "planted/password", "planted-db", "planted-hook", "planted-word"])
    try:
        int(said)
    except ValueError:
        line = lines.format(record("sent to %s", said, trace=True))
    assert "planted" not in line
    assert "***" in line


def test_the_words_that_a_log_is_read_for_stay() -> None:
    kept = "editors: smtp.example.org, hooks.example.org and watch.example.org answered"
    assert Lines("text", SECRETS).format(record(kept)).endswith(kept)


def test_json_is_one_object_a_line_with_the_time_of_china() -> None:
    line = Lines("json").format(record("第一行\n第二行 %s", "\x1b[31m红"))
    assert "\n" not in line
    values = json.loads(line)
    assert values.pop("time").endswith("+08:00")
    assert values == {"level": "INFO", "logger": "fazhi.test", "message": "第一行 第二行  [31m红"}


def test_a_page_cannot_forge_a_line_of_its_own() -> None:
    line = Lines("text").format(record("title: %s", "x\n2026-03-12T09:00:00+08:00 INFO fazhi.round all is well"))
    assert line.count("\n") == 0
