"""A crawler process for each round without the second its imports take: takes arguments, leaves its code and words.

One process imports the crawler once and forks for each round, so a round is a process of its own, as it is for users;
test_process.py, test_attachments.py and the journeys start the command itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_LONGEST = 100  # seconds that a round may take before its process is ended
_PARENT = f"""
import json, os, signal, sys
import crawler.__main__, crawler.cleaning, crawler.crawling, crawler.unreadable
assert "twisted.internet.reactor" not in sys.modules, "a reactor cannot be shared by processes"
for line in sys.stdin:
    order = json.loads(line)
    child = os.fork()
    if child == 0:
        signal.alarm({_LONGEST})
        said = os.open(order["said"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(said, 1), os.dup2(said, 2)
        sys.exit(crawler.__main__.main(order["arguments"]))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Forking:
    """The process that forks; close it."""

    def __init__(self) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, "-W", "error::DeprecationWarning:crawler", "-c", _PARENT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )

    def run(self, arguments: Sequence[str], said: Path) -> tuple[int, str]:
        """Run `python -m crawler` with these arguments; return its exit code and what it said, kept in a file."""
        assert self._parent.stdin
        assert self._parent.stdout
        self._parent.stdin.write(json.dumps({"arguments": list(arguments), "said": str(said)}) + "\n")
        self._parent.stdin.flush()
        answer = self._parent.stdout.readline()
        assert answer, "the forking process is gone: its own words stand above"
        return int(answer), said.read_text(encoding="utf-8", errors="replace")

    def close(self) -> None:
        """End it."""
        assert self._parent.stdin
        self._parent.stdin.close()
        self._parent.wait(timeout=10)
        assert self._parent.stdout
        self._parent.stdout.close()
