"""The shelf of runs: takes rounds and how each source ended in them, answers what awaits judgement and what is due."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from storage.database import Store, put
from storage.model import Visit
from storage.tables import RUN, SOURCE, VISIT
from storage.vocabulary import Outcome

LOG = logging.getLogger("fazhi.store")
# Daily visits of two months.
_LONGEST_MEMORY = 60
_MOST_PARAMETERS = 500  # SQLite's older builds take 999
_STATE = ("state", "reason", "last_run_at", "since", "last_good_at", "baseline_at")
GOOD_OUTCOMES = frozenset({Outcome.FOUND, Outcome.UNCHANGED, Outcome.NOTHING})


@dataclass(frozen=True)
class SourceState:
    """How a source stands: state, its reason and since when; when it was last seen well."""

    slug: str
    state: Outcome | None
    reason: str
    since: datetime | None
    last_run_at: datetime | None
    baseline_at: datetime | None
    last_good_at: datetime | None


@dataclass(frozen=True)
class AwaitingVisit:
    """A visit that no rule has looked at yet, with the outcomes before it, and since when its own has lasted.

    `earlier` has outcome and end of the visits before, the newest first, as far as a relapse may reach back.
    """

    id: int
    visit: Visit
    previous: Outcome | None
    since: datetime
    earlier: tuple[tuple[Outcome, datetime], ...] = ()


def start_run(store: Store, run_id: str, trigger: str, as_of: datetime, now: datetime) -> None:
    """Note that a round began."""
    row = {"id": run_id, "trigger": trigger, "as_of": as_of, "started_at": now}
    with store.writing() as connection:
        put(connection, RUN, [row], key=["id"])


def finish_run(store: Store, run_id: str, now: datetime) -> None:
    """Note that a round ended."""
    with store.writing() as connection:
        connection.execute(RUN.update().where(RUN.c.id == run_id).values(finished_at=now))


def close_visit(store: Store, visit: Visit) -> None:
    """Note the one outcome of a source in a run, and the source's state; a second call changes nothing.

    The first visit that ends well, or that could hold pages (`counts["held"]`) in spite of some trouble, sets the
    source's `baseline_at`: what it held by then is its stock, and later arrivals are news.
    """
    close_visits(store, [visit])


def close_visits(store: Store, visits: Sequence[Visit]) -> None:
    """Note the outcomes of several sources of a run as `close_visit` does, all in one transaction."""
    for start in range(0, len(visits), _MOST_PARAMETERS):
        some = {visit.source: visit for visit in visits[start : start + _MOST_PARAMETERS]}
        with store.writing() as connection:
            _close(connection, some)


def _close(connection: Connection, visits: dict[str, Visit]) -> None:
    runs = {visit.run_id for visit in visits.values()}
    known = select(VISIT.c.run_id, VISIT.c.source).where(VISIT.c.run_id.in_(runs), VISIT.c.source.in_(visits))
    done = {(row.run_id, row.source) for row in connection.execute(known)}
    fresh = [visit for visit in visits.values() if (visit.run_id, visit.source) not in done]
    if not fresh:
        return
    names = [visit.source for visit in fresh]
    sources = {row.slug: row for row in connection.execute(select(SOURCE).where(SOURCE.c.slug.in_(names)))}
    inserted = ("run_id", "source", "outcome", "reason", "finished_at")
    rows = [{name: getattr(one, name) for name in inserted} | {"counts": dict(one.counts)} for one in fresh]
    connection.execute(VISIT.insert(), rows)
    states = [_state_after(sources[visit.source], visit) for visit in fresh]
    update = SOURCE.update().where(SOURCE.c.slug == bindparam("of"))
    connection.execute(update.values({name: bindparam(f"new_{name}") for name in _STATE}), states)


def _state_after(source: Any, visit: Visit) -> dict[str, Any]:
    good = visit.outcome in GOOD_OUTCOMES
    stocked = source.baseline_at is None and (good or visit.counts.get("held", 0) > 0)
    return {
        "of": source.slug,
        "new_state": visit.outcome,
        "new_reason": visit.reason,
        "new_last_run_at": visit.finished_at,
        "new_since": source.since if source.state == visit.outcome else visit.finished_at,
        "new_last_good_at": visit.finished_at if good else source.last_good_at,
        "new_baseline_at": visit.finished_at if stocked else source.baseline_at,
    }


def source_states(store: Store) -> dict[str, SourceState]:
    """Return how every known source stands, by slug."""
    with store.reading() as connection:
        rows = connection.execute(select(SOURCE).order_by(SOURCE.c.slug)).all()
    return {
        row.slug: SourceState(
            row.slug,
            outcome_of(row.state) if row.state else None,
            row.reason,
            row.since,
            row.last_run_at,
            row.baseline_at,
            row.last_good_at,
        )
        for row in rows
    }


def visits_of_run(store: Store, run_id: str) -> list[Visit]:
    """Return how each source ended in a run."""
    with store.reading() as connection:
        rows = connection.execute(select(VISIT).where(VISIT.c.run_id == run_id).order_by(VISIT.c.source)).all()
    return [_visit(row) for row in rows]


def latest_visits(store: Store, source: str, most: int = 14) -> list[Visit]:
    """Return the last visits of a source, the newest first."""
    query = select(VISIT).where(VISIT.c.source == source).order_by(VISIT.c.id.desc()).limit(most)
    with store.reading() as connection:
        return [_visit(row) for row in connection.execute(query)]


def visits_awaiting_judgement(store: Store, most: int = 500) -> list[AwaitingVisit]:
    """Return visits not yet judged, oldest first and so many at most, each with what came before it.

    A round over a country leaves tens of thousands, each with two months of memory: more than one list should hold.
    """
    query = select(VISIT).where(VISIT.c.judged_at.is_(None)).order_by(VISIT.c.id).limit(most)
    with store.reading() as connection:
        return [_with_previous(connection, row) for row in connection.execute(query).all()]


def _with_previous(connection: Connection, row: Any) -> AwaitingVisit:
    before = select(VISIT.c.outcome, VISIT.c.finished_at).where(VISIT.c.source == row.source, VISIT.c.id < row.id)
    query = before.order_by(VISIT.c.id.desc()).limit(_LONGEST_MEMORY)
    earlier = tuple((outcome_of(outcome), finished_at) for outcome, finished_at in connection.execute(query))
    previous = earlier[0][0] if earlier else None
    return AwaitingVisit(row.id, _visit(row), previous, _lasting_since(connection, row, earlier), earlier)


def _lasting_since(connection: Connection, row: Any, earlier: Sequence[tuple[Outcome, datetime]]) -> datetime:
    """Return when a visit's outcome first came without another between; the store is asked beyond what is at hand."""
    same = [moment for _outcome, moment in itertools.takewhile(lambda one: one[0] == row.outcome, earlier)]
    if len(same) == _LONGEST_MEMORY:
        older = (VISIT.c.source == row.source, VISIT.c.id < row.id)
        other = select(VISIT.c.id).where(*older, VISIT.c.outcome != row.outcome).order_by(VISIT.c.id.desc()).limit(1)
        last = connection.execute(other).scalar() or 0
        same += connection.execute(select(func.min(VISIT.c.finished_at)).where(*older, VISIT.c.id > last)).scalars()
    moments: list[datetime] = [row.finished_at, *same]
    return min(moments)


def mark_visit_judged(connection: Connection, visit_id: int, now: datetime) -> None:
    """Mark a visit as judged, within the transaction that keeps its alerts."""
    connection.execute(VISIT.update().where(VISIT.c.id == visit_id).values(judged_at=now))


def mark_visits_judged(store: Store, visit_ids: Sequence[int], now: datetime) -> None:
    """Mark visits as judged that raised nothing, all in one transaction."""
    with store.writing() as connection:
        for start in range(0, len(visit_ids), _MOST_PARAMETERS):
            some = visit_ids[start : start + _MOST_PARAMETERS]
            connection.execute(VISIT.update().where(VISIT.c.id.in_(some)).values(judged_at=now))


def _visit(row: Any) -> Visit:
    return Visit(row.run_id, row.source, outcome_of(row.outcome), row.reason, row.finished_at, row.counts)


def outcome_of(word: str) -> Outcome:
    """Return the outcome that a row names; a word that nobody knows is a fault of one row, and stops no round."""
    try:
        return Outcome(word)
    except ValueError:
        LOG.warning("the store names an outcome %r, which this program does not know; it is taken as failed", word)
        return Outcome.FAILED
