"""What a comparison of two files may be trusted for: takes both readings, leaves refusals, doubts, changes in words."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.cli.read import KINDS
from storage.errors import WatchError
from storage.model import Change, Document, Reading
from storage.vocabulary import Kind, Status

Sides = Sequence[tuple[Document, Reading]]
_PLACES = ("前一份", "后一份")


def refuse_unread(names: Sequence[str], sides: Sides) -> None:
    """Raise WatchError for a side that is no report and holds no figure: all of the other's would seem to vanish."""
    for name, (_document, reading) in zip(names, sides, strict=True):
        if reading.identity.kind != Kind.REPORT and not reading.observations:
            why = "".join(reading.identity.doubts) or KINDS[reading.identity.kind]
            raise WatchError(
                f"{name}: no yearly report and no figure could be read from it ({why}); "
                "give the file that holds the report's own text"
            )


def doubts_of(sides: Sides) -> list[str]:
    """Return in Chinese why the two may be no two years of one agency, the earlier first."""
    told = [
        f"{place}看来不是年度报告（{KINDS[reading.identity.kind]}）：{''.join(reading.identity.doubts) or '正文如此'}"
        for place, (_document, reading) in zip(_PLACES, sides, strict=True)
        if reading.identity.kind != Kind.REPORT
    ]
    old, new = (reading.identity for _document, reading in sides)
    if old.issuer and new.issuer and old.issuer != new.issuer:
        told.append(f"两份报告的机关不同：{old.issuer}、{new.issuer}")
    if old.year and new.year and old.year > new.year:
        told.append(f"前一份是{old.year}年度，后一份是{new.year}年度；上年的报告应写在前面")
    elif old.year and old.year == new.year:
        told.append(f"两份都是{old.year}年度的报告，不是前后两年")
    return told


def change_of(change: Change) -> str:
    """Return a change as alerts tell it: points for a rate, places for a rank, else per cent; "" where none is told."""
    from monitor.judging.figures import readable_change
    from monitor.judging.occasion import RANK_UNIT

    if change.old is None or change.new is None or change.status == Status.NOT_COMPARABLE:
        return ""
    unit = change.new.unit
    return readable_change(change.old.value, change.new.value, unit, rank=unit == RANK_UNIT).split("，")[-1]
