"""The command as its user calls it: takes arguments, runs a process of its own, leaves its exit code and answers.

One process imports the commands once and forks for each call: what a command imports costs a second of processor time,
and the journeys call some two hundred. What is killed, signalled or measured takes `command_line`, a fresh interpreter.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PARENT = """
import importlib, json, os, signal, sys, threading
import alembic.command, apprise, jieba, sqlalchemy.dialects.postgresql, sqlalchemy.dialects.sqlite
import monitor.cli, monitor.rounds.read
for module, _words in monitor.cli.COMMANDS.values():
    importlib.import_module(module)
jieba.setLogLevel(60)
jieba.initialize()
assert threading.active_count() == 1, "a process with threads cannot be forked safely"
for line in sys.stdin:
    order = json.loads(line)
    child = os.fork()
    if child == 0:
        signal.alarm(order["seconds"])
        for target, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(order[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), target)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.chdir(order["folder"])
        os.environ.clear()
        os.environ.update(order["environment"])
        sys.argv = ["fazhi", *order["arguments"]]
        monitor.cli.main()
        sys.exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    def lines(self) -> list[Any]:
        """Return the JSON answers, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


def environment() -> dict[str, str]:
    """Return this process's environment without settings of the product."""
    return {name: value for name, value in os.environ.items() if not name.startswith("FAZHI_")}


def fazhi(*arguments: str, config: Path | None = None, folder: Path | None = None, seconds: int = 120) -> Done:
    """Run `fazhi` to its end."""
    chosen = ["--config", str(config)] if config else []
    with tempfile.TemporaryDirectory() as kept:
        out, err = Path(kept, "out"), Path(kept, "err")
        order = {
            "arguments": [*chosen, *arguments],
            "folder": str(folder or Path.cwd()),
            "environment": environment(),
            "seconds": seconds,
            "out": str(out),
            "err": str(err),
        }
        code = _ask(_parent(), json.dumps(order))
        return Done(code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


def command_line(*arguments: str, config: Path | None = None) -> list[str]:
    """Return the command line of `fazhi` in this environment."""
    chosen = ["--config", str(config)] if config else []
    return [sys.executable, "-c", "from monitor.cli import main; main()", *chosen, *arguments]


@functools.cache
def _parent() -> subprocess.Popen[str]:
    """Start the process that forks; it ends with this one, whose end closes its standard input."""
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment()
    )
    atexit.register(_end, parent)
    return parent


def _ask(parent: subprocess.Popen[str], order: str) -> int:
    assert parent.stdin
    assert parent.stdout
    parent.stdin.write(order + "\n")
    parent.stdin.flush()
    answer = parent.stdout.readline()
    assert answer, "the forking process is gone: its own words stand above"
    return int(answer)


def _end(parent: subprocess.Popen[str]) -> None:
    assert parent.stdin
    assert parent.stdout
    parent.stdin.close()
    parent.wait(timeout=10)
    parent.stdout.close()
