"""Leases: takes a name, leaves it to one process at a time, whatever becomes of that process.

A lease is a row with its holder's host, process id and that process's start. It is free when nobody holds it, when its
time has run out, or when it is held on this very host by a process that is no more: so a round that was killed is
followed at once by the next one, and a host that vanished blocks nobody longer than `TERM`.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from storage.database import Store
from storage.errors import LeaseHeldError
from storage.tables import LEASE

LOG = logging.getLogger("fazhi.lease")
TERM = timedelta(seconds=90)
RENEWAL_SECONDS = 20.0


@contextmanager
def hold_lease(store: Store, name: str) -> Iterator[None]:
    """Hold the lease for the length of the block, renewing it; raise LeaseHeldError where another process has it."""
    holder = uuid.uuid4().hex
    _acquire(store, name, holder)
    done = threading.Event()
    renewal = threading.Thread(target=_renew, args=(store, name, holder, done), daemon=True, name=f"lease-{name}")
    renewal.start()
    try:
        yield
    finally:
        done.set()
        renewal.join()
        with store.writing() as connection:
            connection.execute(LEASE.delete().where(LEASE.c.name == name, LEASE.c.holder == holder))


def _acquire(store: Store, name: str, holder: str) -> None:
    import psutil  # noqa: PLC0415 (needed by rounds alone)

    now = datetime.now(UTC)
    host, pid = socket.gethostname(), os.getpid()
    started = datetime.fromtimestamp(psutil.Process(pid).create_time(), UTC)
    with store.writing() as connection:
        if not store.is_sqlite:  # two that find nobody there must not both go in; on SQLite a writer is alone anyway
            connection.exec_driver_sql("LOCK TABLE lease IN EXCLUSIVE MODE")
        row = connection.execute(select(LEASE).where(LEASE.c.name == name)).one_or_none()
        if (
            row is not None
            and row.expires_at > now
            and not (row.host == host and _is_dead(row.pid, row.process_started_at))
        ):
            raise LeaseHeldError(
                f"the lease {name!r} is held by process {row.pid} on {row.host} until {row.expires_at:%H:%M:%S} UTC; "
                "wait for it to end"
            )
        connection.execute(LEASE.delete().where(LEASE.c.name == name))
        connection.execute(
            LEASE.insert().values(
                name=name, holder=holder, host=host, pid=pid, process_started_at=started, expires_at=now + TERM
            )
        )


def _is_dead(pid: int, started: datetime) -> bool:
    import psutil  # noqa: PLC0415

    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return True
        return abs(process.create_time() - started.timestamp()) > 2  # the number was given to another process
    except psutil.NoSuchProcess:
        return True


def _renew(store: Store, name: str, holder: str, done: threading.Event) -> None:
    while not done.wait(RENEWAL_SECONDS):
        try:
            with store.writing() as connection:
                connection.execute(
                    LEASE.update()
                    .where(LEASE.c.name == name, LEASE.c.holder == holder)
                    .values(expires_at=datetime.now(UTC) + TERM)
                )
        except DBAPIError as error:  # the term outlasts several renewals; the next one may succeed
            LOG.warning("the lease %r could not be renewed: %s", name, error.orig)
