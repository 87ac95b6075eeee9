"""What every test may ask for: a fresh store on each database, and a moment to live in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url

from storage.database import Store, open_store
from storage.schema import bring_up_to_date
from tests.postgres import fresh_database, running_server

NOW = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """A working day in the season of the reports."""
    return NOW


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server; without one the tests that need it are skipped, and in CI they fail."""
    with running_server() as url:
        if url is None:
            reason = "no PostgreSQL: install Debian's postgresql, or set TEST_DATABASE_URL"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        yield url


@pytest.fixture(scope="session")
def newest_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest step, to be copied: the steps take longer than most tests."""
    file = tmp_path_factory.mktemp("newest") / "store.db"
    _lay_floors(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def newest_postgres(postgres_server: str) -> Iterator[str]:
    """The name of a PostgreSQL database at the newest step, to be copied."""
    with fresh_database(postgres_server) as url:
        _lay_floors(url)
        yield str(make_url(url).database)


def _lay_floors(url: str) -> None:
    store = open_store(url)
    bring_up_to_date(store, NOW)
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database, once on SQLite and once on PostgreSQL; empty where no `fresh_store` is asked for."""
    is_empty = "fresh_store" not in request.fixturenames
    if request.param == "sqlite":
        file = tmp_path / "store.db"
        if not is_empty:
            shutil.copyfile(request.getfixturevalue("newest_sqlite"), file)
        yield f"sqlite:///{file}"
        return
    like = "template1" if is_empty else request.getfixturevalue("newest_postgres")
    with fresh_database(request.getfixturevalue("postgres_server"), like) as url:
        yield url


@pytest.fixture
def fresh_store(database_url: str) -> Iterator[Store]:
    """A store at the newest step of the schema, wherever a test's own `database_url` leads."""
    store = open_store(database_url)
    bring_up_to_date(store, NOW)
    yield store
    store.close()
