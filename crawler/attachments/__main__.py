"""The reader's own process, `python -m crawler.attachments`: takes a file on its input, leaves its parts as JSON.

A parser of hostile files may crash, eat memory or never end: it does so here, alone, within limits that the kernel
keeps, without a way to the network or to write a file.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from dataclasses import asdict

from crawler.attachments.limits import MOST_MEMORY, PROCESSOR_SECONDS


def main() -> int:
    """Read the file on standard input and print its parts."""
    _limit()
    body = sys.stdin.buffer.read()
    out = os.dup(1)
    os.dup2(2, 1)  # what a native library prints must not stand among the answer
    from crawler.attachments.files import read_parts  # noqa: PLC0415 (what it imports lies under the limits too)

    with os.fdopen(out, "w", encoding="ascii") as answer:
        json.dump([asdict(part) for part in read_parts(body)], answer)
    return 0


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
