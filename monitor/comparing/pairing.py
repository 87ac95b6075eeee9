"""Which figure of last year belongs to which of this year: takes both figures, leaves pairs.

First under one indicator, then across different wordings by the likeness of the subjects and of the words round the
number, last by the company that a figure keeps (`neighbours`). A wrong pair is a false alert, a missed one is only
silence: where two counterparts are about equally good, none is taken. Everything here is symmetric in old and new.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from monitor.comparing import quantities
from monitor.comparing.past import implies
from monitor.comparing.wording import (
    Name,
    agrees,
    clashes,
    is_broad,
    likeness,
    lopsided,
    name_of,
    overlap,
    substituted,
    surroundings,
)
from storage.model import Observation

# Tuned on invented pairs (tests/monitor/comparing/pairs.toml) and on unlike counties' reports, which must give no pair
# of unlike things: the two best counterparts must differ by this much.
_MARGIN = 0.08
_ORDER_BONUS = 0.2
_CLOSE = Decimal("1.3")
# A counterpart of another unit only stands where no other is left.
_OTHER_UNIT = 0.3
# A stated change that leads to last year's very value outweighs any wording.
_IMPLIED = 0.5
# Figures of one enumeration stand closer than this (characters).
_ONE_ENUMERATION = 60


@dataclass(frozen=True)
class Candidate:
    """One figure made ready for pairing; `place` is its rank in the text."""

    observation: Observation
    place: int
    name: Name
    around: frozenset[str]


@dataclass(frozen=True)
class Pair:
    """Two figures of one thing; `unlike` says why they cannot be compared, `caveat` what weakens the comparison."""

    old: Observation
    new: Observation
    unlike: str = ""
    caveat: str = ""


@dataclass(frozen=True)
class _Edge:
    """One possible pair with its strength."""

    old: Candidate
    new: Candidate
    score: float
    unlike: str = ""
    caveat: str = ""


def candidates_of(observations: Iterable[Observation], text: str) -> tuple[Candidate, ...]:
    """Return the figures of the report's own period, each quantity once even where the text repeats it."""
    kept: list[Candidate] = []
    for place, observation in enumerate(observations):
        if not quantities.is_current(observation):
            continue
        candidate = Candidate(observation, place, name_of(observation.subject), surroundings(text, observation.at))
        repeated = next((k for k, earlier in enumerate(kept) if _repeats(candidate, earlier)), None)
        if repeated is None:
            kept.append(candidate)
        elif observation.change and not kept[repeated].observation.change:
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
    alike = likeness(later.name, earlier.name) >= 0.6 and not substituted(later.name, earlier.name)
    # Rates of one indicator are 100 % together without being one (见面率、办复率均为100%).
    return alike or not (is_broad(one.indicator) or quantities.is_rate(one))


def pair_figures(old: Sequence[Candidate], new: Sequence[Candidate]) -> tuple[Pair, ...]:
    """Return the pairs of two years' figures, comparable or not, in the order of the new text."""
    paired = _pair_by_indicator(old, new)
    used_old = {edge.old.place for edge in paired}
    used_new = {edge.new.place for edge in paired}
    rest_old = [candidate for candidate in old if candidate.place not in used_old]
    rest_new = [candidate for candidate in new if candidate.place not in used_new]
    paired += _assign([edge for one in rest_old for other in rest_new if (edge := _edge_by_subject(one, other))])
    while more := _pair_by_company(old, new, paired):
        paired += more
    in_order = sorted(paired, key=lambda edge: edge.new.place)
    return tuple(Pair(edge.old.observation, edge.new.observation, edge.unlike, edge.caveat) for edge in in_order)


def _pair_by_indicator(old: Sequence[Candidate], new: Sequence[Candidate]) -> list[_Edge]:
    groups: dict[str, tuple[list[Candidate], list[Candidate]]] = defaultdict(lambda: ([], []))
    for side, candidates in enumerate((old, new)):
        for candidate in candidates:
            if candidate.observation.indicator is not None:
                groups[candidate.observation.indicator][side].append(candidate)
    paired: list[_Edge] = []
    for olds, news in groups.values():
        fits = {(one.place, other.place) for one in olds for other in news if _may_be_one(one, other)}
        rows, columns = Counter(place for place, _ in fits), Counter(place for _, place in fits)
        edges = []
        for one in olds:
            for other in news:
                alone = (one.place, other.place) in fits and rows[one.place] == columns[other.place] == 1
                if edge := _edge_by_indicator(one, other, alone=alone or len(olds) == len(news) == 1):
                    edges.append(edge)
        paired += _assign(edges)
    return paired


