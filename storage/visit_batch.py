"""How sources ended, written in batches: takes visits, leaves them in the store, or the sources whose it refused.

A batch saves a sweep thousands of transactions. One visit that no column takes must not take the others along: where a
batch is refused each is written by itself, at least as failed.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from sqlalchemy.exc import OperationalError

from storage.database import Store
from storage.model import Visit
from storage.runs import close_visits
from storage.vocabulary import Outcome

LOG = logging.getLogger("fazhi.keep")
MOST = 100


class VisitBatch:
    """The visits of one crawling process that are not written yet; `lost` are sources that are left without one."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.lost: list[str] = []
        self._waiting: list[Visit] = []

    @property
    def is_full(self) -> bool:
        """Whether it is time to write."""
        return len(self._waiting) >= MOST

    def add(self, visit: Visit) -> None:
        """Take one visit in."""
        self._waiting.append(visit)

    def write(self) -> None:
        """Write what waits; raise OperationalError where the store is busy or full: then it waits for the next time."""
        try:
            close_visits(self.store, self._waiting)
        except OperationalError:
            raise
        except Exception:
            LOG.exception("%d visits cannot be kept together; each is kept by itself", len(self._waiting))
            self.lost += [visit.source for visit in self._waiting if not self._write_alone(visit)]
        self._waiting.clear()

    def _write_alone(self, visit: Visit) -> bool:
        """Write one visit, at least as failed; return False where even that is refused."""
        try:
            close_visits(self.store, [visit])
        except Exception as error:
            LOG.exception("%s: its visit cannot be kept", visit.source)
            told = f"internal error, its visit cannot be kept: {error!r}"[:500]
            try:
                close_visits(self.store, [replace(visit, outcome=Outcome.FAILED, reason=told, counts={})])
            except Exception:
                LOG.exception("%s: that its visit failed cannot be kept either", visit.source)
                return False
        return True
