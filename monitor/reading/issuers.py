"""Who reports: weighs title, opening, signature, page fields and first-person nouns, then asks the declared source.

The body that reports is not the office that drafted: a 司法局 that signs a text which says 我县 throughout has drafted
the county's report. Where the text is silent or agrees the source's agency stands; where it names another place the
text wins, and its code is not guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from monitor.reading.bodies import OFFICES, bodies_named, find_voice, letterhead
from monitor.reading.completion import Told, complete, in_full, under_county
from monitor.reading.cutting import ZONES, rank_of
from monitor.reading.declared import Issuer, set_against_source
from monitor.reading.divisions import locate, of_stem, stem_of
from monitor.reading.layout import Layout, half_width
from monitor.reading.places import Body, parse_body
from monitor.reading.seats import find_seat
from monitor.reading.surroundings import Surroundings, held_in, look_around
from storage.model import Document, Region, Source
from storage.vocabulary import Kind, Level

_DRAFTER = re.compile(r"司法[局所厅]|办公[室厅]$|法制办|依法治")

_SENDERS = {  # a report may be signed by its drafter; other papers are whose name stands below them
    Kind.PLAN: ("落款", "发布机构"),
    Kind.NOTICE: ("落款", "发布机构"),
    Kind.EXPLAINER: ("落款", "解读机关", "署名"),
    Kind.OTHER: ("落款", "署名"),
}
_FULLER = frozenset(("落款", "发布机构", "署名"))  # where a body gives its full name to a title that cuts it short
_ANONYMOUS = re.compile(r"(?<![A-Za-z])[xX×*某○〇]{1,3}(?=[省市州县区旗镇乡局街])")


def find_issuer(layout: Layout, title: str | None, document: Document, source: Source | None, kind: Kind) -> Issuer:
    """Return who reports, or who sends a plan or notice; `title` is the document's headline.

    The region of a department is the place of the government it belongs to; its code is the source's where both agree.
    """
    voice = find_voice(layout)
    around = look_around(layout, document.fields, title, document.source_label)
    named = bodies_named(layout, (title, layout.title, document.title), document.fields, document.source_label)
    named += letterhead(document.text)
    asked = _SENDERS.get(kind)
    told = _from_sender(named, voice, layout.signature, asked, title or "") if asked else _from_text(named, voice)
    if voice in {"厅", "办"} and told.body and _as_office(told.body, layout.signature) is not told.body:
        told = Told(_as_office(told.body, layout.signature), "落款")  # 我厅: a government's office tells of itself
    if told.body and told.how == "标题" and voice in {None, "办"} and (office := _own_office(told.body, title or "")):
        told = replace(told, body=office)
    told = complete(told, layout, voice, around)
    told = replace(told, body=in_full(told.body, layout, around) if told.body else None)
    anonymous = bool(_ANONYMOUS.search((title or "") + layout.lead))
    if source is not None and source.agency:
        issuer = set_against_source(told.body, source, source.agency, layout.body, anonymous)
        issuer = _with_code(issuer, told.body, layout, around)
    else:
        issuer = _alone(told, layout, anonymous, source, around)
    if kind in {Kind.PLAN, Kind.NOTICE} and told.body and told.body.organ.startswith("人民政府办公"):
        government = Body("", told.body.places, "人民政府")  # its office sends what the government has decided
        issuer = replace(issuer, level=find_seat(government, layout, around).level)
    return replace(issuer, doubts=tuple(dict.fromkeys((*told.doubts, *issuer.doubts))))


def _from_text(named: list[tuple[Body, str]], voice: str | None) -> Told:
    """Return the first body that fits, in the fuller form of its signature where that is the same body."""
    told = _first_fitting(named, voice)
    body = told.body
    if body is not None and not body.places and not body.relative and told.how == "标题":
        full = (one for one, how in named if how in _FULLER and one.places and one.name.endswith(body.name))
        return replace(told, body=next(full, body))
    if body is None or not body.places:
        return told
    for signed, how in named:
        same = _same_places(signed, body) and signed.is_government == body.is_government
        if (
            how in {"落款", "发布机构"}
            and same
            and _abbreviates(body.organ, signed.organ)
            and len(signed.name) > len(body.name)
        ):
            return replace(told, body=signed)
    return told


def _same_places(full: Body, short: Body) -> bool:
    """Tell whether a name's places are another's, in everyday form for full ones (三江县, 松江经开区)."""
    last = full.places[-len(short.places) :]
    return len(last) == len(short.places) and all(
        one == other
        or (stem_of(one) == stem_of(other) and one[-1] == other[-1])
        or (rank_of(other) in ZONES and rank_of(one) in ZONES and _abbreviates(other, one))
        for one, other in zip(last, short.places, strict=True)
    )


def _first_fitting(named: list[tuple[Body, str]], voice: str | None) -> Told:
    relative = None
    for body, how in named:
        if how != "标题" and not _fits(body, voice):
            continue
        if body.places or (how == "标题" and not body.relative):
            return _told(body, how, voice, relative)
        relative = relative or Told(body, how)
    drafted = next((body for body, how in named if body.places and how in {"落款", "发布机构", "来源"}), None)
    if drafted and relative is None and drafted.rank == voice and _DRAFTER.search(drafted.organ):
        whole = parse_body("".join(drafted.places))
        return Told(
            whole,
            "落款",
            (
                f"落款或发布机构是{drafted.name}，正文以“我{voice}”自称，"
                f"发布机关认定为{whole.name if whole else voice}。",
            ),
        )
    return relative or Told(None)


def _as_office(body: Body, signature: str | None) -> Body:
    """Return a government's office where it signs itself: it sends plans, while a report is the government's own."""
    office = re.search(r"办公[室厅]$", signature or "")
    if not office or not body.is_government or not signature:
        return body
    return Body(signature, body.places, f"人民政府{office.group()}")


def _from_sender(
    named: list[tuple[Body, str]], voice: str | None, signature: str | None, asked: tuple[str, ...], title: str
) -> Told:
    """Return who sends a text that is no report: the first of what is `asked`, then what any report is asked."""
    for wanted in asked:
        for body, how in named:
            if how == wanted and body.places:
                return Told(_as_office(body, signature) if how == "落款" else body, how)
    told = _from_text(named, voice)
    return _office_of(told, named, title) or told


def _own_office(body: Body, title: str) -> Body | None:
    """Return a government's office where the title is of its own work and not of the place it writes for."""
    words = half_width(title)
    named = re.search(rf"{body.place}(?:人民)?政府(办公[室厅])", words)
    if not named or not body.is_government or re.search(rf"关于[^。]{{0,6}}{body.place}", words[named.end() :]):
        return None
    organ = f"人民政府{named.group(1)}"
    return Body("".join(body.places) + organ, body.places, organ)


