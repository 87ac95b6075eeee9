"""Where a portal may keep its yearly reports: takes a page's text and address, leaves the leads worth following.

A lead is a link whose name speaks of the reports' column or of what holds it (政务公开 > 法定主动公开内容 >
法治政府建设), or the column that a report's own address gives away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.canonical import canonical_url, host_of, is_home, page_identity, same_host
from crawler.choose import likeness_of
from crawler.dates import split_date
from crawler.links import ListPage, read_list
from crawler.recognise import Recognition, recognise
from crawler.rows import Row, parse_html
from crawler.spans import without_comments
from storage.titles import Likeness, judge_title

# The names of columns, the nearest to the reports first (portals.md: columns met, and the branches above them).
NEARNESS: tuple[re.Pattern[str], ...] = (
    re.compile(r"(?:法治政府(?:建设)?|依法行政).{0,6}(?:报告|年报|情况)|法治政府年报"),
    re.compile(r"法治政府|依法行政|法治建设"),
    re.compile(
        r"法定主动公开|主动公开(?:内容|目录)|公开目录|其他法定|其他应(?:当)?公开|其他主动公开|^年度报告$|重点领域"
    ),
    re.compile(r"政务公开|信息公开|公开平台"),
)
# What bears such a name and holds no reports: 政府信息公开年报 is another law's report.
ASIDE = re.compile(
    r"解读|指南|制度|规定|依申请|信息公开(?:工作)?(?:年报|年度报告|报告)|示范|创建|动态|新闻|宣传|意见箱|考核|培训"
)
LONGEST_NAME = 24
DISCLOSURE_HOSTS = {"zwgk", "xxgk", "zfxxgk", "xxgkml", "gk", "public"}
SCRIPTED = re.compile(r"(?:location(?:\.href)?\s*=\s*|location\.(?:replace|assign)\(\s*)[\"']([^\"'<>\s]{1,500})[\"']")
# The column that an article's address tells: TRS and Shanghai before the day, NFCMS before content, Hanweb by number.
COLUMNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^(.*/)\d{6}/t\d{8}_\d+\.s?html?$"), r"\1"),
    (re.compile(r"^(.*/)\d{8}/[0-9a-f]{32}\.html$"), r"\1"),
    (re.compile(r"^(.*/)content/m?post_\d+\.html$"), r"\1"),
    (re.compile(r"^.*/art/(?:\d+/)*art_(\d+)_\w+\.html$"), r"/col/col\1/index.html"),
)


@dataclass(frozen=True)
class Lead:
    """One address worth a look: how near its name is to the reports (0 nearest), and how many steps from the start."""

    url: str
    name: str = ""
    rank: int = 0
    depth: int = 0


@dataclass(frozen=True)
class Sighting:
    """What one page showed: its platform, its list, and the lead that led there."""

    url: str
    text: str
    lead: Lead
    recognition: Recognition
    page: ListPage

    @property
    def rows(self) -> tuple[Row, ...]:
        """The list's rows, then other links that a report's title recommends."""
        strays = tuple(row for row in self.page.strays if likeness_of(row.title) is Likeness.REPORT)
        return (*self.page.rows, *strays)

    @property
    def dated(self) -> int:
        """How many rows have their day."""
        return sum(row.on is not None for row in self.rows)

    @property
    def years(self) -> frozenset[int | None]:
        """The reporting years that the reports' titles name."""
        return frozenset(judge_title(row.title).year for row in self.rows if likeness_of(row.title) is Likeness.REPORT)


def see(text: str, url: str, lead: Lead) -> Sighting:
    """Return what a page's text shows."""
    return Sighting(url, text, lead, recognise(text, url), read_list(text, url))


def is_settled(sighting: Sighting) -> bool:
    """Tell whether a page is the reports' column beyond doubt: two years, or one where the name says so."""
    if is_home(sighting.url):
        return False
    return len(sighting.years) >= 2 or (bool(sighting.years) and bool(NEARNESS[0].search(sighting.lead.name)))


def needs_search(first: Sighting) -> bool:
    """Tell whether the page that was named is no column itself: a front page, or a branch without a list."""
    return is_home(first.url) or (first.dated < 3 and not first.years)


def best_of(sightings: list[Sighting]) -> Sighting:
    """Return the page that is most likely the column: most years, then a list; the page that was named if none is."""
    first, *others = sightings
    if not needs_search(first):
        return first
    found = [one for one in others if one.years and not is_home(one.url)]
    return max(found, key=lambda one: (len(one.years), one.dated >= 3, -one.lead.rank), default=first)


def leads_of(sighting: Sighting) -> list[Lead]:
    """Return the leads of a page, each address once, the nearest name kept."""
    tree = parse_html(without_comments(sighting.text))
    depth = sighting.lead.depth + 1
    found: dict[str, Lead] = {}
    for name, address in [*_named(tree), *_scripted(sighting)]:
        lead = _lead(name, address, sighting.url, depth)
        if lead and lead.rank < found.get(page_identity(lead.url), Lead("", rank=99)).rank:
            found[page_identity(lead.url)] = lead
    for row in sighting.rows:
        if likeness_of(row.title) is Likeness.REPORT and (column := column_of(row.href)) and not row.external:
            found.setdefault(page_identity(column), Lead(column, "", 0, depth))
    return list(found.values())


def column_of(article: str) -> str | None:
    """Return the column that an article's address tells, or None where it tells none."""
    path = urlsplit(article).path
    for pattern, made in COLUMNS:
        if found := pattern.match(path):
            return urljoin(article, found.expand(made))
    return None


def _named(tree: Any) -> list[tuple[str, str]]:
    if tree is None:
        return []
    pairs = []
    for element in tree.iter("a", "area", "option"):
        address = element.get("href") or (element.get("value") if element.tag == "option" else None)
        shown = " ".join((element.text_content() or "").split())
        name = shown or element.get("title") or element.get("alt") or ""
        if address and not name:
            name = next((image.get("alt") or "" for image in element.iter("img")), "")
        if address:
            pairs.append((name, address))
    return pairs


def _scripted(sighting: Sighting) -> list[tuple[str, str]]:
    """Return where a bare page's script sends its visitor: some front pages are nothing else."""
    if sighting.page.rows or len(sighting.text) > 20_000:
        return []
    return [("政务公开", address) for address in SCRIPTED.findall(sighting.text)]


def _lead(name: str, address: str, base: str, depth: int) -> Lead | None:
    name = split_date(name, "")[0]
    rank = next((place for place, pattern in enumerate(NEARNESS) if pattern.search(name)), None)
    if rank is None or (rank and ASIDE.search(name)) or len(name) > LONGEST_NAME or judge_title(name).year is not None:
        return None
    try:
        url = canonical_url(address, base)
    except ValueError:
        return None
    return Lead(url, name, rank, depth) if same_host(url, base) or _is_branch_host(url, base) else None


def _is_branch_host(url: str, base: str) -> bool:
    """Tell whether an address stands on a site's own host for disclosure, such as zwgk.tianzhu.gov.cn."""
    host, site = host_of(url), host_of(base).removeprefix("www.")
    return host.endswith(f".{site}") and host.removesuffix(f".{site}") in DISCLOSURE_HOSTS
