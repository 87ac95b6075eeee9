"""The backup and the way back: the same rows on either database, nothing overwritten, nothing half restored."""

import io
import json
import tarfile
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from storage.archive import ArchiveWriter
from storage.backup import make_backup
from storage.database import Store, open_store
from storage.dump import one_state, rows_of, tables_of
from storage.errors import StorageError
from storage.restore import restore_backup
from storage.runs import start_run
from storage.schema import bring_up_to_date, current_step, newest_step
from storage.tables import RUN
from tests.postgres import fresh_database
from tests.storage.held import NOW, begin, hold, read_all, reading


def fill(store: Store) -> None:
    """Keep a source, a run, two pages, their documents and readings."""
    begin(store)
    hold(store, "http://www.yunting.gov.cn/fz/1.html", "受理13件")
    hold(store, "http://www.yunting.gov.cn/fz/2.html", "受理21件", minutes=5)
    read_all(store, reading())


def all_rows(store: Store) -> dict[str, list[Any]]:
    """Return every row of every table."""
    with one_state(store) as connection:
        return {
            table.name: [json.loads(line) for line in rows_of(connection, table)] for table in tables_of(connection)
        }


def archive_in(folder: Path) -> Path:
    """Return an archive with one page."""
    writer = ArchiveWriter(folder / "archive", "run1")
    writer.keep("http://www.yunting.gov.cn/fz/1.html", NOW, 200, [("Content-Type", "text/html")], b"<p>13</p>")
    writer.close()
    return folder / "archive"


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_restored_is_what_was_held_on_either(fresh_store: Store, tmp_path: Path, now: datetime) -> None:
    fill(fresh_store)
    archive, file = archive_in(tmp_path), tmp_path / "backup.tar"
    made = make_backup(fresh_store, archive, file, now, {"settings/0-settings.toml": b"[crawl]\n"})
    assert (made.rows["document"], made.archive_files, made.size) == (2, 1, file.stat().st_size)
    url = f"sqlite:///{tmp_path}/another.db"
    done = restore_backup(url, tmp_path / "other", file, now)
    assert (done.rows, done.archive_files, done.aside) == (made.rows, 1, ())
    restored = open_store(url)
    assert bring_up_to_date(restored, now) is None
    assert all_rows(restored) == all_rows(fresh_store)
    assert files_of(tmp_path / "other") == files_of(archive)
    restored.close()


def test_postgresql_takes_what_sqlite_held_and_counts_on(postgres_server: str, tmp_path: Path, now: datetime) -> None:
    old = open_store(f"sqlite:///{tmp_path}/old.db")
    bring_up_to_date(old, now)
    fill(old)
    make_backup(old, None, tmp_path / "backup.tar", now)
    with fresh_database(postgres_server) as url:
        restore_backup(url, tmp_path / "archive", tmp_path / "backup.tar", now)
        new = open_store(url)
        assert all_rows(new) == all_rows(old)
        kept = hold(new, "http://www.yunting.gov.cn/fz/3.html", "受理3件", minutes=9)
        assert kept.id == 3
        new.close()
    old.close()


def test_a_store_that_holds_something_is_replaced_only_when_asked(
    fresh_store: Store, tmp_path: Path, now: datetime, database_url: str
) -> None:
    fill(fresh_store)
    before, file = all_rows(fresh_store), tmp_path / "backup.tar"
    make_backup(fresh_store, archive_in(tmp_path), file, now)
    start_run(fresh_store, "later", "run", now, now)
    fresh_store.close()
    with pytest.raises(StorageError, match="`--replace` moves them"):
        restore_backup(database_url, tmp_path / "archive", file, now)
    with pytest.raises(StorageError, match="the store is not empty"):
        restore_backup(database_url, tmp_path / "no archive", file, now)
    assert "later" in {row["id"] for row in all_rows(fresh_store)["run"]}
    fresh_store.close()
    done = restore_backup(database_url, tmp_path / "archive", file, now, replace=True)
    restored = open_store(database_url)
    assert all_rows(restored) == before
    restored.close()
    assert (tmp_path / "archive.replaced-20260312T013000Z") in done.aside
    assert all(path.exists() for path in done.aside)


