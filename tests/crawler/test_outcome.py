"""Each source ends in one outcome, with its reason."""

from __future__ import annotations

import pytest

from crawler.outcome import Failure, Tally, conclude
from storage.vocabulary import Outcome

REFUSED = Failure("http://yl.gov.cn/a.html", "status 403: the portal refuses", blocked=True)
SLOW = Failure("http://yl.gov.cn/b.html", "no whole answer in time")


@pytest.mark.parametrize(
    ("tally", "outcome", "reason"),
    [
        (Tally(entries=2, new=1, unchanged=1), Outcome.FOUND, "2 entries, 1 new, 0 changed, 1 unchanged"),
        (Tally(entries=2, changed=1, unchanged=1), Outcome.FOUND, "2 entries, 0 new, 1 changed, 1 unchanged"),
        (Tally(entries=2, unchanged=2), Outcome.UNCHANGED, "2 entries, 0 new, 0 changed, 2 unchanged"),
        (
            Tally(entries=1, unchanged=1, missing=1),
            Outcome.UNCHANGED,
            "1 entries, 0 new, 0 changed, 1 unchanged, 1 missing",
        ),
        (Tally(), Outcome.NOTHING, "the list has no entries"),
        (Tally(had_entries=True), Outcome.SUSPECT, "the list had entries before and is empty now"),
        (
            Tally(shell=True, empty_reason="no real text: 0 Chinese characters in 90 bytes"),
            Outcome.SUSPECT,
            "the list page is a shell that a script fills: no real text: 0 Chinese characters in 90 bytes",
        ),
        (
            Tally(entries=2, minimum=5),
            Outcome.SUSPECT,
            "the list has 2 entries, 5 at least are declared; none was followed",
        ),
        (
            Tally(entries=2, new=1, failures=(SLOW,)),
            Outcome.SUSPECT,
            "2 entries, 1 new, 0 changed, 0 unchanged; 1 could not be got: "
            "http://yl.gov.cn/b.html (no whole answer in time)",
        ),
        (
            Tally(entries=1, failures=(REFUSED,)),
            Outcome.BLOCKED,
            "every page is refused: http://yl.gov.cn/a.html (status 403: the portal refuses)",
        ),
        (
            Tally(broken_list=REFUSED),
            Outcome.BLOCKED,
            "the list cannot be got: http://yl.gov.cn/a.html: status 403: the portal refuses",
        ),
        (
            Tally(broken_list=SLOW, notes=("a note",)),
            Outcome.FAILED,
            "the list cannot be got: http://yl.gov.cn/b.html: no whole answer in time; a note",
        ),
    ],
)
def test_outcomes_are_named(tally: Tally, outcome: Outcome, reason: str) -> None:
    assert conclude(tally) == (outcome, reason)


def test_a_reason_names_three_addresses_and_counts_the_rest() -> None:
    failures = tuple(Failure(f"http://yl.gov.cn/{n}", "x\ny") for n in range(5))
    outcome, reason = conclude(Tally(entries=5, unchanged=1, failures=failures))
    assert outcome is Outcome.SUSPECT
    assert reason.endswith("http://yl.gov.cn/2 (x y); and 2 more")
    assert "\n" not in reason
