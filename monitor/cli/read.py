"""`fazhi read`: takes report files, prints for each its document and its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.console import FORMAT, print_json, shorten
from monitor.logs import set_up_logs
from storage.vocabulary import Kind

if TYPE_CHECKING:
    from decimal import Decimal

    from monitor.indicators import Catalogue
    from storage.model import Document, Reading, Restoration

KINDS = {
    Kind.REPORT: "年度报告",
    Kind.SPEECH: "讲话",
    Kind.PLAN: "计划要点",
    Kind.NOTICE: "通知",
    Kind.EXPLAINER: "解读",
    Kind.NEWS: "新闻",
    Kind.TEMPLATE: "范文模板",
    Kind.OTHER: "其他文件",
}
_SCOPES = {
    "year": "当年",
    "as_of": "截至时点",
    "cumulative": "累计",
    "multi_year": "多年合计",
    "prior_year": "上年",
    "plan": "计划",
}


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@FORMAT
@click.pass_context
def read(context: click.Context, files: tuple[str, ...], form: str) -> None:
    """Read report files (html, txt, pdf, docx, doc, wps, ofd, zip): what each is, every figure with its sentence."""
    from monitor.catalogue_files import load_catalogue
    from monitor.cli.documents import load_documents
    from monitor.reading.answer import reading_json
    from monitor.reading.reader import read_document

    set_up_logs(quiet=context.obj["quiet"])
    catalogue = load_catalogue()
    for document in load_documents(files, several=True):
        reading = read_document(document, catalogue)
        if form == "json":
            print_json(reading_json(document, reading))
        else:
            print_reading(document, reading, catalogue)


def value_of(value: Decimal, unit: str) -> str:
    """Return a figure as alerts write it: 1250.6万元, 91.7%, 第3位."""
    from monitor.judging.figures import readable
    from monitor.judging.occasion import RANK_UNIT

    return readable(value, unit, rank=unit == RANK_UNIT)


def print_reading(document: Document, reading: Reading, catalogue: Catalogue) -> None:
    """Print what a document is, its doubts, and each figure with the sentence it was read from."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console, identity = Console(), reading.identity
    region = identity.region.name if identity.region else "—"
    console.print(f"{shorten(identity.title or '（无标题）', 100)}", style="bold", markup=False)
    console.print(
        f"{KINDS[identity.kind]} · {identity.issuer or '—'} · {region} · {identity.year or '—'}"
        f" · {len(document.text)}字",
        markup=False,
    )
    if told := restoration_of(document.restored):
        console.print(f"还原：{told}", style="yellow", markup=False)
    for doubt in identity.doubts:
        console.print(f"存疑：{doubt}", style="yellow", markup=False)
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("指标", "原文称谓", "数值", "口径", "原文依据"):
        table.add_column(name, overflow="fold")
    for seen in reading.observations:
        known = catalogue.indicators.get(seen.indicator or "")
        cells = (
            known.zh if known else "—",
            shorten(seen.subject, 40),
            value_of(seen.value, seen.unit),
            _SCOPES.get(seen.scope, seen.scope),
            shorten(seen.evidence.quote, 300),
        )
        # As text: what stands in a report must not be taken for markup of ours.
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)
    for check in reading.checks:
        if not check.holds:
            console.print(f"核对不符：{check.explain}", style="yellow", markup=False)


def restoration_of(restored: Restoration) -> str:
    """Return what was done to a text before it was read, so that a quote can be found again in the original."""
    told = []
    if restored.script == "traditional":
        told.append("原文为繁体，下列引文已转为简体")
    if restored.glosses:
        told.append(f"去除夹注的拼音{restored.glosses}处")
    if restored.damaged:
        told.append(f"{len(restored.damaged)}处文字损坏，未能还原")
    return "；".join(told)
