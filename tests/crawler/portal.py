"""A loopback portal for the spiders: takes pages by path, serves them, remembers each request and its form."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Handler = BaseHTTPRequestHandler
ARTICLE = (
    "全镇全年办理行政复议案件{count}件，其中受理{count}件，办结率100%。镇党委定期听取汇报，研究解决问题，推动工作落实。"
)


REPORTS = (
    ("/fz/202503/t20250310_11.html", "云岭县2024年法治政府建设情况报告", "2025-03-10"),
    ("/fz/202403/t20240311_12.html", "云岭县2023年法治政府建设情况报告", "2024-03-11"),
)


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    status: int
    form: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    at: float = field(default_factory=time.monotonic)


@dataclass
class Page:
    """What the portal says under one path; `act` answers in its own way."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    act: Callable[[Handler, str], None] | None = None
    tag: str = ""


class Portal:
    """Serves `pages`, which may change at any time; speaks ETag."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {"/robots.txt": Page(b"User-agent: *\nAllow: /\n", content_type="text/plain")}
        self.asked: list[Asked] = []
        portal = self

        class Served(Handler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:  # noqa: N802 (the base's name)
                portal.answer(self, "")

            def do_POST(self) -> None:  # noqa: N802
                portal.answer(self, self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode())

            def log_message(self, *words: Any) -> None:
                """Keep quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Served)
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_address[1]}"
        self.url = f"http://{self.host}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    def put(self, path: str, html: str, **changes: Any) -> None:
        """Serve a page of text."""
        self.pages[path] = Page(html.encode(), **changes)

    def answer(self, handler: Handler, form: str) -> None:
        """Serve one request."""
        page = self.pages.get(handler.path) or self.pages.get(handler.path.partition("?")[0])
        page = page or Page("<title>404</title><p>您访问的页面不存在</p>".encode(), 404)
        tag = page.tag or '"' + hashlib.sha256(page.body).hexdigest()[:12] + '"'
        same = page.status == 200 and handler.headers.get("If-None-Match") == tag
        status = 304 if same else page.status
        self.asked.append(Asked(handler.command, handler.path, status, form, dict(handler.headers)))
        if page.act is not None:
            page.act(handler, form)
            return
        handler.send_response(status)
        for name, value in {"ETag": tag, "Content-Type": page.content_type, **page.headers}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0" if same else str(len(page.body)))
        handler.end_headers()
        if not same:
            handler.wfile.write(page.body)

    def paths(self) -> list[tuple[str, int]]:
        """Return what was asked for since the last call, robots.txt apart, in the order of the paths."""
        asked, self.asked = self.asked, []
        return sorted((one.path, one.status) for one in asked if one.path != "/robots.txt")

    def close(self) -> None:
        """Stop serving."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def article(title: str, count: int = 13) -> str:
    """Return a page of a report."""
    text = "".join(f"<p>{ARTICLE.format(count=count + step)}</p>" for step in range(6))
    head = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
    return f"{head}<div class='TRS_Editor'>{text}</div></body></html>"


def list_page(*entries: tuple[str, str, str], more: str = "") -> str:
    """Return a list page of (path, title, day)."""
    rows = "".join(f'<li><a href="{path}">{title}</a><span>{day}</span></li>' for path, title, day in entries)
    menu = "<div class='nav'><ul><li><a href='/'>首页</a></li><li><a href='/zwgk/'>政务公开</a></li></ul></div>"
    return f"<html><head><title>年度报告</title></head><body>{menu}<ul class='list'>{rows}</ul>{more}</body></html>"


def serve_reports(portal: Portal) -> None:
    """Serve a column with two years' reports."""
    portal.put("/fz/", list_page(*REPORTS))
    for count, (path, title, _day) in enumerate(REPORTS, 20):
        portal.put(path, article(title, count))
