"""The story as data: the rounds of the demonstration, what each changes on the portal, and the settings that watch it.

A round's changes are folded onto how the portal stands; `told` names the alerts that a right service raises after it,
as (event, agency, catalogue id), so that the demonstration can be checked and not only be looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from monitor.demo.articles import Article, load_articles
from monitor.demo.columns import COLUMNS, bulk_column

CITY = "云汀市人民政府"
BUREAU = "云汀市市场监督管理局"
COUNTY = "霁川县人民政府"
TOWNSHIP = "栖砚镇人民政府"


@dataclass(frozen=True)
class Publish:
    """The articles whose `appears` is this number come up in their columns."""

    appears: int


@dataclass(frozen=True)
class Edit:
    """Words of one article are exchanged without a notice."""

    slug: str
    old: str
    new: str


@dataclass(frozen=True)
class Remove:
    """One article answers 404, and its entry leaves the list."""

    slug: str


@dataclass(frozen=True)
class Challenge:
    """Everything under this path answers with a script page instead of its content."""

    path: str


Move = Publish | Edit | Remove | Challenge
Told = tuple[str, str, str | None]


@dataclass(frozen=True)
class Round:
    """One look at the portal: what has changed until then, the day it is judged as of, the alerts it should give."""

    name: str
    name_en: str
    as_of: date
    moves: tuple[Move, ...] = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Stand:
    """How the portal stands: its articles by slug, when each page and each column last changed, what is barred."""

    as_of: date
    articles: Mapping[str, Article] = field(default_factory=dict)
    changed: Mapping[str, datetime] = field(default_factory=dict)
    barred: tuple[str, ...] = ()


@dataclass(frozen=True)
class DemoSource:
    """One [[source]] block; `path` is the list's place on the portal."""

    slug: str
    name: str
    agency: str | None
    region: str
    level: str | None
    platform: str
    path: str


ROUNDS = (
    Round("三年存档", "three years held", date(2026, 1, 10), (Publish(1),)),
    Round(
        "新年度报告上网",
        "the new year's reports appear",
        date(2026, 3, 12),
        (Publish(2),),
        (
            ("report.published", CITY, None),
            ("report.published", BUREAU, None),
            ("report.published", COUNTY, None),
            ("report.published", TOWNSHIP, None),
            ("indicator.changed", COUNTY, "recon_correction_rate"),
            ("indicator.changed", COUNTY, "recon_corrected"),
            ("indicator.changed", BUREAU, "fines_amount"),
            ("indicator.changed", CITY, "head_court_attendance_rate"),
            ("indicator.vanished", COUNTY, "litigation_lose_rate"),
            ("indicator.vanished", COUNTY, "major_decisions"),
            ("indicator.restated", CITY, "recon_received"),
            ("report.incomplete", TOWNSHIP, None),
            ("report.contradiction", TOWNSHIP, None),
        ),
    ),
    Round(
        "悄然改数",
        "a published figure is silently edited",
        date(2026, 4, 20),
        (Edit("scjgj_2025", "罚没款4126.9万元", "罚没款2126.9万元"),),
        (("report.revised", BUREAU, "fines_amount"),),
    ),
    Round(
        "报告不见了（第一次查看）",
        "a report is gone, first look",
        date(2026, 5, 11),
        (Remove("jichuan_2025"),),
    ),
    Round(
        "报告不见了（次日复核）",
        "a report is gone, second look",
        date(2026, 5, 12),
        (),
        (("report.removed", COUNTY, None),),
    ),
    Round(
        "栏目被防护页挡住",
        "a column answers with a challenge page",
        date(2026, 6, 1),
        (Challenge("/yunting/zwgk/"),),
        (("source.blocked", CITY, None),),
    ),
)

