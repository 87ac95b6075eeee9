"""`fazhi deliveries`: prints each delivery with its state and the other side's answer; makes one due again."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from monitor.cli.console import FORMAT, open_from, print_json, shorten, words_of
from storage.errors import WatchError
from storage.vocabulary import DeliveryState


@click.group(invoke_without_command=True)
@click.option("--state", type=words_of(DeliveryState), help="Only those in this state.")
@FORMAT
@click.pass_context
def deliveries(context: click.Context, state: str | None, form: str) -> None:
    """Show the deliveries."""
    if context.invoked_subcommand is not None:
        return
    from storage.notices import all_deliveries

    with open_from(context) as house:
        found = all_deliveries(house.store, DeliveryState(state) if state else None)
    for delivery in found:
        due = delivery.next_attempt_at.isoformat(timespec="seconds") if delivery.next_attempt_at else None
        if form == "json":
            print_json({**vars(delivery), "next_attempt_at": due})
            continue
        click.echo(
            f"{delivery.id} alert {delivery.alert_id} {delivery.channel} {delivery.state} "
            f"attempts {delivery.attempts} next {due or '—'} {shorten(delivery.answer, 100)}"
        )


@deliveries.command()
@click.argument("number", type=int, metavar="ID")
@click.pass_context
def resend(context: click.Context, number: int) -> None:
    """Make a delivery due again and send what is due."""
    from monitor.telling.deliver import deliver_due
    from storage.notices import resend_delivery

    with open_from(context) as house:
        if not resend_delivery(house.store, number, datetime.now(UTC)):
            raise WatchError(f"there is no delivery {number}; `fazhi deliveries` shows them")
        count = deliver_due(house.store, house.settings, house.catalogue, house.environment)
    click.echo(f"{count.sent} sent, {count.failed} failed, {count.unknown} unknown, {count.dead} dead")
    context.exit(1 if count.needs_a_person else 0)
