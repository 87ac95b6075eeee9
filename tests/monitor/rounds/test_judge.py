"""What becomes news: a report in place of something else, and never the stock that a source began with."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.demo.articles import load_articles
from monitor.house import House
from monitor.rounds.judge import judge_awaiting
from monitor.rounds.read import read_awaiting
from storage.model import Visit
from storage.runs import close_visit
from storage.vocabulary import Event, Outcome
from tests.storage.held import NOW, SOURCE, hold

URL = "http://www.yunting.gov.cn/fz/2025.html"
REPORT = next(article for article in load_articles() if article.slug == "yunting_2025")
NOTICE = """关于做好2026年普法工作的通知
各区人民政府，市政府各部门：
为做好2026年普法工作，现将有关事项通知如下，请认真贯彻执行。
一、提高认识，加强组织领导。
二、压实责任，落实普法清单。
云汀市普法办公室
2026年3月5日"""
PLACEHOLDER = "本栏目内容正在整理，请稍后再来查看。\n云汀市人民政府网站"


def judged(house: House, month: int = 3) -> list[Event]:
    """Read and judge what awaits it as of a month of 2026; return the events told."""
    read_awaiting(house, lambda _url: None)
    alerts = judge_awaiting(house, "run1", datetime(2026, month, 12, 4, tzinfo=UTC))
    return [alert.event for alert in alerts if alert.event.startswith(("report", "indicator"))]


def take_stock(house: House) -> None:
    """End the source's first visit well, a minute after the beginning."""
    close_visit(house.store, Visit("run1", SOURCE.slug, Outcome.FOUND, "", NOW + timedelta(minutes=1), {"held": 1}))


def test_a_report_in_place_of_a_placeholder_is_a_new_report(house: House) -> None:
    hold(house.store, URL, PLACEHOLDER)
    take_stock(house)
    assert judged(house) == []
    hold(house.store, URL, REPORT.text, minutes=5)
    assert judged(house)[0] is Event.REPORT_PUBLISHED


@pytest.mark.parametrize("instead", [PLACEHOLDER, NOTICE])
def test_a_report_that_gives_way_to_something_else_is_told_as_replaced(house: House, instead: str) -> None:
    hold(house.store, URL, REPORT.text)
    take_stock(house)
    judged(house)
    hold(house.store, URL, instead, minutes=5, title=instead.splitlines()[0])
    assert judged(house) == [Event.REPORT_REVISED]


def test_the_stock_of_a_source_is_no_news(house: House) -> None:
    hold(house.store, URL, REPORT.text)
    take_stock(house)
    assert judged(house, month=6) == []


def test_a_fresh_report_is_news_even_in_a_first_stock(house: House) -> None:
    hold(house.store, URL, REPORT.text)
    take_stock(house)
    assert Event.REPORT_PUBLISHED in judged(house, month=3)
