"""Secrets that stand in channel addresses appear nowhere: no output, no log line at any level, no file of the store."""

from __future__ import annotations

import io
import logging
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.logs import Lines, secrets_of
from monitor.telling.directory import Directory, open_channel
from monitor.telling.routing import Readers, routes_of
from storage.database import open_store
from storage.notices import Raising, raise_alerts
from storage.schema import bring_up_to_date
from storage.settings import Settings, load_settings
from tests.journey.command import fazhi
from tests.journey.portal import running
from tests.monitor.comparing.hands import catalogue
from tests.monitor.telling.test_mail import Post
from tests.monitor.telling.test_message import ALERT
from tests.monitor.telling.twins import Asked, Told, Twin
from tests.postgres import free_port

SECRETS = (
    "plantedwecomkey01",
    "plantedding0token",
    "SECplantedding",
    "plantedfeishutoken",
    "plantedsign",
    "plantedhookpath",
    "plantedhooksecret",
    "plantedmailword",
    "plantedtopic",
)


def echo(asked: Asked) -> Told:
    """Refuse, and say in the refusal all that was asked: addresses, headers, body."""
    return Told(f"{asked.path} {asked.query} {asked.headers} {asked.body[:200]!r}", 403)


def addresses(twin: Twin, post: Post) -> dict[str, str]:
    return {
        "PLANTED_WECOM": f"wecombot://plantedwecomkey01/?host={twin.host}&insecure=yes",
        "PLANTED_DING": f"dingtalk://SECplantedding@plantedding0token/?host={twin.host}&insecure=yes",
        "PLANTED_FEISHU": f"feishu://plantedfeishutoken/?secret=plantedsign&host={twin.host}&insecure=yes",
        "PLANTED_HOOK": f"json://{twin.host}/plantedhookpath?secret=plantedhooksecret",
        "PLANTED_NTFY": f"ntfy://{twin.host}/plantedtopic",
        "PLANTED_MAIL": f"mailto://watch:plantedmailword@127.0.0.1:{post.port}?from=w@x.example&to=a@x.example",
        "PLANTED_GONE": f"json://127.0.0.1:{free_port()}/plantedhookpath",
    }


def settings_file(folder: Path, names: list[str]) -> Path:
    file = folder / "settings.toml"
    channels = "".join(f'[[channel]]\nname = "{name.lower()}"\nurl_env = "{name}"\n' for name in names)
    listed = ", ".join(f'"{name.lower()}"' for name in names)
    file.write_text(
        f'[storage]\nurl = "sqlite:///store.db"\n[crawl]\nsources = []\n[delivery]\nretry_after = [0, 0]\n{channels}'
        f'[[subscription]]\nname = "all"\nchannels = [{listed}]\n',
        encoding="utf-8",
    )
    return file


def raise_one(settings: Settings, environment: dict[str, str]) -> None:
    store = open_store(settings.database_url)
    now = datetime.now(UTC)
    bring_up_to_date(store, now)
    readers = Readers([settings.subscription[0].subscription()], Directory(settings, environment).reach)
    alerts = [replace(ALERT, raised_at=now)]
    with store.writing() as connection:
        raise_alerts(connection, Raising(now, alerts, routes_of(alerts, readers, catalogue(), now)))
    store.close()


def test_no_command_and_no_file_holds_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    twin, post = Twin(echo), Post(data="550 5.7.1 plantedmailword is not wanted")
    with running(twin, post):
        environment = addresses(twin, post)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        config = settings_file(tmp_path, list(environment))
        raise_one(load_settings(config, environment), environment)
        told = [fazhi("run", config=config), fazhi("subscribe", "test", "all", config=config)]
        told += [fazhi("deliveries", "--attempts", config=config), fazhi("doctor", config=config)]
    assert [done.code for done in told] == [1, 1, 0, 1], [done.err for done in told]
    assert len(twin.asked) >= 10
    said = "".join(done.out + done.err for done in told)
    assert said.count("failed") >= 7
    assert [secret for secret in SECRETS if secret in said] == []
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert [secret for secret in SECRETS if secret.encode() in kept] == []


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_log_line_at_any_level_holds_a_secret(tmp_path: Path, form: str) -> None:
    twin, post, written = Twin(echo), Post(), io.StringIO()
    root, handler = logging.getLogger(), logging.StreamHandler(written)
    level = root.level
    with running(twin, post):
        environment = addresses(twin, post)
        settings = load_settings(settings_file(tmp_path, list(environment)), environment)
        handler.setFormatter(Lines(form, secrets_of(settings, environment)))
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        try:
            for channel in settings.channel:
                open_channel(settings, channel.name, environment).send("题", "文", "fazhi-1-a")
        finally:
            root.removeHandler(handler)
            root.setLevel(level)
    lines = written.getvalue()
    assert "urllib3" in lines  # it prints the path of every request
    assert [secret for secret in SECRETS if secret in lines] == []
