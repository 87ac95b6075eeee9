"""What a list page lists: takes its text and address, leaves its rows, wherever the portal put them.

Places, best first: a Hanweb datastore; links with printed days; JSON inside a script; a list inside an HTML comment
where the live page has none (scripts of some portals read it from there); links without days that are no menu; links of
any name that lead to pages of the column's own folder, or to pages whose addresses differ in their numbers alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from crawler.canonical import canonical_url, directory_of, same_host
from crawler.json_rows import script_rows
from crawler.rows import Group, Row, group_links, parse_html
from crawler.spans import comments, elements, without_comments

CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
FRAME = re.compile(r"<iframe\b[^<>]*?\bsrc\s*=\s*[\"']?([^\"'<>\s]{1,2000})", re.IGNORECASE)
# A list of a thousand rows has been met; what has ten times as many links fills the store with noise.
MOST_LINKS = 10_000
# A page with more links than this has menus; the names must tell them from a list.
BARE_PAGE_LINKS = 12
# Running text of this length outside the list's items makes the page an article itself.
ARTICLE_CHARACTERS = 500


@dataclass(frozen=True)
class ListPage:
    """One page of a list: its rows, other links that only their title can recommend, where the rows stood.

    `is_article`: the page is itself a text of some length, so a column that consists of one page. `is_door`: no part of
    the list itself but the way to it, so that finding nothing here ends nothing. `total`: how many entries the whole
    list declares; `count`: entries that this page printed, those without an address too. `trouble`: why an answer is no
    list.
    """

    rows: tuple[Row, ...]
    strays: tuple[Row, ...] = ()
    place: str = "none"
    is_article: bool = False
    is_door: bool = False
    total: int | None = None
    count: int = 0
    trouble: str = ""


def read_list(text: str, url: str) -> ListPage:
    """Return what a list page, or a Hanweb XML answer, lists."""
    if "<record>" in text.lower() and (rows := read_records(text, url)):
        return ListPage(rows, place="datastore", count=len(elements(text, "record")))
    live = without_comments(text)
    tree = parse_html(live)
    if tree is not None and (count := sum(1 for _link in tree.iter("a"))) > MOST_LINKS:
        return ListPage((), trouble=f"the page has {count} links, more than {MOST_LINKS}: no list of a portal has")
    groups = group_links(tree, url) if tree is not None else []
    main, place = _largest([group for group in groups if group.is_list]), "page"
    if main is None and (rows := script_rows(live, url)):
        return ListPage(rows, _strays(groups, None), "script")
    if main is None:
        main, place = _commented_list(text, url), "comment"
    if main is None:
        main, place = _largest([group for group in groups if group.may_be_list]), "page"
    if main is None:
        folder = directory_of(url)
        main = _largest([group for group in groups if group.stays_in(folder) or group.is_series])
    if main is None and sum(len(group.rows) for group in groups) <= BARE_PAGE_LINKS:
        # A page with hardly a link beside them lists them, whatever they are called: 001_doc, 天柱县.
        main = _largest([group for group in groups if group.leads_to_pages])
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


def frame_of(text: str, url: str) -> str | None:
    """Return the address of a page's one frame on its own host, or None: some columns keep their list in a frame."""
    frames: set[str] = set()
    for source in FRAME.findall(without_comments(text)):
        try:
            address = canonical_url(unescape(source), url)
        except ValueError:
            continue
        if same_host(address, url) and address != url:
            frames.add(address)
    return frames.pop() if len(frames) == 1 else None


def running_characters(tree: Any, rows: list[Row], url: str) -> int:
    """Count the Chinese characters of running text: in pieces of a sentence's length, outside links and list items."""
    listed = {row.href for row in rows}
    entries = {_entry(anchor) for anchor in tree.iter("a") if _leads_to(anchor, listed, url)}
    skipped = {element for entry in entries for element in entry.iter()}
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


def _entry(anchor: Any) -> Any:
    above = (one for one in anchor.iterancestors() if one.tag in ("li", "tr", "dd", "dl"))
    return next(above, anchor)


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
