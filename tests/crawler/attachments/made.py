"""Files made for the tests: takes words, leaves PDF, DOCX, DOC, OFD and ZIP bytes as the usual programs write them."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 90.0, WIDTH - 90, HEIGHT - 100, 90.0
SIZE, STEP = 16.0, 28.0

TITLE = "沅坪县2024年法治政府建设情况报告"
PARAGRAPHS = (
    "2024年，沅坪县坚持依法行政，推动法治政府建设迈上新台阶。现将有关情况报告如下：",
    "一、主要举措和成效",
    "全年共办理行政复议案件127件，其中受理119件、审结108件，经调解和解终止36件，纠错率为14.8%。"
    "办理行政应诉案件52件，行政机关负责人出庭应诉率达到100%，比上年提高3.5个百分点。",
    "全年办理行政处罚案件1,284件，行政许可事项20,436件，按期办结率100%。开展案卷评查3次，评查案卷260卷，"
    "发现问题31个，全部督促整改到位。",
    "二、存在的问题",
    "一是部分领导干部学法用法不够深入；二是基层执法力量不足，全县持证执法人员仅为486人。",
    "三、2025年工作安排",
    "下一步，我县将持续深化法治政府建设，不断提高行政执法质量和效率，努力让人民群众感受到公平正义。",
)
REPORT = (TITLE, *PARAGRAPHS)


@cache
def _font() -> str:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return FONT


def pdf(draw: Callable[[Canvas], None], **options: Any) -> bytes:
    """Return a PDF that `draw` has drawn."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, **options)
    _font()
    draw(canvas)
    canvas.save()
    return out.getvalue()


def report_pdf(
    paragraphs: Sequence[str] = REPORT, *, lines: int = 9, furniture: bool = True, password: str | None = None
) -> bytes:
    """Return a report set as an office program sets it: two signs of indent, a running head, a number on each page."""
    encryption = StandardEncryption(password) if password else None
    return pdf(lambda canvas: _set(canvas, paragraphs, lines, furniture), encrypt=encryption)


def _set(canvas: Canvas, paragraphs: Sequence[str], lines: int, furniture: bool) -> None:
    page, line = 1, 0
    canvas.setFont(FONT, 22)
    canvas.drawCentredString(WIDTH / 2, TOP + 40, paragraphs[0])
    for paragraph in paragraphs[1:]:
        text, indent = paragraph, True
        while text or indent:
            room = RIGHT - LEFT - (2 * SIZE if indent else 0)
            count = _fitting(text, room)
            canvas.setFont(FONT, SIZE)
            canvas.drawString(LEFT + (2 * SIZE if indent else 0), TOP - STEP * line, text[:count])
            text, indent, line = text[count:], False, line + 1
            if line == lines:
                _close_page(canvas, page, furniture)
                page, line = page + 1, 0
    _close_page(canvas, page, furniture)


def _fitting(text: str, room: float) -> int:
    count = 0
    while count < len(text) and _width(text[: count + 1]) <= room:
        count += 1
    return count


def _width(text: str) -> float:
    """Return how wide a text is printed; reportlab counts figures of a Chinese font twice as wide as they are."""
    return SIZE * sum(1.0 if ord(sign) > 255 or sign in "“”" else 0.5 for sign in text)


def _close_page(canvas: Canvas, page: int, furniture: bool) -> None:
    if furniture:
        canvas.setFont(FONT, 10)
        canvas.drawCentredString(WIDTH / 2, HEIGHT - 40, "沅坪县人民政府文件")
        canvas.drawCentredString(WIDTH / 2, 40, f"— {page} —")
    canvas.showPage()


def column_pdf(left: Sequence[str], right: Sequence[str]) -> bytes:
    """Return a page of two columns under a title that goes across."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 20)
        canvas.drawCentredString(WIDTH / 2, 760, TITLE)
        canvas.setFont(FONT, 10)
        for start, lines in ((60, left), (320, right)):
            for place, line in enumerate(lines):
                canvas.drawString(start, 720 - 16 * place, line)
        canvas.showPage()

    return pdf(draw)


def scan_pdf(pages: int = 3) -> bytes:
    """Return pages that are pictures, with a page number as the only text."""

    def draw(canvas: Canvas) -> None:
        for page in range(pages):
            canvas.rect(80, 80, 400, 600, fill=1)
            canvas.setFont("Helvetica", 9)
            canvas.drawString(300, 30, str(page + 1))
            canvas.showPage()

    return pdf(draw)


def long_pdf(pages: int) -> bytes:
    """Return very many pages of a word each."""

    def draw(canvas: Canvas) -> None:
        for page in range(pages):
            canvas.drawString(100, 700, f"page {page}")
            canvas.showPage()

    return pdf(draw, pageCompression=0)


def packed(entries: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, body in entries.items():
            archive.writestr(name, body)
    return out.getvalue()


def gbk_zip(entries: Mapping[str, bytes]) -> bytes:
    """Return a ZIP as Windows in China packs it: names in GBK, without the mark for UTF-8."""
    stand_ins = {f"{place:0{len(name.encode('gbk'))}d}": name for place, name in enumerate(entries)}
    body = packed({stand_in: entries[name] for stand_in, name in stand_ins.items()})
    for stand_in, name in stand_ins.items():
        body = body.replace(stand_in.encode(), name.encode("gbk"))
    return body


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, numbering: str = "", styles: str = "") -> bytes:
    """Return a DOCX of Word's XML; the namespace is `w`."""
    entries = {"[Content_Types].xml": "<Types/>", "word/document.xml": _part("document", f"<w:body>{body}</w:body>")}
    if numbering:
        entries["word/numbering.xml"] = _part("numbering", numbering)
    if styles:
        entries["word/styles.xml"] = _part("styles", styles)
    return packed(entries)


