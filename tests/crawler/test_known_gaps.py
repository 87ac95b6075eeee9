"""Lists that are never shown whole: told when it is found, kept in every reason, and told anew where it grows worse."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from crawler.known_gaps import gap_counts, with_known_gaps
from crawler.outcome import Failure, Tally, conclude
from storage.model import Visit
from storage.runs import source_states
from storage.vocabulary import Outcome, PageState
from tests.crawler.conftest import Crawling
from tests.crawler.portal import Portal, article, list_page

FIRST = datetime(2026, 3, 12, 20, tzinfo=UTC)  # the thirteenth in China
CAP = "the list declares {} entries, {} were collected"
PAGES = [
    (f"/fz/202{year}03/t202{year}0310_{year}.html", f"云岭县202{year - 1}年法治政府建设情况报告", f"202{year}-03-10")
    for year in range(1, 7)
]


def visits(*tallies: Tally) -> list[tuple[Outcome, str, int]]:
    """Return outcome, reason and whether it was eased, of visits a day apart."""
    seen: list[Visit] = []
    for number, tally in enumerate(tallies):
        settled = with_known_gaps(tally, seen)
        outcome, reason = conclude(settled)
        counts = {**settled.counts, **gap_counts(settled)}
        seen.insert(0, Visit(f"r{number}", "yl", outcome, reason, FIRST + timedelta(days=number), counts))
    return [(visit.outcome, visit.reason.partition("; ")[2], visit.counts.get("eased", 0)) for visit in reversed(seen)]


def test_a_gap_is_told_once_and_stands_in_every_reason_with_its_day() -> None:
    capped = Tally(entries=300, unchanged=9, gaps=(CAP.format(1234, 300),))
    later = replace(capped, entries=301, gaps=(CAP.format(1236, 301),))
    day = " (told 2026-03-13)"
    assert visits(capped, later, later) == [
        (Outcome.SUSPECT, CAP.format(1234, 300), 0),
        (Outcome.UNCHANGED, CAP.format(1236, 301) + day, 1),
        (Outcome.UNCHANGED, CAP.format(1236, 301) + day, 0),
    ]


def test_a_list_that_grows_shorter_or_fails_otherwise_is_told_anew() -> None:
    capped = Tally(entries=300, unchanged=9, gaps=(CAP.format(1234, 300),))
    shorter = replace(capped, entries=60, gaps=(CAP.format(1234, 60),))
    stalled = replace(capped, gaps=(*capped.gaps, "the list stalls: page 16 brings nothing new"))
    failing = replace(capped, failures=(Failure("http://yl.gov.cn/b.html", "no whole answer in time"),))
    mute = replace(capped, gaps=("20 entries are named without a word of Chinese; none of them was followed",))
    for worse in (shorter, stalled, failing):
        assert [outcome for outcome, _, _ in visits(capped, capped, worse)][1:] == [Outcome.UNCHANGED, Outcome.SUSPECT]
    assert [outcome for outcome, _, _ in visits(mute, mute, mute)] == [Outcome.SUSPECT] * 3


def test_a_failure_between_two_capped_visits_ends_with_a_recovery() -> None:
    capped = Tally(entries=300, unchanged=9, gaps=(CAP.format(1234, 300),))
    down = Tally(broken_list=Failure("http://yl.gov.cn/fz/", "no whole answer in time"))
    assert [(outcome, eased) for outcome, _, eased in visits(capped, capped, down, capped)] == [
        (Outcome.SUSPECT, 0),
        (Outcome.UNCHANGED, 1),
        (Outcome.FAILED, 0),
        (Outcome.UNCHANGED, 0),
    ]


def test_a_portal_that_drops_its_deep_pages_calls_for_a_person_once(portal: Portal, crawling: Crawling) -> None:
    call = '<script>createPageHTML(4, 0, "index", "html");</script>'
    for number, name in enumerate(("", "index_1.html", "index_2.html")):
        portal.put(f"/fz/{name}", list_page(*PAGES[2 * number : 2 * number + 2], more=call))
    for path, title, _day in PAGES:
        portal.put(path, article(title))
    crawling.watch("yunling", f"{portal.url}/fz/", platform="trs_wcm")
    gap = f"the list ends before {portal.url}/fz/index_3.html (status 404)"
    first, second = crawling.run()["yunling"], crawling.run()["yunling"]
    assert (first.outcome, first.reason.partition("; ")[2]) == (Outcome.SUSPECT, gap)
    assert (second.outcome, second.reason.partition("; ")[2]) == (Outcome.UNCHANGED, f"{gap} (told 2026-03-13)")
    assert crawling.code == 0
    store = crawling.store()
    try:
        assert source_states(store)["yunling"].reason == second.reason
    finally:
        store.close()
    del portal.pages["/fz/index_1.html"]
    third = crawling.run()["yunling"]
    assert (third.outcome, crawling.code) == (Outcome.SUSPECT, 1)
    assert third.reason.endswith(f"the list ends before {portal.url}/fz/index_1.html (status 404)")
    assert crawling.pages("yunling")[PAGES[4][0]].state is PageState.PRESENT
