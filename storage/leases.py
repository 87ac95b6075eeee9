"""Leases: takes a name, leaves it to one process at a time, whatever becomes of that process.

A lease is a row with its holder's place (host and process namespace), process id and that process's start, counted from
the boot of the machine. On the holder's own place it is free as soon as that process is no more: so a round that was
killed is followed at once by the next one. A living holder there whose time has run out is given the length of a
renewal to show itself: a clock that jumps frees nothing. Elsewhere a lease is free when its time has run out: a host
that vanished blocks nobody longer than `TERM`.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.exc import SQLAlchemyError

from storage.database import Store
from storage.errors import LeaseHeldError
from storage.tables import LEASE

LOG = logging.getLogger("fazhi.lease")
TERM = timedelta(seconds=90)
RENEWAL_SECONDS = 20.0
# No honest clock leads ours by so much: a row that claims more was written before a clock was set back.
_ABSURD = timedelta(days=1)
# Starts this near, in seconds, are one process's: the boot is told in whole seconds.
_SAME_START = 2.5


@dataclass(frozen=True)
class Held:
    """A lease that is held; `lost` is set where another process has taken it over in the meantime."""

    name: str
    holder: str
    lost: threading.Event = field(default_factory=threading.Event)


@contextmanager
def hold_lease(store: Store, name: str) -> Iterator[Held]:
    """Hold the lease for the length of the block, renewing it; raise LeaseHeldError where another process has it."""
    held = Held(name, uuid.uuid4().hex)
    silent = _acquire(store, held)
    if silent is not None:
        time.sleep(RENEWAL_SECONDS * 1.25)
        _acquire(store, held, silent)
    done = threading.Event()
    renewal = threading.Thread(target=_renew, args=(store, held, done), daemon=True, name=f"lease-{name}")
    renewal.start()
    try:
        yield held
    finally:
        done.set()
        renewal.join()
        with store.writing() as connection:
            connection.execute(LEASE.delete().where(LEASE.c.name == name, LEASE.c.holder == held.holder))


def _acquire(store: Store, held: Held, silent: Row[Any] | None = None) -> Row[Any] | None:
    """Take the lease; or return the row of a living holder whose time has run out, unless it is the `silent` one."""
    now = datetime.now(UTC)
    with store.writing() as connection:
        if not store.is_sqlite:  # two that find nobody there must not both go in; on SQLite a writer is alone anyway
            connection.exec_driver_sql("LOCK TABLE lease IN EXCLUSIVE MODE")
        row = connection.execute(select(LEASE).where(LEASE.c.name == held.name)).one_or_none()
        if row is not None and _lives(row, now) and row != silent:
            if row.expires_at <= now:
                return row
            raise LeaseHeldError(
                f"the lease {held.name!r} is held by process {row.pid} on {row.host}; wait for it to end"
            )
        connection.execute(LEASE.delete().where(LEASE.c.name == held.name))
        connection.execute(
            LEASE.insert().values(
                name=held.name,
                holder=held.holder,
                host=_this_place(),
                pid=os.getpid(),
                process_started_at=_start_of(os.getpid()),
                expires_at=now + TERM,
            )
        )
    return None


def _lives(row: Row[Any], now: datetime) -> bool:
    if row.host == _this_place():
        started = _start_of(row.pid)
        return started is not None and abs((started - row.process_started_at).total_seconds()) <= _SAME_START
    return bool(now < row.expires_at < now + _ABSURD)


def _this_place() -> str:
    """Return the host's name with the namespace that process ids are counted in: containers may share the name."""
    namespace = Path("/proc/self/ns/pid")
    inside = namespace.readlink().name if namespace.is_symlink() else ""
    return f"{socket.gethostname()} {inside}".strip()


def _start_of(pid: int) -> datetime | None:
    """Return when a living process began, counted from the boot, which no clock moves; None where it is no more."""
    import psutil  # noqa: PLC0415 (needed by rounds alone)

    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return datetime.fromtimestamp(max(0.0, process.create_time() - psutil.boot_time()), UTC)
    except psutil.NoSuchProcess:
        return None


def _renew(store: Store, held: Held, done: threading.Event) -> None:
    renewal = LEASE.update().where(LEASE.c.name == held.name, LEASE.c.holder == held.holder)
    while not done.wait(RENEWAL_SECONDS):
        try:
            with store.writing() as connection:
                kept = connection.execute(renewal.values(expires_at=datetime.now(UTC) + TERM)).rowcount
        except SQLAlchemyError as error:  # the term outlasts several renewals; the next one may succeed
            LOG.warning("the lease %r could not be renewed: %s", held.name, getattr(error, "orig", None) or error)
            continue
        if not kept:
            LOG.warning("the lease %r was taken over by another process", held.name)
            held.lost.set()
            return
