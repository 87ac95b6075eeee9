"""UCAP lists: takes a column page's channel and its JSON answers, leaves calls and rows.

Three addresses are met: /common/search/{channel}, /searchList/{channel}, and getInfoCommon with its own parameters.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.json_rows import json_row, parse_json
from crawler.links import ListPage, read_list
from crawler.platforms.calls import Call, NoCallsError, Platform, own_address, whole

NAMED = re.compile(r"[\"'(]\s*((?:https?:)?/[\w./-]*?/?(?:common/search|searchList)/[\w-]+)")
SUZHOU = re.compile(r"[\"'(]\s*(/[\w/-]*getInfoCommon/?)")
CHANNEL_TAG = re.compile(r"<meta\b[^<>]*\bname\s*=\s*[\"']?channelid\b[^<>]*>", re.IGNORECASE)
CONTENT = re.compile(r"\bcontent\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
SIZE = 15
TOTALS = ("total", "totalcount", "count", "totalrecord")


def first_calls(text: str, url: str) -> tuple[Call, ...]:
    """Return the call for the channel's first page; a page that lists its entries itself makes none of its own."""
    tag = CHANNEL_TAG.search(text)
    channel = CONTENT.search(tag.group()) if tag else None
    if (other := SUZHOU.search(text)) and channel:
        query = {"pagesize": str(SIZE), "currpage": "1", "channelid": channel[1]}
        return (_call(other[1], query, url, "currpage"),)
    named = NAMED.search(text)
    if named is None and (channel is None or read_list(text, url).rows):
        raise NoCallsError("the page names neither a search address nor a channel")
    path = named[1] if named else f"/common/search/{channel[1] if channel else ''}"
    query = {
        "_isAgg": "true",
        "_isJson": "true",
        "_pageSize": str(SIZE),
        "_template": "index",
        "_rangeTimeGte": "",
        "_channelName": "",
        "page": "1",
    }
    return (_call(path, query, url, "page"),)


def read_answer(text: str, _call: Call, column: str) -> ListPage:
    """Return the results of one page with the declared total."""
    answer = parse_json(text)
    data: Any = answer.get("data", answer) if isinstance(answer, dict) else None
    results = (data.get("results", data.get("infolist")) if isinstance(data, dict) else None) if data else None
    if not isinstance(results, list):
        return ListPage((), trouble="the answer holds neither results nor infolist")
    rows = [row for one in results if isinstance(one, dict) and (row := json_row(one, column))]
    counted = {key.lower(): value for key, value in data.items()}
    total = next((int(counted[key]) for key in TOTALS if str(counted.get(key, "")).isdigit()), None)
    return ListPage(tuple({row.href: row for row in rows}.values()), place="answer", total=total, count=len(results))


def next_call(call: Call, page: ListPage, _text: str) -> Call | None:
    """Return the call for the next page; the portal may give fewer entries a page than were asked for."""
    here = replace(call, size=page.count if call.page == 1 else call.size)
    if not page.rows or whole(here, page):
        return None
    key = call.about["key"]
    parts = urlsplit(call.url)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    pairs = [(name, str(call.page + 1) if name == key else value) for name, value in asked]
    return replace(here, url=urlunsplit((*parts[:3], urlencode(pairs), "")), page=call.page + 1)


def _call(path: str, query: dict[str, str], url: str, key: str) -> Call:
    target = own_address(f"{path}?{urlencode(query)}", url)
    if target is None:
        raise NoCallsError(f"the list's address {path[:200]} leads to another host")
    return Call(target, about={"key": key})


UCAP = Platform(first_calls, read_answer, next_call)
