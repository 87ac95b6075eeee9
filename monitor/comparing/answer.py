"""A comparison as scripts get it: takes both documents, readings and the comparison, leaves the contract's object."""

from __future__ import annotations

from typing import Any

from monitor.reading.answer import document_json
from storage.model import Change, Comparison, Contradiction, Document, Observation, Reading, plain
from storage.vocabulary import Severity, Status

SHRUNK = "问题章节大幅缩短"
PART_CHAPTERS = {
    "leader_duty": "第一责任人职责章节",
    "measures": "主要举措章节",
    "problems": "存在问题章节",
    "plan": "下一年度安排章节",
}


def comparison_json(
    old_document: Document, old: Reading, new_document: Document, new: Reading, comparison: Comparison
) -> dict[str, Any]:
    """Return `fazhi.compare/1`."""
    return {
        "schema": "fazhi.compare/1",
        "old": {"document": document_json(old_document, old)},
        "new": {"document": document_json(new_document, new)},
        "changes": [
            *(_change_json(change) for change in comparison.changes),
            *(_part_json(part) for part in comparison.missing_parts),
            *(_shrunk_json(*shrunk) for shrunk in comparison.shrunk_parts),
        ],
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


def _part_json(part: str) -> dict[str, Any]:
    """Return a part that the new report lacks as a row without figures, so that a list of what is notable is whole."""
    reason = f"今年报告未见{PART_CHAPTERS[part]}：督察工作规定第二十五条要求年度报告写明。"
    return _chapter_json(part, Status.MISSING, Severity.WARNING, "法定内容缺失", reason)


def _shrunk_json(part: str, before: int, after: int) -> dict[str, Any]:
    reason = f"{PART_CHAPTERS[part]}由{before}字缩短到{after}字：篇幅减少一半以上，宜看是否避谈问题。"
    return _chapter_json(part, Status.NOT_COMPARABLE, Severity.NOTICE, SHRUNK, reason)


def _chapter_json(part: str, status: Status, severity: Severity, rule: str, reason: str) -> dict[str, Any]:
    return {
        "indicator": None,
        "subject": PART_CHAPTERS[part],
        "status": str(status),
        "old": None,
        "new": None,
        "absolute": None,
        "relative": None,
        "notable": True,
        "severity": str(severity),
        "rule": rule,
        "reason": reason,
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
