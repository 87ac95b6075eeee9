"""A call to a forked program: takes arguments and the three standard streams, leaves the exit code.

Started as a file it stands in for the interpreter that a command under test starts (`INTERPRETER -m crawler ...`), so
it needs the standard library alone; every other module gets the real interpreter.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Mapping, Sequence


def call(
    door: str, arguments: Sequence[str], streams: Sequence[int], environment: Mapping[str, str], **more: object
) -> int:
    """Have the program behind a door run once with these arguments; return its code, negative for a signal.

    `more`: the folder to run in, the seconds it may take, the interpreter it starts others with. Raises OSError where
    nothing stands behind the door, and ValueError where it went before it answered.
    """
    order = {"arguments": list(arguments), "environment": dict(environment), "folder": os.getcwd(), **more}  # noqa: PTH109 (no pathlib: its import takes longer than the call)
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(door)
        socket.send_fds(line, [b"."], list(streams))
        line.sendall(json.dumps(order).encode())
        line.shutdown(socket.SHUT_WR)
        return int(line.recv(16).decode())


def main() -> None:
    """Call where the crawler is asked for, and end as it ended; else become the real interpreter."""
    door, interpreter, *arguments = sys.argv[1:]
    if arguments[:2] != ["-m", "crawler"]:
        os.execv(interpreter, [interpreter, *arguments])
    code = call(door, arguments[2:], (0, 1, 2), os.environ)
    if code < 0:
        os.kill(os.getpid(), -code)
    sys.exit(code)


if __name__ == "__main__":
    main()
