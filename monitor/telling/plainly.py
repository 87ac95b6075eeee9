"""An alert in plain values: takes an alert, leaves the JSON object that scripts and webhooks get; pure."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from storage.model import Alert, plain


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
