from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, select, text

from storage.database import Store, open_store
from storage.errors import StorageError
from storage.schema import apply_steps, bring_up_to_date, current_step, newest_step
from storage.tables import ALERT, DELIVERY, METADATA


def test_steps_lead_to_the_floor_plan(fresh_store: Store) -> None:
    with fresh_store.reading() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), METADATA)
    assert difference == []
    assert current_step(fresh_store) == newest_step()


def test_doing_it_twice_changes_nothing_and_copies_nothing(fresh_store: Store, now: datetime) -> None:
    assert bring_up_to_date(fresh_store, now) is None


def test_a_sqlite_file_is_copied_before_a_step(tmp_path: Path, now: datetime) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    bring_up_to_date(store, now)
    with store.writing() as connection:
        connection.execute(text("DROP TABLE schedule"))
        for table in ("attempt",):
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(Exception, match="0000"):  # there is no way from an unknown step, but the copy was made first
        bring_up_to_date(store, now)
    assert [path.name for path in tmp_path.glob("*.before-*")] == ["store.db.before-0000-20260312T013000Z"]
    store.close()


def test_a_store_of_a_newer_program_is_refused(fresh_store: Store, now: datetime) -> None:
    with fresh_store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="install the newer program"):
        bring_up_to_date(fresh_store, now)


def test_a_damaged_file_is_refused_and_left_alone(tmp_path: Path, now: datetime) -> None:
    file = tmp_path / "store.db"
    file.write_bytes(b"this is no database, but somebody's only copy of something" * 20)
    before = file.read_bytes()
    store = open_store(f"sqlite:///{file}")
    with pytest.raises(StorageError, match="`fazhi restore` a backup"):
        bring_up_to_date(store, now)
    store.close()
    assert file.read_bytes() == before


def rows_at_the_first_step(store: Store, now: datetime) -> None:
    """Make a store of the first step with a source, a run, an alert that was told and one that was not."""
    with store.writing() as connection:
        apply_steps(store, connection, "0001")
        at = now if not store.is_sqlite else now.replace(tzinfo=None)
        old = MetaData()
        old.reflect(connection)
        tables = old.tables
        connection.execute(tables["run"].insert().values(id="run1", trigger="run", as_of=at, started_at=at))
        for number, state in enumerate(("sent", "pending"), 1):
            connection.execute(
                tables["alert"]
                .insert()
                .values(
                    id=number, key=f"key{number}", event="source.blocked", severity="warning", raised_at=at,
                    run_id="run1", body={"key": f"key{number}"},
                )
            )  # fmt: skip
            connection.execute(
                tables["delivery"]
                .insert()
                .values(id=number, alert_id=number, channel="ops", state=state, attempts=1, answer="")
            )


def test_a_store_of_the_first_step_keeps_its_rows_on_the_way_up_and_a_copy_is_made_before(
    database_url: str, tmp_path: Path, now: datetime
) -> None:
    store = open_store(database_url)
    rows_at_the_first_step(store, now)
    copy = bring_up_to_date(store, now, tmp_path / "archive")
    assert copy is not None
    assert copy.stat().st_size > 0
    assert current_step(store) == newest_step()
    with store.reading() as connection:
        assert connection.execute(select(ALERT.c.key).order_by(ALERT.c.id)).scalars().all() == ["key1", "key2"]
        states = connection.execute(select(DELIVERY.c.state).order_by(DELIVERY.c.id)).scalars().all()
    assert states == ["sent", "pending"]
    assert bring_up_to_date(store, now, tmp_path / "archive") is None
    store.close()


def test_a_file_that_was_cut_short_is_refused_and_left_alone(tmp_path: Path, now: datetime) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    bring_up_to_date(store, now)
    store.close()
    file = tmp_path / "store.db"
    whole = file.read_bytes()
    for length in (len(whole) // 3, len(whole) - 4096, 100):
        file.write_bytes(whole[:length])
        cut = open_store(f"sqlite:///{file}")
        with pytest.raises(StorageError, match="restore"):
            bring_up_to_date(cut, now)
        cut.close()
        assert file.read_bytes() == whole[:length]


def test_an_empty_store_beside_an_archive_with_pages_is_no_fresh_start(
    database_url: str, tmp_path: Path, now: datetime
) -> None:
    archive = tmp_path / "archive"
    (archive / "2026").mkdir(parents=True)
    store = open_store(database_url)
    (archive / "2026" / "run1-1.warc.gz").write_bytes(b"")
    with pytest.raises(StorageError, match="the store was lost"):
        bring_up_to_date(store, now, archive)
    assert current_step(store) is None
    (archive / "2026" / "run1-1.warc.gz").unlink()
    bring_up_to_date(store, now, archive)
    store.close()


def test_tables_of_another_program_are_left_alone(database_url: str, now: datetime) -> None:
    store = open_store(database_url)
    with store.writing() as connection:
        connection.execute(text("CREATE TABLE customer (id INTEGER)"))
    with pytest.raises(StorageError, match=r"\(customer\); give it a database of its own"):
        bring_up_to_date(store, now)
    with store.writing() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('ae1027a6acf')"))
    with pytest.raises(StorageError, match="another program's"):
        bring_up_to_date(store, now)
    store.close()


def test_a_store_that_lost_a_table_is_refused(fresh_store: Store, now: datetime) -> None:
    with fresh_store.writing() as connection:
        connection.execute(text("DROP TABLE schedule"))
    with pytest.raises(StorageError, match="the table schedule is missing"):
        bring_up_to_date(fresh_store, now)


def test_what_came_before_a_visit_is_found_without_a_look_at_all_visits(tmp_path: Path, now: datetime) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    bring_up_to_date(store, now)
    asked = "EXPLAIN QUERY PLAN SELECT outcome FROM visit WHERE source = 'one' AND id < 9 ORDER BY id DESC"
    with store.reading() as connection:
        (step,) = connection.execute(text(asked)).all()
    assert "SEARCH visit USING INDEX ix_visit_source" in step.detail
    store.close()
