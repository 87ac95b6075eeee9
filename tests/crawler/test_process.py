"""The crawler's other commands as a child process: probe, document, clean, wrong usage."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.clean import CLEANER_VERSION
from crawler.cleaning import documents_of_file
from storage.documents import snapshots_awaiting_cleaning
from storage.errors import WatchError
from tests.crawler.conftest import Crawling
from tests.crawler.portal import Portal, article, list_page

TITLE = "云岭县2024年法治政府建设情况报告"


def crawler(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "crawler", *arguments], check=False, capture_output=True, text=True, timeout=60
    )


def test_probe_reads_a_file(tmp_path: Path) -> None:
    page = tmp_path / "list.html"
    entries = [
        ("./202503/t20250310_1.html", TITLE, "2025-03-10"),
        ("./202503/t20250311_2.html", "植树通知一则", "2025-03-11"),
    ]
    page.write_text(
        list_page(*entries, more='<script>createPageHTML(2, 0, "index", "html")</script>'), encoding="gb18030"
    )
    done = crawler("probe", str(page), "--base-url", "http://www.yl.gov.cn/fz/")
    assert json.loads(done.stdout) == {
        "url": "http://www.yl.gov.cn/fz/",
        "site": {"name": "年度报告", "code": None, "column": "年度报告"},
        "searched": [],
        "leads": [],
        "trouble": "2 dated links were found, 3 at least make a list",
        "watched": None,
        "platform": "trs_wcm",
        "evidence": "page: 202503/t20250310_1.html",
        "links": [
            {
                "title": TITLE,
                "date": "2025-03-10",
                "href": "http://www.yl.gov.cn/fz/202503/t20250310_1.html",
                "report": True,
            },
            {
                "title": "植树通知一则",
                "date": "2025-03-11",
                "href": "http://www.yl.gov.cn/fz/202503/t20250311_2.html",
                "report": False,
            },
        ],
        "next": ["http://www.yl.gov.cn/fz/index_1.html"],
    }
    page.write_text('<meta name="channelid" content="a1b2c3d4e5f60718"><ul></ul>', encoding="utf-8")
    shell = json.loads(crawler("probe", str(page), "--base-url", "http://www.yl.gov.cn/fz/").stdout)
    assert (shell["platform"], shell["trouble"].partition("; ")[2]) == (
        "ucap",
        f"a saved file lacks what is fetched from {shell['next'][0]}: probe the address",
    )


def test_probe_fetches_an_address_under_the_rules_of_a_crawl(portal: Portal, tmp_path: Path) -> None:
    portal.put("/fz/", list_page(("/fz/a.html", TITLE, "2025-03-10")))
    settings = tmp_path / "settings.toml"
    settings.write_text(f'[crawl]\ndelay_seconds = 0\nallow_hosts = ["{portal.host}"]\n', encoding="utf-8")
    done = crawler("probe", f"{portal.url}/fz/", "--config", str(settings))
    assert [link["title"] for link in json.loads(done.stdout)["links"]] == [TITLE]
    settings.write_text("[crawl]\ndelay_seconds = 0\n", encoding="utf-8")
    refused = crawler("probe", f"{portal.url}/fz/", "--config", str(settings))
    assert refused.returncode == 1
    assert "neither under gov.cn nor in [crawl] allow_hosts" in refused.stderr


def test_kept_pages_are_cleaned_once(portal: Portal, crawling: Crawling) -> None:
    portal.put("/fz/", list_page(("/fz/a.html", TITLE, "2025-03-10")))
    portal.put("/fz/a.html", article(TITLE))
    crawling.watch("yunling", f"{portal.url}/fz/")
    crawling.run()
    store = crawling.store()
    try:
        assert [page.url for _, page in snapshots_awaiting_cleaning(store, CLEANER_VERSION)] == [
            f"{portal.url}/fz/a.html"
        ]
        done = crawler("clean", "--config", str(crawling.folder / "settings.toml"), "--run", "round-1", "--progress")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stderr)["url"] == f"{portal.url}/fz/a.html"
        assert snapshots_awaiting_cleaning(store, CLEANER_VERSION) == []
    finally:
        store.close()


def test_a_files_document_is_printed(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(article(TITLE), encoding="utf-8")
    done = crawler("document", str(page), "--url", "http://www.yl.gov.cn/a.html")
    document = json.loads(done.stdout)
    assert (document["title"], document["url"]) == (TITLE, "http://www.yl.gov.cn/a.html")
    assert "受理13件" in document["text"]


@pytest.mark.parametrize(("name", "body"), [("empty.txt", b""), ("shell.html", b"<html><div id='app'></div></html>")])
def test_a_file_without_text_is_an_error_that_names_it(tmp_path: Path, name: str, body: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(body)
    with pytest.raises(WatchError, match=f"{name}: no text stands in it; give the file"):
        documents_of_file(file, None)


def test_wrong_usage_ends_with_two_and_names_the_remedy(tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('[[source]]\nslug = "yl"\nurll = "http://x/"\n', encoding="utf-8")
    done = crawler("crawl", "--config", str(settings), "--run", "r1", "--source", "yl")
    assert (done.returncode, done.stderr) == (
        2,
        f"{settings}: [[source]] block 1: unknown key urll; did you mean url?\n",
    )
    settings.write_text('[crawl]\nsources = []\n[[source]]\nslug = "yl"\nurl = "http://x.gov.cn/"\n', encoding="utf-8")
    done = crawler("crawl", "--config", str(settings), "--run", "r1", "--source", "xl")
    assert (done.returncode, done.stderr) == (2, "--source xl: no such source; known: yl\n")
