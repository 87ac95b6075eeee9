"""`fazhi restore`: takes a backup file, leaves store and archive as they were; replaces nothing unasked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from storage.errors import LeaseHeldError
from storage.settings import Settings, find_settings_file, load_settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Put it in the place of a store that holds something.")
@click.pass_context
def restore(context: click.Context, file: Path, *, replace: bool) -> None:
    """Bring back store and archive from a backup FILE. Stop the service first; settings stay as they are."""
    from monitor.logs import set_up_logs
    from storage.restore import restore_backup

    set_up_logs(quiet=True)
    settings = load_settings(find_settings_file(context.obj["config"]))
    _refuse_work_under_way(settings)
    done = restore_backup(settings.database_url, settings.archive_folder, file, datetime.now(UTC), replace=replace)
    click.echo(f"{file} of {done.made_at}: {sum(done.rows.values())} rows, {done.archive_files} files of the archive")
    for path in done.aside:
        click.echo(f"moved aside: {path}")
    click.echo("messages that were still to be sent then are unknown now, and say so; `fazhi doctor` looks at the rest")


def _refuse_work_under_way(settings: Settings) -> None:
    """Raise LeaseHeldError where a service or a round is at work on the store; one without leases has none at work."""
    from storage.database import open_store
    from storage.leases import hold_lease
    from storage.schema import current_step

    store = open_store(settings.database_url)
    if store.file is not None and not store.file.exists():
        return  # to look into it would make it
    try:
        if current_step(store) is not None:
            for name in ("service", "round", "delivery"):
                with hold_lease(store, name):
                    pass
    except LeaseHeldError:
        raise
    except Exception:  # noqa: BLE001, S110 (a store that cannot even be read is what a restore is for)
        pass
    finally:
        store.close()
