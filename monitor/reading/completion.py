"""Complete the name of a body that a text gives in part (市司法局, 我县, 水利局) by page and text; leaves a Told.

The page around is asked first, then the names in running text; a tie is told with both.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from monitor.reading.bodies import OFFICES
from monitor.reading.cutting import ZONES, rank_of
from monitor.reading.divisions import cities_above, name_in_full, of_stem
from monitor.reading.layout import Layout
from monitor.reading.mentions import places_named, places_praised
from monitor.reading.places import Body, parse_body
from monitor.reading.seats import zone_in_full
from monitor.reading.surroundings import Surroundings

_CENTRAL = re.compile(
    r"^(?:中国|中华|国家|国务院|中央|全国|最高)|[\u4e00-\u9fff]{2,8}(?:部|总局|总署)$|^(?:新华|公安部)|海关$|海事局$|兵团"
)
_BRANCH = re.compile(
    r"(?P<stem>[\u4e00-\u9fff]{2,3}?)(?:区|县)?(?P<what>公安|自然资源|生态环境|规划|交通运输|城市管理)分局"
)
# Everyday names of the town that holds a county's seat, or of one beside it: they say nothing without their county.
_GENERIC_TOWN = re.compile(r"^(?:城[关厢郊区东西南北中]|[东西南北]关|城镇|附城|近城)(?:镇|乡|街道)$")


@dataclass(frozen=True)
class Told:
    """What the text itself says of its body: `how` is the evidence in Chinese words."""

    body: Body | None
    how: str = ""
    doubts: tuple[str, ...] = ()


def complete(told: Told, layout: Layout, voice: str | None, around: Surroundings) -> Told:
    """Complete a relative name, a bureau's bare name or a voice alone by the place that page and text name most."""
    body = told.body
    if body is not None and body.places:
        return told
    if body is not None and not body.relative:
        return _owned(told, body, around)
    rank = body.relative if body and body.relative else _rank_of_voice(layout, voice)
    if rank is None or rank in OFFICES:
        return told
    named = _weighed(layout, rank, around)
    best = [place for place, weight in (+named).most_common(2) if weight == max(named.values())]
    if len(best) > 1:
        return replace(told, doubts=(*told.doubts, f"正文提到“{best[0]}”“{best[1]}”等地，无法确定发布机关属于哪里。"))
    if not best or named[best[0]] < 2:
        return told
    return _placed(told, best[0], voice, shown=around.of_rank(rank) == best[0])


def _placed(told: Told, place: str, voice: str | None, *, shown: bool) -> Told:
    """Return the body under the place that was found; `shown` tells that the page around names it."""
    body = told.body
    organ = body.organ if body and not body.is_government else ""
    if not organ and voice in OFFICES:
        return Told(Body("", (place,), str(voice)), "正文地名", told.doubts)
    whole = parse_body(place + organ)
    how = "页面" if shown else "正文中"
    doubts = (*told.doubts, f"发布机关由{how}的地名“{place}”推定。")
    return Told(whole, "正文地名", doubts) if whole else told


def _weighed(layout: Layout, rank: str, around: Surroundings) -> Counter[str]:
    named: Counter[str] = Counter()
    for sign in ("自治州", "州") if rank == "州" else (rank,):
        named += places_named(layout.body, sign)
    named += places_praised(layout.body, rank, around.words + layout.body)
    for place, weight in around.places.items():
        own = rank_of(place) or ""
        if own.removeprefix("自治") == rank or (rank in {"区", "开发区", "管委会", "园区"} and own in ZONES):
            named[place] += weight
    for place in list(named):
        if re.search(rf"{place}[^,。;\n]{{0,8}}我{rank}", layout.body):  # 云岭市考核我市: another than ours
            del named[place]
    return named


def _owned(told: Told, body: Body, around: Surroundings) -> Told:
    """Put a bureau that says only 水利局 under the government whose site it is; ministries stand for themselves."""
    if branch := _branch(body, around.places):
        return Told(branch, told.how, (*told.doubts, f"只写“{body.name}”，全称由页面的地名“{branch.places[0]}”推定。"))
    place = None if _CENTRAL.search(body.name) or body.is_party else around.nearest()
    whole = parse_body(place + body.organ) if place else None
    if whole is None or not whole.places:
        return told
    return Told(whole, told.how, (*told.doubts, f"只写“{body.name}”，地区由页面的地名“{place}”推定。"))


def _branch(body: Body, shown: Counter[str]) -> Body | None:
    """Return a branch under its full name: 海陵公安分局 on a page of 泰州市 is 泰州市公安局海陵分局."""
    short = _BRANCH.fullmatch(body.name)
    rows = [row for row in of_stem(short["stem"]) if shown[row.above[-1]]] if short else []
    if short is None or len(rows) != 1:
        return None
    organ = f"{short['what']}局{short['stem']}分局"
    return Body(rows[0].above[-1] + organ, (rows[0].above[-1], rows[0].name), organ)


def _served_by_branch(body: Body) -> Body:
    """Put a branch (泰州市公安局海陵分局) in the district that it is named after."""
    named = re.search(r"局(?P<stem>[\u4e00-\u9fff]{2,4}?)[区县]?分局$", body.organ)
    rows = [row for row in of_stem(named["stem"]) if row.above[-1:] == body.places[-1:]] if named else []
    return replace(body, places=(*body.places, rows[0].name)) if len(rows) == 1 else body


def in_full(body: Body, layout: Layout, around: Surroundings) -> Body:
    """Return a body under its full name: a zone's as page or text prints it, an autonomous area's as the table has it.

    A government whose name several places bear stands under the city that page or text prints before it
    (徐州市鼓楼区人民政府); a department keeps the name it gives itself.
    """
    place = body.place or ""
    words = around.words + "\n" + layout.body
    full = place
    if rank_of(place) in ZONES:
        full = zone_in_full(place, words)
    elif body.is_government:
        full = name_in_full(place)
    if full != place:
        body = replace(body, name=body.name.replace(place, full), places=(*body.places[:-1], full))
    return _told_apart(_served_by_branch(body), words)


def _told_apart(body: Body, words: str) -> Body:
    if not body.is_government or len(body.places) != 1 or not (over := cities_above(body.places[0])):
        return body
    printed = {city for city in over if re.search(rf"{city}{body.name.removesuffix('人民政府')}", words)}
    city = printed.pop() if len(printed) == 1 else ""
    return replace(body, name=city + body.name)


def under_county(body: Body, county: str | None) -> Body:
    """Return a town with a name that says nothing alone (城关镇) under its county."""
    if county is None or len(body.places) > 1 or not _GENERIC_TOWN.match(body.places[0]):
        return body
    return replace(body, name=county + body.name, places=(county, *body.places))


def _rank_of_voice(layout: Layout, voice: str | None) -> str | None:
    if voice and voice not in OFFICES:
        return voice
    counted = Counter(re.findall(r"[全我](省|市|县|区|旗|州)(?![级])", layout.body))
    counted.update(re.findall(r"(?<![\u4e00-\u9fff])(市|县|区)(?:委|政府|人民政府)", layout.body))
    return counted.most_common(1)[0][0] if counted else None
