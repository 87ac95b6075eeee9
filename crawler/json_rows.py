"""Entries that come as JSON: takes a page's scripts, an answer or one object, leaves rows, whatever their keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from crawler.canonical import canonical_url, same_host
from crawler.dates import address_date, printed_date
from crawler.rows import Row
from crawler.spans import scripts

TITLE_KEYS = ("realtitle", "title", "doctitle", "infotitle", "name", "bt")
ADDRESS_KEYS = ("url", "urls", "link", "href", "infourl", "post_url", "docpuburl", "pc", "linkurl")
DATE_KEYS = (
    "pubdate",
    "pubtime",
    "date",
    "publishtime",
    "publishedtimestr",
    "docreltime",
    "infodate",
    "time",
    "showtime",
    "display_publish_time",
    "created_at",
)
# Keys of no system met before, by their ends: docUrl, newsTitle, releaseDate; a picture's address is no entry's.
TITLE_END = re.compile(r"title$|^bt$")
ADDRESS_END = re.compile(
    r"(?<!img)(?<!image)(?<!pic)(?<!icon)(?<!thumb)(?<!cover)(?<!logo)(?<!video)(?:url|link|href)$"
)
DATE_END = re.compile(r"(?:date|time|rq)$")
# Moments are Beijing's.
BEIJING = timedelta(hours=8)
CALLBACK = re.compile(r"^\s*[\w.$]{1,100}\s*\(")
ESCAPED = re.compile(r"%u([0-9a-fA-F]{4})")
# A page's own JSON stands near the front of its scripts; more pieces are not tried.
MOST_JSON_PIECES = 40


def parse_json(text: str) -> Any | None:
    """Return the value of a JSON answer, or None where it is none.

    Raw control signs in strings, a JSONP callback around it and halves of surrogate pairs are mended.
    """
    bare = text.lstrip("\ufeff \t\r\n")
    if call := CALLBACK.match(bare):
        bare = bare[call.end() :]
    try:
        value, _end = json.JSONDecoder(strict=False).raw_decode(bare.lstrip())
    except (ValueError, RecursionError):
        return None
    return value


def script_rows(text: str, url: str) -> tuple[Row, ...]:
    """Return the rows of the longest list of titled, addressed objects in the page's scripts."""
    best: tuple[Row, ...] = ()
    for script in scripts(text):
        if "title" not in script.lower() and '"name"' not in script.lower():
            continue
        for value in _json_values(script):
            for objects in _object_lists(value):
                rows = {row.href: row for row in (json_row(one, url) for one in objects) if row}
                if len(rows) > len(best):
                    best = tuple(rows.values())
    return best


def _json_values(script: str) -> Iterator[Any]:
    decoder = json.JSONDecoder(strict=False)  # portals leave raw control signs in their strings
    place = 0
    for _ in range(MOST_JSON_PIECES):
        found = re.compile(r"[\[{]\s*[\[{\"]").search(script, place)
        if found is None:
            return
        try:
            value, place = decoder.raw_decode(script, found.start())
        except (ValueError, RecursionError):
            place = found.start() + 1
            continue
        yield value


def _object_lists(value: Any, depth: int = 0) -> Iterator[list[dict[str, Any]]]:
    if depth > 8:
        return
    if isinstance(value, list):
        objects = [one for one in value if isinstance(one, dict)]
        if objects:
            yield objects
        for one in objects[:50]:
            yield from _object_lists(list(one.values()), depth + 1)
        for one in value[:50]:
            if isinstance(one, list):
                yield from _object_lists(one, depth + 1)
    elif isinstance(value, dict):
        yield from _object_lists([value], depth + 1)
        for inner in value.values():
            if isinstance(inner, list | dict):
                yield from _object_lists(inner, depth + 1)


def json_row(one: dict[str, Any], url: str) -> Row | None:
    """Return the row of one titled, addressed object, or None where title or address is missing.

    Under keys of no known system a day is needed too: the nodes of a menu have names and addresses.
    """
    values = {key.lower(): value for key, value in one.items()}
    titles = _ordered(values, TITLE_KEYS, TITLE_END)
    title = next((values[key] for key in titles if isinstance(values[key], str) and values[key]), "")
    address = next((_plain_address(values[key]) for key in _ordered(values, ADDRESS_KEYS, ADDRESS_END)), "")
    if not title or not address:
        return None
    try:
        href = canonical_url(_sound(address), url)
    except ValueError:
        return None
    title = " ".join(re.sub(r"<[^>]{0,200}>", "", _sound(title)).split())
    day = next((found for key in _ordered(values, DATE_KEYS, DATE_END) if (found := _day(values[key], href))), None)
    if day is None and not any(values.get(key) for key in ADDRESS_KEYS):
        return None
    return Row(title, href, day or address_date(href), not same_host(href, url))


def _ordered(values: dict[str, Any], known: tuple[str, ...], end: re.Pattern[str]) -> list[str]:
    """Return the filled keys that may hold a thing: those of known systems first, then those that end like it."""
    first = [key for key in known if values.get(key)]
    return [*first, *(key for key in values if key not in first and values[key] and end.search(key))]


def _day(value: Any, href: str) -> date | None:
    """Return the day of printed text or of a moment in seconds or milliseconds."""
    if isinstance(value, str) and (len(value) == 8 or not value.isdigit()):
        return printed_date(value, href)
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    moment = int(value) if len(str(value)) <= 14 else 0
    moment = moment // 1000 if moment > 100_000_000_000 else moment
    if not 631_152_000 <= moment < 7_258_118_400:  # 1990 to 2200
        return None
    return (datetime.fromtimestamp(moment, UTC) + BEIJING).date()


def _sound(text: str) -> str:
    """Return text that any store takes: %uXXXX read, surrogate pairs joined, their lone halves left out.

    A half says nothing, and a sign in its place would hide what the title promises.
    """
    plain = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _plain_address(value: Any) -> str:
    """Return an address given plainly, or as JSON inside a string with one address for each kind of device."""
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            value = json.loads(value)
        except ValueError:
            return ""
    if isinstance(value, dict):
        value = value.get("pc") or value.get("url") or next(iter(value.values()), "")
    return value if isinstance(value, str) else ""
