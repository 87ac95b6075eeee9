"""`fazhi reread`: reads archived documents again with the present cleaner, reader and catalogue; offline."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import click

from monitor.cli.console import open_from, progress


@click.command()
@click.pass_context
def reread(context: click.Context) -> None:
    """Read every archived document again; what is found anew raises no alert, since it is old news."""
    from monitor.rounds.crawl import clean
    from monitor.rounds.judge import judge_awaiting
    from monitor.rounds.read import read_awaiting
    from storage.leases import hold_lease
    from storage.runs import finish_run, start_run

    with open_from(context) as house, progress() as listener, hold_lease(house.store, "round"):
        now = datetime.now(UTC)
        run_id = f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        start_run(house.store, run_id, "reread", now, now)
        code = clean(house.settings.file, run_id, listener)
        count = read_awaiting(house, lambda url: listener({"event": "read", "url": url}), again=True)
        judge_awaiting(house, run_id, now)
        finish_run(house.store, run_id, datetime.now(UTC))
    click.echo(f"{count} documents read again")
    context.exit(1 if code else 0)
