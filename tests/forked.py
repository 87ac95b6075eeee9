"""Programs without the seconds that their imports take: a process imports one once and forks for each call.

Each call is a process of its own, as it is for users, with its own streams, folder, environment and exit code. What is
killed, signalled or measured starts a fresh interpreter instead.
"""

from __future__ import annotations

import atexit
import functools
import importlib
import json
import os
import select
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.forked_call import call

_LONGEST = 100  # seconds that a round may take before its process is ended
_REPOSITORY = Path(__file__).parents[1]
# What each program imports when it is used, the module of its door first.
PROGRAMS = {
    "fazhi": (
        "monitor.cli",
        *("alembic.command", "apprise", "jieba", "sqlalchemy.dialects.postgresql", "sqlalchemy.dialects.sqlite"),
        "monitor.rounds.read",
    ),
    "crawler": (
        "crawler.__main__",
        *("alembic.command", "sqlalchemy.dialects.postgresql", "sqlalchemy.dialects.sqlite"),
        *("crawler.bounds", "crawler.cleaning", "crawler.crawling", "crawler.pace", "crawler.retry"),
        *("scrapy.core.downloader.handlers.http11", "scrapy.core.engine", "scrapy.core.scheduler"),
        "crawler.unreadable",
    ),
}


class Forked:
    """A program that waits behind a door for its calls, until it is closed."""

    def __init__(self, program: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="fazhi-forked-")
        self.door = str(Path(self._folder.name, "door"))
        command = [sys.executable, "-W", "error::DeprecationWarning:crawler", "-m", "tests.forked", program, self.door]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_REPOSITORY
        )
        assert self._process.stdout
        assert self._process.stdout.readline() == "ready\n", "the program could not start: its words stand above"

    def interpreter(self) -> str:
        """Return an interpreter that calls this program where it is asked for, and else is the real one."""
        file = Path(self._folder.name, "python")
        caller = str(_REPOSITORY / "tests" / "forked_call.py")
        words = [sys.executable, "-I", "-S", caller, self.door, sys.executable]
        file.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n', encoding="utf-8")
        file.chmod(0o700)
        return str(file)

    def run(
        self, arguments: Sequence[str], out: Path, err: Path, environment: Mapping[str, str], **more: object
    ) -> int:
        """Run it without input to its end, what it says kept in two files or in one; return its exit code."""
        with Path(os.devnull).open("rb") as nothing, out.open("wb") as said, err.open("ab") as complained:
            streams = (nothing.fileno(), said.fileno(), (said if out == err else complained).fileno())
            return call(self.door, arguments, streams, environment, **more)

    def close(self) -> None:
        """End it; calls under way go on to their end."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()
        self._folder.cleanup()


@functools.cache
def forked(program: str) -> Forked:
    """Return the program of this name that waits for this process's calls, and ends with it."""
    waiting = Forked(program)
    atexit.register(waiting.close)
    return waiting


def run_crawler(arguments: Sequence[str], said: Path) -> tuple[int, str]:
    """Run `python -m crawler` with these arguments; return its exit code and what it said, kept in a file."""
    code = forked("crawler").run(arguments, said, said, os.environ, seconds=_LONGEST)
    return code, said.read_text(encoding="utf-8", errors="replace")


def serve(program: str, path: str) -> None:
    """Answer calls until standard input ends."""
    modules = PROGRAMS[program]
    for module in modules:
        importlib.import_module(module)
    assert threading.active_count() == 1, "a process with threads cannot be forked safely"
    assert "twisted.internet.reactor" not in sys.modules, "a reactor cannot be shared by processes"
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who answer
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path)
        door.listen()
        print("ready", flush=True)  # noqa: T201 (to the process that started this one)
        while door in select.select([door, sys.stdin], [], [])[0]:
            line, _address = door.accept()
            if os.fork() == 0:
                door.close()
                _answer(line, program, modules[0])
            line.close()


def _answer(line: socket.socket, program: str, module: str) -> None:
    """Run the program in a process of its own, whatever becomes of that; give its code to the caller and end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _byte, streams, _flags, _address = socket.recv_fds(line, 1, 3)
    order = json.loads(b"".join(iter(lambda: line.recv(1 << 16), b"")))
    child = os.fork()
    if child == 0:
        line.close()
        _become(program, module, streams, order)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    line.sendall(str(code).encode())
    os._exit(0)


def _become(program: str, module: str, streams: Sequence[int], order: Mapping[str, Any]) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv = [program, *order["arguments"]]
    sys.executable = order.get("interpreter", sys.executable)
    signal.alarm(order.get("seconds", 0))
    sys.exit(sys.modules[module].main())


if __name__ == "__main__":
    serve(*sys.argv[1:])
