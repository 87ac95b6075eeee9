"""Small nouns for the shelves' tests: takes a few words, leaves sources, snapshots, documents and readings."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from storage.database import Store
from storage.documents import save_document
from storage.findings import HeldDocument, documents_awaiting_reading, save_reading
from storage.model import (
    Agency,
    Document,
    Evidence,
    Identity,
    Observation,
    Reading,
    Region,
    Snapshot,
    Source,
    StatedChange,
)
from storage.pages import ListedPage, keep_snapshot, save_sources
from storage.runs import start_run
from storage.vocabulary import Kind, Level, Verdict

NOW = datetime(2026, 3, 12, 1, 30, 0, 123456, tzinfo=UTC)
SOURCE = Source("yunting", "http://www.yunting.gov.cn/fz/", agency="云汀市人民政府", region="990100")
AGENCY = Agency("云汀市人民政府", Region("云汀市", "990100"), Level.CITY)


def begin(store: Store, run_id: str = "run1", days: float = 0) -> None:
    """Note a source and a run, some days after the beginning."""
    save_sources(store, [SOURCE])
    start_run(store, run_id, "test", NOW + timedelta(days=days), NOW)


def snapshot(url: str, body: str, minutes: int = 0, verdict: Verdict = Verdict.PAGE) -> Snapshot:
    """Return a snapshot of a body, some minutes after the beginning."""
    sha256 = hashlib.sha256(body.encode()).hexdigest()
    moment = NOW + timedelta(minutes=minutes)
    return Snapshot(url, moment, 200, "text/html", sha256, len(body), verdict, "2026/run1.warc.gz", 0, 10)


def hold(
    store: Store,
    url: str,
    body: str,
    minutes: int = 0,
    run_id: str = "run1",
    *,
    title: str = "云汀市2025年法治政府建设年度报告",
) -> Snapshot:
    """Keep a snapshot and its document."""
    page = ListedPage(url, title, None)
    kept = keep_snapshot(store, snapshot(url, body, minutes), run_id=run_id, page=page, source=SOURCE.slug)
    assert kept.id is not None
    document = Document(body, title, NOW.date(), "云汀市司法局", url=url, cleaner="c1")
    save_document(store, kept.id, document, cleaner="c1", now=NOW)
    return kept


def reading(year: int = 2025, value: str = "13", kind: Kind = Kind.REPORT, reader: str = "r1") -> Reading:
    """Return a reading with one figure."""
    identity = Identity(kind, "题", AGENCY.name, AGENCY.region, AGENCY.level, year, NOW.date(), None, {"plan": True})
    change = StatedChange("from_to", (Decimal("54.62"), Decimal("87.13")), "up")
    seen = Observation(
        "recon_accepted",
        "行政复议案件受理数",
        Decimal(value),
        "件",
        "exact",
        "year",
        str(year),
        change,
        2,
        Evidence(0, 4, "受理13"),
    )
    return Reading(identity, (seen,), (), reader)


def read_all(store: Store, made: Reading) -> list[HeldDocument]:
    """Give every waiting document the same reading."""
    waiting = documents_awaiting_reading(store)
    for held in waiting:
        save_reading(store, held, made, NOW)
    return waiting
