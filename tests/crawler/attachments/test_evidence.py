"""Which text is the report's: the page's own, or that of one of its files."""

from __future__ import annotations

import pytest

from crawler.attachments.evidence import Enclosed, choose_text, is_report_itself
from crawler.attachments.files import Part
from storage.model import Document
from tests.crawler.attachments.made import PARAGRAPHS, REPORT, TITLE

NOTICE = "现将报告全文予以公布，请社会各界监督。"
SCAN = Part(unreadable="a scan without a text layer (2 pages of pictures)")
TABLE = Part(kind="docx", paragraphs=("序号 | 单位", *(f"{n} | 某某单位名称较长用以充数" for n in range(60))))
FULL = Part(kind="pdf", paragraphs=REPORT)


def page(title: str | None = TITLE, text: str = NOTICE) -> Document:
    return Document(text, title, None, "沅坪县司法局", fields={"columnname": "法治政府"}, url="http://a/1.html")


def enclosed(label: str, *parts: Part, number: int = 1, reason: str | None = None) -> Enclosed:
    return Enclosed(f"http://a/{number}.pdf", label, parts, reason, number, f"hash{number}")


def test_the_files_text_takes_the_pages_place_and_the_pages_facts_stay() -> None:
    chosen = choose_text(page(), [enclosed("统计表", TABLE), enclosed("报告全文", FULL, number=2)])
    assert chosen.document is not None
    assert (chosen.evidence_id, chosen.unreadable) == (2, None)
    assert chosen.document.text.split("\n") == list(REPORT)
    assert (chosen.document.title, chosen.document.url, chosen.document.source_label) == (
        TITLE,
        "http://a/1.html",
        "沅坪县司法局",
    )
    assert dict(chosen.document.fields) == {
        "columnname": "法治政府",
        "attachment": "http://a/2.pdf",
        "attachment_label": "报告全文",
        "attachment_sha256": "hash2",
    }


def test_a_report_in_a_zip_is_named_by_its_entry() -> None:
    parts = (Part("一/印章.pdf", unreadable="a picture"), Part(f"一/{TITLE}.docx", "docx", REPORT))
    chosen = choose_text(page("通知公告"), [enclosed("附件.zip", *parts)])
    assert chosen.document is not None
    assert chosen.document.fields["attachment_label"] == f"一/{TITLE}.docx"


@pytest.mark.parametrize(
    ("title", "files"),
    [
        (
            "关于开展植树活动的通知",
            [enclosed("活动方案", Part(kind="docx", paragraphs=("活动方案", *PARAGRAPHS[1:2] * 90)))],
        ),
        (TITLE, [enclosed("政策解读", Part(kind="docx", paragraphs=(f"《{TITLE}》解读", *PARAGRAPHS)))]),
        ("公示", [enclosed("名单", SCAN)]),
        (TITLE, [enclosed("统计表", Part(unreadable="a workbook; its sheets are not read as a report"))]),
    ],
    ids=["another matter", "an explainer", "another scan", "a workbook"],
)
def test_files_that_promise_no_report_leave_the_page_as_it_is(title: str, files: list[Enclosed]) -> None:
    chosen = choose_text(page(title), files)
    assert (chosen.evidence_id, chosen.unreadable) == (None, None)
    assert chosen.document == page(title)


@pytest.mark.parametrize(
    ("title", "file", "told"),
    [
        (TITLE, enclosed("点击下载", SCAN), "点击下载: a scan without a text layer (2 pages of pictures)"),
        ("通知公告", enclosed(f"{TITLE}.pdf", SCAN), f"{TITLE}.pdf: a scan without a text layer (2 pages of pictures)"),
        (TITLE, enclosed("报告", reason="status 403: the portal refuses"), "报告: status 403: the portal refuses"),
    ],
)
def test_a_promise_that_cannot_be_read_is_told(title: str, file: Enclosed, told: str) -> None:
    chosen = choose_text(page(title), [file])
    assert (chosen.document, chosen.unreadable) == (None, told)


def test_a_scan_beside_the_same_report_in_word_takes_nothing_away() -> None:
    chosen = choose_text(page(), [enclosed("报告（盖章扫描）", SCAN), enclosed("报告", FULL, number=2)])
    assert chosen.evidence_id == 2


def test_a_report_is_told_by_its_length_or_its_parts() -> None:
    assert is_report_itself("\n".join(PARAGRAPHS * 2))
    assert not is_report_itself(NOTICE * 12)
    assert is_report_itself("文" * 1000)
    assert not is_report_itself("\n".join(PARAGRAPHS[:2]))
