"""Say where a body sits: region with its code, level, and what stays open; takes a Body and its text, leaves a Seat.

The name's own places come first, then the table of divisions, then what the text speaks of. A name that lies in
several places is told with all of them, its code left open: a wrong region alerts the wrong people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from monitor.reading.divisions import Division, Located, locate
from monitor.reading.layout import Layout
from monitor.reading.places import Body, level_of, places_named
from storage.model import Region
from storage.vocabulary import Level

_TOWNSHIP_RANKS = frozenset({"镇", "乡", "街道", "民族乡", "苏木"})
_SITE_FIELDS = ("sitename", "contentsource", "发布机构", "发布单位", "信息来源", "来源")
_SHOWN = 4  # rivals named in a doubt


@dataclass(frozen=True)
class Seat:
    """Where a body sits as far as it is known, with doubts in Chinese."""

    region: Region
    level: Level | None
    doubts: tuple[str, ...] = ()


def find_seat(body: Body, layout: Layout, fields: Mapping[str, str], title: str | None, label: str | None) -> Seat:
    """Return the seat of a body that has at least one place."""
    around = "\n".join((title or "", layout.title or "", label or "", *(fields.get(key, "") for key in _SITE_FIELDS)))
    places, doubts = _completed(body, around + layout.body)
    located = locate(places, around + layout.body, fields.get("siteidcode", "")[:6] or None)
    level = located.level if located.level and body.is_government else level_of(body, layout.body)
    return Seat(Region(body.places[-1], located.code), level, doubts or _rivals(located))


def _completed(body: Body, words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Put a lone township under the county its text speaks of, and tell so: its name may exist elsewhere."""
    if body.rank not in _TOWNSHIP_RANKS or len(body.places) > 1:
        return body.places, ()
    near = sum((places_named(words, rank) for rank in ("区", "县", "市")), Counter[str]())
    held = [place for place, _ in near.most_common() if _is_county(locate((place,), words))]
    if len(held) == 1 or (held and near[held[0]] >= 2 * near[held[1]]):
        return (held[0], *body.places), (f"“{body.place}”可能重名,所属县区由正文推定为{held[0]}。",)
    named = "、".join(place for place, _ in near.most_common(3))
    where = f",文中提到{named}" if named else ""
    return body.places, (f"“{body.place}”可能重名{where},没有写明所属县区。",)


def _is_county(located: Located) -> bool:
    return located.level is Level.COUNTY or any(one.level is Level.COUNTY for one in located.rivals)


def _rivals(located: Located) -> tuple[str, ...]:
    if not located.rivals:
        return ()
    shown = "、".join(map(_in_full, located.rivals[:_SHOWN]))
    return (f"“{located.rivals[0].name}”有重名:{shown},正文没有写明是哪一个。",)


def _in_full(one: Division) -> str:
    return "".join((*one.above, one.name))
