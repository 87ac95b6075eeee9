"""How a crawl ends before its time: with its parent, by a signal."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from storage.runs import visits_of_run
from tests.crawler.conftest import Crawling
from tests.crawler.portal import REPORTS, Page, Portal, list_page


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
