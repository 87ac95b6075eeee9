"""How bodies of one rank moved together: takes their comparisons, leaves the median change of each indicator; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from statistics import median

from storage.model import Comparison
from storage.vocabulary import Status

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
    return {indicator: median(values) for indicator, values in changes.items() if len(values) >= LEAST_PEERS}
