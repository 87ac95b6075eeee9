"""The unattended service: takes an open house, starts rounds by the timetable and deliveries as they fall due.

A few ticks in memory stand over our own schedule table; only the holder of the lease `service` ticks, so two services
on one store start each round once. On SIGTERM no new tick starts, the crawler is asked to stop, and what is under way
is brought to its end: what the crawl has kept is read and told by the next round at the latest.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import psutil

from monitor.house import House
from monitor.rounds.order import RoundRequest, run_round
from monitor.telling.deliver import deliver_due
from monitor.timetable import is_due, next_start
from storage.errors import LeaseHeldError, WatchError
from storage.leases import hold_lease
from storage.runs import plan_schedule, read_schedule

LOG = logging.getLogger("fazhi.service")
TICK_SECONDS = 5
STANDBY_SECONDS = 5.0
NAME = "round"


class Service:
    """One running service; `stop()` may be called from a signal handler or another thread."""

    def __init__(self, house: House, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.house = house
        self.clock = clock
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Ask the service to end cleanly."""
        self._stopping.set()
        for child in psutil.Process().children(recursive=True):
            child.terminate()

    def run(self) -> None:
        """Serve until stopped; a second service on the same store stands by until the first is gone."""
        while not self._stopping.is_set():
            try:
                with hold_lease(self.house.store, "service"):
                    self._lead()
            except LeaseHeldError as error:
                LOG.info("standing by: %s", error)
                self._stopping.wait(STANDBY_SECONDS)

    def _lead(self) -> None:
        from apscheduler.schedulers.background import BackgroundScheduler  # noqa: PLC0415

        scheduler = BackgroundScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        soon = datetime.now(UTC)
        for tick in (self.tick_schedule, self.tick_delivery):
            scheduler.add_job(self._guarded, "interval", args=[tick], seconds=TICK_SECONDS, next_run_time=soon)
        scheduler.start()
        LOG.info(
            "leading: rounds by %r in %s", self.house.settings.schedule.cron, self.house.settings.schedule.timezone
        )
        self._stopping.wait()
        LOG.info("stopping: waiting for what is under way")
        scheduler.shutdown(wait=True)

    def _guarded(self, tick: Callable[[], None]) -> None:
        """Run one tick; whatever breaks in it is logged and tried again at the next one, and never ends the loop."""
        if self._stopping.is_set():
            return
        try:
            tick()
        except WatchError as error:
            LOG.warning("%s", error)
        except Exception:
            LOG.exception("a tick broke off; the next one tries again")

    def tick_schedule(self) -> None:
        """Start a round where one is due; the next start is noted first, so that a crash does not repeat it."""
        store, schedule, now = self.house.store, self.house.settings.schedule, self.clock()
        planned = read_schedule(store, NAME)
        if planned is None or planned[0] != schedule.cron:
            plan_schedule(store, NAME, schedule.cron, next_start(schedule, now), planned[2] if planned else None)
            return
        if not is_due(planned[1], now):
            return
        plan_schedule(store, NAME, schedule.cron, next_start(schedule, now), now)
        result = run_round(self.house, RoundRequest("schedule"), _ignore)
        LOG.info("round %s: %d alerts, %d sent", result.run_id, len(result.alerts), result.deliveries.sent)

    def tick_delivery(self) -> None:
        """Send what has fallen due since."""
        deliver_due(self.house.store, self.house.settings, self.house.catalogue, self.house.environment)


def serve_until_told(house: House) -> None:
    """Serve until SIGTERM or SIGINT."""
    service = Service(house)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: service.stop())
    service.run()


def _ignore(_event: object) -> None:
    """Let a progress event pass; the log has its own lines."""
