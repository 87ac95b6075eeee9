"""Which figure of last year belongs to which of this year: takes both years' figures, leaves pairs.

Every two figures that may be one are scored (`evidence`), the clear ones stand (`assignment`), then figures that were
too poor alone are asked again by the company they keep: what stands beside a pair found is likelier to be the next
one. A wrong pair is a false alert, a missed one is only silence. Everything here is symmetric in old and new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from monitor.comparing import quantities
from monitor.comparing.assignment import Edge, assign
from monitor.comparing.evidence import (
    circumstances,
    exclude,
    implied,
    is_part_of,
    proved,
    proved_closely,
    says_another_zero,
    weights_of,
    words_alike,
)
from monitor.comparing.profiles import Candidate, profiled
from monitor.comparing.wording import clashes, counts_comings, is_broad, likeness, overlap, substituted
from storage.model import Observation

_LEAST = 0.45
_LEAST_IN_COMPANY = 0.3
_BESIDE, _SAME_LINES = 0.2, 0.1
# Words must say something whatever the circumstances say.
_LEAST_WORDS = 0.25
_STRANGER = 0.05
_ROUNDS = 4
_ONE_YEAR = Decimal("1.6")
_FLOOR = 0.15
# Two equal figures under one indicator whose names have less in common count two things (审核案件19件, 普通程序19件).
_LEAST_REPEATED = 0.35


@dataclass(frozen=True)
class Pair:
    """Two figures of one thing; `unlike` says why they cannot be compared, `caveat` what weakens the comparison."""

    old: Observation
    new: Observation
    unlike: str = ""
    caveat: str = ""


def candidates_of(observations: Iterable[Observation], text: str) -> tuple[Candidate, ...]:
    """Return the figures of the report's own period, each quantity once even where the text repeats it."""
    kept: list[Candidate] = []
    for candidate in profiled(tuple(observations), text):
        repeated = next((k for k, earlier in enumerate(kept) if _repeats(candidate, earlier)), None)
        if repeated is None:
            kept.append(candidate)
        elif candidate.observation.change and not kept[repeated].observation.change:
            kept[repeated] = candidate
    return tuple(kept)


def _repeats(later: Candidate, earlier: Candidate) -> bool:
    one, other = later.observation, earlier.observation
    if one.value != other.value or one.indicator != other.indicator or not quantities.same_unit(one.unit, other.unit):
        return False
    if later.name.plain == earlier.name.plain:
        return True
    if one.indicator is None or clashes(later.name, earlier.name):
        return False
    alike = likeness(later.name, earlier.name)
    # Rates of one indicator are 100 % together without being one (见面率、办复率均为100%).
    if is_broad(one.indicator) or quantities.is_rate(one):
        return alike >= 0.6 and not substituted(later.name, earlier.name)
    return alike >= _LEAST_REPEATED


def pair_figures(
    old: Sequence[Candidate], new: Sequence[Candidate], confusables: Collection[frozenset[str]] = ()
) -> tuple[Pair, ...]:
    """Return the pairs of two years' figures, comparable or not, in the order of the new text.

    `confusables` are the pairs of indicators that the catalogue warns to take for each other.
    """
    edges = [edge for edge in _edges(old, new) if not _confuses(edge, confusables)]
    paired = assign(edges, _LEAST)
    for _ in range(_ROUNDS):
        used_old, used_new = {edge.old.place for edge in paired}, {edge.new.place for edge in paired}
        free = [edge for edge in edges if edge.old.place not in used_old and edge.new.place not in used_new]
        more = assign(_in_company(free, paired, old, new), _LEAST_IN_COMPANY)
        if not more:
            break
        paired += more
    in_order = sorted(paired, key=lambda edge: edge.new.place)
    return tuple(Pair(edge.old.observation, edge.new.observation, edge.unlike, edge.caveat) for edge in in_order)


def _edges(old: Sequence[Candidate], new: Sequence[Candidate]) -> list[Edge]:
    weights = weights_of((*old, *new))
    lone = _lone(old) & _lone(new)
    parts_old, parts_new = _told_apart(old), _told_apart(new)
    edges = []
    for one in old:
        for other in new:
            if not _may_be_one(one, other):
                continue
            if (one.place in parts_old and is_part_of(one, other)) or (
                other.place in parts_new and is_part_of(other, one)
            ):
                continue
            words = words_alike(one.profile, other.profile, weights)
            score = words + circumstances(one, other, words, lone=one.observation.indicator in lone)
            if score < _FLOOR:
                continue
            unlike, caveat = _unlikeness(one, other)
            edges.append(Edge(one, other, score - (0.2 if unlike else 0.0), unlike, caveat))
    return edges


def _confuses(edge: Edge, confusables: Collection[frozenset[str]]) -> bool:
    """Tell whether a pair takes an indicator for the one it is confused with (意见57条 for 意见书18份).

    Where both are counted by one word, the name may have been filed under either; a change that leads to it proves it.
    """
    one, other = edge.old.observation, edge.new.observation
    if one.indicator is None or other.indicator is None or one.unit == other.unit:
        return False
    if quantities.same_unit(one.unit, other.unit) and not quantities.counts_things(one.unit):
        return False
    return frozenset({one.indicator, other.indicator}) in confusables and not implied(edge.old, edge.new)


def _lone(candidates: Sequence[Candidate]) -> set[str | None]:
    """Return the indicators of which a year has one figure only."""
    seen: set[str | None] = set()
    twice: set[str | None] = set()
    for candidate in candidates:
        (twice if candidate.observation.indicator in seen else seen).add(candidate.observation.indicator)
    return seen - twice - {None}


