"""Which copy weighs, and which of them a report is read at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from monitor.judging.copies import rank_of_copy, weighs
from storage.findings import HeldReading
from storage.model import Agency, Document, Identity, Reading, Region, Restoration, Snapshot, Source
from storage.vocabulary import Kind, Level, Verdict

COUNTY = Agency("青柏县人民政府", Region("青柏县", "990121"), Level.COUNTY)
OWN = Source("own", "http://www.qingbai.gov.cn/fz/", agency=COUNTY.name)
FOREIGN = Source("foreign", "http://www.baogaoku.com/fz/")
BODY = "一、主要举措和成效\n全县收到行政复议申请31件。\n"


@pytest.mark.parametrize(
    ("url", "source", "heavy"),
    [
        ("http://www.qingbai.gov.cn/fz/1.html", OWN, True),
        ("http://www.qingbai.gov.cn/fz/1.html", None, True),
        ("http://www.qingbai.gov.cn/fz/1.html", FOREIGN, True),  # a foreign list may lead to a government's page
        ("http://www.baogaoku.com/qingbai/fz/1.html", FOREIGN, False),
        ("http://www.qingbai.gov.cn.baogaoku.com/fz/1.html", FOREIGN, False),
        ("http://www.baogaokugov.cn/fz/1.html", None, False),
        ("http://news.qingbai.com.cn/1.html", OWN, True),  # the column of an agency answers for what it lists
        ("http://61.54.6.141:10082/1.html", None, True),
        ("http://127.0.0.1:81/1.html", Source("m", "http://127.0.0.1:81/fz/", mirror=True), False),
        ("http://www.baogaoku.com/1.html", replace(FOREIGN, agency=COUNTY.name, mirror=True), False),
        ("http://www.qingbai.gov.cn/1.html", replace(FOREIGN, mirror=True), True),
    ],
)
def test_a_page_weighs_where_a_government_answers_for_it(url: str, source: Source | None, *, heavy: bool) -> None:
    assert weighs(url, source) is heavy


def held(text: str = BODY, restored: Restoration = Restoration(), parts: int = 4) -> HeldReading:  # noqa: B008
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    snapshot = Snapshot(OWN.url, moment, 200, "text/html", "0", 1, Verdict.PAGE, "a", 0, 1)
    names = ("leader_duty", "measures", "problems", "plan")
    had = {name: place < parts for place, name in enumerate(names)}
    identity = Identity(Kind.REPORT, "题", COUNTY.name, COUNTY.region, COUNTY.level, 2025, date(2026, 3, 1), None, had)
    document = Document(text, "题", None, None, restored)
    return HeldReading(Reading(identity, ()), document, snapshot, OWN.slug, COUNTY, is_primary=True, baseline_at=None)


def test_the_best_copy_is_whole_as_published_and_the_agencys_own() -> None:
    other = replace(OWN, agency="青柏县司法局")
    spoken = "主任、各位副主任、各位委员：\n受县人民政府委托，我向会议报告。\n" + BODY
    ranked = [
        rank_of_copy(held(), OWN),
        rank_of_copy(held(), other),
        rank_of_copy(held(parts=3), OWN),
        rank_of_copy(held(spoken), OWN),
        rank_of_copy(held(restored=Restoration("traditional", 3)), OWN),
    ]
    assert ranked == sorted(ranked, reverse=True)
    assert len(set(ranked)) == len(ranked)
    assert rank_of_copy(held("县委：\n现将有关情况报告如下，请审阅。\n" + BODY), OWN) == ranked[0]
