"""Two years of one agency against each other: takes two documents with their readings, leaves one comparison.

Pairs come from `pairing`, what cannot be compared is told as such, and an absence is told only where the catalogue
knows the indicator as recurring. Whether a change matters is not decided here: `monitor/judging` marks it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.comparing import contradictions, quantities
from monitor.comparing.lexicon import load_wordings
from monitor.comparing.pairing import Pair, candidates_of, pair_figures
from monitor.comparing.profiles import Candidate
from monitor.comparing.reuse import reuse_of
from monitor.comparing.shrunk import shrunk_parts
from monitor.comparing.wording import agrees, clashes, likeness
from storage.model import Change, Comparison, Document, Identity, Reading
from storage.vocabulary import Kind, Status

if TYPE_CHECKING:
    from monitor.indicators import Catalogue

# 法治政府建设与责任落实督察工作规定, article 25: what a yearly report must hold.
REQUIRED_PARTS = ("leader_duty", "measures", "problems", "plan")
# Core and regular indicators recur every year; the third tier comes and goes, and its absence says nothing.
_RECURRING_TIER = 2


def compare_reports(
    old_document: Document, old: Reading, new_document: Document, new: Reading, catalogue: Catalogue
) -> Comparison:
    """Compare two years' reports of one agency.

    Changes stand in the order of the new text, what is missing after them. Before judging, a change's `reason` holds
    only what weakens the comparison (约数, 统计天数, 计量单位).
    """
    olds = candidates_of(old.observations, old_document.text)
    news = candidates_of(new.observations, new_document.text)
    pairs = pair_figures(olds, news, _confusables(catalogue))
    changes = [_change_of(pair, old.identity, new.identity) for pair in pairs]
    changes += _one_sided(olds, news, pairs, catalogue)
    changes.sort(key=lambda change: (change.new is None, (change.new or change.old).at))  # type: ignore[union-attr]
    share, copied = reuse_of(old_document.text, new_document.text)
    return Comparison(
        changes=tuple(changes),
        contradictions=(
            *contradictions.inside("old", old, catalogue),
            *contradictions.inside("new", new, catalogue),
            *(contradictions.between(old, new, pairs, new_document) if old_document.text != new_document.text else ()),
        ),
        reuse_share=share,
        reuse_sentences=copied,
        missing_parts=missing_parts(new.identity),
        shrunk_parts=shrunk_parts(old_document.text, new_document.text) if _both_report(old, new) else (),
    )


def _confusables(catalogue: Catalogue) -> frozenset[frozenset[str]]:
    """Return the pairs of indicators of which each names the other as easily taken for it."""
    known = catalogue.indicators
    return frozenset(
        frozenset({name, other})
        for name, indicator in known.items()
        for other in indicator.confusables
        if name in known[other].confusables
    )


def _both_report(old: Reading, new: Reading) -> bool:
    return old.identity.kind is Kind.REPORT and new.identity.kind is Kind.REPORT


def missing_parts(identity: Identity) -> tuple[str, ...]:
    """Return the parts that the law asks for and a report lacks; none for what is not a report."""
    if identity.kind is not Kind.REPORT or not identity.parts:
        return ()
    return tuple(part for part in REQUIRED_PARTS if not identity.parts.get(part, False))


def _change_of(pair: Pair, old_identity: Identity, new_identity: Identity) -> Change:
    old, new = pair.old, pair.new
    # A zero without a digit has the unit that the other year prints (未追责: 0人).
    if not pair.unlike and 0 in (old.value, new.value) and not quantities.loosely_same_unit(old.unit, new.unit):
        old, new = (replace(old, unit=new.unit), new) if old.value == 0 else (old, replace(new, unit=old.unit))
    blank = Change(new.indicator or old.indicator, new.subject, Status.NOT_COMPARABLE, old, new, reason=pair.unlike)
    if pair.unlike:
        return blank
    standing = quantities.standing_of(old, new)
    caveat = pair.caveat or standing.reason or quantities.period_caveat(old, new, old_identity, new_identity)
    return replace(blank, status=standing.status, absolute=standing.absolute, relative=standing.relative, reason=caveat)


def _one_sided(
    olds: Sequence[Candidate], news: Sequence[Candidate], pairs: Sequence[Pair], catalogue: Catalogue
) -> list[Change]:
    """Return what appeared and what is missing: recurring indicators of which the other year has no trace."""
    paired = {id(side) for pair in pairs for side in (pair.old, pair.new)}
    changes = []
    for status, here, there in ((Status.MISSING, olds, news), (Status.APPEARED, news, olds)):
        told: set[str] = set()
        for candidate in here:
            observation = candidate.observation
            indicator = catalogue.indicators.get(observation.indicator or "")
            if indicator is None and not _is_grave(candidate):
                continue
            if indicator and (indicator.tier > _RECURRING_TIER or indicator.id in told):
                continue
            if id(observation) in paired or _leaves_trace(candidate, there):
                continue
            if indicator:
                told.add(indicator.id)
            old, new = (observation, None) if status is Status.MISSING else (None, observation)
            changes.append(Change(observation.indicator, observation.subject, status, old, new))
    return changes


def _is_grave(candidate: Candidate) -> bool:
    """Tell a count outside the catalogue of what became of a body's own acts (被确认违法1件)."""
    observation = candidate.observation
    if observation.indicator is not None or observation.value == 0 or quantities.is_rate(observation):
        return False
    return load_wordings().grave.search(candidate.name.plain) is not None


def _leaves_trace(candidate: Candidate, others: Sequence[Candidate]) -> bool:
    """Tell whether the other year has the indicator, or a figure so like it that it may be misfiled.

    An absence is told to people as a doubt about the agency, so that a trace need not be a proof.
    """
    indicator = candidate.observation.indicator
    return any(
        (indicator is not None and other.observation.indicator == indicator)
        # That there was no 复议 is no trace of what became of it.
        or (not other.wordless and _resembles(candidate, other))
        for other in others
    )


def _resembles(candidate: Candidate, other: Candidate) -> bool:
    if not quantities.loosely_same_unit(other.observation.unit, candidate.observation.unit):
        return False
    if clashes(candidate.name, other.name):
        return False
    short, long = sorted((candidate.name.plain, other.name.plain), key=len)
    alike = likeness(candidate.name, other.name)
    if alike >= 0.6 or (len(short) >= 2 and short in long):
        return True
    return other.observation.indicator is None and (alike >= 0.35 or agrees(candidate.name, other.name))