def _told_apart(candidates: Sequence[Candidate]) -> frozenset[int]:
    """Return the places of figures that stand in a sentence with others of their indicator (撤销2件、确认违法1件)."""
    rows = Counter((candidate.line, candidate.observation.indicator) for candidate in candidates)
    return frozenset(one.place for one in candidates if rows[one.line, one.observation.indicator] > 1)


def _may_be_one(one: Candidate, other: Candidate) -> bool:
    mine, yours = one.observation, other.observation
    filed = mine.indicator is not None and mine.indicator == yours.indicator
    if not (
        _zero_of(one, other)
        or quantities.loosely_same_unit(mine.unit, yours.unit)
        or quantities.counts_times(mine.unit, yours.unit)
        or (filed and not is_broad(mine.indicator) and quantities.counts_heads(mine.unit, yours.unit))
    ):
        return False
    # What both inherit from one head says nothing where their own clauses have not a word in common with the other.
    apart = one.profile.own.isdisjoint(other.profile.name) and other.profile.own.isdisjoint(one.profile.name)
    if apart and not filed and not proved(one, other):
        return False
    if says_another_zero(one, other) or says_another_zero(other, one):
        return False
    return proved_closely(one, other) or not exclude(one, other, filed=filed)


def _zero_of(one: Candidate, other: Candidate) -> bool:
    """Tell whether one is a zero without a digit of what the other counts in any unit (未追责 against 处分3人)."""
    if not (one.wordless or other.wordless):
        return False
    return all(quantities.counts_whole(side.observation.unit) for side in (one, other))


def _in_company(
    edges: Sequence[Edge], paired: Sequence[Edge], old: Sequence[Candidate], new: Sequence[Candidate]
) -> list[Edge]:
    """Return the edges strengthened by pairs found: of the figures beside them, or of their sentences."""
    known = {(edge.old.place, edge.new.place) for edge in paired}
    lines = {(edge.old.line, edge.new.line) for edge in paired}
    beside_old, beside_new = _beside(old), _beside(new)
    found = []
    for edge in edges:
        neighbours = zip(beside_old[edge.old.place], beside_new[edge.new.place], strict=True)
        if any(pair in known for pair in neighbours):
            found.append(replace(edge, score=edge.score + _BESIDE))
        elif (edge.old.line, edge.new.line) in lines:
            found.append(replace(edge, score=edge.score + _SAME_LINES))
        else:
            found.append(replace(edge, score=edge.score - _STRANGER))
    return found


def _beside(candidates: Sequence[Candidate]) -> dict[int, tuple[int | None, int | None]]:
    """Return the places of the figures before and after each in its sentence."""
    found = {}
    for rank, candidate in enumerate(candidates):
        before = candidates[rank - 1] if rank else None
        after = candidates[rank + 1] if rank + 1 < len(candidates) else None
        found[candidate.place] = (
            before.place if before and before.line == candidate.line else None,
            after.place if after and after.line == candidate.line else None,
        )
    return found


def _unlikeness(old: Candidate, new: Candidate) -> tuple[str, str]:
    """Return why two figures cannot be compared, and what weakens a comparison; each empty where there is nothing."""
    first, second = old.observation, new.observation
    if reason := _unlike_reason(old, new):
        return reason, ""
    if quantities.loosely_same_unit(first.unit, second.unit) or _zero_of(old, new):
        return "", ""
    if _counts_alike(old, new):
        return "", quantities.LOOSE_UNIT
    units = f"“{first.unit}”与“{second.unit}”"
    return f"计量单位不同（{units}），不能直接比较", ""


def _unlike_reason(old: Candidate, new: Candidate) -> str:
    """Return why what is counted, or when, or how, is unlike; empty where it is not."""
    first, second = old.observation, new.observation
    if (reason := quantities.unlike_scope(first, second)) and not _one_period(old, new):
        return reason
    if old.span != new.span and not quantities.is_rate(first):
        return "统计时段不同：一为全年数，一只统计年内部分月份"
    if old.recounted or new.recounted:
        return "报告自述统计口径有变，不能直接比较"
    return "两年数值相差千倍以上，疑为计量单位有误" if quantities.leaps(first, second) else ""


def _one_period(old: Candidate, new: Candidate) -> bool:
    """Tell figures of unlike scope that span one time all the same: two stocks, or a year's sum of occasions.

    全年累计立案 is the year's, while years added up would stand far from one year's; 累计204项 and 达187项 both tell
    how many there are by now; 全年累计培训1340人次 is the year's training.
    """
    scopes = {old.observation.scope, new.observation.scope}
    if "multi_year" in scopes:
        return False
    if old.profile.stock and new.profile.stock:
        return True
    if any(_since_long_ago(side.observation) for side in (old, new)):
        return False
    small, large = sorted((old.observation.value, new.observation.value))
    if scopes == {"year", "cumulative"} and large <= _ONE_YEAR * small:
        return True
    return quantities.counts_occasions(old.observation.unit) and quantities.counts_occasions(new.observation.unit)


def _since_long_ago(observation: Observation) -> bool:
    """Tell a sum that is said to begin before the year (“八五”普法启动以来); a share is of the day it is told."""
    return observation.scope == "cumulative" and "以来" in observation.period and not quantities.is_rate(observation)


def _counts_alike(old: Candidate, new: Candidate) -> bool:
    """Tell figures of unlike units (件 and 件次, 人 and 个) that count the same thing all the same."""
    first, second = old.observation, new.observation
    small, large = sorted((first.value, second.value))
    if large > 2 * small:
        return False
    if implied(old, new):
        return True
    if not quantities.counts_times(first.unit, second.unit):
        return True
    if likeness(old.name, new.name) >= 0.95 and overlap(old.around, new.around) >= 0.6:
        return True
    return counts_comings(first.subject) and counts_comings(second.subject)
