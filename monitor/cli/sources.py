"""`fazhi sources`: lists the watched columns and how they stand, checks their files, probes and adds addresses."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from monitor.cli.console import FORMAT, open_from, print_json, shorten
from monitor.logs import set_up_logs
from storage.errors import ConfigError, WatchError
from storage.settings import find_settings_file, load_settings
from storage.sources import load_sources, own_folder, save_source

if TYPE_CHECKING:
    from storage.model import Source


@click.group()
def sources() -> None:
    """Show and check the watched columns."""


@sources.command("list")
@FORMAT
@click.pass_context
def list_sources(context: click.Context, form: str) -> None:
    """List the sources with their state, its reason and since when."""
    from storage.runs import source_states
    from storage.standing import page_counts

    with open_from(context) as house:
        states, pages = source_states(house.store), page_counts(house.store)
        rows = [_row(source, states.get(source.slug), pages.get(source.slug, {})) for source in house.sources]
    if form == "json":
        for row in rows:
            print_json(row)
        return
    for row in rows:
        click.echo("\n".join(_lines(row)))


def _lines(row: dict[str, Any]) -> list[str]:
    """Return a source's place in the ledger: its state and days first, then whose it is and why it stands so."""
    days = ", ".join(
        f"{words} {row[key][:10]}"
        for key, words in (("since", "since"), ("last_good", "last good"), ("last_run", "last run"))
        if row[key]
    )
    pages = ", ".join(f"{count} {state}" for state, count in row["pages"].items())
    head = "; ".join(part for part in (f"{row['state'] or 'unseen'} {days}".strip(), pages) if part)
    whose = ", ".join(part for part in (row["agency"], row["platform"]) if part)
    return [f"{row['slug']}  {head}", f"    {shorten(whose, 80)}: {shorten(row['reason'], 200)}"]


def _row(source: Source, state: Any, pages: dict[str, int]) -> dict[str, Any]:
    """Return a source's line in the ledger; one that was never looked at says so, and stands in no state."""
    looked = state is not None and state.state is not None
    return {
        "slug": source.slug,
        "name": source.name,
        "agency": source.agency,
        "region": source.region,
        "level": source.level,
        "platform": source.platform,
        "url": source.url,
        "state": state.state if state else None,
        "reason": state.reason if looked else "not looked at yet",
        "since": _day(state.since if state else None),
        "last_run": _day(state.last_run_at if state else None),
        "last_good": _day(state.last_good_at if state else None),
        "pages": pages,
        "seen_live": source.seen_live,
        "origin": source.origin,
    }


