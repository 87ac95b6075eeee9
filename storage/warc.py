"""WARC records: takes one exchange with a portal, leaves gzip members for a file; reads members back, digests checked.

WARC 1.1 (ISO 28500:2017), one gzip member a record, so that warcio and pywb replay the files and one record can be
read by its place alone. The response holds the body after content decoding, which is what every later room works on:
the headers that would lie about such a body are kept under `X-Archive-Orig-`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from storage.errors import ArchiveError

WARC_VERSION = "WARC/1.1"
RENAMED_HEADERS = {"content-encoding", "transfer-encoding", "content-length"}
ORIGINAL = "X-Archive-Orig-"
# Names the answer that a record belongs to; a response that has it is a hop on the way to that answer.
CONCURRENT = "WARC-Concurrent-To"
_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b\x08"
# A member that unpacks to more was not written here: bodies end at 20 MB.
_MOST_UNPACKED = 200_000_000


@dataclass(frozen=True)
class Exchange:
    """How an answer was asked for: the address that answered, the request, the server's address, the hops before."""

    url: str
    method: str = "GET"
    sent: tuple[tuple[str, str], ...] = ()
    form: bytes = b""
    address: str | None = None
    hops: tuple[Hop, ...] = ()


@dataclass(frozen=True)
class Hop:
    """One redirect on the way to an answer: how it was asked for, and what it said."""

    exchange: Exchange
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True)
class Record:
    """One record read back: its type, address, named headers and payload; `trouble` says what is wrong with it."""

    kind: str
    url: str
    headers: Mapping[str, str]
    payload: bytes
    trouble: str = ""


@dataclass(frozen=True)
class Member:
    """One place of a file: a whole record, or bytes that hold none (`record` is None).

    `ends`: no whole record follows any more.
    """

    offset: int
    length: int
    record: Record | None
    trouble: str = ""
    ends: bool = False


def info_member(name: str, fields: Mapping[str, str], moment: datetime) -> bytes:
    """Return the record that opens a file: who wrote it, with what, under which contact."""
    writer, stream = _writer()
    record = writer.create_warcinfo_record(name, {"format": WARC_VERSION, **{k: _line(v) for k, v in fields.items()}})
    record.rec_headers.replace_header("WARC-Date", warc_date(moment))
    return _written(writer, stream, record)


def exchange_members(
    exchange: Exchange,
    moment: datetime,
    *,
    status: int,
    headers: Sequence[tuple[str, str]],
    body: bytes,
    facts: Mapping[str, str],
) -> tuple[bytes, ...]:
    """Return response, request and metadata of one exchange, in this order; the later ones point to the first.

    Response and request of each hop follow, so that the address that was asked for replays as the way to the answer.
    """
    common = _common(exchange, moment)
    response, name = _response(exchange, common, status, headers, body)
    beside = {**common, CONCURRENT: name}
    members = [response, _request(exchange, beside)]
    if facts:
        text = "".join(f"{name}: {_line(value)}\r\n" for name, value in facts.items()).encode()
        kind = "application/warc-fields"
        members.append(_member_of(exchange.url, "metadata", text, beside, length=len(text), warc_content_type=kind)[0])
    for hop in exchange.hops:
        along = {**_common(hop.exchange, moment), CONCURRENT: name}
        members += [_response(hop.exchange, along, hop.status, hop.headers, hop.body)[0], _request(hop.exchange, along)]
    return tuple(members)


def _common(exchange: Exchange, moment: datetime) -> dict[str, str]:
    return {"WARC-Date": warc_date(moment)} | ({"WARC-IP-Address": exchange.address} if exchange.address else {})


def _response(
    exchange: Exchange, fields: Mapping[str, str], status: int, headers: Sequence[tuple[str, str]], body: bytes
) -> tuple[bytes, str]:
    from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415 (only a crawl writes)

    http = StatusAndHeaders(f"{status} {_phrase(status)}".strip(), _kept(headers, len(body)), protocol="HTTP/1.1")
    return _member_of(exchange.url, "response", body, fields, http_headers=http)


def _request(exchange: Exchange, fields: Mapping[str, str]) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415

    line = f"{exchange.method} {_target(exchange.url)} HTTP/1.1"
    asked = StatusAndHeaders(line, _lines(_sent_whole(exchange)), is_http_request=True)
    return _member_of(exchange.url, "request", exchange.form, fields, http_headers=asked)[0]


