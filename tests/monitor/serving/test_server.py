import http.client
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from monitor.house import House, open_house
from monitor.serving.pulse import Pulse
from monitor.serving.server import HEADERS, WayOut, Window, open_window

NOBODY = WayOut(lambda _token: "any", lambda _token: True)
SETTINGS = """[storage]
url = "sqlite:///store.db"
[crawl]
sources = []
[dashboard]
port = 0
[[channel]]
name = "ops"
url = "json://127.0.0.1:9/planted-token-in-a-hook"
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house with a planted token in its settings."""
    file = tmp_path / "settings.toml"
    file.write_text(SETTINGS, encoding="utf-8")
    opened = open_house(file, {})
    yield opened
    opened.store.close()


def ask(window: Window, path: str, method: str = "GET", body: bytes | None = None) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", window.server_address[1], timeout=20)
    try:
        connection.request(method, path, body)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def test_a_service_that_is_well_answers_200_and_one_that_is_not_503_with_the_reason(house: House) -> None:
    with open_window(house, Pulse()) as window:
        assert window is not None
        status, headers, body = ask(window, "/healthz")
        assert (status, json.loads(body)["status"]) == (200, "standby")
        assert HEADERS.items() <= headers.items()
        with house.store.writing() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
        status, _headers, body = ask(window, "/healthz")
        assert status == 503
        assert "the store stands at step 0000" in json.loads(body)["reasons"][0]


def test_metrics_are_in_prometheus_text_and_hold_no_secret(house: House) -> None:
    with open_window(house, Pulse()) as window:
        assert window is not None
        status, headers, body = ask(window, "/metrics")
        assert status == 200
        assert headers["Content-Type"].startswith("text/plain; version=0.0.4")
        lines = body.decode().splitlines()
        assert "fazhi_up 1.0" in lines
        assert 'fazhi_holdings{what="reports"} 0.0' in lines
        assert any(line.startswith('fazhi_disk_free_bytes{disk="archive"}') for line in lines)
        assert b"planted" not in body + ask(window, "/healthz")[2]


def test_looking_at_the_way_out_does_nothing_and_pressing_the_button_does(house: House) -> None:
    left: list[str] = []

    def leave(token: str) -> bool:
        left.append(token)
        return token == "good-token_1"

    with open_window(house, Pulse(), WayOut({"good-token_1": "<省报>"}.get, leave)) as window:
        assert window is not None
        status, _headers, body = ask(window, "/unsubscribe/good-token_1")
        assert (status, left) == (200, [])
        assert "（&lt;省报&gt;）" in body.decode()
        assert ask(window, "/unsubscribe/another")[0] == 404
        assert '<form method="post" action="/unsubscribe/good-token_1">' in body.decode()
        assert ask(window, "/unsubscribe/good-token_1", "POST", b"List-Unsubscribe=One-Click")[0] == 200
        assert ask(window, "/unsubscribe/another", "POST", b"")[0] == 404
        assert left == ["good-token_1", "another"]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/unsubscribe/",
        "/unsubscribe/<script>",
        "/unsubscribe/%3Cscript%3E",
        "/../settings.toml",
        "/unsubscribe/a/b",
    ],
)
def test_anything_else_is_not_found_and_is_not_repeated(house: House, path: str) -> None:
    with open_window(house, Pulse(), NOBODY) as window:
        assert window is not None
        status, _headers, body = ask(window, path)
        assert (status, body) == (404, b"not found\n")


def test_bodies_too_long_and_requests_that_are_none_hurt_nobody(house: House) -> None:
    with open_window(house, Pulse(), NOBODY) as window:
        assert window is not None
        assert ask(window, "/unsubscribe/a", "POST", b"x" * 20_000)[0] == 413
        for raw in (b"\x16\x03\x01\x00garbage\r\n\r\n", b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", b"\r\n"):
            with socket.create_connection(("127.0.0.1", window.server_address[1]), timeout=20) as wire:
                wire.sendall(raw)
        assert ask(window, "/healthz")[0] == 200
        assert ask(window, "/healthz", "HEAD")[2] == b""


def test_a_port_that_is_taken_is_told_and_the_service_goes_on(house: House, caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = house.settings.model_copy(
            update={"dashboard": house.settings.dashboard.model_copy(update={"port": taken.getsockname()[1]})}
        )
        with open_window(House(settings, house.store, {}), Pulse()) as window:
            assert window is None
    assert "choose another port" in caplog.text
