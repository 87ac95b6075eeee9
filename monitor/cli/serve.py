"""`fazhi serve`: runs the unattended service until SIGTERM."""

from __future__ import annotations

import click

from monitor.cli.console import open_from


@click.command()
@click.pass_context
def serve(context: click.Context) -> None:
    """Run rounds by [schedule] and send what falls due, until SIGTERM or SIGINT."""
    from monitor.service import serve_until_told

    with open_from(context) as house:
        serve_until_told(house)
