"""One round: the only room that knows the order crawl, read, judge, deliver; takes a request, leaves what came of it.

Every stage asks the store what awaits it, so the order is all that is decided here: a round that broke off anywhere is
taken up by the next one. One round at a time holds the lease; deliveries have a lease of their own.
"""

from __future__ import annotations

import difflib
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from monitor.disk import refuse_full_disk
from monitor.house import House
from monitor.rounds.crawl import CrawlRequest, clean, crawl
from monitor.rounds.due import due_sources
from monitor.rounds.judge import judge_awaiting
from monitor.rounds.read import read_awaiting
from monitor.telling.deliver import DeliveryCount, deliver_due
from storage.documents import any_awaits_cleaning
from storage.errors import ConfigError, LeaseHeldError
from storage.leases import hold_lease
from storage.model import Alert, Source, Visit
from storage.pages import save_sources
from storage.runs import finish_run, source_states, start_run, visits_of_run
from storage.standing import sources_with_missing
from storage.vocabulary import Outcome

LOG = logging.getLogger("fazhi.round")
# A round from cron is not followed by another one soon: what only waits for its turn at a bot goes with it.
PATIENCE_SECONDS = 65.0
BAD_OUTCOMES = frozenset({Outcome.SUSPECT, Outcome.BLOCKED, Outcome.FAILED})


@dataclass(frozen=True)
class RoundRequest:
    """What a round should look at: named slugs or urls, else what is due, else (everything) all of it."""

    trigger: str
    slugs: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    everything: bool = False
    force: bool = False
    as_of: datetime | None = None


@dataclass(frozen=True)
class RoundResult:
    """What came of a round."""

    run_id: str
    visits: tuple[Visit, ...]
    documents: int
    alerts: tuple[Alert, ...]
    deliveries: DeliveryCount
    crawl_failed: bool = False

    @property
    def needs_a_person(self) -> bool:
        """Whether a source ended badly or a message did not arrive."""
        return (
            self.crawl_failed
            or self.deliveries.needs_a_person
            or any(visit.outcome in BAD_OUTCOMES for visit in self.visits)
        )


def run_round(house: House, request: RoundRequest, listener: Callable[[dict[str, Any]], None]) -> RoundResult:
    """Run one round to its end; raise LeaseHeldError where another one is under way.

    Sources, rules and catalogue are read first: a mistake in them is told before anything is fetched. A named round
    and one of the timetable never overlap: there is one lease for all of them.
    """
    house.check()
    choose_slugs(house, request, request.as_of or datetime.now(UTC))
    with hold_lease(house.store, "round"):
        result = conduct_round(house, request, listener)
    count = deliver_due(
        house.store, house.settings, house.catalogue, house.environment, patience_seconds=PATIENCE_SECONDS
    )
    return replace(result, deliveries=count)


def conduct_round(
    house: House,
    request: RoundRequest,
    listener: Callable[[dict[str, Any]], None],
    claim: Callable[[], bool] = lambda: True,
) -> RoundResult:
    """Crawl, read and judge for a caller who holds the lease `round`; what it raises is not delivered yet.

    `claim` takes the slot of a timetable, as late as can be: a mistake in the settings or a full disk uses up none. A
    round whose crawler ended before its time stays open in the store, for the service to take up. Raises StorageError
    where the disk is full, LeaseHeldError where another process has the slot.
    """
    house.check()
    refuse_full_disk(house.settings)
    started = datetime.now(UTC)
    as_of = request.as_of or started
    run_id = f"{started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
    save_sources(house.store, house.sources)
    slugs = choose_slugs(house, request, as_of)
    if not claim():
        raise LeaseHeldError("another process has started the round of this slot; wait for the next one")
    start_run(house.store, run_id, request.trigger, as_of, started)
    code = _crawl(house, request, run_id, slugs, listener)
    documents = read_awaiting(house, lambda url: listener({"event": "read", "url": url}))
    visits = tuple(visits_of_run(house.store, run_id))
    # 1: a source ended badly, and its visit says so; a crawler that breaks off ends with 1 too, and no visit says why.
    told = any(visit.outcome in BAD_OUTCOMES for visit in visits)
    cut = code not in (0, 1) or (code == 1 and not told)
    # What a crawl did not come to see is not missing: the calendar waits for one that ends.
    alerts = judge_awaiting(house, run_id, as_of, calendar=not cut)
    if cut:
        LOG.warning("the crawl broke off before all sources were seen; what it kept is read, the rest is due again")
    else:
        finish_run(house.store, run_id, datetime.now(UTC))
    return RoundResult(run_id, visits, documents, tuple(alerts), DeliveryCount(), crawl_failed=cut)


def choose_slugs(house: House, request: RoundRequest, as_of: datetime) -> tuple[str, ...]:
    """Return the slugs that a round looks at; raise ConfigError for one that nobody declared."""
    known = {source.slug for source in house.sources}
    for slug in request.slugs:
        if slug not in known:
            near = difflib.get_close_matches(slug, sorted(known), n=1)
            hint = f"did you mean {near[0]}?" if near else "`fazhi sources list` shows them"
            raise ConfigError(f"no source is called {slug!r}; {hint}")
    if request.slugs or request.urls:
        return request.slugs
    if request.everything:
        return tuple(source.slug for source in house.sources)
    return tuple(source.slug for source in _due(house, as_of))


def _due(house: House, as_of: datetime) -> tuple[Source, ...]:
    states, doubtful = source_states(house.store), sources_with_missing(house.store)
    return due_sources(house.sources, states, as_of, house.settings.schedule, doubtful)


def _crawl(
    house: House,
    request: RoundRequest,
    run_id: str,
    slugs: tuple[str, ...],
    listener: Callable[[dict[str, Any]], None],
) -> int:
    config, code = house.settings.file, 0
    if slugs or request.urls:
        LOG.info("run %s looks at %d sources and %d pages", run_id, len(slugs), len(request.urls))
        asked = CrawlRequest(run_id, datetime.now(UTC), slugs, request.urls, request.everything, request.force)
        code = crawl(config, asked, listener)
    else:
        LOG.info("no source is due")
    if any_awaits_cleaning(house.store):
        code = clean(config, run_id, listener) or code
    if code not in (0, 1):
        LOG.warning("the crawler ended with %d; what it kept is read all the same", code)
    return code
