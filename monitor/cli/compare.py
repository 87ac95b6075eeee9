"""`fazhi compare`: takes two report files, or an agency and two years, prints what changed and what contradicts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.console import FORMAT, open_from, print_json, shorten
from monitor.logs import set_up_logs
from storage.errors import ConfigError, WatchError

if TYPE_CHECKING:
    from monitor.indicators import Catalogue
    from storage.findings import HeldReading
    from storage.model import Comparison, Document, Reading


@click.command()
@click.argument("what", nargs=-1, required=True, metavar="OLD NEW | AGENCY YEAR YEAR")
@FORMAT
@click.option("--redline", "marked", is_flag=True, help="The two texts sentence by sentence, changes word by word.")
@click.option(
    "--html", "page", type=click.Path(dir_okay=False, path_type=Path), help="Write the redline to a web page."
)
@click.pass_context
def compare(context: click.Context, what: tuple[str, ...], form: str, *, marked: bool, page: Path | None) -> None:
    """Compare two report files, or two years of an agency from the store."""
    from monitor.comparing.answer import comparison_json
    from monitor.indicators import load_catalogue

    if len(what) not in (2, 3):
        raise ConfigError("give two files, or an agency and two years")
    set_up_logs(quiet=context.obj["quiet"])
    catalogue = load_catalogue()
    sides = _from_files(what, catalogue) if len(what) == 2 else _from_store(context, what)
    if marked or page is not None:
        _redline(sides, catalogue, form, page)
        return
    comparison = _compare(sides, catalogue)
    if form == "json":
        (old_document, old), (new_document, new) = sides
        print_json(comparison_json(old_document, old, new_document, new, comparison))
    else:
        _print(sides, comparison)


def _redline(sides: list[tuple[Document, Reading]], catalogue: Catalogue, form: str, page: Path | None) -> None:
    from monitor.cli.redline import print_redline
    from monitor.comparing.redline import redline, redline_json
    from monitor.comparing.redline_page import redline_page
    from monitor.comparing.words import cutter_for, terms_of

    (old_document, old), (new_document, new) = sides
    marked = redline(old_document.text, new_document.text, cutter_for(terms_of(catalogue)))
    if page is not None:
        titles = [
            f"{reading.identity.issuer or reading.identity.title or '—'} {reading.identity.year or ''}".strip()
            for reading in (old, new)
        ]
        try:
            page.write_text(redline_page(marked, *titles), encoding="utf-8")
        except OSError as error:
            raise WatchError(f"{page} cannot be written: {error.strerror}; name another file with --html") from error
        click.echo(f"{page} written", err=True)
    elif form == "json":
        print_json(redline_json(marked))
    else:
        print_redline(marked)


def _compare(sides: list[tuple[Document, Reading]], catalogue: Catalogue) -> Comparison:
    from monitor.comparing.compare import compare_reports
    from monitor.judging.notable import mark_notable
    from monitor.judging.rules import load_rules

    (old_document, old), (new_document, new) = sides
    found = compare_reports(old_document, old, new_document, new, catalogue)
    return mark_notable(found, load_rules(()), catalogue)


def _from_files(files: tuple[str, ...], catalogue: Catalogue) -> list[tuple[Document, Reading]]:
    from monitor.cli.documents import load_documents
    from monitor.reading.reader import read_document

    return [(document, read_document(document, catalogue)) for document in load_documents(files)]


def _from_store(context: click.Context, what: tuple[str, ...]) -> list[tuple[Document, Reading]]:
    from storage.findings import current_reports

    name, *years = what
    if not all(year.isdigit() for year in years):
        raise ConfigError(f"{' '.join(years)}: two reporting years are wanted, such as 2023 2024")
    with open_from(context) as house:
        held = [one for one in current_reports(house.store) if one.agency and name in one.agency.name]
    return [(one.document, one.reading) for one in (_of_year(held, name, int(year)) for year in years)]


def _of_year(held: list[HeldReading], name: str, year: int) -> HeldReading:
    found = [one for one in held if one.reading.identity.year == year and one.reading.identity.kind == "report"]
    names = sorted({one.agency.name for one in found if one.agency})
    if len(names) > 1:
        raise ConfigError(f"{name!r} fits several agencies: {', '.join(names)}; write one in full")
    if not found:
        raise WatchError(f"no report of {name!r} for {year} is held; `fazhi run` fetches what is published")
    return found[0]


def _print(sides: list[tuple[Document, Reading]], comparison: Comparison) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    console.print(
        " → ".join(f"{reading.identity.issuer or '—'} {reading.identity.year}" for _, reading in sides), markup=False
    )
    table = Table(box=box.SIMPLE_HEAD)
    for title in ("", "指标", "上年", "本年", "变动 %", "原因"):
        table.add_column(title, overflow="fold")
    for change in comparison.changes:
        if change.status == "same":
            continue
        old, new = (f"{side.value:f}{side.unit}" if side else "—" for side in (change.old, change.new))
        relative = f"{change.relative:+.1f}" if change.relative is not None else ""
        mark = "●" if change.notable else ""
        reason = shorten(change.reason or str(change.status), 80)
        # As text: what stands in a report must not be taken for markup of ours.
        table.add_row(*(Text(cell) for cell in (mark, shorten(change.subject, 40), old, new, relative, reason)))
    console.print(table)
    for contradiction in comparison.contradictions:
        console.print(f"矛盾：{contradiction.explain}", style="yellow", markup=False)
    for part in comparison.missing_parts:
        console.print(f"缺少部分：{part}", style="yellow", markup=False)
    console.print(f"与上年逐字相同的句子占 {comparison.reuse_share:.0%}", markup=False)
