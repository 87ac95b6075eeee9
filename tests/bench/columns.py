"""Many small portals on one machine: takes a number, serves as many columns, each on a loopback address of its own.

Usage: python -m tests.bench.columns COUNT PORT_FILE. Column n is http://127.a.b.c:PORT/fz/ with a.b.c from n. Every
list has the same twenty rows below its own address; it knows ETags, and writes what was asked when into PORT_FILE.log
at the end of its standard input: one line a request, host, path, seconds, status.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path

ROWS = 20
TAG = '"list-1"'


def host_of(number: int) -> str:
    """Return the loopback address of a column; 127.0 is left to others."""
    number += 1
    return f"127.{64 + number // 62_500}.{number // 250 % 250}.{number % 250 + 1}"


def list_html() -> bytes:
    """Return a list as a TRS portal prints it, with the furniture around it that real pages have (20 kB)."""
    rows = "".join(
        f'<li><a href="./2025{month:02d}/t2025{month:02d}10_{row}.html" title="石桥镇2024年度植树工作安排第{row}号">'
        f"石桥镇2024年度植树工作安排第{row}号</a><span>2025-{month:02d}-10</span></li>\n"
        for row, month in ((row, row % 12 + 1) for row in range(ROWS))
    )
    menu = "".join(f'<li class="nav{n}"><a href="/lm/{n}/">栏目名称{n}</a></li>\n' for n in range(120))
    style = "".join(f".box{n} .inner{n} {{ margin: {n}px; padding: 0 {n}px; color: #333; }}\n" for n in range(120))
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>法治政府建设</title><style>{style}</style></head>"
        f"<body><div class='nav'><ul>{menu}</ul></div><div class='list'><ul>{rows}</ul></div>"
        '<script>createPageHTML(1, 0, "index", "html");</script>'
        '<div class="footer">主办：石桥镇人民政府</div></body></html>'
    ).encode()


class Served(asyncio.Protocol):
    """One connection; answers are bytes that were made once."""

    log: list[tuple[str, str, float, int]]
    page: bytes
    same: bytes
    robots: bytes

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note the address that was called."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.host = transport.get_extra_info("sockname")[0]
        self.asked = b""

    def data_received(self, data: bytes) -> None:
        """Answer each whole request."""
        self.asked += data
        while b"\r\n\r\n" in self.asked:
            head, _mark, self.asked = self.asked.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            known = TAG.encode() in head
            status = 404 if path not in ("/fz/", "/robots.txt") else 304 if known else 200
            self.log.append((self.host, path, time.monotonic(), status))
            if path == "/robots.txt":
                self.transport.write(self.robots)
            else:
                self.transport.write(self.same if known else self.page)


def answer(status: str, body: bytes, kind: str) -> bytes:
    """Return an answer's bytes."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nETag: {TAG}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def serve(port_file: Path) -> None:
    """Serve until standard input ends."""
    Served.log = []
    Served.page = answer("200 OK", list_html(), "text/html; charset=utf-8")
    Served.same = answer("304 Not Modified", b"", "text/html; charset=utf-8")
    Served.robots = answer("200 OK", b"User-agent: *\nAllow: /\n", "text/plain")
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Served, "0.0.0.0", 0, backlog=1024)
    port_file.write_text(str(server.sockets[0].getsockname()[1]), encoding="utf-8")
    print("ready", flush=True)  # noqa: T201 (whoever started this waits for the word)
    ended = asyncio.Event()
    loop.add_reader(0, lambda: None if os.read(0, 4096) else ended.set())
    await ended.wait()
    lines = (f"{host} {path} {moment:.4f} {status}\n" for host, path, moment, status in Served.log)
    port_file.with_suffix(".log").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
