"""The bots of WeCom, DingTalk, Feishu (Lark) and ServerChan: takes a message, leaves what the bot itself answered.

These answer 200 whatever happens and say the truth in the body, which Apprise 2.2 does not read; and their limits are
in bytes, which it counts in characters. Addresses stay Apprise's own (`wecombot://KEY`, `dingtalk://SECRET@TOKEN/`,
`feishu://TOKEN`, `lark://TOKEN`, `schan://KEY`); `?secret=` signs for Feishu too, `?host=NAME[:PORT]` leads to another
host with the same interface (a private WeCom, a proxy), and `&insecure=yes` speaks plain HTTP to it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from monitor.telling.answers import Answer, Particulars
from monitor.telling.fitting import fit, size
from monitor.telling.posting import Reply, post, refusal
from storage.vocabulary import DeliveryState

# developer.work.weixin.qq.com/document/path/91770: text 2,048 bytes, markdown 4,096, 20 messages a minute.
WECOM_TEXT, WECOM_MARKDOWN = 2_048, 4_096
# open.dingtalk.com, custom robots: 20,000 bytes a request, 20 messages a minute, then 10 minutes of silence.
DINGTALK_REQUEST = 20_000
# open.feishu.cn, custom bots: 20 KB a request, 100 messages a minute and 5 a second; we keep to the others' pace.
FEISHU_REQUEST = 20_000
# sct.ftqq.com/sendkey: title 32 characters, desp 32 KB.
SERVERCHAN_TITLE, SERVERCHAN_TEXT = 32, 32_000
PER_MINUTE = 20
SCHEMES = ("wecombot", "dingtalk", "feishu", "lark", "schan")

_TOO_FAST = {"45009": 60.0, "130101": 600.0, "11232": 60.0, "9499": 60.0}
_LINKED = re.compile(r"^([^：:「\[\]]{1,12})：(https?://\S+)$")
_JSON = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Fazhi Watch"}


@dataclass(frozen=True)
class Bot:
    """One bot: how a message becomes a request, and under which key its answer tells what became of it.

    `weigh` gives the bytes that a title and a text take as the bot counts them, `room` how many it takes.
    """

    request: Callable[[str, str, str], tuple[str, bytes, Mapping[str, str]]]
    codes: tuple[str, ...]
    room: int
    weigh: Callable[[str, str], int]
    per_minute: int = PER_MINUTE
    recipients: tuple[str, ...] = ("",)
    each_alone: bool = False

    def send(self, title: str, text: str, _identity: str, particulars: Particulars) -> Answer:
        """Send one message, shortened on a line's border where it is longer than the bot takes."""
        url, body, headers = self.request(title, text, particulars.link)
        reply = post(url, body, headers)
        return reply if isinstance(reply, Answer) else believe(reply, self.codes)


def believe(reply: Reply, codes: tuple[str, ...]) -> Answer:
    """Return what a bot's reply means: sent only where its status is 200 and its own code is 0."""
    said = reply.object()
    code = next((said[key] for key in codes if key in said), None) if said is not None else None
    if said is None or code is None:
        words = f"HTTP {reply.status}, not an answer of this service: {' '.join(reply.text.split())}"
        return refusal(reply) or Answer(DeliveryState.FAILED, words)
    words = str(said.get("errmsg") or said.get("msg") or said.get("StatusMessage") or said.get("message") or "")
    if str(code) == "0":
        return refusal(reply) or Answer(DeliveryState.SENT, f"accepted: {words or code}")
    wait = reply.retry_after if reply.retry_after is not None else _TOO_FAST.get(str(code))
    return Answer(DeliveryState.FAILED, f"{code} {words}".strip(), wait, down=reply.status >= 500)


def open_bot(address: str, service: Any) -> Bot | None:
    """Return the bot that an address leads to, by the parts that Apprise has parsed; None for any other service."""
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    base = f"http{'' if options.get('insecure') == 'yes' else 's'}://{options['host']}" if "host" in options else None
    scheme = getattr(service, "secure_protocol", None)
    if scheme == "wecombot":
        return _wecom(base or "https://qyapi.weixin.qq.com", service.key)
    if scheme == "dingtalk":
        return _dingtalk(base or "https://oapi.dingtalk.com", service.token, service.secret, service.targets)
    if scheme in ("feishu", "lark"):
        home = "https://open.feishu.cn" if scheme == "feishu" else "https://open.larksuite.com"
        return _feishu(base or home, service.token, options.get("secret") or service.user)
    if scheme == "schan":
        return _serverchan(base or _serverchan_home(service.token), service.token)
    return None


def _wecom(base: str, key: str) -> Bot:
    def weigh(title: str, text: str) -> int:
        return size(_wecom_markdown(f"{title}\n{text}"))

    def request(title: str, text: str, link: str) -> tuple[str, bytes, Mapping[str, str]]:
        whole = f"{title}\n{text}" if title else text
        if size(whole) <= WECOM_TEXT:
            message = {"msgtype": "text", "text": {"content": whole}}
        else:  # markdown may be twice as long, but is not shown in WeChat: so only where it is needed
            fitted = fit(whole, WECOM_MARKDOWN, link, lambda part: size(_wecom_markdown(part)))
            message = {"msgtype": "markdown", "markdown": {"content": _wecom_markdown(fitted)}}
        return f"{base}/cgi-bin/webhook/send?key={quote(key)}", _json(message), _JSON

    return Bot(request, ("errcode",), WECOM_MARKDOWN, weigh)


