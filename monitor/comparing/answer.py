"""A comparison as scripts get it: takes both documents, readings and the comparison, leaves the contract's object."""

from __future__ import annotations

from typing import Any

from monitor.reading.answer import document_json
from storage.model import Change, Comparison, Contradiction, Document, Observation, Reading, plain


def comparison_json(
    old_document: Document, old: Reading, new_document: Document, new: Reading, comparison: Comparison
) -> dict[str, Any]:
    """Return `fazhi.compare/1`."""
    return {
        "schema": "fazhi.compare/1",
        "old": {"document": document_json(old_document, old)},
        "new": {"document": document_json(new_document, new)},
        "changes": [_change_json(change) for change in comparison.changes],
        "contradictions": [_contradiction_json(found) for found in comparison.contradictions],
        "reuse": {"share": round(comparison.reuse_share, 4), "sentences": comparison.reuse_sentences},
        "missing_parts": list(comparison.missing_parts),
    }


def _change_json(change: Change) -> dict[str, Any]:
    return {
        "indicator": change.indicator,
        "subject": change.subject,
        "status": str(change.status),
        "old": _side_json(change.old),
        "new": _side_json(change.new),
        "absolute": None if change.absolute is None else plain(change.absolute),
        "relative": None if change.relative is None else plain(change.relative),
        "notable": change.notable,
        "severity": str(change.severity),
        "rule": change.rule,
        "reason": change.reason,
    }


def _side_json(observation: Observation | None) -> dict[str, Any] | None:
    if observation is None:
        return None
    return {
        "value": plain(observation.value),
        "unit": observation.unit,
        "subject": observation.subject,
        "quote": observation.evidence.quote,
        "at": observation.at,
    }


def _contradiction_json(found: Contradiction) -> dict[str, Any]:
    return {"where": found.where, "kind": found.kind, "quote": found.quote, "explain": found.explain}
