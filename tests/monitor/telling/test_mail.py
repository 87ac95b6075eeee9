from __future__ import annotations

import asyncio
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pydantic import SecretStr

from monitor.telling.answers import Answer, Particulars
from monitor.telling.channels import Channel
from storage.vocabulary import DeliveryState
from tests.journey.portal import running
from tests.postgres import free_port


class Post:
    """An SMTP server that answers recipients and messages by a table, and keeps what it took."""

    def __init__(self, recipients: dict[str, str] | None = None, data: str = "250 2.0.0 kept") -> None:
        self.recipients = recipients or {}
        self.data = data
        self.taken: list[tuple[list[str], EmailMessage]] = []
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=10)
        self._controller.start()

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        reply = self.recipients.get(address, "250 ok")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.taken.append((list(envelope.rcpt_tos), message))
        if self.data == "silence":
            await asyncio.sleep(1)
        if self.data == "cut":
            server.transport.abort()
        return self.data

    def close(self) -> None:
        self._controller.stop()

    def send(self, particulars: Particulars | None = None, more: str = "", text: str = "文\n第二行") -> Answer:
        address = f"mailto://127.0.0.1:{self.port}?from=watch@fazhi.example&to=editor@daily.example{more}"
        return Channel("mail", SecretStr(address)).send("题\r\nBcc: x@y.example", text, "fazhi-7-mail", particulars)


def test_a_mail_is_text_and_html_in_the_thread_of_its_report() -> None:
    post = Post()
    with running(post):
        first = post.send(Particulars(thread="云汀县人民政府|990123|2024"), text="<b>文</b>\n第二行")
        again = post.send(Particulars(thread="云汀县人民政府|990123|2024"))
    assert (first, again) == (Answer(DeliveryState.SENT, "250 2.0.0 kept"),) * 2
    (_to, mail), (_to_again, mail_again) = post.taken
    assert mail.get_content_type() == "multipart/alternative"
    plain, html = (part.get_content() for part in mail.iter_parts())
    assert plain.splitlines() == ["<b>文</b>", "第二行"]
    assert "<h1>&lt;b&gt;文&lt;/b&gt;</h1>" in html
    assert (mail["Subject"], mail["Bcc"], mail["X-Fazhi-Delivery"]) == ("题 Bcc: x@y.example", None, "fazhi-7-mail")
    assert mail["Message-ID"].startswith("<fazhi-7-mail.")
    assert mail["Message-ID"].endswith("@fazhi.example>")
    assert mail["Message-ID"] == mail_again["Message-ID"]
    assert mail["In-Reply-To"] == mail["References"] == mail_again["References"]
    assert "List-Unsubscribe" not in mail


def test_another_report_is_another_thread_and_other_recipients_another_mail() -> None:
    post = Post()
    with running(post):
        post.send(Particulars(thread="甲|2024"))
        post.send(Particulars(thread="甲|2025"), more="&cc=desk@daily.example&bcc=quiet@daily.example")
    (_one, first), (everybody, second) = post.taken
    assert first["References"] != second["References"]
    assert first["Message-ID"] != second["Message-ID"]
    assert everybody == ["editor@daily.example", "desk@daily.example", "quiet@daily.example"]
    assert "quiet" not in second.as_string()


def test_one_recipient_of_several_gets_a_mail_of_their_own_with_its_footer() -> None:
    post = Post()
    with running(post):
        more = "&to=editor@daily.example,desk@daily.example&cc=boss@daily.example"
        for recipient in ("desk@daily.example", "boss@daily.example"):
            post.send(Particulars(recipient=recipient, footer="退订：https://w.example/u/1"), more=more)
    (first, to_desk), (second, to_boss) = post.taken
    assert (first, second) == (["desk@daily.example"], ["boss@daily.example"])
    assert (to_desk["To"], to_desk["Cc"]) == ("desk@daily.example", None)
    assert to_desk["Message-ID"] != to_boss["Message-ID"]
    plain, html = (part.get_content() for part in to_desk.iter_parts())
    assert plain.splitlines()[-3:] == ["", "-- ", "退订：https://w.example/u/1"]
    assert 'href="https://w.example/u/1"' in html


def test_an_address_for_unsubscribing_is_named_where_there_is_one() -> None:
    post = Post()
    with running(post):
        post.send(Particulars(unsubscribe="https://w.example/u/1"))
        post.send(Particulars(unsubscribe="mailto:leave@w.example"))
    (_to, web), (_to2, mailed) = post.taken
    assert (web["List-Unsubscribe"], web["List-Unsubscribe-Post"]) == (
        "<https://w.example/u/1>",
        "List-Unsubscribe=One-Click",
    )
    assert (mailed["List-Unsubscribe"], mailed["List-Unsubscribe-Post"]) == ("<mailto:leave@w.example>", None)


@pytest.mark.parametrize("reply", ["451 4.7.1 greylisted", "550 5.7.1 not wanted", "552 5.2.2 mailbox full"])
def test_a_servers_code_and_words_are_the_answer(reply: str) -> None:
    refusing, closed = Post(data=reply), Post({"editor@daily.example": reply})
    with running(refusing, closed):
        answers = refusing.send(), closed.send()
    assert answers[0] == Answer(DeliveryState.FAILED, reply)
    assert answers[1].state is DeliveryState.FAILED
    assert answers[1].words.endswith(reply)
    assert closed.taken == []


@pytest.mark.parametrize("data", ["silence", "cut"])
def test_silence_after_the_message_is_unknown(data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.telling.mail.TIMEOUT_SECONDS", 0.3)
    post = Post(data=data)
    with running(post):
        answer = post.send()
    assert answer.state is DeliveryState.UNKNOWN
    assert answer.words.startswith("no answer after the message")
    assert len(post.taken) == 1


def test_one_who_cannot_be_served_now_makes_the_others_wait_until_the_last_attempt() -> None:
    post = Post({"slow@daily.example": "451 later"})
    with running(post):
        waiting = post.send(more=",slow@daily.example")
        last = post.send(Particulars(final=True), more=",slow@daily.example")
    assert waiting.state is DeliveryState.FAILED
    assert last.state is DeliveryState.SENT
    assert last.words.endswith("451 later")
    assert [recipients for recipients, _mail in post.taken] == [["editor@daily.example"]]


def test_one_refused_for_good_holds_up_no_other() -> None:
    post = Post({"gone@daily.example": "550 gone"})
    with running(post):
        answer = post.send(more=",gone@daily.example")
    assert answer.state is DeliveryState.SENT
    assert answer.words.endswith("550 gone")
    assert [recipients for recipients, _mail in post.taken] == [["editor@daily.example"]]


def test_nobody_at_the_address_is_a_failure() -> None:
    address = f"mailto://127.0.0.1:{free_port()}?from=a@b.example&to=c@d.example"
    answer = Channel("mail", SecretStr(address)).send("题", "文", "1")
    assert answer.state is DeliveryState.FAILED
    assert answer.words.startswith("no connection: ")
