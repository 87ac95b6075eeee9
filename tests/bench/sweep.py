"""What a round over many unchanged columns costs, each on a host of its own, against a bare Scrapy spider.

Usage: python -m tests.bench.sweep [COUNTS] [REPEATS] [DELAY], such as `300,3000 2 0`. For each count: a first round,
then rounds over the same lists, unchanged, in turn with the bare spider, A B A B, so that a machine whose speed drifts
does not change the ratio. Prints pages per second, their ratio, the peak memory of the round's processes together and
the shortest pause between two requests to one host; ends with 1 where a limit is broken.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from tests.bench.columns import host_of
from tests.bench.unchanged_round import timed
from tests.journey.command import command_line

# The limits.
LEAST_SHARE = 0.7
MEMORY_CEILING_MB = 400
CONCURRENT_HOSTS = 16


@contextmanager
def columns(folder: Path) -> Iterator[int]:
    """Serve the columns from a process of its own; give the port."""
    command = [sys.executable, "-m", "tests.bench.columns", str(folder / "port")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
        yield int((folder / "port").read_text(encoding="utf-8"))
        server.communicate()


def write_settings(folder: Path, hosts: list[str], port: int, delay: float) -> Path:
    """Watch a column on each host."""
    allowed = json.dumps([f"{host}:{port}" for host in hosts])
    head = '[storage]\nurl = "sqlite:///fazhi.db"\narchive = "archive"\n[crawl]\nsources = []\n'
    head += f"delay_seconds = {delay}\nconcurrent_hosts = {CONCURRENT_HOSTS}\nallow_hosts = {allowed}\n"
    blocks = (
        f'[[source]]\nslug = "c{number}"\nplatform = "trs_wcm"\nurl = "http://{host}:{port}/fz/"\n'
        for number, host in enumerate(hosts)
    )
    file = folder / "settings.toml"
    file.write_text(head + "".join(blocks), encoding="utf-8")
    (folder / "urls.json").write_text(json.dumps([f"http://{host}:{port}/fz/" for host in hosts]), encoding="utf-8")
    return file


def measure(count: int, repeats: int, delay: float) -> tuple[float, float, float]:
    """Measure one count; return the round's pages per second, its share of the bare spider's, and its peak in MB."""
    with tempfile.TemporaryDirectory(prefix="fazhi-sweep-") as name:
        folder = Path(name)
        with columns(folder) as port:
            config = write_settings(folder, [host_of(number) for number in range(count)], port, delay)
            round_ = command_line("--quiet", "run", "--all", config=config)
            bare = [sys.executable, "-m", "tests.bench.bare_sweep", str(folder / "urls.json"), str(CONCURRENT_HOSTS)]
            first, peak, code = timed(round_)
            _tell(f"{count} columns, first round: {first:.1f} s, {peak:.0f} MB, exit {code}")
            rounds, spiders, peaks = [], [], [peak]
            for _repeat in range(repeats):
                seconds, peak, code = timed(round_)
                assert code == 0, f"the round ended with {code}"
                rounds.append(seconds)
                peaks.append(peak)
                spiders.append(timed(bare)[0])
        pause = shortest_pause(folder / "port.log")
    ratio = statistics.median(spiders) / statistics.median(rounds)
    speed = count / statistics.median(rounds)
    _tell(f"unchanged: {', '.join(f'{one:.2f}' for one in rounds)} s, {speed:.0f} lists/s, peak {max(peaks):.0f} MB")
    _tell(f"bare: {', '.join(f'{one:.2f}' for one in spiders)} s; share {ratio:.2f} (least {LEAST_SHARE})")
    _tell(f"shortest pause between two requests of a round to one host: {pause:.2f} s (delay {delay})")
    return speed, ratio, max(peaks)


def shortest_pause(log: Path) -> float:
    """Return the shortest pause between a host's robots.txt and its list in our rounds, which ask in that order."""
    moments: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    for line in log.read_text(encoding="utf-8").splitlines():
        host, path, moment, status = line.split()
        if path == "/robots.txt" or status == "304":
            moments[host].append((float(moment), path))
    pauses = [
        later - earlier
        for asked in moments.values()
        for (earlier, first), (later, second) in pairwise(asked)
        if (first, second) == ("/robots.txt", "/fz/")
    ]
    return min(pauses, default=0.0)


def main() -> int:
    """Measure and print; return 1 where a limit is broken."""
    counts, repeats, delay = (*sys.argv[1:], *("300,3000", "2", "0")[len(sys.argv) - 1 :])
    found = [measure(int(count), int(repeats), float(delay)) for count in counts.split(",")]
    broken = any(share < LEAST_SHARE or peak > MEMORY_CEILING_MB for _speed, share, peak in found)
    return 1 if broken and float(delay) == 0 else 0


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201 (this is a command)


if __name__ == "__main__":
    sys.exit(main())
