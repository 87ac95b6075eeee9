"""`fazhi demo`: starts the bundled portal, lets it live through its story, prints what each round tells.

Every round goes the way of `fazhi run`: the same crawler process, stages, rules and outbox, over loopback.
"""

from __future__ import annotations

import shlex
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from monitor.cli.console import FORMAT, print_json, progress
from monitor.logs import set_up_logs

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.demo.story import Round
    from monitor.house import House
    from monitor.rounds.order import RoundResult

CHINA = ZoneInfo("Asia/Shanghai")


@click.command()
@click.option("--store", metavar="FOLDER", help="Where to keep the demonstration's store; else a new temporary folder.")
@click.option("--verbose", is_flag=True, help="Show the log of every round.")
@FORMAT
@click.pass_context
def demo(context: click.Context, *, store: str | None, verbose: bool, form: str) -> None:
    """Show the whole job on invented governments: new reports, a silent edit, a removal, a blocked portal."""
    from monitor.demo.portal import DemoPortal
    from monitor.demo.story import ROUNDS, settings_text
    from monitor.house import open_house

    set_up_logs(quiet=not verbose)
    began = time.monotonic()
    folder = Path(store).absolute() if store else Path(tempfile.mkdtemp(prefix="fazhi-demo-"))
    folder.mkdir(parents=True, exist_ok=True)
    portal = DemoPortal()
    config = folder / "settings.toml"
    config.write_text(settings_text(portal.start(), folder), encoding="utf-8")
    house = open_house(config, {})
    try:
        count = 0
        for number, round_ in enumerate(ROUNDS, start=1):
            portal.apply(round_)
            with progress() as listener:
                result = run_round_as_of(house, round_, listener)
            count += len(result.alerts)
            _print_round(number, round_, result, form)
        told = len(portal.received)
    finally:
        house.store.close()
        portal.stop()
    if form == "text":
        _print_end(config, f"{count} 条预警，{told} 条已投递，用时 {time.monotonic() - began:.0f} 秒")
    context.exit(0 if count and told >= count else 1)


def run_round_as_of(house: House, round_: Round, listener: Callable[[dict[str, Any]], None]) -> RoundResult:
    """Run one round of the story as of its own day."""
    from monitor.rounds.order import RoundRequest, run_round

    noon = datetime(round_.as_of.year, round_.as_of.month, round_.as_of.day, 12, tzinfo=CHINA).astimezone(UTC)
    return run_round(house, RoundRequest("demo", everything=True, as_of=noon), listener)


def _print_round(number: int, round_: Round, result: RoundResult, form: str) -> None:
    from monitor.cli.show import alert_table, visit_lines
    from monitor.telling.plainly import alert_json

    if form == "json":
        for alert in result.alerts:
            print_json({"round": number, **alert_json(alert)})
        return
    from rich.console import Console

    console = Console()
    console.rule(f"第 {number} 轮 · {round_.as_of} · {round_.name}（{round_.name_en}）")
    for line in visit_lines(result.visits):
        console.print(line, style="dim", markup=False)
    if result.alerts:
        console.print(alert_table(result.alerts, ""))
    else:
        console.print("没有需要告知的变动", style="dim")


def _print_end(config: Path, summary: str) -> None:
    click.echo(f"\n{summary}")
    click.echo(f"存储位置（数据库、网页原始字节、设置）：{config.parent}")
    click.echo("演示网站已随本命令关闭，上列网址不再能打开；当时的网页都在存档里")
    click.echo("接着看：")
    for words in ("alerts", "export --format csv", "compare 霁川县 2024 2025 --redline"):
        click.echo(f"  {_as_typed()} --config {shlex.quote(str(config))} {words}")


def _as_typed() -> str:
    """Return how to call this program: by its name where a shell finds it, else by the path it was called by."""
    return "fazhi" if shutil.which("fazhi") else shlex.quote(sys.argv[0])
