"""What every test may ask for: a fresh store on each database, and a moment to live in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

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


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    with fresh_database(request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest.fixture
def fresh_store(database_url: str) -> Iterator[Store]:
    """A store at the newest step of the schema."""
    store = open_store(database_url)
    bring_up_to_date(store, NOW)
    yield store
    store.close()
