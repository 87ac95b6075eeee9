"""The real spiders as a child process against a loopback portal: what is asked for, kept and told."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import select

from crawler.decode import decode
from storage.archive import read_body
from storage.runs import visits_of_run
from storage.tables import SNAPSHOT
from storage.vocabulary import Outcome, PageState, Verdict
from tests.crawler.conftest import Crawling
from tests.crawler.portal import Page, Portal, article, list_page

REPORTS = (
    ("/fz/202503/t20250310_11.html", "云岭县2024年法治政府建设情况报告", "2025-03-10"),
    ("/fz/202403/t20240311_12.html", "云岭县2023年法治政府建设情况报告", "2024-03-11"),
)


def serve_reports(portal: Portal) -> None:
    portal.put("/fz/", list_page(*REPORTS))
    for count, (path, title, _day) in enumerate(REPORTS, 20):
        portal.put(path, article(title, count))


def snapshots(crawling: Crawling) -> list[Any]:
    store = crawling.store()
    try:
        with store.reading() as connection:
            return list(connection.execute(select(SNAPSHOT).order_by(SNAPSHOT.c.id)))
    finally:
        store.close()


def test_listed_reports_are_kept_with_their_bytes(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.reason) == (Outcome.FOUND, "2 entries, 2 new, 0 changed, 0 unchanged")
    assert dict(visit.counts) == {
        "entries": 2,
        "new": 2,
        "changed": 0,
        "unchanged": 0,
        "missing": 0,
        "dead": 0,
        "external": 0,
        "skipped": 0,
        "held": 2,
        "failed": 0,
    }
    kept = {row.url.partition(portal.host)[2]: row for row in snapshots(crawling)}
    assert set(kept) == {"/fz/", REPORTS[0][0], REPORTS[1][0]}
    row = kept[REPORTS[0][0]]
    place = (row.archive_file, row.archive_offset, row.archive_length, row.sha256)
    assert read_body(crawling.folder / "archive", *place) == portal.pages[REPORTS[0][0]].body
    assert crawling.pages("yunling")[REPORTS[0][0]].listed_title == REPORTS[0][1]


def test_a_second_round_asks_conditionally_and_keeps_nothing_twice(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    before = len(snapshots(crawling))
    portal.paths()
    visit = crawling.run()["yunling"]
    assert visit.outcome is Outcome.UNCHANGED
    assert portal.paths() == [("/fz/", 304), (REPORTS[1][0], 304), (REPORTS[0][0], 304)]
    assert len(snapshots(crawling)) == before


def test_a_silent_edit_is_kept_as_a_change(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    portal.put(REPORTS[1][0], article(REPORTS[1][1], 77))
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["changed"], visit.counts["unchanged"]) == (Outcome.FOUND, 1, 1)
    bodies = [row for row in snapshots(crawling) if row.url.endswith(REPORTS[1][0])]
    assert len(bodies) == 2


def test_furniture_that_moves_keeps_no_bytes_and_is_no_news(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    bare = {path: portal.pages[path].body for path in ("/fz/", REPORTS[1][0])}
    for day, week in ((3, "二"), (14, "六"), (21, "六")):
        for path, body in bare.items():
            moved = f"<script>t={day}</script><p>今天是2026年3月{day}日 星期{week}</p></body>"
            portal.pages[path].body = body.replace(b"</body>", moved.encode())
        visit = crawling.run()["yunling"]
        if day == 3:  # the banner is new once: it has words
            before, looked = len(snapshots(crawling)), crawling.pages("yunling")[REPORTS[1][0]].last_looked_at
        assert (visit.outcome, visit.counts["changed"]) == ((Outcome.FOUND, 1) if day == 3 else (Outcome.UNCHANGED, 0))
    assert len(snapshots(crawling)) == before
    now_looked = crawling.pages("yunling")[REPORTS[1][0]].last_looked_at
    assert looked is not None
    assert now_looked is not None
    assert now_looked > looked


def test_words_beside_the_cleaned_text_are_kept_though_they_are_no_news(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    page, before = portal.pages[REPORTS[1][0]], len(snapshots(crawling))
    page.body = page.body.replace(b"</body>", "<div class='foot'>本报告附表另行公布</div></body>".encode())
    crawling.run()
    assert len(snapshots(crawling)) == before + 1


def test_a_new_validator_of_the_same_bytes_is_kept(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    portal.pages[REPORTS[0][0]].tag = '"rebuilt"'
    statuses = []
    for _ in range(2):
        portal.paths()
        assert crawling.run()["yunling"].outcome is Outcome.UNCHANGED
        statuses.append(dict(portal.paths())[REPORTS[0][0]])
    assert statuses == [200, 304]


def test_force_asks_without_validators(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    portal.paths()
    visit = crawling.run("--source", "yunling", "--all", "--force")["yunling"]
    assert visit.outcome is Outcome.UNCHANGED
    assert portal.paths() == [("/fz/", 200), (REPORTS[1][0], 200), (REPORTS[0][0], 200)]


def test_gbk_bytes_that_claim_utf8_are_kept_and_listed(portal: Portal, crawling: Crawling) -> None:
    portal.pages["/fz/"] = Page(list_page(*REPORTS).encode("gb18030"))
    for path, title, _day in REPORTS:
        portal.pages[path] = Page(article(title).encode("gb18030"))
    crawling.watch("yunling", f"{portal.url}/fz/")
    assert crawling.run()["yunling"].outcome is Outcome.FOUND
    record = crawling.pages("yunling")[REPORTS[0][0]]
    assert record.listed_title == REPORTS[0][1]
    row = next(row for row in snapshots(crawling) if row.url.endswith(REPORTS[0][0]))
    place = (row.archive_file, row.archive_offset, row.archive_length, row.sha256)
    assert "行政复议" in decode(read_body(crawling.folder / "archive", *place), row.content_type)


def test_a_list_of_refusals_is_blocked_and_nothing_goes_missing(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    for path, _title, _day in REPORTS:
        portal.pages[path].status = 403
    visit = crawling.run()["yunling"]
    assert visit.outcome is Outcome.BLOCKED
    assert "status 403: the portal refuses" in visit.reason
    assert portal.url + REPORTS[0][0] in visit.reason
    assert {record.state for record in crawling.pages("yunling").values()} == {PageState.PRESENT}


def test_a_refused_list_page_is_blocked_and_asked_once(portal: Portal, crawling: Crawling) -> None:
    portal.put("/fz/", "<p>Forbidden</p>", status=403)
    crawling.watch("yunling", f"{portal.url}/fz/")
    visit = crawling.run()["yunling"]
    assert visit.outcome is Outcome.BLOCKED
    assert portal.paths() == [("/fz/", 403)]


def test_a_challenge_page_is_blocked_with_its_system_named(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    portal.put("/fz/", "<html><script>$_ts=window['$_ts'];document.cookie='a=1';</script><body></body></html>")
    visit = crawling.run()["yunling"]
    assert visit.outcome is Outcome.BLOCKED
    assert "瑞数" in visit.reason
    evidence = [row for row in snapshots(crawling) if row.verdict == Verdict.CHALLENGE]
    assert len(evidence) == 1


def test_a_list_that_never_had_entries_is_nothing_and_one_that_had_is_suspect(
    portal: Portal, crawling: Crawling
) -> None:
    serve_reports(portal)
    portal.put("/leer/", list_page(more="<p>暂无信息</p>"))
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.watch("leer", f"{portal.url}/leer/")
    assert crawling.run()["leer"].outcome is Outcome.NOTHING
    portal.put("/fz/", list_page(more="<p>暂无信息</p>"))
    visit = crawling.run()["yunling"]
    assert visit.outcome is Outcome.SUSPECT
    assert visit.reason.startswith("the list had entries before and is empty now")
    assert crawling.pages("yunling")[REPORTS[0][0]].state is PageState.PRESENT


def test_a_shell_that_a_script_fills_is_suspect(portal: Portal, crawling: Crawling) -> None:
    portal.put("/fz/", "<html><body><div id='app'></div><script src='/app.js'></script></body></html>")
    crawling.watch("yunling", f"{portal.url}/fz/")
    assert crawling.run()["yunling"].outcome is Outcome.SUSPECT


def test_a_failed_minimum_publishes_nothing(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/", minimum_items=5)
    visit = crawling.run()["yunling"]
    assert visit.outcome is Outcome.SUSPECT
    assert visit.reason == "the list has 2 entries, 5 at least are declared; none was followed"
    assert portal.paths() == [("/fz/", 200)]


def test_huge_and_endless_pages_are_cut_and_named_while_others_go_on(portal: Portal, crawling: Crawling) -> None:
    def endless(handler: Any, _form: str) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        handler.close_connection = True
        stop = time.monotonic() + 20
        while time.monotonic() < stop:
            try:
                handler.wfile.write(b"<p>.</p>")
                handler.wfile.flush()
            except OSError:
                return
            time.sleep(0.02)

    def huge(handler: Any, _form: str) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        handler.close_connection = True
        block = b"<p>x</p>" * 131_072
        try:
            for _ in range(200):
                handler.wfile.write(block)
        except OSError:
            return

    serve_reports(portal)
    portal.pages["/ohne-ende/"] = Page(act=endless)
    portal.pages["/riesig/"] = Page(act=huge)
    for slug, path in (("yunling", "/fz/"), ("endlos", "/ohne-ende/"), ("riesig", "/riesig/")):
        crawling.watch(slug, portal.url + path)
    visits = crawling.run()
    assert {slug: visit.outcome for slug, visit in visits.items()} == {
        "yunling": Outcome.FOUND,
        "endlos": Outcome.FAILED,
        "riesig": Outcome.FAILED,
    }
    assert "no whole answer in time" in visits["endlos"].reason
    assert "larger than a page (5 MB) or a file (20 MB) may be" in visits["riesig"].reason


def test_a_redirect_to_a_private_address_is_not_followed(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    inner = Portal()
    inner.put("/geheim", "secret")
    try:
        portal.put(REPORTS[0][0], "", status=302, headers={"Location": f"{inner.url}/geheim"})
        crawling.watch("yunling", f"{portal.url}/fz/")
        visit = crawling.run()["yunling"]
        assert inner.asked == []
    finally:
        inner.close()
    assert visit.outcome is Outcome.SUSPECT
    assert f"host {inner.host} is neither under gov.cn nor in [crawl] allow_hosts" in visit.reason
    assert visit.counts["new"] == 1


def test_a_public_name_that_leads_to_a_private_address_is_not_asked(portal: Portal, tmp_path: Path) -> None:
    serve_reports(portal)
    port = portal.host.partition(":")[2]
    settings = tmp_path / "settings.toml"
    settings.write_text(
        f'[storage]\nurl = "sqlite:///fazhi.db"\n[crawl]\ndelay_seconds = 0\nsources = []\n'
        f'[[source]]\nslug = "yl"\nurl = "http://www.yunling.gov.cn:{port}/fz/"\n',
        encoding="utf-8",
    )
    lying_resolver = (
        "import socket, sys\nreal = socket.getaddrinfo\n"
        "socket.getaddrinfo = lambda host, *more, **named: real("
        "'127.0.0.1' if host == 'www.yunling.gov.cn' else host, *more, **named)\n"
        "from crawler.__main__ import main\nsys.exit(main(sys.argv[1:]))"
    )
    arguments = ["crawl", "--config", str(settings), "--run", "r1", "--source", "yl", "--progress"]
    done = subprocess.run(
        [sys.executable, "-c", lying_resolver, *arguments], check=False, capture_output=True, text=True, timeout=60
    )
    told = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")][-1]
    assert told["outcome"] == Outcome.FAILED
    assert "www.yunling.gov.cn leads to the private address 127.0.0.1" in told["reason"]
    assert portal.paths() == []


def test_robots_txt_is_obeyed(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    portal.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /fz/\n", content_type="text/plain")
    crawling.watch("yunling", f"{portal.url}/fz/")
    visit = crawling.run()["yunling"]
    assert visit.outcome is Outcome.BLOCKED
    assert visit.reason.endswith("robots.txt asks programs not to fetch it")
    assert portal.paths() == []


def test_the_pause_that_robots_txt_asks_for_is_kept(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    portal.pages["/robots.txt"] = Page(b"User-agent: *\nCrawl-delay: 0.3\n", content_type="text/plain")
    crawling.watch("yunling", f"{portal.url}/fz/")
    assert crawling.run()["yunling"].counts["new"] == 2
    moments = [asked.at for asked in portal.asked]
    assert len(moments) == 4
    assert min(after - before for before, after in pairwise(moments)) > 0.25


def test_a_held_page_is_missing_first_and_removed_at_the_second_look(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    del portal.pages[REPORTS[1][0]]
    portal.put("/fz/", list_page(REPORTS[0]))
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["missing"]) == (Outcome.UNCHANGED, 1)
    assert crawling.pages("yunling")[REPORTS[1][0]].state is PageState.MISSING
    crawling.run()
    assert crawling.pages("yunling")[REPORTS[1][0]].state is PageState.REMOVED


def test_a_page_listed_no_more_that_still_answers_is_present(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    portal.put("/fz/", list_page(REPORTS[0]))
    assert crawling.run()["yunling"].outcome is Outcome.UNCHANGED
    assert crawling.pages("yunling")[REPORTS[1][0]].state is PageState.PRESENT


def test_a_held_page_sent_home_is_missing_and_one_in_trouble_is_not(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    portal.put("/", list_page(("/a.html", "欢迎访问云岭县人民政府门户网站", "2026-01-01")))
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    portal.put("/fz/", list_page(REPORTS[0]))
    portal.put(REPORTS[1][0], "", status=302, headers={"Location": "/"})
    portal.put(REPORTS[0][0], "busy", status=503, headers={"Retry-After": "0"})
    visit = crawling.run()["yunling"]
    states = crawling.pages("yunling")
    assert visit.outcome is Outcome.SUSPECT
    assert (states[REPORTS[0][0]].state, states[REPORTS[1][0]].state) == (PageState.PRESENT, PageState.MISSING)
    assert [status for path, status in portal.paths() if path == REPORTS[0][0]].count(503) == 3


def test_pages_that_are_sent_home_while_their_list_names_them_are_no_removals(
    portal: Portal, crawling: Crawling
) -> None:
    serve_reports(portal)
    portal.put("/", list_page(("/a.html", "欢迎访问云岭县人民政府门户网站", "2026-01-01")))
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    for path, _title, _day in REPORTS:
        portal.put(path, "", status=302, headers={"Location": "/"})
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["missing"], visit.counts["failed"]) == (Outcome.SUSPECT, 0, 2)
    assert "which its list does not confirm" in visit.reason
    portal.put("/fz/", "", status=302, headers={"Location": "/"})
    assert crawling.run()["yunling"].outcome is Outcome.FAILED
    assert {crawling.pages("yunling")[path].state for path, _, _ in REPORTS} == {PageState.PRESENT}


def test_the_list_page_in_an_articles_place_is_no_removal(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    portal.pages[REPORTS[1][0]] = portal.pages["/fz/"]
    visit = crawling.run()["yunling"]
    assert visit.outcome is Outcome.SUSPECT
    assert "the list page came in its place" in visit.reason
    assert crawling.pages("yunling")[REPORTS[1][0]].state is PageState.PRESENT


def test_one_named_page_is_asked_for_alone(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    portal.put(REPORTS[1][0], article(REPORTS[1][1], 99))
    portal.paths()
    visit = crawling.run("--url", portal.url + REPORTS[1][0])["yunling"]
    assert (visit.outcome, visit.counts["changed"]) == (Outcome.FOUND, 1)
    assert portal.paths() == [(REPORTS[1][0], 200)]


def test_trs_lists_go_on_at_index_1_and_never_leave_the_column(portal: Portal, crawling: Crawling) -> None:
    pages = [
        (
            f"/fz/202{year}03/t202{year}0310_{year}.html",
            f"云岭县202{year - 1}年法治政府建设情况报告",
            f"202{year}-03-10",
        )
        for year in range(1, 6)
    ]
    call = '<script>createPageHTML(3, 0, "index", "html");</script>'
    portal.put("/fz/", list_page(*pages[:2], more=call))
    portal.put("/fz/index_1.html", list_page(*pages[2:4], more=call))
    portal.put("/fz/index_2.html", list_page(pages[4], more='<a href="/tzgg/index.html">下一页</a>'))
    for path, title, _day in pages:
        portal.put(path, article(title))
    crawling.watch("yunling", f"{portal.url}/fz/", platform="trs_wcm")
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["new"]) == (Outcome.FOUND, 5)
    assert {path for path, _ in portal.paths()} == {
        "/fz/", "/fz/index_1.html", "/fz/index_2.html", *(path for path, _, _ in pages)
    }  # fmt: skip


def test_hanweb_lists_go_on_by_posted_form(portal: Portal, crawling: Crawling) -> None:
    entries = [
        (f"/art/202{n}/3/1/art_9_{n}.html", f"云岭县202{n - 1}年法治政府建设年度报告", f"202{n}-03-01")
        for n in range(1, 6)
    ]

    def records(part: list[tuple[str, str, str]]) -> str:
        rows = [f"<record><![CDATA[<li><a href='{p}'>{t}</a><span>{d}</span></li>]]></record>" for p, t, d in part]
        total = "<totalrecord>5</totalrecord>"
        return f"<datastore>{total}<recordset>{''.join(rows)}</recordset></datastore>"

    def dataproxy(handler: Any, form: str) -> None:
        start = int(handler.path.partition("startrecord=")[2].partition("&")[0])
        good = (
            "columnid=9" in form and "unitid=77" in form and handler.headers["Referer"].endswith("/col/col9/index.html")
        )
        body = records(entries[start - 1 :] if good else []).encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "text/xml;charset=utf-8")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    script = (
        "<script>$('#77').jpage({proxyUrl:'/module/web/jpage/dataproxy.jsp', perPage:2, totalRecord:5, "
        "params:{col:1,appid:1,webid:3,path:'/',columnid:9,sourceContentType:1,unitid:'77',webname:'云岭县',permissiontype:0}})"
        "</script>"
    )
    portal.put("/col/col9/index.html", f"<html><script type='text/xml'>{records(entries[:2])}</script>{script}</html>")
    portal.pages["/module/web/jpage/dataproxy.jsp"] = Page(act=dataproxy)
    for path, title, _day in entries:
        portal.put(path, article(title))
    crawling.watch("yunling", f"{portal.url}/col/col9/index.html", platform="hanweb_jpage")
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["entries"], visit.counts["new"]) == (Outcome.FOUND, 5, 5)
    posts = [asked for asked in portal.asked if asked.method == "POST"]
    assert [post.path.partition("?")[2] for post in posts] == ["startrecord=3&endrecord=8&perpage=2"]


def test_a_column_of_one_page_is_itself_the_document(portal: Portal, crawling: Crawling) -> None:
    text = (
        article("云岭县2024年法治政府建设情况报告") + "<p>" + "依法行政水平不断提高，群众满意度稳步上升。" * 30 + "</p>"
    )
    portal.put("/bg.html", text)
    crawling.watch("yunling", f"{portal.url}/bg.html")
    assert crawling.run()["yunling"].outcome is Outcome.FOUND
    assert crawling.pages("yunling")["/bg.html"].role == "article"
    assert crawling.run()["yunling"].outcome is Outcome.UNCHANGED


def test_links_to_other_hosts_are_noted_but_not_asked(portal: Portal, crawling: Crawling) -> None:
    elsewhere = ("https://mp.weixin.qq.com/s/abc", "一图读懂云岭县法治政府建设", "2025-03-11")
    serve_reports(portal)
    portal.put("/fz/", list_page(*REPORTS, elsewhere))
    crawling.watch("yunling", f"{portal.url}/fz/")
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["external"]) == (Outcome.FOUND, 1)
    assert crawling.pages("yunling")["https://mp.weixin.qq.com/s/abc"].role == "external"


def test_a_crawl_ends_with_its_parent(portal: Portal, crawling: Crawling, tmp_path: Path) -> None:
    def slow(handler: Any, _form: str) -> None:
        time.sleep(8)
        handler.close_connection = True

    portal.pages["/fz/"] = Page(act=slow)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run("--source", "yunling", crawl="")  # writes the settings
    settings = str(tmp_path / "settings.toml")
    command = [sys.executable, "-m", "crawler", "crawl", "--config", settings, "--run", "r9", "--with-parent"]
    child = subprocess.Popen([*command, "--source", "yunling"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(timeout=10) == 1


def test_a_signal_ends_a_crawl_at_once_without_an_outcome(portal: Portal, crawling: Crawling) -> None:
    asked = threading.Event()

    def slow(handler: Any, _form: str) -> None:
        asked.set()
        time.sleep(8)
        handler.close_connection = True

    portal.put("/fz/", list_page(*REPORTS))
    crawling.watch("yunling", f"{portal.url}/fz/", minimum_items=9)
    crawling.run()
    portal.pages["/fz/"] = Page(act=slow)
    settings = str(crawling.folder / "settings.toml")
    command = [sys.executable, "-m", "crawler", "crawl", "--config", settings, "--run", "r9", "--source", "yunling"]
    child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    assert asked.wait(30)
    child.terminate()
    assert child.wait(timeout=1.5) == 128 + signal.SIGTERM
    store = crawling.store()
    try:
        assert visits_of_run(store, "r9") == []
    finally:
        store.close()


def test_a_column_sent_on_to_its_new_address_is_read_from_there(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    portal.put("/alt", "", status=301, headers={"Location": "/fz/"})
    portal.put("/fz/", list_page(*((path.rpartition("/fz/")[2], title, day) for path, title, day in REPORTS)))
    crawling.watch("yunling", f"{portal.url}/alt")
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["new"]) == (Outcome.FOUND, 2)


def test_a_column_sent_home_has_failed_though_the_front_page_lists_news(portal: Portal, crawling: Crawling) -> None:
    portal.put("/fz/", "", status=302, headers={"Location": "/"})
    portal.put("/", list_page(*REPORTS))
    crawling.watch("yunling", f"{portal.url}/fz/")
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["new"]) == (Outcome.FAILED, 0)
    assert "sent on to the front page" in visit.reason


def test_a_columns_own_address_asks_for_the_whole_source(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    assert crawling.run("--url", f"{portal.url}/fz/index.html")["yunling"].counts["new"] == 2


def test_two_sources_may_list_one_page(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    portal.put("/zwgk/", list_page(REPORTS[0]))
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.watch("zwgk", f"{portal.url}/zwgk/")
    visits = crawling.run()
    assert {slug: visit.counts["new"] for slug, visit in visits.items()} == {"yunling": 2, "zwgk": 0}
    assert {visit.outcome for visit in crawling.run().values()} == {Outcome.UNCHANGED}
    assert [path for path, _ in portal.paths()].count(REPORTS[0][0]) == 2


def test_a_page_that_nobody_watches_is_refused_with_the_remedy(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    settings = str(crawling.folder / "settings.toml")
    command = [sys.executable, "-m", "crawler", "crawl", "--config", settings, "--run", "r9", "--url"]
    done = subprocess.run([*command, "http://www.xl.gov.cn/a.html"], check=False, capture_output=True, text=True)
    assert (done.returncode, "add a [[source]]" in done.stderr) == (2, True)


def test_hanweb_groups_are_followed_though_the_first_repeats_the_column(portal: Portal, crawling: Crawling) -> None:
    entries = [
        (f"/art/202{n}/3/1/art_9_{n}.html", f"云岭县202{n - 1}年法治政府建设年度报告", f"202{n}-03-01")
        for n in range(1, 6)
    ]

    def group(page: int) -> str:
        rows = "".join(
            f"<record><![CDATA[<li><a href='{path}'>{title}</a><span>{day}</span></li>]]></record>"
            for path, title, day in entries[2 * page - 2 : 2 * page]
        )
        more = f"/module/web/jpage/dataproxy.jsp?page={page + (page > 1)}&columnid=ab12&unitid=cd34"
        head = f'<nextgroup><![CDATA[<a href="{more}"></a>]]></nextgroup>'
        return f"<datastore>{head}<recordset>{rows}</recordset></datastore>"

    portal.put("/col/col9/index.html", f"<html><script type='text/xml'>{group(1)}</script></html>")
    for page in (1, 2, 3, 4):
        path = f"/module/web/jpage/dataproxy.jsp?page={page}&columnid=ab12&unitid=cd34"
        portal.put(path, group(page), content_type="text/xml;charset=utf-8")
    for path, title, _day in entries:
        portal.put(path, article(title))
    crawling.watch("yunling", f"{portal.url}/col/col9/index.html", platform="hanweb_jpage")
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["entries"], visit.counts["new"]) == (Outcome.FOUND, 5, 5)
    pages = [path.partition("page=")[2][:1] for path, _ in portal.paths() if "dataproxy" in path]
    assert pages == ["1", "2", "3", "4"]


def test_a_spent_budget_lets_looks_wait_and_says_so(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    visit = crawling.run(crawl="daily_budget = 3")["yunling"]  # robots.txt, the list, one report
    assert visit.outcome is Outcome.FOUND
    wait = f"the daily budget of requests to {portal.host} does not reach"
    assert visit.reason == f"2 entries, 1 new, 0 changed, 0 unchanged; 1 new entries wait for a later round: {wait}"
    assert crawling.run(crawl="daily_budget = 1") == {}
    assert f"yunling is not looked at: the daily budget of 1 requests to {portal.host} is spent" in crawling.said
    assert crawling.run()["yunling"].counts["new"] == 1


def test_in_quiet_hours_no_portal_is_asked(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    assert crawling.run(crawl='quiet_hours = ["00:00-12:00"]') == {}  # it is half past nine in China
    assert portal.paths() == []
    assert crawling.run(crawl='quiet_hours = ["12:00-23:59"]')["yunling"].outcome is Outcome.FOUND


def test_a_whole_site_that_sends_every_page_home_is_no_removal(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    portal.put("/", list_page(("/x.html", "云岭县召开会议", "2025-03-10")))
    portal.put("/fz/", list_page(("/fz/9.html", "云岭县2026年工作要点", "2026-03-10")))
    for path, _title, _day in REPORTS:
        portal.pages[path] = Page(status=302, headers={"Location": "/"})
    for _look in range(2):
        visit = crawling.run()["yunling"]
        assert visit.outcome is Outcome.SUSPECT
        assert "sent on to the front page" in visit.reason
    assert {crawling.pages("yunling")[path].state for path, *_rest in REPORTS} == {PageState.PRESENT}
    portal.put(REPORTS[1][0], article(REPORTS[1][1], 21))
    crawling.run()
    assert crawling.pages("yunling")[REPORTS[0][0]].state is PageState.MISSING


def test_a_list_whose_bytes_are_lost_is_fetched_whole(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    shutil.rmtree(crawling.folder / "archive")
    portal.paths()
    visit = crawling.run()["yunling"]
    assert (visit.outcome, visit.counts["unchanged"]) == (Outcome.UNCHANGED, 2)
    assert {status for _path, status in portal.paths()} == {200}
    assert "is lost; its pages are fetched whole" in crawling.said
    assert len(snapshots(crawling)) == 6
    assert crawling.run()["yunling"].outcome is Outcome.UNCHANGED
    assert {(path, status) for path, status in portal.paths() if status != 304} == set()


def test_a_list_whose_record_is_damaged_is_asked_for_whole_at_once(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    held = next(row for row in snapshots(crawling) if row.url.endswith("/fz/"))
    path = crawling.folder / "archive" / held.archive_file
    data = bytearray(path.read_bytes())
    data[held.archive_offset + 40 : held.archive_offset + 60] = bytes(20)
    path.write_bytes(bytes(data))
    portal.paths()
    assert crawling.run()["yunling"].outcome is Outcome.UNCHANGED
    assert {status for asked, status in portal.paths() if asked == "/fz/"} == {304, 200}
    assert f"{path} at byte {held.archive_offset}: the kept bytes cannot be read" in crawling.said
    crawling.run()
    assert [status for asked, status in portal.paths() if asked == "/fz/"] == [304]