def _may_be_one(old: Candidate, new: Candidate) -> bool:
    return quantities.loosely_same_unit(old.observation.unit, new.observation.unit) and not clashes(
        old.name, new.name, filed=True
    )


def _pair_by_company(old: Sequence[Candidate], new: Sequence[Candidate], paired: Sequence[_Edge]) -> list[_Edge]:
    """Return pairs of figures left over that stand beside a pair already found, or that a stated change leads to.

    One hand writes 评查案卷180卷，其中优秀52卷, another 评查案卷210卷，优秀74卷: the second name says too little alone.
    """
    known = {(edge.old.place, edge.new.place) for edge in paired}
    used_old, used_new = {place for place, _ in known}, {place for _, place in known}
    beside_old, beside_new = _neighbours(old), _neighbours(new)
    edges = []
    for one in old:
        for other in new:
            if one.place in used_old or other.place in used_new or not _may_be_one(one, other):
                continue
            if any(
                (mine, yours) in known
                for mine, yours in zip(beside_old[one.place], beside_new[other.place], strict=True)
                if mine is not None and yours is not None
            ):
                edge = _edge_by_company(one, other)
            else:
                edge = _edge_by_stated_change(one, other)
            if edge:
                edges.append(edge)
    return _assign(edges)


def _neighbours(candidates: Sequence[Candidate]) -> dict[int, tuple[int | None, int | None]]:
    """Return the places of the figures before and after each, None where the next one stands too far off."""
    found = {}
    for rank, candidate in enumerate(candidates):
        before = candidates[rank - 1] if rank else None
        after = candidates[rank + 1] if rank + 1 < len(candidates) else None
        found[candidate.place] = (_near(candidate, before), _near(candidate, after))
    return found


def _near(candidate: Candidate, other: Candidate | None) -> int | None:
    if other is None or abs(other.observation.at - candidate.observation.at) > _ONE_ENUMERATION:
        return None
    return other.place


def _edge_by_company(old: Candidate, new: Candidate) -> _Edge | None:
    if old.observation.unit != new.observation.unit and quantities.is_rate(old.observation):
        return None
    short, long = sorted((old.name.plain, new.name.plain), key=len)
    alike = likeness(old.name, new.name)
    contained = len(short) >= 2 and short in long and agrees(old.name, new.name)
    if not contained and (alike < 0.7 or substituted(old.name, new.name)):
        return None
    if lopsided(old.name, new.name) and not contained and alike < 0.8:
        return None
    unlike, caveat = _unlikeness(old, new, alike, overlap(old.around, new.around))
    return None if unlike else _Edge(old, new, alike, caveat=caveat)


def _edge_by_stated_change(old: Candidate, new: Candidate) -> _Edge | None:
    """Return the pair of a figure and last year's that its 同比 leads to, where their names have most in common."""
    if not _implied(old, new) or likeness(old.name, new.name) < 0.5:
        return None
    unlike, caveat = _unlikeness(old, new, 1.0, 1.0)
    return None if unlike else _Edge(old, new, 1.0, caveat=caveat)


def _implied(old: Candidate, new: Candidate) -> bool:
    return implies(new.observation, old.observation) or implies(old.observation, new.observation)


def _edge_by_indicator(old: Candidate, new: Candidate, *, alone: bool) -> _Edge | None:
    """Return the possible pair of two figures that the reader put under one indicator."""
    if clashes(old.name, new.name, filed=True):
        return None
    alike, around = likeness(old.name, new.name), overlap(old.around, new.around)
    if alike + around / 2 < _least_closeness(old, new, alone=alone):
        return None
    unlike, caveat = _unlikeness(old, new, alike, around)
    score = 0.7 * alike + 0.3 * around - (_OTHER_UNIT if unlike else 0) + (_IMPLIED if _implied(old, new) else 0)
    return _Edge(old, new, score, unlike, caveat)


