"""The crawl as a child process: takes what to look at, leaves the store as the crawler wrote it.

A Twisted reactor cannot be started twice in one process, and a crawler that dies must not take the service with it. The
child watches its standard input: when this process ends, however it ends, the pipe closes and the child goes too.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

LOG = logging.getLogger("fazhi.crawler")
Listener = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class CrawlRequest:
    """What one crawl is asked to do; without slugs and urls it looks at nothing."""

    run_id: str
    now: datetime
    slugs: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    everything: bool = False
    force: bool = False


def crawl(config: Path | None, request: CrawlRequest, listener: Listener) -> int:
    """Run the crawler to its end, passing its progress events to the listener; return its exit code.

    What to look at goes by the child's standard input: a country's slugs are longer than a command line may be.
    """
    command = ["crawl", "--with-parent", "--progress", "--run", request.run_id, "--now", request.now.isoformat()]
    command += ["--all"] if request.everything else []
    command += ["--force"] if request.force else []
    chosen = json.dumps({"source": request.slugs, "url": request.urls})
    return _call(config, [*command, "--chosen"], listener, chosen)


def clean(config: Path | None, run_id: str, listener: Listener) -> int:
    """Make documents of all kept pages that the present cleaner has not seen; no network; return the exit code."""
    return _call(config, ["clean", "--with-parent", "--progress", "--run", run_id], listener)


def ask_crawler(arguments: Sequence[str], config: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a short crawler command that prints JSON, such as `document FILE` or `probe URL`."""
    command = [sys.executable, "-m", "crawler", arguments[0], *_config(config), *arguments[1:]]
    return subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8")  # noqa: S603 (our own module)


def _config(config: Path | None) -> list[str]:
    return ["--config", str(config)] if config else []


def _call(config: Path | None, arguments: Sequence[str], listener: Listener, line: str = "") -> int:
    command = [sys.executable, "-m", "crawler", arguments[0], *_config(config), *arguments[1:]]
    with subprocess.Popen(  # noqa: S603 (our own module)
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as child:
        assert child.stderr is not None
        assert child.stdin is not None
        with suppress(BrokenPipeError):  # a child that could not start says why on its standard error
            child.stdin.write(line + "\n")
            child.stdin.flush()
        for said in child.stderr:
            _pass_on(said.rstrip("\n"), listener)
        return child.wait()


def _pass_on(line: str, listener: Listener) -> None:
    """Give progress events to the listener; log everything else as the crawler said it."""
    if line.startswith("{"):
        try:
            event = json.loads(line)
        except ValueError:
            event = None
        if isinstance(event, dict) and "event" in event:
            listener(event)
            return
    if line:
        LOG.warning("%s", line)  # the crawler itself logs nothing below a warning
