import logging

import pytest
from pydantic import SecretStr

from monitor.heartbeat import call_watcher
from storage.settings import ServiceSettings
from tests.journey.portal import Portal, running


def test_the_watcher_is_called_once() -> None:
    portal = Portal()
    portal.put("/ping/token", "OK")
    with running(portal):
        assert call_watcher(SecretStr(f"{portal.url}/ping/token"))


@pytest.mark.parametrize("path", ["/not-there/planted-token", "/refused/planted-token"])
def test_a_watcher_that_fails_is_logged_without_its_address(path: str, caplog: pytest.LogCaptureFixture) -> None:
    portal = Portal()
    portal.put("/refused/planted-token", "no", status=500)
    with running(portal), caplog.at_level(logging.WARNING):
        assert not call_watcher(SecretStr(f"{portal.url}{path}"))
    assert "did not answer" in caplog.text
    assert "planted" not in caplog.text


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://[broken", "http://127.0.0.1:1/x", "https://\x00/"])
def test_what_is_no_address_stops_nothing(address: str) -> None:
    assert not call_watcher(SecretStr(address))


def test_no_address_no_call() -> None:
    assert not call_watcher(ServiceSettings().heartbeat({}))
    assert not call_watcher(ServiceSettings(heartbeat_url_env="UNSET").heartbeat({}))
