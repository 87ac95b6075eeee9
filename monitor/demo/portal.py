"""The portal's server: takes rounds and requests on loopback, leaves answers with validators, keeps what it is sent.

Standard library only. A page's ETag is weak and taken over the page without its counters and the day's date, as they
differ in every answer; `If-None-Match` wins over `If-Modified-Since` (RFC 9110, section 13.2.2).
"""

from __future__ import annotations

import hashlib
import itertools
import json
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from monitor.demo.bulk import bulk_articles
from monitor.demo.columns import COLUMNS, bulk_column
from monitor.demo.site import Answer, Site
from monitor.demo.story import Round, empty_stand, stand_after
from monitor.demo.templates import TODAY, VISITS

WEEKDAYS = "一二三四五六日"
# The channel sends one alert at a time; nothing that is longer comes from it.
MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Request:
    """One request as the portal saw it, and the status it got; `conditional` where it carried a validator."""

    method: str
    path: str
    status: int
    conditional: bool


class DemoPortal:
    """The demonstration's portal; `pages` adds as many measuring pages, `port` 0 takes a free one.

    It starts with empty columns: apply the rounds in their order. Safe to use from several threads.
    """

    def __init__(self, pages: int = 0, port: int = 0) -> None:
        self._columns = (*COLUMNS, bulk_column(pages)) if pages else COLUMNS
        self._stand = empty_stand(bulk_articles(pages))
        self._site = Site(self._stand, self._columns)
        self._port = port
        self._lock = threading.Lock()
        self._visits = itertools.count(31207)
        self._received: list[Mapping[str, Any]] = []
        self._requests: list[Request] = []
        self._server: _Server | None = None

    def start(self) -> str:
        """Listen on loopback and return the base address, without a slash at its end."""
        self._server = _Server(("127.0.0.1", self._port), self)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), name="demo-portal", daemon=True).start()
        return self.base_url

    def stop(self) -> None:
        """Stop listening; a portal that does not listen stays as it is."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def apply(self, round_: Round) -> None:
        """Change the portal as a round says; raise ValueError where a move does not fit."""
        with self._lock:
            self._stand = stand_after(self._stand, round_)
            self._site = Site(self._stand, self._columns)

    @property
    def base_url(self) -> str:
        """Where the portal listens; raise RuntimeError before `start`."""
        if self._server is None:
            raise RuntimeError("the portal does not listen; call start() first")
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def received(self) -> tuple[Mapping[str, Any], ...]:
        """The messages posted to /sink, oldest first."""
        with self._lock:
            return tuple(self._received)

    @property
    def requests(self) -> tuple[Request, ...]:
        """Every request but those to /sink, oldest first."""
        with self._lock:
            return tuple(self._requests)

    def __enter__(self) -> DemoPortal:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def look(self) -> tuple[Site, date, int]:
        """Return the site as it stands, its day, and the next number of the visit counter."""
        with self._lock:
            return self._site, self._stand.as_of, next(self._visits)

    def note(self, request: Request) -> None:
        """Remember a request."""
        with self._lock:
            self._requests.append(request)

    def take(self, message: Mapping[str, Any]) -> None:
        """Remember a message."""
        with self._lock:
            self._received.append(message)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], portal: DemoPortal) -> None:
        super().__init__(address, _Handler)
        self.portal = portal

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing where a client hung up in mid-answer; anything else is a fault of the portal."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "DemoPortal"
    sys_version = ""
    timeout = 30
    # Head and body in one packet: written apart, Nagle's wait for the client's late ACK costs 40 ms a page.
    wbufsize = 65_536
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._answer({})

    def do_HEAD(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit() or int(length) > MOST_BYTES:
            self.close_connection = True
            self._send(HTTPStatus.BAD_REQUEST, "text/plain", b"a length of at most 1000000 bytes is needed")
            return
        body = self.rfile.read(int(length)).decode("utf-8", "replace")
        if urlsplit(self.path).path == "/sink":
            self._take(body)
            return
        self._answer(dict(parse_qsl(body)))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the signature is the library's
        """Keep standard error free for the demonstration's own words."""

    def _take(self, body: str) -> None:
        try:
            message = json.loads(body)
        except ValueError:
            self._send(HTTPStatus.BAD_REQUEST, "text/plain", b"not JSON")
            return
        self.server.portal.take(message if isinstance(message, dict) else {"message": message})
        self._send(HTTPStatus.OK, "application/json", b'{"ok": true}')

    def _answer(self, form: Mapping[str, str]) -> None:
        site, day, visits = self.server.portal.look()
        address = urlsplit(self.path)
        answer = site.answer(address.path, {**dict(parse_qsl(address.query)), **form})
        tag = f'W/"{hashlib.sha256(answer.text.encode()).hexdigest()[:16]}"'
        status, headers = answer.status, dict[str, str]()
        if answer.changed is not None:
            headers = {"ETag": tag, "Last-Modified": format_datetime(answer.changed, usegmt=True)}
            if self.command != "POST" and self._is_held(tag, answer.changed):
                status = HTTPStatus.NOT_MODIFIED
        conditional = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
        self.server.portal.note(Request(self.command, self.path, status, conditional))
        body = b"" if status == HTTPStatus.NOT_MODIFIED else _filled(answer, day, visits)
        charset = "gb2312" if answer.encoding == "gbk" else answer.encoding
        self._send(status, f"{answer.content_type}; charset={charset}", body, headers)

    def _is_held(self, tag: str, changed: datetime) -> bool:
        if names := self.headers.get("If-None-Match"):
            held = {name.strip().removeprefix("W/") for name in names.split(",")}
            return "*" in held or tag.removeprefix("W/") in held
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
        except ValueError:
            return False
        return changed.replace(microsecond=0) <= (since if since.tzinfo else since.replace(tzinfo=UTC))

    def _send(self, status: int, content_type: str, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _filled(answer: Answer, day: date, visits: int) -> bytes:
    today = f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"
    return answer.text.replace(VISITS, str(visits)).replace(TODAY, today).encode(answer.encoding)
