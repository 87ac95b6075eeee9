"""How a Hanweb list is paged: takes a column page or a dataproxy answer, leaves the call that brings more of it.

Three styles are met. A: the page's script names `dataproxy.jsp` and a block of parameters, which are posted with
startrecord, endrecord and perpage. B: the page names the whole address with page=N, or joins it of pieces around
variables of its own. C: the datastore itself carries the next address in <nextgroup>; some sites encrypt the other
parameters there, so only page= is ever replaced. Of several blocks the one of the column's own number is followed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from crawler.canonical import canonical_url, same_host
from crawler.spans import elements

STORE = re.compile(r"<datastore>.*?(?:</datastore>|$)", re.DOTALL | re.IGNORECASE)
ADDRESS = re.compile(r"[^\"'\s<>()]{0,300}dataproxy\.jsp(?:\?[^\"'\s<>]*)?", re.IGNORECASE)
PARAMETERS = re.compile(r"\b(?:param|params|data|queryParam)\s*:\s*\{([^{}]{5,2000})\}")
PAIR = re.compile(r"[\"']?(\w+)[\"']?\s*:\s*(?:\"([^\"]*)\"|'([^']*)'|([\w./-]+))")
TOTAL = re.compile(r"<totalrecord>\s*(\d+)|\btotal_?records?[\"']?\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
# "…?page=" + p + "&columnid=" + id + "…": what a script joins at the moment of the call.
PAGE_JOINT = re.compile(r"([?&]page=)[\"']\s*\+\s*[^\"'+;]{1,60}(\+\s*[\"'])?", re.IGNORECASE)
JOINT = re.compile(r"[\"']\s*\+\s*(\w{1,40})\s*\+\s*[\"']")
MOST_JOINTS = 50
COLUMN = re.compile(r"/col/col(\d+)/")
PER_PAGE = re.compile(r"\bper_?page[\"']?\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
# The portal's own page size is kept; more than this a reply cuts, or the server takes ill.
MOST_PER_PAGE = 100
# One answer brings up to three pages.
PAGES_A_REPLY = 3
# A group names its successor relative to the call, wherever the group itself stands.
PROXY_FOLDER = "/module/web/jpage/"


@dataclass(frozen=True)
class Call:
    """One call for more records: its address, the form that is posted (style A), and what was declared."""

    url: str
    form: Mapping[str, str] = field(default_factory=dict)
    per_page: int = 15
    total: int | None = None

    @property
    def shelf_url(self) -> str:
        """The address under which the answer is kept: the form is part of what was asked."""
        mark = "&" if urlsplit(self.url).query else "?"
        return self.url + (f"{mark}{urlencode(dict(self.form))}" if self.form else "")


def next_call(text: str, url: str, known: int, previous: Call | None) -> Call | None:
    """Return the call that brings records beyond the `known` ones, or None where the list is whole or names none.

    `previous` is the call that brought `text`, or None for the column page itself.
    """
    total = declared_total(text, url) or (previous.total if previous else None)
    if total is not None and known >= total:
        return None
    if previous is not None and previous.form:
        return replace(_posted(previous, known), total=total)
    if grouped := _grouped(_followed_store(text, url), url, previous):
        return replace(grouped, total=total)
    if previous is not None:
        return replace(_turned(previous), total=total)
    call = _from_script(text, url, known)
    return replace(call, total=total) if call and call.form else _first_page(call, known, total)


def _posted(call: Call, known: int) -> Call:
    parts = urlsplit(call.url)
    asked = {
        "startrecord": str(known + 1),
        "endrecord": str(known + call.per_page * PAGES_A_REPLY),
        "perpage": str(call.per_page),
    }
    kept = [(key, value) for key, value in parse_qsl(parts.query) if key.lower() not in asked]
    return replace(call, url=urlunsplit((*parts[:3], urlencode([*asked.items(), *kept]), "")))


def _grouped(block: str, url: str, previous: Call | None) -> Call | None:
    """Return the call of style C; where the group repeats the page just read, the page after it."""
    group = next(iter(elements(block, "nextgroup")), "")
    address = ADDRESS.search(unescape(group))
    if address is None:
        return None
    target = _address(address.group(), previous.url if previous else urljoin(url, PROXY_FOLDER))
    if target is None:
        return None
    call = Call(target)
    return _turned(call) if previous is not None and call.url == previous.url else call


def _turned(call: Call) -> Call:
    """Return the call for the next page number, everything else as it stands."""
    parts = urlsplit(call.url)
    number = re.search(r"(?:^|&)page=(\d+)", parts.query)
    query = (
        re.sub(r"((?:^|&)page=)\d+", rf"\g<1>{int(number[1]) + 1}", parts.query)
        if number
        else f"{parts.query}&page=2".lstrip("&")
    )
    return replace(call, url=urlunsplit((*parts[:3], query, "")))


def _from_script(text: str, url: str, known: int) -> Call | None:
    """Return what the column page's own script says of the call: style A with its form, or style B.

    Where several blocks have their calls, the one that names the column's own number is taken.
    """
    live, calls = _joined(text), []
    for found in ADDRESS.finditer(live):
        target = _address(unescape(found.group()), url)
        if target is None:
            continue
        form = _form_near(live, found.start())
        size = PER_PAGE.search(live, max(0, found.start() - 2000))
        per_page = min(int(size[1]), MOST_PER_PAGE) if size and int(size[1]) else 15
        if "columnid=" in target:
            calls.append(Call(target, per_page=per_page))
        elif form:
            calls.append(_posted(Call(target, form, per_page), known))
    own = _number(url)
    named = (call for call in calls if own and (call.form.get("columnid") or _asked(call, "columnid")) == own)
    return next(named, next(iter(calls), None))


def _joined(text: str) -> str:
    """Return a page whose scripts' addresses are whole: page 1 and the values of variables in the places of joints."""
    if "dataproxy" not in text:
        return text

    def value(joint: re.Match[str]) -> str:
        found = re.search(rf"\b{joint[1]}\s{{0,9}}=\s{{0,9}}[\"']?([\w%./-]+)", text[:200_000])
        return found[1] if found else joint.group()

    paged = PAGE_JOINT.sub(lambda joint: f"{joint[1]}1" + ("" if joint[2] else '"'), text)
    start = max(paged.find("dataproxy") - 300, 0)
    return paged[:start] + JOINT.sub(value, paged[start:], count=MOST_JOINTS)


