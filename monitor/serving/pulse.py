"""The service's own pulse: takes what its loops do as they do it, answers how they stand; by a clock nobody sets."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Beat:
    """How a service stands: whether it leads, which loops have ended, and for how many seconds each tick has run."""

    leading: bool = False
    dead: tuple[str, ...] = ()
    busy_seconds: tuple[tuple[str, float], ...] = ()


class Pulse:
    """Written by the service's threads, read by the window's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loops: Sequence[threading.Thread] = ()
        self._busy: dict[str, float] = {}

    def lead(self, loops: Sequence[threading.Thread]) -> None:
        """Note that this process leads, and with which loops."""
        with self._lock:
            self._loops = tuple(loops)

    def stand_by(self) -> None:
        """Note that another process leads."""
        with self._lock:
            self._loops = ()
            self._busy = {}

    def begin(self, name: str) -> None:
        """Note that a tick began."""
        with self._lock:
            self._busy[name] = time.monotonic()

    def end(self, name: str) -> None:
        """Note that it ended."""
        with self._lock:
            self._busy.pop(name, None)

    def beat(self) -> Beat:
        """Return how the loops stand just now."""
        now = time.monotonic()
        with self._lock:
            dead = tuple(loop.name for loop in self._loops if not loop.is_alive())
            busy = tuple(sorted((name, now - since) for name, since in self._busy.items()))
            return Beat(bool(self._loops), dead, busy)
