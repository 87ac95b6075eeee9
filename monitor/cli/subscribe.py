"""`fazhi subscribe`: adds, lists, tests, pauses and removes subscriptions; those of settings.toml are edited there."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime

import click

from monitor.cli.console import FORMAT, open_from, print_json, words_of
from storage.errors import ConfigError, WatchError
from storage.model import Subscription
from storage.vocabulary import DeliveryState, Event, Level, Severity


@click.group()
def subscribe() -> None:
    """Manage who is told what."""


@subscribe.command()
@click.argument("name")
@click.option("--channel", "channels", multiple=True, required=True, help="A [[channel]] of settings.toml; repeatable.")
@click.option("--region", "regions", multiple=True, help="A code or its beginning, or a name; repeatable.")
@click.option("--agency", "agencies", multiple=True, help="An agency's name; repeatable.")
@click.option("--level", "levels", multiple=True, type=words_of(Level), help="Repeatable.")
@click.option("--event", "events", multiple=True, type=words_of(Event), help="Repeatable; none: all.")
@click.option("--indicator", "indicators", multiple=True, help="An indicator or a system; repeatable.")
@click.option("--min-severity", type=words_of(Severity), default="notice", show_default=True)
@click.pass_context
def add(  # noqa: PLR0917 (one argument for each option)
    context: click.Context,
    name: str,
    channels: tuple[str, ...],
    regions: tuple[str, ...],
    agencies: tuple[str, ...],
    levels: tuple[str, ...],
    events: tuple[str, ...],
    indicators: tuple[str, ...],
    min_severity: str,
) -> None:
    """Subscribe NAME to what its filters let pass; a second add of the same name replaces the first."""
    from storage.notices import save_subscription

    with open_from(context) as house:
        declared = [channel.name for channel in house.settings.channel]
        for channel in channels:
            if channel not in declared:
                raise ConfigError(
                    f"channel {channel!r} is not declared (declared: {', '.join(declared) or 'none'}); "
                    "add a [[channel]] block to settings.toml"
                )
        if any(block.name == name for block in house.settings.subscription):
            raise ConfigError(f"{name!r} is a [[subscription]] block of settings.toml; edit it there or choose a name")
        known = {*house.catalogue.indicators, *house.catalogue.systems}
        for indicator in indicators:
            if indicator not in known:
                raise ConfigError(f"indicator {indicator!r} is neither in the catalogue nor a system of it")
        subscription = Subscription(
            name=name,
            channels=channels,
            regions=regions,
            agencies=agencies,
            levels=levels,
            events=events,
            indicators=indicators,
            min_severity=Severity(min_severity),
        )
        save_subscription(house.store, subscription, datetime.now(UTC))
    click.echo(f"{name}: subscribed on {', '.join(channels)}")


@subscribe.command("list")
@FORMAT
@click.pass_context
def list_subscriptions(context: click.Context, form: str) -> None:
    """List every subscription with its filters."""
    with open_from(context) as house:
        found = house.subscriptions()
    for subscription in found:
        if form == "json":
            print_json(asdict(subscription))
            continue
        shown = {
            key: value for key, value in asdict(subscription).items() if value not in ((), False) and key != "name"
        }
        click.echo(f"{subscription.name}: " + ", ".join(f"{key} {_words(value)}" for key, value in shown.items()))
    if not found and form == "text":
        click.echo("no subscriptions; add one with `fazhi subscribe add` or a [[subscription]] block")


def _words(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value)


@subscribe.command()
@click.argument("name")
@click.pass_context
def test(context: click.Context, name: str) -> None:
    """Send a sample to every channel of a subscription and say what the other side answered."""
    from monitor.telling.deliver import open_channel

    failed = False
    with open_from(context) as house:
        wanted = _find(house.subscriptions(), name)
        for channel in wanted.channels:
            sample = f"这是订阅“{name}”的测试消息，发送于 {datetime.now(UTC):%Y-%m-%d %H:%M} UTC。收到即表示通道可用。"
            answer = open_channel(house.settings, channel, house.environment).send(
                "法治政府年报监测：测试消息", sample, f"fazhi-test-{name}"
            )
            click.echo(f"{channel}: {answer.state} ({answer.words})")
            failed = failed or answer.state is not DeliveryState.SENT
    context.exit(1 if failed else 0)


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
    """Pause a subscription made by command, or resume it with --off."""
    from storage.notices import save_subscription, stored_subscriptions

    with open_from(context) as house:
        if any(block.name == name for block in house.settings.subscription):
            raise WatchError(f"{name!r} is a [[subscription]] block of settings.toml; take it out there")
        subscription = _find(stored_subscriptions(house.store), name)
        save_subscription(house.store, replace(subscription, paused=not off), datetime.now(UTC))
    click.echo(f"{name}: {'resumed' if off else 'paused'}")


@subscribe.command()
@click.argument("name")
@click.pass_context
def remove(context: click.Context, name: str) -> None:
    """Remove a subscription made by command."""
    from storage.notices import remove_subscription

    with open_from(context) as house:
        if not remove_subscription(house.store, name):
            raise WatchError(
                f"no subscription made by command is called {name!r}; blocks of settings.toml are edited there"
            )
    click.echo(f"{name}: removed")
