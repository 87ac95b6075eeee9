"""The schema's version: takes an open store, leaves it at the newest step, with a copy of a SQLite file made before."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import inspect, text

from storage.database import Store, check_health
from storage.errors import StorageError

STEPS = Path(__file__).parent / "migrations"
_LOCK = 0x66617A6869  # "fazhi"; any number that is always the same


def newest_step() -> str:
    """Return the number of the newest step; Alembic itself takes 0.4 s to import and is asked only when one is due."""
    return max(path.name[:4] for path in (STEPS / "versions").glob("[0-9]*.py"))


def current_step(store: Store) -> str | None:
    """Return the step the store stands at, or None for an empty one."""
    with store.reading() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def bring_up_to_date(store: Store, now: datetime) -> Path | None:
    """Apply the steps that are due; return the copy made of a SQLite file before, if one was.

    Raises StorageError for a damaged store, and for one that a newer version of this program has made.
    """
    trouble = check_health(store)
    if trouble:
        raise StorageError(f"{store.file or 'the database'}: {trouble}; {_remedy(store, trouble)}; nothing was changed")
    step, newest = current_step(store), newest_step()
    if step == newest:
        return None
    if step is not None and step > newest:
        raise StorageError(f"the store is at step {step}, this program knows {newest}; install the newer program")
    copy = _copy_file(store, step, now) if step is not None else None
    _apply(store)
    return copy


def _remedy(store: Store, trouble: str) -> str:
    if not store.is_sqlite:
        return "check that the server runs and that [storage] url leads there"
    if "unable to open" in trouble or "readonly" in trouble:
        return "check that this user may write to the file and its folder"
    return "restore a copy"


def _copy_file(store: Store, step: str | None, now: datetime) -> Path | None:
    file = store.file
    if file is None or not file.exists():
        return None
    copy = file.with_name(f"{file.name}.before-{step}-{now:%Y%m%dT%H%M%SZ}")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _apply(store: Store) -> None:
    from alembic import command  # noqa: PLC0415 (see newest_step)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    with store.writing() as connection:
        if not store.is_sqlite:  # two that start together on a new database would both make its first table
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
