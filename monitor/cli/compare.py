"""`fazhi compare`: takes two report files, or an agency and two years, prints what changed and what contradicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.comparable import change_of, doubts_of, refuse_unread
from monitor.cli.console import FORMAT, open_from, print_json, shorten
from monitor.cli.read import value_of
from monitor.logs import set_up_logs
from storage.errors import ConfigError, WatchError
from storage.vocabulary import Status

if TYPE_CHECKING:
    from rich.console import Console

    from monitor.indicators import Catalogue
    from monitor.judging.rules import Rule
    from storage.findings import HeldReading
    from storage.model import Comparison, Document, Reading


_STATUS = {Status.MISSING: "今年未见", Status.APPEARED: "今年新见", Status.NOT_COMPARABLE: "不能比较"}
_WHERE = {"old": "上年报告", "new": "本年报告", "between": "两年之间"}


@dataclass(frozen=True)
class _Asked:
    """What is compared, and what it is judged by."""

    sides: list[tuple[Document, Reading]]
    rules: Sequence[Rule]
    peers: Mapping[str, Decimal] = field(default_factory=dict)


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
    from monitor.catalogue_files import load_catalogue
    from monitor.comparing.answer import comparison_json

    if len(what) not in (2, 3):
        raise ConfigError("give two files, or an agency and two years")
    set_up_logs(quiet=context.obj["quiet"])
    catalogue = load_catalogue()
    asked = _from_files(what, catalogue) if len(what) == 2 else _from_store(context, what)
    sides = asked.sides
    whole_texts = marked or page is not None
    if len(what) == 2 and not whole_texts:
        refuse_unread(what, sides)
    for doubt in doubts_of(sides):
        click.echo(f"存疑：{doubt}", err=True)
    if whole_texts:
        _redline(sides, catalogue, form, page)
        return
    comparison = _compare(asked, catalogue)
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


def _compare(asked: _Asked, catalogue: Catalogue) -> Comparison:
    from monitor.comparing.compare import compare_reports
    from monitor.judging.notable import mark_notable

    (old_document, old), (new_document, new) = asked.sides
    found = compare_reports(old_document, old, new_document, new, catalogue)
    return mark_notable(found, asked.rules, catalogue, asked.peers)


def _from_files(files: tuple[str, ...], catalogue: Catalogue) -> _Asked:
    from monitor.cli.documents import load_documents
    from monitor.judging.rules import load_rules
    from monitor.reading.reader import read_document

    sides = [(document, read_document(document, catalogue)) for document in load_documents(files)]
    return _Asked(sides, load_rules(()))


def _from_store(context: click.Context, what: tuple[str, ...]) -> _Asked:
    """Find two years of an agency, with the user's rules and the median change of its peers, as the rounds judge."""
    from monitor.rounds.others import Peers
    from storage.findings import current_reports

    name, *years = what
    if not all(year.isdigit() for year in years):
        raise ConfigError(f"{' '.join(years)}: two reporting years are wanted, such as 2023 2024")
    with open_from(context) as house:
        held = [one for one in current_reports(house.store) if one.agency and name in one.agency.name]
        found = [_of_year(held, name, int(year)) for year in years]
        peers = Peers(house).medians(found[1].agency, found[1].reading.identity.year)
        return _Asked([(one.document, one.reading) for one in found], house.rules, peers)


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

    from monitor.comparing.answer import PART_CHAPTERS

    console = Console()
    years = [f"{reading.identity.issuer or '—'} {reading.identity.year or '—'}" for _document, reading in sides]
    console.print(" → ".join(years), markup=False)
    table = Table(box=box.SIMPLE_HEAD)
    for title in ("", "指标", "上年", "本年", "变动", "原因"):
        table.add_column(title, overflow="fold")
    for change in comparison.changes:
        if change.status == "same":
            continue
        old, new = (value_of(side.value, side.unit) if side else "—" for side in (change.old, change.new))
        mark = "●" if change.notable else ""
        reason = shorten(change.rule or change.reason or _STATUS.get(change.status, ""), 60)
        # As text: what stands in a report must not be taken for markup of ours.
        cells = (mark, shorten(change.subject, 40), old, new, change_of(change), reason)
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)
    _print_reasons(console, comparison)
    for contradiction in comparison.contradictions:
        where = _WHERE.get(contradiction.where, contradiction.where)
        told = f"矛盾（{where}）：{contradiction.explain}——“{contradiction.quote}”"
        console.print(told, style="yellow", markup=False, soft_wrap=True)
    for part in comparison.missing_parts:
        console.print(f"缺少部分：{PART_CHAPTERS[part]}", style="yellow", markup=False)
    for part, before, after in comparison.shrunk_parts:
        console.print(f"{PART_CHAPTERS[part]}由{before}字缩短到{after}字", style="yellow", markup=False)
    console.print(f"与上年逐字相同的句子占 {comparison.reuse_share:.0%}", markup=False)


def _print_reasons(console: Console, comparison: Comparison) -> None:
    """Print why an editor should look at each notable change, with both years' sentences."""
    for change in comparison.changes:
        if not change.notable:
            continue
        console.print(f"● {change.reason}", markup=False, soft_wrap=True)
        for year, side in (("上年", change.old), ("本年", change.new)):
            if side is not None:
                console.print(f"    {year}：“{side.evidence.quote.strip()}”", style="dim", markup=False, soft_wrap=True)
