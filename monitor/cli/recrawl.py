"""`fazhi recrawl`: takes a source, an agency, a region or a URL, looks at it again now, prints what came of it."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import click

from monitor.cli.console import FORMAT, open_from, parse_day, progress
from monitor.cli.run import print_round
from storage.errors import ConfigError, WatchError

if TYPE_CHECKING:
    from monitor.house import House


@click.command()
@click.argument("targets", nargs=-1, required=True)
@click.option("--year", type=int, help="Only pages of that reporting year.")
@click.option("--force", is_flag=True, help="Fetch in full, without conditional requests.")
@click.option("--as-of", metavar="DATE", help="Judge as of that day (YYYY-MM-DD).")
@FORMAT
@click.pass_context
def recrawl(
    context: click.Context, *, targets: tuple[str, ...], year: int | None, force: bool, as_of: str | None, form: str
) -> None:
    """Look again, on demand: TARGET is a source slug, an agency or region (name or code), or a URL."""
    from monitor.rounds.order import RoundRequest, run_round

    with open_from(context) as house, progress() as listener:
        slugs, urls = resolve_targets(house, targets, year)
        request = RoundRequest("recrawl", slugs, urls, everything=True, force=force, as_of=parse_day(as_of))
        result = run_round(house, request, listener)
    print_round(result, form)
    context.exit(1 if result.needs_a_person else 0)


def resolve_targets(
    house: House, targets: tuple[str, ...], year: int | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (source slugs, page URLs) for what a person named; raise ConfigError for a name that fits nothing."""
    slugs: list[str] = []
    urls: list[str] = []
    for target in targets:
        if "://" in target:
            urls.append(target)
            continue
        found = [source.slug for source in house.sources if _fits(target, source.slug, source.agency, source.region)]
        if not found:
            raise ConfigError(f"{target!r} is no source, agency, region or URL here; {_nearest(house, target)}")
        slugs += found
    if year is None:
        return tuple(dict.fromkeys(slugs)), tuple(urls)
    pages = _pages_of_year(house, set(slugs), year)
    if not (urls or pages):
        raise WatchError(f"no report for {year} of {', '.join(targets)} is held; leave --year out to look at the lists")
    return (), (*urls, *pages)


def _nearest(house: House, target: str) -> str:
    known = [name for source in house.sources for name in (source.slug, source.agency) if name]
    near = difflib.get_close_matches(target, known, n=1)
    return f"did you mean {near[0]}?" if near else "`fazhi sources list` shows them"


def _fits(target: str, slug: str, agency: str | None, region: str | None) -> bool:
    if target == slug:
        return True
    if target.isdigit():
        return bool(region) and str(region).startswith(target.rstrip("0") or target)
    return bool(agency) and target in str(agency)


def _pages_of_year(house: House, slugs: set[str], year: int) -> list[str]:
    from storage.findings import current_reports

    return [
        held.url for held in current_reports(house.store) if held.source in slugs and held.reading.identity.year == year
    ]
