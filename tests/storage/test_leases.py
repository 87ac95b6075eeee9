import subprocess
import sys
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from storage.database import Store
from storage.errors import LeaseHeldError
from storage.leases import hold_lease
from storage.tables import LEASE


def test_one_at_a_time_and_free_again_afterwards(fresh_store: Store) -> None:
    with hold_lease(fresh_store, "round"):
        with pytest.raises(LeaseHeldError, match="wait for it to end"), hold_lease(fresh_store, "round"):
            pass
        with hold_lease(fresh_store, "delivery"):
            pass
    with hold_lease(fresh_store, "round"):
        pass
    with fresh_store.reading() as connection:
        assert connection.execute(select(LEASE)).all() == []


def test_a_dead_holder_on_this_host_is_followed_at_once(fresh_store: Store, database_url: str) -> None:
    script = (
        "import os, sys\n"
        "from storage.database import open_store\n"
        "from storage.leases import hold_lease\n"
        "with hold_lease(open_store(sys.argv[1]), 'round'):\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, database_url], check=False)
    assert done.returncode == -9
    with fresh_store.reading() as connection:
        held = connection.execute(select(LEASE)).one()
    assert held.expires_at > datetime.now(UTC)
    with hold_lease(fresh_store, "round"):
        pass


def test_a_holder_on_another_host_keeps_it_until_its_time_is_out(fresh_store: Store) -> None:
    with hold_lease(fresh_store, "round"):
        with fresh_store.writing() as connection:
            connection.execute(LEASE.update().values(host="elsewhere", pid=1))
        with pytest.raises(LeaseHeldError, match="elsewhere"), hold_lease(fresh_store, "round"):
            pass
        with fresh_store.writing() as connection:
            connection.execute(LEASE.update().values(expires_at=datetime(2026, 1, 1, tzinfo=UTC)))
        with hold_lease(fresh_store, "round"):
            pass


def test_of_many_that_ask_at_once_one_gets_it(fresh_store: Store) -> None:
    start, held = threading.Barrier(6), threading.Semaphore(0)

    def ask() -> None:
        start.wait()
        try:
            with hold_lease(fresh_store, "round"):
                held.release()
                done.wait(20)
        except LeaseHeldError:
            refused.release()

    done, refused = threading.Event(), threading.Semaphore(0)
    askers = [threading.Thread(target=ask) for _ in range(6)]
    for asker in askers:
        asker.start()
    for _ in range(5):
        assert refused.acquire(timeout=20)
    assert held.acquire(timeout=20)
    done.set()
    for asker in askers:
        asker.join()
    assert not held.acquire(blocking=False)


def test_a_clock_that_jumps_ahead_frees_no_lease_of_a_living_process(
    fresh_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.leases.RENEWAL_SECONDS", 0.2)
    with hold_lease(fresh_store, "round") as held:
        with fresh_store.writing() as connection:
            connection.execute(LEASE.update().values(expires_at=datetime(2026, 1, 1, tzinfo=UTC)))
        with pytest.raises(LeaseHeldError), hold_lease(fresh_store, "round"):
            pass
        assert not held.lost.is_set()


def test_a_living_holder_that_renews_no_more_is_followed_and_learns_of_it(
    fresh_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.leases.RENEWAL_SECONDS", 0.6)
    with hold_lease(fresh_store, "round") as held:
        monkeypatch.setattr("storage.leases.RENEWAL_SECONDS", 0.01)
        with fresh_store.writing() as connection:
            connection.execute(LEASE.update().values(expires_at=datetime(2026, 1, 1, tzinfo=UTC)))
        with hold_lease(fresh_store, "round"):
            assert held.lost.wait(20)
    with fresh_store.reading() as connection:
        assert connection.execute(select(LEASE)).all() == []


def test_a_lease_dated_by_a_clock_that_ran_ahead_elsewhere_blocks_nobody(fresh_store: Store) -> None:
    with hold_lease(fresh_store, "round"):
        with fresh_store.writing() as connection:
            connection.execute(LEASE.update().values(host="elsewhere", expires_at=datetime(2099, 1, 1, tzinfo=UTC)))
        with hold_lease(fresh_store, "round"):
            pass
