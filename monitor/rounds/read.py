"""The reading stage: takes documents that await a reader, leaves readings; one transaction for each."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from monitor.house import House
from monitor.judging.copies import weighs
from monitor.reading.reader import read_document, reader_key
from monitor.reading.seats import may_be_another
from storage.findings import HeldDocument, documents_awaiting_reading, save_reading
from storage.model import Identity, Reading, Source
from storage.vocabulary import Kind

LOG = logging.getLogger("fazhi.read")


def read_awaiting(house: House, told: Callable[[str], None], *, again: bool = False) -> int:
    """Read what nobody has read; with `again`, also what this reader and catalogue have not. Return how many."""
    reader = reader_key(house.catalogue)
    sources = {source.slug: source for source in house.sources}
    count = 0
    while batch := documents_awaiting_reading(house.store, reader if again else None):
        for held in batch:
            reading = _read_one(house, held, sources.get(held.source))
            identity = reading.identity
            heavy, alone = weighs(held.snapshot.url, sources.get(held.source)), not may_be_another(identity)
            save_reading(house.store, held, reading, datetime.now(UTC), weighs=heavy, by_name=alone)
            LOG.info(
                "read %s: %s %s %s, %d figures",
                held.snapshot.url,
                identity.kind,
                identity.issuer,
                identity.year,
                len(reading.observations),
            )
            told(held.snapshot.url)
            count += 1
    return count


def _read_one(house: House, held: HeldDocument, source: Source | None) -> Reading:
    """Read one document; a document that breaks the reader is kept as unread by it, and the stage goes on."""
    try:
        return read_document(held.document, house.catalogue, source)
    except Exception as error:
        LOG.exception("the reader broke off on %s", held.snapshot.url)
        document = held.document
        identity = Identity(
            kind=Kind.OTHER,
            title=document.title,
            issuer=None,
            region=None,
            level=None,
            year=None,
            published=document.published,
            period_end=None,
            doubts=(f"判读程序出错，未能判读本文：{type(error).__name__}",),
        )
        return Reading(identity, (), (), reader_key(house.catalogue))
