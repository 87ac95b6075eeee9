"""Rows as a Parquet file: takes plain values by column, leaves the file's bytes.

DuckDB writes it: one wheel without dependencies, a third of pyarrow's size; polars and fastparquet bring 150 MB of
others. It is an extra, since most exports are read by a spreadsheet.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from storage.errors import WatchError

# A figure may be whole in one row and broken in the next; these are numbers wherever they stand.
FIGURES = frozenset({"value", "old_value", "new_value", "absolute", "relative"})
WRITE = (
    "COPY (SELECT * FROM read_json(?, format = 'newline_delimited', columns = {columns})) TO '{file}' (FORMAT parquet)"
)
MISSING = "export --format parquet needs DuckDB, which is not installed: pip install 'duckdb>=2.0,<3'"


def parquet_of(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the rows as one Parquet file; raise WatchError where the extra is not installed."""
    try:
        import duckdb
    except ImportError as error:
        raise WatchError(MISSING) from error
    types = {name: _type_of(name, [row[name] for row in rows]) for name in rows[0]}
    columns = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in types.items()) + "}"
    with tempfile.TemporaryDirectory(prefix="fazhi-export-") as name:
        source, target = Path(name) / "rows.jsonl", Path(name) / "rows.parquet"
        with source.open("w", encoding="utf-8") as opened:
            opened.writelines(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)
        # Nothing is ever loaded from the network: what is needed is built in.
        offline: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        with duckdb.connect(":memory:", config=offline) as connection:
            connection.execute(WRITE.format(columns=columns, file=target), [str(source)])
        return target.read_bytes()


def _type_of(name: str, values: Sequence[Any]) -> str:
    """Return DuckDB's type of a column: its name is the export's own, never a page's."""
    held = [value for value in values if value is not None]
    if name in FIGURES:
        return "DOUBLE"
    if held and all(isinstance(value, bool) for value in held):
        return "BOOLEAN"
    if held and all(isinstance(value, int) and not isinstance(value, bool) for value in held):
        return "BIGINT"
    return "VARCHAR"
