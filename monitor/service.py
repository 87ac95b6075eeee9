"""The unattended service: takes an open house, starts rounds by the timetable and deliveries as they fall due.

Two loops tick every few seconds by a clock that only goes forward; what is due is decided by the store's timetable and
the time of day. Only the holder of the lease `service` ticks, a slot is claimed by one process alone, and the round
itself holds the lease `round`, so that neither a second service nor a round by hand starts beside it. On SIGTERM no new
tick starts, the crawler is asked to stop, and what is under way is brought to its end; a round that broke off is taken
up at the next start.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import psutil

from monitor.disk import rooms_left
from monitor.heartbeat import call_watcher
from monitor.house import House
from monitor.rounds.order import RoundRequest, RoundResult, conduct_round
from monitor.serving.pulse import Pulse
from monitor.telling.deliver import deliver_due
from monitor.timetable import decide, resumes
from storage.errors import LeaseHeldError, WatchError
from storage.leases import Held, hold_lease
from storage.schedules import claim_plan, read_plan, starts_since_last_end

LOG = logging.getLogger("fazhi.service")
TICK_SECONDS = 5.0
NAME = "round"
Round = Callable[[House, RoundRequest, Callable[[object], None], Callable[[], bool]], RoundResult]


class Service:
    """One running service; `stop()` may be called from a signal handler or another thread."""

    def __init__(
        self, house: House, clock: Callable[[], datetime] = lambda: datetime.now(UTC), conduct: Round = conduct_round
    ) -> None:
        self.house = house
        self.clock = clock
        self.pulse = Pulse()
        self._conduct = conduct
        self._stopping = threading.Event()
        self._said = ""
        self._broken: dict[str, str] = {}

    def stop(self) -> None:
        """Ask the service to end cleanly."""
        self._stopping.set()
        for child in psutil.Process().children(recursive=True):
            child.terminate()

    def run(self) -> None:
        """Serve until stopped; a second service on the same store stands by until the first is gone.

        A store that cannot be reached is waited for: the service of a house whose database restarts is not over.
        """
        while not self._stopping.is_set():
            try:
                with hold_lease(self.house.store, "service") as held:
                    self._lead(held)
            except LeaseHeldError as error:
                self.pulse.stand_by()
                self._say(f"standing by: {error}")
            except Exception:
                LOG.exception("the service cannot lead just now; it tries again")
            self._stopping.wait(TICK_SECONDS)

    def _lead(self, held: Held) -> None:
        schedule = self.house.settings.schedule
        LOG.info("leading: rounds by %r in %s", schedule.cron, schedule.timezone)
        loops = [
            threading.Thread(target=self._loop, args=(held, name, tick), name=f"fazhi-{name}")
            for name, tick in (("schedule", self.tick_schedule), ("delivery", self.tick_delivery))
        ]
        for loop in loops:
            loop.start()
        self.pulse.lead(loops)
        while not self._is_over(held) and all(loop.is_alive() for loop in loops):
            self._stopping.wait(1.0)
        held.lost.set()  # one loop that ended, however it ended, ends both: they are started anew together
        LOG.info("stopping: waiting for what is under way")
        for loop in loops:
            loop.join()

    def _is_over(self, held: Held) -> bool:
        return self._stopping.is_set() or held.lost.is_set()

    def _loop(self, held: Held, name: str, tick: Callable[[], object]) -> None:
        """Tick until the end; the pause is measured by a clock that nobody sets."""
        while not self._is_over(held):
            self.pulse.begin(name)
            self._guarded(name, tick)
            self.pulse.end(name)
            self._stopping.wait(TICK_SECONDS)

    def _guarded(self, name: str, tick: Callable[[], object]) -> None:
        """Run one tick; whatever breaks in it is logged and tried again at the next one, and never ends the loop.

        A store that is away for an hour breaks 720 ticks in one way, and is worth one trace.
        """
        try:
            tick()
        except WatchError as error:
            self._say(str(error))
        except (Exception, SystemExit) as error:
            kind = type(error).__name__
            if self._broken.get(name) != kind:
                LOG.exception("a tick of the loop %s broke off; every next one tries again", name)
            self._broken[name] = kind
            return
        if self._broken.pop(name, None):
            LOG.info("the loop %s works again", name)

    def _say(self, words: str) -> None:
        """Log what stays the same from tick to tick once."""
        if words != self._said:
            LOG.warning("%s", words)
        self._said = words

    def tick_schedule(self) -> bool:
        """Start a round where one is due, and return whether; the slot is claimed as it begins, so nothing is repeated.

        A slot that comes while a round by hand is under way waits for its end.
        """
        if self._due() is None:
            return False
        with hold_lease(self.house.store, "round"):
            trigger = self._due()  # asked again: another round may just have ended
            if trigger is None or self._stopping.is_set():
                return False
            result = self._conduct(self.house, RoundRequest(trigger), _ignore, self._claim)
        self._said = ""
        LOG.info("round %s: %d alerts, %d documents read", result.run_id, len(result.alerts), result.documents)
        self._after_round(result)
        return True

    def _due(self) -> str | None:
        """Return what would start a round now: the timetable, a round that broke off, or nothing; plans are kept."""
        store, schedule, now = self.house.store, self.house.settings.schedule, self.clock()
        planned = read_plan(store, NAME)
        decision = decide(schedule, planned, now)
        if decision.fire:
            return "schedule"
        if decision.plan != planned and claim_plan(store, NAME, planned, decision.plan):
            zone = ZoneInfo(schedule.timezone)
            LOG.info("next round: %s %s", f"{decision.plan.next_at.astimezone(zone):%Y-%m-%d %H:%M}", zone)
        return "resume" if resumes(starts_since_last_end(store), now) else None

    def _claim(self) -> bool:
        """Take the slot that has come; False where another process took it. A round that is taken up needs none."""
        store, planned = self.house.store, read_plan(self.house.store, NAME)
        decision = decide(self.house.settings.schedule, planned, self.clock())
        return not decision.fire or claim_plan(store, NAME, planned, decision.plan)

    def _after_round(self, result: RoundResult) -> None:
        for room in rooms_left(self.house.settings):
            if room.trouble:
                LOG.warning("%s", room.trouble)
        if not result.crawl_failed:
            call_watcher(self.house.settings.service.heartbeat(self.house.environment))

    def tick_delivery(self) -> None:
        """Send what has fallen due since."""
        house = self.house
        deliver_due(house.store, house.settings, house.catalogue, house.environment, stopping=self._stopping.is_set)


def _ignore(_event: object) -> None:
    """Let a progress event pass; the log has its own lines."""
