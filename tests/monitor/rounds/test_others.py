"""What the store knows of others, on a real store: peers that move together, a report copied, one that is overdue."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import fazhi
from monitor.house import House, open_house
from monitor.reading.reader import read_document
from monitor.rounds.judge import judge_awaiting
from storage.documents import save_document
from storage.findings import documents_awaiting_reading, save_reading
from storage.model import Alert, Document, Source, Visit
from storage.pages import ListedPage, keep_snapshot, save_sources
from storage.runs import close_visit, start_run
from storage.vocabulary import Event, Level, Outcome, Severity
from tests.storage.held import snapshot

AS_OF = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)
COUNTIES = ("青柏县", "澜溪县", "云渡县", "枫桥坪县", "石楠县", "雁鸣县", "栗坪县")
TEXT = """{county}人民政府{year}年法治政府建设年度报告
{year}年，{county}认真贯彻落实上级决策部署，扎实推进依法行政。现将有关情况报告如下。
一、主要举措和成效
{county}人民政府收到行政复议申请{count}件。{own}
二、党政主要负责人履行推进法治建设第一责任人职责情况
县政府主要负责人定期听取法治工作汇报。
三、存在的不足和原因
一些干部办案经验不足。
四、下一年度工作安排
继续推进依法行政工作。
{county}人民政府
{next}年1月20日
"""


@pytest.fixture
def house(tmp_path: Path) -> House:
    settings = tmp_path / "settings.toml"
    settings.write_text('[storage]\nurl = "sqlite:///fazhi.db"\n[crawl]\nsources = []\n', encoding="utf-8")
    return open_house(settings, {})


def hold(house: House, county: str, year: int, count: int, own: str = "") -> None:
    """Keep one county's report, read."""
    place = COUNTIES.index(county)
    site, code = f"http://www.c{place}.gov.cn/", f"9901{place + 21}"
    source = Source(f"s{place}", site, agency=f"{county}人民政府", region=code, level=Level.COUNTY)
    save_sources(house.store, [source])
    text = TEXT.format(county=county, year=year, count=count, own=own, next=year + 1)
    title, url = text.splitlines()[0], f"{source.url}{year}.html"
    kept = keep_snapshot(
        house.store, snapshot(url, text), run_id="run1", page=ListedPage(url, title, None), source=source.slug
    )
    assert kept.id is not None
    document = Document(text, title, datetime(year + 1, 3, 1, tzinfo=UTC).date(), None, url=url, cleaner="c1")
    save_document(house.store, kept.id, document, cleaner="c1", now=AS_OF)
    for held in documents_awaiting_reading(house.store):
        save_reading(house.store, held, read_document(held.document, house.catalogue, source), AS_OF)


def judged(house: House, as_of: datetime = AS_OF) -> list[Alert]:
    return judge_awaiting(house, "run1", as_of)


def test_a_law_that_lifts_everybody_is_no_countys_news(house: House) -> None:
    start_run(house.store, "run1", "test", AS_OF, AS_OF)
    for place, county in enumerate(COUNTIES):
        hold(house, county, 2024, 100)
        hold(house, county, 2025, 400 if place == 0 else 190 + place)
    changed = [alert for alert in judged(house) if alert.event is Event.INDICATOR_CHANGED]
    assert [(alert.agency, alert.figures[0].new) for alert in changed] == [("青柏县人民政府", Decimal(400))]
    assert "同级地区变动的中位数为+93.5%" in changed[0].reason


LONG = (
    "。".join(f"第{word}批事项的办理由牵头部门统一组织并接受社会各界的广泛监督" for word in "甲乙丙丁戊己庚辛壬癸")
    + "。"
)


def test_the_command_compares_with_the_peers_of_the_store(house: House, tmp_path: Path) -> None:
    start_run(house.store, "run1", "test", AS_OF, AS_OF)
    for place, county in enumerate(COUNTIES):
        hold(house, county, 2024, 100)
        hold(house, county, 2025, 290 if county == "澜溪县" else 160 + place)
    judged(house)

    def told(county: str) -> list[str]:
        arguments = ["--config", str(tmp_path / "settings.toml"), "compare", county, "2024", "2025", "--format", "json"]
        answer = CliRunner().invoke(fazhi, arguments, catch_exceptions=False)
        return [row["reason"] for row in json.loads(answer.stdout)["changes"] if row["notable"]]

    assert told("云渡县") == []
    (reason,) = told("澜溪县")
    assert "同级地区变动的中位数为+63." in reason


