"""`fazhi backup`: takes a file name, leaves store, archive and settings in one file, while a service goes on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.console import open_from

if TYPE_CHECKING:
    from monitor.house import House


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def backup(context: click.Context, file: Path) -> None:
    """Write store, archive and settings (without secrets) to one tar FILE; the service may run on."""
    from storage.backup import make_backup

    with open_from(context) as house:
        made = make_backup(
            house.store, house.settings.archive_folder, file, datetime.now(UTC), settings_without_secrets(house)
        )
    rows = sum(made.rows.values())
    click.echo(f"{file}: {rows} rows, {made.archive_files} files of the archive, {made.size / 1e6:.1f} MB")
    click.echo("not in it: secrets of channels, and the one that signs links to unsubscribe; keep those elsewhere")


def settings_without_secrets(house: House) -> dict[str, bytes]:
    """Return the settings file and the user's source files by name, every secret of the house masked."""
    from monitor.logs import mask_secrets, secrets_of

    secrets = secrets_of(house.settings, house.environment)
    files = [house.settings.file] if house.settings.file else []
    for entry in house.settings.crawl.sources:
        folder = house.settings.folder / entry
        files += sorted(folder.glob("*.toml")) if folder.is_dir() else []
    return {
        f"settings/{place}-{file.name}": mask_secrets(file.read_text(encoding="utf-8-sig"), secrets).encode()
        for place, file in enumerate(files)
    }