def _least_closeness(old: Candidate, new: Candidate, *, alone: bool) -> float:
    """Return how close the words of two figures of one indicator must be; `alone`: neither year has a second one.

    Several figures under one indicator are told apart by their words alone: there the words must say most. A lone pair
    needs least where the indicator is one thing, or where a wrong pair could raise no alert, the values being close;
    and much where the values are so far apart that it would raise one.
    """
    narrower = lopsided(old.name, new.name)
    if not alone:
        return 1.15 if narrower else 0.7
    one_unit = quantities.same_unit(old.observation.unit, new.observation.unit)
    if one_unit and not is_broad(new.observation.indicator):
        return 0.0
    small, large = sorted((abs(old.observation.value), abs(new.observation.value)))
    if one_unit and large <= _CLOSE * small:
        return 0.2
    if large > 2 * small:
        return 1.15 if substituted(old.name, new.name) else 0.8
    return 0.55 if narrower else 0.4


def _edge_by_subject(old: Candidate, new: Candidate) -> _Edge | None:
    """Return the possible pair of two figures of which the catalogue knows at most one."""
    if old.observation.indicator is not None and new.observation.indicator is not None:
        return None
    if not quantities.loosely_same_unit(old.observation.unit, new.observation.unit) and not quantities.counts_times(
        old.observation.unit, new.observation.unit
    ):
        return None
    alike = likeness(old.name, new.name)
    if alike < 0.6 or clashes(old.name, new.name):
        return None
    around = overlap(old.around, new.around)
    narrower = lopsided(old.name, new.name) or substituted(old.name, new.name) or alike < 0.8
    if narrower and around < 0.75:
        return None
    unlike, caveat = _unlikeness(old, new, alike, around)
    return _Edge(old, new, 0.7 * alike + 0.3 * around, unlike, caveat)


def _unlikeness(old: Candidate, new: Candidate, alike: float, around: float) -> tuple[str, str]:
    """Return why two figures cannot be compared, and what weakens a comparison; each empty where there is nothing."""
    first, second = old.observation, new.observation
    if reason := quantities.unlike_scope(first, second):
        return reason, ""
    if quantities.leaps(first, second):
        return "两年数值相差千倍以上，疑为计量单位有误", ""
    if quantities.loosely_same_unit(first.unit, second.unit):
        return "", ""
    units = f"“{first.unit}”与“{second.unit}”"
    small, large = sorted((first.value, second.value))
    if quantities.counts_times(first.unit, second.unit) and alike >= 0.95 and around >= 0.6 and large <= 2 * small:
        return "", quantities.LOOSE_UNIT
    return f"计量单位不同（{units}），不能直接比较", ""


def _assign(edges: Sequence[_Edge]) -> list[_Edge]:
    """Return the edges that are clearly the best for both of their figures, best first."""
    ranked = sorted(
        _prefer_order(edges),
        key=lambda edge: (-edge.score, abs(edge.old.place - edge.new.place), edge.old.place + edge.new.place),
    )
    chosen: list[_Edge] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for edge in ranked:
        if edge.old.place in used_old or edge.new.place in used_new:
            continue
        rivals = (
            other
            for other in ranked
            if other is not edge
            and (other.old.place == edge.old.place) != (other.new.place == edge.new.place)
            and other.old.place not in used_old
            and other.new.place not in used_new
        )
        if any(other.score > edge.score - _MARGIN for other in rivals):
            continue
        chosen.append(edge)
        used_old.add(edge.old.place)
        used_new.add(edge.new.place)
    return chosen


def _prefer_order(edges: Sequence[_Edge]) -> list[_Edge]:
    """Let figures of one and the same name stand in the order of the text, where both years have as many of them."""
    olds = {edge.old.place: edge.old for edge in edges}
    news = {edge.new.place: edge.new for edge in edges}
    old_rank, old_count = _ranks(olds.values())
    new_rank, new_count = _ranks(news.values())

    def in_order(edge: _Edge) -> bool:
        same_name = edge.old.name.plain == edge.new.name.plain
        as_many = old_count[edge.old.name.plain] == new_count[edge.new.name.plain]
        return same_name and as_many and old_rank[edge.old.place] == new_rank[edge.new.place]

    return [
        _Edge(edge.old, edge.new, edge.score + (_ORDER_BONUS if in_order(edge) else 0), edge.unlike, edge.caveat)
        for edge in edges
    ]


def _ranks(candidates: Iterable[Candidate]) -> tuple[dict[int, int], Counter[str]]:
    """Return each figure's rank among those of its name, and how many there are of each name."""
    count: Counter[str] = Counter()
    rank: dict[int, int] = {}
    for candidate in sorted(candidates, key=lambda candidate: candidate.place):
        rank[candidate.place] = count[candidate.name.plain]
        count[candidate.name.plain] += 1
    return rank, count
