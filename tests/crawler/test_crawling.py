"""The real spiders against a loopback portal, round after round: what is asked for and which bytes are kept."""

from __future__ import annotations

from crawler.decode import decode
from storage.archive import read_body
from storage.vocabulary import Outcome
from tests.crawler.conftest import Crawling
from tests.crawler.portal import REPORTS, Page, Portal, article, list_page, serve_reports


def test_listed_reports_are_kept_with_their_bytes(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.reason) == (Outcome.FOUND, "2 entries, 2 new, 0 changed, 0 unchanged")
    assert dict(visit.counts) == {
        "entries": 2,
        "new": 2,
        "changed": 0,
        "unchanged": 0,
        "missing": 0,
        "dead": 0,
        "external": 0,
        "skipped": 0,
        "held": 2,
        "failed": 0,
    }
    kept = {row.url.partition(portal.host)[2]: row for row in crawling.snapshots()}
    assert set(kept) == {"/fz/", REPORTS[0][0], REPORTS[1][0]}
    row = kept[REPORTS[0][0]]
    place = (row.archive_file, row.archive_offset, row.archive_length, row.sha256)
    assert read_body(crawling.folder / "archive", *place) == portal.pages[REPORTS[0][0]].body
    assert crawling.pages("yunling")[REPORTS[0][0]].listed_title == REPORTS[0][1]


def test_a_second_round_asks_conditionally_and_keeps_nothing_twice(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    before = len(crawling.snapshots())
    portal.paths()
    visit = crawling.run()["yunling"]
    assert visit.outcome is Outcome.UNCHANGED
    assert portal.paths() == [("/fz/", 304), (REPORTS[1][0], 304), (REPORTS[0][0], 304)]
    assert len(crawling.snapshots()) == before


def test_a_silent_edit_is_kept_as_a_change(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    portal.put(REPORTS[1][0], article(REPORTS[1][1], 77))
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["changed"], visit.counts["unchanged"]) == (Outcome.FOUND, 1, 1)
    bodies = [row for row in crawling.snapshots() if row.url.endswith(REPORTS[1][0])]
    assert len(bodies) == 2


def test_furniture_that_moves_keeps_no_bytes_and_is_no_news(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    bare = {path: portal.pages[path].body for path in ("/fz/", REPORTS[1][0])}
    for day, week in ((3, "二"), (14, "六"), (21, "六")):
        for path, body in bare.items():
            moved = f"<script>t={day}</script><p>今天是2026年3月{day}日 星期{week}</p></body>"
            portal.pages[path].body = body.replace(b"</body>", moved.encode())
        visit = crawling.run()["yunling"]
        if day == 3:  # the banner is new once: it has words
            before, looked = len(crawling.snapshots()), crawling.pages("yunling")[REPORTS[1][0]].last_looked_at
        assert (visit.outcome, visit.counts["changed"]) == ((Outcome.FOUND, 1) if day == 3 else (Outcome.UNCHANGED, 0))
    assert len(crawling.snapshots()) == before
    now_looked = crawling.pages("yunling")[REPORTS[1][0]].last_looked_at
    assert looked is not None
    assert now_looked is not None
    assert now_looked > looked


def test_words_beside_the_cleaned_text_are_kept_though_they_are_no_news(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    page, before = portal.pages[REPORTS[1][0]], len(crawling.snapshots())
    page.body = page.body.replace(b"</body>", "<div class='foot'>本报告附表另行公布</div></body>".encode())
    crawling.run()
    assert len(crawling.snapshots()) == before + 1


def test_a_new_validator_of_the_same_bytes_is_kept(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    portal.pages[REPORTS[0][0]].tag = '"rebuilt"'
    statuses = []
    for _ in range(2):
        portal.paths()
        assert crawling.run()["yunling"].outcome is Outcome.UNCHANGED
        statuses.append(dict(portal.paths())[REPORTS[0][0]])
    assert statuses == [200, 304]


def test_force_asks_without_validators(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    portal.paths()
    visit = crawling.run("--source", "yunling", "--all", "--force")["yunling"]
    assert visit.outcome is Outcome.UNCHANGED
    assert portal.paths() == [("/fz/", 200), (REPORTS[1][0], 200), (REPORTS[0][0], 200)]


def test_gbk_bytes_that_claim_utf8_are_kept_and_listed(portal: Portal, crawling: Crawling) -> None:
    portal.pages["/fz/"] = Page(list_page(*REPORTS).encode("gb18030"))
    for path, title, _day in REPORTS:
        portal.pages[path] = Page(article(title).encode("gb18030"))
    crawling.watch("yunling", f"{portal.url}/fz/")
    assert crawling.run()["yunling"].outcome is Outcome.FOUND
    record = crawling.pages("yunling")[REPORTS[0][0]]
    assert record.listed_title == REPORTS[0][1]
    row = next(row for row in crawling.snapshots() if row.url.endswith(REPORTS[0][0]))
    place = (row.archive_file, row.archive_offset, row.archive_length, row.sha256)
    assert "行政复议" in decode(read_body(crawling.folder / "archive", *place), row.content_type)
