"""How bodies of one rank moved together: takes their comparisons, leaves the median change of each indicator; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from storage.model import Agency, Comparison
from storage.vocabulary import Status

if TYPE_CHECKING:
    from storage.series import PeerChange

# Fewer bodies make no common movement that could excuse one of them.
LEAST_PEERS = 5
_PAIRED = (Status.UP, Status.DOWN, Status.SAME)


def peer_medians(comparisons: Iterable[Comparison]) -> dict[str, Decimal]:
    """Return the median relative change (per cent) of each indicator that at least five bodies give in both years.

    A new law moves everybody's caseload at once: only what goes beyond the others is an agency's own.
    """
    changes: dict[str, list[Decimal]] = defaultdict(list)
    for comparison in comparisons:
        own = {
            change.indicator: change.relative
            for change in comparison.changes
            if change.indicator and change.relative is not None and change.status in _PAIRED
        }
        for indicator, relative in own.items():
            changes[indicator].append(relative)
    return _medians(changes)


def medians_of(changes: Iterable[PeerChange], agency: Agency) -> dict[str, Decimal]:
    """Return the median change among an agency's peers: those of its province where five are held, else all.

    One agency counts once, by its last change told; the agency itself is none of its peers.
    """
    near: dict[str, dict[Agency, Decimal]] = defaultdict(dict)
    wide: dict[str, dict[Agency, Decimal]] = defaultdict(dict)
    for change in changes:
        if change.agency == agency:
            continue
        wide[change.indicator][change.agency] = change.relative
        if _province(change.agency) and _province(change.agency) == _province(agency):
            near[change.indicator][change.agency] = change.relative
    everywhere = _medians({indicator: [*values.values()] for indicator, values in wide.items()})
    return everywhere | _medians({indicator: [*values.values()] for indicator, values in near.items()})


def _province(agency: Agency) -> str:
    return (agency.region.code or "")[:2]


def _medians(changes: Mapping[str, list[Decimal]]) -> dict[str, Decimal]:
    return {indicator: median(values) for indicator, values in changes.items() if len(values) >= LEAST_PEERS}
