from datetime import timedelta

from storage.database import Store
from storage.documents import snapshots_awaiting_cleaning
from storage.pages import (
    ListedPage,
    find_page,
    keep_snapshot,
    load_snapshot,
    note_listing,
    pages_of,
)
from storage.vocabulary import PageState, Verdict
from tests.storage.held import NOW, SOURCE, begin, hold, snapshot

URL = "http://www.yunting.gov.cn/fz/1.html"


def test_a_listed_page_keeps_its_first_sight(fresh_store: Store) -> None:
    begin(fresh_store)
    for minutes in (0, 5):
        note_listing(fresh_store, SOURCE.slug, [ListedPage(URL, "题", NOW.date())], NOW + timedelta(minutes=minutes))
    (page,) = pages_of(fresh_store, SOURCE.slug).values()
    assert (page.first_seen_at, page.state, page.snapshot_id) == (NOW, PageState.PRESENT, None)


def test_a_snapshot_comes_back_whole_and_aware(fresh_store: Store) -> None:
    begin(fresh_store)
    kept = hold(fresh_store, URL, "正文")
    assert kept.id is not None
    with fresh_store.reading() as connection:
        assert load_snapshot(connection, kept.id) == kept
    assert kept.fetched_at == NOW


def test_keeping_twice_changes_nothing(fresh_store: Store) -> None:
    begin(fresh_store)
    assert hold(fresh_store, URL, "正文") == hold(fresh_store, URL, "正文")


def test_a_challenge_is_kept_as_evidence_and_leaves_the_page_as_it_was(fresh_store: Store) -> None:
    begin(fresh_store)
    kept = hold(fresh_store, URL, "正文")
    challenge = snapshot(URL, "<script>", minutes=5, verdict=Verdict.CHALLENGE)
    page = ListedPage(URL, "", None)
    stored = keep_snapshot(fresh_store, challenge, run_id="run1", page=page, source=SOURCE.slug)
    found = find_page(fresh_store, URL)
    assert found is not None
    assert found.snapshot_id == kept.id != stored.id
    assert snapshots_awaiting_cleaning(fresh_store, "c2")[0][0] == kept


def test_cleaning_awaits_only_what_this_cleaner_has_not_made(fresh_store: Store) -> None:
    begin(fresh_store)
    kept = hold(fresh_store, URL, "正文")
    assert snapshots_awaiting_cleaning(fresh_store, "c1") == []
    ((waiting, page),) = snapshots_awaiting_cleaning(fresh_store, "c2")
    assert (waiting, page.url) == (kept, URL)
