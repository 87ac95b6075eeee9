"""The command `fazhi`: takes a command line, runs one command, leaves an exit code that the contract names.

Commands are imported when they are called: `fazhi --help` must answer in 0.4 s. Exit codes: 0 all well; 1 done, but
something needs a person; 2 wrong usage or settings; 3 another round holds the lease.
"""

from __future__ import annotations

import importlib
import sys

import click

from storage.errors import ConfigError, LeaseHeldError, WatchError

# name: (module, what it does in one line); the module holds a click command of the same name.
COMMANDS = {
    "demo": ("monitor.cli.demo", "The whole job on a bundled portal over loopback; no network needed."),
    "run": ("monitor.cli.run", "One round: crawl, read, compare, judge, deliver."),
    "recrawl": ("monitor.cli.recrawl", "Look again at a source, an agency, a region or a URL, now."),
    "serve": ("monitor.cli.serve", "The unattended service: schedule and delivery until SIGTERM."),
    "read": ("monitor.cli.read", "Read report files: document and figures."),
    "compare": ("monitor.cli.compare", "Compare two files, or two years of an agency from the store."),
    "reread": ("monitor.cli.reread", "Read archived documents again after a catalogue change; offline."),
    "sources": ("monitor.cli.sources", "The watched columns: list, check, probe."),
    "subscribe": ("monitor.cli.subscribe", "Subscriptions: add, list, test, pause, remove."),
    "alerts": ("monitor.cli.alerts", "What was raised; with --preview, what would be."),
    "deliveries": ("monitor.cli.deliveries", "Each attempt to tell somebody; resend one."),
    "export": ("monitor.cli.export", "Observations or changes with their evidence."),
    "backup": ("monitor.cli.backup", "Store, archive and settings in one file, while the service runs."),
    "restore": ("monitor.cli.restore", "Bring back store and archive from a backup."),
    "archive": ("monitor.cli.archive", "The archived bytes: show, verify, list."),
    "deploy": ("monitor.cli.deploy", "Files for systemd, cron, Docker or Compose, with this installation's paths."),
    "doctor": ("monitor.cli.doctor", "What is wrong with settings, store, channels, sources, disk, clock."),
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(COMMANDS[cmd_name][0]), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_module, line) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"No such command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", metavar="FILE", help="Settings; else $FAZHI_CONFIG, else ./settings.toml.")
@click.option("--quiet", is_flag=True, help="Log warnings only.")
@click.version_option(package_name="fazhi-watch", prog_name="fazhi")
@click.pass_context
def fazhi(context: click.Context, config: str | None, quiet: bool) -> None:
    """Watch the yearly reports on rule-of-law government (法治政府建设年度报告) and tell what changed."""
    context.obj = {"config": config, "quiet": quiet}


def main() -> None:
    """Run the command line; every error a person can mend ends in one message and its exit code."""
    try:
        fazhi(prog_name="fazhi")
    except ConfigError as error:
        _fail(error, 2)
    except LeaseHeldError as error:
        _fail(error, 3)
    except WatchError as error:
        _fail(error, 1)


def _fail(error: WatchError, code: int) -> None:
    click.echo(f"fazhi: {error}", err=True)
    sys.exit(code)
