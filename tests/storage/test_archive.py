import fcntl
import gzip
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from storage.archive import ArchiveWriter, archive_files, read_body, repair_tails
from storage.errors import ArchiveError
from storage.warc import Exchange, members_of

PAGE = "<p>云汀市2025年法治政府建设年度报告</p>".encode("gbk")
URL = "http://a.gov.cn/1.html"


def records(path: Path) -> Iterator[Any]:
    """Give the records of a file as a replay tool sees them."""
    with path.open("rb") as stream:
        yield from ArchiveIterator(stream, check_digests="raise")


def test_bytes_come_back_by_their_place(tmp_path: Path, now: datetime) -> None:
    writer = ArchiveWriter(tmp_path, "run1")
    first = writer.keep(URL, now, 200, [("Content-Type", "text/html")], PAGE)
    second = writer.keep("http://a.gov.cn/2.html", now, 412, [("Content-Encoding", "gzip")], b"")
    writer.close()
    assert read_body(tmp_path, first.file, first.offset, first.length, first.sha256) == PAGE
    assert read_body(tmp_path, second.file, second.offset, second.length, second.sha256) == b""
    assert (first.size, second.size) == (len(PAGE), 0)


def test_an_exchange_is_response_request_and_metadata_that_other_tools_replay(tmp_path: Path, now: datetime) -> None:
    writer = ArchiveWriter(tmp_path, "run1", {"software": "FazhiWatch/0.1", "operator": "ops@a.example"})
    exchange = Exchange(
        "https://a.gov.cn/1.html?x=1", "POST", (("User-Agent", "FazhiWatch"),), b"page=2", address="203.0.113.9"
    )
    headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", "7"), ("X", "a\r\nY: b")]
    kept = writer.keep(URL, now, 200, headers, PAGE, exchange=exchange, facts={"via": URL, "source": "a\r\nb: c"})
    writer.close()
    found = []
    for record in records(tmp_path / kept.file):
        body = record.content_stream().read()
        named = record.rec_headers.get_header
        found.append((record.rec_type, named("WARC-Target-URI"), named("WARC-IP-Address"), body))
        assert record.rec_headers.protocol == "WARC/1.1"
        if record.rec_type == "response":
            response = named("WARC-Record-ID")
            assert record.http_headers.statusline == "200 OK"
            assert record.http_headers.headers == [
                ("Content-Type", "text/html"),
                ("X-Archive-Orig-Content-Encoding", "gzip"),
                ("X-Archive-Orig-Content-Length", "7"),
                ("X", "a Y: b"),
                ("X-Fazhi-Body", "decoded"),
                ("Content-Length", str(len(PAGE))),
            ]
            assert named("WARC-Date") == "2026-03-12T01:30:00.000000Z"
            assert named("WARC-Payload-Digest").startswith("sha1:")
        elif record.rec_type != "warcinfo":
            assert named("WARC-Concurrent-To") == response
        if record.rec_type == "request":
            assert record.http_headers.statusline == "/1.html?x=1 HTTP/1.1"
            assert record.http_headers.protocol == "POST"
            sent = [("User-Agent", "FazhiWatch"), ("Host", "a.gov.cn"), ("Content-Length", "6")]
            assert record.http_headers.headers == sent
    target = exchange.url
    assert found[1:] == [
        ("response", target, "203.0.113.9", PAGE),
        ("request", target, "203.0.113.9", b"page=2"),
        ("metadata", target, "203.0.113.9", f"via: {URL}\r\nsource: a b: c\r\n".encode()),
    ]
    kind, _url, _address, info = found[0]
    assert kind == "warcinfo"
    assert b"software: FazhiWatch/0.1\r\noperator: ops@a.example\r\n" in info


def test_a_changed_byte_is_found_out_with_place_and_remedy(tmp_path: Path, now: datetime) -> None:
    writer = ArchiveWriter(tmp_path, "run1")
    kept = writer.keep(URL, now, 200, [], PAGE)
    writer.close()
    place = re.escape(f"{tmp_path / kept.file} at byte {kept.offset}: ")
    remedy = "bring the file back from a copy, or fetch the page again"
    with pytest.raises(ArchiveError, match=f"{place}.*do not match.*{remedy}"):
        read_body(tmp_path, kept.file, kept.offset, kept.length, "0" * 64)
    path = tmp_path / kept.file
    whole = path.read_bytes()
    for damage in (whole[: kept.offset] + b"x" * kept.length, whole[: kept.offset + 20], b""):
        path.write_bytes(damage)
        with pytest.raises(ArchiveError, match=f"{place}.*cannot be read.*{remedy}"):
            read_body(tmp_path, kept.file, kept.offset, kept.length, kept.sha256)
    path.unlink()
    with pytest.raises(ArchiveError, match=f"{place}.*No such file.*{remedy}"):
        read_body(tmp_path, kept.file, kept.offset, kept.length, kept.sha256)


