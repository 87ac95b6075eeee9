"""The command as its user calls it: takes arguments, runs a process of its own, leaves its exit code and answers.

What the command and its crawler import costs two seconds of processor time and the journeys call them some two hundred
times, so both are forked. What is killed, signalled or measured takes `command_line`, a fresh interpreter.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.forked import forked


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
        more = {"folder": str(folder or Path.cwd()), "seconds": seconds, "interpreter": forked("crawler").interpreter()}
        code = forked("fazhi").run([*chosen, *arguments], out, err, environment(), **more)
        return Done(code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


def command_line(*arguments: str, config: Path | None = None) -> list[str]:
    """Return the command line of `fazhi` in this environment."""
    chosen = ["--config", str(config)] if config else []
    return [sys.executable, "-c", "from monitor.cli import main; main()", *chosen, *arguments]
