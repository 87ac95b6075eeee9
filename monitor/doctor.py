"""The doctor: takes an open house, leaves findings, each with what is wrong and how to mend it; changes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.disk import rooms_left
from monitor.house import House
from monitor.subscriptions import unheard
from monitor.telling.directory import open_channel
from monitor.timetable import next_start
from storage.archive import archive_files
from storage.census import last_round
from storage.database import check_health
from storage.errors import WatchError
from storage.inspection import damaged_pages, lost_files
from storage.outbox import OPEN_STATES, all_deliveries
from storage.runs import source_states
from storage.schedules import starts_since_last_end
from storage.sections import CHINA, is_within
from storage.subscribers import doubled_subscriptions
from storage.vocabulary import DeliveryState, Outcome

# Of rounds once a day a week, of hourly ones a day: each hour of the day is met.
_SLOTS = 24
CLOCK_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `trouble` is empty where it is well."""

    what: str
    said: str
    trouble: str = ""


def examine(house: House, now: datetime) -> list[Finding]:
    """Return a finding for settings, store, archive, disk, clock, schedule, channels, subscriptions and sources."""
    looks: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: _settings(house),
        lambda: _store(house),
        lambda: _archive(house),
        lambda: _clock(house, now),
        lambda: _schedule(house, now),
        lambda: _channels(house),
        lambda: _sources(house),
        lambda: _deliveries(house, now),
    )
    return [finding for look in looks for finding in look()]


def _settings(house: House) -> Iterator[Finding]:
    file = house.settings.file
    yield Finding("settings", str(file) if file else "no settings.toml: the defaults are used")
    if house.settings.crawl.contact.endswith("@example.org"):
        yield Finding(
            "contact", house.settings.crawl.contact, "portals cannot reach you; set [crawl] contact to your own"
        )
    try:
        yield Finding("rules", f"{len(house.rules)} rules")
        yield Finding("catalogue", f"{len(house.catalogue.indicators)} indicators")
        house.check_filters()
    except WatchError as error:
        yield Finding("rules and filters", "unreadable", str(error))


def _store(house: House) -> Iterator[Finding]:
    place = house.store.engine.url.render_as_string(hide_password=True)
    yield Finding("store", place, check_health(house.store) or "")


def _archive(house: House) -> Iterator[Finding]:
    folder = house.settings.archive_folder
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    writable = existing.is_dir() and os.access(existing, os.W_OK)
    yield Finding(
        "archive",
        str(folder),
        "" if writable else f"{existing} is no folder that can be written; give this user the right",
    )
    lost = lost_files(house.store, folder)
    files = archive_files(folder)
    size = sum(path.stat().st_size for path in files)
    damaged = damaged_pages(house.store, folder)
    troubles = [f"{len(lost)} files are lost or cut short, first {lost[0]}"] if lost else []
    troubles += [f"the bytes of {len(damaged)} pages cannot be read, first {damaged[0]}"] if damaged else []
    trouble = "; ".join([*troubles, "`fazhi archive verify` tells more"]) if troubles else ""
    yield Finding("archive files", f"{len(files)} files, {size / 1e6:.1f} MB; nothing is ever deleted", trouble)
    for room in rooms_left(house.settings):
        yield Finding("disk", f"{room.folder}: {room.free / 1e9:.1f} GB free", room.trouble)


def _clock(house: House, now: datetime) -> Iterator[Finding]:
    times = last_round(house.store)
    trouble = "" if now > CLOCK_BEFORE else "the clock stands before 2026; set it"
    if times.begun is not None and times.begun - now > timedelta(days=1):
        trouble = f"a round began at {times.begun:%Y-%m-%d %H:%M} UTC by this clock, which is ahead of it now; set it"
    yield Finding("clock", f"{now:%Y-%m-%d %H:%M} UTC", trouble)


