"""The invented articles of the demonstration: takes the TOML files in `reports/`, leaves frozen articles.

Every body, place and figure in them is made up; no such city, county or township exists, and their codes lie in the
unassigned range 99xxxx. The line marks of `text` are few: `| a | b |` is a row of a table, `> ` stands on the right.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Article:
    """One page of the portal. Natural key: slug.

    `appears` is the number of the round that publishes it; `hand` names the editor whose mark-up it gets (word,
    paragraph, break or plain); `figures` maps a catalogue id to the words that state it, each once in `text`.
    """

    slug: str
    column: str
    number: int
    title: str
    published: datetime
    issued_by: str
    kind: str
    year: int
    appears: int
    hand: str
    text: str
    encoding: str = "utf-8"
    figures: Mapping[str, str] = field(default_factory=dict)


@cache
def load_articles() -> tuple[Article, ...]:
    """Return every bundled article, by slug."""
    entries = sorted(files(__package__).joinpath("reports").iterdir(), key=lambda entry: entry.name)
    return tuple(
        parse_article(entry.name.removesuffix(".toml"), tomllib.loads(entry.read_text("utf-8")))
        for entry in entries
        if entry.name.endswith(".toml")
    )


def parse_article(slug: str, data: Mapping[str, Any]) -> Article:
    """Return one article from its TOML table; raise TypeError where a key is unknown or missing."""
    return Article(slug=slug, **{**data, "text": data["text"].strip()})
