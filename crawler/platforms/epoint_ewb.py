"""Epoint lists: takes a column's category and the site's own script, leaves calls by posted JSON and their rows.

Two dialects are met: pageIndex from 1 in a plain object, and pageIndex from 0 inside {"params": {…}}. The first page is
asked for by 0 and by 1, since a portal that counts the other way would lose its newest entries.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from crawler.json_rows import json_row, parse_json
from crawler.links import ListPage
from crawler.platforms.calls import Call, NoCallsError, Platform, own_address, whole

ACTION = "rest/lightfrontaction/getgovinfolist"
SCRIPT = re.compile(
    r"<script\b[^<>]*\bsrc\s*=\s*[\"']?([^\"'<>\s]*(?:webBuilderCommon|ajaxReq)\.js[^\"'<>\s]*)", re.IGNORECASE
)
USUAL_SCRIPT = "/js/webBuilderCommon.js"
SITE = re.compile(r"\bsiteGuid[\"']?\s*[:=]\s*[\"']([\w{}-]+)[\"']", re.IGNORECASE)
PROJECT = re.compile(r"\bprojectName[\"']?\s*[:=]\s*[\"']([^\"'<>\s]*)[\"']", re.IGNORECASE)
WRAPPED = re.compile(r"[\"'{,(\s]params[\"']?\s*:\s*(?:JSON\.stringify\s*\()?\s*\{|\{\s*[\"']params[\"']")
CATEGORY = re.compile(r"\bcategorynum[\"']?\s*[:=]\s*[\"']?(\d{3,})", re.IGNORECASE)
TOTALS = ("total", "totalcount", "count", "rowcount", "recordcount")
SIZE = 15


def first_calls(text: str, url: str) -> tuple[Call, ...]:
    """Return the request for the script that holds siteGuid and projectName; where the page holds them, the list's."""
    asked = dict(parse_qsl(urlsplit(url).query))
    named = CATEGORY.search(text)
    category = asked.get("categorynum") or (named[1] if named else "")
    if not category:
        raise NoCallsError("neither address nor page names a categorynum")
    about = {"category": category, "department": asked.get("deptcode", "")}
    if SITE.search(text):
        return (_first(text, url, about),)
    script = SCRIPT.search(text)
    target = own_address(script[1] if script else USUAL_SCRIPT, url)
    if target is None:
        raise NoCallsError("the site's script stands on another host")
    return (Call(target, about={**about, "step": "script"}),)


def read_answer(text: str, call: Call, column: str) -> ListPage:
    """Return the entries of one answer; the script and the first, perhaps empty page end nothing.

    An answer without entries may be one to the wrong dialect: its total of 0 declares nothing.
    """
    if call.about.get("step") == "script":
        found = SITE.search(text)
        return ListPage((), is_door=True) if found else ListPage((), trouble="the site's script holds no siteGuid")
    answer = parse_json(text)
    custom: Any = answer.get("custom") if isinstance(answer, dict) else None
    entries = custom.get("data") if isinstance(custom, dict) else None
    unsure = call.page == 0 or (call.page == 1 and not call.about["wrapped"])
    if not isinstance(entries, list):
        return ListPage((), is_door=True) if unsure else ListPage((), trouble="the answer holds no custom.data")
    rows = [row for one in entries if isinstance(one, dict) and (row := json_row(one, column))]
    counted = {key.lower(): value for key, value in custom.items()}
    total = next((int(counted[key]) for key in TOTALS if str(counted.get(key, "")).isdigit()), None) if rows else None
    unique = tuple({row.href: row for row in rows}.values())
    return ListPage(unique, place="answer", is_door=unsure, total=total, count=len(entries))


def next_call(call: Call, page: ListPage, text: str) -> Call | None:
    """Return the list's first call after the script's, then page by page; the other dialect where one says nothing."""
    if call.about.get("step") == "script":
        return _first(text, call.url, call.about)
    if call.page >= 1 and not page.rows:
        return _call(call.url, {**call.about, "wrapped": "1"}, 0) if not call.about["wrapped"] else None
    return None if whole(replace(call, size=SIZE), page) else _call(call.url, call.about, call.page + 1)


def _first(text: str, url: str, about: Any) -> Call:
    site, project = SITE.search(text), PROJECT.search(text)
    path = f"/{project[1].strip('/')}/{ACTION}" if project and project[1].strip("/") else f"/{ACTION}"
    target = own_address(path, url)
    if target is None or site is None:
        raise NoCallsError("the page holds no siteGuid, or its projectName leads to another host")
    known = {key: about[key] for key in ("category", "department")}
    return _call(target, {**known, "site": site[1], "wrapped": "1" if WRAPPED.search(text) else ""}, 0)


def _call(url: str, about: Any, index: int) -> Call:
    asked: dict[str, Any] = {
        "deptcode": about["department"],
        "categorynum": about["category"],
        "siteGuid": about["site"],
        "pageIndex": index,
        "pageSize": SIZE,
    }
    if about["wrapped"]:
        asked = {"params": asked}
    return Call(url, page=index, payload=json.dumps(asked, separators=(",", ":")), about=about)


EPOINT_EWB = Platform(first_calls, read_answer, next_call)
