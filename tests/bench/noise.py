"""What a page's furniture raises and what one edited figure does: takes a count and a seed, leaves figures.

Usage: python -m tests.bench.noise [COUNT] [SEED]. COUNT mutations of the demonstration's reports must raise nothing,
COUNT edits of one figure each, on pages whose furniture moved too, must raise exactly one report.revised with the
figure's indicator and both values. The pages go through the cleaner, the reader and the comparison as in a round.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from random import Random

from crawler.clean import make_document
from monitor.catalogue_files import load_catalogue
from monitor.comparing.reuse import changed_sentences
from monitor.comparing.revision import compare_revision
from monitor.demo.articles import Article, load_articles
from monitor.demo.columns import COLUMNS, article_path
from monitor.demo.story import DEMO_SOURCES
from monitor.indicators import Catalogue
from monitor.judging.occasion import Context
from monitor.judging.revisions import alerts_of_revision
from monitor.judging.rules import Rule, load_rules
from monitor.reading.reader import read_document
from storage.model import Alert, Document, Observation, Reading, Source
from storage.vocabulary import Event
from tests.bench.mutations import mutated, page_of

NOW = datetime(2026, 4, 20, 6, tzinfo=UTC)
PRINTED = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
SOURCES = {
    column.key: Source(slug=one.slug, url="http://x.gov.cn/", agency=one.agency, region=one.region)
    for column, one in zip(COLUMNS, DEMO_SOURCES, strict=True)
}
Seen = tuple[Document, Reading]


@dataclass(frozen=True)
class Edit:
    """One figure of one article, edited: `at` is its place in the text that was read."""

    article: Article
    observation: Observation
    value: Decimal


@cache
def house() -> tuple[Catalogue, tuple[Rule, ...]]:
    """Return the catalogue and the rules of the house."""
    return load_catalogue(), tuple(load_rules())


def seen(article: Article, html: str, chance: Random) -> Seen:
    """Clean and read one page as a round does, whatever its bytes are encoded in."""
    column = next(one for one in COLUMNS if one.key == article.column)
    encoding = chance.choice(("utf-8", "gb18030"))
    if encoding == "gb18030":
        html = re.sub(r'charset="?[\w-]+', "charset=gbk", html)
    else:
        html = re.sub(r"charset=gb2312", "charset=utf-8", html)
    day = article.published.date()
    address = f"http://x.gov.cn{article_path(column, article)}"
    document = make_document(html.encode(encoding), "text/html", address, article.title, day)
    return document, read_document(document, house()[0], SOURCES[article.column])


def alerts_between(old: Seen, new: Seen) -> tuple[Alert, ...]:
    """Return what a revision of a page raises."""
    catalogue, rules = house()
    found = compare_revision(*old, *new, catalogue)
    words = changed_sentences(old[0].text, new[0].text, old[0].title, new[0].title)
    return alerts_of_revision(Context(NOW, url="http://x.gov.cn/1.html"), found, words, catalogue, rules)


def reports() -> list[Article]:
    """Return the demonstration's articles that make a series."""
    return [one for one in load_articles() if one.kind in ("report", "speech")]


def trouble_of_mutation(seed: int) -> str:
    """Return what one mutated page wrongly raised, or ""."""
    chance = Random(seed)
    article = chance.choice(reports())
    old = seen(article, page_of(article, chance), chance)
    new = seen(article, mutated(article, chance), chance)
    kept = [(one.identity.kind, one.identity.issuer, one.identity.year) for _document, one in (old, new)]
    if kept[0] != kept[1]:
        return f"{article.slug}: identity {kept[0]} became {kept[1]}"
    raised = alerts_between(old, new)
    return f"{article.slug}: {[(one.reason, one.figures[:2]) for one in raised]}" if raised else ""


def trouble_of_edit(seed: int) -> str:
    """Return why one edited figure was not told as exactly one revision with its indicator and both values, or ""."""
    chance = Random(seed)
    article = chance.choice(reports())
    old = seen(article, page_of(article, chance), chance)
    edit = chance.choice(list(edits_of(article, old, chance)))
    new = seen(edit.article, mutated(edit.article, chance), chance)
    raised = alerts_between(old, new)
    before = edit.observation
    told = f"{article.slug}: {before.indicator} {before.value} -> {edit.value} in 「{before.evidence.quote}」"
    if [one.event for one in raised] != [Event.REPORT_REVISED]:
        return f"{told}: {len(raised)} alerts"
    figures = [(one.indicator, one.old, one.new) for one in raised[0].figures]
    return "" if (before.indicator, before.value, edit.value) in figures else f"{told}: told as {figures}"


def edits_of(article: Article, read: Seen, chance: Random) -> Iterator[Edit]:
    """Give an edit of each catalogued figure whose printed number stands at one place of the article."""
    document, reading = read
    for observation in reading.observations:
        printed = PRINTED.match(document.text, observation.at)
        if observation.indicator is None or printed is None:
            continue
        start, end = max(0, observation.at - 12), min(len(document.text), printed.end() + 8)
        around = document.text[start:end]
        plain = printed[0].replace(",", "")
        if article.text.count(around) != 1 or Decimal(plain) == 0:
            continue
        number = Decimal(other_number(plain, chance))
        new = f"{number:,}" if "," in printed[0] else str(number)
        place = article.text.index(around) + observation.at - start
        text = article.text[:place] + new + article.text[place + len(printed[0]) :]
        value = observation.value * number / Decimal(plain)
        yield Edit(replace(article, text=text), observation, value)


def other_number(printed: str, chance: Random) -> str:
    """Return another number of the same form: one digit more or less, exchanged or turned round."""
    while True:
        place = chance.randrange(len(printed))
        digits = list(printed)
        way = chance.randrange(4)
        if digits[place] == ".":
            continue
        if way == 0:
            digits[place] = chance.choice("0123456789")
        elif way == 1:
            digits.insert(place, chance.choice("123456789"))
        elif way == 2 and len(digits) > 1:
            del digits[place]
        elif place:
            digits[place], digits[place - 1] = digits[place - 1], digits[place]
        new = "".join(digits)
        sound = re.fullmatch(r"(?:0|[1-9]\d*)(?:\.\d+)?", new)
        if sound and Decimal(new) not in (0, Decimal(printed)):
            return new


def main() -> int:
    """Measure both and print every trouble."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    failed: Counter[str] = Counter()
    for name, trouble_of in (("mutation", trouble_of_mutation), ("edit", trouble_of_edit)):
        for seed in range(first, first + count):
            if trouble := trouble_of(seed):
                failed[name] += 1
                print(f"{name} {seed}: {trouble}")  # noqa: T201
    print(f"{count} mutations raised {failed['mutation']} alerts; {failed['edit']} of {count} edits were not told")  # noqa: T201
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
