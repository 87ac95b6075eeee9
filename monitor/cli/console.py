"""What every command shares: opens the house from the command line, sets up logs, shows progress, prints answers."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from storage.errors import ConfigError
from storage.settings import find_settings_file

if TYPE_CHECKING:
    from monitor.house import House

CHINA = ZoneInfo("Asia/Shanghai")
FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="text or json.")


def words_of(listed: type[StrEnum]) -> click.Choice[str]:
    """Return the choice among a closed list's words; Click itself would ask for our code's names of them."""
    return click.Choice([member.value for member in listed])


def settings_file(context: click.Context) -> Path | None:
    """Return the settings file that the command line names; where there is none, say whose store is asked."""
    file = find_settings_file(context.obj["config"])
    if file is None and not context.obj["quiet"]:
        here = f"no settings.toml in {Path.cwd()} and no --config"
        click.echo(f"fazhi: {here}: the defaults hold, with a store in ./data", err=True)
    return file


@contextmanager
def open_from(context: click.Context) -> Iterator[House]:
    """Give the house that the command line names; close its store afterwards."""
    from monitor.house import open_house
    from monitor.logs import secrets_of, set_up_logs

    set_up_logs(quiet=context.obj["quiet"])
    house = open_house(settings_file(context))
    form, secrets = house.settings.service.log_format, secrets_of(house.settings, house.environment)
    set_up_logs(quiet=context.obj["quiet"], form=form, secrets=secrets)
    try:
        yield house
    finally:
        house.store.close()


@contextmanager
def progress() -> Iterator[Callable[[dict[str, Any]], None]]:
    """Give a listener for a round's events: a moving line on a terminal; a log has lines of its own."""
    if not sys.stderr.isatty():
        yield _ignore
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed:.0f}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        tasks: dict[str, Any] = {}

        def listen(event: dict[str, Any]) -> None:
            name = str(event["event"])
            if name not in tasks:
                tasks[name] = bar.add_task(name, total=None)
            bar.advance(tasks[name])

        yield listen


def _ignore(_event: dict[str, Any]) -> None:
    """Let an event pass."""


def print_json(value: object) -> None:
    """Print one JSON answer on one line."""
    click.echo(json.dumps(value, ensure_ascii=False))


def parse_day(text: str | None, hour: int = 12) -> datetime | None:
    """Return an hour in China of a day written YYYY-MM-DD; raise ConfigError for anything else."""
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(hour=hour, tzinfo=CHINA).astimezone(UTC)
    except ValueError as error:
        raise ConfigError(f"{text!r} is no day; write YYYY-MM-DD, such as 2026-03-12") from error


def shorten(text: str, limit: int = 60) -> str:
    """Return text for one table cell: control characters gone, cut with an ellipsis."""
    plain = "".join(character if character.isprintable() else " " for character in text)
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"
