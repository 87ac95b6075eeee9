"""Cut a sentence into pieces that carry numbers; takes the masked text, leaves pieces in order with their depth.

A pause (comma, semicolon, colon) ends a piece; 、和及 end one only between two numbers; a bracket is a level of its own
where it holds a number, and a part of the word otherwise: 村(社区).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.reading.numbers import Number


@dataclass(frozen=True)
class Piece:
    """One stretch of a sentence: `opener` is the mark before it, `depth` counts the brackets around it."""

    start: int
    end: int
    opener: str
    depth: int
    numbers: tuple[Number, ...]


_PAUSE = ",;:|"
# Nothing else can end a piece.
_MARK = re.compile(r"[,;:|()\[\] ]")
_JOIN = re.compile(r"、|以及|并且|(?<![总附增])和(?!解|谐|平)|及(?!时|其|格)|与(?!会|其)|并(?!轨|联|处)|或(?!者)|且")
# What stands before the mark belongs to a preposition: 9家企业凭专利、商标拿到贷款.
_LISTS = re.compile(r"(?:凭借?|通过|利用|依托|围绕|针对|因为?|根据|按照)[^、,]{1,8}$")
# A heading that runs on into its text: 三、行政应诉 全年办理…
_HEADING = re.compile(
    r"\s*(?:[\ue000一二三四五六七八九十]{1,3}、|\([\ue000一二三四五六七八九十]{1,3}\)|[\ue000\d]{1,2}[.、\ue000])\s?[^\s,;:]{2,24}$"
)


def cut(shown: str, start: int, end: int, numbers: tuple[Number, ...]) -> tuple[Piece, ...]:
    """Return the pieces of `shown[start:end]` with the numbers that stand in each."""
    brackets = _brackets(shown, start, end, numbers)
    closing = set(brackets.values())
    pieces: list[Piece] = []
    begin, opener, depth = start, "", 0
    for place in (*(found.start() for found in _MARK.finditer(shown, start, end)), end):
        mark = shown[place] if place < end else ""
        opens, closes = place in brackets, place in closing
        heading = mark == " " and bool(_HEADING.match(shown[start:place])) and begin == start
        if place < end and not (opens or closes or heading or _is_pause(shown, place, numbers)):
            continue
        pieces.extend(_joined(shown, Piece(begin, place, opener, depth, _within(numbers, begin, place))))
        depth += int(opens) - int(closes)
        begin, opener = place + 1, mark
    return tuple(piece for piece in pieces if piece.end > piece.start)


def _is_pause(shown: str, place: int, numbers: tuple[Number, ...]) -> bool:
    if shown[place] not in _PAUSE:
        return False
    return not any(number.start <= place < number.stop for number in numbers)


def _brackets(shown: str, start: int, end: int, numbers: tuple[Number, ...]) -> dict[int, int]:
    """Return opening to closing place of each bracket that holds a number with a unit."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for place in range(start, end):
        if shown[place] in "([":
            stack.append(place)
        elif shown[place] in ")]" and stack:
            opening = stack.pop()
            if any(opening < number.start and number.stop <= place for number in numbers):
                pairs[opening] = place
    return pairs


def _within(numbers: tuple[Number, ...], begin: int, end: int) -> tuple[Number, ...]:
    return tuple(number for number in numbers if begin <= number.start < end)


def _joined(shown: str, piece: Piece) -> list[Piece]:
    """Cut a piece again at 、和及 where both sides carry a number and the left one is complete."""
    if len(piece.numbers) < 2:
        return [piece]
    parts: list[Piece] = []
    begin, opener = piece.start, piece.opener
    for left, right in zip(piece.numbers, piece.numbers[1:], strict=False):
        joint = _joint(shown, left, right, begin)
        if joint is None:
            continue
        parts.append(Piece(begin, joint[0], opener, piece.depth, _within(piece.numbers, begin, joint[0])))
        begin, opener = joint[1], "、"
    parts.append(Piece(begin, piece.end, opener, piece.depth, _within(piece.numbers, begin, piece.end)))
    return parts


def _joint(shown: str, left: Number, right: Number, begin: int) -> tuple[int, int] | None:
    """Return where the mark that parts two numbers begins and ends.

    Right after the left number any mark parts them (568个、群众问题373个); a number that leads its own noun is parted
    by the last mark before the next number (84件涉法事项、21个议题).
    """
    near = _JOIN.match(shown, left.stop, right.start)
    if near:
        return near.span()
    between = shown[left.stop : right.start]
    marks = [
        mark
        for mark in _JOIN.finditer(shown, left.stop, right.start)
        if between[: mark.start() - left.stop].count("(") == between[: mark.start() - left.stop].count(")")
    ]
    if marks and marks[-1].end() == right.start:
        return marks[-1].span()
    if right.unit == "%":
        return None
    if marks and _LISTS.search(shown[left.stop : marks[0].start()]):
        return None
    leads = not shown[begin : left.start].strip("\ue001 ") or len(shown[begin : left.start]) <= 4
    if marks and leads:
        return marks[-1].span()
    return None
