"""Where a list goes on: takes a list page's text and address, leaves the addresses of the following pages in order.

Forms met on portals: TRS `createPageHTML(pages, 0, "index", "html")`, the same with the record count before it,
with the page count quoted, with a box's name before and the total behind; `createPage(N, …)`; a script that joins
'index_' + page + '.html'; 共 N 页 beside numbered links; a link named 下一页. A page outside the column's own folder
is no page of it: some portals' next links lead into the neighbouring column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urljoin, urlsplit

from crawler.canonical import canonical_url, directory_of, same_host
from crawler.rows import parse_html
from crawler.spans import without_comments

CALL = re.compile(r"\bcreatePage(?:HTML)?\s*\(([^()]{1,300})\)", re.IGNORECASE)
ARGUMENT = re.compile(r"\"([^\"]*)\"|'([^']*)'|(-?\d+)|([^,\s][^,]*)")
EXTENSION = re.compile(r"^\.?(s?html?|jsp|aspx?|php)$", re.IGNORECASE)
JOINED = re.compile(r"['\"]([\w./-]*[_-])['\"]\s*\+\s*(?:\(?\s*\w+\s*([-+]\s*1)?\s*\)?)\s*\+\s*['\"]\.(s?html?)['\"]")
TOTAL = re.compile(
    r"(?:共\s*(?:<[^>]{0,100}>\s*)*(\d{1,4})\s*(?:</[^>]{0,20}>\s*)*页)|\b(?:totalPages?|pageCount|countPage)\s*[:=]\s*['\"]?(\d{1,4})"
)
# 共 36 条, 共有<b>120</b>条记录: the list's own where its pages are spoken of beside it.
ENTRIES = re.compile(
    r"(?:共|总数)\s{0,9}[有计:：]?\s{0,9}(?:<[^<>]{0,100}>\s{0,9}){0,3}"
    r"(\d{1,6})\s{0,9}(?:</[^<>]{0,20}>\s{0,9}){0,3}[条篇](?![评留回])"
)
TAG = re.compile(r"<[^<>]{0,300}>")
NUMBERED = re.compile(r"^(.*)_(\d{1,4})\.(s?html?)$", re.IGNORECASE)
NEXT_NAMES = re.compile(r"^\s*(?:下一?页|后一?页|下页|next(?:\s*page)?|>|›|»)\s*[>›»]*\s*$", re.IGNORECASE)
PAGE_KEYS = re.compile(r"page|^p$|^pn$|cur|start|end|offset", re.IGNORECASE)


@dataclass(frozen=True)
class Declared:
    """A page count with the names of the pages: page n is `stem_{n - shift}.extension`."""

    pages: int
    stem: str
    extension: str
    shift: int

    def urls(self, first: str, limit: int) -> list[str]:
        """Return pages 2 and on, `limit` pages in all."""
        last = min(self.pages, limit)
        return [urljoin(first, f"{self.stem}_{page - self.shift}.{self.extension}") for page in range(2, last + 1)]


def following_pages(text: str, url: str, column: str, limit: int) -> tuple[str, ...]:
    """Return the pages after this one, as far as it tells: all of them, or the one that its next link names.

    `column` is the source's own address; only pages of its folder are returned. `limit` counts the list's pages.
    """
    found: list[str] = []
    if _is_first(url, column) and (declared := declared_pages(text, url)):
        found = declared.urls(url, limit)
    if not found:
        found = _next_links(text, url)
    return tuple(page for page in found if page != url and is_of_column(page, column))[: max(limit - 1, 0)]


def declared_pages(text: str, url: str) -> Declared | None:
    """Return the page count and naming that a first page declares, or None."""
    live = without_comments(text)
    for source in (live, text):  # some portals keep the list and its call in one comment, for their scripts
        for call in CALL.finditer(source):
            if declared := _read_call(call[1], url, source):
                return declared
    return _read_script(live, url)


def declared_entries(text: str) -> int | None:
    """Return how many entries a list declares: 共 N 条 beside its pages, or Beijing's call with the records first.

    None where nothing is declared, or several lists of the page declare different numbers.
    """
    live = without_comments(text)
    found = {int(one[1]) for one in ENTRIES.finditer(live) if _speaks_of_pages(live, one)}
    for call in CALL.finditer(live):
        numbers = [int(number) for number in re.findall(r"\d+", re.split(r"[\"'][A-Za-z]", call[1])[0])]
        if len(numbers) == 3 and numbers[0] >= numbers[1] and numbers[2] == 0:
            found.add(numbers[0])
    return found.pop() if len(found) == 1 else None


def _speaks_of_pages(text: str, found: re.Match[str]) -> bool:
    before, after = text[max(0, found.start() - 600) : found.start()], text[found.end() : found.end() + 600]
    return "页" in TAG.sub("", before)[-60:] + TAG.sub("", after)[:60]


def article_pages(text: str, url: str) -> int:
    """Return how many pages an article goes over: createPageHTML with its own name, t2015…_1 as page 2."""
    live = without_comments(text)
    own = _own_name(url)[0]
    found = [declared for call in CALL.finditer(live) if (declared := _read_call(call[1], url, live))]
    return max((declared.pages for declared in found if declared.stem == own and own != "index"), default=1)


def counted_pages(text: str, url: str, column: str, limit: int, *, first: int) -> tuple[str, ...]:
    """Return the further pages of a list that states its page count only: index_{first} and on.

    `first`: the number in page 2's name, 1 for TRS and 2 in Shanghai; where it is not known, 1 asks for one page more.
    """
    total = TOTAL.search(without_comments(text))
    if total is None or not _is_first(url, column):
        return ()
    pages = Declared(int(total[1] or total[2]), *_own_name(url), shift=2 - first)
    return tuple(pages.urls(url, limit))


def trs_pages(text: str, url: str, column: str, limit: int) -> tuple[str, ...]:
    """Return pages 2 and on of a TRS list that states its page count only: index_1, index_2 and so on."""
    return counted_pages(text, url, column, limit, first=1)


def next_in_folder(text: str, url: str, column: str) -> tuple[str, ...]:
    """Return the next page where it stands in the folder of the column's own name: list.htm goes on at list/7.htm."""
    own = f"{directory_of(column)}{_own_name(column)[0]}/"
    found = [page for page in _next_links(text, url) if same_host(page, column) and directory_of(page) == own]
    return tuple(page for page in found if page != url)


