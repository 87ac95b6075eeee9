"""`fazhi doctor`: prints what is well and what is not, each trouble with its remedy; exit 1 where there is any."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from monitor.cli.console import FORMAT, open_from, print_json


@click.command()
@FORMAT
@click.pass_context
def doctor(context: click.Context, form: str) -> None:
    """Look at settings, store, archive, disk, clock, channels, sources and deliveries."""
    from monitor.doctor import examine

    with open_from(context) as house:
        findings = examine(house, datetime.now(UTC))
    for finding in findings:
        if form == "json":
            print_json({"what": finding.what, "said": finding.said, "trouble": finding.trouble or None})
        else:
            mark = "!!" if finding.trouble else "ok"
            click.echo(
                f"{mark} {finding.what}: {finding.said}" + (f"\n   {finding.trouble}" if finding.trouble else "")
            )
    context.exit(1 if any(finding.trouble for finding in findings) else 0)
