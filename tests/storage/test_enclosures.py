"""The files of a page on the shelf: owed, settled, exchanged; whose bytes prove a reading; a visit told anew."""

from __future__ import annotations

from datetime import timedelta

from storage.amendments import amend_visit
from storage.database import Store
from storage.documents import any_awaits_cleaning, save_document, snapshots_awaiting_cleaning, unreadable_pages
from storage.enclosures import Enclosure, enclosures_of, enclosures_of_source, settle_enclosures
from storage.findings import documents_awaiting_reading, reading_of_page, save_reading
from storage.model import Document, Snapshot, Visit
from storage.pages import ListedPage, find_page, keep_snapshot
from storage.runs import close_visit, source_states, visits_of_run
from storage.vocabulary import Outcome, Verdict
from tests.storage.held import NOW, SOURCE, begin, reading, snapshot

PAGE, FILE = "http://www.yunting.gov.cn/fz/1.html", "http://www.yunting.gov.cn/fz/1.pdf"
OWED = (Enclosure(FILE, "报告全文"),)
LATER = NOW + timedelta(days=1)


def keep(store: Store, url: str, body: str, minutes: int = 0, role: str = "article") -> Snapshot:
    verdict = Verdict.ATTACHMENT if role == "attachment" else Verdict.PAGE
    page = ListedPage(url, "云汀市2025年法治政府建设年度报告", None, role)
    owed = OWED if role == "article" else ()
    kept = snapshot(url, body, minutes, verdict)
    return keep_snapshot(store, kept, run_id="run1", page=page, source=SOURCE.slug, enclosures=owed)


def settle(store: Store, page: int | None, enclosed: int | None, reason: str | None = None) -> bool:
    assert page is not None
    found = (Enclosure(FILE, "报告全文", enclosed, reason),)
    return settle_enclosures(store, page, found, run_id="run1", now=LATER)


def cleaned(store: Store, page: int | None, evidence: int | None, text: str = "受理13件") -> None:
    assert page is not None
    document = Document(text, "题", NOW.date(), None, url=PAGE, cleaner="c1")
    save_document(store, page, document, cleaner="c1", now=NOW, evidence_id=evidence)


def test_a_page_whose_files_are_owed_counts_as_not_looked_at_and_is_not_cleaned(fresh_store: Store) -> None:
    begin(fresh_store)
    page = keep(fresh_store, PAGE, "notice")
    assert (find_page(fresh_store, PAGE) or page).last_looked_at is None  # type: ignore[union-attr]
    assert snapshots_awaiting_cleaning(fresh_store, "c1") == []
    assert not any_awaits_cleaning(fresh_store)
    assert enclosures_of_source(fresh_store, SOURCE.slug) == {page.id: OWED}
    assert OWED[0].owed
    file = keep(fresh_store, FILE, "pdf", 1, "attachment")
    assert not settle(fresh_store, page.id, file.id)
    assert [one.url for one, _ in snapshots_awaiting_cleaning(fresh_store, "c1")] == [PAGE]
    assert any_awaits_cleaning(fresh_store)
    record = find_page(fresh_store, PAGE)
    assert record is not None
    assert (record.last_looked_at, record.snapshot_id) == (LATER, page.id)


def test_another_file_under_the_same_address_makes_another_snapshot_of_the_page(fresh_store: Store) -> None:
    begin(fresh_store)
    page = keep(fresh_store, PAGE, "notice")
    first = keep(fresh_store, FILE, "pdf", 1, "attachment")
    settle(fresh_store, page.id, first.id)
    cleaned(fresh_store, page.id, first.id)
    assert not settle(fresh_store, page.id, first.id)
    same_bytes = keep(fresh_store, FILE, "pdf", 2, "attachment")
    assert not settle(fresh_store, page.id, same_bytes.id)
    other = keep(fresh_store, FILE, "another pdf", 3, "attachment")
    assert settle(fresh_store, page.id, other.id)
    record = find_page(fresh_store, PAGE)
    assert record is not None
    assert record.snapshot_id not in (None, page.id)
    assert record.sha256 == page.sha256
    assert page.id is not None
    assert record.snapshot_id is not None
    assert [one.enclosed_id for one in enclosures_of(fresh_store, page.id)] == [same_bytes.id]
    assert [one.enclosed_id for one in enclosures_of(fresh_store, record.snapshot_id)] == [other.id]


def test_a_reading_is_proved_by_the_bytes_of_its_file_and_found_by_its_address(fresh_store: Store) -> None:
    begin(fresh_store)
    page = keep(fresh_store, PAGE, "notice")
    file = keep(fresh_store, FILE, "pdf", 1, "attachment")
    settle(fresh_store, page.id, file.id)
    cleaned(fresh_store, page.id, file.id)
    (waiting,) = documents_awaiting_reading(fresh_store)
    save_reading(fresh_store, waiting, reading(), NOW)
    held = reading_of_page(fresh_store, PAGE)
    assert held is not None
    assert (held.url, held.snapshot.sha256, held.snapshot.id) == (PAGE, file.sha256, page.id)
    assert reading_of_page(fresh_store, FILE) == held
    other = keep(fresh_store, FILE + "x", "another pdf", 3, "attachment")
    settle(fresh_store, page.id, other.id)
    assert reading_of_page(fresh_store, FILE) is None  # the page's text comes from another file by now


def test_unreadable_pages_are_named_until_the_page_is_another(fresh_store: Store) -> None:
    begin(fresh_store)
    page = keep(fresh_store, PAGE, "notice")
    settle(fresh_store, page.id, None, "status 403")
    assert page.id is not None
    save_document(fresh_store, page.id, None, cleaner="c1", now=NOW, unreadable="a scan")
    assert [(one.url, reason) for one, reason in unreadable_pages(fresh_store, SOURCE.slug)] == [(PAGE, "a scan")]
    file = keep(fresh_store, FILE, "pdf", 1, "attachment")
    assert settle(fresh_store, page.id, file.id)
    assert unreadable_pages(fresh_store, SOURCE.slug) == []


def test_a_visit_may_be_told_anew_and_its_source_stands_so(fresh_store: Store) -> None:
    begin(fresh_store)
    visit = Visit("run1", SOURCE.slug, Outcome.FOUND, "1 entries", NOW, {"held": 1})
    close_visit(fresh_store, visit)
    told = Visit("run1", SOURCE.slug, Outcome.SUSPECT, "1 entries; 1 cannot be read", NOW, {"held": 1})
    amend_visit(fresh_store, told)
    assert visits_of_run(fresh_store, "run1") == [told]
    state = source_states(fresh_store)[SOURCE.slug]
    assert (state.state, state.reason, state.since) == (Outcome.SUSPECT, told.reason, NOW)
