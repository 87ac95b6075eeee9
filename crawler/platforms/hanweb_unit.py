"""Hanweb jpaas lists: takes a column page's build-unit scripts and their answers, leaves calls and rows.

The column page holds one script tag for each block, with its parameters in `queryData` and its address in `url`. The
page number travels inside `paramJson`; a bare pageNo is ignored and answered with page 1 for ever.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.json_rows import parse_json
from crawler.links import ListPage, read_list
from crawler.platforms.calls import Call, NoCallsError, Platform, own_address, pairs_of, whole

UNIT_PATH = "/api-gateway/jpaas-publish-server/front/page/build/unit"
TAG = re.compile(r"<\w+\b[^<>]{0,4000}?\bqueryData\s*=[^<>]{0,4000}>", re.IGNORECASE)
QUERY = re.compile(r"\bqueryData\s*=\s*(?:\"([^\"]*)\"|'(\{.*?\})')", re.IGNORECASE)
ADDRESS = re.compile(r"(?<![\w-])url\s*=\s*[\"']([^\"']{1,500})[\"']", re.IGNORECASE)
COUNT = re.compile(r"\bcount\s*=\s*[\"']?(\d+)")
ROWS = re.compile(r"\brows\s*=\s*[\"']?(\d+)")
PAGER = re.compile(r"<\w+\b[^<>]*\bcount\s*=[^<>]*>")
# A column page has a handful of blocks: navigation, list, neighbours.
MOST_UNITS = 8
USUAL_SIZE = 15


def first_calls(text: str, url: str) -> tuple[Call, ...]:
    """Return the call of each block of a column page, its parameters read from the page's own queryData."""
    calls: dict[str, Call] = {}
    for tag in TAG.findall(text):
        query, named = QUERY.search(tag), ADDRESS.search(tag)
        target = own_address(unescape(named[1]) if named else UNIT_PATH, url)
        parameters = pairs_of(unescape(query[1] or query[2])) if query else {}
        if target is None or not parameters:
            continue
        parts = urlsplit(target)
        asked = urlunsplit((*parts[:3], urlencode([*parse_qsl(parts.query), *parameters.items()]), ""))
        calls.setdefault(asked, Call(asked))
    if not calls:
        raise NoCallsError("no script of the page holds the queryData of a block")
    return tuple(calls.values())[:MOST_UNITS]


def read_answer(text: str, call: Call, column: str) -> ListPage:
    """Return what a block holds; a block without a pager is one of the page's furniture and lists nothing."""
    answer = parse_json(text)
    data: Any = answer.get("data") if isinstance(answer, dict) else None
    fragment = data.get("html") if isinstance(data, dict) else None
    if not isinstance(fragment, str):
        return ListPage((), trouble="the answer holds no data.html")
    pager = PAGER.search(fragment)
    page = read_list(f"<body>{fragment}</body>", column)
    if pager is None and call.page == 1:
        return ListPage((), page.rows, is_door=True)
    total = COUNT.search(pager.group()) if pager else None
    return replace(page, total=int(total[1]) if total else None, count=len(page.rows), is_article=False)


def next_call(call: Call, page: ListPage, text: str) -> Call | None:
    """Return the call for the next page, with number and size inside paramJson."""
    if page.is_door or not page.rows:
        return None
    answer = parse_json(text)
    pager = PAGER.search(answer["data"]["html"]) if isinstance(answer, dict) else None
    size = ROWS.search(pager.group()) if pager else None
    here = replace(call, size=int(size[1]) if size and int(size[1]) else call.size or USUAL_SIZE)
    if whole(here, page):
        return None
    parameters = json.dumps({"pageNo": call.page + 1, "pageSize": here.size}, separators=(",", ":"))
    parts = urlsplit(call.url)
    kept = [(key, value) for key, value in parse_qsl(parts.query) if key != "paramJson"]
    asked = urlunsplit((*parts[:3], urlencode([*kept, ("paramJson", parameters)]), ""))
    return replace(here, url=asked, page=call.page + 1)


HANWEB_UNIT = Platform(first_calls, read_answer, next_call)
