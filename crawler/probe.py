"""A look at one list page without keeping anything: takes an address or file, leaves platform, rows and next pages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from crawler.canonical import canonical_url
from crawler.choose import likeness_of
from crawler.decode import decode
from crawler.jpage import next_call
from crawler.links import frame_of, read_list
from crawler.paging import counted_pages, following_pages, next_in_folder
from crawler.platforms.known import calls_of
from crawler.quality import Answer, judge_answer
from crawler.recognise import recognise
from storage.errors import ConfigError, WatchError
from storage.settings import Settings
from storage.titles import Likeness
from storage.vocabulary import Verdict

NO_ADDRESS = "http://probe.invalid/"
SHOWN_PAGES = 20


def probe(target: str, base_url: str | None, settings: Callable[[], Settings]) -> dict[str, Any]:
    """Return the contract's probe answer for an address or a file; raise WatchError where neither can be got."""
    if target.startswith(("http://", "https://")):
        url, text = _fetch(target, settings())
        return describe(text, base_url or url)
    try:
        body = Path(target).read_bytes()
    except OSError as error:
        raise ConfigError(
            f"{target}: is neither a web address nor a file that can be read: {error.strerror}"
        ) from error
    return describe(decode(body), base_url or NO_ADDRESS)


def describe(text: str, url: str) -> dict[str, Any]:
    """Return platform, evidence, links and next pages of a list page's text."""
    try:
        address = canonical_url(url)
    except ValueError as error:
        raise ConfigError(f"--base-url {url}: {error}") from error
    recognition = recognise(text, address)
    page = read_list(text, address)
    promising = [row for row in page.strays if likeness_of(row.title) is Likeness.REPORT]
    following = following_pages(text, address, address, SHOWN_PAGES)
    if not following and recognition.platform == "hanweb_jpage":
        call = next_call(text, address, len(page.rows), None)
        following = (call.shelf_url,) if call else ()
    if not following and recognition.platform in ("trs_wcm", "nfcms", "shanghai_hex"):
        first = 2 if recognition.platform == "shanghai_hex" else 1
        following = counted_pages(text, address, address, SHOWN_PAGES, first=first)
    if not following and recognition.platform == "vsb":
        following = next_in_folder(text, address, address)
    if calls := calls_of(recognition.platform, text, address + "#" * ("#" in url) + url.partition("#")[2]):
        following = tuple(call.shelf_url for call in calls)
    if not page.rows and not page.is_article and not following:
        following = tuple(frame for frame in [frame_of(text, address)] if frame)
    return {
        "platform": recognition.platform,
        "evidence": recognition.evidence,
        "links": [
            {
                "title": row.title,
                "date": row.on.isoformat() if row.on else None,
                "href": row.href,
                "report": likeness_of(row.title) is Likeness.REPORT,
            }
            for row in (*page.rows, *promising)
        ],
        "next": list(following),
    }


def _fetch(target: str, settings: Settings) -> tuple[str, str]:
    """Fetch one page under all the rules of a crawl (robots.txt, hosts, size); raise WatchError with the reason."""
    from crawler.crawling import open_process  # noqa: PLC0415 (a file needs no Scrapy)
    from crawler.spiders.single import SinglePageSpider  # noqa: PLC0415

    try:
        url = canonical_url(target)
    except ValueError as error:
        raise ConfigError(str(error)) from error
    answers: list[Answer] = []
    troubles: list[str] = []
    process = open_process(settings.crawl)
    task: asyncio.Task[None] = process.crawl(SinglePageSpider, url=url, answers=answers, troubles=troubles)
    process.start()
    task.result()
    if not answers:
        raise WatchError(f"{url}: {troubles[0] if troubles else 'no answer'}")
    judgement = judge_answer(answers[0])
    if judgement.verdict not in (Verdict.PAGE, Verdict.EMPTY):
        raise WatchError(f"{url}: {judgement.reason}")
    return answers[0].final, answers[0].text
