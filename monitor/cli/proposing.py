"""From what a probe saw to a finished `[[source]]` block: takes its answer, leaves values, doubts and TOML.

The region's code is looked up by the agency's name in the table of divisions; the site's own code (SiteIDCode) only
chooses between places of one name, since sites repost and are cloned.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from monitor.reading.divisions import locate, names_above
from monitor.reading.places import Body, level_of, parse_body
from storage.sources import SLUG
from storage.vocabulary import Level

# What a site's name has besides its owner's: 天柱县人民政府门户网站, 首页 - 岳麓区政府网.
SITE_WORDS = re.compile(
    r"首页|网站|(?:官方)?门户网?|官网|政务网|网$|[-_|—–·>\s]+|政府信息公开(?:平台|专栏|目录|网)?|(?:欢迎(?:访问|光临))?您?"
)
BEFORE_TITLE = re.compile(
    r"^(?:关于)?(?P<issuer>[\u4e00-\u9fff]{2,24}?)(?:关于|(?:[（(])?(?:\d{4}|[二〇零○一三四五六七八九]{4}))"
)
NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
KEYS = ("slug", "name", "agency", "region", "level", "platform", "url", "evidence")


@dataclass(frozen=True)
class Proposal:
    """A source block's values, without those that nothing proves, and the doubts that a person should settle."""

    values: Mapping[str, str]
    doubts: tuple[str, ...]


def propose(found: Mapping[str, Any], taken: Collection[str]) -> Proposal:
    """Return the block for what a probe found; `taken` are the slugs in use."""
    site = found["site"]
    titles = [link["title"] for link in found["links"] if link["report"]]
    body = _agency(titles, site["name"] or "")
    region, level, doubts = _seat(body, site, titles)
    owner = body.name if body else site["name"] or urlsplit(found["url"]).hostname
    values = {
        "slug": slug_of(found["url"], taken),
        "name": " ".join(part for part in (owner, site["column"]) if part),
        "agency": body.name if body else "",
        "region": region or "",
        "level": str(level or ""),
        "platform": found["platform"],
        "url": found["url"],
        "evidence": f"probed: {found['evidence']}",
    }
    if not body:
        doubts = (*doubts, "neither titles nor the site's name tell who reports: write agency yourself")
    return Proposal({key: value for key, value in values.items() if value}, doubts)


def settle(proposal: Proposal, given: Mapping[str, str]) -> Proposal:
    """Return the proposal with what a person gave, without the doubts that asked for it."""
    doubts = tuple(doubt for doubt in proposal.doubts if not any(f"write {key} yourself" in doubt for key in given))
    return Proposal({**proposal.values, **given}, doubts)


def slug_of(url: str, taken: Collection[str]) -> str:
    """Return a slug made of the host's own words, with the column's folder or a number where it is taken."""
    parts = urlsplit(url)
    words = [word for word in (parts.hostname or "").split(".") if word not in ("www", "gov", "cn", "com", "org")]
    stem = NOT_IN_SLUG.sub("_", "_".join(reversed(words)).lower()).strip("_")[:60] or "source"
    folders = [folder for folder in parts.path.split("/") if folder and "." not in folder]
    folder = NOT_IN_SLUG.sub("_", folders[-1].lower()).strip("_")[:30] if folders else ""
    candidates = [stem, f"{stem}_{folder}" if folder else stem, *(f"{stem}_{number}" for number in range(2, 10_000))]
    return next(one for one in candidates if one not in taken and SLUG.fullmatch(one))


def to_toml(proposal: Proposal) -> str:
    """Return a source file's text: doubts as comments, then one key a line."""
    lines = [f"# {doubt}" for doubt in proposal.doubts]
    lines += [
        f"{key} = {json.dumps(proposal.values[key], ensure_ascii=False)}" for key in KEYS if key in proposal.values
    ]
    return "\n".join(lines) + "\n"


def _agency(titles: list[str], site: str) -> Body | None:
    """Return who reports: most titles' own word, else the site's name."""
    named = Counter(found["issuer"] for title in titles if (found := BEFORE_TITLE.match(title.strip())))
    for words, _count in named.most_common():
        if (body := parse_body(words)) and body.places:
            return body
    return parse_body(SITE_WORDS.sub("", site.strip()))


def _level(body: Body, exact: Level | None) -> Level | None:
    """Return the agency's level; a 市 that the table does not hold may be of the city's rank or a county's."""
    if body.is_government and exact is None and body.rank == "市":
        return None
    return (exact if body.is_government else None) or level_of(body, "")


def _seat(
    body: Body | None, site: Mapping[str, str | None], titles: list[str]
) -> tuple[str | None, Level | None, tuple[str, ...]]:
    """Return region code and level with what stays open."""
    hint = (site["code"] or "")[:6]
    told = names_above(hint) if hint else ()
    if body is None:
        return None, None, ((f"SiteIDCode says {hint} {''.join(told)}; nothing confirms it",) if told else ())
    located = locate(body.places, " ".join([site["name"] or "", *titles]), hint or None)
    level = _level(body, located.level)
    if located.code is None and located.rivals:
        rivals = "、".join(f"{rival.code} {''.join((*rival.above, rival.name))}" for rival in located.rivals[:4])
        return None, level, (f"several places bear this name, write region yourself: {rivals}",)
    if located.code is None and not body.places and told:
        return None, level, (f"SiteIDCode says region {hint} {''.join(told)}; the agency's name does not confirm it",)
    if located.code is None:
        hinted = f"; SiteIDCode says {hint} {''.join(told)}" if told else ""
        return None, level, (f"the agency's place is not in the table of divisions: write region yourself{hinted}",)
    if told and hint != located.code and not (hint.startswith(located.code.rstrip("0"))):
        return located.code, level, (f"SiteIDCode says {hint} {''.join(told)}, the agency's name {located.code}",)
    return located.code, level, ()
