from datetime import timedelta

import pytest

from storage.copies import addresses, copies_of
from storage.database import Store
from storage.findings import reading_of_page
from storage.pages import ListedPage, find_page, note_listing
from storage.standing import (
    mark_gone_told,
    mark_moved,
    mark_restored_told,
    note_missing,
    note_unchanged,
    pages_removed_untold,
    pages_restored_untold,
    sources_with_missing,
)
from storage.vocabulary import PageState
from tests.storage.held import NOW, SOURCE, begin, hold, read_all, reading

URL = "http://www.yunting.gov.cn/fz/1.html"
NEW_URL = "http://www.yunting.gov.cn/zwgk/2.html"


def state_of(store: Store, url: str = URL) -> PageState:
    page = find_page(store, url)
    assert page is not None
    return page.state


@pytest.mark.parametrize(
    ("days", "state"),
    [((0, 0.1), PageState.MISSING), ((0, 0.5, 0.8), PageState.MISSING), ((0, 0.1, 1), PageState.REMOVED)],
)
def test_a_removal_takes_a_second_look_on_another_day(
    fresh_store: Store, days: tuple[float, ...], state: PageState
) -> None:
    begin(fresh_store)
    hold(fresh_store, URL, "正文")
    for count, day in enumerate(days):
        begin(fresh_store, f"look{count}", day)
        note_missing(fresh_store, URL, f"look{count}", NOW, "404")
        note_missing(fresh_store, URL, f"look{count}", NOW, "404")
    assert state_of(fresh_store) is state
    assert [page.url for page in pages_removed_untold(fresh_store)] == ([URL] if state is PageState.REMOVED else [])
    assert sources_with_missing(fresh_store) == ({SOURCE.slug} if state is PageState.MISSING else set())


def test_a_page_that_comes_back_is_present_and_starts_anew(fresh_store: Store) -> None:
    begin(fresh_store)
    hold(fresh_store, URL, "正文")
    note_missing(fresh_store, URL, "run1", NOW, "404")
    note_unchanged(fresh_store, {URL: NOW})
    assert (state_of(fresh_store), pages_restored_untold(fresh_store)) == (PageState.PRESENT, [])
    begin(fresh_store, "run3", 3)
    note_missing(fresh_store, URL, "run3", NOW, "404")
    assert state_of(fresh_store) is PageState.MISSING


def test_a_removal_is_told_once_and_its_end_too(fresh_store: Store) -> None:
    begin(fresh_store)
    hold(fresh_store, URL, "正文")
    for count in (0, 1):
        begin(fresh_store, f"look{count}", count)
        note_missing(fresh_store, URL, f"look{count}", NOW, "404")
    with fresh_store.writing() as connection:
        mark_gone_told(connection, [URL])
    assert (pages_removed_untold(fresh_store), pages_restored_untold(fresh_store)) == ([], [])
    note_unchanged(fresh_store, {URL: NOW + timedelta(days=2)})
    assert [page.url for page in pages_restored_untold(fresh_store)] == [URL]
    with fresh_store.writing() as connection:
        mark_restored_told(connection, [URL])
    assert pages_restored_untold(fresh_store) == []


def test_a_page_that_was_never_held_cannot_go_missing(fresh_store: Store) -> None:
    begin(fresh_store)
    note_listing(fresh_store, SOURCE.slug, [ListedPage(URL, "题", None)], NOW)
    note_missing(fresh_store, URL, "run1", NOW, "404")
    assert state_of(fresh_store) is PageState.PRESENT


def test_a_report_that_moved_stands_at_its_new_address_and_keeps_the_old_one(fresh_store: Store) -> None:
    begin(fresh_store)
    for minutes, url in enumerate((URL, NEW_URL)):
        hold(fresh_store, url, "正文", minutes)
        read_all(fresh_store, reading())
    read = reading_of_page(fresh_store, URL)
    assert read is not None
    assert read.report_id is not None
    first, second = copies_of(fresh_store, read.report_id)
    assert [(copy.held.url, copy.held.is_primary, copy.stands) for copy in (first, second)] == [
        (URL, True, True),
        (NEW_URL, False, True),
    ]
    with fresh_store.writing() as connection:
        mark_moved(connection, {URL: second.held})
    there, before = reading_of_page(fresh_store, NEW_URL), reading_of_page(fresh_store, URL)
    assert there is not None
    assert before is not None
    assert (there.is_primary, before.is_primary) == (True, False)
    assert state_of(fresh_store) is PageState.MOVED
    assert [copy.stands for copy in copies_of(fresh_store, read.report_id)] == [False, True]
    assert addresses(fresh_store) == {read.report_id: (URL, NEW_URL)}
