"""Groups of sibling links in a page: takes a parsed tree, leaves each group with its titles, addresses and days.

A list is found by its shape, not by a portal's class names: links whose items stand on the same path of elements make
one group; a group with printed days is a list, one under a menu's name is a menu.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html

from crawler.canonical import canonical_url, same_host
from crawler.dates import address_date, printed_date, split_date

Element = Any  # lxml's stubs do not name what its parser returns
ITEM_TAGS = {"li", "tr", "dd", "dt", "article", "record"}
CONTAINERS = {"ul", "ol", "dl", "table", "tbody", "body", "html", "form", "td"}
MENU_TAGS = {"nav", "header", "footer"}
MENU_NAMES = re.compile(
    r"(?:^|[-_\s])(?:nav|navbar|navigation|menu|submenu|header|footer|foot|crumbs?|breadcrumb|friend|friendlink|links|"
    r"copyright|sitemap|position|location|dqwz|pager|pagination|paging|banner|toolbar|yqlj|share)(?:$|[-_\s\d])",
    re.IGNORECASE,
)
NO_TITLE = re.compile(
    r"^(?:点击)?(?:查看|阅读|了解)?(?:详情|详细|全文|更多|下载|打开|新窗口.*)?[>»….]*$|^more\b.*$", re.IGNORECASE
)
TITLE_LABEL = re.compile(r"^\s*(?:文章)?标\s*题\s*[:：]\s*")
STRAY_ENDS = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
LONGEST_DAY = 16  # [2025年03月14日] with its brackets
CUT = re.compile(r"(?:\.{2,}|…+)\s*$")
BRANCH = re.compile(r"/$|/(?:index|list|default)[^/]*$|^$", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One entry of a list: title as printed whole, absolute address, day where one stands; `external`: another host."""

    title: str
    href: str
    on: date | None
    external: bool = False


@dataclass
class Group:
    """Links whose items stand on the same path of elements."""

    rows: list[Row] = field(default_factory=list)
    dated: int = 0
    menu: bool = False

    @property
    def is_list(self) -> bool:
        """Half the rows have their day printed, and they are no menu or at least no labels."""
        named = self.mean_title >= 6 or (len(self.rows) > 1 and not self.menu)
        return self.dated * 2 >= len(self.rows) and self.dated > 0 and named

    @property
    def may_be_list(self) -> bool:
        """No days, but no menu either: long titles that lead to pages rather than to branches of the site."""
        return not self.menu and self.mean_title >= 8 and sum(map(_is_branch, self.rows)) * 2 < len(self.rows)

    def stays_in(self, folder: str) -> bool:
        """No days and short names, but pages of the column's own folder: 2023年, 2022年."""
        paths = [urlsplit(row.href).path for row in self.rows if not row.external and not _is_branch(row)]
        inside = [path for path in paths if path.startswith(folder) and (folder != "/" or path.count("/") == 1)]
        return not self.menu and len(inside) == len(self.rows)

    @property
    def is_series(self) -> bool:
        """No days and names that say nothing, but pages whose addresses differ in their numbers alone."""
        pages = [row for row in self.rows if not row.external and not _is_branch(row)]
        patterns = {re.sub(r"\d+", "#", row.href) for row in pages}
        return not self.menu and len(pages) >= 5 and len(pages) == len(self.rows) and len(patterns) == 1

    @property
    def leads_to_pages(self) -> bool:
        """No days and whatever names, but every link leads to a numbered page of its own host: 001.html."""
        numbered = all(re.search(r"\d[^/]*$", urlsplit(row.href).path) for row in self.rows)
        return numbered and not self.menu and not any(row.external or _is_branch(row) for row in self.rows)

    @property
    def mean_title(self) -> float:
        """Mean length of the titles."""
        return sum(len(row.title) for row in self.rows) / len(self.rows)


def parse_html(text: str) -> Element | None:
    """Return the tree of a page or fragment, or None where there is none; broken and hostile HTML is mended."""
    # libxml2 puts all that follows a second </html> where no walk comes by.
    data = STRAY_ENDS.sub("", text).encode("utf-8", "replace")
    if not data.strip():
        return None
    try:
        return html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", remove_pis=True))
    except (etree.ParserError, ValueError):
        return None


def group_links(tree: Element, url: str) -> list[Group]:
    """Return the groups of links in a tree, in the order of the page."""
    counts = _count_links(tree)
    base = _base_of(tree, url)
    groups: dict[tuple[str, ...], Group] = {}
    for item, anchors in _items(tree, counts):
        made = [row for row in (_row(anchor, item, base, url) for anchor in anchors) if row]
        if not made:
            continue
        row, has_day = max(made, key=lambda pair: len(pair[0].title))  # the other link of an item names its column
        group = groups.setdefault(_path(item), Group(menu=_is_menu(item)))
        group.rows.append(row)
        group.dated += has_day
    return [_unique(group) for group in groups.values()]


def _items(tree: Element, counts: dict[Element, int]) -> Iterator[tuple[Element, list[Element]]]:
    items: dict[Element, list[Element]] = {}
    for anchor in tree.iter("a"):
        if anchor.get("href"):
            items.setdefault(_item_of(anchor, counts), []).append(anchor)
    yield from items.items()


