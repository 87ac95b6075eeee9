"""Hanweb's disclosure search: takes a column page's area, leaves posted calls and the rows of that column alone.

The search is not filtered by column: only links that carry the column's number (art_{column}_…) are its own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlencode

from crawler.links import ListPage, read_list
from crawler.paging import TOTAL
from crawler.platforms.calls import Call, NoCallsError, Platform, own_address, whole

AREA = re.compile(r"tree\.jsp\?(?:[^\"'<>\s]*&(?:amp;)?)?area=([\w%.-]*)", re.IGNORECASE)
COLUMN = re.compile(r"/col/col(\d+)/|\bart_(\d+)_")
SEARCH = "/module/xxgk/search.jsp"


def first_calls(text: str, url: str) -> tuple[Call, ...]:
    """Return the search's first page; the area stands in the page's tree address, the column in the page's own."""
    area, column = AREA.search(text), COLUMN.search(url) or COLUMN.search(text)
    if area is None or column is None:
        raise NoCallsError("the page names no area, or its address no column")
    query = {"infotypeId": "", "vc_title": "", "vc_number": "", "area": area[1], "currpage": "1"}
    target = own_address(f"{SEARCH}?{urlencode(query)}", url)
    if target is None:
        raise NoCallsError("the address of the search is broken")
    return (Call(target, method="POST", about={"column": column[1] or column[2]}),)


def read_answer(text: str, call: Call, column: str) -> ListPage:
    """Return the column's own rows of one page; a page of other columns' rows ends nothing."""
    found = read_list(text, column).rows
    mark = f"art_{call.about['column']}_"
    return ListPage(tuple(row for row in found if mark in row.href), place="answer", is_door=bool(found))


def next_call(call: Call, _page: ListPage, text: str) -> Call | None:
    """Return the call for the next page until the declared last, an empty one or one that repeats the page before."""
    listed = " ".join(row.href for row in read_list(text, call.url).rows)
    total = TOTAL.search(text)
    here = replace(call, pages=int(total[1] or total[2]) if total else None)
    if not listed or listed == call.about.get("listed") or whole(here, _page):
        return None
    url = re.sub(r"([?&]currpage=)\d+", rf"\g<1>{call.page + 1}", call.url)
    return replace(here, url=url, page=call.page + 1, about={**call.about, "listed": listed})


HANWEB_XXGK = Platform(first_calls, read_answer, next_call)