def test_a_backup_overwrites_nothing_and_leaves_nothing_half(fresh_store: Store, tmp_path: Path, now: datetime) -> None:
    file = tmp_path / "backup.tar"
    file.write_bytes(b"somebody's")
    with pytest.raises(StorageError, match="give another name"):
        make_backup(fresh_store, None, file, now)
    with pytest.raises(StorageError, match="cannot be written"):
        make_backup(fresh_store, None, Path("/proc/none/backup.tar"), now)
    assert [path.name for path in tmp_path.glob("backup*")] == ["backup.tar"]
    assert file.read_bytes() == b"somebody's"


def damaged(whole: bytes, how: str) -> bytes:
    """Return a backup after something happened to it."""
    if how == "cut off":
        return whole[: len(whole) // 2]
    if how == "one byte":
        place = whole.index(b"\x1f\x8b") + 30
        return whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
    if how == "no tar":
        return b"nothing of the kind"
    added = io.BytesIO(whole)
    with tarfile.open(fileobj=added, mode="a") as tar:
        entry = tarfile.TarInfo({"outside": "../outside", "another": "archive/more.warc.gz"}[how])
        entry.size = 3
        tar.addfile(entry, io.BytesIO(b"abc"))
    return added.getvalue()


@pytest.mark.parametrize("how", ["cut off", "one byte", "no tar", "outside", "another"])
def test_a_damaged_file_touches_nothing(how: str, tmp_path: Path, now: datetime) -> None:
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    bring_up_to_date(store, now)
    fill(store)
    make_backup(store, archive_in(tmp_path), tmp_path / "whole.tar", now)
    store.close()
    (tmp_path / "backup.tar").write_bytes(damaged((tmp_path / "whole.tar").read_bytes(), how))
    (tmp_path / "target").mkdir()
    with pytest.raises(StorageError, match="take another"):
        restore_backup(f"sqlite:///{tmp_path}/target/new.db", tmp_path / "target/archive", tmp_path / "backup.tar", now)
    assert files_of(tmp_path / "target") == {}
    assert not (tmp_path.parent / "outside").exists()


def test_a_backup_made_while_others_write_is_of_one_moment(fresh_store: Store, tmp_path: Path, now: datetime) -> None:
    fill(fresh_store)
    done, written = threading.Event(), 0

    def write() -> None:
        nonlocal written
        while not done.is_set():
            begin(fresh_store, f"more{written}")
            hold(fresh_store, f"http://www.yunting.gov.cn/{written}.html", "受理1件", written, f"more{written}")
            written += 1

    writer = threading.Thread(target=write)
    writer.start()
    made = make_backup(fresh_store, None, tmp_path / "backup.tar", now)
    done.set()
    writer.join()
    begun, held = made.rows["run"] - 1, made.rows["snapshot"] - 2
    assert held in (begun, begun - 1)  # a run, then its snapshot: never the other way round
    restore_backup(f"sqlite:///{tmp_path}/new.db", tmp_path / "archive", tmp_path / "backup.tar", now)


def test_an_older_backup_is_brought_up_to_date(tmp_path: Path, now: datetime) -> None:
    from storage.schema import apply_steps

    old = open_store(f"sqlite:///{tmp_path}/old.db")
    with old.writing() as connection:
        apply_steps(old, connection, "0001")
    start_run(old, "run1", "run", now, now)
    make_backup(old, None, tmp_path / "backup.tar", now)
    old.close()
    url = f"sqlite:///{tmp_path}/new.db"
    restore_backup(url, tmp_path / "archive", tmp_path / "backup.tar", now)
    new = open_store(url)
    assert current_step(new) == newest_step()
    with new.reading() as connection:
        assert connection.execute(select(func.count()).select_from(RUN)).scalar_one() == 1
    new.close()
