"""Report files on the command line: takes paths, has the crawler clean them, leaves documents."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from monitor.rounds.crawl import ask_crawler
from storage.errors import ConfigError, WatchError
from storage.model import Document
from storage.wire import from_json


def load_documents(files: Sequence[str], *, several: bool = False) -> list[Document]:
    """Return the cleaned documents of files, one for each; with `several` a ZIP may give all that it holds.

    Raises ConfigError or WatchError for a file that cannot be read; what cannot be read in a ZIP beside something that
    can is told on standard error.
    """
    for file in files:
        if not Path(file).is_file():
            raise ConfigError(f"{file}: there is no such file; give the path of a report (html, txt, pdf, docx…)")
    answer = ask_crawler(["document", *files])
    if answer.returncode:
        raise WatchError(answer.stderr.strip().removeprefix("crawler: ") or "the crawler could not clean the file")
    documents = [from_json(Document, json.loads(line)) for line in answer.stdout.splitlines() if line]
    if not several and len(documents) != len(files):
        raise WatchError(f"{', '.join(files)}: {len(documents)} reports in {len(files)} files; unpack a ZIP of several")
    if answer.stderr:
        click.echo(answer.stderr.strip(), err=True)
    return documents
