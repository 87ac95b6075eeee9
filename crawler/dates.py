"""The day that stands beside a link: takes printed text or an address, leaves a date."""

from __future__ import annotations

import re
from datetime import date

# Blanks and line breaks occur inside printed dates: "2026-\n01-\n23".
FULL = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
DAY_FIRST = re.compile(r"(?<![\d-])(\d{1,2})\s*(?:日\s*)?[\s/]\s*((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})(?![\d-])")
SHORT = re.compile(r"(?<![\d/.-])(\d{1,2})\s*[-/月]\s*(\d{1,2})(?![\d/.-])")
# 20250319 with nothing but brackets around it: inside other words eight digits are a number.
COMPACT = re.compile(r"[\s\[(（【]*((?:19|20)\d\d)(\d\d)(\d\d)[\s\])）】]*")
# t20250319_…, /2025/3/19/, /20250319/; /202503/ alone names no day.
IN_ADDRESS = re.compile(r"/t?((?:19|20)\d\d)(\d\d)(\d\d)[_/.]|/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/")
YEAR_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)(?:\d\d)?/")
NUMERIC = r"(?:19|20)\d\d\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}(?:\s+\d{1,2}:\d\d(?::\d\d)?)?"
AT_END = re.compile(rf"\s*[\[(【（]?\s*{NUMERIC}\s*[\])】）]?\s*$|\s*[\[【]\s*\d{{1,2}}-\d{{1,2}}\s*[\]】]\s*$")
AT_START = re.compile(rf"^\s*[\[(【（]?\s*{NUMERIC}\s*[\])】）]?\s*")


def printed_date(text: str, href: str = "") -> date | None:
    """Return the day printed in `text`, the last where there are several.

    A day without its year takes the year from the link's address; without one it is no date.
    """
    for found in reversed(FULL.findall(text)):
        if day := _date(found[0], found[1], found[2]):
            return day
    for day_of_month, year, month in reversed(DAY_FIRST.findall(text)):
        if day := _date(year, month, day_of_month):
            return day
    if compact := COMPACT.fullmatch(text):
        return _date(*compact.groups())
    short = SHORT.findall(text)
    if short and (year_found := YEAR_IN_ADDRESS.search(href) or IN_ADDRESS.search(href)):
        year = next(part for part in year_found.groups() if part)
        return _date(year, *short[-1])
    return None


def address_date(href: str) -> date | None:
    """Return the day that an address names; portals file old reports under new months, so a printed day goes first."""
    if found := IN_ADDRESS.search(href):
        year, month, day = found.groups()[:3] if found[1] else found.groups()[3:]
        return _date(year, month, day)
    return None


def split_date(title: str, href: str) -> tuple[str, date | None]:
    """Part a title from the numeric date printed before or behind it in the same link."""
    for pattern in (AT_END, AT_START):
        if (found := pattern.search(title)) and found.group().strip():
            rest = (title[: found.start()] + title[found.end() :]).strip()
            if rest:
                return rest, printed_date(found.group(), href)
    return title, None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
