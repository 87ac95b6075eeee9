"""The numbers that Word puts before paragraphs: takes a DOCX's numbering and styles, leaves each paragraph's label.

A heading set as a list has no 一、 in its text: Word counts while it shows the page, and so must the reader.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from lxml import etree

from crawler.attachments.markup import local, own, value_of

_CHINESE = "〇一二三四五六七八九"
_CIRCLED = 0x2460
_LEVELS = 9
_MOST = 9_999


@dataclass(frozen=True)
class _Level:
    format: str
    text: str
    start: int


class Numbering:
    """Counts as Word does: each list goes on where it was, a level begins anew under each number above it."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, Counter[int]] = {}
        for element in numbering if numbering is not None else ():
            if local(element) == "abstractNum":
                self._levels[own(element, "abstractNumId") or ""] = dict(_levels(element))
            elif local(element) == "num":
                self._lists[own(element, "numId") or ""] = value_of(element, "abstractNumId") or ""
        for style in styles if styles is not None else ():
            number = value_of(style, "pPr", "numPr", "numId")
            if local(style) == "style" and number:
                level = _level(value_of(style, "pPr", "numPr", "ilvl"))
                self._styles[own(style, "styleId") or ""] = (number, level)

    def label(self, paragraph: etree._Element) -> str:
        """Return what stands before a paragraph: 一、, （二）, 3. ; "" where it is in no numbered list."""
        number = value_of(paragraph, "pPr", "numPr", "numId")
        level = _level(value_of(paragraph, "pPr", "numPr", "ilvl"))
        if number is None:
            number, level = self._styles.get(value_of(paragraph, "pPr", "pStyle") or "", ("", 0))
        key = self._lists.get(number)
        levels = self._levels.get(key or "", {})
        if key is None or level not in levels:
            return ""
        counts = self._counts.setdefault(key, Counter())
        counts[level] = counts[level] + 1 if level in counts else levels[level].start
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return re.sub(r"%([1-9])", lambda match: self._shown(levels, counts, int(match[1]) - 1), levels[level].text)

    @staticmethod
    def _shown(levels: dict[int, _Level], counts: Counter[int], level: int) -> str:
        known = levels.get(level)
        return numeral(counts[level] or known.start, known.format) if known else ""


def numeral(value: int, form: str) -> str:
    """Return a number in one of Word's formats (ST_NumberFormat, ECMA-376); a bullet has none."""
    if form in ("bullet", "none") or not 0 <= value <= _MOST:
        return ""
    if "chinese" in form.lower() or form.startswith(("japanese", "taiwanese", "ideographLegal")):
        return _chinese(value)
    if form == "ideographDigital":
        return "".join(_CHINESE[int(digit)] for digit in str(value))
    if form.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(_CIRCLED + value - 1)
    if form in ("lowerLetter", "upperLetter") and 1 <= value <= 26:
        return chr((97 if form == "lowerLetter" else 65) + value - 1)
    return str(value)


def _chinese(value: int) -> str:
    if value < 10:
        return _CHINESE[value]
    parts, gap = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            parts += ("零" if gap and parts else "") + _CHINESE[digit] + sign
        gap = not digit
    return parts.removeprefix("一") if parts.startswith("一十") else parts


def _levels(element: etree._Element) -> list[tuple[int, _Level]]:
    found = []
    for level in element:
        if local(level) == "lvl":
            start = value_of(level, "start") or "1"
            first = int(start) if start.isascii() and start.isdigit() and len(start) < 5 else 1
            shape = _Level(value_of(level, "numFmt") or "decimal", value_of(level, "lvlText") or "", first)
            found.append((_level(own(level, "ilvl")), shape))
    return found


def _level(text: str | None) -> int:
    return int(text) if text and text in "012345678" and len(text) == 1 else 0