def _asked(call: Call, name: str) -> str:
    return dict(parse_qsl(urlsplit(call.url).query)).get(name, "")


def _number(url: str) -> str:
    found = COLUMN.search(urlsplit(url).path)
    return found[1] if found else ""


def _first_page(call: Call | None, known: int, total: int | None) -> Call | None:
    """Return style B's call: its own page where the column page held no records, else page 2."""
    if call is None:
        return None
    numbered = call.url if re.search(r"[?&]page=\d+", call.url) else f"{call.url}&page=1"
    first = replace(call, url=re.sub(r"([?&]page=)\d+", r"\g<1>1", numbered), total=total)
    return _turned(first) if known else first


def _form_near(text: str, place: int) -> dict[str, str]:
    """Return the block of parameters nearest to a call: another block's stands farther off."""
    near: dict[int, dict[str, str]] = {}
    for found in PARAMETERS.finditer(text, max(0, place - 3000), place + 3000):
        form = {key: double or single or bare for key, double, single, bare in PAIR.findall(found[1])}
        if "columnid" in form and "unitid" in form:
            near.setdefault(abs(found.start() - place), form)
    return near[min(near)] if near else {}


def own_records(text: str, url: str) -> int:
    """Return how many records of the followed block a page holds."""
    return _followed_store(text, url).lower().count("<record>")


def declared_total(text: str, url: str) -> int | None:
    """Return how many records the followed block declares; None where nothing does, or several blocks differ."""
    if found := TOTAL.search(_followed_store(text, url)):
        return int(found[1] or found[2])
    declared = {int(found[1] or found[2]) for found in TOTAL.finditer(STORE.sub(" ", text))}
    return declared.pop() if len(declared) == 1 else None


def _followed_store(text: str, url: str) -> str:
    """Return the datastore of the column's own number, else the one with most records: a page may hold several."""
    stores, number = STORE.findall(text), _number(url)
    own = [one for one in stores if number and re.search(rf"(?:columnid=|art_|/col/col){number}(?!\d)", one)]
    return max(own or stores, key=lambda block: block.lower().count("<record>"), default="")


def _address(address: str, url: str) -> str | None:
    try:
        target = canonical_url(address, url)
    except ValueError:
        return None
    return target if same_host(target, url) else None
