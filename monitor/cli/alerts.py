"""`fazhi alerts`: prints what was raised since a day; with --preview, what the rules say of all that is held."""

from __future__ import annotations

import click

from monitor.cli.console import FORMAT, open_from, parse_day, print_json


@click.command()
@click.option("--since", metavar="DATE", help="From that day on (YYYY-MM-DD).")
@click.option("--preview", is_flag=True, help="What the rules say of the held reports, news or not; nothing is kept.")
@FORMAT
@click.pass_context
def alerts(context: click.Context, since: str | None, preview: bool, form: str) -> None:
    """Show alerts, oldest first."""
    from monitor.cli.show import alert_table
    from monitor.rounds.preview import preview_alerts
    from monitor.telling.plainly import alert_json
    from storage.notices import alerts_since

    with open_from(context) as house:
        found = preview_alerts(house) if preview else alerts_since(house.store, parse_day(since, hour=0))
    if form == "json":
        for alert in found:
            print_json(alert_json(alert))
        return
    if not found:
        click.echo("no alerts")
        return
    from rich.console import Console

    Console().print(alert_table(found, "预警"))
