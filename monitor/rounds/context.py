"""Where a reading was seen: takes what is held and what it is held against, leaves the occasion of its alerts."""

from __future__ import annotations

import hashlib
from datetime import datetime

from monitor.judging.occasion import Context
from storage.findings import HeldReading


def context_of(held: HeldReading, as_of: datetime, old: HeldReading | None = None) -> Context:
    """Return where a reading was seen, with the page and snapshot that it is held against."""
    identity, agency = held.reading.identity, held.agency
    return Context(
        now=as_of,
        agency=agency.name if agency else identity.issuer,
        region=agency.region if agency else identity.region,
        level=agency.level if agency else identity.level,
        year=identity.year,
        source=held.source,
        title=identity.title,
        url=held.url,
        old_url=old.url if old else None,
        snapshot_sha256=held.snapshot.sha256,
        snapshot_at=held.snapshot.fetched_at,
        old_snapshot_sha256=old.snapshot.sha256 if old else None,
        old_snapshot_at=old.snapshot.fetched_at if old else None,
        text_sha256=hashlib.sha256(held.document.text.encode()).hexdigest(),
        site=agency.site if agency else "",
    )
