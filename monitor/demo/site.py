"""What the portal says to a request: takes how it stands and a path with its parameters, leaves an answer.

Three platforms under one host, as their vendors' portals behave: TRS's static pages, a plain static list, and Hanweb's
jpage, whose list pages come out of `dataproxy.jsp` by page number or by a range of records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.demo import templates
from monitor.demo.articles import Article
from monitor.demo.columns import DATAPROXY, Column, article_path, list_page_path
from monitor.demo.story import Stand
from monitor.demo.templates import Link

HTML = "text/html"
# Counters and files in the site's private folders are nobody's business.
ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /search/\n"
# A jpage answer holds three pages of records at most.
MOST_RECORDS = 3


@dataclass(frozen=True)
class Answer:
    """One answer: `text` still has its counter marks, `changed` is None where the platform gives no validator."""

    status: int
    content_type: str
    text: str
    encoding: str = "utf-8"
    changed: datetime | None = None


class Site:
    """The portal at one stand; it never changes, so that threads may ask at once. Pages are made when first asked."""

    def __init__(self, stand: Stand, columns: Iterable[Column]) -> None:
        self._stand = stand
        self._columns = tuple(columns)
        self._held = {column.key: self._articles_of(column) for column in self._columns}
        self._lists = {
            list_page_path(column, page): (column, page)
            for column in self._columns
            for page in range(1, (1 if column.platform == "hanweb_jpage" else self._pages(column)) + 1)
        }
        self._places = {
            article_path(column, article): (column, place)
            for column in self._columns
            for place, article in enumerate(self._held[column.key])
        }
        self._made: dict[str, Answer] = {}

    def answer(self, path: str, parameters: Mapping[str, str]) -> Answer:
        """Return the answer to a path; `parameters` holds the query's values and, over them, the form's."""
        if path == "/robots.txt":
            return Answer(200, "text/plain", ROBOTS)
        if any(path.startswith(barred) for barred in self._stand.barred):
            # Lists answer 200 and articles 412, so that both ways of such systems are seen.
            is_list = path.endswith("/") or path in self._lists
            return Answer(200 if is_list else 412, HTML, templates.challenge_page())
        if path == DATAPROXY:
            return self._dataproxy(parameters)
        if path in self._made:
            return self._made[path]
        answer = self._page(path)
        if answer.status == 200:
            self._made[path] = answer
        return answer

    def _page(self, path: str) -> Answer:
        if path == "/":
            return Answer(200, HTML, templates.home_page(self._columns))
        if found := self._lists.get(f"{path}index.html" if path.endswith("/") else path):
            return self._list(*found)
        if place := self._places.get(path):
            return self._article(*place)
        return Answer(404, HTML, templates.missing_page())

    def _articles_of(self, column: Column) -> tuple[Article, ...]:
        mine = (article for article in self._stand.articles.values() if article.column == column.key)
        return tuple(sorted(mine, key=lambda article: article.published, reverse=True))

    def _pages(self, column: Column) -> int:
        return max(1, -(-len(self._held[column.key]) // column.per_page))

    def _links(self, column: Column, start: int, end: int) -> list[Link]:
        return [_link(column, article) for article in self._held[column.key][max(start, 0) : end]]

    def _list(self, column: Column, page: int) -> Answer:
        links = self._links(column, (page - 1) * column.per_page, page * column.per_page)
        total = len(self._held[column.key])
        text = templates.list_page(column, links, page, self._pages(column), total)
        return Answer(200, HTML, text, changed=self._stand.changed.get(column.key))

    def _article(self, column: Column, place: int) -> Answer:
        held = self._held[column.key]
        article = held[place]
        beside = (
            _link(column, held[place - 1]) if place else None,
            _link(column, held[place + 1]) if place + 1 < len(held) else None,
        )
        path = article_path(column, article)
        related = [_link(column, other) for other in held[:3] if other is not article]
        text = templates.article_page(column, article, path, beside, related)
        return Answer(200, HTML, text, article.encoding, self._stand.changed[article.slug])

    def _dataproxy(self, parameters: Mapping[str, str]) -> Answer:
        column = next((one for one in self._columns if str(one.number) == parameters.get("columnid")), None)
        if column is None or parameters.get("unitid") != column.unit:
            return Answer(200, "text/xml", "<datastore><recordset></recordset></datastore>")
        start, end = _range(parameters, column.per_page)
        links = self._links(column, start, end)
        page = -(-end // column.per_page)
        total = len(self._held[column.key])
        text = templates.datastore(column, links, page, self._pages(column), total)
        return Answer(200, "text/xml", text, changed=self._stand.changed.get(column.key))


def _link(column: Column, article: Article) -> Link:
    return Link(article_path(column, article), article.title, f"{article.published:%Y-%m-%d}")


def _range(parameters: Mapping[str, str], per_page: int) -> tuple[int, int]:
    """Return the records asked for, as a slice: a range wins over a page, nonsense means the first page."""

    def whole(name: str) -> int:
        value = parameters.get(name, "")
        return int(value) if value.isascii() and value.isdigit() else 0

    if whole("startrecord"):
        start = whole("startrecord") - 1
        return start, min(max(whole("endrecord"), start + 1), start + MOST_RECORDS * per_page)
    page = max(whole("page"), 1)
    return (page - 1) * per_page, page * per_page
