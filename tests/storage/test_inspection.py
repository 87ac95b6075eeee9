from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from storage.archive import ArchiveWriter
from storage.database import Store
from storage.inspection import archive_contents, damaged_pages, forget_lost_files, inspect_archive, lost_files
from storage.model import Snapshot
from storage.pages import ListedPage, find_page, keep_snapshot
from storage.vocabulary import Verdict
from tests.storage.held import SOURCE, begin

URLS = ("http://www.yunting.gov.cn/fz/1.html", "http://www.yunting.gov.cn/fz/2.html")


@pytest.fixture
def kept(fresh_store: Store, tmp_path: Path, now: datetime) -> list[Snapshot]:
    """Two pages in the archive and on the shelf."""
    begin(fresh_store)
    writer = ArchiveWriter(tmp_path, "run1")
    found = []
    for url in URLS:
        place = writer.keep(url, now, 200, [], f"<p>{url}</p>".encode())
        one = Snapshot(
            url, now, 200, "text/html", place.sha256, place.size, Verdict.PAGE, place.file, place.offset, place.length
        )
        page = ListedPage(url, "题", None)
        found.append(
            keep_snapshot(fresh_store, one, run_id="run1", page=page, source=SOURCE.slug, etag='"1"', last_modified="x")
        )
    writer.close()
    return found


def validators(store: Store, url: str) -> tuple[str | None, str | None, str | None]:
    page = find_page(store, url)
    assert page is not None
    return page.sha256, page.etag, page.last_modified


def test_a_sound_archive_has_no_troubles(fresh_store: Store, tmp_path: Path, kept: list[Snapshot]) -> None:
    found = inspect_archive(fresh_store, tmp_path)
    assert (found.files, found.records, found.snapshots) == (1, 5, 2)
    assert (found.troubles, found.repaired, found.unnamed) == ((), (), ())
    assert damaged_pages(fresh_store, tmp_path) == []
    assert validators(fresh_store, URLS[0]) == (kept[0].sha256, '"1"', "x")
    (row,) = archive_contents(fresh_store, tmp_path)
    assert (row["file"], row["snapshots"], row["first"]) == (kept[0].archive_file, 2, kept[0].fetched_at)


def test_damage_is_told_with_its_page_which_is_then_asked_for_whole(
    fresh_store: Store, tmp_path: Path, kept: list[Snapshot]
) -> None:
    path = tmp_path / kept[0].archive_file
    whole = bytearray(path.read_bytes())
    middle = kept[0].archive_offset + kept[0].archive_length // 2
    whole[middle : middle + 8] = b"\0" * 8
    path.write_bytes(bytes(whole))
    found = inspect_archive(fresh_store, tmp_path)
    assert [(one.file, one.offset, one.url) for one in found.troubles] == [
        (kept[0].archive_file, kept[0].archive_offset, URLS[0])
    ]
    assert "bring the file back" in found.troubles[0].remedy
    assert validators(fresh_store, URLS[0]) == (None, None, None)
    assert validators(fresh_store, URLS[1]) == (kept[1].sha256, '"1"', "x")
    assert lost_files(fresh_store, tmp_path) == []
    (told,) = damaged_pages(fresh_store, tmp_path)
    assert told.startswith(f"{URLS[0]}: {path} at byte {kept[0].archive_offset}: the kept bytes cannot be read")


def test_a_lost_file_is_told_and_its_pages_are_asked_for_whole(
    fresh_store: Store, tmp_path: Path, kept: list[Snapshot]
) -> None:
    (tmp_path / kept[0].archive_file).unlink()
    assert lost_files(fresh_store, tmp_path) == [kept[0].archive_file]
    assert [one.what for one in inspect_archive(fresh_store, tmp_path).troubles] == ["the file is not there"] * 2
    assert forget_lost_files(fresh_store, tmp_path) == [kept[0].archive_file]
    assert validators(fresh_store, URLS[1]) == (None, None, None)
    (row,) = archive_contents(fresh_store, tmp_path)
    assert (row["size"], row["snapshots"]) == (None, 2)


def test_a_file_cut_short_is_a_torn_end_and_lost_bytes(
    fresh_store: Store, tmp_path: Path, kept: list[Snapshot]
) -> None:
    path = tmp_path / kept[1].archive_file
    path.write_bytes(path.read_bytes()[: kept[1].archive_offset + 20])
    found = inspect_archive(fresh_store, tmp_path)
    assert [one.url for one in found.troubles] == [URLS[1]]
    assert found.repaired == (f"{path}: 20 bytes after the last whole record were moved to {path.name}.tail-1",)
    assert lost_files(fresh_store, tmp_path) == [kept[1].archive_file]


def test_an_answer_that_no_row_names_is_told_and_no_trouble(
    fresh_store: Store, tmp_path: Path, kept: list[Snapshot], now: datetime
) -> None:
    writer = ArchiveWriter(tmp_path, "run2")
    place = writer.keep(URLS[0], now, 200, [], b"<p>3</p>")
    assert inspect_archive(fresh_store, tmp_path).unnamed == ()  # its writer lives
    writer.close()
    found = inspect_archive(fresh_store, tmp_path)
    assert found.troubles == ()
    assert [(one.file, one.offset, one.url) for one in found.unnamed] == [(place.file, place.offset, URLS[0])]


def test_another_answers_bytes_are_found_out(fresh_store: Store, tmp_path: Path, kept: list[Snapshot]) -> None:
    begin(fresh_store, "run2")
    wrong = replace(kept[0], sha256="0" * 64, fetched_at=kept[0].fetched_at.replace(year=2027))
    keep_snapshot(fresh_store, wrong, run_id="run2", page=ListedPage(URLS[0], "题", None), source=SOURCE.slug)
    found = inspect_archive(fresh_store, tmp_path)
    assert [one.what for one in found.troubles] == ["another answer's bytes stand there"]