def test_a_record_rewritten_with_its_old_digest_is_found_out(tmp_path: Path, now: datetime) -> None:
    writer = ArchiveWriter(tmp_path, "run1")
    kept = writer.keep(URL, now, 200, [], b"<p>13</p>")
    writer.close()
    path = tmp_path / kept.file
    whole = path.read_bytes()
    plain = gzip.decompress(whole[kept.offset : kept.offset + kept.length])
    forged = gzip.compress(plain.replace(b"<p>13</p>", b"<p>93</p>"))
    path.write_bytes(whole[: kept.offset] + forged + whole[kept.offset + kept.length :])
    assert [member.trouble for member in members_of(path)] == [
        "",
        "its own digests do not match its bytes",
        "",
    ]


def test_no_file_is_written_over_and_a_full_one_is_followed(tmp_path: Path, now: datetime) -> None:
    first, second = ArchiveWriter(tmp_path, "run1"), ArchiveWriter(tmp_path, "run1", rotate=1)
    places = [one.keep(URL, now, 200, [], PAGE) for one in (first, second, second)]
    first.close()
    second.close()
    assert len({place.file for place in places}) == 3
    assert [read_body(tmp_path, p.file, p.offset, p.length, p.sha256) for p in places] == [PAGE] * 3
    assert not list(tmp_path.rglob("*.writing"))


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from storage.archive import ArchiveWriter
writer = ArchiveWriter(Path(sys.argv[1]), "run1", rotate=4000)
for number in range(50):
    kept = writer.keep(f"http://a.gov.cn/{number}.html", datetime(2026, 3, 12, tzinfo=UTC), 200, [], b"x" * number)
    print(kept.file, kept.offset, kept.length, kept.sha256)
writer.close()
"""


def test_processes_write_at_the_same_time(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    writers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _count in range(2)]
    places = [line.split() for writer in writers for line in writer.communicate()[0].splitlines()]
    bodies = [read_body(tmp_path, file, int(offset), int(length), digest) for file, offset, length, digest in places]
    assert bodies == [b"x" * number for number in range(50)] * 2
    kinds = [member.record.kind for path in archive_files(tmp_path) for member in members_of(path) if member.record]
    assert kinds.count("response") == kinds.count("request") == 100


def test_a_torn_end_is_moved_aside_and_told(tmp_path: Path, now: datetime, caplog: pytest.LogCaptureFixture) -> None:
    writer = ArchiveWriter(tmp_path, "run1")
    kept = writer.keep(URL, now, 200, [], PAGE)
    writer.close()
    path = tmp_path / kept.file
    whole = path.read_bytes()
    torn = whole[kept.offset : kept.offset + kept.length - 5]
    path.write_bytes(whole + torn)
    assert repair_tails(tmp_path) == []  # nobody was killed over this file
    path.with_name(path.name + ".writing").touch()
    aside = path.with_name(path.name + ".tail-1")
    line = f"{path}: {len(torn)} bytes after the last whole record were moved to {aside.name}"
    assert repair_tails(tmp_path) == [line]
    assert line in caplog.text
    assert (path.read_bytes(), aside.read_bytes()) == (whole, torn)
    assert repair_tails(tmp_path) == []
    assert repair_tails(tmp_path, [path]) == []


def test_the_file_of_a_living_writer_is_left_alone(tmp_path: Path, now: datetime) -> None:
    writer = ArchiveWriter(tmp_path, "run1")
    kept = writer.keep(URL, now, 200, [], PAGE)
    path = tmp_path / kept.file
    with path.open("ab") as stream:
        stream.write(b"\x1f\x8b\x08half")
    assert repair_tails(tmp_path, [path]) == []
    writer.close()
    with path.open("rb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert len(repair_tails(tmp_path, [path])) == 1


def test_damage_in_the_middle_is_no_torn_end(tmp_path: Path, now: datetime) -> None:
    writer = ArchiveWriter(tmp_path, "run1")
    first, second = (writer.keep(URL, now, 200, [], body) for body in (PAGE, b"second"))
    writer.close()
    path = tmp_path / first.file
    whole = bytearray(path.read_bytes())
    whole[first.offset + 30 : first.offset + 60] = b"\0" * 30
    path.write_bytes(bytes(whole))
    assert repair_tails(tmp_path, [path]) == []
    damaged = [member for member in members_of(path) if member.record is None]
    assert [(member.offset, member.ends) for member in damaged] == [(first.offset, False)]
    assert read_body(tmp_path, second.file, second.offset, second.length, second.sha256) == b"second"
