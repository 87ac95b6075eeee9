"""A portal, and the crawler as a child process against it: what the tests of this room ask for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from storage.database import Store, open_store
from storage.model import Visit
from storage.pages import PageRecord, pages_of
from storage.runs import visits_of_run
from storage.tables import SNAPSHOT
from tests.crawler.portal import Portal
from tests.forked import run_crawler

START = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)


@pytest.fixture
def portal() -> Iterator[Portal]:
    served = Portal()
    yield served
    served.close()


@dataclass
class Crawling:
    """A settings folder and the crawler on it; each round is a day later than the one before."""

    folder: Path
    host: str
    blocks: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)
    timeout: float = 2
    rounds: int = 0
    said: str = ""
    code: int = 0

    def watch(self, slug: str, url: str, **keys: object) -> None:
        """Add a source."""
        more = "".join(f"{key} = {value!r}\n" for key, value in keys.items())
        self.blocks.append(f'[[source]]\nslug = "{slug}"\nurl = "{url}"\n{more}')

    def run(self, *arguments: str, crawl: str = "") -> dict[str, Visit]:
        """Crawl every source (or as the arguments say) and return the visits by slug."""
        self.rounds += 1
        run_id = f"round-{self.rounds}"
        now = START + timedelta(days=self.rounds)
        settings = self.write_settings(crawl)
        slugs = [block.split('"')[1] for block in self.blocks]
        chosen = list(arguments) or [part for slug in slugs for part in ("--source", slug)] + ["--all"]
        command = ["crawl", "--config", str(settings), "--run", run_id, "--now", now.isoformat(), *chosen]
        self.code, self.said = run_crawler(command, self.folder / "said.txt")
        assert self.code in (0, 1), self.said
        assert "Traceback" not in self.said, self.said
        with_store = open_store(f"sqlite:///{self.folder / 'fazhi.db'}")
        try:
            return {visit.source: visit for visit in visits_of_run(with_store, run_id)}
        finally:
            with_store.close()

    def write_settings(self, crawl: str = "") -> Path:
        """Write the settings file of the sources so far."""
        settings, hosts = self.folder / "settings.toml", json.dumps([self.host, *self.allowed])
        settings.write_text(
            f'[storage]\nurl = "sqlite:///fazhi.db"\narchive = "archive"\n[crawl]\ndelay_seconds = 0\nsources = []\n'
            f"timeout_seconds = {self.timeout}\nallow_hosts = {hosts}\n{crawl}\n" + "\n".join(self.blocks),
            encoding="utf-8",
        )
        return settings

    def pages(self, slug: str) -> dict[str, PageRecord]:
        """Return the pages known of a source, by path."""
        store = self.store()
        try:
            known = pages_of(store, slug)
        finally:
            store.close()
        return {url.partition(self.host)[2] or url: record for url, record in known.items()}

    def snapshots(self) -> list[Any]:
        """Return the row of every kept answer, oldest first."""
        store = self.store()
        try:
            with store.reading() as connection:
                return list(connection.execute(select(SNAPSHOT).order_by(SNAPSHOT.c.id)))
        finally:
            store.close()

    def store(self) -> Store:
        """Open the store; close it."""
        return open_store(f"sqlite:///{self.folder / 'fazhi.db'}")


@pytest.fixture
def crawling(portal: Portal, tmp_path: Path) -> Crawling:
    return Crawling(tmp_path, portal.host)


Watch = Callable[..., None]