def _count_links(tree: Element) -> dict[Element, int]:
    counts: Counter[Element] = Counter()
    for anchor in tree.iter("a"):
        if anchor.get("href"):
            counts[anchor] += 1
            for above in anchor.iterancestors():
                counts[above] += 1
    return counts


def _item_of(anchor: Element, counts: dict[Element, int]) -> Element:
    """Return the element that holds one entry: the nearest small list item, else all that holds this link alone."""
    for above in anchor.iterancestors():
        if above.tag in ITEM_TAGS:
            if counts[above] <= 3 and above.tag != "dt":
                return above
            break
    item = anchor
    for above in anchor.iterancestors():
        if above.tag in CONTAINERS or counts[above] > 1:
            break
        item = above
    return item


def _is_branch(row: Row) -> bool:
    return bool(BRANCH.search(row.href.partition("?")[0]))


def _row(anchor: Element, item: Element, base: str, url: str) -> tuple[Row, bool] | None:
    try:
        href = canonical_url(anchor.get("href"), base)
    except ValueError:
        return None  # javascript:, mailto: and broken addresses lead to no page
    shown, in_link = split_date(_words(anchor.text_content()), href)
    title = _title(anchor, shown)
    if not title or NO_TITLE.match(title):
        return None
    printed = _date_beside(anchor, item, href) or in_link
    return Row(title, href, printed or address_date(href), not same_host(href, url)), printed is not None


def _title(anchor: Element, shown: str) -> str:
    """Return the link's whole title: the title attribute where the printed one is cut or shorter."""
    lines = [line for line in (anchor.get("title") or "").splitlines() if line.strip()]
    whole = _words(TITLE_LABEL.sub("", lines[0])) if lines else ""
    if not whole or NO_TITLE.match(whole):
        return shown
    whole = split_date(whole, "")[0]
    return whole if CUT.search(shown) or len(whole) >= len(shown) or whole in shown else shown


def _date_beside(anchor: Element, item: Element, href: str) -> date | None:
    pieces = list(_texts_outside(item, anchor))
    if item is anchor or not "".join(pieces).strip():
        pieces = [_text_before(item)] if _date_stands_first(item.getparent(), href) else _texts_after(item)
    if day := printed_date(" ".join(pieces), href):
        return day
    for inner in anchor.iter("span", "i", "em", "b", "small", "time", "p", "div", "font"):
        text = _words(inner.text_content())
        if inner is not anchor and len(text) <= 20 and (day := printed_date(text, href)):
            return day
    return None


def _texts_outside(item: Element, anchor: Element) -> Iterator[str]:
    inside = set(anchor.iter())
    for element in item.iter():
        if element not in inside and isinstance(element.tag, str) and element.text:
            yield element.text
        if element is not item and element.tail and (element is anchor or element not in inside):
            yield element.tail


def _texts_after(item: Element) -> list[str]:
    """Return the words between an item and the next link: lists parted by <br>, and <dt> with its <dd>."""
    pieces = [item.tail or ""]
    for after in item.itersiblings():
        if not isinstance(after.tag, str) or after.tag in ("br", "hr"):
            pieces.append(after.tail or "")
            continue
        if after.tag == "a" or next(after.iter("a"), None) is not None or len(pieces) > 8:
            break
        pieces += [after.text_content(), after.tail or ""]
    return pieces


def _date_stands_first(parent: Element, href: str) -> bool:
    """Tell whether a day and no other word stands before the first link: <dt> 2025-03-14, then <dd> with the link."""
    if parent is None:
        return False
    words = _words(parent.text or "")
    for child in parent:
        if next(child.iter("a"), None) is not None:
            break
        words = _words(child.text_content() if isinstance(child.tag, str) else "") or words
        words = _words(child.tail or "") or words
    return 0 < len(words) <= LONGEST_DAY and printed_date(words, href) is not None


def _text_before(item: Element) -> str:
    """Return the words between an item and what stands before it, as far as the line or the element before goes."""
    before = item.getprevious()
    if before is None:
        return str(item.getparent().text or "")
    if (before.tail or "").strip() or not isinstance(before.tag, str) or next(before.iter("a"), None) is not None:
        return str(before.tail or "")
    return str(before.text_content())


def _path(item: Element) -> tuple[str, ...]:
    steps = [str(item.tag)]
    for above in item.iterancestors():
        marks = re.sub(r"\d+", "", f"{above.get('class') or ''}#{above.get('id') or ''}")
        steps.append(f"{above.tag}.{marks.strip()}")
    return tuple(steps)


def _is_menu(item: Element) -> bool:
    for height, above in enumerate([item, *item.iterancestors()]):
        if above.tag in MENU_TAGS:
            return True
        names = f"{above.get('class') or ''} {above.get('id') or ''}"
        if height < 5 and above.tag not in ("body", "html") and MENU_NAMES.search(names):
            return True
    return False


def _unique(group: Group) -> Group:
    first: dict[str, Row] = {}
    for row in group.rows:
        known = first.get(row.href)
        if known is None or len(row.title) > len(known.title):
            first[row.href] = row
    return Group(list(first.values()), min(group.dated, len(first)), group.menu)


def _base_of(tree: Element, url: str) -> str:
    base = next(tree.iter("base"), None)
    if base is None or not base.get("href"):
        return url
    try:
        declared = canonical_url(base.get("href"), url)
    except ValueError:
        return url
    return declared if same_host(declared, url) else url


def _words(text: str) -> str:
    return " ".join(text.split())
