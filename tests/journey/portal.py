"""A loopback portal and two sinks for the journeys: takes pages, serves them, remembers what was asked and told."""

from __future__ import annotations

import hashlib
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller

from tests.postgres import free_port

Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Answer:
    """What the portal says under one path."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    behaviour: Behaviour | None = None


class Portal:
    """Pages by path; change `pages` at any time. It answers conditional requests and counts every path asked."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Answer] = {"/robots.txt": Answer(b"User-agent: *\nAllow: /\n", content_type="text/plain")}
        self.asked: list[tuple[str, int]] = []
        portal = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                portal.answer(self)

            def log_message(self, *_words: Any) -> None:
                """Keep quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"{'https' if tls else 'http'}://{self.host}"
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Serve one request."""
        path = handler.path.split("?")[0]
        page = self.pages.get(path, Answer("<h1>页面不存在</h1>".encode(), status=404))
        if page.behaviour is not None:
            self.asked.append((path, 0))
            page.behaviour(handler)
            return
        tag = f'"{hashlib.sha256(page.body).hexdigest()[:16]}"'
        same = page.status == 200 and handler.headers.get("If-None-Match") == tag
        status = 304 if same else page.status
        self.asked.append((path, status))
        handler.send_response(status)
        handler.send_header("ETag", tag)
        handler.send_header("Content-Type", page.content_type)
        for name, value in page.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0" if same else str(len(page.body)))
        handler.end_headers()
        if not same:
            handler.wfile.write(page.body)

    def put(self, path: str, html: str, **changes: Any) -> None:
        """Serve a page."""
        self.pages[path] = Answer(html.encode(), **changes)

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def list_page(entries: list[tuple[str, str, str]], heading: str = "法治政府建设年度报告") -> str:
    """Return a list page of (path, title, date)."""
    rows = "".join(f'<li><a href="{path}">{title}</a><span>{date}</span></li>' for path, title, date in entries)
    return (
        f"<html><head><meta charset='utf-8'><title>{heading}</title>"
        f"<meta name='ColumnName' content='{heading}'></head>"
        f"<body><div class='nav'><a href='/'>首页</a></div><ul class='list'>{rows}</ul><div>共1页</div></body></html>"
    )


def article_page(title: str, text: str, date: str = "2025-03-12") -> str:
    """Return an article page with the government meta tags."""
    paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines() if line.strip())
    return (
        f"<html><head><meta charset='utf-8'><title>{title}</title><meta name='ArticleTitle' content='{title}'>"
        f"<meta name='PubDate' content='{date} 09:00'></head><body>"
        "<div class='crumb'>当前位置：首页 &gt; 政务公开</div>"
        f"<h1>{title}</h1><div class='TRS_Editor'>{paragraphs}</div><div class='foot'>版权所有</div></body></html>"
    )


class HookSink:
    """An HTTP hook that keeps what it is told."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        sink = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                sink.received.append({**json.loads(body), "identity": self.headers.get("X-Fazhi-Delivery")})
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_words: Any) -> None:
                """Keep quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"json://127.0.0.1:{self._server.server_address[1]}/hook"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class MailSink:
    """An SMTP server that keeps what it is sent."""

    def __init__(self) -> None:
        self.received: list[Message] = []
        port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=port, ready_timeout=10)
        self._controller.start()
        self.url = f"mailto://127.0.0.1:{port}?from=watch@example.org&to=editor@example.org"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        """Keep one mail."""
        self.received.append(message_from_bytes(envelope.content, policy=default))
        return "250 kept"

    def close(self) -> None:
        """Stop listening."""
        self._controller.stop()


@contextmanager
def running(*parts: Any) -> Iterator[None]:
    """Close every part at the end."""
    try:
        yield
    finally:
        for part in parts:
            part.close()


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Send a page that never ends, a little at a time, until the other side has had enough."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Connection", "close")
    handler.end_headers()
    deadline = time.monotonic() + 60
    try:
        while time.monotonic() < deadline:
            handler.wfile.write(b"<p>" + b"x" * 100)
            time.sleep(0.05)
    except OSError:
        handler.close_connection = True


def huge(handler: BaseHTTPRequestHandler, size: int = 200_000_000) -> None:
    """Send a page of 200 MB, announced or not, until the other side has had enough."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Connection", "close")
    handler.end_headers()
    chunk = b"<p>" + b"x" * 65_533
    try:
        for _count in range(size // len(chunk)):
            handler.wfile.write(chunk)
    except OSError:
        handler.close_connection = True
