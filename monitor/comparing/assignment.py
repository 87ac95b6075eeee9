"""Which possible pairs stand: takes scored pairs, leaves those that are clearly the best for both of their figures.

A wrong pair is a false alert, a missed one is only silence: where two counterparts are about equally good, none is
taken. Symmetric in old and new.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from monitor.comparing.profiles import Candidate

# Tuned on invented pairs (tests/monitor/comparing) and on unlike counties' reports, which must give no pair of unlike
# things: the two best counterparts must differ by this much.
_MARGIN = 0.05
_ORDER_BONUS = 0.2


@dataclass(frozen=True)
class Edge:
    """One possible pair with its strength; `unlike` and `caveat` as in a pair."""

    old: Candidate
    new: Candidate
    score: float
    unlike: str = ""
    caveat: str = ""


def assign(edges: Sequence[Edge], least: float) -> list[Edge]:
    """Return the edges of at least this score that no rival comes near, best first.

    A rival is an edge of the same figure whose other end is still free; one below `least` is a rival too.
    """
    ranked = sorted(
        _prefer_order(edges),
        key=lambda edge: (-edge.score, abs(edge.old.place - edge.new.place), edge.old.place + edge.new.place),
    )
    of_old: dict[int, list[Edge]] = defaultdict(list)
    of_new: dict[int, list[Edge]] = defaultdict(list)
    for edge in ranked:
        of_old[edge.old.place].append(edge)
        of_new[edge.new.place].append(edge)
    chosen: list[Edge] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for edge in ranked:
        if edge.score < least:
            break
        if edge.old.place in used_old or edge.new.place in used_new:
            continue
        rivals = [other for other in of_old[edge.old.place] if other.new.place not in used_new]
        rivals += [other for other in of_new[edge.new.place] if other.old.place not in used_old]
        if any(other is not edge and other.score > edge.score - _MARGIN for other in rivals):
            continue
        chosen.append(edge)
        used_old.add(edge.old.place)
        used_new.add(edge.new.place)
    return chosen


def _prefer_order(edges: Sequence[Edge]) -> list[Edge]:
    """Let figures of one and the same name stand in the order of the text, where both years have as many of them."""
    olds = {edge.old.place: edge.old for edge in edges}
    news = {edge.new.place: edge.new for edge in edges}
    old_rank, old_count = _ranks(olds.values())
    new_rank, new_count = _ranks(news.values())

    def in_order(edge: Edge) -> bool:
        same_name = edge.old.name.plain == edge.new.name.plain
        as_many = old_count[edge.old.name.plain] == new_count[edge.new.name.plain]
        return same_name and as_many and old_rank[edge.old.place] == new_rank[edge.new.place]

    return [replace(edge, score=edge.score + _ORDER_BONUS) if in_order(edge) else edge for edge in edges]


def _ranks(candidates: Iterable[Candidate]) -> tuple[dict[int, int], Counter[str]]:
    """Return each figure's rank among those of its name, and how many there are of each name."""
    count: Counter[str] = Counter()
    rank: dict[int, int] = {}
    for candidate in sorted(candidates, key=lambda candidate: candidate.place):
        rank[candidate.place] = count[candidate.name.plain]
        count[candidate.name.plain] += 1
    return rank, count
