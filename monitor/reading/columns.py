"""The names of a table's columns: takes its heading rows and one row, leaves each column's names, outermost first.

A cell that spans columns is followed by empty ones where the page told its width; where it is said once (texts without
a page behind them) its width follows from the row below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_TOTAL = re.compile(r"(?:合计|总计|小计|共计|总数)$")


def name_columns(headings: Sequence[Sequence[str]], row: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the names over each cell of a row; none where the row has more figures than the headings name."""
    if not headings:
        return []
    widest = max(len(heading) for heading in headings)
    if any("" in heading[1:] for heading in headings):
        widest = max(widest, len(row))
    levels = [
        _spread(list(heading), headings, widest, last=place == len(headings) - 1)
        for place, heading in enumerate(headings)
    ]
    columns = [tuple(dict.fromkeys(word for word in names if word)) for names in zip(*levels, strict=True)]
    missing = widest - len(row)
    if missing > 0 and _TOTAL.search(re.sub(r"\s", "", row[0])) and "" not in row:
        return [columns[0], *columns[1 + missing :]]
    if missing < 0 and _is_labelled(row, 1 - missing):
        return [columns[0]] * -missing + columns
    return columns if missing >= 0 else []


def _is_labelled(row: Sequence[str], labels: int) -> bool:
    """Tell a row whose group stands in a column that no heading was given to: names as many as that, then figures."""
    named = [bool(words) and not re.search(r"\d", words) for words in row[:labels]]
    return all(named) and bool(re.match(r"[\d/—-]", row[labels])) and bool(re.search(r"[\d/—-]", row[-1]))


def _spread(names: list[str], headings: Sequence[Sequence[str]], widest: int, *, last: bool) -> list[str]:
    """Return a heading row with each spanning cell said once for every column below it."""
    if last:
        return names + [""] * (widest - len(names))
    if "" in names[1:]:
        return _filled(names + [""] * (widest - len(names)))
    if len(names) == widest:
        return names
    under = next((list(row) for row in headings if len(row) == widest), names)
    return _fitted(names, under, widest)


def _filled(names: list[str]) -> list[str]:
    for place in range(1, len(names)):
        names[place] = names[place] or names[place - 1]
    return names


def _fitted(names: list[str], under: list[str], widest: int) -> list[str]:
    """Part the columns below among the groups of a shorter row: where the first name repeats, else evenly."""
    lead = 0
    while lead < len(names) and names[lead] == under[lead]:
        lead += 1
    tail = 0
    while tail < len(names) - lead and names[-1 - tail] == under[-1 - tail]:
        tail += 1
    groups, inner = names[lead : len(names) - tail], under[lead : widest - tail]
    if not groups or not inner:
        return (names + [""] * widest)[:widest]
    starts = [place for place, words in enumerate(inner) if words == inner[0]]
    if len(starts) != len(groups):
        width = -(-len(inner) // len(groups))
        starts = [place * width for place in range(len(groups))]
    spread = [groups[max(0, sum(start <= place for start in starts) - 1)] for place in range(len(inner))]
    return names[:lead] + spread + names[len(names) - tail :]