def _office_of(told: Told, named: list[tuple[Body, str]], title: str) -> Told | None:
    """Return the office that publishes or announces a text, where the title says no more than the place it is of."""
    place = told.body
    if place is None or told.how != "标题" or not place.is_government:
        return None
    if re.search(rf"{place.place}(?:人民)?(?:政府|管委会|管理委员会|办事处)", half_width(title)):
        return None
    return next(
        (
            Told(body, how)
            for body, how in named
            if how in {"发布机构", "正文开头"} and not body.is_government and _same_places(body, place)
        ),
        None,
    )


def _told(body: Body, how: str, voice: str | None, relative: Told | None) -> Told:
    """Let a relative name of the title (区应急管理局) outrank a full name elsewhere unless both are one office."""
    if relative and relative.body and not _abbreviates(relative.body.organ, body.organ):
        place = body.places[: _depth(body, relative.body.relative)]
        if place:
            return Told(parse_body("".join(place) + _organ_words(relative.body)), relative.how)
        return relative
    doubts: tuple[str, ...] = ()
    if how == "标题" and voice == "办" and body.organ == "人民政府":  # 我办: the government's office tells of itself
        office = "人民政府办公厅" if body.rank in {"省", "自治区"} else "人民政府办公室"
        return Told(Body("".join(body.places) + office, body.places, office), how)
    if how == "标题" and voice in OFFICES and body.is_government and not body.organ.endswith(voice):
        doubts = (f"标题写{body.name}，正文却以“我{voice}”自称，请核对发布机关。",)
    return Told(body, how, doubts)


def _abbreviates(short: str, full: str) -> bool:
    """Tell whether the signs of a short name stand in order in the full one: 发展改革委, 发展和改革委员会."""
    rest = iter(full)
    return all(sign in rest for sign in short)


def _organ_words(relative: Body) -> str:
    return relative.organ if not relative.is_government else "人民政府"


def _depth(body: Body, rank: str | None) -> int:
    ranks = [rank_of(place) for place in body.places]
    return ranks.index(rank) + 1 if rank in ranks else 0


