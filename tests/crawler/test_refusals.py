"""Portals that decline, flood or lead astray: each named in its visit, while the others go on."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from storage.vocabulary import Outcome, PageState, Verdict
from tests.crawler.conftest import Crawling
from tests.crawler.portal import REPORTS, Page, Portal, serve_reports


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
    evidence = [row for row in crawling.snapshots() if row.verdict == Verdict.CHALLENGE]
    assert len(evidence) == 1


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
