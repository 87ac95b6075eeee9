"""`fazhi read`: takes report files, prints for each its document and its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.console import FORMAT, print_json, shorten
from monitor.logs import set_up_logs

if TYPE_CHECKING:
    from storage.model import Document, Reading


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@FORMAT
@click.pass_context
def read(context: click.Context, files: tuple[str, ...], form: str) -> None:
    """Read report files (html, txt, pdf, docx, doc, wps, ofd, zip): what each is, every figure with its sentence."""
    from monitor.cli.documents import load_documents
    from monitor.indicators import load_catalogue
    from monitor.reading.answer import reading_json
    from monitor.reading.reader import read_document

    set_up_logs(quiet=context.obj["quiet"])
    catalogue = load_catalogue()
    for document in load_documents(files, several=True):
        reading = read_document(document, catalogue)
        if form == "json":
            print_json(reading_json(document, reading))
        else:
            _print_reading(document, reading)


def _print_reading(document: Document, reading: Reading) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console, identity = Console(), reading.identity
    region = identity.region.name if identity.region else "—"
    console.print(f"{shorten(identity.title or '（无标题）', 100)}", style="bold", markup=False)
    console.print(
        f"{identity.kind} · {identity.issuer or '—'} · {region} · {identity.year or '—'} · {len(document.text)} 字",
        markup=False,
    )
    for doubt in identity.doubts:
        console.print(f"存疑：{doubt}", style="yellow", markup=False)
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("指标", "原文称谓", "数值", "口径", "原文依据"):
        table.add_column(name, overflow="fold")
    for seen in reading.observations:
        table.add_row(
            seen.indicator or "—",
            shorten(seen.subject, 40),
            f"{seen.value:f}{seen.unit}",
            seen.scope,
            shorten(seen.evidence.quote, 60),
        )
    console.print(table)
    for check in reading.checks:
        if not check.holds:
            console.print(f"核对不符：{check.explain}", style="yellow", markup=False)
