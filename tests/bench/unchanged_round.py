"""What a round over an unchanged portal costs, against a bare Scrapy spider that asks for the same pages.

Usage: python -m tests.bench.unchanged_round [PAGES] [REPEATS]. One run measures both in turn, A B A B, so that a
machine whose speed drifts does not change the ratio. Prints seconds, the ratio of the medians and the peak memory of
the round's processes together; ends with 1 where a ceiling is broken.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from storage.database import open_store
from storage.pages import pages_of
from tests.journey.command import command_line, environment

# The ceilings: 1.5 times the bare spider, 350 MB for a round, 0.4 s for the help page.
RATIO_CEILING = 1.5
MEMORY_CEILING_MB = 350
HELP_CEILING_SECONDS = 0.4

SERVER = """
import sys, time
from pathlib import Path
from typing import Any
from monitor.demo.portal import DemoPortal
from monitor.demo.story import BULK_SOURCE, settings_text
portal = DemoPortal(pages=int(sys.argv[1]))
folder = Path(sys.argv[2])
(folder / "settings.toml").write_text(settings_text(portal.start(), folder, (BULK_SOURCE,)), encoding="utf-8")
print("ready", flush=True)
sys.stdin.read()
"""


@contextmanager
def portal(pages: int, folder: Path) -> Iterator[None]:
    """Serve the measuring pages from a process of its own."""
    command = [sys.executable, "-c", SERVER, str(pages), str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
        yield
        server.communicate()


def timed(command: list[str]) -> tuple[float, float, int]:
    """Run a command; return its seconds, the peak memory of all its processes together in MB, and its exit code."""
    started = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()) as process:
        peak = peak_memory(process)
        code = process.wait()
    return time.monotonic() - started, peak[0], code


def peak_memory(process: subprocess.Popen[Any]) -> list[float]:
    """Watch a process until it ends; the list's one figure is the peak memory of it and its children in MB."""
    peak = [0.0]
    threading.Thread(target=_watch, args=(process, peak), daemon=True).start()
    return peak


def _watch(process: subprocess.Popen[Any], peak: list[float]) -> None:
    while process.poll() is None:
        total = 0
        try:
            root = psutil.Process(process.pid)
            for one in (root, *root.children(recursive=True)):
                total += one.memory_info().rss
        except psutil.Error:
            continue
        peak[0] = max(peak[0], total / 1e6)
        time.sleep(0.05)


def main() -> int:
    """Measure and print; return 1 where a ceiling is broken."""
    pages, repeats = (int(text) for text in (*sys.argv[1:], "2000", "3")[:2])
    with tempfile.TemporaryDirectory(prefix="fazhi-bench-") as name, portal(pages, Path(name)):
        folder = Path(name)
        round_ = command_line("--quiet", "run", "--all", config=folder / "settings.toml")
        first, first_peak, code = timed(round_)
        _tell(f"first round: {first:.1f} s, {first_peak:.0f} MB, exit {code}")
        bare = _bare_command(folder)
        rounds, spiders, peaks = [], [], [first_peak]
        for _repeat in range(repeats):
            seconds, peak, code = timed(round_)
            assert code == 0, f"the round ended with {code}"
            rounds.append(seconds)
            peaks.append(peak)
            spiders.append(timed(bare)[0])
        help_seconds = min(timed(command_line("--help"))[0] for _repeat in range(5))
    ratio = statistics.median(rounds) / statistics.median(spiders)
    _tell(f"unchanged round over {pages} pages: {', '.join(f'{seconds:.2f}' for seconds in rounds)} s")
    _tell(f"bare spider, same requests: {', '.join(f'{seconds:.2f}' for seconds in spiders)} s")
    _tell(f"ratio {ratio:.2f} (ceiling {RATIO_CEILING}), peak {max(peaks):.0f} MB (ceiling {MEMORY_CEILING_MB})")
    _tell(f"fazhi --help: {help_seconds:.2f} s (ceiling {HELP_CEILING_SECONDS})")
    broken = ratio > RATIO_CEILING or max(peaks) > MEMORY_CEILING_MB or help_seconds > HELP_CEILING_SECONDS
    return 1 if broken else 0


def _bare_command(folder: Path) -> list[str]:
    store = open_store(f"sqlite:///{folder / 'fazhi.db'}")
    asked = [(page.url, page.etag, page.last_modified) for page in pages_of(store, "bulk").values() if page.snapshot_id]
    store.close()
    file = folder / "pages.json"
    file.write_text(json.dumps(asked), encoding="utf-8")
    _tell(f"{len(asked)} pages are held, lists included")
    return [sys.executable, "-m", "tests.bench.bare_spider", str(file)]


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201 (this is a command)


if __name__ == "__main__":
    sys.exit(main())
