"""Redirects on the way to a page: kept beside its answer, so that the address asked for replays."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urljoin

from warcio.archiveiterator import ArchiveIterator

from storage.archive import archive_files
from storage.inspection import inspect_archive
from tests.crawler.conftest import Crawling
from tests.crawler.portal import REPORTS, Page, Portal, article, list_page, serve_reports

REFRESH = '<html><head><meta http-equiv="refresh" content="0;url={}"></head><body>正在跳转</body></html>'


def responses(folder: Path) -> dict[str, tuple[str, str | None, bytes]]:
    """Return status, Location and body of every archived answer, by its address; one address has one answer."""
    found: dict[str, tuple[str, str | None, bytes]] = {}
    for path in archive_files(folder):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                body, url = record.content_stream().read(), record.rec_headers.get_header("WARC-Target-URI")
                if record.rec_type != "response":
                    continue
                assert url not in found
                http = record.http_headers
                found[url] = (http.get_statuscode(), http.get_header("Location"), body)
    return found


def test_the_address_asked_for_replays_as_the_way_to_the_answer(portal: Portal, crawling: Crawling) -> None:
    serve_reports(portal)
    (first, title, day), (second, other, past) = REPORTS
    portal.put("/fz/", list_page(("/old/11.html", title, day), ("/old/12.html", other, past)))
    portal.put("/old/11.html", "<p>moved</p>", status=301, headers={"Location": "/old/11b.html"})
    portal.put("/old/11b.html", "", status=302, headers={"Location": first})
    portal.put("/old/12.html", REFRESH.format(second))
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    found = responses(crawling.folder / "archive")
    url, way = f"{portal.url}/old/11.html", []
    while (location := found[url][1]) is not None:
        way.append(found[url][0])
        url = urljoin(url, location)
    assert (way, url) == (["301", "302"], f"{portal.url}{first}")
    assert found[f"{portal.url}/old/11.html"][2] == b"<p>moved</p>"
    assert (found[url][0], found[url][2]) == ("200", article(title, 20).encode())
    assert found[f"{portal.url}/old/12.html"] == ("200", None, REFRESH.format(second).encode())
    store = crawling.store()
    inspection = inspect_archive(store, crawling.folder / "archive")
    store.close()
    assert (inspection.troubles, inspection.unnamed, inspection.snapshots) == ((), (), 3)


def test_a_page_that_sends_the_visitor_to_itself_for_a_cookie_has_one_answer(
    portal: Portal, crawling: Crawling
) -> None:
    serve_reports(portal)
    path, title, _day = REPORTS[0]
    whole = article(title, 20).encode()

    def greet(handler: BaseHTTPRequestHandler, _form: str) -> None:
        known = "seen=1" in handler.headers.get("Cookie", "")
        handler.send_response(200 if known else 302)
        handler.send_header("Content-Type", "text/html; charset=utf-8")
        for name, value in () if known else (("Location", path), ("Set-Cookie", "seen=1; path=/")):
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(whole) if known else 0))
        handler.end_headers()
        handler.wfile.write(whole if known else b"")

    portal.pages[path] = Page(act=greet)
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    assert responses(crawling.folder / "archive")[f"{portal.url}{path}"] == ("200", None, whole)
