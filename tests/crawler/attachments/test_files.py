"""What each kind of file gives: paragraphs as they were written, or the reason why there are none."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from crawler.attachments.files import Part, read_parts
from tests.crawler.attachments import made
from tests.crawler.attachments.made import PARAGRAPHS, REPORT, TITLE


def only(body: bytes) -> Part:
    (part,) = read_parts(body)
    return part


def lines(body: bytes) -> tuple[str, ...]:
    part = only(body)
    assert part.unreadable is None, part.unreadable
    return part.paragraphs


def why(body: bytes) -> str:
    part = only(body)
    assert part.paragraphs == ()
    assert part.unreadable is not None
    return part.unreadable


@pytest.mark.parametrize("on_a_page", [22, 9, 4], ids=["one page", "two pages", "four pages"])
def test_a_pdfs_lines_are_joined_to_its_paragraphs(on_a_page: int) -> None:
    assert lines(made.report_pdf(lines=on_a_page, furniture=on_a_page < 22)) == REPORT


def test_a_locked_pdf_is_told_and_one_that_only_forbids_printing_is_read() -> None:
    assert why(made.report_pdf(password="secret")) == "a PDF that is locked with a password"
    assert lines(made.report_pdf(password="", furniture=False)) == REPORT


def test_a_scan_is_told_as_one() -> None:
    assert why(made.scan_pdf(3)).startswith("a scan without a text layer (3 pages of pictures)")


def test_a_pdf_of_thousands_of_pages_is_refused_before_it_is_read() -> None:
    assert why(made.long_pdf(5000)) == "a PDF of 5000 pages; no report has more than 400"


@pytest.mark.parametrize("cut", [9, 600, -700])
def test_a_cut_pdf_is_told_as_broken_or_read(cut: int) -> None:
    part = only(made.report_pdf()[:cut])
    assert part.unreadable == "a broken PDF: no reader can open it" or part.paragraphs == REPORT


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"左栏第{n}行文字叙述本县推进依法行政的情况和取得成" for n in "一二三四五六七八"]
    right = [f"右栏第{n}行文字叙述基层治理的主要做法和经验体会" for n in "一二三四五六七八"]
    text = "".join(lines(made.column_pdf(left, right)))
    assert text == TITLE + "".join(left) + "".join(right)


def test_a_table_in_a_pdf_keeps_its_rows() -> None:
    rows = [("单位", "受理（件）", "审结（件）"), ("县公安局", "41", "39"), ("县自然资源局", "25", "24")]

    def draw(canvas: Canvas) -> None:
        canvas.setFont(made.FONT, 14)
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                canvas.drawString(90 + 140 * column, 600 - 24 * place, cell)
        canvas.showPage()

    assert lines(made.pdf(draw)) == ("单位 | 受理（件） | 审结（件）", "县公安局 | 41 | 39", "县自然资源局 | 25 | 24")


def test_the_rules_of_a_pdfs_table_hold_its_cells_together() -> None:
    xs, ys = (90, 230, 300, 370, 500), (700, 670, 640, 590, 560)
    cells = {
        (95, 660): "单位", (240, 680): "行政复议（件）", (240, 650): "受理", (310, 650): "审结", (380, 660): "备注",
        (95, 622): "沅坪县交通运输综合", (95, 604): "行政执法大队", (240, 612): "41", (310, 612): "39",
        (380, 622): "其中调解12件", (380, 604): "，驳回3件",
        (95, 570): "县公安局", (240, 570): "25", (310, 570): "24",
    }  # fmt: skip

    def draw(canvas: Canvas) -> None:
        canvas.setFont(made.FONT, 12)
        canvas.drawString(90, 720, "各单位办理情况如下。")
        for (x, y), text in cells.items():
            canvas.drawString(x, y, text)
        canvas.lines([(90, y, 500, y) for y in (ys[0], *ys[2:])])
        canvas.lines([(x, ys[0], x, ys[-1]) for x in xs if x != 300])
        canvas.line(230, 670, 370, 670)
        canvas.rect(300, 560, 0.5, 110, fill=1)
        canvas.drawString(90, 540, "以上数据截至年底。")
        canvas.showPage()

    assert lines(made.pdf(draw)) == (
        "各单位办理情况如下。",
        "单位 | 行政复议（件） | | 备注",
        "单位 | 受理 | 审结 | 备注",
        "沅坪县交通运输综合行政执法大队 | 41 | 39 | 其中调解12件，驳回3件",
        "县公安局 | 25 | 24",
        "以上数据截至年底。",
    )


def test_a_watermark_and_a_sign_printed_twice_add_nothing() -> None:
    def draw(canvas: Canvas) -> None:
        for shift in (0.0, 0.4):
            canvas.setFont(made.FONT, 16)
            canvas.drawString(90 + shift, 700, "全县共受理行政复议案件一百二十七件，已审结。")
        canvas.translate(100, 300)
        canvas.rotate(45)
        canvas.drawString(0, 0, "内部资料不得外传")
        canvas.showPage()

    assert lines(made.pdf(draw)) == ("全县共受理行政复议案件一百二十七件，已审结。",)


def test_a_docx_gives_paragraphs_list_numbers_and_tables() -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<w:tc><w:tcPr>{more}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    def heading(text: str, level: int) -> str:
        number = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        return f"<w:p>{number}<w:r><w:t>{text}</w:t></w:r></w:p>"

    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
        '<w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    )
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = (
        f"<w:tbl><w:tr>{cell('类别')}{cell('单位')}{cell('件数')}</w:tr>"
        f"<w:tr>{cell('行政复议', restart)}{cell('县公安局')}{cell('41')}</w:tr>"
        f"<w:tr>{cell('', go_on)}{cell('县自然资源局')}{cell('25')}</w:tr></w:tbl>"
    )
    cut = (
        "<w:p><w:r><w:t>受理</w:t></w:r><w:del><w:r><w:delText>99</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>66</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:t>件。</w:t></w:r></w:p>"
    )
    body = heading("主要举措", 0) + heading("行政复议", 1) + heading("行政应诉", 1) + heading("问题", 0)
    assert lines(made.docx(body + heading("学法", 1) + table + cut, numbering)) == (
        "一、主要举措",
        "（一）行政复议",
        "（二）行政应诉",
        "二、问题",
        "（一）学法",
        "类别 | 单位 | 件数",
        "行政复议 | 县公安局 | 41",
        "行政复议 | 县自然资源局 | 25",
        "受理66件。",
    )


def test_xml_that_declares_entities_is_refused() -> None:
    bomb = (
        '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document xmlns:w="x"><w:body>&b;</w:body></w:document>'
    )
    assert "document type" in why(made.packed({"word/document.xml": bomb}))


def test_a_doc_gives_paragraphs_and_rows() -> None:
    text = (
        f"{TITLE}\r{PARAGRAPHS[0]}\r单位\x07受理数\x07\x07县公安局\x0741\x07\x07"
        '见\x13 HYPERLINK "http://x" \x14附表\x15。\r\x01\r'
    )
    assert lines(made.doc(text)) == (TITLE, PARAGRAPHS[0], "单位 | 受理数", "县公安局 | 41", "见附表。")


def test_a_doc_that_cannot_be_read_says_why() -> None:
    assert why(made.doc("秘密", encrypted=True)) == "a DOC that is locked with a password"
    assert "Word 95" in why(made.doc("旧", version=0x0068))
    assert why(made.doc("\r\r\x01")) == "a DOC without text: empty, or a scan"
    assert why(made.doc(TITLE)[:700]).startswith("a broken DOC")
    assert "workbook" in why(made.compound({"Workbook": b"x"}))


def test_an_ofds_lines_are_joined_to_paragraphs() -> None:
    text = "　　全年共办理行政复议案件127件，其中受理119件、审结108件，经调解和解终止36件，纠错率较低。"
    rows = [TITLE[:20], text[:30], text[30:]]
    assert lines(made.ofd(rows)) == (TITLE[:20], text.strip("　"))


def test_a_zip_gives_a_part_for_each_file_with_its_name() -> None:
    inner = made.packed({"里层/说明.txt": "说明文字一段。"})
    body = made.gbk_zip(
        {"报告/沅坪县报告.pdf": made.report_pdf(lines=9), "扫描件.pdf": made.scan_pdf(1), "附.zip": inner}
    )
    parts = read_parts(body)
    assert [(part.name, part.kind, bool(part.unreadable)) for part in parts] == [
        ("报告/沅坪县报告.pdf", "pdf", False),
        ("扫描件.pdf", "", True),
        ("附.zip/里层/说明.txt", "page", False),
    ]
    assert parts[0].paragraphs == REPORT


def test_files_packed_without_compression_are_parts_too() -> None:
    body = made.packed({"a.pdf": made.report_pdf(), "b.docx": made.report_docx()}, zipfile.ZIP_STORED)
    assert [(part.name, part.paragraphs == REPORT) for part in read_parts(body)] == [("a.pdf", True), ("b.docx", True)]


def test_names_that_climb_out_of_a_zip_stay_names() -> None:
    (part,) = read_parts(made.packed({"../../etc/报告.docx": made.report_docx()}))
    assert (part.name, part.paragraphs) == ("../../etc/报告.docx", REPORT)


def test_bombs_end_at_their_bounds() -> None:
    flood = made.packed({"a.pdf": b"%PDF-" + b"\0" * 60_000_000})
    assert len(flood) < 100_000
    assert "unpacks to more" in why(flood)
    nested = made.report_docx()
    for _ in range(3):
        nested = made.packed({"内.zip": nested})
    assert "a ZIP inside a ZIP" in why(nested)
    many = made.packed({f"{n}.txt": "x" for n in range(100)})
    assert why(many) == "a ZIP of 100 files; 60 at most are read"
    lying = bytearray(made.packed({"a.txt": b"\0" * 50_000_000}))
    place = lying.rfind(b"PK\x01\x02")
    lying[place + 24 : place + 28] = (10).to_bytes(4, "little")
    assert only(bytes(lying)).unreadable


def test_a_locked_zip_is_told() -> None:
    body = bytearray(made.packed({"a.pdf": made.scan_pdf(1)}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        place = body.rfind(mark)
        body[place + (6 if mark[2] == 3 else 8)] |= 1
    assert why(bytes(body)) == "a ZIP that is locked with a password"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "an empty file"),
        (b"Rar!\x1a\x07\x01\x00" + b"x" * 50, "a RAR archive"),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 50, "a 7z archive"),
        (b"Founder CEB 3.0\0" + b"\0" * 50, "a Founder CEB file"),
        (b"{\\rtf1 x}", "an RTF file"),
        (b"\x89PNG\r\n\x1a\n\0", "a picture"),
        (b"\x00\x01\x02\x03" * 40, "a file of no known kind"),
        (b"PK\x03\x04broken", "a broken ZIP"),
        (made.packed({"xl/workbook.xml": "<x/>"}), "a workbook"),
        (made.packed({"mimetype": "x", "content.xml": "<x/>"}), "an OpenDocument file"),
        (made.packed({}), "an empty ZIP"),
        (made.packed({"word/document.xml": "<w:document"}), "a broken DOCX"),
        (made.packed({"OFD.xml": "<OFD/>"}), "a broken container"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_read_is_told_with_a_reason(body: bytes, told: str) -> None:
    assert why(body).startswith(told)


def test_a_web_page_under_the_name_of_a_document_is_left_to_the_cleaner() -> None:
    page = "<html><body><p>受理13件</p></body></html>".encode("gbk")
    assert only(page) == Part(kind="page", page=page.decode("latin-1"))


def test_broken_deflate_is_told() -> None:
    body = bytearray(made.packed({"a.txt": "文" * 3000}))
    place = body.find(b"a.txt") + 8
    body[place : place + 6] = b"\xff" * 6
    assert "cannot be unpacked" in why(bytes(body))
    assert zipfile.is_zipfile(BytesIO(bytes(body)))
