"""Loopback twins of the services that are told things: each enforces its real limits and answers its real codes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def object(self) -> dict[str, Any]:
        value = json.loads(self.body)
        assert isinstance(value, dict)
        return value


@dataclass(frozen=True)
class Told:
    """What the twin says: None as its status cuts the connection; `delay` seconds before it speaks."""

    body: object = ""
    status: int | None = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0


class Twin:
    """A server on loopback that keeps every request and answers by a rule."""

    def __init__(self, rule: Callable[[Asked], Told]) -> None:
        self.asked: list[Asked] = []
        self._closing = threading.Event()
        twin = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", "0"))
                parts = urlsplit(self.path)
                asked = Asked(
                    self.command,
                    parts.path,
                    dict(parse_qsl(parts.query)),
                    {name.lower(): value for name, value in self.headers.items()},
                    self.rfile.read(length),
                )
                twin.asked.append(asked)
                told = rule(asked)
                twin._closing.wait(told.delay)
                if told.status is None:
                    self.close_connection = True
                    return
                text = told.body if isinstance(told.body, str) else json.dumps(told.body, ensure_ascii=False)
                try:
                    self.send_response(told.status)
                    for name, value in told.headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(text.encode())))
                    self.end_headers()
                    self.wfile.write(text.encode())
                except OSError:
                    self.close_connection = True

            def log_message(self, *_words: Any) -> None:
                """Keep quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def wecom(key: str) -> Callable[[Asked], Told]:
    """WeCom: 2,048 bytes of text, 4,096 of markdown, else 40058; 93000 for an unknown key; 200 always."""

    def rule(asked: Asked) -> Told:
        said = asked.object()
        kind = said["msgtype"]
        if asked.path != "/cgi-bin/webhook/send" or asked.query.get("key") != key:
            return Told({"errcode": 93000, "errmsg": f"invalid webhook url, key {asked.query.get('key')}"})
        if len(said[kind]["content"].encode()) > {"text": 2048, "markdown": 4096}[kind]:
            return Told({"errcode": 40058, "errmsg": f"{kind}.content exceed max length"})
        return Told({"errcode": 0, "errmsg": "ok"})

    return rule


def dingtalk(token: str, secret: str) -> Callable[[Asked], Told]:
    """DingTalk: 20,000 bytes a request, signed within the hour, else 310000 or 460101; 200 always."""

    def rule(asked: Asked) -> Told:
        moment = asked.query.get("timestamp", "0")
        if asked.path != "/robot/send" or asked.query.get("access_token") != token:
            return Told({"errcode": 300001, "errmsg": "token is not exist"})
        if asked.query.get("sign") != _sign(secret, f"{moment}\n{secret}") or _far(int(moment) / 1000):
            return Told({"errcode": 310000, "errmsg": "sign not match"})
        if len(asked.body) > 20_000:
            return Told({"errcode": 460101, "errmsg": "message too long, exceed 20000 bytes"})
        return Told({"errcode": 0, "errmsg": "ok"})

    return rule


def feishu(token: str, secret: str) -> Callable[[Asked], Told]:
    """Feishu: 20 kB a request, signed, else 19021 or 11246; 200 always."""

    def rule(asked: Asked) -> Told:
        said = asked.object()
        moment = said.get("timestamp", "0")
        if asked.path != f"/open-apis/bot/v2/hook/{token}":
            return Told({"code": 19001, "msg": "param invalid: incoming webhook access token invalid"})
        if said.get("sign") != _sign(f"{moment}\n{secret}", "") or _far(int(moment)):
            return Told({"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"})
        if len(asked.body) > 20_000:
            return Told({"code": 9499, "msg": "Bad Request", "data": {}})
        return Told({"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"})

    return rule


def serverchan(key: str) -> Callable[[Asked], Told]:
    """ServerChan: a title of 32 characters, 32 KB of text, else 40001; an unknown key is told with status 400."""

    def rule(asked: Asked) -> Told:
        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        if asked.path != f"/{key}.send":
            return Told({"code": 40001, "message": "[AUTH]错误的Key", "info": "错误的Key"}, 400)
        if not form.get("title") or len(form["title"]) > 32 or len(form.get("desp", "").encode()) > 32_768:
            return Told({"code": 40001, "message": "内容过长"})
        return Told({"code": 0, "message": "", "data": {"pushid": "1", "error": "SUCCESS", "errno": 0}})

    return rule


def _sign(key: str, message: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()).decode()


def _far(moment: float) -> bool:
    return abs(time.time() - moment) > 3600
