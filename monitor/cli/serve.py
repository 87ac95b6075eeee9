"""`fazhi serve`: runs the unattended service until SIGTERM."""

from __future__ import annotations

import signal

import click

from monitor.cli.console import open_from


@click.command()
@click.pass_context
def serve(context: click.Context) -> None:
    """Run rounds by [schedule], send what falls due, answer /healthz and /metrics, until SIGTERM or SIGINT."""
    from monitor.service import Service
    from monitor.serving.server import open_window
    from monitor.serving.way_out import way_out_of

    with open_from(context) as house:
        house.check()
        service = Service(house)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: service.stop())
        with open_window(house, service.pulse, way_out_of(house)):
            service.run()
