"""Give stated changes to the figures they speak of; takes changes and figures of a sentence, leaves pairs by index."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.reading.changes import ChangeSpan
from monitor.reading.numbers import Number
from monitor.reading.units import UnitClass, unit_class
from storage.model import StatedChange

# Words that may stand between a change and the figure that it belongs to after it: ,达到300件; ,但在全省仅排第36名.
_LEADS_ON = re.compile(r"[,但在全省市县州区国仅均都双排名第位列居至到达为共约计有总数量升降增减的 ]*$")
# What a change speaks of, besides the name of the thing counted: 行业标准数量, 提案总数.
_QUANTITY = re.compile(r"(?:的)?(?:总数量|总数|总量|数量|件数|人数|次数|场次|数|量)?(?:分别|均|也|则|又)*$")


def attach(spans: Sequence[ChangeSpan], numbers: Sequence[Number], folded: str) -> dict[int, StatedChange]:
    """Return the change of each number by its place in `numbers` (the figures that are no change themselves).

    A change belongs to the figure before it; to the figure after it where it opens a new subject or names the end
    (从A提高到B). Several after 分别 belong to the last figures in order. A percentage beats an absolute difference.
    """
    found: dict[int, StatedChange] = {}
    for span in spans:
        if not span.changes:
            continue
        for index, change in zip(targets(span, numbers, folded), span.changes, strict=False):
            held = found.get(index)
            if change and (held is None or (held.kind == "abs" and change.kind in ("pct", "points", "times"))):
                found[index] = change
    return found


def targets(span: ChangeSpan, numbers: Sequence[Number], folded: str) -> list[int]:
    """Return the indexes of the figures that a change, or a mention of the past, speaks of."""
    earlier = [index for index, number in enumerate(numbers) if number.start < span.start]
    earlier = [index for index in earlier if not _bracketed(folded, numbers[index].stop, span.start)] or earlier
    later = [index for index, number in enumerate(numbers) if number.start >= span.end]
    if span.changes and span.changes[0] and span.changes[0].kind == "from_to":
        return later[:1]
    if later and not _LEADS_ON.match(folded, span.end, numbers[later[0]].start):
        later = []
    if span.foremost and len(span.changes) > 1 and earlier:
        return earlier[-_run(earlier, numbers) :][: len(span.changes)]
    if len(span.changes) > 1:
        return later[: len(span.changes)] if span.opens else earlier[-len(span.changes) :]
    if span.opens:
        return later[:1] or _named_alike(span, earlier, numbers, folded)
    if span.back and len(earlier) > span.back:
        return [earlier[-1 - span.back]]
    return (
        _of_its_kind(span, earlier, numbers)[-1:] or _of_its_kind(span, later, numbers)[:1] or earlier[-1:] or later[:1]
    )


def _named_alike(span: ChangeSpan, earlier: list[int], numbers: Sequence[Number], folded: str) -> list[int]:
    """Return the figure whose own name is said again before its change (提案9件、建议4件,提案数量增加2件)."""
    pause = max(folded.rfind(mark, 0, span.start) for mark in ",;:(。\n")
    name = _QUANTITY.sub("", folded[pause + 1 : span.start].strip())
    alike = [index for index in earlier if folded[: numbers[index].start].endswith(name)]
    return alike[-1:] if len(name) > 1 and len(alike) == 1 else []


def _run(earlier: list[int], numbers: Sequence[Number]) -> int:
    """Return how many of the last figures are of one kind: those that a list told together."""
    length = 0
    while length < len(earlier) and numbers[earlier[-1 - length]].kind is numbers[earlier[-1]].kind:
        length += 1
    return length


def _of_its_kind(span: ChangeSpan, earlier: list[int], numbers: Sequence[Number]) -> list[int]:
    """Return the figures that a change can be of by its unit: 增加3件 is of cases, 个百分点 of a rate."""
    change = span.changes[0] if span.changes else None
    if change is None or change.kind not in ("abs", "points", "rank"):
        return earlier
    if change.kind == "rank":
        return [index for index in earlier if numbers[index].kind is UnitClass.RANK]
    kind = UnitClass.PERCENT if change.kind == "points" else unit_class(span.unit)
    return [index for index in earlier if numbers[index].kind is kind]


def _bracketed(folded: str, after: int, place: int) -> bool:
    """Tell whether a bracket around a figure closes before the change: 36件(2018年为12件),同比增长200%."""
    depth = 0
    for mark in folded[after:place]:
        depth += (mark == "(") - (mark == ")")
        if depth < 0:
            return True
    return False
