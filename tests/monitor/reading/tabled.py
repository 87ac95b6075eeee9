"""A table's lines as the reader takes them: takes a caption and lines, leaves the figures in the words of a test."""

from monitor.reading.column_changes import CellFigure
from monitor.reading.tables import Table, TableRow, is_heading, read_cells, read_row


def row(line: str) -> TableRow:
    return TableRow(tuple((place * 20, words) for place, words in enumerate(line.split(" | "))))


def read(caption: str, lines: str) -> list[CellFigure]:
    """Read a table's lines as the reader does."""
    table = Table(caption=caption)
    found: list[CellFigure] = []
    for line in lines.strip().split("\n"):
        cells = read_row(line, 0, len(line))
        assert cells is not None, line
        if is_heading(cells, table):
            table.take_heading(cells)
            continue
        table.has_data = True
        found += read_cells(cells, table)
    return found


def facts(caption: str, lines: str) -> list[tuple[str, str, str, str]]:
    """Return subject, value, unit and period of each figure."""
    return [
        (figure.draft.subject, f"{figure.draft.number.value}", figure.draft.number.unit, figure.period)
        for figure in read(caption, lines)
    ]


def changes(caption: str, lines: str) -> list[tuple[str, str, str, str]]:
    """Return subject, value, period and stated change of each figure."""
    return [
        (
            figure.draft.subject,
            f"{figure.draft.number.value}",
            figure.period,
            f"{figure.change.kind} {figure.change.value} {figure.change.direction}" if figure.change else "",
        )
        for figure in read(caption, lines)
    ]
