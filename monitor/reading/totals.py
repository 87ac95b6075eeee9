"""The total rows of a report's tables: takes a text with its table lines, leaves the sums that hold or fail."""

from __future__ import annotations

import re
from decimal import Decimal

from monitor.reading import tables
from monitor.reading.sentences import fold
from storage.model import Check, plain

_COUNT_CELL = re.compile(r"\d{1,12}")


def check_tables(text: str) -> list[tuple[int, Check]]:
    """Compare each column's total row with the sum of the rows above it, where all rows are of one width."""
    found: list[tuple[int, Check]] = []
    rows: list[tables.TableRow] = []
    folded, place = fold(text), 0
    for line in folded.split("\n"):
        row = tables.read_row(folded, place, place + len(line))
        if row is None or tables.is_heading(row):
            rows = []
        elif re.fullmatch(r"(?:合计|总计|全[国省市县区]合计)", row.cells[0][1]):
            found += _row_sums(text, rows, row, place, place + len(line))
            rows = []
        else:
            rows.append(row)
        place += len(line) + 1
    return found


def _row_sums(
    text: str, rows: list[tables.TableRow], total: tables.TableRow, start: int, end: int
) -> list[tuple[int, Check]]:
    found: list[tuple[int, Check]] = []
    if len(rows) < 2 or any(len(row.cells) != len(total.cells) for row in rows):
        return found
    for column in range(1, len(total.cells)):
        printed = [row.cells[column][1].replace(",", "") for row in (*rows, total)]
        if not all(_COUNT_CELL.fullmatch(words) for words in printed):
            continue
        *parts, whole = (Decimal(words) for words in printed)
        value = sum(parts, Decimal(0))
        explain = f"表中各行之和为{plain(value)}，合计为{plain(whole)}"
        found.append((total.cells[column][0], Check("table_total", value == whole, text[start:end], explain)))
    return found