def _day(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


@sources.command()
@FORMAT
@click.pass_context
def check(context: click.Context, form: str) -> None:
    """Check every source's file and address without fetching anything; exit 1 where one cannot work."""
    with open_from(context) as house:
        troubles = [
            {"slug": source.slug, "origin": source.origin, "trouble": trouble}
            for source in house.sources
            for trouble in find_troubles(source, house.settings.crawl.allow_hosts)
        ]
        count = len(house.sources)
    if form == "json":
        print_json({"sources": count, "troubles": troubles})
    else:
        for row in troubles:
            click.echo(f"{row['slug']} ({row['origin']}): {row['trouble']}")
        click.echo(f"{count} sources, {len(troubles)} troubles")
    context.exit(1 if troubles else 0)


def find_troubles(source: Source, allow_hosts: tuple[str, ...]) -> list[str]:
    """Return what would keep a source from working, each with its remedy."""
    parts = urlsplit(source.url)
    host = parts.hostname or ""
    found = []
    if parts.scheme not in ("http", "https") or not host:
        found.append(f"url {source.url!r} is no http address; write the column's own address")
    elif not (host == "gov.cn" or host.endswith(".gov.cn") or host in allow_hosts or parts.netloc in allow_hosts):
        found.append(f"host {host} is not under gov.cn; add it to [crawl] allow_hosts if it is meant")
    if source.region is not None and not (source.region.isdigit() and len(source.region) in (6, 9, 12)):
        found.append(f"region {source.region!r} is no GB/T 2260 code; write six digits, such as 522627")
    if source.agency is None:
        found.append("agency is not given; reports of ambiguous places cannot be filed without it")
    return found


@sources.command()
@click.argument("target", metavar="URL-or-FILE")
@click.option("--base-url", help="The address that a saved file came from.")
@FORMAT
@click.pass_context
def probe(context: click.Context, target: str, base_url: str | None, form: str) -> None:
    """Find a portal's report column, name its platform, list what it holds and print its source block.

    An address that is no column itself is searched, 15 pages at most; exit 1 where no list was found.
    """
    from monitor.cli.proposing import propose, to_toml

    found = _probe(context, target, base_url)
    proposal = propose(found, _slugs(context))
    if form == "json":
        print_json(found | {"source": proposal.values, "doubts": proposal.doubts})
    else:
        _tell_probe(found)
        click.echo(f"\n[[source]]\n{to_toml(proposal)}")
    if found["trouble"]:
        click.echo(f"{target}: {found['trouble']}", err=True)
    context.exit(1 if found["trouble"] else 0)


@sources.command()
@click.argument("target", metavar="URL-or-FILE")
@click.option("--base-url", help="The address that a saved file came from.")
@click.option("--slug", help="The source's name; else made of the host's.")
@click.option("--agency", help="Who reports, in full.")
@click.option("--region", help="The code of GB/T 2260, six digits.")
@click.option("--level", help="province, city, county, township or department.")
@click.option("--anyway", is_flag=True, help="Store it also where the probe found no list.")
@click.pass_context
def add(context: click.Context, /, target: str, base_url: str | None, anyway: bool, **given: str | None) -> None:
    """Probe an address and store its source block, so that the next round watches it."""
    from monitor.cli.proposing import propose, settle, to_toml

    settings = load_settings(find_settings_file(context.obj["config"]))
    folder = own_folder(settings)
    found = _probe(context, target, base_url)
    if watched := found["watched"]:
        raise ConfigError(f"{watched['origin']}: url: {found['url']} is watched already, as {watched['slug']}")
    if found["trouble"] and not anyway:
        raise WatchError(
            f"{target}: {found['trouble']}; give the column's own address, or --anyway to watch it as it is"
        )
    taken = _slugs(context)
    if given["slug"] in taken:
        raise ConfigError(f"--slug {given['slug']}: is taken; known: {', '.join(sorted(taken))}")
    proposal = settle(propose(found, taken), {key: value for key, value in given.items() if value})
    file = save_source(folder, to_toml(proposal))
    click.echo(f"{file}\n{to_toml(proposal)}")
    for doubt in proposal.doubts:
        click.echo(f"{file}: {doubt}", err=True)


def _probe(context: click.Context, target: str, base_url: str | None) -> dict[str, Any]:
    from monitor.rounds.crawl import ask_crawler

    set_up_logs(quiet=context.obj["quiet"])
    arguments = ["probe", target, *(["--base-url", base_url] if base_url else [])]
    answer = ask_crawler(arguments, find_settings_file(context.obj["config"]))
    if answer.returncode:
        reason = answer.stderr.strip().removeprefix("crawler: ") or f"{target}: could not be probed"
        raise ConfigError(reason) if answer.returncode == 2 else WatchError(reason)
    found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return found


def _slugs(context: click.Context) -> set[str]:
    settings = load_settings(find_settings_file(context.obj["config"]))
    file = str(settings.file or "settings")
    return {one.slug for one in load_sources(settings.crawl.sources, settings.source, settings.folder, file)}


def _tell_probe(found: dict[str, Any]) -> None:
    for page in found["searched"]:
        click.echo(f"looked at {page['url']} ({page['name'] or 'from an article'}): {page['reports']} yearly reports")
    click.echo(f"{found['url']}\nplatform: {found['platform']} ({found['evidence']})")
    for link in found["links"]:
        mark = "*" if link.get("report") else " "
        click.echo(f"{mark} {link.get('date') or '          '} {shorten(link['title'], 60)}  {link['href']}")
    click.echo(f"{len(found['links'])} links, * marks yearly reports; next: {found.get('next') or 'none'}")
