"""The archive held against the store: takes both, leaves what is missing, damaged, torn or named by no row.

Both ways: every snapshot's row must find its bytes, every response in the files should be named by a row. What is lost
is asked for whole at the next look: `forget_lost` takes back the validators that would be answered "not modified".
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from storage.archive import archive_files, is_being_written, read_body, repair_tails
from storage.database import Store
from storage.errors import ArchiveError
from storage.tables import PAGE, SNAPSHOT
from storage.warc import CONCURRENT, Member, Record, members_of, read_member

MOST_CHECKED = 2000
REMEDY = "bring the file back from a copy; else the page is fetched whole at its next look"


@dataclass(frozen=True)
class Trouble:
    """One thing wrong with the archive: where, what, and what to do; `url` is the page that it concerns, if known.

    `told` is the day of the first word about it, "" where it is news (`storage.damage`).
    """

    file: str
    offset: int
    what: str
    remedy: str
    url: str = ""
    told: str = ""


@dataclass(frozen=True)
class Inspection:
    """What was found: counts, troubles, what was repaired, and the responses that no row names (left by a kill)."""

    files: int = 0
    size: int = 0
    records: int = 0
    snapshots: int = 0
    troubles: tuple[Trouble, ...] = ()
    repaired: tuple[str, ...] = ()
    unnamed: tuple[Trouble, ...] = ()


def inspect_archive(store: Store, folder: Path) -> Inspection:
    """Read the whole archive and hold it against the store; torn ends are moved aside, lost pages asked for anew.

    The rows are read first: what a crawl writes meanwhile can then only seem unnamed, and a file under a living writer
    is not asked about that.
    """
    rows = _rows(store)
    files = archive_files(folder)
    repaired = repair_tails(folder, files)
    seen: dict[tuple[str, int], Member] = {}
    troubles: list[Trouble] = []
    unnamed: list[Trouble] = []
    named = {(row.archive_file, row.archive_offset) for row in rows}
    for path in files:
        name, writing = path.relative_to(folder).as_posix(), is_being_written(path)
        for member in members_of(path):
            seen[name, member.offset] = Member(member.offset, member.length, _light(member), member.trouble)
            here = (name, member.offset) in named
            if member.trouble and not here and not writing:
                troubles.append(Trouble(name, member.offset, member.trouble, REMEDY))
            elif member.record and _is_answer(member.record) and not here and not writing:
                unnamed.append(Trouble(name, member.offset, "no row names this response", "", member.record.url))
    lost = [trouble for row in rows if (trouble := _trouble_of(row, seen, folder))]
    forget_lost(store, [(trouble.file, trouble.offset) for trouble in lost])
    return Inspection(
        files=len(files),
        size=sum(path.stat().st_size for path in files),
        records=sum(member.record is not None for member in seen.values()),
        snapshots=len(rows),
        troubles=(*lost, *troubles),
        repaired=tuple(repaired),
        unnamed=tuple(unnamed),
    )


def lost_files(store: Store, folder: Path) -> list[str]:
    """Return the archive files that rows name and that are not there, or end before the last of their bytes; quick."""
    end = func.max(SNAPSHOT.c.archive_offset + SNAPSHOT.c.archive_length)
    with store.reading() as connection:
        rows = connection.execute(select(SNAPSHOT.c.archive_file, end).group_by(SNAPSHOT.c.archive_file)).all()
    return sorted(name for name, last in rows if _size(folder / name) < last)


def damaged_pages(store: Store, folder: Path, most: int = MOST_CHECKED) -> list[str]:
    """Return the errors of held articles whose current bytes cannot be read as they were kept; the newest are checked.

    A third of a millisecond each; `inspect_archive` reads all.
    """
    query = (
        select(SNAPSHOT)
        .join(PAGE, PAGE.c.snapshot_id == SNAPSHOT.c.id)
        .where(PAGE.c.role == "article")
        .order_by(SNAPSHOT.c.id.desc())
        .limit(most)
    )
    with store.reading() as connection:
        rows = connection.execute(query).all()
    found = []
    for row in rows:
        try:
            read_body(folder, row.archive_file, row.archive_offset, row.archive_length, row.sha256)
        except ArchiveError as error:
            found.append(f"{row.url}: {error}")
    return found


def forget_lost_files(store: Store, folder: Path) -> list[str]:
    """Let the pages whose bytes lay in lost files be asked for whole at their next look; return those files."""
    files = lost_files(store, folder)
    with store.writing() as connection:
        for name in files:
            lost = select(SNAPSHOT.c.id).where(SNAPSHOT.c.archive_file == name)
            connection.execute(PAGE.update().where(PAGE.c.snapshot_id.in_(lost)).values(**_FORGOTTEN))
    return files


def forget_lost(store: Store, places: Iterable[tuple[str, int]]) -> None:
    """Let the pages whose current bytes lie at these places be asked for whole at their next look."""
    with store.writing() as connection:
        for file, offset in places:
            lost = select(SNAPSHOT.c.id).where(SNAPSHOT.c.archive_file == file, SNAPSHOT.c.archive_offset == offset)
            connection.execute(PAGE.update().where(PAGE.c.snapshot_id.in_(lost)).values(**_FORGOTTEN))


def archive_contents(store: Store, folder: Path) -> Iterator[dict[str, Any]]:
    """Give each file of the archive with its size and what the store knows of it: answers, first and last moment."""
    query = select(
        SNAPSHOT.c.archive_file,
        func.count().label("snapshots"),
        func.min(SNAPSHOT.c.fetched_at).label("first"),
        func.max(SNAPSHOT.c.fetched_at).label("last"),
    ).group_by(SNAPSHOT.c.archive_file)
    with store.reading() as connection:
        known = {row.archive_file: row for row in connection.execute(query)}
    there = {path.relative_to(folder).as_posix(): path for path in archive_files(folder)}
    for name in sorted(known.keys() | there.keys()):
        row, path = known.get(name), there.get(name)
        yield {
            "file": name,
            "size": path.stat().st_size if path else None,
            "snapshots": row.snapshots if row else 0,
            "first": row.first if row else None,
            "last": row.last if row else None,
        }


# Without them the next look asks without conditions, and what comes is kept again whatever it says.
_FORGOTTEN: dict[str, Any] = {"sha256": None, "etag": None, "last_modified": None}


def _rows(store: Store) -> list[Any]:
    with store.reading() as connection:
        return list(connection.execute(select(SNAPSHOT).order_by(SNAPSHOT.c.id)))


def _is_answer(record: Record) -> bool:
    """Tell whether a row should name a record; a redirect on the way to an answer has none of its own."""
    return record.kind == "response" and CONCURRENT not in record.headers


def _light(member: Member) -> Any:
    """Return a record without its payload: an archive does not fit into memory."""
    record = member.record
    if record is None:
        return None
    digest = hashlib.sha256(record.payload).hexdigest()
    return type(record)(record.kind, record.url, {"sha256": digest}, b"", record.trouble)


def _trouble_of(row: Any, seen: dict[tuple[str, int], Member], folder: Path) -> Trouble | None:
    """Return what is wrong with a row's bytes, None where they stand as they were kept."""
    member = seen.get((row.archive_file, row.archive_offset))
    if member is None and (folder / row.archive_file).exists():
        member = _written_since(row, folder)
    if member is None:
        there = (folder / row.archive_file).exists()
        what = "no record stands where the store names one" if there else "the file is not there"
    elif member.record is None or member.trouble:
        what = member.trouble
    elif member.record.headers["sha256"] != row.sha256 or member.length != row.archive_length:
        what = "another answer's bytes stand there"
    else:
        return None
    return Trouble(row.archive_file, row.archive_offset, what, REMEDY, row.url)


def _written_since(row: Any, folder: Path) -> Member | None:
    """Read one record by its place: behind damage the places of whole records can be missed."""
    with (folder / row.archive_file).open("rb") as stream:
        stream.seek(row.archive_offset)
        data = stream.read(row.archive_length)
    try:
        record = read_member(data)
    except ArchiveError:
        return None
    member = Member(row.archive_offset, len(data), record, record.trouble)
    return Member(member.offset, member.length, _light(member), member.trouble)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else -1
