"""The shelf of runs: takes rounds and how each source ended in them, answers what awaits judgement and what is due."""

from __future__ import annotations

import itertools
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from storage.database import Store, put
from storage.model import Visit
from storage.tables import RUN, SOURCE, VISIT
from storage.vocabulary import Outcome

LOG = logging.getLogger("fazhi.store")
# Daily visits of two months.
_LONGEST_MEMORY = 60
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
    with store.writing() as connection:
        known = select(VISIT.c.id).where(VISIT.c.run_id == visit.run_id, VISIT.c.source == visit.source)
        if connection.execute(known).one_or_none() is not None:
            return
        source = connection.execute(select(SOURCE).where(SOURCE.c.slug == visit.source)).one()
        good = visit.outcome in GOOD_OUTCOMES
        connection.execute(
            VISIT.insert().values(
                run_id=visit.run_id,
                source=visit.source,
                outcome=visit.outcome,
                reason=visit.reason,
                counts=dict(visit.counts),
                finished_at=visit.finished_at,
            )
        )
        values: dict[str, Any] = {"state": visit.outcome, "reason": visit.reason, "last_run_at": visit.finished_at}
        if source.state != visit.outcome:
            values["since"] = visit.finished_at
        if good:
            values["last_good_at"] = visit.finished_at
        if source.baseline_at is None and (good or visit.counts.get("held", 0) > 0):
            values["baseline_at"] = visit.finished_at
        connection.execute(SOURCE.update().where(SOURCE.c.slug == visit.source).values(**values))


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


def visits_awaiting_judgement(store: Store) -> list[AwaitingVisit]:
    """Return visits not yet judged, oldest first, each with what came before it."""
    with store.reading() as connection:
        waiting = connection.execute(select(VISIT).where(VISIT.c.judged_at.is_(None)).order_by(VISIT.c.id)).all()
        return [_with_previous(connection, row) for row in waiting]


def _with_previous(connection: Connection, row: Any) -> AwaitingVisit:
    query = (
        select(VISIT.c.outcome, VISIT.c.finished_at)
        .where(VISIT.c.source == row.source, VISIT.c.id < row.id)
        .order_by(VISIT.c.id.desc())
    )
    earlier = [(outcome_of(outcome), finished_at) for outcome, finished_at in connection.execute(query)]
    same = itertools.takewhile(lambda one: one[0] == row.outcome, earlier)
    since = min([row.finished_at, *(finished_at for _outcome, finished_at in same)])
    previous = earlier[0][0] if earlier else None
    return AwaitingVisit(row.id, _visit(row), previous, since, tuple(earlier[:_LONGEST_MEMORY]))


def mark_visit_judged(connection: Connection, visit_id: int, now: datetime) -> None:
    """Mark a visit as judged, within the transaction that keeps its alerts."""
    connection.execute(VISIT.update().where(VISIT.c.id == visit_id).values(judged_at=now))


def _visit(row: Any) -> Visit:
    return Visit(row.run_id, row.source, outcome_of(row.outcome), row.reason, row.finished_at, row.counts)


def outcome_of(word: str) -> Outcome:
    """Return the outcome that a row names; a word that nobody knows is a fault of one row, and stops no round."""
    try:
        return Outcome(word)
    except ValueError:
        LOG.warning("the store names an outcome %r, which this program does not know; it is taken as failed", word)
        return Outcome.FAILED
