import hashlib
import hmac
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from pydantic import SecretStr

from monitor.telling.answers import Answer, Particulars
from monitor.telling.channels import Channel
from monitor.telling.webhook import signature
from storage.vocabulary import DeliveryState
from tests.journey.portal import running
from tests.monitor.telling.twins import Told, Twin

SECRET = "planted-hook-secret"


def test_the_body_is_as_documented_and_names_its_delivery() -> None:
    twin = Twin(lambda _asked: Told(status=202))
    with running(twin):
        answer = Channel("hook", SecretStr(f"json://{twin.host}/hook/path")).send(
            "题",
            "文\n二",
            "fazhi-7-hook",
            Particulars(
                thread="甲|2024",
                alerts=({"event": "report.revised", "new": 9.5}, {"event": "report.published"}),
            ),
        )
    assert answer == Answer(DeliveryState.SENT, "accepted: HTTP 202")
    (asked,) = twin.asked
    assert asked.path == "/hook/path"
    assert asked.headers["x-fazhi-delivery"] == "fazhi-7-hook"
    assert "x-fazhi-signature" not in asked.headers
    assert asked.object() == {
        "version": "1.1",
        "type": "info",
        "title": "题",
        "message": "文\n二",
        "attachments": [],
        "identity": "fazhi-7-hook",
        "thread": "甲|2024",
        "alert": {"event": "report.revised", "new": 9.5},
        "alerts": [{"event": "report.revised", "new": 9.5}, {"event": "report.published"}],
    }


def test_a_secret_signs_time_and_body() -> None:
    twin = Twin(lambda _asked: Told())
    with running(twin):
        Channel("hook", SecretStr(f"json://{twin.host}/?secret={SECRET}")).send("题", "文", "1")
    (asked,) = twin.asked
    moment = asked.headers["x-fazhi-timestamp"]
    wanted = hmac.new(SECRET.encode(), moment.encode() + b"." + asked.body, hashlib.sha256).hexdigest()
    assert asked.headers["x-fazhi-signature"] == f"sha256={wanted}"
    assert abs(time.time() - int(moment)) < 60
    assert SECRET not in f"{asked.path}{asked.query}{asked.headers}{asked.body.decode()}"


def test_a_signature_is_the_one_of_the_documentation() -> None:
    assert signature("secret", b"{}", 1_700_000_000) == {
        "X-Fazhi-Timestamp": "1700000000",
        "X-Fazhi-Signature": "sha256=" + hmac.digest(b"secret", b"1700000000.{}", "sha256").hex(),
    }


def test_apprises_own_options_still_work() -> None:
    twin = Twin(lambda _asked: Told())
    with running(twin):
        address = f"json://user:word@{twin.host}/?+X-Desk=1&-page=2&:message=text&:attachments=&:team=law"
        Channel("hook", SecretStr(address)).send("题", "文", "1")
    (asked,) = twin.asked
    assert (asked.headers["x-desk"], asked.query) == ("1", {"page": "2"})
    assert asked.headers["authorization"] == "Basic dXNlcjp3b3Jk"
    assert asked.object() == {
        "version": "1.1", "type": "info", "title": "题", "text": "文", "identity": "1", "thread": "", "alert": {},
        "alerts": [],        "team": "law",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        (Told("slow down", 429, {"Retry-After": "17"}), Answer(DeliveryState.FAILED, "HTTP 429 slow down", 17.0)),
        (Told("later", 503, {"Retry-After": "x"}), Answer(DeliveryState.FAILED, "HTTP 503 later", down=True)),
        (Told(f"who is {SECRET}\n\x1b[2J", 401), Answer(DeliveryState.FAILED, "HTTP 401 who is ***  [2J")),
        (Told("", 504), Answer(DeliveryState.UNKNOWN, "HTTP 504", down=True)),
        (Told(status=None), Answer(DeliveryState.UNKNOWN, "the connection was cut before an answer came", down=True)),
    ],
)
def test_a_refusal_is_told_in_the_other_sides_words(told: Told, answer: Answer) -> None:
    twin = Twin(lambda _asked: told)
    with running(twin):
        assert Channel("hook", SecretStr(f"json://{twin.host}/?secret={SECRET}")).send("题", "文", "1") == answer


def test_a_day_to_come_back_is_understood_too() -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    twin = Twin(lambda _asked: Told("", 429, {"Retry-After": moment}))
    with running(twin):
        answer = Channel("hook", SecretStr(f"json://{twin.host}/")).send("题", "文", "1")
    assert answer.retry_after is not None
    assert 80 < answer.retry_after <= 90