def test_a_report_that_stands_in_another_agencys_is_told(house: House) -> None:
    start_run(house.store, "run1", "test", AS_OF, AS_OF)
    hold(house, "青柏县", 2023, 31, LONG)
    assert [alert.event for alert in judged(house) if alert.event is Event.REPORT_COPIED] == []
    hold(house, "雁鸣县", 2025, 57, LONG)
    hold(house, "石楠县", 2025, 12, "全年审查合同草案三十余份。另组织旁听庭审活动，并对全体执法队员进行了业务轮训。")
    (alert,) = [alert for alert in judged(house) if alert.event is Event.REPORT_COPIED]
    assert (alert.agency, alert.rule, alert.severity) == ("雁鸣县人民政府", "照抄其他机关报告", Severity.WARNING)
    assert "与青柏县人民政府2023年报告相同" in alert.reason
    assert alert.old_url == "http://www.c0.gov.cn/2023.html"
    assert len(alert.figures) == 3
    assert judged(house) == []


def test_a_report_is_overdue_from_april_and_gravely_from_june(house: House) -> None:
    start_run(house.store, "run1", "test", AS_OF, AS_OF)
    for county, years in (("青柏县", (2023, 2024)), ("澜溪县", (2023, 2024, 2025)), ("云渡县", (2024,))):
        for year in years:
            hold(house, county, year, 50)

    def overdue(*day: int) -> list[tuple[str | None, int | None, Severity]]:
        moment = datetime(*day, tzinfo=UTC)  # type: ignore[misc,arg-type]
        found = [alert for alert in judged(house, moment) if alert.event is Event.REPORT_OVERDUE]
        return [(alert.agency, alert.year, alert.severity) for alert in found]

    assert overdue(2026, 3, 31, 15, 59) == []
    assert overdue(2026, 3, 31, 16, 0) == [("青柏县人民政府", 2025, Severity.WARNING)]
    assert overdue(2026, 5, 20) == []
    assert overdue(2026, 6, 1) == [("青柏县人民政府", 2025, Severity.CRITICAL)]
    assert overdue(2026, 9, 1) == []


def overdue_at(house: House, *day: int) -> list[Alert]:
    moment = datetime(*day, tzinfo=UTC)  # type: ignore[misc,arg-type]
    return [alert for alert in judged(house, moment) if alert.event is Event.REPORT_OVERDUE]


def test_the_day_of_judging_is_told_and_not_the_rules(house: House) -> None:
    start_run(house.store, "run1", "test", AS_OF, AS_OF)
    for year in (2023, 2024):
        hold(house, "青柏县", year, 50)
    (april,) = overdue_at(house, 2026, 4, 9)
    (june,) = overdue_at(house, 2026, 11, 21, 18)
    told = "青柏县人民政府2025年度法治政府建设年度报告应于4月1日前公布，截至{}仍未见（此前两年均已公布）："
    assert april.reason.startswith(told.format("4月9日"))
    assert june.reason.startswith(told.format("11月22日"))


@pytest.mark.parametrize(
    ("first_look", "april", "november"),
    [
        (datetime(2026, 3, 1, tzinfo=UTC), Severity.WARNING, Severity.CRITICAL),
        (datetime(2026, 5, 2, tzinfo=UTC), Severity.INFO, Severity.CRITICAL),
        (datetime(2026, 11, 22, tzinfo=UTC), None, Severity.INFO),
        (datetime(2025, 11, 22, tzinfo=UTC), Severity.WARNING, Severity.CRITICAL),
    ],
)
def test_what_was_overdue_at_a_sources_first_look_is_only_noted(
    house: House, first_look: datetime, april: Severity | None, november: Severity
) -> None:
    start_run(house.store, "run1", "test", AS_OF, AS_OF)
    for year in (2023, 2024):
        hold(house, "青柏县", year, 50)
    close_visit(house.store, Visit("run1", "s0", Outcome.FOUND, "", first_look, {"held": 2}))
    if april is not None:
        assert [one.severity for one in overdue_at(house, 2026, 5, 20)] == [april]
    assert [one.severity for one in overdue_at(house, 2026, 11, 23)] == [november]
