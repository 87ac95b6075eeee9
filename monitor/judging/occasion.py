"""What every alert is made of: where and when something was seen, its figures, and its natural key; pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from storage.model import Alert, Change, Figure, Region
from storage.vocabulary import Event, Level, Severity

if TYPE_CHECKING:
    from monitor.indicators import Catalogue

RANK_UNIT = "名次"


@dataclass(frozen=True)
class Context:
    """Where and when something was seen: whose report, which page, which snapshots on both sides.

    `text_sha256` is the hash of the new document's clean text; `now` is the moment of judging; `site` tells an agency
    whose name and code do not from its namesakes.
    """

    now: datetime
    agency: str | None = None
    region: Region | None = None
    level: Level | None = None
    year: int | None = None
    source: str | None = None
    title: str | None = None
    url: str | None = None
    old_url: str | None = None
    snapshot_sha256: str | None = None
    snapshot_at: datetime | None = None
    old_snapshot_sha256: str | None = None
    old_snapshot_at: datetime | None = None
    text_sha256: str | None = None
    site: str = ""

    def beside(self, url: str) -> Context:
        """Return the same occasion held against another page than last year's."""
        return replace(self, old_url=url, old_snapshot_sha256=None, old_snapshot_at=None)


def alert_at(
    context: Context,
    event: Event,
    severity: Severity,
    rule: str,
    reason: str,
    *,
    parts: Iterable[str] = (),
    figures: Iterable[Figure] = (),
) -> Alert:
    """Return an alert of what was seen in a context; `parts` complete its key beside event, agency, region and year."""
    who = context.agency or context.url or context.source or ""
    code = context.region.code if context.region and context.region.code else context.site
    key = "|".join([str(event), who, code, str(context.year or ""), *parts])
    return Alert(
        key=key if len(key) <= 400 else f"{key[:300]}|{digest(key)}",
        event=event,
        severity=severity,
        agency=context.agency,
        region=context.region,
        level=context.level,
        year=context.year,
        rule=rule,
        reason=reason,
        raised_at=context.now,
        source=context.source,
        title=context.title,
        figures=tuple(figures),
        url=context.url,
        old_url=context.old_url,
        snapshot_sha256=context.snapshot_sha256,
        snapshot_at=context.snapshot_at,
        old_snapshot_sha256=context.old_snapshot_sha256,
        old_snapshot_at=context.old_snapshot_at,
    )


def figure_of(change: Change, catalogue: Catalogue) -> Figure:
    """Return a change as it stands inside an alert."""
    old, new = change.old, change.new
    side = new or old
    indicator = catalogue.indicators.get(change.indicator or "")
    unit = side.unit if side else ""
    return Figure(
        indicator=change.indicator,
        name=indicator.zh if indicator else change.subject,
        unit=RANK_UNIT if indicator and indicator.kind == "rank" else unit,
        old=old.value if old else None,
        new=new.value if new else None,
        old_quote=old.evidence.quote if old else "",
        new_quote=new.evidence.quote if new else "",
        reason=change.reason,
    )


def digest(text: str) -> str:
    """Return a short hash that stands for a text inside a key."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
