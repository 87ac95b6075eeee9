from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from storage.database import Store, open_store
from storage.errors import StorageError
from storage.schema import bring_up_to_date, current_step, newest_step
from storage.tables import METADATA


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
    with pytest.raises(StorageError, match="restore a copy"):
        bring_up_to_date(store, now)
    store.close()
    assert file.read_bytes() == before
