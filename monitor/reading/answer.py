"""A reading as scripts get it: takes a document and its reading, leaves the contract's object."""

from __future__ import annotations

from typing import Any

from storage.model import Check, Document, Identity, Observation, Reading, plain


def reading_json(document: Document, reading: Reading) -> dict[str, Any]:
    """Return `fazhi.read/1`."""
    return {
        "schema": "fazhi.read/1",
        "document": document_json(document, reading),
        "facts": [_fact_json(observation) for observation in reading.observations],
        "checks": [_check_json(check) for check in reading.checks],
    }


def document_json(document: Document, reading: Reading) -> dict[str, Any]:
    """Return the contract's `document` object: what the document turned out to be, and its clean text."""
    identity = reading.identity
    return {
        "kind": str(identity.kind),
        "title": identity.title or document.title,
        "issuer": identity.issuer,
        "region": _region_json(identity),
        "level": str(identity.level) if identity.level else None,
        "year": identity.year,
        "published": identity.published.isoformat() if identity.published else None,
        "period_end": identity.period_end.isoformat() if identity.period_end else None,
        "source": document.source_label,
        "restored": {
            "script": document.restored.script,
            "glosses": document.restored.glosses,
            "damaged": [list(place) for place in document.restored.damaged],
        },
        "parts": [part for part, present in identity.parts.items() if present],
        "doubts": list(identity.doubts),
        "text": document.text,
    }


def _region_json(identity: Identity) -> dict[str, Any] | None:
    return None if identity.region is None else {"name": identity.region.name, "code": identity.region.code}


def _fact_json(observation: Observation) -> dict[str, Any]:
    return {
        "indicator": observation.indicator,
        "subject": observation.subject,
        "value": plain(observation.value),
        "unit": observation.unit,
        "qualifier": observation.qualifier,
        "scope": observation.scope,
        "period": observation.period,
        "change": observation.change.as_json() if observation.change else None,
        "at": observation.at,
        "quote": observation.evidence.quote,
    }


def _check_json(check: Check) -> dict[str, Any]:
    return {"rule": check.rule, "holds": check.holds, "quote": check.quote, "explain": check.explain}
