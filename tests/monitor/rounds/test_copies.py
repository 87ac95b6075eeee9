"""Reports of one name, of one page and of several pages, on a real store: which are one, and what is told of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from monitor.house import House, open_house
from monitor.rounds.judge import judge_awaiting
from monitor.rounds.read import read_awaiting
from storage.copies import addresses
from storage.documents import save_document
from storage.findings import current_reports
from storage.model import Alert, Document
from storage.outbox import all_deliveries
from storage.pages import ListedPage, keep_snapshot, save_sources
from storage.runs import start_run
from storage.standing import note_missing
from storage.vocabulary import Event
from tests.storage.held import snapshot

AS_OF = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)
EAST, WEST = "http://sfj.dongling.gov.cn/fz/", "http://sfj.xiling.gov.cn/fz/"
COUNTY = "http://www.qingbai.gov.cn/fz/"
OFFICE = """{year}年，市司法局认真贯彻落实上级决策部署，扎实推进依法行政。现将有关情况报告如下。
一、主要举措和成效
{own}全局共收到行政复议申请{count}件，办结行政处罚案件{count}05件。
二、党政主要负责人履行推进法治建设第一责任人职责情况
局主要负责人定期听取法治工作汇报{count}次，召开专题会议{count}2次。
三、存在的不足和原因
一些干部办案经验不足，{own}学习培训的组织还不够经常。
四、下一年度工作安排
继续推进依法行政工作，{own}全面完成年度任务。
"""


@pytest.fixture
def house(tmp_path: Path) -> House:
    settings = tmp_path / "settings.toml"
    blocks = [
        ("east", EAST, ""),
        ("west", WEST, ""),
        ("county", COUNTY, 'agency = "青柏县人民政府"\nregion = "990121"\n'),
    ]
    settings.write_text(
        '[storage]\nurl = "sqlite:///fazhi.db"\n[crawl]\nsources = []\n'
        '[[channel]]\nname = "hook"\nurl = "json://127.0.0.1:9/hook"\n'
        '[[subscription]]\nname = "gone"\nchannels = ["hook"]\nevents = ["report.removed"]\n'
        + "".join(f'[[source]]\nslug = "{slug}"\nurl = "{url}"\n{more}' for slug, url, more in blocks),
        encoding="utf-8",
    )
    house = open_house(settings, {})
    save_sources(house.store, house.sources)
    return house


def show(house: House, url: str, text: str, minutes: int, title: str) -> None:
    """Keep a page with its document, not read yet."""
    start_run(house.store, "stock", "test", AS_OF - timedelta(days=9), AS_OF)
    slug = next(source.slug for source in house.sources if url.startswith(source.url))
    page = ListedPage(url, title, None)
    kept = keep_snapshot(house.store, snapshot(url, text, minutes), run_id="stock", page=page, source=slug)
    assert kept.id is not None
    document = Document(text, title, datetime(2026, 3, 1, tzinfo=UTC).date(), None, url=url, cleaner="c1")
    save_document(house.store, kept.id, document, cleaner="c1", now=AS_OF)


def judged(house: House, day: float = 0) -> list[tuple[Event, str | None]]:
    """Read and judge as of a day; return what was told of reports."""
    start_run(house.store, f"day{day}", "test", AS_OF + timedelta(days=day), AS_OF)
    read_awaiting(house, lambda _url: None)
    alerts: list[Alert] = judge_awaiting(house, f"day{day}", AS_OF + timedelta(days=day), calendar=False)
    return [(alert.event, alert.url) for alert in alerts if alert.event.startswith("report.")]


def office(own: str, count: int, year: int = 2025) -> str:
    return OFFICE.format(own=own, count=count, year=year)


def test_a_name_that_every_city_has_is_an_agency_for_each_site(house: House) -> None:
    title = "市司法局2025年法治政府建设年度报告"
    show(house, f"{EAST}1.html", office("东岭全市司法所统一着装挂牌，", 31), 1, title)
    show(house, f"{WEST}1.html", office("西岭各律师事务所结对帮扶，", 57), 2, title)
    published = [(Event.REPORT_PUBLISHED, f"{site}1.html") for site in (EAST, WEST)]
    assert judged(house) == published
    agencies = [one.agency for one in current_reports(house.store)]
    assert [(one.name, one.site) for one in agencies if one] == [
        ("市司法局", "dongling.gov.cn"),
        ("市司法局", "xiling.gov.cn"),
    ]
    show(house, f"{WEST}2.html", office("西岭各律师事务所结对帮扶，", 57), 3, title)
    show(house, f"{EAST}0.html", office("东岭组织青年讲师团，", 44, 2024), 4, title.replace("2025", "2024"))
    assert Event.REPORT_CONTRADICTION not in dict(judged(house, 1))
    held = [(one.agency.site, one.reading.identity.year) for one in current_reports(house.store) if one.agency]
    assert sorted(held) == [("dongling.gov.cn", 2024), ("dongling.gov.cn", 2025), ("xiling.gov.cn", 2025)]


def county(year: int, count: int) -> str:
    text = OFFICE.format(own="", count=count, year=year).replace("市司法局", "青柏县").replace("全局", "全县")
    return text + f"青柏县人民政府\n{year + 1}年1月20日\n"


def test_a_page_that_shows_each_years_report_in_turn_publishes_each(house: House) -> None:
    url, title = f"{COUNTY}ndbg.html", "青柏县人民政府{}年法治政府建设年度报告"
    show(house, url, county(2024, 31), 1, title.format(2024))
    judged(house)
    show(house, url, county(2025, 33), 5, title.format(2025))
    told = judged(house, 1)
    assert told[0] == (Event.REPORT_PUBLISHED, url)
    assert Event.REPORT_REVISED not in dict(told)
    held = [(one.reading.identity.year, one.url) for one in current_reports(house.store)]
    assert held == [(2024, url), (2025, url)]


def test_a_report_that_is_taken_down_and_put_up_elsewhere_is_told_back(house: House) -> None:
    first, second, title = f"{COUNTY}1.html", f"{COUNTY}2.html", "青柏县人民政府2025年法治政府建设年度报告"
    show(house, first, county(2025, 31), 1, title)
    judged(house)
    for day in (1, 2):
        start_run(house.store, f"day{day}", "test", AS_OF + timedelta(days=day), AS_OF)
        note_missing(house.store, first, f"day{day}", AS_OF + timedelta(days=day), "status 404")
    assert judged(house, 2) == [(Event.REPORT_REMOVED, first)]
    show(house, second, county(2025, 31), 9, title)
    assert judged(house, 3) == [(Event.REPORT_PUBLISHED, second)]
    assert [one.url for one in current_reports(house.store)] == [second]
    assert judged(house, 4) == []
    assert len(all_deliveries(house.store)) == 2  # whoever asked for removals alone hears that this one is over


def test_a_report_moves_to_its_better_copy_or_the_copy_still_awaits_judgement(house: House) -> None:
    worse, better, title = f"{EAST}1.html", f"{COUNTY}1.html", "青柏县人民政府2025年法治政府建设年度报告"
    show(house, worse, county(2025, 31), 1, title)
    judged(house)
    show(house, better, county(2025, 31), 9, title)
    with house.store.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE UPDATE OF url ON report BEGIN SELECT RAISE(ABORT, 'disk'); END"
        )
    with pytest.raises(SQLAlchemyError):
        judged(house, 1)
    with house.store.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER full")
    assert judged(house, 2) == []
    assert [one.url for one in current_reports(house.store)] == [better]


def test_a_copy_that_names_nobody_is_filed_with_the_report_it_is_a_copy_of(house: House) -> None:
    own, copy = f"{COUNTY}1.html", f"{EAST}9.html"
    text = county(2025, 31)
    spoken = text.replace(
        "2025年，青柏县认真", "主任、各位副主任、各位委员：\n受县人民政府委托，我向会议报告2025年工作。一年来，认真"
    )
    spoken = spoken[: spoken.index("青柏县人民政府\n")].replace("青柏县", "全县") + "以上报告，请予审议。\n"
    show(
        house,
        copy,
        spoken.replace("收到行政复议申请31件", "收到行政复议申请37件"),
        1,
        "关于2025年法治政府建设情况的报告",
    )
    show(house, own, text, 2, "青柏县人民政府2025年法治政府建设年度报告")
    told = judged(house)
    assert told[0] == (Event.REPORT_PUBLISHED, own)
    assert told[-1] == (Event.REPORT_CONTRADICTION, copy)
    assert [event for event, _url in told].count(Event.REPORT_PUBLISHED) == 1
    (held,) = current_reports(house.store)
    assert addresses(house.store)[held.report_id or 0] == tuple(sorted((own, copy)))
