"""The schema's version: takes an open store, leaves it at the newest step, with a copy of what it held made before.

A store that is damaged, another program's, or empty beside a full archive is refused: a program that begins anew where
something was lost tells old reports as news, and buries what could still be found.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.database import Store, check_health
from storage.errors import StorageError
from storage.tables import METADATA

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


def bring_up_to_date(store: Store, now: datetime, archive: Path | None = None) -> Path | None:
    """Apply the steps that are due; return the copy made before, if one was: of the SQLite file, else beside `archive`.

    Raises StorageError for a store that is damaged, that another program or a newer version of this one has made, and
    for an empty one beside an archive that holds pages.
    """
    trouble = check_health(store)
    if trouble:
        raise StorageError(f"{store.file or 'the database'}: {trouble}; {_remedy(store, trouble)}; nothing was changed")
    step, newest = current_step(store), newest_step()
    _refuse_strange_tables(store, step)
    if step == newest:
        return None
    if step is not None and step > newest:
        raise StorageError(f"the store is at step {step}, this program knows {newest}; install the newer program")
    if step is None:
        _refuse_lost_store(store, archive)
    copy = _copy_store(store, step, now, archive) if step is not None else None
    with store.writing() as connection:
        apply_steps(store, connection)
    return copy


def _refuse_strange_tables(store: Store, step: str | None) -> None:
    """Raise StorageError where tables are another program's, or some of ours are gone."""
    with store.reading() as connection:
        found = set(inspect(connection).get_table_names())
    place = store.file or "the database"
    if step is None and found - {"alembic_version"}:
        raise StorageError(
            f"{place}: holds tables that this program has not made ({', '.join(sorted(found)[:3])}); give it a "
            "database of its own in [storage] url"
        )
    if step is not None and not re.fullmatch(r"\d{4}", step):
        raise StorageError(f"{place}: is another program's (its step is {step!r}); give this one a database of its own")
    if step == newest_step() and (lost := METADATA.tables.keys() - found):
        raise StorageError(f"{place}: the table {min(lost)} is missing: the store is damaged; `fazhi restore` a backup")


def _refuse_lost_store(store: Store, archive: Path | None) -> None:
    if archive is not None and archive.is_dir() and any(archive.rglob("*.warc.gz")):
        raise StorageError(
            f"{store.file or 'the database'}: is empty, but the archive {archive} holds pages: the store was lost, or "
            "[storage] url leads elsewhere; `fazhi restore` a backup, mend the url, or move the archive away"
        )


def _remedy(store: Store, trouble: str) -> str:
    if not store.is_sqlite:
        return "check that the server runs and that [storage] url leads there"
    if "unable to open" in trouble or "readonly" in trouble:
        return "check that this user may write to the file and its folder"
    return "`fazhi restore` a backup, or a copy named .before-…"


def _copy_store(store: Store, step: str, now: datetime, archive: Path | None) -> Path | None:
    file = store.file
    if file is None:
        from storage.backup import make_backup  # noqa: PLC0415 (it asks this module for the step)

        if archive is None:
            return None
        copy = archive.parent / f"before-{step}-{now:%Y%m%dT%H%M%SZ}.tar"
        make_backup(store, None, copy, now)
        return copy
    if not file.exists():
        return None
    copy = file.with_name(f"{file.name}.before-{step}-{now:%Y%m%dT%H%M%SZ}")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def apply_steps(store: Store, connection: Connection, step: str = "head") -> None:
    """Apply the steps up to one, within the caller's transaction."""
    from alembic import command  # noqa: PLC0415 (see newest_step)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    if not store.is_sqlite:  # two that start together on a new database would both make its first table
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    config.attributes["connection"] = connection
    command.upgrade(config, step)
