"""A report whose last year's report is not held: takes its reading, leaves the changes that its own text tells; pure.

The evidence on both sides is the one sentence (同比下降8.5%, 由54.62%提高到87.13%, 上年为69件); each change says so.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from monitor.comparing import quantities
from monitor.comparing.contradictions import sentence_at
from monitor.comparing.past import implied_prior, middle, named_past
from storage.model import Change, Comparison, Document, Evidence, Observation, Reading

BY_ITS_OWN_WORDS = "上年数字为本年报告自述，未有上年报告可核对"
# A value that a rounded percentage leads to is known only about so well (share of the value).
_KNOWN_WELL = Decimal("0.05")


def compare_with_own_past(document: Document, reading: Reading) -> Comparison:
    """Return the changes that a report itself states: each figure against the past that its sentence tells."""
    changes = []
    seen: set[tuple[str | None, str]] = set()
    for observation in reading.observations:
        if not quantities.is_current(observation) or observation.scope in ("cumulative", "multi_year"):
            continue
        past = _past_of(observation, reading)
        if past is None or (observation.indicator, observation.subject) in seen:
            continue
        seen.add((observation.indicator, observation.subject))
        changes.append(_change(observation, past, document.text))
    return Comparison(tuple(changes))


def _past_of(observation: Observation, reading: Reading) -> Decimal | None:
    """Return last year's value: printed beside the figure, or implied in one way only and closely."""
    if (printed := named_past(observation, reading.observations)) is not None:
        return printed.value if quantities.same_unit(printed.unit, observation.unit) else None
    if observation.change is None or observation.change.kind == "times":
        return None
    intervals = implied_prior(observation, observation.change)
    if len(intervals) != 1:
        return None
    low, high = intervals[0]
    if low < 0 or high - low > max(abs(high) * _KNOWN_WELL, Decimal("0.2")):
        return None
    return middle(intervals[0], observation)


def _change(observation: Observation, past: Decimal, text: str) -> Change:
    sentence = sentence_at(text, observation)
    start = text.find(sentence, max(0, observation.at - len(sentence)))
    evidence = Evidence(start, start + len(sentence), sentence) if start >= 0 else observation.evidence
    new = replace(observation, evidence=evidence)
    old = replace(new, value=past, scope="prior_year", qualifier="exact", change=None, id=None)
    standing = quantities.standing_of(old, new)
    return Change(
        observation.indicator, observation.subject, standing.status, old, new, standing.absolute, standing.relative,
        reason=BY_ITS_OWN_WORDS,
    )  # fmt: skip
