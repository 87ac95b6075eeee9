"""`fazhi subscribe`: adds, lists, tests, pauses and removes subscriptions; those of settings.toml are edited there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

import click

from monitor.cli.console import FORMAT, open_from, print_json, shorten, words_of
from storage.errors import ConfigError, WatchError
from storage.model import Subscription
from storage.vocabulary import DeliveryState, Event, Level, Severity

if TYPE_CHECKING:
    from monitor.house import House

Command = TypeVar("Command", bound=Callable[..., Any])
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_OPTIONS = (
    click.option(
        "--channel", "channels", multiple=True, required=True, help="A [[channel]] of settings.toml; repeatable."
    ),
    click.option("--region", "regions", multiple=True, help="A code or its beginning, or a name; repeatable."),
    click.option("--agency", "agencies", multiple=True, help="An agency's name in full; repeatable."),
    click.option("--level", "levels", multiple=True, type=words_of(Level), help="Repeatable."),
    click.option("--event", "events", multiple=True, type=words_of(Event), help="Repeatable; none: all."),
    click.option("--indicator", "indicators", multiple=True, help="An indicator or a system; repeatable."),
    click.option("--min-severity", type=words_of(Severity), default="notice", show_default=True),
    click.option(
        "--digest", type=click.Choice(["immediate", "daily", "weekly"]), default="immediate", show_default=True
    ),
    click.option("--digest-at", default="08:00", show_default=True, help="When a digest goes, HH:MM."),
    click.option(
        "--digest-day", type=click.Choice(_DAYS), default="monday", show_default=True, help="Of a weekly one."
    ),
    click.option("--quiet", default="", help="Hours without messages, such as 22:00-07:30; told when they end."),
    click.option("--critical-passes", is_flag=True, help="Critical alerts come in quiet hours too."),
    click.option("--timezone", default="Asia/Shanghai", show_default=True, help="That the hours are meant in."),
    click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Of names."),
)


def _filters(command: Command) -> Command:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.group()
def subscribe() -> None:
    """Manage who is told what."""


@subscribe.command()
@click.argument("name")
@_filters
@click.pass_context
def add(context: click.Context, /, name: str, **asked: Any) -> None:
    """Subscribe NAME to what its filters let pass; a second add of the same name replaces the first."""
    from monitor.subscriptions import filter_names, unheard
    from storage.settings import check_subscription
    from storage.subscribers import save_subscription

    with open_from(context) as house:
        _check_channels(house, asked["channels"])
        if any(block.name == name for block in house.settings.subscription):
            raise ConfigError(f"{name!r} is a [[subscription]] block of settings.toml; edit it there or choose a name")
        known = filter_names(house.catalogue)
        for indicator in asked["indicators"]:
            if indicator not in known:
                near = get_close_matches(indicator, known, n=1)
                hint = f"; did you mean {near[0]}?" if near else ""
                raise ConfigError(f"indicator {indicator!r} is neither in the catalogue nor a system of it{hint}")
        subscription = check_subscription({"name": name, **asked}, f"subscription {name!r}").subscription()
        save_subscription(house.store, subscription, datetime.now(UTC))
        missed = unheard(subscription, house.sources)
    click.echo(f"{name}: subscribed on {', '.join(subscription.channels)}")
    for filtered in missed:
        click.echo(f"{name}: {filtered} fits none of the watched sources; `fazhi sources list` shows them", err=True)


def _check_channels(house: House, channels: tuple[str, ...]) -> None:
    declared = [channel.name for channel in house.settings.channel]
    for channel in channels:
        if channel not in declared:
            raise ConfigError(
                f"channel {channel!r} is not declared (declared: {', '.join(declared) or 'none'}); "
                "add a [[channel]] block to settings.toml"
            )


@subscribe.command("list")
@click.option("--days", type=click.IntRange(1, 3660), default=7, show_default=True, help="Look back so far.")
@FORMAT
@click.pass_context
def list_subscriptions(context: click.Context, days: int, form: str) -> None:
    """List every subscription with its filters, who has left it, and what it would have been told of late."""
    from monitor.subscriptions import wants
    from monitor.telling.message import headline_of, severity_zh
    from storage.notices import alerts_since
    from storage.subscribers import doubled_subscriptions, leavers

    with open_from(context) as house:
        found, left = house.subscriptions(), leavers(house.store)
        recent = alerts_since(house.store, datetime.now(UTC) - timedelta(days=days))
        doubled = doubled_subscriptions(house.settings, house.store)
        catalogue = house.catalogue
    for subscription in found:
        gone = sorted({one.recipient for one in left if one.subscription == subscription.name})
        matching = [alert for alert in recent if wants(replace(subscription, paused=False), alert, catalogue)]
        if form == "json":
            print_json(asdict(subscription) | {"left": gone, "recent": [alert.id for alert in matching]})
            continue
        click.echo(f"{subscription.name}: {_described(subscription)}")
        if gone:
            click.echo(f"    left by {', '.join(gone)}; `fazhi subscribe resume` takes one back")
        click.echo(
            f"    the last {days} days: {len(matching)} alerts" + (", none told while paused" * subscription.paused)
        )
        for alert in sorted(matching, key=lambda one: -one.severity.rank)[:3]:
            click.echo(shorten(f"        {severity_zh(alert.severity)} {headline_of(alert)}", 110))
    for name in doubled:
        told = f"{name!r} stands in settings.toml, which hides the one of that name made by command"
        click.echo(f"fazhi: {told}; `fazhi subscribe remove {name}` takes that away", err=True)
    if not found and form == "text":
        click.echo("no subscriptions; add one with `fazhi subscribe add` or a [[subscription]] block")


def _described(subscription: Subscription) -> str:
    """Return a subscription's filters and hours in one line, without what is as it comes."""
    plain = asdict(Subscription(subscription.name, ()))
    always = ("channels", "min_severity", "digest")
    shown = {key: value for key, value in asdict(subscription).items() if key in always or value != plain[key]}
    if subscription.digest == "immediate":
        shown = {key: value for key, value in shown.items() if key not in ("digest_at", "digest_day")}
    return ", ".join(f"{key} {' '.join(value) if isinstance(value, tuple) else value}" for key, value in shown.items())


