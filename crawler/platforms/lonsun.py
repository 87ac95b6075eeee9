"""Lists of label 8888 (Anhui): takes a column page's site, organ and category, leaves calls for its HTML fragments."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.links import ListPage, read_list
from crawler.platforms.calls import Call, NoCallsError, Platform, own_address, whole

LABEL = "/site/label/8888"
NEEDED = ("siteId", "organId", "catId")
PAGES = re.compile(r"\bpageCount[\"']?\s*[:=]\s*[\"']?(\d{1,5})")
USUAL = {
    "IsAjax": "1",
    "dataType": "html",
    "labelName": "publicInfoList",
    "type": "4",
    "pageSize": "15",
    "action": "list",
    "isDate": "true",
    "dateFormat": "yyyy-MM-dd",
    "sortType": "1",
}


def first_calls(text: str, url: str) -> tuple[Call, ...]:
    """Return the call for the first page; organ and category stand in the address, site and template in the page."""
    asked = dict(parse_qsl(urlsplit(url).query))
    organ = re.search(r"/public/column/(\d+)", urlsplit(url).path)
    known = {"organId": organ[1] if organ else "", "catId": asked.get("catId", ""), "type": asked.get("type", "")}
    for key in (*NEEDED, "file", "type"):
        known[key] = known.get(key) or _named(text, key)
    missing = [key for key in NEEDED if not known[key]]
    if missing:
        raise NoCallsError(f"neither address nor page names {' and '.join(missing)}")
    query = {**USUAL, **{key: value for key, value in known.items() if value}, "pageIndex": "1"}
    target = own_address(f"{LABEL}?{urlencode(query)}", url)
    if target is None:
        raise NoCallsError("the address of the label is broken")
    return (Call(target, pages=_pages(text)),)


def read_answer(text: str, _call: Call, column: str) -> ListPage:
    """Return the rows of one HTML fragment."""
    return replace(read_list(f"<body>{text}</body>", column), is_article=False)


def next_call(call: Call, page: ListPage, text: str) -> Call | None:
    """Return the call for the next page until the declared number of pages, or one that brings nothing new."""
    here = replace(call, pages=_pages(text) or call.pages)
    if not page.rows or whole(here, page):
        return None
    url = re.sub(r"([?&]pageIndex=)\d+", rf"\g<1>{call.page + 1}", call.url)
    return replace(here, url=url, page=call.page + 1)


def _named(text: str, key: str) -> str:
    found = re.search(rf"(?<!\w){key}[\"']?\s*[:=]\s*[\"']?([\w/.-]+)", text)
    return found[1] if found else ""


def _pages(text: str) -> int | None:
    found = PAGES.search(text)
    return int(found[1]) if found else None


LONSUN = Platform(first_calls, read_answer, next_call)
