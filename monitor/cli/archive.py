"""`fazhi archive`: gives archived bytes by their hash, holds them against the store, lists the files they lie in."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click

from monitor.cli.console import FORMAT, open_from, print_json, shorten

SHOWN = 20


@click.group()
def archive() -> None:
    """Show, verify and list the archived bytes; nothing of them is ever deleted."""


@archive.command()
@click.argument("name", metavar="SHA256|URL")
@click.option("--save", metavar="FILE", help="Write the newest answer's bytes there, checked; `-` for the output.")
@FORMAT
@click.pass_context
def show(context: click.Context, name: str, save: str | None, form: str) -> None:
    """Show what is kept under a hash (its first eight signs will do) or an address: when, from where, in which file."""
    from storage.archive import read_body
    from storage.errors import WatchError
    from storage.pages import snapshots_named
    from storage.wire import to_json

    with open_from(context) as house:
        folder, found = house.settings.archive_folder, snapshots_named(house.store, name)
    if not found:
        raise WatchError(
            f"nothing is kept under {name!r}: give eight signs or more of a SHA-256 that an alert or `fazhi export`"
            " names, in small letters, or a page's whole address"
        )
    if save is not None:
        newest = found[0]
        place = (newest.archive_file, newest.archive_offset, newest.archive_length, newest.sha256)
        with click.open_file(save, "wb") as file:
            file.write(read_body(folder, *place))
        return
    for one in found:
        day = one.fetched_at.isoformat(timespec="seconds")
        record = f"{one.archive_file} at byte {one.archive_offset}"
        line = f"{day}  {one.status}  {one.size} bytes  {one.sha256}  {record}  {shorten(one.url, 200)}"
        print_json(to_json(one)) if form == "json" else click.echo(line)


@archive.command()
@FORMAT
@click.pass_context
def verify(context: click.Context, form: str) -> None:
    """Read every record, check its digests, and hold it against the store both ways; exit 1 where damage is news.

    A torn end that a killed crawl left is moved aside. What is lost is fetched whole at the page's next look. Damage
    that was told before is listed each time, with its day, and calls for nobody.
    """
    from storage.damage import tell_damage
    from storage.inspection import inspect_archive

    with open_from(context) as house:
        folder = house.settings.archive_folder
        found = tell_damage(folder, inspect_archive(house.store, folder), datetime.now(UTC))
    news = sum(not trouble.told for trouble in found.troubles)
    if form == "json":
        print_json({**asdict(found), "folder": str(folder), "sound": not found.troubles, "news": news})
    else:
        for trouble in found.troubles:
            page = f" ({shorten(trouble.url, 200)})" if trouble.url else ""
            since = f"; told since {trouble.told}" if trouble.told else ""
            click.echo(f"{trouble.file} at byte {trouble.offset}: {trouble.what}{page}; {trouble.remedy}{since}")
        for line in found.repaired:
            click.echo(f"repaired: {line}")
        for left in found.unnamed[:SHOWN]:
            click.echo(f"{left.file} at byte {left.offset}: {left.what} (a killed crawl leaves such): {left.url}")
        click.echo(
            f"{found.files} files, {found.size / 1e6:.1f} MB, {found.records} records; {found.snapshots} answers in the"
            f" store: {len(found.troubles)} troubles, {news} of them news, {len(found.unnamed)} answers that no row"
            " names"
        )
    context.exit(1 if news else 0)


@archive.command("list")
@FORMAT
@click.pass_context
def list_files(context: click.Context, form: str) -> None:
    """List the files with their size, how many answers they hold, and of which days."""
    from storage.inspection import archive_contents

    with open_from(context) as house:
        rows = list(archive_contents(house.store, house.settings.archive_folder))
    for row in rows:
        shown = {**row, **{name: row[name] and row[name].isoformat(timespec="seconds") for name in ("first", "last")}}
        if form == "json":
            print_json(shown)
        else:
            click.echo(_line(shown))
    if form != "json":
        size = sum(row["size"] or 0 for row in rows)
        click.echo(f"{len(rows)} files, {size / 1e6:.1f} MB; nothing is ever deleted by this program")


def _line(row: dict[str, Any]) -> str:
    size = "is not there" if row["size"] is None else f"{row['size'] / 1e6:8.2f} MB"
    days = f"{row['first'][:10]} to {row['last'][:10]}" if row["first"] else "named by no row"
    return f"{row['file']}  {size}  {row['snapshots']} answers  {days}"
