"""Lists that a portal never shows whole: takes a visit's gaps and the visits before it, leaves those that are news.

A cap, a stall, another column's page or a shortfall is told when it is found and makes its source suspect. A portal
that caps its lists does so for ever: where the same gap was told before and the list is no shorter since, it stays in
the reason of every visit with the day on which it was told, and nobody is called for it again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crawler.outcome import Tally, conclude
from storage.model import Visit
from storage.sections import CHINA
from storage.vocabulary import Outcome

# Of a list's end only: pages of an article that were not read, or entries that nobody can name, stay a trouble.
_OF_THE_LIST = re.compile(r"^the list (?:ends|stalls|declares|names|breaks)|lists another column")
_NUMBER = re.compile(r"\d+")
_DAY = r"(?: \(told (?P<day>\d{4}-\d\d-\d\d)\))?"
# Old entries go as new ones come; a list that lost more than a tenth has another gap than the one that was told.
_LEAST_SHARE = 0.9
_GOOD = (Outcome.FOUND, Outcome.UNCHANGED)


def with_known_gaps(tally: Tally, earlier: Sequence[Visit]) -> Tally:
    """Return the tally with the gaps that were told before set apart; `earlier` are the visits, the newest first."""
    told = {gap: day for gap in tally.gaps if _OF_THE_LIST.search(gap) and (day := _told_on(gap, tally, earlier))}
    known = tuple(f"{gap} (told {told[gap]})" for gap in tally.gaps if gap in told)
    tally = replace(tally, gaps=tuple(gap for gap in tally.gaps if gap not in told), known_gaps=known)
    return replace(tally, eased=bool(known and earlier and earlier[0].counts.get("only_gaps")))


def gap_counts(tally: Tally) -> dict[str, int]:
    """Return what a visit keeps for the next one: whether only its list has gaps, whether it is eased."""
    of_the_list = bool(tally.gaps) and all(_OF_THE_LIST.search(gap) for gap in tally.gaps)
    only = of_the_list and conclude(replace(tally, gaps=()))[0] in _GOOD
    return {name: 1 for name, holds in (("only_gaps", only), ("eased", tally.eased)) if holds}


def _told_on(gap: str, tally: Tally, earlier: Sequence[Visit]) -> str:
    """Return the day on which a gap was told first, "" where it is news; its numbers may have moved."""
    words = r"\d+".join(re.escape(piece) for piece in _NUMBER.split(" ".join(gap.split())))
    for visit in earlier:
        if (found := re.search(words + _DAY, visit.reason)) is not None:
            if tally.entries < visit.counts.get("entries", 0) * _LEAST_SHARE:
                return ""
            return found["day"] or f"{visit.finished_at.astimezone(CHINA):%Y-%m-%d}"
    return ""