def report_docx(paragraphs: Sequence[str] = REPORT) -> bytes:
    """Return a report as DOCX."""
    return docx("".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs))


def _part(name: str, body: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} xmlns:w="{W}">{body}</w:{name}>'


def ofd(lines: Sequence[str], page_of: int = 30) -> bytes:
    """Return an OFD (GB/T 33190) with a line for each text, as office suites export it."""
    pages = [lines[start : start + page_of] for start in range(0, len(lines), page_of)] or [[]]
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    root = "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
    entries = {"OFD.xml": f"<ofd:OFD {space}><ofd:DocBody>{root}</ofd:DocBody></ofd:OFD>"}
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    area = (
        "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
    )
    entries["Doc_0/Document.xml"] = f"<ofd:Document {space}>{area}<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    for number, page in enumerate(pages):
        shown = ""
        for place, line in enumerate(page):
            steps = f"g {len(line) - 1} 5" if len(line) > 1 else ""
            shown += (
                f'<ofd:TextObject ID="{place}" Boundary="30 {40 + 8 * place} 150 6" Font="1" Size="5">'
                f'<ofd:TextCode X="0" Y="4.5" DeltaX="{steps}">{line}</ofd:TextCode></ofd:TextObject>'
            )
        content = f"<ofd:Content><ofd:Layer>{shown}</ofd:Layer></ofd:Content>"
        entries[f"Doc_0/Pages/Page_{number}/Content.xml"] = f"<ofd:Page {space}>{content}</ofd:Page>"
    return packed(entries)


SECTOR = 512


def doc(text: str, *, encrypted: bool = False, version: int = 0x00C1) -> bytes:
    """Return a compound file with a text of Word 97: one piece, in UTF-16."""
    words = text.encode("utf-16-le")
    start = 0x400
    main = bytearray(start + len(words))
    struct.pack_into("<HH", main, 0, 0xA5EC, version)
    struct.pack_into("<H", main, 0x0A, 0x0200 | (0x0100 if encrypted else 0))
    struct.pack_into("<i", main, 0x4C, len(text))
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, start, 0)
    clx = b"\x01\x02\x00\x00\x00" + b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", main, 0x01A2, 0, len(clx))
    main[start:] = words
    return compound({"WordDocument": bytes(main), "1Table": clx})


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file ([MS-CFB]) of a few streams, none so small that it needs a mini stream."""
    padded = {name: body.ljust(max(4096, -(-len(body) // SECTOR) * SECTOR), b"\0") for name, body in streams.items()}
    chains: list[int] = []
    starts: dict[str, int] = {}
    for name, body in padded.items():
        starts[name] = len(chains)
        count = len(body) // SECTOR
        chains += [*range(len(chains) + 1, len(chains) + count), 0xFFFFFFFE]
    directory = len(chains)
    chains.append(0xFFFFFFFE)
    tables = -(-(len(chains) + 2) // 128)
    allocation = len(chains)
    chains += [0xFFFFFFFD] * tables
    chains += [0xFFFFFFFF] * (tables * 128 - len(chains))
    entries = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)
    for place, (name, body) in enumerate(padded.items(), 1):
        right = place + 1 if place < len(padded) else 0xFFFFFFFF
        entries += _entry(name, 2, starts[name], len(body), right=right)
    entries = entries.ljust(SECTOR, b"\0")
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E, 3, 0xFFFE, 9, 6, 0, tables, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0,
    )  # fmt: skip
    difat = [*range(allocation, allocation + tables)]
    head += struct.pack("<109I", *difat, *[0xFFFFFFFF] * (109 - len(difat)))
    return head + b"".join(padded.values()) + entries + struct.pack(f"<{len(chains)}I", *chains)


def _entry(name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    title = name.encode("utf-16-le")
    head = title.ljust(64, b"\0") + struct.pack("<HBB", len(title) + 2, kind, 1)
    return head + struct.pack("<III", 0xFFFFFFFF, right, child) + b"\0" * 36 + struct.pack("<IQ", start, size)
