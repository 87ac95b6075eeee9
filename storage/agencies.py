"""The shelf of agencies: takes who reports and where it stood, leaves the rows of agency and report, known or new.

A name with its code tells an agency. A name without one is recognised by the site it reports on, by a text that stands
there already, or by itself where it is nobody else's: 市司法局 of one city is not that of another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, select

from storage.database import put
from storage.model import Document, Identity, Region
from storage.tables import AGENCY, DOCUMENT, READING, REPORT, SNAPSHOT
from storage.vocabulary import Level
from storage.wire import from_json

# A copy of a report has nearly all its sentences, whatever head and end it was given; two bodies' reports share few.
_SAME_TEXT = 0.6
_LEAST_SENTENCES = 4
_SENTENCE = re.compile(r"[。！？；\n]+")
_SHORTEST = 10


@dataclass(frozen=True)
class Filing:
    """Who reports in which text at which address; `by_name`: whether the name alone tells the body from others."""

    identity: Identity
    url: str
    text: str
    by_name: bool = True


def file_report(connection: Connection, filing: Filing, snapshot_id: int | None, now: datetime) -> int | None:
    """Return the row of the report that a text of a known year is, or is a copy of; None where nobody knows whose.

    A text without an issuer stays with the report that the same bytes (`snapshot_id`) were found to be a copy of.
    """
    identity = filing.identity
    if identity.issuer is None:
        return _filed_before(connection, snapshot_id, identity)
    natural = {"agency_id": file_agency(connection, filing), "kind": identity.kind, "year": identity.year}
    put(connection, REPORT, [{**natural, "url": filing.url, "first_seen_at": now}], key=list(natural))
    return int(connection.execute(select(REPORT.c.id).filter_by(**natural)).scalar_one())


def _filed_before(connection: Connection, snapshot_id: int | None, identity: Identity) -> int | None:
    query = (
        select(REPORT.c.id)
        .join(READING, READING.c.report_id == REPORT.c.id)
        .join(DOCUMENT, DOCUMENT.c.id == READING.c.document_id)
        .where(DOCUMENT.c.snapshot_id == snapshot_id)
        .where(REPORT.c.kind == identity.kind, REPORT.c.year == identity.year)
        .order_by(READING.c.id.desc())
        .limit(1)
    )
    return connection.execute(query).scalar_one_or_none()


def file_agency(connection: Connection, filing: Filing) -> int:
    """Return the agency's row; one whose code was not known before gets it."""
    identity = filing.identity
    region = identity.region or Region("")
    code = region.code or ""
    named = connection.execute(select(AGENCY).where(AGENCY.c.name == identity.issuer).order_by(AGENCY.c.id)).all()
    for row in named:
        if code and row.region_code == code:
            return int(row.id)
    known = _recognised(connection, [row for row in named if not (code and row.region_code)], filing)
    if known is not None:
        if code and not known.region_code:
            connection.execute(AGENCY.update().where(AGENCY.c.id == known.id).values(region_code=code, site=""))
        return int(known.id)
    values = {
        "name": identity.issuer,
        "region_code": code,
        "region_name": region.name,
        "level": identity.level or Level.COUNTY,
        "site": "" if code or filing.by_name else site_of(filing.url),
    }
    return int(connection.execute(AGENCY.insert().values(**values).returning(AGENCY.c.id)).scalar_one())


def site_of(url: str) -> str:
    """Return the site that a page stands on: under gov.cn the government's own domain, else the host with its port."""
    parts = urlsplit(url)
    labels = (parts.hostname or "").split(".")
    if labels[-2:] == ["gov", "cn"]:
        return ".".join(labels[-3:])
    return parts.netloc.rpartition("@")[2].lower().removeprefix("www.")


def same_text(one: str, other: str) -> bool:
    """Tell whether two texts are one: most sentences of the shorter stand in the longer, numbers included."""
    mine, yours = _sentences(one), _sentences(other)
    least = min(len(mine), len(yours))
    return least >= _LEAST_SENTENCES and len(mine & yours) >= _SAME_TEXT * least


def _sentences(text: str) -> frozenset[str]:
    bare = (re.sub(r"\s+", "", piece) for piece in _SENTENCE.split(text))
    return frozenset(piece for piece in bare if len(piece) >= _SHORTEST)


def _recognised(connection: Connection, rows: Sequence[Row[Any]], filing: Filing) -> Row[Any] | None:
    site = site_of(filing.url)
    for row in rows:
        if site == row.site or (not row.site and site in _sites(connection, row.id)):
            return row
    for row in rows:
        if any(same_text(filing.text, text) for text in _texts(connection, row.id, filing.identity)):
            return row
    if not filing.by_name:
        return None
    own = [row for row in rows if not row.site]
    codeless = [row for row in own if not row.region_code]
    return next(iter(codeless or (own if len(own) == 1 else ())), None)


def _sites(connection: Connection, agency_id: int) -> set[str]:
    query = (
        select(SNAPSHOT.c.url)
        .join(DOCUMENT, DOCUMENT.c.snapshot_id == SNAPSHOT.c.id)
        .join(READING, READING.c.document_id == DOCUMENT.c.id)
        .join(REPORT, REPORT.c.id == READING.c.report_id)
        .where(REPORT.c.agency_id == agency_id)
        .distinct()
    )
    return {site_of(url) for url in connection.execute(query).scalars()}


def _texts(connection: Connection, agency_id: int, identity: Identity) -> list[str]:
    query = (
        select(DOCUMENT.c.body)
        .join(READING, READING.c.document_id == DOCUMENT.c.id)
        .join(REPORT, REPORT.c.id == READING.c.report_id)
        .where(REPORT.c.agency_id == agency_id, REPORT.c.year == identity.year, REPORT.c.kind == identity.kind)
        .order_by(READING.c.id)
    )
    return [from_json(Document, body).text for body in connection.execute(query).scalars()]
