"""Guangdong's disclosure directory (gkmlpt): takes the entry page's SID and TREE, leaves the category's calls and rows.

Pages 0 and 1 are the same page, so 1 is the first. Some portals answer 404 past a cap although the category declares
more. A category with a jump_url lives on another page and has no list here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urldefrag

from crawler.json_rows import json_row, parse_json
from crawler.links import ListPage
from crawler.platforms.calls import Call, NoCallsError, Platform, own_address

SITE = re.compile(r"\bSID[\"']?\s*:\s*[\"']?(\d+)")
TREE = re.compile(r"\bTREE[\"']?\s*:\s*(?=[\[{])")
BASE = re.compile(r"^https?://[^/]+(?:/[^?#]*?)?/gkmlpt(?=/|$)")
WANTED = "法治政府"
# The category under which the directory lists everything.
EVERYTHING = "0"


def first_calls(text: str, url: str) -> tuple[Call, ...]:
    """Return the call of the category that the address names behind its #, else of one named 法治政府, else of all."""
    address, category = urldefrag(url)
    site, base = SITE.search(text), BASE.match(address)
    if site is None or base is None:
        raise NoCallsError("the page holds no SID, or its address no /gkmlpt/")
    nodes = list(_nodes(_tree(text)))
    node = next((one for one in nodes if str(one.get("id")) == category), None) if category else _wanted(nodes)
    if node is not None and node.get("jump_url"):
        raise NoCallsError(f"category {node.get('id')} leads to another page: {str(node['jump_url'])[:200]}")
    number = category or (str(node.get("id")) if node else EVERYTHING)
    target = own_address(f"{base.group()}/api/all/{number}?page=1&sid={site[1]}", address)
    if target is None or not number.isdigit():
        raise NoCallsError(f"category {number!r} is no number")
    return (Call(target, total=_count(node)),)


def read_answer(text: str, call: Call, column: str) -> ListPage:
    """Return the articles of one page, with the number that the category declares."""
    answer = parse_json(text)
    articles = answer.get("articles") if isinstance(answer, dict) else None
    if not isinstance(articles, list):
        return ListPage((), trouble="the answer holds no articles")
    rows = [row for one in articles if isinstance(one, dict) and (row := json_row(one, column))]
    declared = _count(answer.get("classify")) if isinstance(answer, dict) else None
    return ListPage(
        tuple({row.href: row for row in rows}.values()),
        place="answer",
        total=call.total if declared is None else declared,
        count=len(articles),
    )


def next_call(call: Call, page: ListPage, _text: str) -> Call | None:
    """Return the call for the next page; its size tells nothing, since one portal's pages hold 88 to 99 articles."""
    if not page.rows:
        return None
    url = re.sub(r"([?&]page=)\d+", rf"\g<1>{call.page + 1}", call.url)
    return replace(call, url=url, page=call.page + 1)


def _tree(text: str) -> Any:
    found = TREE.search(text)
    if found is None:
        return None
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, found.end())[0]
    except (ValueError, RecursionError):
        return None


def _nodes(tree: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 12:
        return
    for one in tree if isinstance(tree, list) else [tree]:
        if isinstance(one, dict):
            yield one
            yield from _nodes(one.get("children") or [], depth + 1)


def _wanted(nodes: list[dict[str, Any]]) -> dict[str, Any] | None:
    named = [one for one in nodes if WANTED in str(one.get("name")) and not one.get("jump_url")]
    return max(named, key=lambda one: ("报告" in str(one["name"]), "年" in str(one["name"])), default=None)


def _count(node: Any) -> int | None:
    count = node.get("post_count") if isinstance(node, dict) else None
    return int(count) if isinstance(count, int | str) and str(count).isdigit() else None


GKMLPT = Platform(first_calls, read_answer, next_call)
