"""How alerts and visits are shown: takes nouns, leaves rich tables for people and plain values for scripts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from monitor.cli.console import shorten
from monitor.telling.message import event_zh, figure_line, severity_zh
from storage.model import Alert, Visit, plain

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

CHINA = ZoneInfo("Asia/Shanghai")
COLOURS = {"info": "dim", "notice": "cyan", "warning": "yellow", "critical": "bold red"}


def alert_json(alert: Alert) -> dict[str, Any]:
    """Return an alert as scripts get it: the contract's fields, the gravest figure on top, all of them beneath."""
    first = alert.figures[0] if alert.figures else None
    figures = [
        {
            "indicator": figure.indicator,
            "name": figure.name,
            "unit": figure.unit,
            "old": None if figure.old is None else plain(figure.old),
            "new": None if figure.new is None else plain(figure.new),
            "old_quote": figure.old_quote,
            "new_quote": figure.new_quote,
            "reason": figure.reason,
        }
        for figure in alert.figures
    ]
    return {
        "id": alert.id,
        "event": alert.event,
        "severity": alert.severity,
        "agency": alert.agency,
        "region": {"name": alert.region.name, "code": alert.region.code} if alert.region else None,
        "level": alert.level,
        "year": alert.year,
        "indicator": first.indicator if first else None,
        "old": figures[0]["old"] if first else None,
        "new": figures[0]["new"] if first else None,
        "old_quote": first.old_quote if first else None,
        "new_quote": first.new_quote if first else None,
        "figures": figures,
        "source": alert.source,
        "title": alert.title,
        "url": alert.url,
        "old_url": alert.old_url,
        "snapshot": {"sha256": alert.snapshot_sha256, "at": _moment(alert.snapshot_at)},
        "old_snapshot": {"sha256": alert.old_snapshot_sha256, "at": _moment(alert.old_snapshot_at)},
        "rule": alert.rule,
        "reason": alert.reason,
        "raised_at": _moment(alert.raised_at),
        "key": alert.key,
    }


def _moment(moment: Any) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds")


def alert_table(alerts: Iterable[Alert], title: str) -> Table:
    """Return alerts as a table: what happened, then whose report, the figures, why, and the sentences that prove it.

    Two columns, so that whole sentences can be read on a terminal of 80 columns too.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, box=box.ROUNDED, show_lines=True, title_justify="left", expand=True)
    table.add_column("预警", no_wrap=True)
    table.add_column("内容与原文依据", ratio=1, overflow="fold")
    for alert in alerts:
        what = Text(f"{event_zh(alert.event)}\n{severity_zh(alert.severity)}", style=COLOURS[alert.severity])
        table.add_row(what, _contents(alert))
    return table


def _contents(alert: Alert) -> Text:
    from rich.text import Text

    who = alert.agency or alert.source or ""
    text = Text(f"{who} {alert.year}年度" if alert.year else who, style="bold")
    for figure in alert.figures[:3]:
        text.append(f"\n{figure_line(figure)}", style="not bold")
    if alert.reason:
        text.append(f"\n{alert.reason}", style="not bold")
    for figure in alert.figures[:3]:
        for label, quote in (("原", figure.old_quote), ("今", figure.new_quote)):
            if quote:
                text.append(f"\n{label}「{shorten(quote, 160)}」", style="not bold green")
    if alert.url:
        text.append(f"\n{shorten(alert.url, 200)}", style="not bold dim")
    return text


def visit_lines(visits: Iterable[Visit]) -> list[str]:
    """Return one plain line for each source's outcome."""
    return [f"{visit.source}: {visit.outcome} ({shorten(visit.reason, 200)})" for visit in visits]
