"""What a page writes stays text on every channel: no markup, no mention, no formula, no escape, no forged line."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from urllib.parse import parse_qs

import pytest
from pydantic import SecretStr
from rich.console import Console

from monitor.cli.export import harmless as harmless_cell
from monitor.cli.show import alert_table
from monitor.logs import Lines
from monitor.telling.channels import Channel
from monitor.telling.digest import digest_of
from monitor.telling.sending import particulars_of
from storage.model import Alert, Region
from storage.vocabulary import DeliveryState
from tests.journey.portal import running
from tests.monitor.comparing.hands import catalogue
from tests.monitor.telling.test_mail import Post
from tests.monitor.telling.test_message import ALERT, FIGURE
from tests.monitor.telling.twins import Asked, Told, Twin, dingtalk, feishu, serverchan, wecom

HARMS = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "formula": "=cmd|' /C calc'!A0",
    "template": "{{7*7}}${7*7}<%= 7*7 %>",
    "bidi": "\u202egnp.exe\u2066\u200f\u200b",
    "escape": "\x1b[2J\x1b]0;owned\x07\x9b31m\r",
    "long": "长" * 5_000,
    "lines": "甲\n网页：https://evil.example\u2028【严重】假\u2029■ 假",
    "mention": '@all <at user_id="all"></at> <@here> <!channel>',
    "markdown": "[点这里](https://evil.example) ![x](https://evil.example/x.png) **粗** `码` # 题",
    "surrogate": "\ud800甲\udfff\uffff",
}


def hostile(harm: str) -> Alert:
    figure = replace(FIGURE, name=harm, unit=harm, old_quote=harm, new_quote=harm + "甲", reason=harm)
    return replace(
        ALERT,
        agency=harm,
        region=Region(harm, None),
        title=harm,
        reason=harm,
        rule=harm,
        figures=(figure,),
        url=f"https://w.example/{harm}",
        old_url=harm,
    )


def told(twin_rule: Callable[[Asked], Told], address: str, harm: str) -> Asked:
    twin = Twin(twin_rule)
    with running(twin):
        channel = Channel("any", SecretStr(address.format(host=twin.host)))
        alerts = [hostile(harm), replace(ALERT, key="other")]
        message = digest_of(alerts, catalogue(), room=channel.room)
        answer = channel.send(message.title, message.text, "fazhi-1-a", particulars_of(alerts))
    assert answer.state is DeliveryState.SENT, answer
    (asked,) = twin.asked
    return asked


LINKS = ("https://w.example/", "https://www.yunting.gov.cn/")


def unmarked(said: str) -> None:
    for sign in "\x1b\x07\x9b\x00\u202e\u2066\u200f\u2028\u2029":
        assert sign not in said, hex(ord(sign))
    assert "@all" not in said


@pytest.mark.parametrize("name", HARMS)
def test_wecom_shows_it_as_text(name: str) -> None:
    said = told(wecom("key"), "wecombot://key/?host={host}&insecure=yes", HARMS[name]).object()
    content = said[said["msgtype"]]["content"]
    unmarked(content)
    if said["msgtype"] == "markdown":
        assert "](https://evil" not in content
        assert "<" not in content


@pytest.mark.parametrize("name", HARMS)
def test_dingtalk_feishu_and_serverchan_show_it_as_text(name: str) -> None:
    ding = told(
        dingtalk("token0123", "SECabc123"), "dingtalk://SECabc123@token0123/?host={host}&insecure=yes", HARMS[name]
    )
    assert ding.object()["msgtype"] == "text"
    unmarked(ding.object()["text"]["content"])
    book = told(feishu("key0123456", "word"), "feishu://key0123456/?secret=word&host={host}&insecure=yes", HARMS[name])
    post = book.object()["content"]["post"]["zh_cn"]
    elements = [element for line in post["content"] for element in line]
    assert {element["tag"] for element in elements} <= {"text", "a"}
    assert not [element for element in elements if not element.get("href", LINKS[0]).startswith(LINKS)]
    unmarked(str(post))
    server = told(serverchan("key0123456"), "schan://key0123456/?host={host}&insecure=yes", HARMS[name])
    description = parse_qs(server.body.decode())["desp"][0]
    unmarked(description)
    assert "<script" not in description
    assert not re.search(r"(?<!\\)\]\(", description)


@pytest.mark.parametrize("name", HARMS)
def test_a_mail_shows_it_as_text_and_fetches_nothing(name: str) -> None:
    post = Post()
    with running(post):
        address = f"mailto://127.0.0.1:{post.port}?from=watch@fazhi.example&to=editor@daily.example"
        message = digest_of([hostile(HARMS[name])], catalogue(), room=Channel("m", SecretStr(address)).room)
        answer = Channel("m", SecretStr(address)).send(message.title, message.text, "1", particulars_of([ALERT]))
    assert answer.state is DeliveryState.SENT, answer
    mail: EmailMessage = post.taken[0][1]
    plain, page = (part.get_content() for part in mail.iter_parts())
    for said in (plain.replace("\r", ""), page.replace("\r", ""), mail["Subject"]):
        unmarked(said)
    for markup in ("<script", "<img", "url("):
        assert markup not in page.lower()
    assert len(mail["Subject"]) <= 200
    assert "https://evil.example" not in [line for line in page.splitlines() if "href" in line]


@pytest.mark.parametrize("name", HARMS)
def test_a_terminal_and_a_log_show_it_as_text(name: str) -> None:
    console = Console(record=True, width=100, file=None, force_terminal=False, quiet=True)
    console.print(alert_table([hostile(HARMS[name])], "预警"))
    shown = console.export_text()
    unmarked(shown.replace("@all", ""))
    record = logging.LogRecord("fazhi", logging.WARNING, "", 0, "title %s", (HARMS[name],), None)
    for form in ("text", "json"):
        line = Lines(form).format(record)
        unmarked(line.replace("@all", ""))
        assert "\n" not in line


@pytest.mark.parametrize("name", HARMS)
def test_a_csv_cell_is_no_formula_and_no_escape(name: str) -> None:
    cell = harmless_cell(HARMS[name])
    assert isinstance(cell, str)
    assert cell[0] not in "=+-@"
    unmarked(cell.replace("@all", "").replace("\n", ""))
