"""How alerts and visits are shown: takes nouns, leaves rich tables for people and plain values for scripts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.cli.console import shorten
from monitor.telling.message import event_zh, line_of, place_of, quoted, sets_copies_apart, severity_zh
from storage.model import Alert, Visit

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

CHINA = ZoneInfo("Asia/Shanghai")
COLOURS = {"info": "dim", "notice": "cyan", "warning": "yellow", "critical": "bold red"}


def alert_table(alerts: Iterable[Alert], title: str) -> Table:
    """Return alerts as a table: what happened, then whose report, the figures, why, and the sentences that prove it.

    Beneath stand both pages and when their bytes were taken: on a terminal, addresses are links, however they are
    broken into lines. Two columns, so that whole sentences can be read on a terminal of 80 columns too.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, box=box.ROUNDED, show_lines=True, title_justify="left", expand=True)
    table.add_column("预警", no_wrap=True)
    table.add_column("内容与原文依据", ratio=1, overflow="fold")
    for alert in alerts:
        raised = alert.raised_at.astimezone(CHINA)
        what = Text(f"{event_zh(alert.event)}\n{severity_zh(alert.severity)}", style=COLOURS[alert.severity])
        what.append(f"\n{raised:%Y-%m-%d}", style="not bold dim")
        table.add_row(what, _contents(alert))
    return table


def _contents(alert: Alert) -> Text:
    from rich.style import Style
    from rich.text import Text

    who = shorten(alert.agency or alert.source or "", 60)
    text = Text(f"{who} {alert.year}年度" if alert.year else who, style="bold")
    for figure in alert.figures[:3]:
        text.append(f"\n{line_of(alert, figure)}", style="not bold")
    if alert.reason:
        text.append(f"\n{shorten(alert.reason, 400)}", style="not bold")
    labels = ("他处", "此处") if sets_copies_apart(alert) else ("原", "今")
    for figure in alert.figures[:3]:
        for label, quote in zip(labels, (figure.old_quote, figure.new_quote), strict=True):
            if quote:
                text.append(f"\n{label}「{quoted(quote)}」", style="not bold green")
    for line in place_of(alert):
        label, _colon, rest = line.partition("：")
        text.append(f"\n{label}：", style="not bold dim")
        link = rest if rest.startswith(("http://", "https://")) else None
        text.append(rest, style=Style(bold=False, dim=True, link=link))
    return text


def visit_lines(visits: Iterable[Visit]) -> list[str]:
    """Return one plain line for each source's outcome."""
    return [f"{visit.source}: {visit.outcome} ({shorten(visit.reason, 200)})" for visit in visits]
