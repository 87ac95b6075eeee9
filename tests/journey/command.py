"""The command as its user calls it: takes arguments, runs a real process, leaves its exit code and answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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


def fazhi(*arguments: str, config: Path | None = None, folder: Path | None = None, seconds: float = 120) -> Done:
    """Run `fazhi` to its end."""
    command = command_line(*arguments, config=config)
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=folder, env=environment(), timeout=seconds
    )
    return Done(done.returncode, done.stdout, done.stderr)


def command_line(*arguments: str, config: Path | None = None) -> list[str]:
    """Return the command line of `fazhi` in this environment."""
    chosen = ["--config", str(config)] if config else []
    return [sys.executable, "-c", "from monitor.cli import main; main()", *chosen, *arguments]
