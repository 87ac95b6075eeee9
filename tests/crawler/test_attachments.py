"""Files of articles through the real spiders and the real cleaning: what is asked for, kept, read and told."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from sqlalchemy import select

from crawler.cleaning import clean_all
from crawler.progress import Progress
from crawler.unreadable import amend_visits
from storage.archive import read_body
from storage.tables import DOCUMENT, ENCLOSURE, PAGE, SNAPSHOT
from storage.vocabulary import Outcome
from tests.crawler.attachments import made
from tests.crawler.conftest import START, Crawling
from tests.crawler.portal import Page, Portal, list_page

TITLE = made.TITLE
LIST, ARTICLE = "/fz/", "/fz/202503/t20250310_7.html"
NOTICE = "现将《沅坪县2024年法治政府建设情况报告》全文予以公布，请社会各界监督。欢迎提出宝贵意见建议，共同推进工作。"


def covering(*links: tuple[str, str], text: str = NOTICE, title: str = TITLE) -> str:
    """Return a covering notice with its files, below a menu that offers a form."""
    shown = "".join(f'<p><a href="{path}">{label}</a></p>' for path, label in links)
    menu = '<div class="nav"><a href="/forms/shenqing.doc">依申请公开表格下载</a></div>'
    head = f"<html><head><title>{title}</title><meta name='PubDate' content='2025-03-10'></head><body>{menu}"
    return f"{head}<h1>{title}</h1><div class='TRS_Editor'><p>{text}</p>{shown}</div></body></html>"


def serve(portal: Portal, page: str, files: dict[str, Page]) -> None:
    portal.put(LIST, list_page((ARTICLE, TITLE, "2025-03-10")))
    portal.put(ARTICLE, page)
    portal.pages.update(files)


def pdf(body: bytes, **more: Any) -> Page:
    return Page(body, content_type="application/pdf", **more)


def clean(crawling: Crawling) -> None:
    """Clean as the command does, without a process for it."""
    store = crawling.store()
    try:
        clean_all(store, crawling.folder / "archive", Progress(None))
        amend_visits(store, f"round-{crawling.rounds}")
    finally:
        store.close()


def rows(crawling: Crawling, query: Any) -> list[Any]:
    store = crawling.store()
    try:
        with store.reading() as connection:
            return list(connection.execute(query))
    finally:
        store.close()


def current_document(crawling: Crawling, path: str = ARTICLE) -> Any:
    """Return the newest document of a page: its text, why it is unreadable, the address its evidence came from."""
    query = (
        select(DOCUMENT, SNAPSHOT.c.url)
        .join(PAGE, PAGE.c.snapshot_id == DOCUMENT.c.snapshot_id)
        .outerjoin(SNAPSHOT, SNAPSHOT.c.id == DOCUMENT.c.evidence_id)
        .where(PAGE.c.url.endswith(path))
        .order_by(DOCUMENT.c.id)
    )
    return rows(crawling, query)[-1]


def test_the_report_in_a_file_becomes_its_articles_text(portal: Portal, crawling: Crawling) -> None:
    report = made.report_pdf(lines=9)
    files = {"/fz/202503/P0202503107.pdf": pdf(report), "/down/download.jsp": Page(b"", act=_sends_docx)}
    links = (("./P0202503107.pdf", f"附件：{TITLE}.pdf"), ("/down/download.jsp?wbfileid=31", "附件2：名单"))
    foreign, dead = "http://files.example.com/c.doc", "/gone.xls"
    serve(portal, covering(*links, (foreign, "附件3：说明"), (dead, "附件4：统计表")), files)
    crawling.watch("yuanping", f"{portal.url}{LIST}")
    visit = crawling.run()["yuanping"]
    assert visit.outcome is Outcome.FOUND
    assert "http://files.example.com/c.doc (" in visit.reason
    assert f"{portal.url}/gone.xls (status 404)" in visit.reason
    asked = [path for path, _ in portal.paths()]
    assert asked == ["/down/download.jsp?wbfileid=31", LIST, "/fz/202503/P0202503107.pdf", ARTICLE, "/gone.xls"]
    clean(crawling)
    document = current_document(crawling)
    assert document.unreadable is None
    assert document.body["text"].split("\n") == list(made.REPORT)
    assert (document.body["title"], document.body["published"]) == (TITLE, "2025-03-10")
    assert document.body["url"] == portal.url + ARTICLE
    assert document.url == f"{portal.url}/fz/202503/P0202503107.pdf"
    kept = rows(crawling, select(SNAPSHOT).join(ENCLOSURE, ENCLOSURE.c.enclosed_id == SNAPSHOT.c.id))
    assert len(kept) == 2
    place = next(one for one in kept if one.id == document.evidence_id)
    archived = read_body(
        crawling.folder / "archive", place.archive_file, place.archive_offset, place.archive_length, place.sha256
    )
    assert archived == report


def _sends_docx(handler: Any, _form: str) -> None:
    body = made.report_docx(("名单", "甲、乙、丙。"))
    handler.send_response(200)
    handler.send_header("Content-Type", "application/octet-stream")
    handler.send_header("Content-Disposition", "attachment; filename=mingdan.docx")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def test_a_file_exchanged_under_the_same_address_is_a_change_of_its_article(portal: Portal, crawling: Crawling) -> None:
    serve(portal, covering(("/a/b.pdf", "报告全文")), {"/a/b.pdf": pdf(made.report_pdf())})
    crawling.watch("yuanping", f"{portal.url}{LIST}")
    crawling.run()
    clean(crawling)
    portal.paths()
    assert crawling.run()["yuanping"].outcome is Outcome.UNCHANGED
    assert portal.paths() == [("/a/b.pdf", 304), (LIST, 304), (ARTICLE, 304)]
    other = [line.replace("127件", "172件") for line in made.REPORT]
    portal.pages["/a/b.pdf"] = pdf(made.report_pdf(other))
    visit = crawling.run()["yuanping"]
    assert (visit.outcome, visit.counts["changed"]) == (Outcome.FOUND, 1)
    clean(crawling)
    assert "172件" in current_document(crawling).body["text"]
    texts = [row.body["text"] for row in rows(crawling, select(DOCUMENT).order_by(DOCUMENT.c.id))]
    assert ["127件" in text for text in texts] == [True, False]
    assert len(rows(crawling, select(SNAPSHOT).where(SNAPSHOT.c.url == portal.url + ARTICLE))) == 2


def test_a_scan_is_told_in_every_round_until_it_can_be_read(portal: Portal, crawling: Crawling) -> None:
    serve(portal, covering(("/a/b.pdf", "报告全文")), {"/a/b.pdf": pdf(made.scan_pdf())})
    crawling.watch("yuanping", f"{portal.url}{LIST}")
    assert crawling.run()["yuanping"].outcome is Outcome.FOUND
    clean(crawling)
    document = current_document(crawling)
    assert document.unreadable.startswith("报告全文: a scan without a text layer (3 pages of pictures)")
    assert document.body == {}
    told = _visit(crawling)
    assert told.outcome == "suspect"
    assert told.reason.startswith(
        f"1 entries, 1 new, 0 changed, 0 unchanged; 1 cannot be read: {portal.url}{ARTICLE} ("
    )
    again = crawling.run()["yuanping"]
    assert again.outcome is Outcome.SUSPECT
    assert "a scan without a text layer" in again.reason
    portal.pages["/a/b.pdf"] = pdf(made.report_pdf())
    crawling.run()
    clean(crawling)
    assert current_document(crawling).body["text"].split("\n")[0] == TITLE
    assert _visit(crawling).outcome == "found"


def _visit(crawling: Crawling) -> Any:
    from storage.tables import VISIT

    return rows(crawling, select(VISIT).order_by(VISIT.c.id))[-1]


def test_a_file_that_cannot_be_got_is_told_and_takes_nothing_back(portal: Portal, crawling: Crawling) -> None:
    serve(portal, covering(("/a/b.pdf", "报告全文")), {"/a/b.pdf": pdf(made.report_pdf())})
    crawling.watch("yuanping", f"{portal.url}{LIST}")
    crawling.run()
    clean(crawling)
    portal.pages["/a/b.pdf"] = Page("<title>安全验证</title>请完成安全验证".encode(), 403)
    visit = crawling.run()["yuanping"]
    assert visit.outcome is Outcome.SUSPECT
    assert f"{portal.url}/a/b.pdf (a file of {portal.url}{ARTICLE}: status 403" in visit.reason
    clean(crawling)
    assert current_document(crawling).body["text"].startswith(TITLE)
    portal.put(ARTICLE, covering(("/a/b.pdf", "报告全文"), text=NOTICE + "特此公告。"))
    crawling.run()
    clean(crawling)
    assert current_document(crawling).body["text"].startswith(TITLE)


def test_a_file_that_never_came_leaves_no_report_and_no_covering_notice_in_its_place(
    portal: Portal, crawling: Crawling
) -> None:
    page = Page(
        "<html><body><p>文件正在整理中，请稍后再试，给您带来不便敬请谅解。感谢您的理解与支持！</p></body></html>".encode()
    )
    serve(portal, covering(("/a/b.pdf", "报告全文")), {"/a/b.pdf": page})
    crawling.watch("yuanping", f"{portal.url}{LIST}")
    visit = crawling.run()["yuanping"]
    assert visit.outcome is Outcome.SUSPECT
    assert "a web page came in place of a file" in visit.reason
    clean(crawling)
    assert current_document(crawling).unreadable == "报告全文: a web page came in place of a file"
    assert rows(crawling, select(PAGE.c.url).where(PAGE.c.url.contains("shenqing"))) == []


def test_a_page_that_is_the_report_itself_needs_no_file(portal: Portal, crawling: Crawling) -> None:
    text = "</p><p>".join([*made.PARAGRAPHS, *made.PARAGRAPHS])
    serve(portal, covering(("/a/b.pdf", f"{TITLE}（扫描件）")), {})
    portal.put(ARTICLE, covering(("/a/b.pdf", f"{TITLE}（扫描件）.pdf"), text=text))
    crawling.watch("yuanping", f"{portal.url}{LIST}")
    visit = crawling.run()["yuanping"]
    assert visit.outcome is Outcome.FOUND
    assert f"a file of {portal.url}{ARTICLE} could not be got: {portal.url}/a/b.pdf (status 404)" in visit.reason
    clean(crawling)
    document = current_document(crawling)
    assert (document.evidence_id, "127件" in document.body["text"]) == (None, True)


def test_a_row_may_lead_to_a_file_directly(portal: Portal, crawling: Crawling) -> None:
    portal.put(
        LIST,
        list_page(
            ("/fz/2024.pdf", TITLE, "2025-03-10"),
            ("/fz/2023.zip", "沅坪县2023年法治政府建设情况报告", "2024-03-10"),
            ("/fz/2022.pdf", "沅坪县2022年法治政府建设情况报告", "2023-03-10"),
        ),
    )
    packed = made.gbk_zip({"报告/正文.docx": made.report_docx(), "报告/印章.pdf": made.scan_pdf(1)})
    portal.pages["/fz/2024.pdf"] = pdf(made.report_pdf())
    portal.pages["/fz/2023.zip"] = Page(packed, content_type="application/zip")
    portal.pages["/fz/2022.pdf"] = pdf(made.scan_pdf())
    crawling.watch("yuanping", f"{portal.url}{LIST}")
    crawling.run()
    clean(crawling)
    for path in ("/fz/2024.pdf", "/fz/2023.zip"):
        document = current_document(crawling, path)
        assert document.body["text"].split("\n") == list(made.REPORT)
        assert document.body["url"] == portal.url + path
    assert current_document(crawling, "/fz/2022.pdf").unreadable.startswith("a scan")
    told = _visit(crawling)
    assert told.outcome == "found"  # an old scan is named once more by the next visit, and keeps nobody awake
    again = crawling.run()["yuanping"]
    assert (again.outcome, again.reason.rpartition("; ")[2]) == (
        Outcome.UNCHANGED,
        "1 of earlier years cannot be read",
    )


def test_an_article_that_offers_several_reports_is_a_list_of_them(portal: Portal, crawling: Crawling) -> None:
    other = "沅坪县司法局2024年法治政府建设情况报告"
    links = (("/a/1.pdf", f"{TITLE}.pdf"), ("/a/2.docx", f"{other}.docx"))
    files = {"/a/1.pdf": pdf(made.report_pdf()), "/a/2.docx": Page(made.report_docx((other, *made.PARAGRAPHS)))}
    files["/a/2.docx"].content_type = "application/octet-stream"
    serve(portal, covering(*links, title="2024年度法治政府建设情况报告公开"), files)
    crawling.watch("yuanping", f"{portal.url}{LIST}")
    visit = crawling.run()["yuanping"]
    assert (visit.outcome, visit.counts["new"]) == (Outcome.FOUND, 3)
    clean(crawling)
    assert current_document(crawling, "/a/1.pdf").body["title"] == TITLE
    assert current_document(crawling, "/a/2.docx").body["title"] == other
    assert "予以公布" in current_document(crawling).body["text"]
    portal.paths()
    crawling.run()
    assert sorted(portal.paths()) == [("/a/1.pdf", 304), ("/a/2.docx", 304), (LIST, 304), (ARTICLE, 304)]


def test_a_round_that_ended_before_the_files_came_is_taken_up_by_the_next(portal: Portal, crawling: Crawling) -> None:
    serve(portal, covering(("/a/b.pdf", "报告全文")), {"/a/b.pdf": pdf(made.report_pdf())})
    crawling.watch("yuanping", f"{portal.url}{LIST}")
    page = portal.pages["/a/b.pdf"]
    portal.pages["/a/b.pdf"] = Page(act=lambda _handler, _form: running[0].kill())
    running: list[subprocess.Popen[bytes]] = []
    crawling.write_settings()
    config = ["--config", str(crawling.folder / "settings.toml"), "--run", "killed"]
    command = [sys.executable, "-m", "crawler", "crawl", *config, "--now", START.isoformat(), "--source", "yuanping"]
    running.append(subprocess.Popen(command, stdin=subprocess.DEVNULL))
    assert running[0].wait(timeout=60) == -9
    clean(crawling)
    assert rows(crawling, select(DOCUMENT)) == []  # the covering notice is not taken for the report
    portal.pages["/a/b.pdf"] = page
    crawling.run("--source", "yuanping")
    clean(crawling)
    assert current_document(crawling).body["text"].split("\n") == list(made.REPORT)


def test_a_files_document_is_printed_for_each_report_in_it(crawling: Crawling) -> None:
    body = made.gbk_zip({"一/报告.pdf": made.report_pdf(), "二/扫描.pdf": made.scan_pdf(1)})
    file = crawling.folder / "report.zip"
    file.write_bytes(body)
    done = subprocess.run(
        [sys.executable, "-m", "crawler", "document", str(file)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["title"] == TITLE
    assert done.stderr.startswith(f"{file}: 二/扫描.pdf: a scan without a text layer")
    scan = crawling.folder / "scan.pdf"
    scan.write_bytes(made.scan_pdf(2))
    refused = subprocess.run(
        [sys.executable, "-m", "crawler", "document", str(scan)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(f"{scan}: a scan without a text layer (2 pages of pictures)")
