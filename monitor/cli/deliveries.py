"""`fazhi deliveries`: prints each delivery with its state and the other side's answer; makes some due again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.console import CHINA, FORMAT, open_from, print_json, shorten, words_of
from storage.errors import ConfigError, WatchError
from storage.vocabulary import DeliveryState

if TYPE_CHECKING:
    from storage.model import Delivery
    from storage.outbox import AttemptRecord


@click.group(invoke_without_command=True)
@click.option("--state", type=words_of(DeliveryState), help="Only those in this state.")
@click.option("--attempts", "with_attempts", is_flag=True, help="Every attempt with its moment and answer too.")
@FORMAT
@click.pass_context
def deliveries(context: click.Context, state: str | None, *, with_attempts: bool, form: str) -> None:
    """Show the deliveries: one for each alert (or digest), channel and recipient."""
    if context.invoked_subcommand is not None:
        return
    from storage.outbox import all_deliveries, attempts_of

    with open_from(context) as house:
        found = all_deliveries(house.store, DeliveryState(state) if state else None)
        wanted = with_attempts or form == "json"
        attempts = {one.id: attempts_of(house.store, one.id or 0) if wanted else [] for one in found}
    for delivery in found:
        if form == "json":
            print_json(_as_json(delivery, attempts[delivery.id]))
            continue
        click.echo(_line(delivery))
        for attempt in attempts[delivery.id]:
            click.echo(f"    {_moment(attempt.at)} {attempt.state} {shorten(attempt.answer, 100)}")


def _as_json(delivery: Delivery, attempts: list[AttemptRecord]) -> dict[str, Any]:
    due = delivery.next_attempt_at
    return {
        "id": delivery.id,
        "alert_id": delivery.alerts[0] if delivery.alerts else None,
        "alerts": list(delivery.alerts),
        "channel": delivery.channel,
        "recipient": delivery.recipient or None,
        "subscription": delivery.subscription or None,
        "digest": len(delivery.alerts) > 1 or delivery.bundle == "digest",
        "state": delivery.state,
        "attempts": delivery.attempts,
        "next_attempt_at": due.isoformat(timespec="seconds") if due else None,
        "answer": delivery.answer,
        "history": [
            {"at": one.at.isoformat(timespec="seconds"), "state": one.state, "answer": one.answer} for one in attempts
        ],
    }


def _line(delivery: Delivery) -> str:
    told = " ".join(map(str, delivery.alerts[:5])) + (
        f" and {len(delivery.alerts) - 5} more" * (len(delivery.alerts) > 5)
    )
    whom = f"{delivery.channel} {delivery.recipient}".strip()
    due = _moment(delivery.next_attempt_at) if delivery.next_attempt_at else "—"
    return shorten(
        f"{delivery.id} alert {told} {whom} {delivery.state} attempts {delivery.attempts} next {due} {delivery.answer}",
        250,
    )


def _moment(moment: datetime) -> str:
    return moment.astimezone(CHINA).isoformat(timespec="seconds")


@deliveries.command()
@click.argument("numbers", type=int, metavar="[ID]...", nargs=-1)
@click.option("--state", type=click.Choice(["dead", "unknown", "failed"]), help="All in this state.")
@click.pass_context
def resend(context: click.Context, numbers: tuple[int, ...], state: str | None) -> None:
    """Make deliveries due again, by number or by state, and send what is due."""
    from monitor.telling.deliver import deliver_due
    from storage.outbox import all_deliveries, find_delivery, resend_delivery

    if not numbers and not state:
        raise ConfigError("name a delivery, or give --state dead; `fazhi deliveries` shows them")
    with open_from(context) as house:
        for number in numbers:
            if find_delivery(house.store, number) is None:
                raise WatchError(f"there is no delivery {number}; `fazhi deliveries` shows them")
        chosen = [one.id for one in all_deliveries(house.store, DeliveryState(state))] if state else []
        for chosen_number in [*numbers, *(number for number in chosen if number is not None)]:
            resend_delivery(house.store, chosen_number, datetime.now(UTC))
        count = deliver_due(house.store, house.settings, house.catalogue, house.environment, patience_seconds=65)
    click.echo(f"{count.sent} sent, {count.failed} failed, {count.unknown} unknown, {count.dead} dead")
    context.exit(1 if count.needs_a_person else 0)
