"""A look at a portal without keeping anything: takes an address or file, leaves platform, rows, next pages, site.

An address that is no column itself (a front page, a branch) is searched for the column of the yearly reports.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

from crawler.canonical import canonical_url, is_home, page_identity
from crawler.choose import likeness_of
from crawler.decode import decode
from crawler.jpage import next_call, own_records
from crawler.links import frame_of
from crawler.paging import counted_pages, following_pages, next_in_folder
from crawler.platforms.known import calls_of
from crawler.search import Lead, Sighting, best_of, leads_of, needs_search, see
from storage.errors import ConfigError, WatchError
from storage.settings import Settings
from storage.sources import load_sources
from storage.titles import Likeness

NO_ADDRESS = "http://probe.invalid/"
SHOWN_PAGES = 20
# At two seconds a page a search is over in half a minute, and no portal takes harm of so few.
MOST_PAGES = 15
LEAST_DATED = 3
META = re.compile(r"<meta\b[^<>]{0,1000}>", re.IGNORECASE)
TITLE = re.compile(r"<title[^<>]*>([^<]{0,300})", re.IGNORECASE)
SITE_CODE = re.compile(r"(?:网站标识码|标识码)\s*[:：]?\s*(?:<[^<>]{0,200}>\s*)*(?:bm)?(\d{8,10})")


def probe(target: str, base_url: str | None, settings: Callable[[], Settings]) -> dict[str, Any]:
    """Return the contract's probe answer for an address or a file; raise WatchError where neither can be got."""
    if target.startswith(("http://", "https://")):
        found = _probe_address(target, settings())
        return found | {"watched": _watched(found["url"], settings())}
    try:
        body = Path(target).read_bytes()
    except OSError as error:
        raise ConfigError(
            f"{target}: is neither a web address nor a file that can be read: {error.strerror}"
        ) from error
    found = describe(decode(body), base_url or NO_ADDRESS)
    if found["next"] and not found["links"]:
        found["trouble"] = (
            f"{found['trouble']}; a saved file lacks what is fetched from {found['next'][0]}: probe the address"
        )
    return found | {"watched": _watched(found["url"], settings()) if base_url else None}


def _watched(url: str, settings: Settings) -> dict[str, str] | None:
    """Return the source that watches a column already, by whatever form of its address."""
    file = str(settings.file or "settings")
    for source in load_sources(settings.crawl.sources, settings.source, settings.folder, file):
        fragment = source.url.partition("#")[2]
        same = page_identity(canonical_url(source.url)) == page_identity(canonical_url(url))
        if same and fragment == url.partition("#")[2]:
            return {"slug": source.slug, "origin": source.origin}
    return None


def describe(text: str, url: str) -> dict[str, Any]:
    """Return the probe answer of one page's text."""
    try:
        address = canonical_url(url)
    except ValueError as error:
        raise ConfigError(f"--base-url {url}: {error}") from error
    sighting = see(text, address + "#" * ("#" in url) + url.partition("#")[2], Lead(address))
    return _answer(sighting, [sighting], [])


def _answer(best: Sighting, sightings: list[Sighting], troubles: list[str]) -> dict[str, Any]:
    """Return what was found; `trouble` says why it is no list, in one line, and is null where it is one."""
    return {
        "platform": best.recognition.platform,
        "evidence": best.recognition.evidence,
        "links": [
            {
                "title": row.title,
                "date": row.on.isoformat() if row.on else None,
                "href": row.href,
                "report": likeness_of(row.title) is Likeness.REPORT,
            }
            for row in best.rows
        ],
        "next": list(_next_pages(best)),
        "url": best.url,
        "site": _site_of([best, *sightings]),
        "searched": [{"url": one.url, "name": one.lead.name, "reports": len(one.years)} for one in sightings[1:]],
        "leads": [{"name": lead.name, "url": lead.url} for lead in leads_of(best)] if needs_search(best) else [],
        "trouble": _trouble(best, sightings, troubles),
    }


def _trouble(best: Sighting, sightings: list[Sighting], troubles: list[str]) -> str | None:
    told = "".join(f"; {trouble}" for trouble in troubles[:3])
    if needs_search(best) and not sightings[0].url.startswith(NO_ADDRESS) and (len(sightings) > 1 or is_home(best.url)):
        return f"no column of yearly reports was found on {len(sightings)} pages{told}"
    if best.page.trouble:
        return best.page.trouble
    if best.dated < LEAST_DATED:
        return f"{best.dated} dated links were found, {LEAST_DATED} at least make a list{told}"
    return None


def _next_pages(sighting: Sighting) -> tuple[str, ...]:
    """Return where the list goes on, as far as the page tells."""
    text, platform, page = sighting.text, sighting.recognition.platform, sighting.page
    address = sighting.url.partition("#")[0]
    if calls := calls_of(platform, text, sighting.url):
        return tuple(call.shelf_url for call in calls)
    following = following_pages(text, address, address, SHOWN_PAGES)
    if not following and platform == "hanweb_jpage":
        known = own_records(text, address) or len(page.rows)
        following = (call.shelf_url,) if (call := next_call(text, address, known, None)) else ()
    if not following and platform in ("trs_wcm", "nfcms", "shanghai_hex"):
        first = 2 if platform == "shanghai_hex" else 1
        following = counted_pages(text, address, address, SHOWN_PAGES, first=first)
    if not following and platform == "vsb":
        following = next_in_folder(text, address, address)
    if not page.rows and not page.is_article and not following:
        following = tuple(frame for frame in [frame_of(text, address)] if frame)
    return following


def _site_of(sightings: list[Sighting]) -> dict[str, str | None]:
    """Return what the pages say of their site: its name and code, the column's name; the first page that tells wins."""
    found: dict[str, str] = {}
    for one in sightings:
        for tag in META.findall(one.text[:200_000]):
            name, content = _attribute(tag, "name").lower(), _attribute(tag, "content")
            if name in ("sitename", "siteidcode", "columnname", "sitedomain") and content:
                found.setdefault(name, content)
        if code := SITE_CODE.search(one.text):
            found.setdefault("siteidcode", code[1])
        if title := TITLE.search(one.text[:200_000]):
            found.setdefault("title", _plain(title[1]))
            found["front"] = _plain(title[1])  # the page that was named stands last
    return {
        "name": found.get("sitename") or found.get("front") or None,
        "code": found.get("siteidcode"),
        "column": found.get("columnname") or sightings[0].lead.name or found.get("title") or None,
    }


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"\b{name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", tag, re.IGNORECASE)
    return _plain(next((one for one in found.groups() if one), "")) if found else ""


def _plain(text: str) -> str:
    return " ".join(unescape(text).split())[:200]


def _probe_address(target: str, settings: Settings) -> dict[str, Any]:
    """Look at a portal under all the rules of a crawl (robots.txt, hosts, sizes, pauses)."""
    from crawler.crawling import open_process  # noqa: PLC0415 (a file needs no Scrapy)
    from crawler.spiders.searching import SearchSpider  # noqa: PLC0415

    try:
        canonical_url(target)
    except ValueError as error:
        raise ConfigError(str(error)) from error
    sightings: list[Sighting] = []
    troubles: list[str] = []
    process = open_process(settings.crawl)
    task: asyncio.Task[None] = process.crawl(
        SearchSpider, url=target, limit=MOST_PAGES, sightings=sightings, troubles=troubles
    )
    process.start()
    task.result()
    if not sightings:
        raise WatchError(f"{troubles[0] if troubles else f'{target}: no answer'}")
    return _answer(best_of(sightings), sightings, troubles)
