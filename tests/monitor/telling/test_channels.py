import io
import logging
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from pydantic import SecretStr

from monitor.telling.answers import mask, secret_parts
from monitor.telling.channels import Channel
from storage.errors import ConfigError
from storage.vocabulary import DeliveryState
from tests.journey.portal import HookSink, running
from tests.monitor.telling.twins import Told, Twin
from tests.postgres import free_port


def test_an_accepted_message_is_sent_under_its_identity() -> None:
    hook = HookSink()
    with running(hook):
        answer = Channel("ops", SecretStr(hook.url)).send("题", "文", "fazhi-7-ops")
    assert answer.state is DeliveryState.SENT
    (told,) = hook.received
    assert (told["title"], told["message"], told["identity"]) == ("题", "文", "fazhi-7-ops")


class _Refusing(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        status = 302 if self.path.startswith("/moved") else 500
        self.send_response(status)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words: Any) -> None:
        """Keep quiet."""


@pytest.mark.parametrize("path", ["/hook", "/moved"])
def test_a_refusal_and_a_redirect_are_failures_without_the_secret(path: str) -> None:
    server = HTTPServer(("127.0.0.1", 0), _Refusing)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    address = f"json://user:planted-password@127.0.0.1:{server.server_address[1]}{path}/planted-token"
    answer = Channel("ops", SecretStr(address)).send("题", "文", "fazhi-7-ops")
    server.shutdown()
    server.server_close()
    thread.join()
    assert answer.state is DeliveryState.FAILED
    assert "planted" not in answer.words


def test_nobody_there_is_a_failure() -> None:
    answer = Channel("ops", SecretStr(f"json://127.0.0.1:{free_port()}/")).send("题", "文", "x")
    assert answer.state is DeliveryState.FAILED


@pytest.mark.parametrize("address", ["nothing://planted-token", "tgram://planted-token", "slack://planted-token/x"])
def test_an_address_that_no_service_knows_is_told_without_it(address: str, capfd: pytest.CaptureFixture[str]) -> None:
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    with pytest.raises(ConfigError, match="'ops'") as error:
        Channel("ops", SecretStr(address))
    logging.getLogger().removeHandler(handler)
    assert "planted" not in str(error.value) + log.getvalue() + "".join(capfd.readouterr())


def test_every_long_piece_of_an_address_is_masked() -> None:
    secrets = secret_parts("mailto://watcher:pass-word@smtp.example.org:587/?to=editor-in-chief&key=abcdef12")
    words = mask("smtp.example.org refused watcher pass-word abcdef12\x07", secrets)
    assert words == "smtp.example.org refused *** *** *** "


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (Told(), DeliveryState.SENT),
        (Told(status=500), DeliveryState.FAILED),
        (Told(status=None), DeliveryState.UNKNOWN),
    ],
)
def test_a_service_that_apprise_brings_is_told_apart_too(told: Told, state: DeliveryState) -> None:
    Channel("earlier", SecretStr("form://127.0.0.1:9/"))
    logging.getLogger("apprise").setLevel(logging.WARNING)  # as monitor/logs.py does when logs are set up again
    twin = Twin(lambda _asked: told)
    with running(twin):
        answer = Channel("any", SecretStr(f"form://{twin.host}/planted-token")).send("题", "文", "fazhi-7-any")
    assert answer.state is state
    assert "planted" not in answer.words
    assert twin.asked[0].headers["x-fazhi-delivery"] == "fazhi-7-any"