@subscribe.command()
@click.argument("name")
@click.pass_context
def test(context: click.Context, name: str) -> None:
    """Send a sample to every recipient of a subscription and say what the other side answered."""
    from monitor.telling.sample import send_samples

    with open_from(context) as house:
        wanted = _find(house.subscriptions(), name)
        answers = list(send_samples(house, wanted, datetime.now(UTC)))
    for whom, answer in answers:
        click.echo(f"{whom}: {answer.state} ({answer.words})")
    context.exit(0 if all(answer.state is DeliveryState.SENT for _whom, answer in answers) else 1)


def _find(found: list[Subscription], name: str) -> Subscription:
    for subscription in found:
        if subscription.name == name:
            return subscription
    known = ", ".join(subscription.name for subscription in found) or "none"
    raise WatchError(f"no subscription is called {name!r} (known: {known})")


@subscribe.command()
@click.argument("name")
@click.option("--off", is_flag=True, help="Resume instead.")
@click.pass_context
def pause(context: click.Context, *, name: str, off: bool) -> None:
    """Pause a subscription made by command, or resume it with --off; what waits to be told waits until then."""
    _set_paused(context, name, paused=not off)


@subscribe.command()
@click.argument("name")
@click.option("--recipient", metavar="ADDRESS", help="Take back one who has unsubscribed, instead.")
@click.pass_context
def resume(context: click.Context, name: str, recipient: str | None) -> None:
    """Resume a paused subscription made by command."""
    if recipient is None:
        _set_paused(context, name, paused=False)
        return
    from storage.subscribers import take_back

    with open_from(context) as house:
        if not take_back(house.store, name, recipient):
            raise WatchError(f"{recipient} has not left {name!r}; `fazhi subscribe list` shows who has")
    click.echo(f"{name}: {recipient} is told again")


def _set_paused(context: click.Context, name: str, *, paused: bool) -> None:
    from storage.subscribers import save_subscription, stored_subscriptions

    with open_from(context) as house:
        if any(block.name == name for block in house.settings.subscription):
            state = str(paused).lower()
            raise WatchError(f"{name!r} is a [[subscription]] block of settings.toml; write paused = {state} there")
        subscription = _find(stored_subscriptions(house.store), name)
        save_subscription(house.store, replace(subscription, paused=paused), datetime.now(UTC))
    click.echo(f"{name}: {'paused' if paused else 'resumed'}")


@subscribe.command()
@click.argument("name")
@click.option("--recipient", metavar="ADDRESS", help="Let one recipient of it leave, instead.")
@click.pass_context
def remove(context: click.Context, name: str, recipient: str | None) -> None:
    """Remove a subscription made by command, or let one recipient of any subscription leave."""
    from storage.subscribers import remove_subscription

    with open_from(context) as house:
        if recipient is not None:
            count = _let_leave(house, _find(house.subscriptions(), name), recipient)
            click.echo(f"{name}: {recipient} is told no more, {count} deliveries withdrawn")
            return
        declared = any(block.name == name for block in house.settings.subscription)
        if not remove_subscription(house.store, name, still_declared=declared):
            raise WatchError(
                f"no subscription made by command is called {name!r}; blocks of settings.toml are edited there"
            )
    click.echo(f"{name}: removed")


def _let_leave(house: House, subscription: Subscription, recipient: str) -> int:
    from monitor.telling.directory import Directory
    from storage.subscribers import Leaver, let_leave

    directory = Directory(house.settings, house.environment)
    leading = [name for name in subscription.channels if recipient in directory.reach(name).recipients]
    if not leading:
        raise WatchError(
            f"{recipient!r} is no recipient of {subscription.name!r} on {', '.join(subscription.channels)}"
        )
    now = datetime.now(UTC)
    return sum(let_leave(house.store, Leaver(subscription.name, channel, recipient), now) for channel in leading)