def is_of_column(page: str, column: str) -> bool:
    """Tell whether a page belongs to a column: same host and folder, same query but for what counts pages."""
    if not same_host(page, column) or directory_of(page) != directory_of(column):
        return False
    asked = dict(parse_qsl(urlsplit(page).query))
    own = parse_qsl(urlsplit(column).query)
    return all(asked.get(key) == value for key, value in own if not PAGE_KEYS.search(key))


def _read_call(arguments: str, url: str, text: str) -> Declared | None:
    numbers: list[int] = []
    names: list[str] = []
    for double, single, number, word in ARGUMENT.findall(arguments):
        quoted = double or single
        if EXTENSION.match(quoted) and names:
            break
        if number or quoted.isdigit():
            numbers.append(int(number or quoted))
        elif quoted:
            names.append(quoted)
        elif value := _variable(word, text):
            numbers.append(int(value))
        elif word:
            return None  # the function's own definition, or a count that only the script knows
    extension = next((one for one in _strings(arguments) if EXTENSION.match(one)), "")
    if not numbers or len(numbers) > 4:
        return None
    # (pages, current), or (records, pages, current) in Beijing: the count stands just before the current page.
    pages, current = (numbers[-2], numbers[-1]) if len(numbers) > 1 else (numbers[0], 0)
    stem, suffix = _own_name(url)
    if extension and names:
        stem, suffix = names[-1], extension.removeprefix(".")
    if not 0 <= current <= 1 or pages > 10_000:
        return None
    # A first page counted as 0 means that page 2 is _1; counted as 1, that page 2 is _2.
    return Declared(pages, stem, suffix, shift=1 - current)


def _read_script(text: str, url: str) -> Declared | None:
    total = TOTAL.search(text)
    if total is None:
        return None
    pages = int(total[1] or total[2])
    if current := _variable("currentPage", text):  # the older TRS template writes its links itself
        return Declared(pages, *_own_name(url), shift=1 - min(int(current), 1))
    if joined := JOINED.search(text):
        return Declared(pages, joined[1].rstrip("_-"), joined[3], shift=1 if joined[2] else 0)
    numbered = [found for href in _hrefs(text, url) if (found := NUMBERED.match(href))]
    if not numbered:
        return None
    first = min(numbered, key=lambda found: int(found[2]))
    return Declared(pages, first[1].rpartition("/")[2], first[3], shift=1 if int(first[2]) <= 1 else 0)


def _variable(word: str, text: str) -> str:
    name = word.strip()
    found = re.search(rf"\b{re.escape(name)}\s*=\s*['\"]?(\d{{1,6}})\b", text) if name.isidentifier() else None
    return found[1] if found else ""


def _strings(arguments: str) -> list[str]:
    return [double or single for double, single, _number, _word in ARGUMENT.findall(arguments) if double or single]


def _own_name(url: str) -> tuple[str, str]:
    name = urlsplit(url).path.rpartition("/")[2]
    stem, mark, extension = name.rpartition(".")
    return (stem, extension) if mark else ("index", "html")


def _is_first(url: str, column: str) -> bool:
    return not NUMBERED.match(urlsplit(url).path) or url == column


def _next_links(text: str, url: str) -> list[str]:
    tree = parse_html(without_comments(text))
    if tree is None:
        return []
    names = [(anchor, anchor.text_content() or "") for anchor in tree.iter("a") if anchor.get("href")]
    for anchor, name in names:
        if NEXT_NAMES.match(name) or NEXT_NAMES.match(anchor.get("title") or ""):
            try:
                return [canonical_url(anchor.get("href"), url)]
            except ValueError:
                continue
    return []


def _hrefs(text: str, url: str) -> list[str]:
    tree = parse_html(text)
    hrefs = []
    for anchor in tree.iter("a") if tree is not None else ():
        try:
            href = canonical_url(anchor.get("href") or "javascript:", url)
        except ValueError:
            continue
        if directory_of(href) == directory_of(url) and same_host(href, url):
            hrefs.append(href)
    return hrefs