def _fits(body: Body, voice: str | None) -> bool:
    """Whether a body speaks as the text does: a bureau's name does not fit a text that says 我县."""
    if voice is None:
        return True
    if body.is_government:
        rank = body.rank or ""
        same = {
            rank,
            "区" if rank.endswith("区") else rank,
            "州" if rank == "自治州" else rank,
            "乡" if rank == "民族乡" else rank,
        }
        if rank == "自治县":
            same.add("县")
        return voice in same or (voice in {"区", "管委会", *ZONES} and rank in ZONES)
    return (voice in OFFICES and body.organ[-1:] in OFFICES | {"会"}) or (
        voice not in OFFICES and not _DRAFTER.search(body.organ) and body.rank == voice
    )


def _alone(told: Told, layout: Layout, anonymous: bool, source: Source | None, around: Surroundings) -> Issuer:
    """Return the issuer by the text and its page alone."""
    body = told.body
    if body is None:
        region = None if anonymous else _shown(around) or _spoken_of(layout, around)
        return Issuer(None, region, source.level if source else None, (_nameless(anonymous),))
    if not body.places:
        if body.is_government and body.relative:
            return Issuer(None, None, source.level if source else None, (_nameless(anonymous),))
        level = Level.DEPARTMENT if not body.is_government else None
        doubts = (f"只写“{body.name}”，没有写明属于哪里。",) if body.relative else ()
        return Issuer(body.name, _served(body), (source.level if source else None) or level, doubts)
    seat = find_seat(body, layout, around)
    body = under_county(body, seat.county)
    if source and source.region and source.level is seat.level:
        seat = replace(seat, region=Region(seat.region.name, source.region), doubts=())
    if not body.name:
        return Issuer(None, seat.region, Level.DEPARTMENT, (f"只知道是{body.place}的部门，没有写明名称。",))
    return Issuer(body.name, seat.region, seat.level, seat.doubts)


def _shown(around: Surroundings) -> Region | None:
    """Return the place of the site that carries a text which names no body of its own."""
    place = around.nearest()
    if place is None:
        return None
    located = locate((place,), around.words, around.code)
    return Region(place, located.code)


def _spoken_of(layout: Layout, around: Surroundings) -> Region | None:
    """Return the place that opening and end of a text without a body name most (本人担任云岭县教育局局长)."""
    named = Counter(held_in(layout.lead + "\n" + layout.body[-200:]))
    best = named.most_common(2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return Region(best[0][0], locate((best[0][0],), around.words + layout.body, around.code).code)


def _served(body: Body) -> Region | None:
    """Return the city that a customs house or maritime office is named after; a ministry serves no one place.

    Of a house under another (杭州海关隶属舟山海关) the last name tells; 黄埔 is a port's name here and no district.
    """
    named = re.search(
        r"(?:^|共和国|所属|隶属|海关(?!所属|隶属))([\u4e00-\u9fff]{2,4})(?:海关|海事局)$|国家统计局([\u4e00-\u9fff]{2,4})调查(?:总?队)$",
        body.name,
    )
    if named is None:
        return _supervised(body)
    rows = of_stem(named.group(1) or named.group(2))
    cities = [row for row in rows if row.name.endswith("市")] if named.group(1) else rows
    return Region(cities[0].name, cities[0].code) if len(cities) == 1 else None


def _supervised(body: Body) -> Region | None:
    """Return the province or city that a ministry's bureau watches over (财政部河南监管局)."""
    named = re.search(r"(?:部|委员会|总局|监察局)([\u4e00-\u9fff]{2,3})(?:监管局|局)$", body.name)
    rows = sorted(of_stem(named.group(1)), key=lambda row: row.code[2:] != "0000") if named else []
    return Region(rows[0].name, rows[0].code) if rows and rows[0].code.endswith("00") else None


def _with_code(issuer: Issuer, body: Body | None, layout: Layout, around: Surroundings) -> Issuer:
    """Complete the region of a text that names another place than its source by the table of divisions."""
    if body is None or issuer.region is None or issuer.region.code or body.place != issuer.region.name:
        return issuer
    seat = find_seat(body, layout, around)
    return replace(issuer, region=seat.region, doubts=(*issuer.doubts, *seat.doubts))


def _nameless(anonymous: bool) -> str:
    return "正文隐去了地名，无法认定发布机关。" if anonymous else "正文没有写明发布机关。"
