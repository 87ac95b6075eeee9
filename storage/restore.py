"""The way back: takes a backup file, leaves a store and an archive as they were, and what stood there moved aside.

The whole file is read and every hash compared before anything is touched. The new store is filled in one transaction
and put in its place in one step; a restore that breaks off leaves the old one, or an archive beside no store, which no
command takes for a fresh start.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from sqlalchemy import Connection, MetaData, Table, inspect

from storage.backup import CONTENTS, FORMAT
from storage.database import Store, open_store
from storage.dump import count_on_from, is_empty, tables_of, take_back
from storage.errors import StorageError
from storage.schema import apply_steps, newest_step
from storage.tables import METADATA

_PIECE = 1 << 20
# What was still to be told when the copy was made may have been told since; nobody knows.
_UNSURE = ("pending", "failed", "sending")


@dataclass(frozen=True)
class Restored:
    """What was brought back: when the backup was made, rows by table, files of the archive; what was moved aside."""

    made_at: str
    rows: Mapping[str, int]
    archive_files: int
    aside: tuple[Path, ...]


def restore_backup(url: str, archive: Path, source: Path, now: datetime, *, replace: bool = False) -> Restored:
    """Bring a backup back to the store at `url` and the archive; what is there is moved aside, if `replace` allows it.

    Raises StorageError for a file that is no whole backup, and without `replace` for a store or archive that holds
    anything. A PostgreSQL database is emptied and filled in one transaction: make a backup of it first.
    """
    contents = _verified(source)
    if not replace:
        _refuse_full(url, archive)
    draft = archive.with_name(f"{archive.name}.restoring-{now:%Y%m%dT%H%M%SZ}")
    store, place = _store_to_fill(url, now)
    try:
        with _opened(source) as tar:
            files = _unpack_archive(tar, contents, draft)
            _fill(store, tar, contents)
    except BaseException:
        store.close()
        shutil.rmtree(draft, ignore_errors=True)
        if store.file:
            store.file.unlink(missing_ok=True)
        raise
    store.close()
    aside = [_move_aside(archive, now)] if archive.exists() else []
    draft.rename(archive)
    if store.file and place:
        aside += _swap_in(store.file, place, now)
    return Restored(str(contents["made_at"]), contents["rows"], files, tuple(aside))


def _verified(source: Path) -> dict[str, Any]:
    """Return the list of contents of a backup whose every part is there and unchanged."""
    seen: dict[str, str] = {}
    contents: dict[str, Any] = {}
    with _opened(source) as tar:
        for member in tar:
            body = tar.extractfile(member)
            if body is None or not _is_safe(member.name):
                raise StorageError(f"{source}: {member.name!r} has no place in a backup; take another file")
            if member.name == CONTENTS:
                contents = json.loads(body.read())
            else:
                seen[member.name] = _hash(body)
    if contents.get("format") != FORMAT:
        raise StorageError(f"{source}: the list of contents is missing: the file was cut off; take another one")
    wrong = [name for name, sha256 in contents["sha256"].items() if seen.get(name) != sha256]
    if wrong or seen.keys() != contents["sha256"].keys():
        raise StorageError(f"{source}: {wrong[:1] or 'a part'} is damaged or missing; take another backup")
    if contents["step"] is None or contents["step"] > newest_step():
        raise StorageError(
            f"{source}: was made at step {contents['step']}, this program knows {newest_step()}; install the newer one"
        )
    return contents


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name


def _hash(body: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := body.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, "r:") as tar:
            yield tar
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise StorageError(f"{source}: cannot be read as a backup: {error}; take another file") from error


def _refuse_full(url: str, archive: Path) -> None:
    if archive.exists() and any(archive.iterdir()):
        raise StorageError(f"{archive} holds pages already; `--replace` moves them and the store aside, and restores")
    store = open_store(url)
    if store.file is not None and not store.file.exists():
        return  # to look into it would make it
    try:
        if not is_empty(store):
            raise StorageError("the store is not empty; `--replace` puts the backup in its place")
    finally:
        store.close()


def _unpack_archive(tar: tarfile.TarFile, contents: Mapping[str, Any], folder: Path) -> int:
    names = [name for name in contents["sha256"] if name.startswith("archive/")]
    folder.mkdir(parents=True)
    for name in names:
        path = folder / name.removeprefix("archive/")
        path.parent.mkdir(parents=True, exist_ok=True)
        body = tar.extractfile(name)
        assert body is not None
        with path.open("xb") as out:
            while piece := body.read(_PIECE):
                out.write(piece)
    return len(names)


def _store_to_fill(url: str, now: datetime) -> tuple[Store, Path | None]:
    """Return what is filled, a new SQLite file or the database itself, and the place that the file is meant for."""
    store = open_store(url)
    if store.file is None:
        return store, None
    store.close()
    file = store.file.with_name(f"{store.file.name}.restoring-{now:%Y%m%dT%H%M%SZ}")
    return open_store(f"sqlite:///{file}"), store.file


def _fill(store: Store, tar: tarfile.TarFile, contents: Mapping[str, Any]) -> None:
    """Empty the database and fill it with the rows of the backup at the backup's step, then apply the newer steps."""
    with store.writing() as connection:
        _drop_ours(connection)
        apply_steps(store, connection, contents["step"])
        for table in tables_of(connection):
            _fill_table(connection, table, tar, contents)
        apply_steps(store, connection)
        outbox = METADATA.tables["delivery"]
        connection.execute(outbox.update().where(outbox.c.state.in_(_UNSURE)).values(state="unknown"))


def _drop_ours(connection: Connection) -> None:
    ours = {*METADATA.tables, "alembic_version"}
    found = MetaData()
    found.reflect(connection, only=[name for name in inspect(connection).get_table_names() if name in ours])
    found.drop_all(connection)


def _fill_table(connection: Connection, table: Table, tar: tarfile.TarFile, contents: Mapping[str, Any]) -> None:
    name = f"store/{table.name}.jsonl.gz"
    if name not in contents["sha256"]:
        return
    packed = tar.extractfile(name)
    with gzip.GzipFile(fileobj=packed, mode="rb") as lines:
        count = take_back(connection, table, lines, aware=connection.dialect.name == "postgresql")
    if count != contents["rows"][table.name]:
        raise StorageError(f"the backup names {contents['rows'][table.name]} rows of {table.name} and holds {count}")
    count_on_from(connection, table)


def _move_aside(path: Path, now: datetime) -> Path:
    return path.rename(path.with_name(f"{path.name}.replaced-{now:%Y%m%dT%H%M%SZ}"))


def _swap_in(new: Path, place: Path, now: datetime) -> list[Path]:
    """Put the new SQLite file in its place; the old one and what belongs to it keep a name of their own."""
    aside = place.with_name(f"{place.name}.replaced-{now:%Y%m%dT%H%M%SZ}")
    moved = []
    for ending in ("", "-wal", "-shm"):
        old = place.with_name(place.name + ending)
        if old.exists():
            moved.append(old.rename(aside.with_name(aside.name + ending)))
    new.rename(place)
    return moved
