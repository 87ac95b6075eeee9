"""Which links of an article lead to files, and which of those are reports that stand for themselves."""

from __future__ import annotations

import pytest

from crawler.attachments.links import FileLink, file_links, report_links

PAGE = "http://www.yp.gov.cn/fz/202503/t20250310_7.html"


def links(body: str) -> list[tuple[str, str]]:
    found = file_links(f"<html><body>{body}</body></html>", PAGE)
    return [(link.url.removeprefix("http://www.yp.gov.cn"), link.label) for link in found]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<a href='./P02025.pdf'>附件：沅坪县报告</a>", [("/fz/202503/P02025.pdf", "沅坪县报告")]),
        ("<a href=../a.DOCX title='沅坪县2024年报告全文'>报告…</a>", [("/fz/a.DOCX", "沅坪县2024年报告全文")]),
        (
            "<a href='/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=9'>报告</a>",
            [("/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=9", "报告")],
        ),
        (
            "<a href='/api-gateway/jpaas-web-server/front/document/file-download?fileUrl=/cms/a1.pdf'>点击下载</a>",
            [("/api-gateway/jpaas-web-server/front/document/file-download?fileUrl=/cms/a1.pdf", "点击下载")],
        ),
        (
            "<a href='/group6/M00/0A/1.html'>沅坪县报告.doc（点击下载）</a>",
            [("/group6/M00/0A/1.html", "沅坪县报告.doc（点击下载）")],
        ),
        ("<a href='#' oldsrc='W02025.doc'>报告</a>", []),
        ("<a oldsrc='W02025.doc'>报告</a>", [("/fz/202503/W02025.doc", "报告")]),
        ("<iframe src='/js/pdfjs/web/viewer.html?file=/u/2.pdf'></iframe>", [("/u/2.pdf", "")]),
        ("<embed src='/u/3.pdf'><object data='/u/3.pdf'></object>", [("/u/3.pdf", "")]),
        ("<a href='/u/4.pdf'><img src='x'></a><a href='/u/4.pdf'>报告全文</a>", [("/u/4.pdf", "报告全文")]),
        ("<a href='/u/%E6%8A%A5%E5%91%8A.ofd'>点击查看</a>", [("/u/%E6%8A%A5%E5%91%8A.ofd", "报告.ofd")]),
        ("<!-- <a href='/u/5.pdf'>旧</a> --><a href='/next.html'>下一篇</a><a href='mailto:a@b'>信</a>", []),
        ("<div class='nav'><a href='/forms/a.doc'>申请表</a></div><footer><a href='/b.zip'>年报</a></footer>", []),
        ("<a href='http://['>坏.pdf</a><a href='javascript:down(1)'>报告.pdf</a>", []),
        ("<a href='/photo.jpg'>图</a><a href='/a.pdf.html'>网页</a>", []),
    ],
)
def test_files_are_told_from_pages(body: str, expected: list[tuple[str, str]]) -> None:
    assert links(body) == expected


def test_a_page_of_thousands_of_files_offers_thirty() -> None:
    assert len(links("".join(f"<a href='/{n}.pdf'>第{n}号</a>" for n in range(5000)))) == 30


def test_several_reports_stand_for_themselves_and_formats_of_one_do_not() -> None:
    county = FileLink("http://a/1.pdf", "沅坪县2024年法治政府建设情况报告.pdf")
    again = FileLink("http://a/1.docx", "附件2：沅坪县2024年法治政府建设情况报告（盖章版）.docx")
    bureau = FileLink("http://a/2.pdf", "沅坪县司法局2024年法治政府建设情况报告")
    table = FileLink("http://a/3.xls", "统计表.xls")
    assert report_links((county, again, table)) == ()
    assert report_links((county, again, bureau, table)) == (county, bureau)