def _wecom_markdown(text: str) -> str:
    """Return text for WeCom's markdown, which knows no escapes: its signs are written in their full width."""
    wide = str.maketrans("<>[]*`", "＜＞［］＊｀")
    lines = []
    for line in text.split("\n"):
        linked = _LINKED.match(line)
        if linked:
            lines.append(f"{linked[1].translate(wide)}：[打开]({_closed(linked[2])})")
        else:
            lines.append(re.sub(r"^(\s*)#", r"\1＃", line.translate(wide)))
    return "\n".join(lines)


def _dingtalk(base: str, token: str, secret: str | None, mobiles: list[str]) -> Bot:
    def packed(part: str) -> bytes:
        message = {"msgtype": "text", "text": {"content": part}, "at": {"atMobiles": mobiles, "isAtAll": False}}
        return _json(message)

    def weigh(title: str, text: str) -> int:
        return len(packed(f"{title}\n{text}"))

    def request(title: str, text: str, link: str) -> tuple[str, bytes, Mapping[str, str]]:
        query = {"access_token": token}
        if secret:
            moment = str(round(time.time() * 1000))
            query |= {"timestamp": moment, "sign": _signed(secret, f"{moment}\n{secret}")}
        whole = fit(f"{title}\n{text}" if title else text, DINGTALK_REQUEST, link, lambda part: len(packed(part)))
        return f"{base}/robot/send?{urlencode(query)}", packed(whole), _JSON

    return Bot(request, ("errcode",), DINGTALK_REQUEST, weigh)


def _feishu(base: str, token: str, secret: str | None) -> Bot:
    def packed(title: str, part: str) -> bytes:
        # A post is made of elements; a text would read <at> tags and links out of what a page says.
        post_zh = {"title": title, "content": [_feishu_line(line) for line in part.split("\n")]}
        message: dict[str, Any] = {"msg_type": "post", "content": {"post": {"zh_cn": post_zh}}}
        if secret:
            moment = str(int(time.time()))
            message |= {"timestamp": moment, "sign": _signed(f"{moment}\n{secret}", "")}
        return _json(message)

    def weigh(title: str, text: str) -> int:
        return len(packed(title, text))

    def request(title: str, text: str, link: str) -> tuple[str, bytes, Mapping[str, str]]:
        return (
            f"{base}/open-apis/bot/v2/hook/{quote(token)}",
            packed(title, fit(text, FEISHU_REQUEST, link, lambda part: weigh(title, part))),
            _JSON,
        )

    return Bot(request, ("code", "StatusCode"), FEISHU_REQUEST, weigh)


def _feishu_line(line: str) -> list[dict[str, str]]:
    linked = _LINKED.match(line)
    if not linked:
        return [{"tag": "text", "text": line}]
    return [{"tag": "text", "text": f"{linked[1]}："}, {"tag": "a", "text": linked[2], "href": linked[2]}]


def _serverchan(base: str, key: str) -> Bot:
    def weigh(title: str, text: str) -> int:
        return size(_common_markdown(f"{title}\n{text}"))

    def request(title: str, text: str, link: str) -> tuple[str, bytes, Mapping[str, str]]:
        short = title if len(title) <= SERVERCHAN_TITLE else f"{title[: SERVERCHAN_TITLE - 1]}…"
        whole = text if short == title else f"{title}\n{text}"
        fitted = fit(whole, SERVERCHAN_TEXT, link, lambda part: size(_common_markdown(part)))
        form = urlencode({"title": short, "desp": _common_markdown(fitted)}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "Fazhi Watch"}
        return (
            f"{base}/{quote(key)}.send" if "push.ft07" not in base else f"{base}/send/{quote(key)}.send",
            form,
            headers,
        )

    return Bot(request, ("code", "errno"), SERVERCHAN_TEXT, weigh)


def _serverchan_home(key: str) -> str:
    """Return the host of a key: those of ServerChan³ name their own (doc.sc3.ft07.com)."""
    third = re.match(r"sctp(\d+)t", key)
    return f"https://{third[1]}.push.ft07.com" if third else "https://sctapi.ftqq.com"


def _common_markdown(text: str) -> str:
    """Return text for a renderer of CommonMark and HTML, every line a paragraph and every sign escaped."""
    lines = []
    for line in text.split("\n"):
        linked = _LINKED.match(line)
        if linked:
            lines.append(f"{linked[1]}：<{_closed(linked[2])}>")
        else:
            # Entities, not backslashes, for what HTML reads: a renderer that does not know them leaves harmless text.
            lines.append(re.sub(r"([\\`*_{}\[\]#|~!+\-])", r"\\\1", escape(line, quote=False)))
    return "\n\n".join(lines)


def _closed(url: str) -> str:
    """Return a link that cannot end early inside brackets."""
    return url.translate({ord("("): "%28", ord(")"): "%29", ord("<"): "%3C", ord(">"): "%3E"})


def _json(message: Mapping[str, Any]) -> bytes:
    # The \u escapes of plain json.dumps would make six bytes of every three.
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _signed(key: str, message: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()).decode()
