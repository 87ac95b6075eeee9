"""The window: takes an open house and the service's pulse, answers /healthz, /metrics and /unsubscribe/TOKEN over HTTP.

On loopback unless [dashboard] host says otherwise. It has no pages of the portals, no cookies and no script; what it
shows of a request is escaped, and a request that is slow, long or wrong costs a thread for ten seconds at most.
"""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from monitor.house import House
from monitor.serving.facts import health_page, metrics_page
from monitor.serving.pages import asking, leaving
from monitor.serving.pulse import Pulse

LOG = logging.getLogger("fazhi.window")
LONGEST_BODY = 10_000
SECONDS = 10
MOST_AT_ONCE = 16
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_TOKEN = re.compile(r"/unsubscribe/([A-Za-z0-9._~=-]{1,500})")


@dataclass(frozen=True)
class WayOut:
    """How a token is answered: `look` names the subscription it would leave, or None; `leave` leaves it."""

    look: Callable[[str], str | None]
    leave: Callable[[str], bool]


class Window(ThreadingHTTPServer):
    """The server with what its pages need; so many requests at once, and no more."""

    daemon_threads = True
    request_queue_size = 32

    def __init__(self, house: House, pulse: Pulse, way_out: WayOut | None) -> None:
        self.house = house
        self.pulse = pulse
        self.way_out = way_out
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)
        super().__init__((house.settings.dashboard.host, house.settings.dashboard.port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread of its own; while all are taken, turn the caller away at once."""
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer one caller, and give the place back."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log what went wrong with one caller; the others do not notice."""
        LOG.info("a request broke off", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    server: Window
    timeout = SECONDS
    server_version = "fazhi"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer one page."""
        path = urlsplit(self.path).path
        if path == "/healthz":
            health, said = health_page(self.server.house, self.server.pulse)
            body = json.dumps(said, ensure_ascii=False).encode() + b"\n"
            self._answer(HTTPStatus.OK if health.well else HTTPStatus.SERVICE_UNAVAILABLE, "application/json", body)
        elif path == "/metrics":
            self._metrics()
        elif (token := _token(path)) and self.server.way_out:
            self._ask(token, self.server.way_out)
        else:
            self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"not found\n")

    def _ask(self, token: str, way_out: WayOut) -> None:
        subscription = way_out.look(token)
        if subscription is None:
            self._answer(HTTPStatus.NOT_FOUND, "text/html", leaving(left=False))
        else:
            self._answer(HTTPStatus.OK, "text/html", asking(token, subscription))

    def _metrics(self) -> None:
        try:
            body = metrics_page(self.server.house, self.server.pulse)
        except Exception:
            LOG.exception("the metrics could not be made")
            self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, "text/plain", b"the metrics could not be made\n")
            return
        self._answer(HTTPStatus.OK, "text/plain; version=0.0.4", body)

    def do_HEAD(self) -> None:
        """Answer one page without its body."""
        self.do_GET()

    def do_POST(self) -> None:
        """Leave a subscription: a person who pressed the button, or a mail program's one click (RFC 8058)."""
        token, length = _token(urlsplit(self.path).path), self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > LONGEST_BODY:
            self.close_connection = True
            self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "text/plain", b"too long\n")
            return
        self.rfile.read(int(length))  # a body that is left unread cuts the connection under the answer
        if not token or not self.server.way_out:
            self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"not found\n")
            return
        left = self.server.way_out.leave(token)
        self._answer(HTTPStatus.OK if left else HTTPStatus.NOT_FOUND, "text/html", leaving(left=left))

    def _answer(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if "charset" not in kind else kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 (the parent names it so)
        """Keep no log of callers: a token stands in the path."""


def _token(path: str) -> str:
    found = _TOKEN.fullmatch(unquote(path))
    return found.group(1) if found else ""


@contextmanager
def open_window(house: House, pulse: Pulse, way_out: WayOut | None = None) -> Iterator[Window | None]:
    """Answer requests for the length of the block; None where the port is taken: the service goes on without."""
    place = house.settings.dashboard
    try:
        window = Window(house, pulse, way_out)
    except OSError as error:
        LOG.warning("[dashboard] %s port %d cannot be served: %s; choose another port", place.host, place.port, error)
        yield None
        return
    LOG.info("answering on http://%s:%d/healthz and /metrics", *window.server_address[:2])
    thread = threading.Thread(target=window.serve_forever, args=(0.1,), name="fazhi-window", daemon=True)
    thread.start()
    try:
        yield window
    finally:
        window.shutdown()
        window.server_close()
        thread.join()
