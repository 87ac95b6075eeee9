"""What an edit of a published report means beside last year's: told inside the one alert of the revision, once."""

from datetime import UTC, date, datetime

from monitor.house import House
from monitor.rounds.judge import judge_awaiting
from monitor.rounds.read import read_awaiting
from storage.documents import save_document
from storage.model import Alert, Document
from storage.pages import ListedPage, keep_snapshot
from storage.vocabulary import Event, Severity
from tests.storage.held import NOW, SOURCE, snapshot

OLD, NEW = "http://www.yunting.gov.cn/fz/2024.html", "http://www.yunting.gov.cn/fz/2025.html"
BODY = """云汀市{year}年法治政府建设年度报告
一、主要举措和成效
市委、市政府主要负责人履行推进法治建设第一责任人职责，部署全年重点任务。
{text}
二、存在的不足和原因
部分单位对法治建设重视不够。
三、下一年度主要安排
继续加强依法行政，做好{next}年各项工作。"""
LAST_YEAR = "全市查处行政处罚案件640件，罚没款1250万元。办理行政复议案件90件，开展法治宣传活动120场次。"


def told_of(house: House, url: str, year: int, text: str, minutes: int) -> list[Alert]:
    """Hold one state of a year's report, read and judge it; return the alerts."""
    title, body = f"云汀市{year}年法治政府建设年度报告", BODY.format(year=year, text=text, next=year + 1)
    page = ListedPage(url, title, None)
    kept = keep_snapshot(house.store, snapshot(url, body, minutes), run_id="run1", page=page, source=SOURCE.slug)
    assert kept.id is not None
    document = Document(body, title, date(year + 1, 3, 1), "云汀市司法局", url=url, cleaner="c1")
    save_document(house.store, kept.id, document, cleaner="c1", now=NOW)
    read_awaiting(house, lambda _url: None)
    return judge_awaiting(house, "run1", datetime(2026, 3, 12, 4, tzinfo=UTC), calendar=False)


def edited(house: House, before: str, after: str) -> Alert:
    """Hold last year's report and this year's, edit this year's; return the one alert of the edit."""
    told_of(house, OLD, 2024, LAST_YEAR, 0)
    told_of(house, NEW, 2025, before, 1)
    (alert,) = told_of(house, NEW, 2025, after, 2)
    assert alert.event is Event.REPORT_REVISED
    return alert


FINES = "全市查处行政处罚案件702件，罚没款3870万元，较上年增长209.5%。办理行政复议案件90件，开展法治宣传活动150场次。"


def test_an_edit_that_no_longer_fits_last_year_is_told_with_both_sentences(house: House) -> None:
    alert = edited(house, FINES, FINES.replace("3870万元", "2870万元"))
    assert alert.reason == (
        "报告公布后被改动：罚没(罚款)金额由3870万元降至2870万元（-1000万元，-25.8%）。"
        "改后与2024年报告对不上：本年报告“行政处罚案件罚没款金额”为2870万元，按其所述增减推算上年应约为927.3万元，"
        "而上年报告公布为1250万元（“全市查处行政处罚案件640件，罚没款1250万元”），"
        "见“全市查处行政处罚案件702件，罚没款2870万元，较上年增长209.5%”。"
    )


def test_an_edit_that_fits_last_year_tells_only_itself(house: House) -> None:
    alert = edited(house, FINES, FINES.replace("150场次", "160场次"))
    assert "对不上" not in alert.reason


def test_what_did_not_fit_before_the_edit_is_not_told_again(house: House) -> None:
    faulty = FINES.replace("3870万元", "2870万元")
    alert = edited(house, faulty, faulty.replace("702件", "712件").replace("150场次", "160场次"))
    assert "对不上" not in alert.reason


def test_a_stated_change_that_is_edited_alone_is_no_matter_of_words_only(house: House) -> None:
    alert = edited(house, FINES, FINES.replace("209.5%", "29.5%"))
    assert alert.severity is Severity.WARNING
    assert "改后与2024年报告对不上：" in alert.reason
    assert "较上年增长29.5%" in alert.reason


def test_an_edit_of_last_years_report_is_held_against_this_years(house: House) -> None:
    told_of(house, OLD, 2024, LAST_YEAR, 0)
    told_of(house, NEW, 2025, FINES, 1)
    (alert,) = told_of(house, OLD, 2024, LAST_YEAR.replace("1250万元", "1750万元"), 2)
    assert alert.event is Event.REPORT_REVISED
    assert "改后与2025年报告（以下称本年报告）对不上：本年报告“行政处罚案件罚没款金额”为3870万元" in alert.reason
