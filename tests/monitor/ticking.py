"""One of several services that tick together: takes settings, then a slot's number a line, ticks it and says so.

`python -m tests.monitor.ticking --check SETTINGS 200` runs two of these for 200 slots and prints how often each slot
was started.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from monitor.house import House, open_house
from monitor.rounds.order import RoundRequest, RoundResult
from monitor.service import Service
from monitor.telling.deliver import DeliveryCount
from storage.errors import LeaseHeldError
from storage.runs import finish_run, start_run
from storage.tables import RUN

FIRST = datetime(2026, 3, 11, 22, 0, tzinfo=UTC)


class Slots:
    """A clock that stands on one slot after the other."""

    def __init__(self) -> None:
        self.now = FIRST - timedelta(hours=1)

    def __call__(self) -> datetime:
        return self.now

    def conduct(
        self, house: House, request: RoundRequest, _listener: Callable[[object], None], claim: Callable[[], bool]
    ) -> RoundResult:
        """Leave the rows of a round."""
        if not claim():
            raise LeaseHeldError("another one has it")
        run_id = secrets.token_hex(8)
        start_run(house.store, run_id, request.trigger, self.now, self.now)
        finish_run(house.store, run_id, self.now)
        return RoundResult(run_id, (), 0, (), DeliveryCount())


def tick_slots(settings: Path) -> None:
    """Tick each slot that standard input names; one that finds the other at work goes on."""
    house, slots = open_house(settings, {}), Slots()
    service = Service(house, slots, slots.conduct)
    service.tick_schedule()
    for line in sys.stdin:
        slots.now = FIRST + timedelta(days=int(line))
        for _tick in range(2):
            try:
                service.tick_schedule()
            except LeaseHeldError:
                continue
        sys.stdout.write(line)
        sys.stdout.flush()
    house.store.close()


def check(settings: Path, slots: int) -> Counter[int]:
    """Return how many slots were started how often."""
    command = [sys.executable, "-m", "tests.monitor.ticking", str(settings)]
    both = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        for _service in range(2)
    ]
    for slot in range(slots):
        for one in both:
            assert one.stdin is not None
            one.stdin.write(f"{slot}\n")
        for one in both:
            assert one.stdout is not None
            assert one.stdout.readline() == f"{slot}\n"
    for one in both:
        one.communicate()
        assert one.returncode == 0
    house = open_house(settings, {})
    with house.store.reading() as connection:
        started = Counter(connection.execute(select(RUN.c.as_of)).scalars())
    house.store.close()
    return Counter(started[FIRST + timedelta(days=slot)] for slot in range(slots))


if __name__ == "__main__":
    if sys.argv[1] == "--check":
        sys.stdout.write(f"{dict(check(Path(sys.argv[2]), int(sys.argv[3])))}\n")
    else:
        tick_slots(Path(sys.argv[1]))
