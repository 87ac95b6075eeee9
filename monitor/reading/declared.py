"""Set the body a text names against the agency its source declares; takes both, leaves an Issuer with its doubts.

Where the text agrees or is silent the source's full name is the agency; where it clearly names another the text wins.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from monitor.reading.divisions import stem_of
from monitor.reading.places import Body, level_of, parse_body
from storage.model import Region, Source
from storage.vocabulary import Level


@dataclass(frozen=True)
class Issuer:
    """The reporting body as far as it is known, with doubts in Chinese."""

    name: str | None
    region: Region | None
    level: Level | None
    doubts: tuple[str, ...] = ()


def set_against_source(body: Body | None, source: Source, agency: str, text: str, anonymous: bool) -> Issuer:
    """Return the issuer as the text's body and the declared agency give it together, with doubts where they part.

    `anonymous` tells that the text hides its place; then the declared agency stands.
    """
    declared = parse_body(agency) or Body(agency, (), agency)
    own = Region(declared.place or agency, source.region) if declared.place or source.region else None
    level = source.level or level_of(declared, text)
    if anonymous and (body is None or not body.places):
        return Issuer(agency, own, level, (f"正文隐去了地名，发布机关按信源登记认定为{agency}。",))
    if body is None or not body.places:
        return _relative_asked(body, declared, Issuer(agency, own, level))
    if _same_place(body, declared):
        region = Region(body.places[-1], source.region)
        if not body.name or _same_office(body, declared):
            return Issuer(agency, region, level)
        doubt = f"信源登记的机关是{agency}，正文的发布机关是{body.name}。"
        return Issuer(body.name, region, level_of(body, text), (doubt,))
    name = body.name or None
    doubt = f"信源登记的机关是{agency}，正文的发布机关却是{name or body.place}，以正文为准。"
    return Issuer(name, Region(body.places[-1]), level_of(body, text), (doubt,))


def _relative_asked(body: Body | None, declared: Body, issuer: Issuer) -> Issuer:
    """Judge a name without a place (市司法局) against the source: another office of the same place is told."""
    if body is None or (
        body.is_government == declared.is_government
        and (body.is_government or declared.organ.endswith(body.organ) or body.organ.endswith(declared.organ))
    ):
        return issuer
    if body.is_government or not declared.places:
        return replace(issuer, doubts=(f"信源登记的机关是{issuer.name}，正文只写“{body.name}”，请核对。",))
    if not body.relative:
        return replace(
            issuer,
            name=body.name,
            region=None,
            level=Level.DEPARTMENT,
            doubts=(f"信源登记的机关是{issuer.name}，正文的发布机关是{body.name}。",),
        )
    name = "".join(declared.places) + body.organ
    return replace(
        issuer,
        name=name,
        level=Level.DEPARTMENT,
        doubts=(f"正文只写“{body.name}”，地区按信源登记认定为{declared.place}。",),
    )


def _same_place(one: Body, other: Body) -> bool:
    if not one.place or not other.place:
        return False
    if one.place.endswith(other.place) or other.place.endswith(one.place):
        return True
    return one.place[-1] == other.place[-1] and stem_of(one.place) == stem_of(other.place)  # 大理州, 大理白族自治州


def _same_office(one: Body, other: Body) -> bool:
    if one.is_government or other.is_government:
        return one.is_government and other.is_government
    return one.organ == other.organ or one.organ in other.organ or other.organ in one.organ
