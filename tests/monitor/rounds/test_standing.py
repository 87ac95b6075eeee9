"""Pages that go, move and come back, on a real store: who is told what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from monitor.house import House, open_house
from monitor.reading.reader import read_document
from monitor.rounds.judge import judge_awaiting
from storage.documents import save_document
from storage.findings import documents_awaiting_reading, save_reading
from storage.model import Alert, Document, Source
from storage.outbox import all_deliveries
from storage.pages import ListedPage, find_page, keep_snapshot, save_sources
from storage.runs import start_run
from storage.standing import note_missing, note_unchanged
from storage.vocabulary import Event, Level, PageState, Verdict
from tests.storage.held import snapshot

AS_OF = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)
OWN = Source("own", "http://www.qingbai.gov.cn/fz/", agency="青柏县人民政府", region="990121", level=Level.COUNTY)
CITY = Source("city", "http://www.yunting.gov.cn/fz/", agency="云汀市人民政府", region="990100", level=Level.CITY)
OLD, NEW = f"{OWN.url}1.html", "http://qingbai.gov.cn/zwgk/content_77.html"
FOREIGN = Source("foreign", "http://www.baogaoku.com/fz/")
COPY, MIRROR = f"{CITY.url}9.html", f"{FOREIGN.url}9.html"
TEXT = """青柏县人民政府2025年法治政府建设年度报告
2025年，青柏县认真贯彻落实上级决策部署，扎实推进依法行政。现将有关情况报告如下。
一、主要举措和成效
全县收到行政复议申请{count}件，办结行政处罚案件205件。
二、党政主要负责人履行推进法治建设第一责任人职责情况
县政府主要负责人定期听取法治工作汇报。
三、存在的不足和原因
一些干部办案经验不足。
四、下一年度工作安排
继续推进依法行政工作。
青柏县人民政府
2026年1月20日
"""


@pytest.fixture
def house(tmp_path: Path) -> House:
    settings = tmp_path / "settings.toml"
    settings.write_text(
        '[storage]\nurl = "sqlite:///fazhi.db"\n[crawl]\nsources = []\n'
        '[[channel]]\nname = "hook"\nurl = "json://127.0.0.1:9/hook"\n'
        '[[subscription]]\nname = "gone"\nchannels = ["hook"]\nevents = ["report.removed"]\n',
        encoding="utf-8",
    )
    house = open_house(settings, {})
    save_sources(house.store, [OWN, CITY, FOREIGN])
    hold(house, OLD)
    judged(house, -9)
    return house


def hold(house: House, url: str, count: int = 31, minutes: int = 0, source: Source = OWN) -> None:
    """Keep the report at an address, read."""
    start_run(house.store, "stock", "test", AS_OF - timedelta(days=9), AS_OF)
    text = TEXT.format(count=count)
    title, store = text.splitlines()[0], house.store
    kept = keep_snapshot(
        store, snapshot(url, text, minutes), run_id="stock", page=ListedPage(url, title, None), source=source.slug
    )
    assert kept.id is not None
    document = Document(text, title, datetime(2026, 1, 30, tzinfo=UTC).date(), None, url=url, cleaner="c1")
    save_document(store, kept.id, document, cleaner="c1", now=AS_OF)
    for held in documents_awaiting_reading(store):
        save_reading(store, held, read_document(held.document, house.catalogue, source), AS_OF)


def judged(house: House, day: float) -> list[Alert]:
    """Judge as of a day; return what was raised but what the calendar says."""
    start_run(house.store, f"day{day}", "test", AS_OF + timedelta(days=day), AS_OF)
    return judge_awaiting(house, f"day{day}", AS_OF + timedelta(days=day), calendar=False)


def go(house: House, url: str, *days: float) -> list[Alert]:
    """Let a page be missed on some days; return what the last of them raised."""
    raised: list[Alert] = []
    for day in days:
        start_run(house.store, f"day{day}", "test", AS_OF + timedelta(days=day), AS_OF)
        note_missing(house.store, url, f"day{day}", AS_OF + timedelta(days=day), "status 404")
        raised = judged(house, day)
    return raised


def test_a_removal_is_told_on_the_second_day_and_its_end_to_those_who_heard_of_it(house: House) -> None:
    assert go(house, OLD, 0, 0.1) == []
    (removal,) = go(house, OLD, 1)
    assert (removal.event, removal.url, removal.year) == (Event.REPORT_REMOVED, OLD, 2025)
    assert judged(house, 2) == []
    note_unchanged(house.store, {OLD: AS_OF + timedelta(days=5)})
    (back,) = judged(house, 5)
    assert (back.event, back.url, back.rule) == (Event.REPORT_PUBLISHED, OLD, "撤下的报告恢复")
    assert back.reason == "此前（2026-03-13）告知已撤下的报告又可以打开，文字与撤下前相同。"
    told = [(one.channel, one.alerts) for one in all_deliveries(house.store)]
    assert told == [("hook", (removal.id,)), ("hook", (back.id,))]
    assert judged(house, 6) == []
    (again,) = go(house, OLD, 7, 8)
    assert (again.event, again.key == removal.key) == (Event.REPORT_REMOVED, False)


def test_a_report_that_stands_at_another_address_of_its_portal_has_moved(house: House) -> None:
    hold(house, NEW, minutes=5)
    assert judged(house, 0) == []
    assert go(house, OLD, 0, 1) == []
    page = find_page(house.store, OLD)
    assert page is not None
    assert page.state is PageState.MOVED
    hold(house, NEW, 37, minutes=9)
    (revised,) = judged(house, 2)
    assert (revised.event, revised.url, revised.figures[0].new) == (Event.REPORT_REVISED, NEW, Decimal(37))
    assert [alert.event for alert in go(house, NEW, 3, 4)] == [Event.REPORT_REMOVED]


def test_a_figure_edited_on_the_way_is_told_as_a_revision(house: House) -> None:
    hold(house, NEW, 37, minutes=5)
    judged(house, 0)
    (revised,) = go(house, OLD, 0, 1)
    assert (revised.event, revised.url, revised.old_url) == (Event.REPORT_REVISED, NEW, OLD)
    assert [(figure.old, figure.new) for figure in revised.figures] == [(Decimal(31), Decimal(37))]


def test_a_figure_edited_between_a_removal_and_the_return_elsewhere_is_told(house: House) -> None:
    (removal,) = go(house, OLD, 0, 1)
    hold(house, NEW, 37, minutes=9)
    back, revised = judged(house, 2)
    assert (removal.event, back.rule, back.url) == (Event.REPORT_REMOVED, "撤下的报告恢复", NEW)
    assert (revised.event, revised.url, revised.old_url) == (Event.REPORT_REVISED, NEW, OLD)
    assert [(figure.old, figure.new) for figure in revised.figures] == [(Decimal(31), Decimal(37))]
    assert judged(house, 3) == []


def test_a_report_is_removed_with_the_last_of_its_copies_and_back_with_the_first(house: House) -> None:
    hold(house, COPY, minutes=5, source=CITY)
    judged(house, 0)
    assert go(house, COPY, 0, 1) == []
    note_unchanged(house.store, {COPY: AS_OF + timedelta(days=2)})
    assert judged(house, 2) == []
    assert go(house, OLD, 3, 4) == []
    (removal,) = go(house, COPY, 5, 6)
    assert (removal.event, removal.url) == (Event.REPORT_REMOVED, COPY)
    note_unchanged(house.store, {OLD: AS_OF + timedelta(days=8)})
    (back,) = judged(house, 8)
    assert (back.rule, back.url) == ("撤下的报告恢复", OLD)
    note_unchanged(house.store, {COPY: AS_OF + timedelta(days=9)})
    assert judged(house, 9) == []
    told = [(one.channel, one.alerts) for one in all_deliveries(house.store)]
    assert told == [("hook", (removal.id,)), ("hook", (back.id,))]


def test_a_report_that_goes_at_two_addresses_at_once_is_told_once_and_back_once(house: House) -> None:
    hold(house, COPY, minutes=5, source=CITY)
    judged(house, 0)
    assert go(house, OLD, 1) == []
    assert go(house, COPY, 1) == []
    start_run(house.store, "day2", "test", AS_OF + timedelta(days=2), AS_OF)
    note_missing(house.store, OLD, "day2", AS_OF + timedelta(days=2), "status 404")
    (removal,) = go(house, COPY, 2)
    assert (removal.event, removal.url) == (Event.REPORT_REMOVED, OLD)
    note_unchanged(house.store, {COPY: AS_OF + timedelta(days=3)})
    (back,) = judged(house, 3)
    assert (back.rule, back.url) == ("撤下的报告恢复", COPY)
    note_unchanged(house.store, {OLD: AS_OF + timedelta(days=4)})
    assert judged(house, 4) == []
    assert go(house, OLD, 5, 6) == []
    (again,) = go(house, COPY, 7, 8)
    assert (again.event, again.url) == (Event.REPORT_REMOVED, COPY)


def test_a_mirror_on_a_foreign_domain_hides_no_removal_and_its_own_end_is_none(house: House) -> None:
    hold(house, MIRROR, 99, minutes=5, source=FOREIGN)
    assert judged(house, 0) == []
    assert go(house, MIRROR, 0, 1) == []
    note_unchanged(house.store, {MIRROR: AS_OF + timedelta(days=2)})
    assert judged(house, 2) == []
    (removal,) = go(house, OLD, 3, 4)
    assert (removal.event, removal.url) == (Event.REPORT_REMOVED, OLD)
    assert MIRROR not in removal.reason


def test_a_report_whose_file_goes_is_told_by_its_page_each_time_and_told_back(house: House) -> None:
    page, file = f"{OWN.url}7.html", f"{OWN.url}7.pdf"
    start_run(house.store, "stock", "test", AS_OF - timedelta(days=9), AS_OF)
    text = TEXT.format(count=8).replace("2025年", "2024年")
    kept = [
        keep_snapshot(
            house.store,
            snapshot(url, text, minutes, verdict),
            run_id="stock",
            page=ListedPage(url, text.splitlines()[0], None, role),
            source=OWN.slug,
        )
        for url, minutes, verdict, role in (
            (page, 1, Verdict.PAGE, "article"),
            (file, 2, Verdict.ATTACHMENT, "attachment"),
        )
    ]
    assert kept[0].id is not None
    document = Document(
        text, text.splitlines()[0], datetime(2025, 1, 30, tzinfo=UTC).date(), None, url=page, cleaner="c1"
    )
    save_document(house.store, kept[0].id, document, cleaner="c1", now=AS_OF, evidence_id=kept[1].id)
    for held in documents_awaiting_reading(house.store):
        save_reading(house.store, held, read_document(held.document, house.catalogue, OWN), AS_OF)
    judged(house, -8)
    (removal,) = go(house, file, 0, 1)
    assert (removal.event, removal.url, removal.year) == (Event.REPORT_REMOVED, page, 2024)
    note_unchanged(house.store, {file: AS_OF + timedelta(days=2)})
    (back,) = judged(house, 2)
    assert (back.event, back.url, back.rule) == (Event.REPORT_PUBLISHED, page, "撤下的报告恢复")
    (again,) = go(house, file, 3, 4)
    assert (again.event, again.key == removal.key) == (Event.REPORT_REMOVED, False)
    assert go(house, page, 5, 6) == []
    note_unchanged(house.store, {page: AS_OF + timedelta(days=7), file: AS_OF + timedelta(days=7)})
    (whole,) = judged(house, 7)
    assert (whole.event, whole.url, whole.key == back.key) == (Event.REPORT_PUBLISHED, page, False)
    assert [alert.url for alert in go(house, page, 8, 9)] == [page]
