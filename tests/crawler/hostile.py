"""A server that behaves badly in many ways: takes raw sockets, leaves each client with one trouble a loopback address.

Every trouble lives on an address of its own (127.66.0.1, 127.66.0.2 …), so that each is a portal with its own queue.
Answers are written as bytes: a framework would mend them.
"""

from __future__ import annotations

import gzip
import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from tests.crawler.portal import article, list_page

TITLE = "云岭县{year}年法治政府建设情况报告"
ENTRIES = tuple(
    (f"/a{year}.html", TITLE.format(year=year), f"{year + 1}-03-1{year % 10}") for year in range(2021, 2025)
)
LIST = list_page(*ENTRIES)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
ROBOTS = b"User-agent: *\nAllow: /\n"
MEGABYTE = 1024 * 1024


class Visitor:
    """One connection: what was asked, and the means to answer badly."""

    def __init__(self, wire: socket.socket, addresses: dict[str, str]) -> None:
        self.wire = wire
        self.addresses = addresses
        self.path = ""
        self.count = 0

    def other(self, name: str) -> str:
        """Return the column of another trouble."""
        return self.addresses[name]

    def say(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.wire.sendall(data)

    def answer(self, body: bytes | str, *lines: str, head: bytes = HEAD) -> None:
        """Send a sound answer with further header lines, then close."""
        data = body.encode() if isinstance(body, str) else body
        more = "".join(f"{line}\r\n" for line in lines).encode()
        self.say(head + more + f"Content-Length: {len(data)}\r\nConnection: close\r\n\r\n".encode() + data)

    def refuse(self, status: str, body: str = "", *lines: str) -> None:
        """Send a sound answer with another status."""
        self.answer(body, *lines, head=f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n".encode())

    def send_on(self, address: str, *lines: str) -> None:
        """Send the visitor elsewhere."""
        self.refuse("302 Found", "", f"Location: {address}", *lines)

    def pour(self, piece: bytes, most: int = 200 * MEGABYTE) -> None:
        """Send a piece again and again, 200 MB in all."""
        for _count in range(most // len(piece)):
            self.say(piece)

    def drip(self, data: bytes) -> None:
        """Send a byte now and then, for ever."""
        for byte in data * 1000:
            self.say(bytes([byte]))
            time.sleep(0.1)


Behaviour = Callable[[Visitor], None]


@dataclass(frozen=True)
class Trouble:
    """One way to misbehave, and how a round has to end with it."""

    name: str
    behave: Behaviour
    outcome: str
    reason: str
    robots: Behaviour | None = None
    scheme: str = "http"


class HostileServer:
    """Serves every trouble at once, on one port of the whole loopback network."""

    def __init__(self, troubles: tuple[Trouble, ...]) -> None:
        self.troubles = {f"127.66.{place // 250}.{place % 250 + 1}": one for place, one in enumerate(troubles)}
        self.asked: dict[str, list[str]] = {host: [] for host in self.troubles}
        self.socket = socket.create_server(("0.0.0.0", 0), backlog=512)
        self.port = int(self.socket.getsockname()[1])
        self.open = True
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def addresses(self) -> dict[str, str]:
        """Each trouble's column by its name."""
        return {one.name: f"{one.scheme}://{host}:{self.port}/fz/" for host, one in self.troubles.items()}

    def close(self) -> None:
        """Stop listening."""
        self.open = False
        self.socket.close()

    def _accept(self) -> None:
        while self.open:
            try:
                wire, _peer = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(wire,), daemon=True).start()

    def _serve(self, wire: socket.socket) -> None:
        host = wire.getsockname()[0]
        trouble = self.troubles.get(host)
        visitor = Visitor(wire, self.addresses)
        with suppress(OSError), wire:
            if trouble is None:
                return
            if trouble.scheme == "https":
                trouble.behave(visitor)
                return
            asked = b""
            while b"\r\n\r\n" not in asked:
                piece = wire.recv(65536)
                if not piece:
                    return
                asked += piece
            visitor.path = asked.split(b" ", 2)[1].decode("latin-1")
            self.asked[host].append(visitor.path)
            visitor.count = len(self.asked[host])
            if visitor.path == "/robots.txt":
                (trouble.robots or _allow)(visitor)
            else:
                trouble.behave(visitor)


def _allow(visitor: Visitor) -> None:
    visitor.answer(ROBOTS, head=b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n")


def good_pages(visitor: Visitor) -> None:
    """Answer as a sound portal does."""
    year = visitor.path[2:6]
    visitor.answer(article(TITLE.format(year=year)) if visitor.path.startswith("/a") else LIST)


def on_list(behave: Behaviour) -> Behaviour:
    """Misbehave on the column alone; the articles are sound."""
    return lambda visitor: behave(visitor) if visitor.path.startswith("/fz/") else good_pages(visitor)


def on_pages(behave: Behaviour) -> Behaviour:
    """Misbehave on one article alone."""
    return lambda visitor: behave(visitor) if visitor.path == "/a2023.html" else good_pages(visitor)


def said(body: bytes | str, *lines: str) -> Behaviour:
    """Answer with a body and further header lines."""
    return lambda visitor: visitor.answer(body, *lines)


def sent(status: str, body: str = "", *lines: str) -> Behaviour:
    """Answer with another status."""
    return lambda visitor: visitor.refuse(status, body, *lines)


@cache
def gzip_bomb() -> bytes:
    """Return 100 MB of nothing, packed."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(MEGABYTE)) for _count in range(100)) + packer.flush()


def reset(visitor: Visitor) -> None:
    """Tear the connection down."""
    visitor.wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    visitor.wire.close()


def chunks(*pieces: bytes) -> Behaviour:
    """Answer with the given bytes where chunks are promised."""
    return lambda visitor: visitor.say(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"".join(pieces))


def chunk(data: bytes, length: int | None = None) -> bytes:
    """Return one chunk, with a false length if one is given."""
    return f"{len(data) if length is None else length:x}\r\n".encode() + data + b"\r\n"


def raw(data: bytes | str) -> Behaviour:
    """Answer with bytes that may be no HTTP at all."""
    return lambda visitor: visitor.say(data.encode() if isinstance(data, str) else data)


def poured(head: bytes, piece: bytes) -> Behaviour:
    """Answer with a piece again and again."""

    def behave(visitor: Visitor) -> None:
        visitor.say(head)
        visitor.pour(piece)

    return behave


def gone_on(address: str) -> Behaviour:
    """Send on to an address."""
    return lambda visitor: visitor.send_on(address)


def waited(visitor: Visitor) -> None:
    """Say nothing, for longer than anybody waits."""
    time.sleep(60)


def packed(data: str) -> bytes:
    """Return a page packed with gzip."""
    return gzip.compress(data.encode())
