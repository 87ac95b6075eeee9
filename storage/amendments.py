"""What a later stage knows of a visit: takes the visit as it is to be told, leaves it and its source's state so."""

from __future__ import annotations

from sqlalchemy import select

from storage.database import Store
from storage.model import Visit
from storage.tables import SOURCE, VISIT


def amend_visit(store: Store, visit: Visit) -> None:
    """Give a visit another outcome and reason, as long as no rule has judged it; its source's state follows."""
    with store.writing() as connection:
        own = (VISIT.c.run_id == visit.run_id) & (VISIT.c.source == visit.source)
        row = connection.execute(select(VISIT).where(own)).one_or_none()
        if row is None or row.judged_at is not None:
            return
        connection.execute(VISIT.update().where(own).values(outcome=visit.outcome, reason=visit.reason))
        since = row.finished_at
        earlier = select(VISIT.c.outcome, VISIT.c.finished_at).where(
            VISIT.c.source == visit.source, VISIT.c.id < row.id
        )
        for outcome, finished_at in connection.execute(earlier.order_by(VISIT.c.id.desc())):
            if outcome != visit.outcome:
                break
            since = finished_at
        state = {"state": visit.outcome, "reason": visit.reason, "since": since}
        connection.execute(SOURCE.update().where(SOURCE.c.slug == visit.source).values(**state))
