"""Say where a body sits: region with its code, level, and what stays open; takes a Body and its text, leaves a Seat.

The name's own places come first, then what the page around says, then the table of divisions and what the text speaks
of. A name that lies in several places is told with all of them, its code left open: a wrong region alerts the wrong
people.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from monitor.reading.cutting import ZONES
from monitor.reading.divisions import Division, Located, locate, names_above, starting
from monitor.reading.layout import Layout
from monitor.reading.mentions import places_named
from monitor.reading.places import Body, level_of
from monitor.reading.surroundings import Surroundings, held_in
from storage.model import Identity, Region
from storage.vocabulary import Level

_TOWNSHIP_RANKS = frozenset({"镇", "乡", "街道", "民族乡", "苏木"})
_CORPS_CITY = re.compile(r"第[一二三四五六七八九十]{1,3}师(?=[\u4e00-\u9fff]{2,5}市$)")
_ZONE_WORDS = r"[\u4e00-\u9fff]{2,14}?(?:开发区|产业园区|园区|示范区|保税区|度假区)"
_FULL_ZONES = {"经开区": "经济技术开发区", "高新区": "高新技术产业开发区"}
_SHOWN = 4  # rivals named in a doubt
_NAMESAKES = "重名"


@dataclass(frozen=True)
class Seat:
    """Where a body sits as far as it is known, with doubts in Chinese; `county` holds a township that stands alone."""

    region: Region
    level: Level | None
    doubts: tuple[str, ...] = ()
    county: str | None = None


def find_seat(body: Body, layout: Layout, around: Surroundings) -> Seat:
    """Return the seat of a body that has at least one place."""
    words = around.words + layout.body
    places, doubts = _completed(body, layout, around)
    located = locate([_CORPS_CITY.sub("", place) for place in places], words, around.code)
    if body.rank in ZONES and located.level is None and located.code is None:
        located = _of_zone(places[-1], layout, around)
    exact = located.level if body.is_government or body.is_party else None
    level = exact if exact and not _CORPS_CITY.match(places[-1]) else level_of(body, layout.body)
    county = places[0] if len(places) > len(body.places) else None
    return Seat(Region(body.places[-1], located.code), level, doubts or _rivals(located), county)


def may_be_another(identity: Identity) -> bool:
    """Tell whether an issuer's name alone may be several bodies': it has no place, or one that lies in several."""
    if identity.region is None:
        return True
    return identity.region.code is None and any(_NAMESAKES in doubt for doubt in identity.doubts)


def zone_in_full(place: str, words: str) -> str:
    """Return a zone's full name where the page or text has it: 云岭经开区 is 云岭经济技术开发区."""
    short = re.fullmatch(r"(?P<stem>[\u4e00-\u9fff]{2,8}?)(?P<rank>经开区|高新区|高技区)", place)
    if not short:
        return place
    for match in re.finditer(re.escape(short["stem"]) + _ZONE_WORDS, words):
        rest = iter(match.group())
        if all(sign in rest for sign in place):
            return match.group()
    return short["stem"] + _FULL_ZONES.get(short["rank"], short["rank"])


def _completed(body: Body, layout: Layout, around: Surroundings) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Put a lone township under the county that page and text speak of, and tell so: its name may exist elsewhere."""
    if body.rank not in _TOWNSHIP_RANKS or len(body.places) > 1:
        return body.places, ()
    near = sum((places_named(layout.body, rank) for rank in ("区", "县", "市", "旗")), Counter[str]())
    shown = Counter({place: 2 * weight for place, weight in around.places.items()})
    if around.code and (own := names_above(around.code)):
        shown[own[-1]] += 4
    for addressed in held_in(layout.salutation or ""):  # a township reports to the county that it lies in
        near[addressed] += 3
    weighed = shown + near
    held = [place for place, _ in weighed.most_common() if _is_county(locate((place,), around.words + layout.body))]
    if len(held) == 1 or (held and weighed[held[0]] >= 2 * weighed[held[1]]):
        how = "页面" if shown[held[0]] else "正文"
        return (held[0], *body.places), (f"“{body.place}”可能{_NAMESAKES}，所属县区由{how}推定为{held[0]}。",)
    named = "、".join(held[:3] or [place for place, _ in near.most_common(3)])
    where = f"，文中提到{named}" if named else ""
    return body.places, (f"“{body.place}”可能{_NAMESAKES}{where}，没有写明所属县区。",)


def _of_zone(place: str, layout: Layout, around: Surroundings) -> Located:
    """Return the city or county whose organ a zone is: the one it is named after, asked by page and salutation."""
    rows = [row for row in starting(place) if row.level in {Level.CITY, Level.COUNTY}]
    if len(rows) < 2:
        return Located(rows[0].code if rows else None)
    addressed = re.match(r"([市县区州])(?:委|人民政府|政府|人大)", layout.salutation or "")
    fits = [row for row in rows if addressed and row.name.endswith(addressed.group(1))]
    coded = [row for row in rows if around.code in {row.code, row.code[:4] + "00"}]
    named = [row for row in rows if around.places[row.name]]
    chosen = next((found for found in (fits, coded, named) if len(found) == 1), rows)
    return Located(chosen[0].code) if len(chosen) == 1 else Located(rivals=tuple(rows))


def _is_county(located: Located) -> bool:
    return located.level is Level.COUNTY or any(one.level is Level.COUNTY for one in located.rivals)


def _rivals(located: Located) -> tuple[str, ...]:
    if not located.rivals:
        return ()
    shown = "、".join(map(_in_full, located.rivals[:_SHOWN]))
    return (f"“{located.rivals[0].name}”有{_NAMESAKES}：{shown}，正文没有写明是哪一个。",)


def _in_full(one: Division) -> str:
    return "".join((*one.above, one.name))
