"""Rows leave the house as Parquet, with their types."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from monitor.cli.parquet import parquet_of
from storage.errors import WatchError

ROWS: list[dict[str, Any]] = [
    {
        "agency": "云岭县",
        "year": 2024,
        "value": 13,
        "unit": "件",
        "notable": True,
        "quote": '受理"13"件\n，办结',
        "at": 4,
    },
    {
        "agency": None,
        "year": 2024,
        "value": 93.42,
        "unit": "%",
        "notable": False,
        "quote": "=cmd|' /C calc'!A0",
        "at": None,
    },
]


def test_parquet_keeps_types_and_words(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="the extra [parquet] is not installed")
    file = tmp_path / "rows.parquet"
    file.write_bytes(parquet_of(ROWS))
    with duckdb.connect(":memory:") as connection:
        seen = connection.execute("SELECT * FROM read_parquet(?)", [str(file)])
        kinds = {column[0]: str(column[1]) for column in seen.description}
        values = seen.fetchall()
    assert kinds == {
        "agency": "VARCHAR",
        "year": "BIGINT",
        "value": "DOUBLE",
        "unit": "VARCHAR",
        "notable": "BOOLEAN",
        "quote": "VARCHAR",
        "at": "BIGINT",
    }
    assert values == [tuple(row.values()) for row in ROWS]


def test_without_the_extra_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(WatchError, match=r"pip install 'duckdb"):
        parquet_of(ROWS)