def read_member(member: bytes) -> Record:
    """Return the record of one gzip member with what its digests say; raise ArchiveError where there is no record."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415

    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(member, _MOST_UNPACKED)
    except zlib.error as error:
        raise ArchiveError(f"the record cannot be unpacked ({error})") from error
    if not unpacker.eof:
        raise ArchiveError("the record breaks off before its end")
    try:
        record = next(iter(ArchiveIterator(BytesIO(plain), check_digests=True)))
        payload = record.content_stream().read()
    except (ArchiveLoadFailed, StopIteration, ValueError, UnicodeError, EOFError) as error:
        raise ArchiveError(f"no WARC record stands there ({error!r})") from error
    sound = record.digest_checker.passed if record.digest_checker else None
    headers = dict(record.rec_headers.headers)
    return Record(
        record.rec_type or "",
        headers.get("WARC-Target-URI", ""),
        headers,
        payload,
        "" if sound is not False else "its own digests do not match its bytes",
    )


def members_of(path: Path) -> Iterator[Member]:
    """Give every place of a file in order; bytes that hold no record are told, and the next whole record is found."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        offset = 0
        while offset < size:
            length = member_length(stream, offset)
            if length is not None:
                yield _member(stream, offset, length)
                offset += length
                continue
            following = _next_whole(stream, offset + 1, size)
            trouble = "bytes that hold no whole record"
            yield Member(offset, (following or size) - offset, None, trouble, ends=following is None)
            offset = following or size


def member_length(stream: BinaryIO, offset: int) -> int | None:
    """Return the length of the whole gzip member at a place, or None where none stands or it breaks off."""
    stream.seek(offset)
    unpacker, read = zlib.decompressobj(wbits=31), 0
    while not unpacker.eof:
        chunk = stream.read(_CHUNK)
        if not chunk:
            return None
        read += len(chunk)
        try:
            while chunk and not unpacker.eof:
                unpacker.decompress(chunk, _CHUNK)
                chunk = unpacker.unconsumed_tail
        except zlib.error:
            return None
    return read - len(unpacker.unused_data)


def warc_date(moment: datetime) -> str:
    """Return a moment as WARC 1.1 writes it, to the microsecond."""
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z"


def _member(stream: BinaryIO, offset: int, length: int) -> Member:
    stream.seek(offset)
    try:
        record = read_member(stream.read(length))
    except ArchiveError as error:
        return Member(offset, length, None, str(error))
    return Member(offset, length, record, record.trouble)


def _next_whole(stream: BinaryIO, start: int, size: int) -> int | None:
    """Return where the next whole member begins, or None."""
    place = start
    while place < size:
        stream.seek(place)
        chunk = stream.read(_CHUNK)
        found = chunk.find(_GZIP)
        while found >= 0:
            if member_length(stream, place + found) is not None:
                return place + found
            found = chunk.find(_GZIP, found + 1)
        place += max(len(chunk) - len(_GZIP) + 1, 1)
    return None


def _member_of(url: str, kind: str, payload: bytes, fields: Mapping[str, str], **more: Any) -> tuple[bytes, str]:
    writer, stream = _writer()
    record = writer.create_warc_record(url, kind, payload=BytesIO(payload), warc_headers_dict=dict(fields), **more)
    return _written(writer, stream, record), record.rec_headers.get_header("WARC-Record-ID")


def _writer() -> tuple[Any, BytesIO]:
    from warcio.warcwriter import WARCWriter  # noqa: PLC0415

    stream = BytesIO()
    return WARCWriter(stream, gzip=True, warc_version=WARC_VERSION), stream


def _written(writer: Any, stream: BytesIO, record: Any) -> bytes:
    writer.write_record(record)
    record.raw_stream.close()  # warcio put a spooled file here to take its digests from, and leaves it open
    return stream.getvalue()


def _kept(headers: Sequence[tuple[str, str]], size: int) -> list[tuple[str, str]]:
    renamed = [(ORIGINAL + name if name.lower() in RENAMED_HEADERS else name, value) for name, value in headers]
    return [*_lines(renamed), ("X-Fazhi-Body", "decoded"), ("Content-Length", str(size))]


def _sent_whole(exchange: Exchange) -> list[tuple[str, str]]:
    """Return the request's headers with those that are written on the wire only; replay finds a form by its length."""
    known = {name.lower() for name, _value in exchange.sent}
    wire = [("Host", _host(exchange.url))]
    wire += [("Content-Length", str(len(exchange.form)))] if exchange.form or exchange.method == "POST" else []
    return [*exchange.sent, *(one for one in wire if one[0].lower() not in known)]


def _lines(headers: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(_line(name), _line(value)) for name, value in headers]


def _line(text: str) -> str:
    """Return a text on one line: a break inside would begin a header of its own."""
    return " ".join(text.split())


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _host(url: str) -> str:
    """Return host and port, without the port that the scheme implies."""
    parts = urlsplit(url)
    usual = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    return parts.netloc.rpartition("@")[2].removesuffix(usual)


def _target(url: str) -> str:
    _scheme, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return (slash + path).partition("#")[0] or "/" if mark and host else url
