"""Services that Apprise brings, against twins that keep to the real limits: long texts arrive, refusals fail."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from pydantic import SecretStr

from monitor.telling.answers import Particulars
from monitor.telling.channels import Channel
from storage.vocabulary import DeliveryState
from tests.journey.portal import running
from tests.monitor.telling.twins import Asked, Told, Twin

LINK = "https://www.yunting.gov.cn/2024.html"
LONG = "\n".join(f"第{number}项：某某指标由{number}件增至{number * 2}件，增长一倍" for number in range(1, 3001))
TOKEN = "123456789:plantedtokenABCDEFGHIJKLMNOPQRSTUV"


def telegram(asked: Asked) -> Told:
    """Telegram: 4,096 characters after its entities are read, else 400."""
    said = asked.object()
    if not asked.path.endswith("/sendMessage") or f"bot{TOKEN}" not in asked.path:
        return Told({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
    if len(html.unescape(said["text"])) > 4096:
        return Told({"ok": False, "error_code": 400, "description": "Bad Request: message is too long"}, 400)
    return Told({"ok": True, "result": {"message_id": 1}})


def slack(asked: Asked) -> Told:
    """Slack's incoming webhook: 40,000 characters of text, else msg_too_long."""
    if len(asked.body.decode()) > 200_000 or any(len(part.get("text", "")) > 40_000 for part in _parts(asked)):
        return Told("msg_too_long", 400)
    return Told("ok")


def _parts(asked: Asked) -> list[dict[str, str]]:
    said = asked.object()
    return [said, *said.get("attachments", [])]


def ntfy(asked: Asked) -> Told:
    """Ntfy: what is longer than 4,096 bytes becomes a file, which nobody reads on a phone: refused here."""
    if len(asked.object()["message"].encode()) > 4096:
        return Told({"code": 41301, "http": 413, "error": "message too large"}, 413)
    return Told({"id": "1", "event": "message"})


def channel(name: str, twin: Twin, patch: pytest.MonkeyPatch) -> Channel:
    if name == "telegram":
        patch.setattr("apprise.plugins.telegram.NotifyTelegram.notify_url", f"http://{twin.host}/bot")
        return Channel("any", SecretStr(f"tgram://{TOKEN}/987654321"))
    if name == "slack":
        patch.setattr("apprise.plugins.slack.NotifySlack.webhook_url", f"http://{twin.host}/services")
        return Channel("any", SecretStr("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#news"))
    return Channel("any", SecretStr(f"ntfy://{twin.host}/planted-topic"))


TWINS: dict[str, Callable[[Asked], Told]] = {"telegram": telegram, "slack": slack, "ntfy": ntfy}


@pytest.mark.parametrize("name", TWINS)
@pytest.mark.parametrize(
    "text", ["短\n第二行", LONG, "长" * 9_000, "<&>\n" * 3_000], ids=["short", "long", "line", "signs"]
)
def test_a_text_arrives_whatever_its_length(name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    twin = Twin(TWINS[name])
    with running(twin):
        answer = channel(name, twin, monkeypatch).send("【警告】题", text, "fazhi-1-a", Particulars(link=LINK))
    assert (answer.state, len(twin.asked)) == (DeliveryState.SENT, 1), answer
    said = twin.asked[0].body.decode()
    assert text.split("\n", maxsplit=1)[0][:20] in said or "&lt;&amp;&gt;" in said or "\\u" in said


@pytest.mark.parametrize("name", TWINS)
def test_a_refusal_is_a_failure_without_the_token(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    twin = Twin(lambda _asked: Told({"ok": False, "error": "invalid_auth", "description": "Unauthorized"}, 401))
    with running(twin):
        answer = channel(name, twin, monkeypatch).send("题", "文", "fazhi-1-a")
    assert answer.state is DeliveryState.FAILED
    for secret in (TOKEN.partition(":")[2], "TIiajkdnlazkcOXrIdevi7FQ", "planted-topic"):
        assert secret not in answer.words
