"""What a list page lists: takes its text and address, leaves its rows, wherever the portal put them.

Places, best first: a Hanweb datastore; links with printed days; JSON inside a script; a list inside an HTML comment
where the live page has none (scripts of some portals read it from there); links without days that are no menu; links of
any name that lead to pages of the column's own folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crawler.canonical import canonical_url, directory_of, same_host
from crawler.dates import address_date, printed_date
from crawler.rows import Group, Row, group_links, parse_html
from crawler.spans import comments, elements, scripts, without_comments

CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
TITLE_KEYS = ("title", "realtitle", "doctitle", "infotitle", "name", "bt")
ADDRESS_KEYS = ("url", "urls", "link", "href", "infourl", "docpuburl", "pc", "linkurl")
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
)
# A page's own JSON stands near the front of its scripts; more pieces are not tried.
MOST_JSON_PIECES = 40
# Running text of this length outside the list's items makes the page an article itself.
ARTICLE_CHARACTERS = 500


@dataclass(frozen=True)
class ListPage:
    """One page of a list: its rows, other links that only their title can recommend, where the rows stood.

    `is_article`: the page is itself a text of some length, so a column that consists of one page.
    """

    rows: tuple[Row, ...]
    strays: tuple[Row, ...] = ()
    place: str = "none"
    is_article: bool = False


def read_list(text: str, url: str) -> ListPage:
    """Return what a list page, or a Hanweb XML answer, lists."""
    if "<record>" in text.lower() and (rows := read_records(text, url)):
        return ListPage(rows, place="datastore")
    live = without_comments(text)
    tree = parse_html(live)
    groups = group_links(tree, url) if tree is not None else []
    main, place = _largest([group for group in groups if group.is_list]), "page"
    if main is None and (rows := _json_rows(live, url)):
        return ListPage(rows, _strays(groups, None), "script")
    if main is None:
        main, place = _commented_list(text, url), "comment"
    if main is None:
        main, place = _largest([group for group in groups if group.may_be_list]), "page"
    if main is None:
        folder = directory_of(url)
        main = _largest([group for group in groups if group.stays_in(folder)])
    length = running_characters(tree, main.rows if main else [], url) if tree is not None else 0
    article = length >= ARTICLE_CHARACTERS and place == "page"
    if main is None:
        return ListPage((), _strays(groups, None), "none", article)
    return ListPage(tuple(main.rows), _strays(groups, main), place, article)


def read_records(text: str, url: str) -> tuple[Row, ...]:
    """Return the rows of a Hanweb datastore: one HTML fragment a record."""
    rows: dict[str, Row] = {}
    for fragment in elements(text, "record"):
        tree = parse_html(f"<body><ul>{fragment}</ul></body>")
        if tree is None:
            continue
        made = [row for group in group_links(tree, url) for row in group.rows]
        if made:
            row = max(made, key=lambda made_row: len(made_row.title))
            rows.setdefault(row.href, row)
    return tuple(rows.values())


def running_characters(tree: Any, rows: list[Row], url: str) -> int:
    """Count the Chinese characters of running text: in pieces of a sentence's length, outside links and list items."""
    listed = {row.href for row in rows}
    skipped = {element for anchor in tree.iter("a") if _leads_to(anchor, listed, url) for element in _entry(anchor)}
    total = 0
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "noscript", "title", "a", "option"):
            pieces = [element.tail]
        else:
            pieces = [element.text, element.tail]
        if element in skipped:
            pieces = []
        total += sum(count for piece in pieces if piece and (count := len(CJK.findall(piece))) >= 15)
    return total


def _entry(anchor: Any) -> Iterator[Any]:
    for above in [anchor, *anchor.iterancestors()]:
        if above.tag in ("li", "tr", "dd", "dl"):
            yield from above.iter()
            return
    yield anchor


def _leads_to(anchor: Any, listed: set[str], url: str) -> bool:
    try:
        return canonical_url(anchor.get("href") or "javascript:", url) in listed
    except ValueError:
        return False


def _largest(groups: list[Group]) -> Group | None:
    return max(groups, key=lambda group: (len(group.rows), group.mean_title), default=None)


def _strays(groups: list[Group], main: Group | None) -> tuple[Row, ...]:
    listed = {row.href for row in main.rows} if main else set()
    strays = {row.href: row for group in groups for row in group.rows if row.href not in listed and len(row.title) >= 8}
    return tuple(strays.values())


def _commented_list(text: str, url: str) -> Group | None:
    found: list[Group] = []
    for comment in comments(text):
        if "<a" not in comment.lower():
            continue
        tree = parse_html(f"<body>{comment}</body>")
        if tree is not None:
            found += [group for group in group_links(tree, url) if group.is_list]
    return _largest(found)


def _json_rows(text: str, url: str) -> tuple[Row, ...]:
    """Return the rows of the longest list of titled, addressed objects in the page's scripts."""
    best: tuple[Row, ...] = ()
    for script in scripts(text):
        if "title" not in script.lower() and '"name"' not in script.lower():
            continue
        for value in _json_values(script):
            for objects in _object_lists(value):
                rows = {row.href: row for row in (_json_row(one, url) for one in objects) if row}
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


def _json_row(one: dict[str, Any], url: str) -> Row | None:
    values = {key.lower(): value for key, value in one.items()}
    title = next((str(values[key]) for key in TITLE_KEYS if isinstance(values.get(key), str) and values[key]), "")
    address = next((_plain_address(values[key]) for key in ADDRESS_KEYS if values.get(key)), "")
    if not title or not address:
        return None
    try:
        href = canonical_url(address, url)
    except ValueError:
        return None
    day = next((str(values[key]) for key in DATE_KEYS if values.get(key)), "")
    title = " ".join(re.sub(r"<[^>]{0,200}>", "", title).split())
    return Row(title, href, printed_date(day, href) or address_date(href), not same_host(href, url))


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
