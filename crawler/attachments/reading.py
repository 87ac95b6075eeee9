"""Attachments are given to a process of their own: takes bytes, leaves the parts that it read, or why it could not.

Whatever becomes of that process (a crash, a limit of the kernel, no end) is an answer like any other: this file cannot
be read, and why. The crawl goes on.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from crawler.attachments.files import Part
from crawler.attachments.limits import MOST_ANSWER, WHOLE_SECONDS

_ROOM = Path(__file__).parents[2]


def read_attachment(body: bytes, seconds: float = WHOLE_SECONDS) -> list[Part]:
    """Return the parts of a file; a reader that died, was stopped or talked nonsense gives one part with the reason."""
    command = [sys.executable, "-m", "crawler.attachments"]
    try:
        done = subprocess.run(  # noqa: S603 (our own module)
            command, input=body, capture_output=True, check=False, timeout=seconds, env=_environment(), cwd=_ROOM
        )
    except subprocess.TimeoutExpired:
        return [Part(unreadable=f"its reader took more than {seconds:.0f} seconds and was stopped")]
    if done.returncode != 0:
        return [Part(unreadable=_why_it_died(done.returncode, done.stderr))]
    if len(done.stdout) > MOST_ANSWER:
        return [Part(unreadable="its reader gave more text than a report can have")]
    try:
        answers = json.loads(done.stdout)
        return [Part(**{**answer, "paragraphs": tuple(answer["paragraphs"])}) for answer in answers]
    except (ValueError, TypeError, KeyError) as error:
        return [Part(unreadable=f"its reader gave no answer that can be understood ({type(error).__name__})")]


def _environment() -> dict[str, str]:
    """Return what the process needs to find this program, and nothing that it could give away."""
    kept = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "LANG", "LC_ALL", "SYSTEMROOT", "TZ")
    return {name: os.environ[name] for name in kept if name in os.environ}


def _why_it_died(code: int, said: bytes) -> str:
    if code == -signal.SIGXCPU:
        return "its reader used too much processor time and was stopped"
    if code < 0:
        return f"its reader was killed by {signal.Signals(-code).name}: the file is broken or made to harm"
    last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
    if "MemoryError" in last:
        return "its reader needed too much memory and was stopped"
    return f"its reader broke off: {last[:150] or f'exit code {code}'}"
