"""The calls by which a column's script fetches its list: takes addresses and forms, leaves one value for each call."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from crawler.canonical import canonical_url, same_host
from crawler.links import ListPage

PAIR = re.compile(r"[\"']?(\w+)[\"']?\s*:\s*(?:\"([^\"]*)\"|'([^']*)'|([\w./-]+))")


class NoCallsError(Exception):
    """A column page names no call; the message says what it lacks."""


@dataclass(frozen=True)
class Call:
    """One call: its address, what is posted (a form, or `payload` as JSON), the page of the list that it asks for.

    `size`: entries a page; `pages` and `total`: what the column declares; `about`: what the platform needs to make the
    next call of this one.
    """

    url: str
    page: int = 1
    method: str = "GET"
    form: Mapping[str, str] = field(default_factory=dict)
    payload: str = ""
    size: int = 0
    pages: int | None = None
    total: int | None = None
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def shelf_url(self) -> str:
        """The address under which the answer is kept: what is posted is part of what was asked."""
        posted = urlencode(dict(self.form)) or (urlencode({"json": self.payload}) if self.payload else "")
        mark = "&" if urlsplit(self.url).query else "?"
        return self.url + (f"{mark}{posted}" if posted else "")


@dataclass(frozen=True)
class Platform:
    """What a platform knows of its lists.

    `first_calls(text, url)`: the calls that a column page makes, or NoCallsError; `read_answer(text, call, column)`:
    what one brought; `next_call(call, page, text)`: the call after it, or None where the list is whole.
    """

    first_calls: Callable[[str, str], tuple[Call, ...]]
    read_answer: Callable[[str, Call, str], ListPage]
    next_call: Callable[[Call, ListPage, str], Call | None]


def pairs_of(text: str) -> dict[str, str]:
    """Return the plain key and value pairs of a script's object, however they are quoted."""
    return {key: double or single or bare for key, double, single, bare in PAIR.findall(text)}


def own_address(address: str, url: str) -> str | None:
    """Return an address that a column's script names, or None where it is broken or leads to another host."""
    try:
        target = canonical_url(address, url)
    except ValueError:
        return None
    return target if same_host(target, url) else None


def whole(call: Call, page: ListPage) -> bool:
    """Tell whether what was declared is reached with this page."""
    total = page.total if page.total is not None else call.total
    if total is not None and call.size and call.page * call.size >= total:
        return True
    return call.pages is not None and call.page >= call.pages
