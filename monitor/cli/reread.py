"""`fazhi reread`: reads archived documents again with the present cleaner, reader and catalogue; offline."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from monitor.cli.console import open_from, progress, shorten

if TYPE_CHECKING:
    from monitor.comparing.rereading import Difference
    from monitor.house import House
    from storage.model import Observation

_SHOWN = 20


@click.command()
@click.pass_context
def reread(context: click.Context) -> None:
    """Read every archived document again; what is found anew raises no alert, since it is old news."""
    from monitor.rounds.crawl import clean
    from monitor.rounds.judge import judge_awaiting
    from monitor.rounds.read import read_awaiting
    from storage.leases import hold_lease
    from storage.rereadings import last_reading
    from storage.runs import finish_run, start_run

    with open_from(context) as house:
        with progress() as listener, hold_lease(house.store, "round"):
            now = datetime.now(UTC)
            run_id = f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
            start_run(house.store, run_id, "reread", now, now)
            before = last_reading(house.store)
            code = clean(house.settings.file, run_id, listener)
            count = read_awaiting(house, lambda url: listener({"event": "read", "url": url}), again=True)
            judge_awaiting(house, run_id, now, calendar=False)
            finish_run(house.store, run_id, datetime.now(UTC))
        click.echo(f"{count} documents read again")
        if count:
            _tell(house, before)
    context.exit(1 if code else 0)


def _tell(house: House, before: int) -> None:
    """Print how many figures stand as before, and a table of the first that do not."""
    from monitor.comparing.rereading import compare_readings
    from storage.rereadings import read_again_since

    same, rows = 0, []
    for old, new in read_again_since(house.store, before):
        found = compare_readings(old.reading, new.reading)
        same += found.same
        rows += [(new.reading.identity.title or new.url, difference) for difference in found.differences]
    added = sum(difference.old is None for _, difference in rows)
    lost = sum(difference.new is None for _, difference in rows)
    click.echo(
        f"{same} figures as before, {len(rows) - added - lost} read otherwise, {added} new, {lost} no longer read"
    )
    if rows:
        _print(rows[:_SHOWN], len(rows))


def _print(rows: list[tuple[str, Difference]], total: int) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for title in ("文件", "原判读", "现判读", "原文"):
        table.add_column(title, overflow="fold")
    for title, difference in rows:
        side = difference.new or difference.old
        quote = shorten(side.evidence.quote, 40) if side else ""
        cells = (shorten(title, 24), _figure(difference.old), _figure(difference.new), quote)
        # As text: what stands in a page must not be taken for markup of ours.
        table.add_row(*(Text(cell) for cell in cells))
    console = Console()
    console.print(table)
    if total > len(rows):
        console.print(f"另有{total - len(rows)}项", markup=False)


def _figure(seen: Observation | None) -> str:
    if seen is None:
        return "—"
    return shorten(f"{seen.indicator or seen.subject} {seen.value:f}{seen.unit} {seen.scope}", 60)
