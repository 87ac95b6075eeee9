"""The addresses of one report, and whose report it is, on each database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.agencies import same_text, site_of
from storage.copies import addresses, awaiting_of, copies_of, file_with, judged_addresses, read_at, with_copies
from storage.database import Store
from storage.findings import (
    current_reports,
    documents_awaiting_reading,
    readings_awaiting_judgement,
    report_of_year,
    save_reading,
)
from storage.judgements import settle
from storage.model import Region
from storage.notices import Raising
from storage.series import all_series
from storage.vocabulary import Kind
from tests.storage.held import AGENCY, NOW, SOURCE, begin, hold, read_all, reading

URL, COPY, ALONE = (f"http://www.yunting.gov.cn/fz/{name}.html" for name in ("1", "copy", "2"))
BODY = "\n".join(
    f"第{word}项工作由牵头部门统一组织，全年办理{7 * place}件。" for place, word in enumerate("甲乙丙丁戊己庚")
)


def read(
    store: Store, url: str, minutes: int, body: str = BODY, code: str | None = "990100", *, by_name: bool = True
) -> None:
    """Keep and read a page as the county's, or as that of a body whose code is not known."""
    hold(store, url, body, minutes)
    made = reading()
    made = replace(made, identity=replace(made.identity, region=Region("云汀市", code)))
    for waiting in documents_awaiting_reading(store):
        save_reading(store, waiting, made, NOW, by_name=by_name)


def test_a_report_is_read_at_one_of_its_addresses_and_keeps_them_all(fresh_store: Store) -> None:
    begin(fresh_store)
    read(fresh_store, URL, 0)
    first = report_of_year(fresh_store, AGENCY, Kind.REPORT, 2025)
    assert first is not None
    assert first.report_id is not None
    number = first.report_id
    assert (with_copies(fresh_store, [number]), with_copies(fresh_store, [])) == (frozenset(), frozenset())
    assert first.reading.id is not None
    settle(fresh_store, first.reading.id, [], Raising(NOW, run_id="run1"))
    read(fresh_store, COPY, 1)
    assert with_copies(fresh_store, [number]) == {number}
    assert judged_addresses(fresh_store, number) == {URL: SOURCE.slug}
    assert [held.url for held in awaiting_of(fresh_store, [number])] == [COPY]
    _, second = copies_of(fresh_store, number)
    read_at(fresh_store, second.held)
    assert [held.url for held in current_reports(fresh_store)] == [COPY]
    assert addresses(fresh_store) == {number: (URL, COPY)}
    hold(fresh_store, COPY, "另一篇文字", 5)
    read_all(fresh_store, reading(year=2024))
    assert [copy.held.url for copy in copies_of(fresh_store, number)] == [URL]
    assert addresses(fresh_store)[number] == (URL, COPY)


def test_a_copy_without_weight_is_filed_and_never_read(fresh_store: Store) -> None:
    begin(fresh_store)
    hold(fresh_store, COPY, BODY)
    (waiting,) = documents_awaiting_reading(fresh_store)
    save_reading(fresh_store, waiting, reading(), NOW, weighs=False)
    assert (current_reports(fresh_store), all_series(fresh_store)) == ([], [])
    read(fresh_store, URL, 1)
    (held,) = current_reports(fresh_store)
    assert (held.url, held.is_primary) == (URL, True)
    assert list(addresses(fresh_store).values()) == [(URL, COPY)]
    assert [one.years for one in all_series(fresh_store)] == [frozenset({2025})]


def test_a_copy_that_names_nobody_stays_filed_when_it_is_read_anew(fresh_store: Store) -> None:
    begin(fresh_store)
    read(fresh_store, URL, 0)
    (report,) = current_reports(fresh_store)
    hold(fresh_store, COPY, BODY, 1)
    made = reading()
    nameless = replace(made, identity=replace(made.identity, issuer=None, region=None))
    read_all(fresh_store, nameless)
    (copy,) = [held for held in readings_awaiting_judgement(fresh_store) if held.url == COPY]
    assert copy.agency is None
    file_with(fresh_store, copy, report)
    for waiting in documents_awaiting_reading(fresh_store, "r2"):
        if waiting.snapshot.url == COPY:
            save_reading(fresh_store, waiting, replace(nameless, reader="r2"), NOW)
    assert [held.held.url for held in copies_of(fresh_store, report.report_id or 0)] == [URL, COPY]
    assert [held.url for held in current_reports(fresh_store)] == [URL]


@pytest.mark.parametrize(
    ("url", "body", "by_name", "agencies"),
    [
        ("http://www.yunting.gov.cn/b/2.html", "别的文字", False, 1),  # the same site
        ("http://www.qita.gov.cn/2.html", BODY + "\n以上报告，请予审议。", False, 1),  # the same text
        ("http://www.qita.gov.cn/2.html", "别的文字", True, 1),  # a name that nobody else has
        ("http://www.qita.gov.cn/2.html", "别的文字", False, 2),
    ],
)
def test_a_name_without_a_code_is_recognised_by_site_text_or_itself(
    fresh_store: Store, url: str, body: str, agencies: int, *, by_name: bool
) -> None:
    begin(fresh_store)
    read(fresh_store, URL, 0)
    read(fresh_store, url, 1, body, None, by_name=by_name)
    waiting = readings_awaiting_judgement(fresh_store)
    assert len({(held.agency.region.code, held.agency.site) for held in waiting if held.agency}) == agencies


def test_a_site_is_the_governments_own_domain() -> None:
    urls = ("http://sfj.jz.gov.cn/a", "https://www.jz.gov.cn/", "http://www.jz.gov.cn:8080/", "http://1.2.3.4:81/")
    assert [site_of(url) for url in urls] == ["jz.gov.cn", "jz.gov.cn", "jz.gov.cn", "1.2.3.4:81"]
    assert site_of("http://www.baogao.com/jz.gov.cn/") == "baogao.com"


def test_one_text_has_the_same_sentences_with_their_numbers() -> None:
    assert same_text(BODY, "主任、各位委员：\n" + BODY.replace("全年办理7件", "全年办理9件"))
    assert not same_text(BODY, BODY.replace("办理", "办结"))
    assert not same_text("", "")
