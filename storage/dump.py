"""The portable copy of a store: takes an open store of any step, leaves one stream of rows a table, and takes it back.

Tables are read as the database itself describes them, so a copy can be made before a step that the program has yet to
apply, and a copy of an older step can be taken back and then brought up to date. Moments are kept in UTC, figures as
text: what was written on SQLite can be taken back on PostgreSQL, and the other way round.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Date, DateTime, MetaData, Table, func, inspect, select

from storage.database import Store

# Who holds a lease is a matter of running processes, and none of them runs where a copy is taken back.
LEFT_OUT = frozenset({"alembic_version", "lease"})
_BATCH = 500


@contextmanager
def one_state(store: Store) -> Iterator[Connection]:
    """Give a connection that sees one state of the whole store for as long as it takes, while others write."""
    options: dict[str, Any] = {"yield_per": _BATCH}
    if not store.is_sqlite:
        options["isolation_level"] = "REPEATABLE READ"
    with store.engine.connect().execution_options(**options) as connection:
        yield connection


def tables_of(connection: Connection) -> list[Table]:
    """Return the tables as the database describes them, those that others refer to first."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name not in LEFT_OUT]


def rows_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """Return every row as one line of JSON, in the order of the key."""
    for row in connection.execute(select(table).order_by(*table.primary_key)).mappings():
        yield json.dumps({name: _outward(value) for name, value in row.items()}, ensure_ascii=False).encode() + b"\n"


def take_back(connection: Connection, table: Table, lines: Iterable[bytes], *, aware: bool) -> int:
    """Insert the rows of one table and return how many; `aware` says that the database keeps moments with a zone."""
    batch: list[dict[str, Any]] = []
    count = 0
    for line in lines:
        batch.append(_inward(table, json.loads(line), aware=aware))
        count += 1
        if len(batch) == _BATCH:
            connection.execute(table.insert(), batch)
            batch = []
    if batch:
        connection.execute(table.insert(), batch)
    return count


def count_on_from(connection: Connection, table: Table) -> None:
    """Let PostgreSQL give out numbers after those that were taken back; SQLite does so by itself."""
    number = table.primary_key.columns.get("id")
    if connection.dialect.name != "postgresql" or number is None or not isinstance(number.type.python_type(), int):
        return
    highest = connection.execute(select(func.max(number))).scalar_one()
    sequence = connection.execute(select(func.pg_get_serial_sequence(table.name, "id"))).scalar_one()
    if highest is not None and sequence is not None:
        connection.execute(select(func.setval(sequence, highest)))


def is_empty(store: Store) -> bool:
    """Whether a store holds no row of anything that could be lost."""
    with store.reading() as connection:
        if not inspect(connection).get_table_names():
            return True
        return all(connection.execute(select(table).limit(1)).first() is None for table in tables_of(connection))


def _outward(value: object) -> object:
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return moment.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _inward(table: Table, row: Mapping[str, Any], *, aware: bool) -> dict[str, Any]:
    values = dict(row)
    for name, value in row.items():
        if value is None:
            continue
        kind = table.c[name].type
        if isinstance(kind, DateTime):
            moment = datetime.fromisoformat(value)
            values[name] = moment if aware else moment.replace(tzinfo=None)
        elif isinstance(kind, Date):
            values[name] = date.fromisoformat(value)
    return values