DEMO_SOURCES = (
    DemoSource("yunting", "云汀市 法治政府建设", CITY, "990100", "city", COLUMNS[0].platform, COLUMNS[0].list_path),
    DemoSource(
        "yunting-scjgj", "云汀市市场监管局 法治建设", BUREAU, "990100", "department",
        COLUMNS[1].platform, COLUMNS[1].list_path,
    ),
    DemoSource("jichuan", "霁川县 法治政府建设", COUNTY, "990123", "county", COLUMNS[2].platform, COLUMNS[2].list_path),
    DemoSource(
        "qiyan", "栖砚镇 信息公开", TOWNSHIP, "990123103", "township", COLUMNS[3].platform, COLUMNS[3].list_path
    ),
)  # fmt: skip
BULK_SOURCE = DemoSource(
    "bulk", "云汀市各乡镇 法治政府建设年度报告", None, "990100", None, "static_list", bulk_column(0).list_path
)


def empty_stand(extra: Iterable[Article] = ()) -> Stand:
    """Return the portal before the first round: no articles but the given ones."""
    return _published(Stand(ROUNDS[0].as_of), extra)


def stand_after(stand: Stand, round_: Round) -> Stand:
    """Return how the portal stands after a round; raise ValueError where a move does not fit."""
    for move in round_.moves:
        stand = _moved(stand, move, round_.as_of)
    return replace(stand, as_of=round_.as_of)


def _moved(stand: Stand, move: Move, day: date) -> Stand:
    if isinstance(move, Challenge):
        return replace(stand, barred=(*stand.barred, move.path))
    if isinstance(move, Publish):
        return _published(stand, (one for one in load_articles() if one.appears == move.appears))
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    article = stand.articles.get(move.slug)
    if article is None:
        raise ValueError(f"the portal holds no article {move.slug}; apply the rounds in their order")
    if isinstance(move, Remove):
        rest = {slug: one for slug, one in stand.articles.items() if slug != move.slug}
        return replace(stand, articles=rest, changed={**stand.changed, article.column: moment})
    if article.text.count(move.old) != 1:
        raise ValueError(f"{move.slug} does not say {move.old} exactly once")
    edited = replace(article, text=article.text.replace(move.old, move.new))
    return replace(stand, articles={**stand.articles, move.slug: edited}, changed={**stand.changed, move.slug: moment})


def _published(stand: Stand, new: Iterable[Article]) -> Stand:
    articles, changed = dict(stand.articles), dict(stand.changed)
    for article in sorted(new, key=lambda one: one.published):
        articles[article.slug] = article
        changed[article.slug] = changed[article.column] = article.published.astimezone(UTC)
    return replace(stand, articles=articles, changed=changed)


def settings_text(base_url: str, store_folder: Path | str, sources: Iterable[DemoSource] = DEMO_SOURCES) -> str:
    """Return a complete settings.toml: the store in a folder, the portal's columns, one channel back to the portal."""
    host, folder = urlsplit(base_url).netloc, Path(store_folder).absolute().as_posix()
    head = f"""# Written by `fazhi demo`: invented bodies on a loopback portal.
[storage]
url = {_quoted(f"sqlite:///{folder}/fazhi.db")}
archive = {_quoted(f"{folder}/archive")}

[crawl]
contact = "demo@example.org"
delay_seconds = 0
timeout_seconds = 20
allow_hosts = [{_quoted(host)}]
sources = []

[[channel]]
name = "demo"
url = {_quoted(f"json://{host}/sink")}

[[subscription]]
name = "demo"
channels = ["demo"]
events = []
min_severity = "info"
digest = "immediate"
"""
    return head + "".join(_source_block(base_url, source) for source in sources)


def _source_block(base_url: str, source: DemoSource) -> str:
    values = {
        "slug": source.slug,
        "name": source.name,
        "agency": source.agency,
        "region": source.region,
        "level": source.level,
        "platform": source.platform,
        "url": base_url.rstrip("/") + source.path,
    }
    lines = [f"{key} = {_quoted(value)}" for key, value in values.items() if value is not None]
    return "\n[[source]]\n" + "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
