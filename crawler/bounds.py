"""How much of an answer is taken: watches every answer on the wire, leaves those that are whole and fit.

A portal that means harm, or is broken, sends without end: headers, bytes, packed nothing. Each has its limit here, told
as an error with its reason; `crawler.spiders.answers` puts it into words. All connections of the process share one
allowance of bytes under way, since many sound answers at once would fill the memory as well.
"""

from __future__ import annotations

import gc
import re
import zlib
from typing import Any, ClassVar, cast

from scrapy import signals
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest, ResponseDataLossError, StopDownload
from scrapy.http import Headers, Request, Response
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS

from crawler.hops import with_hop
from crawler.settings import MOST_BYTES

MEGABYTE = 1024 * 1024
MOST_TEXT_BYTES = 5 * MEGABYTE
# RFC 9309, 2.5, asks for 500 KiB of robots.txt at least; parsing 20 MB of rules would stop every other portal's work.
MOST_ROBOTS_BYTES = 512 * 1024
MOST_HEAD_BYTES = 256 * 1024
# A thousand-row list has some ten thousand tags, a report pasted from Word twenty thousand; each costs a parser memory.
MOST_TAGS = 200_000
# All answers under way together; beyond it, answers over a megabyte wait.
MOST_UNDER_WAY = 48 * MEGABYTE
SMALL = 1 * MEGABYTE
# One process talks to thousands of hosts in turn; Twisted would keep each one's connection open for four minutes.
IDLE_SECONDS = 10
# Random bytes are a tenth control signs, text has hardly one; zeros are not counted, some editors strew them.
CONTROL_SIGNS = bytes(code for code in range(1, 32) if code not in b"\t\n\f\r\x1b")
MOST_CONTROL_SHARE = 0.08
SAMPLE_BYTES = 65536
FILE_SIGNATURES = (b"%PDF", b"PK", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
TEXT_TYPE = re.compile(rb"^\s*(?:text/|application/(?:xhtml|xml|json|javascript))", re.IGNORECASE)


class UnfitAnswerError(IgnoreRequest):
    """The answer is not taken; the message says why."""


class EndlessHeadError(Exception):
    """The head of an answer goes on and on."""


class CarefulProtocol(_LenientHTTP11ClientProtocol):
    """One connection: bounds the head of an answer, as Twisted does not, and waits where the process has no room.

    While all answers together hold more than MOST_UNDER_WAY, only one of the large ones is read on; the others wait in
    their sockets, where they cost nothing.
    """

    head_bytes = 0
    taken = 0
    total: ClassVar[int] = 0  # bytes of all answers under way
    freed: ClassVar[int] = 0
    flowing: ClassVar[set[CarefulProtocol]] = set()
    waiting: ClassVar[list[CarefulProtocol]] = []

    def request(self, request: Any) -> Any:
        """Send a request and count its answer anew."""
        self.head_bytes = 0
        self._give_back()
        return super().request(request)

    def dataReceived(self, bytes: bytes) -> None:  # noqa: A002, N802 (Twisted's names)
        """Pass bytes on while they are a body, or a head of bearable length."""
        parser = self._parser
        if parser is not None and parser.state in (STATUS, HEADER):
            self.head_bytes += len(bytes)
            if self.head_bytes > MOST_HEAD_BYTES:
                self._give_up_endless()
                return
        self._take(len(bytes))
        super().dataReceived(bytes)  # type: ignore[no-untyped-call]

    def _disconnectParser(self, reason: Any) -> None:  # noqa: N802
        super()._disconnectParser(reason)  # type: ignore[no-untyped-call]
        self._give_back()

    def _give_up_endless(self) -> None:
        reason: Any = Failure(EndlessHeadError(f"it has more than {MOST_HEAD_BYTES} bytes"))  # type: ignore[no-untyped-call]
        self._giveUp(reason)  # type: ignore[no-untyped-call]

    def _take(self, count: int) -> None:
        self.taken += count
        CarefulProtocol.total += count
        if self.taken <= SMALL or self in self.waiting:
            return
        if CarefulProtocol.total > MOST_UNDER_WAY and self.flowing - {self}:
            self.flowing.discard(self)
            self.waiting.append(self)
            cast("Any", self.transport).pauseProducing()
        else:
            self.flowing.add(self)

    def _give_back(self) -> None:
        """Free this answer's room and let others be read on."""
        CarefulProtocol.total -= self.taken
        if self.taken > SMALL:
            CarefulProtocol.freed += self.taken
        self.taken = 0
        self.flowing.discard(self)
        if self in self.waiting:
            self.waiting.remove(self)
        while self.waiting and (CarefulProtocol.total < MOST_UNDER_WAY or not self.flowing):
            follower = self.waiting.pop(0)
            self.flowing.add(follower)
            cast("Any", follower.transport).resumeProducing()
        if CarefulProtocol.freed > MOST_UNDER_WAY // 3:
            # Scrapy's buffers hang in circles that Python would leave for long: it counts objects, not their size.
            CarefulProtocol.freed = 0
            gc.collect()


class CarefulFactory(_LenientHTTP11ClientFactory):
    """Makes connections that bound their heads."""

    def buildProtocol(self, addr: Any) -> CarefulProtocol:  # noqa: N802
        """Return a connection."""
        return CarefulProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class CarefulHandler(HTTP11DownloadHandler):
    """Scrapy's own way of downloading, with connections that bound their heads."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = CarefulFactory  # noqa: SLF001 (as Scrapy itself sets it)
        self._pool.cachedConnectionTimeout = IDLE_SECONDS


class Allowance:
    """Sets each answer's limit by its type."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Allowance:
        """Build the extension and let it hear of every answer's head."""
        allowance = cls()
        crawler.signals.connect(allowance.headers_received, signal=signals.headers_received)
        crawler.signals.connect(allowance.bytes_received, signal=signals.bytes_received)
        return allowance

    def headers_received(self, headers: Headers, request: Request) -> None:
        """Give a page less room than a file."""
        if is_rules(request):
            request.meta["download_maxsize"] = 0  # what comes beyond the limit is left, what came is read
            return
        most = MOST_TEXT_BYTES if TEXT_TYPE.match(headers.get("Content-Type") or b"") else MOST_BYTES
        request.meta["download_maxsize"] = most

    def bytes_received(self, data: bytes, request: Request) -> None:
        """Read the beginning of rules without end, and leave the rest."""
        if not is_rules(request):
            return
        taken = request.meta["taken"] = request.meta.get("taken", 0) + len(data)
        if taken > MOST_ROBOTS_BYTES:
            raise StopDownload(fail=False)


def is_rules(request: Request) -> bool:
    """Tell whether a request asks for a host's robots.txt."""
    return request.url.endswith("/robots.txt")


class CarefulUnpacking(HttpCompressionMiddleware):
    """Unpacks answers; what cannot be unpacked to its end is not taken for a shorter page."""

    def process_response(self, request: Request, response: Response, *arguments: Any) -> Request | Response:
        """Return the unpacked answer; raise where it is cut, larger than its limit, or nothing but tags."""
        packed = response.headers.get("Content-Encoding") or b""
        unpacked = self._unpacked(request, response)
        assert isinstance(unpacked, Response)
        if b"gzip" in packed.lower() and b"," not in packed and _is_cut(response.body, unpacked.body):
            raise ResponseDataLossError(f"{request.url}: the packed answer ends early")
        if TEXT_TYPE.match(unpacked.headers.get("Content-Type") or b"") and (reason := why_no_text(unpacked.body)):
            raise UnfitAnswerError(reason)
        return unpacked

    def _unpacked(self, request: Request, response: Response) -> Request | Response:
        """Unpack within the request's limit; rules that outgrow a page's are unread, which is no permission."""
        if not is_rules(request):
            return super().process_response(request, response)
        request.meta["download_maxsize"] = MOST_TEXT_BYTES  # on the wire they had none: see Allowance
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            raise DownloadCancelledError(f"{request.url}: {error}") from error


class CarefulRefresh(MetaRefreshMiddleware):
    """Follows <meta http-equiv=refresh>; a page that names an encoding which is none leads nowhere."""

    def process_response(self, request: Request, response: Response, *arguments: Any) -> Request | Response:
        """Return the page, or the request that it sends the visitor on to."""
        try:
            return with_hop(request, response, super().process_response(request, response))
        except (LookupError, UnicodeError, ValueError):
            return response


def why_no_text(body: bytes) -> str:
    """Return why bytes that are called a page are none that a parser should see, or ""."""
    if body.startswith(FILE_SIGNATURES):
        return ""  # a file under a page's type; what it is will be seen
    if (tags := body.count(b"<")) > MOST_TAGS:
        return f"{tags} tags, more than {MOST_TAGS}"
    sample = body[:SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, CONTROL_SIGNS))
    wide = sample.count(0) * 8 > len(sample) or sample.startswith((b"\xff\xfe", b"\xfe\xff"))
    return "bytes that are no text" if controls > len(sample) * MOST_CONTROL_SHARE and not wide else ""


def _is_cut(packed: bytes, unpacked: bytes) -> bool:
    """Tell whether a gzip stream lacks its end; its last four bytes are the length of what was packed."""
    if not packed or int.from_bytes(packed[-4:], "little") == len(unpacked) & 0xFFFFFFFF:
        return False
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacker.decompress(packed, MOST_BYTES)
    except zlib.error:
        return True
    return not unpacker.eof