def _schedule(house: House, now: datetime) -> Iterator[Finding]:
    schedule = house.settings.schedule
    start = next_start(schedule, now).astimezone(ZoneInfo(schedule.timezone))
    months = ", ".join(map(str, schedule.season))
    said = f"{schedule.cron!r}: {start:%Y-%m-%d %H:%M} {schedule.timezone}; season: months {months} of China"
    yield Finding("schedule", said, _quiet_starts(house, now))
    times, starts = last_round(house.store), starts_since_last_end(house.store)
    ended = f"last ended {times.ended:%Y-%m-%d %H:%M} UTC" if times.ended else "none has ended yet"
    late = bool(starts) and now - max(starts) > timedelta(days=1)
    trouble = f"{len(starts)} broke off since; the log says why, `fazhi run` takes them up" if late else ""
    yield Finding("rounds", ended, trouble)
    watched = house.settings.service.heartbeat(house.environment) is not None
    if house.settings.service.heartbeat_url_env and not watched:
        name = house.settings.service.heartbeat_url_env
        yield Finding("heartbeat", "nobody is called", f"the environment variable {name} is not set; set it")
    else:
        yield Finding("heartbeat", "called after each good round" if watched else "none: an outage is told by nobody")


def _quiet_starts(house: House, now: datetime) -> str:
    """Return what is wrong where the timetable starts its rounds when no portal may be asked.

    A round that starts in quiet hours looks at nothing, and its slot is used up.
    """
    spans, start, quiet = house.settings.crawl.quiet_hours, now, 0
    if not spans:
        return ""
    for _slot in range(_SLOTS):
        start = next_start(house.settings.schedule, start)
        quiet += any(is_within(span, start.astimezone(CHINA).time()) for span in spans)
    if not quiet:
        return ""
    told = "every round starts" if quiet == _SLOTS else f"{quiet} of the next {_SLOTS} rounds start"
    hours = ", ".join(spans)
    remedy = "move [schedule] cron, or [crawl] quiet_hours, which are hours of Asia/Shanghai"
    return f"{told} in quiet hours ({hours}) and will look at nothing; {remedy}"


def _channels(house: House) -> Iterator[Finding]:
    for channel in house.settings.channel:
        try:
            open_channel(house.settings, channel.name, house.environment)
            yield Finding(f"channel {channel.name}", "address understood; `fazhi subscribe test` sends a sample")
        except WatchError as error:
            yield Finding(f"channel {channel.name}", "unusable", str(error))
    for name in doubled_subscriptions(house.settings, house.store):
        trouble = f"settings.toml hides the one made by command; `fazhi subscribe remove {name}` takes that away"
        yield Finding(f"subscription {name}", "stands twice", trouble)
    if not house.subscriptions():
        yield Finding("subscriptions", "none", "nobody is told anything; add a [[subscription]] block")


def _sources(house: House) -> Iterator[Finding]:
    try:
        sources = house.sources
    except WatchError as error:
        yield Finding("sources", "unreadable", str(error))
        return
    yield Finding("sources", f"{len(sources)} watched", "" if sources else "nothing is watched; add a [[source]] block")
    for subscription in house.subscriptions():
        for filtered in unheard(subscription, sources):
            trouble = f"{filtered}: mend the filter, or watch a source of it"
            yield Finding(f"subscription {subscription.name}", "asks for what no source is declared for", trouble)
    states = source_states(house.store)
    for source in sources:
        state = states.get(source.slug)
        if state is not None and state.state in (Outcome.BLOCKED, Outcome.FAILED, Outcome.SUSPECT):
            yield Finding(f"source {source.slug}", str(state.state), state.reason)


def _deliveries(house: House, now: datetime) -> Iterator[Finding]:
    found = all_deliveries(house.store)
    dead = [one for one in found if one.state is DeliveryState.DEAD]
    late = [
        one
        for one in found
        if one.state not in (DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.WITHDRAWN)
        and one.next_attempt_at is not None
        and now - one.next_attempt_at > timedelta(days=1)
    ]
    names = {subscription.name for subscription in house.subscriptions()}
    for name in sorted({one.subscription for one in found if one.state in OPEN_STATES and one.subscription} - names):
        trouble = f"deliveries wait for it; declare it again, or `fazhi subscribe remove {name}` withdraws them"
        yield Finding(f"subscription {name}", "is no more", trouble)
    trouble = ""
    if dead or late:
        trouble = f"{len(dead)} dead, {len(late)} overdue by a day; see `fazhi deliveries`, mend the channel, resend"
    yield Finding("deliveries", f"{len(found)} kept", trouble)
