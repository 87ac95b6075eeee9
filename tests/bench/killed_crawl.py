"""A crawl killed at random moments, then one more run: takes a count and a seed, leaves how many stores came out alike.

Usage: python -m tests.bench.killed_crawl [COUNT] [SEED]. Each trial takes stock of the demonstration's portal in a
fresh folder, kills that round hard at a moment of its span, runs one more, and holds the store against that of an
undisturbed run: pages and their state, bytes, texts, figures, alerts, and an archive in which nothing is missing.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import select

from monitor.demo.portal import DemoPortal
from monitor.demo.story import ROUNDS, settings_text
from storage.database import open_store
from storage.inspection import inspect_archive
from storage.tables import ALERT, DOCUMENT, OBSERVATION, PAGE, READING, SNAPSHOT, SOURCE
from tests.journey.command import command_line, environment

AS_OF = ("run", "--all", "--as-of", "2026-03-12")


def run_round(config: Path, kill_after: float | None = None) -> float:
    """Run one round, killed hard after so many seconds where they are given; return how long it lasted."""
    started = time.monotonic()
    command = command_line(*AS_OF, config=config)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()) as round_:
        try:
            round_.wait(kill_after)
        except subprocess.TimeoutExpired:
            children = psutil.Process(round_.pid).children(recursive=True)
            os.kill(round_.pid, signal.SIGKILL)
            round_.wait()
            _gone, alive = psutil.wait_procs(children, timeout=10)
            assert alive == [], "the crawl outlived its parent"
    return time.monotonic() - started


def contents(folder: Path, host: str) -> dict[str, list[Any]]:
    """Return what a store holds, without its numbers, moments and the portal's port; and what its archive lacks."""
    store = open_store(f"sqlite:///{folder / 'fazhi.db'}")
    current = select(PAGE.c.url, OBSERVATION.c.indicator, OBSERVATION.c.subject, OBSERVATION.c.value, OBSERVATION.c.at)
    current = current.join(SNAPSHOT, SNAPSHOT.c.id == PAGE.c.snapshot_id)
    current = current.join(DOCUMENT, DOCUMENT.c.snapshot_id == SNAPSHOT.c.id)
    current = current.join(READING, READING.c.document_id == DOCUMENT.c.id)
    queries = {
        "pages": select(PAGE.c.url, PAGE.c.role, PAGE.c.state, PAGE.c.told_state, PAGE.c.listed_title),
        "texts": select(SNAPSHOT.c.url, DOCUMENT.c.text_sha256).join(DOCUMENT, DOCUMENT.c.snapshot_id == SNAPSHOT.c.id),
        "observations": current.join(OBSERVATION, OBSERVATION.c.reading_id == READING.c.id),
        "alerts": select(ALERT.c.key, ALERT.c.severity),
        "unjudged": select(READING.c.id).where(READING.c.judged_at.is_(None)),
        "sources": select(SOURCE.c.slug, SOURCE.c.baseline_at.is_not(None)),
    }
    try:
        with store.reading() as connection:
            found = {
                name: sorted(str(tuple(row)).replace(host, "HOST") for row in connection.execute(query))
                for name, query in queries.items()
            }
        archive = inspect_archive(store, folder / "archive")
        return {**found, "troubles": list(archive.troubles)}
    finally:
        store.close()


def trial(kill_after: float | None) -> tuple[dict[str, list[Any]], float]:
    """Take stock, killed or not, then run one more round; return what the store holds and how long a round lasted."""
    with tempfile.TemporaryDirectory() as name, DemoPortal() as portal:
        folder = Path(name)
        config = folder / "settings.toml"
        config.write_text(settings_text(portal.base_url, folder), encoding="utf-8")
        portal.apply(ROUNDS[0])
        portal.apply(ROUNDS[1])
        lasted = run_round(config, kill_after)
        run_round(config)
        return contents(folder, portal.base_url.partition("://")[2]), lasted


def main() -> int:
    """Kill COUNT rounds and print every store that came out otherwise."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 20261122)
    undisturbed, span = trial(None)
    print({name: len(rows) for name, rows in undisturbed.items()}, f"a round lasts {span:.1f} s")  # noqa: T201
    unlike = 0
    for number in range(count):
        after = chance.uniform(0.05 * span, span)
        found, _lasted = trial(after)
        wrong = [name for name in undisturbed if found[name] != undisturbed[name]]
        unlike += bool(wrong)
        for name in wrong:
            lost = [row for row in undisturbed[name] if row not in found[name]]
            more = [row for row in found[name] if row not in undisturbed[name]]
            print(f"{number}: killed after {after:.2f} s: {name} lack {lost[:3]}, have besides {more[:3]}")  # noqa: T201
    print(f"{count} rounds were killed; {count - unlike} stores are as if none had been")  # noqa: T201
    return int(unlike > 0)


if __name__ == "__main__":
    sys.exit(main())
