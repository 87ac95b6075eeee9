"""Health: takes what was seen of the store, the timetable, the loops and the disks, leaves well or not, and why; pure.

Well means: what this process is for will happen. A source that blocks us and a message that nobody takes are alerts and
findings of `fazhi doctor`, not illness of the service.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.serving.pulse import Beat

# A slot that nobody started for so long was missed; a round starts within seconds of it.
LATE = timedelta(hours=2)
# A round over 3,000 portals takes a night; one that takes more than a day does not end any more.
LONGEST_ROUND = 86_400.0
# A batch of deliveries waits 30 s for a server at most, and holds what a bot refuses.
LONGEST_DELIVERY = 3_600.0


@dataclass(frozen=True)
class Seen:
    """What was looked at; `store_trouble` is empty where the store is reachable and of the newest step."""

    now: datetime
    beat: Beat
    store_trouble: str = ""
    next_round: datetime | None = None
    last_begun: datetime | None = None
    last_ended: datetime | None = None
    disk_troubles: tuple[str, ...] = ()
    disk_warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Health:
    """Whether all is well; `status` is leading, standby or ill, `reasons` says why it is ill, `warnings` what comes."""

    status: str
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def well(self) -> bool:
        """Whether nobody has to come."""
        return not self.reasons


def health_of(seen: Seen) -> Health:
    """Return how the service is. A service that stands by is well: the one that leads answers for the rounds."""
    reasons = [seen.store_trouble] if seen.store_trouble else []
    reasons += seen.disk_troubles
    if seen.beat.leading:
        reasons += _of_loops(seen)
    status = "ill" if reasons else "leading" if seen.beat.leading else "standby"
    return Health(status, tuple(reasons), seen.disk_warnings)


def _of_loops(seen: Seen) -> list[str]:
    busy = dict(seen.beat.busy_seconds)
    reasons = [f"the loop {name} has ended" for name in seen.beat.dead]
    for name, longest in (("schedule", LONGEST_ROUND), ("delivery", LONGEST_DELIVERY)):
        if busy.get(name, 0.0) > longest:
            reasons.append(f"the loop {name} has been at one tick for {busy[name] / 3600:.1f} hours")
    waiting = "schedule" not in busy or busy["schedule"] < LATE.total_seconds()
    if seen.next_round is not None and waiting and seen.now - seen.next_round > LATE:
        reasons.append(f"the round of {seen.next_round:%Y-%m-%d %H:%M} UTC has not been started")
    begun, ended = seen.last_begun, seen.last_ended
    if begun is not None and (ended is None or ended < begun) and "schedule" not in busy:
        since = seen.now - begun
        if since > timedelta(hours=24):
            reasons.append(f"the round of {begun:%Y-%m-%d %H:%M} UTC broke off and was not taken up")
    return reasons
