from datetime import datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from storage.archive import ArchiveWriter, read_body
from storage.errors import ArchiveError

PAGE = "<p>云汀市2025年法治政府建设年度报告</p>".encode("gbk")


def test_bytes_come_back_by_their_place(tmp_path: Path, now: datetime) -> None:
    writer = ArchiveWriter(tmp_path, "run1")
    first = writer.keep("http://a.gov.cn/1.html", now, 200, [("Content-Type", "text/html")], PAGE)
    second = writer.keep("http://a.gov.cn/2.html", now, 412, [("Content-Encoding", "gzip")], b"")
    writer.close()
    assert read_body(tmp_path, first.file, first.offset, first.length, first.sha256) == PAGE
    assert read_body(tmp_path, second.file, second.offset, second.length, second.sha256) == b""
    assert (first.size, second.size) == (len(PAGE), 0)


def test_the_file_is_a_warc_that_other_tools_replay(tmp_path: Path, now: datetime) -> None:
    writer = ArchiveWriter(tmp_path, "run1")
    kept = writer.keep("http://a.gov.cn/1.html", now, 200, [("Content-Type", "text/html")], PAGE)
    writer.close()
    with (tmp_path / kept.file).open("rb") as stream:
        found = [
            (record.rec_type, record.rec_headers["WARC-Target-URI"], record.content_stream().read())
            for record in ArchiveIterator(stream)
        ]
    assert found == [("response", "http://a.gov.cn/1.html", PAGE)]


def test_a_changed_byte_is_found_out(tmp_path: Path, now: datetime) -> None:
    writer = ArchiveWriter(tmp_path, "run1")
    kept = writer.keep("http://a.gov.cn/1.html", now, 200, [], PAGE)
    writer.close()
    with pytest.raises(ArchiveError, match="do not match"):
        read_body(tmp_path, kept.file, kept.offset, kept.length, "0" * 64)
    (tmp_path / kept.file).write_bytes(b"broken")
    with pytest.raises(ArchiveError, match="cannot be read"):
        read_body(tmp_path, kept.file, kept.offset, kept.length, kept.sha256)


def test_a_file_is_never_written_over(tmp_path: Path, now: datetime) -> None:
    first = ArchiveWriter(tmp_path, "run1")
    kept = first.keep("http://a.gov.cn/1.html", now, 200, [], PAGE)
    with pytest.raises(ArchiveError, match="cannot be written"):
        ArchiveWriter(tmp_path, "run1").keep("http://a.gov.cn/1.html", now, 200, [], b"other")
    first.close()
    assert read_body(tmp_path, kept.file, kept.offset, kept.length, kept.sha256) == PAGE
