"""What the window shows: takes an open house and the service's pulse, leaves what was seen for health and metrics."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from monitor.disk import rooms_left
from monitor.house import House
from monitor.serving.health import Health, Seen, health_of
from monitor.serving.pulse import Pulse
from storage.census import count_alerts, count_deliveries, count_holdings, count_sources, last_round
from storage.schedules import read_plan
from storage.schema import current_step, newest_step


def look(house: House, pulse: Pulse, now: datetime | None = None) -> Seen:
    """Return how everything stands just now; a store that cannot be read is told, not raised."""
    now = now or datetime.now(UTC)
    least = house.settings.service.min_free_mb * 1_000_000
    rooms = [room for room in rooms_left(house.settings) if room.trouble]
    full = tuple(room.trouble for room in rooms if room.free < least)
    low = tuple(room.trouble for room in rooms if room.free >= least)
    try:
        step, newest = current_step(house.store), newest_step()
        trouble = "" if step == newest else f"the store stands at step {step}, this program at {newest}"
        plan, times = read_plan(house.store, "round"), last_round(house.store)
    except Exception as error:  # noqa: BLE001 (whatever the driver calls it, the store cannot be read)
        return Seen(now, pulse.beat(), f"the store cannot be read: {type(error).__name__}", None, None, None, full, low)
    return Seen(now, pulse.beat(), trouble, plan.next_at if plan else None, times.begun, times.ended, full, low)


def health_page(house: House, pulse: Pulse) -> tuple[Health, dict[str, object]]:
    """Return the health and what its page says."""
    seen = look(house, pulse)
    health = health_of(seen)
    return health, {
        "status": health.status,
        "reasons": list(health.reasons),
        "warnings": list(health.warnings),
        "next_round": seen.next_round.isoformat() if seen.next_round else None,
        "last_round_begun": seen.last_begun.isoformat() if seen.last_begun else None,
        "last_round_ended": seen.last_ended.isoformat() if seen.last_ended else None,
        "last_round_age_seconds": int((seen.now - seen.last_ended).total_seconds()) if seen.last_ended else None,
    }


def metrics_page(house: House, pulse: Pulse) -> bytes:
    """Return the metrics in Prometheus' text format; names begin with fazhi_, labels hold words of the house only."""
    from prometheus_client import CollectorRegistry, Gauge, generate_latest  # noqa: PLC0415 (asked for once a minute)

    registry = CollectorRegistry()

    def gauge(name: str, words: str, values: Mapping[Any, float], labels: tuple[str, ...] = ()) -> None:
        made = Gauge(f"fazhi_{name}", words, labels, registry=registry)
        for key, value in values.items():
            (made.labels(*key) if labels else made).set(value)

    seen = look(house, pulse)
    gauge("up", "1 where the service is well, as /healthz says", {(): float(health_of(seen).well)})
    gauge("leading", "1 where this process starts the rounds, 0 where it stands by", {(): float(seen.beat.leading)})
    for name, words, moment in (
        ("next_round_timestamp_seconds", "When the next round is planned", seen.next_round),
        ("last_round_begun_timestamp_seconds", "When a round last began", seen.last_begun),
        ("last_round_ended_timestamp_seconds", "When a round last came to its end", seen.last_ended),
    ):
        if moment is not None:
            gauge(name, words, {(): moment.timestamp()})
    free = {(("archive", "store")[place],): float(room.free) for place, room in enumerate(rooms_left(house.settings))}
    gauge("disk_free_bytes", "Room left on the disk of archive and store", free, ("disk",))
    if not seen.store_trouble:
        sources = {(state,): float(number) for state, number in count_sources(house.store).items()}
        deliveries = {(state,): float(number) for state, number in count_deliveries(house.store).items()}
        holdings = {(name,): float(number) for name, number in count_holdings(house.store).items()}
        alerts = {key: float(number) for key, number in count_alerts(house.store).items()}
        gauge("sources", "Watched columns by state", sources, ("state",))
        gauge("deliveries", "Deliveries by state", deliveries, ("state",))
        gauge("holdings", "What the store holds", holdings, ("what",))
        gauge("alerts", "Alerts ever raised", alerts, ("event", "severity"))
    return generate_latest(registry)
