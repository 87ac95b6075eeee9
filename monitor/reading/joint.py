"""Totals drawn of what was just listed: takes a number and the drafts before it, leaves the parts it is the sum of.

建议57件、提案88件,合计145件 counts neither suggestions nor proposals. Where the words say 合计, 共计 or 总计 of all
that was listed, an author's slip in adding makes it no other quantity (monitor/reading/wholes.py tells the slip); where
they only say 共, the sum must hold.
"""

from __future__ import annotations

import re
from decimal import Decimal

from monitor.reading.phrases import clean, find_verb, leading_verb, take_apart, trim_end
from monitor.reading.units import UnitClass
from monitor.reading.walking import Draft, Spot, Walk

_DRAWN = re.compile(
    r"(?:以上|上述|[两三四]者|[两二三四]?[项类种级])?(?P<drawn>合计|共计|总计|总共|一共|累计|共)(?:是|为|有|达到?|了)*"
    r"(?P<done>[\u4e00-\u9fff]{0,4}?)(?:了|有|为)?"
)
_OF_ALL = ("合计", "共计", "总计")
_SLIP = 4  # a total further off than a quarter is drawn of something else
_MOST_NAMED = 3
_LEAST_VERB = 2
_LEAST_THING = 4
# Things that are added up though they are counted by other words: 文件18件、合同33份,总计51件.
_ADDED = frozenset((UnitClass.CASE, UnitClass.THING))


def joint_parts(spot: Spot, walk: Walk) -> tuple[Draft, ...]:
    """Return the drafts that a number is the total of, none where it is no total or what is listed has one name."""
    said = _DRAWN.fullmatch(clean(spot.pre))
    if said is None or (said["done"] and leading_verb(said["done"]) != said["done"]) or not spot.pre:
        return ()
    listed = _listed(spot, walk, together=said["drawn"] in _OF_ALL)
    for count in range(len(listed), 1, -1):
        parts, total = listed[-count:], sum((part.number.value for part in listed[-count:]), Decimal(0))
        if total == spot.number.value:
            return tuple(parts)
    whole = sum((part.number.value for part in listed), Decimal(0))
    near = abs(whole - spot.number.value) * _SLIP <= spot.number.value
    return tuple(listed) if len(listed) > 1 and said["drawn"] in _OF_ALL and near else ()


def joint_name(parts: tuple[Draft, ...], pre: str) -> tuple[str, str]:
    """Return the names of the parts, side by side, and what was done with all of them.

    Stages of one thing (案件新收、上年结转) name it once.
    """
    names = [part.subject for part in parts]
    verb = _shared_verb(names)
    done = take_apart(trim_end(clean(pre))).verbs
    things = [name.removesuffix(verb) or name for name in names]
    thing = shared_thing(parts)
    things = [things[0], *(one.removeprefix(thing) or one for one in things[1:])]
    told = "、".join(things[:_MOST_NAMED]) + ("等" if len(things) > _MOST_NAMED else "")
    return told, verb or done


def shared_thing(parts: tuple[Draft, ...]) -> str:
    """Return the thing that all parts begin with, "" where each has its own."""
    first, last = min(part.subject for part in parts), max(part.subject for part in parts)
    same = next((place for place, letter in enumerate(first) if letter != last[place]), len(first))
    place = find_verb(first[:same])
    thing = first[: place if place > 0 else same]
    return thing if take_apart(thing).thing == thing and len(thing) >= _LEAST_THING else ""


def _shared_verb(names: list[str]) -> str:
    """Return the longest verb that every name ends with."""
    ends = (names[0][start:] for start in range(1, len(names[0]) - _LEAST_VERB + 1))
    return next((end for end in ends if leading_verb(end) == end and all(name.endswith(end) for name in names)), "")


def _listed(spot: Spot, walk: Walk, *, together: bool) -> list[Draft]:
    """Return the drafts right before a number that count the same kind of thing, or what may be added `together`."""
    found: list[Draft] = []
    kind = spot.number.kind
    for draft in reversed(walk.drafts):
        alike = draft.number.kind is kind or (together and {kind, draft.number.kind} <= _ADDED)
        if not alike or draft.parts:
            break
        found.insert(0, draft)
    return found
