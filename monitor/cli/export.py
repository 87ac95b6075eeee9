"""`fazhi export`: prints observations or changes of the held reports as CSV, JSON lines or Parquet, with evidence."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from monitor.cli.console import open_from, print_json
from storage.archive import read_body
from storage.errors import ArchiveError
from storage.findings import HeldReading, current_reports
from storage.model import Snapshot, plain

_FORMULA = tuple("=+-@＝＋－＠")


@click.command()
@click.argument("what", type=click.Choice(["observations", "changes"]), default="observations")
@click.option("--format", "form", type=click.Choice(["csv", "jsonl", "parquet"]), default="csv", show_default=True)
@click.pass_context
def export(context: click.Context, what: str, form: str) -> None:
    """Export observations or changes of every held report."""
    from storage.copies import addresses
    from storage.judgements import yearly_changes

    with open_from(context) as house:
        held = current_reports(house.store)
        folder = house.settings.archive_folder
        if what == "observations":
            rows = list(_observations(held, folder, addresses(house.store)))
        else:
            rows = yearly_changes(house.store)
    if form == "jsonl":
        for row in rows:
            print_json(row)
        return
    if not rows:
        return
    if form == "parquet":
        from monitor.cli.parquet import parquet_of

        if sys.stdout.isatty():
            raise click.UsageError(f"Parquet is no text for a terminal: fazhi export {what} --format parquet > FILE")
        sys.stdout.buffer.write(parquet_of(rows))
        return
    writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows({key: harmless(value) for key, value in row.items()} for row in rows)


def _observations(
    held: list[HeldReading], archive: Path, places: Mapping[int, Sequence[str]]
) -> Iterator[dict[str, Any]]:
    for one in held:
        archived = _state_of_bytes(one.snapshot, archive)
        published = one.reading.identity.published or one.document.published
        copies = " ".join(url for url in places.get(one.report_id or 0, ()) if url != one.url)
        for seen in one.reading.observations:
            yield {
                "agency": one.agency.name if one.agency else None,
                "region": one.agency.region.code if one.agency else None,
                "kind": str(one.reading.identity.kind),
                "year": one.reading.identity.year,
                "indicator": seen.indicator,
                "subject": seen.subject,
                "value": plain(seen.value),
                "unit": seen.unit,
                "qualifier": seen.qualifier,
                "scope": seen.scope,
                "period": seen.period,
                "at": seen.at,
                "quote": seen.evidence.quote,
                "published": published.isoformat() if published else None,
                "url": one.url,
                "copies": copies,
                "sha256": one.snapshot.sha256,
                "fetched_at": one.snapshot.fetched_at.isoformat(timespec="seconds"),
                "archived": archived,
            }


def _state_of_bytes(snapshot: Snapshot, archive: Path) -> str:
    """Return "sound", or what is wrong with the bytes that a report was read from."""
    place = (snapshot.archive_file, snapshot.archive_offset, snapshot.archive_length, snapshot.sha256)
    try:
        read_body(archive, *place)
    except ArchiveError as error:
        return str(error)
    return "sound"


def harmless(value: object) -> object:
    """Return a CSV cell that no spreadsheet runs and no terminal obeys.

    Text that begins like a formula, in half or full width, gets an apostrophe before it (OWASP, CSV injection); control
    characters but line ends become spaces.
    """
    if not isinstance(value, str):
        return value
    plain_text = "".join(one if one.isprintable() or one == "\n" else " " for one in value)
    return f"'{plain_text}" if plain_text.lstrip()[:1] in _FORMULA else plain_text
