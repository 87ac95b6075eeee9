"""The crawl as a child process: what it is asked to look at reaches it whole, or it does nothing."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.rounds.crawl import CrawlRequest, crawl

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "settings.toml"
    file.write_text("[crawl]\nsources = []\n", encoding="utf-8")
    return file


def test_more_sources_than_a_command_line_may_hold_are_asked_for(
    config: Path, caplog: pytest.LogCaptureFixture
) -> None:
    slugs = tuple(f"column-{number:08}" for number in range(150_000))  # 3.6 MB; Linux takes 2 MB at most
    assert crawl(config, CrawlRequest("r1", NOW, slugs), lambda _event: None) == 2
    assert caplog.messages == ["--source column-00000000: no such source; known: none"]


def test_an_order_that_was_cut_off_is_not_carried_out(config: Path) -> None:
    command = [sys.executable, "-m", "crawler", "crawl", "--config", str(config), "--run", "r1", "--chosen"]
    done = subprocess.run(command, check=False, input='{"source": ["one"', capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert [file.name for file in config.parent.iterdir()] == ["settings.toml"]
