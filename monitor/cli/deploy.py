"""`fazhi deploy`: takes the way the service is to be started, prints the files for it or writes them to a folder."""

from __future__ import annotations

import shutil
import sys
from importlib.resources import files
from pathlib import Path

import click

from storage.errors import ConfigError
from storage.settings import find_settings_file

# What each way needs, by the file's name in monitor/deploy/.
WAYS = {
    "systemd": ("fazhi.service",),
    "timer": ("fazhi-round.service", "fazhi-round.timer"),
    "cron": ("crontab",),
    "docker": ("Dockerfile", "Dockerfile.dockerignore"),
    "compose": ("compose.yaml",),
}
_ODD = set(" \t\n%\"'\\$")


@click.command()
@click.argument("way", type=click.Choice(list(WAYS)))
@click.option("--into", type=click.Path(path_type=Path), help="Write the files to this folder instead.")
@click.pass_context
def deploy(context: click.Context, way: str, into: Path | None) -> None:
    """Print what starts the service by WAY, with the paths of this installation and of --config."""
    config = find_settings_file(context.obj["config"])
    places = {
        "@FAZHI@": _fazhi(),
        "@CONFIG@": str(config.absolute()) if config else "/etc/fazhi/settings.toml",
        "@SOURCE@": str(Path(str(files("monitor"))).parent),
    }
    for name, path in places.items():
        if _ODD & set(path):
            raise ConfigError(f"{path}: {name.strip('@').lower()} has a character that unit files and crontabs change")
    for name in WAYS[way]:
        text = filled(name, places)
        if into is None:
            click.echo(text, nl=False)
            continue
        _write(into / name, text)
        click.echo(into / name)


def filled(name: str, places: dict[str, str]) -> str:
    """Return one of the package's files with the places of an installation in it."""
    text = files("monitor.deploy").joinpath(name).read_text(encoding="utf-8")
    for mark, path in places.items():
        text = text.replace(mark, path)
    return text


def _fazhi() -> str:
    beside = Path(sys.executable).with_name("fazhi")
    return str(beside) if beside.exists() else shutil.which("fazhi") or "/usr/local/bin/fazhi"


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}; choose another folder with --into") from error
