"""Lists whose kept bytes are lost or damaged: asked for whole, once."""

from __future__ import annotations

import shutil

from storage.vocabulary import Outcome
from tests.crawler.conftest import Crawling
from tests.crawler.portal import Portal, serve_reports


def test_a_list_whose_bytes_are_lost_is_fetched_whole(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    shutil.rmtree(crawling.folder / "archive")
    portal.paths()
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["unchanged"]) == (Outcome.UNCHANGED, 2)
    assert {status for _path, status in portal.paths()} == {200}
    assert "is lost; its pages are fetched whole" in crawling.said
    assert len(crawling.snapshots()) == 6
    assert crawling.run()["yunling"].outcome is Outcome.UNCHANGED
    assert {(path, status) for path, status in portal.paths() if status != 304} == set()


def test_a_list_whose_record_is_damaged_is_asked_for_whole_at_once(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    held = next(row for row in crawling.snapshots() if row.url.endswith("/fz/"))
    path = crawling.folder / "archive" / held.archive_file
    data = bytearray(path.read_bytes())
    data[held.archive_offset + 40 : held.archive_offset + 60] = bytes(20)
    path.write_bytes(bytes(data))
    portal.paths()
    assert crawling.run()["yunling"].outcome is Outcome.UNCHANGED
    assert {status for asked, status in portal.paths() if asked == "/fz/"} == {304, 200}
    assert f"{path} at byte {held.archive_offset}: the kept bytes cannot be read" in crawling.said
    crawling.run()
    assert [status for asked, status in portal.paths() if asked == "/fz/"] == [304]
