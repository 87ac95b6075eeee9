"""The shelf of series: takes nothing, answers how others moved in a year, and what agencies and sources brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import and_, extract, func, select

from storage.database import Store
from storage.model import Agency, Region
from storage.runs import outcome_of
from storage.tables import AGENCY, CHANGE, COMPARISON, PAGE, REPORT, SOURCE
from storage.vocabulary import Kind, Level, Outcome, Status


@dataclass(frozen=True)
class PeerChange:
    """One agency's relative change (per cent) of one indicator in a year, as it was kept."""

    agency: Agency
    indicator: str
    relative: Decimal


@dataclass(frozen=True)
class Series:
    """The years that an agency has reports of, with the source that gave the last one and how that source stands.

    `watched_since` is when that source's first stock was taken, None where it never was.
    """

    agency: Agency
    years: frozenset[int]
    url: str
    source: str
    source_url: str
    source_state: Outcome | None
    watched_since: datetime | None = None


@dataclass(frozen=True)
class SourceHistory:
    """What a source brought: the day of each year's first entry, and when a page last arrived after its first stock."""

    slug: str
    state: Outcome | None
    baseline_at: datetime | None
    firsts: Mapping[int, date]
    newest_at: datetime | None


def source_histories(store: Store) -> list[SourceHistory]:
    """Return what every source that was ever looked at has brought, by slug."""
    year = extract("year", PAGE.c.listed_on)
    listed = (
        select(PAGE.c.source, year, func.min(PAGE.c.listed_on))
        .where(PAGE.c.listed_on.is_not(None), PAGE.c.role != "list")
        .group_by(PAGE.c.source, year)
    )
    arrived = (
        select(SOURCE.c.slug, SOURCE.c.state, SOURCE.c.baseline_at, func.max(PAGE.c.first_seen_at))
        .outerjoin(
            PAGE,
            and_(PAGE.c.source == SOURCE.c.slug, PAGE.c.role != "list", PAGE.c.first_seen_at > SOURCE.c.baseline_at),
        )
        .where(SOURCE.c.state.is_not(None))
        .group_by(SOURCE.c.slug, SOURCE.c.state, SOURCE.c.baseline_at)
        .order_by(SOURCE.c.slug)
    )
    firsts: defaultdict[str, dict[int, date]] = defaultdict(dict)
    with store.reading() as connection:
        for slug, number, day in connection.execute(listed):
            firsts[slug][int(number)] = day
        rows = connection.execute(arrived).all()
    return [
        SourceHistory(slug, outcome_of(state), baseline, firsts[slug], newest) for slug, state, baseline, newest in rows
    ]


def peer_changes(store: Store, year: int, level: Level, indicators: Collection[str]) -> list[PeerChange]:
    """Return the changes of the current reports of one rank and year that were kept, by agency."""
    query = (
        select(
            AGENCY.c.name, AGENCY.c.region_name, AGENCY.c.region_code, AGENCY.c.level, AGENCY.c.site,
            CHANGE.c.indicator, CHANGE.c.relative,
        )
        .join(COMPARISON, COMPARISON.c.id == CHANGE.c.comparison_id)
        .join(REPORT, REPORT.c.reading_id == COMPARISON.c.new_reading_id)
        .join(AGENCY, AGENCY.c.id == REPORT.c.agency_id)
        .where(
            COMPARISON.c.purpose == "year",
            REPORT.c.year == year,
            AGENCY.c.level == level,
            CHANGE.c.indicator.in_(indicators),
            CHANGE.c.status.in_((Status.UP, Status.DOWN, Status.SAME)),
            CHANGE.c.relative.is_not(None),
        )
        .order_by(AGENCY.c.name, COMPARISON.c.id, CHANGE.c.ordinal)
    )  # fmt: skip
    with store.reading() as connection:
        return [PeerChange(_agency(row), row.indicator, row.relative) for row in connection.execute(query)]


def all_series(store: Store) -> list[Series]:
    """Return for every agency the years of its reports that were ever held, removed ones included.

    A report that only a copy without weight was found of is none yet.
    """
    query = (
        select(
            AGENCY.c.id, AGENCY.c.name, AGENCY.c.region_name, AGENCY.c.region_code, AGENCY.c.level, AGENCY.c.site,
            REPORT.c.year, REPORT.c.url, SOURCE.c.slug, SOURCE.c.url.label("source_url"), SOURCE.c.state,
            SOURCE.c.baseline_at,
        )
        .join(REPORT, REPORT.c.agency_id == AGENCY.c.id)
        .join(PAGE, PAGE.c.url == REPORT.c.url)
        .join(SOURCE, SOURCE.c.slug == PAGE.c.source)
        .where(REPORT.c.kind == Kind.REPORT, REPORT.c.reading_id.is_not(None))
        .order_by(AGENCY.c.name, AGENCY.c.id, REPORT.c.year)
    )  # fmt: skip
    years: defaultdict[int, set[int]] = defaultdict(set)
    last = {}
    with store.reading() as connection:
        for row in connection.execute(query):
            years[row.id].add(row.year)
            last[row.id] = row
    return [
        Series(
            _agency(row),
            frozenset(years[number]),
            row.url,
            row.slug,
            row.source_url,
            outcome_of(row.state) if row.state else None,
            row.baseline_at,
        )
        for number, row in last.items()
    ]


def _agency(row: object) -> Agency:
    keys = ("name", "region_name", "region_code", "level", "site")
    name, region_name, code, level, site = (getattr(row, key) for key in keys)
    return Agency(name, Region(region_name, code or None), Level(level), site)
