"""Report files on the command line: takes paths, has the crawler clean them, leaves documents."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from monitor.rounds.crawl import ask_crawler
from storage.errors import ConfigError, WatchError
from storage.model import Document
from storage.wire import from_json


def load_documents(files: Sequence[str]) -> list[Document]:
    """Return the cleaned documents of files; raise ConfigError or WatchError for one that cannot be read."""
    for file in files:
        if not Path(file).is_file():
            raise ConfigError(f"{file}: there is no such file; give the path of a saved report (html, txt)")
    answer = ask_crawler(["document", *files])
    if answer.returncode:
        raise WatchError(answer.stderr.strip().removeprefix("crawler: ") or "the crawler could not clean the file")
    return [from_json(Document, json.loads(line)) for line in answer.stdout.splitlines() if line]
