"""The reader: one document read whole; takes a Document and the catalogue, leaves a Reading.

The steps have a room each: masks hide what is no figure, sentences and pieces cut the text, clauses name what is
counted, changes and scope say against what and when, matching files it, checks compare the numbers with one another.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from monitor.indicators import Catalogue
from monitor.reading import tables
from monitor.reading.checks import check_observations
from monitor.reading.identity import identify_document
from monitor.reading.masks import mask
from monitor.reading.naming import heading_head
from monitor.reading.prose import Page, observe, read_sentence
from monitor.reading.sentences import Sentence, fold, split_sentences
from monitor.reading.walking import Head
from storage.model import Document, Observation, Reading, Source
from storage.vocabulary import Kind, Level

READER_VERSION = "5"


def reader_key(catalogue: Catalogue) -> str:
    """Return what a Reading depends on besides its document: the reader's version and the catalogue's digest."""
    return f"{READER_VERSION}:{catalogue.digest}"


def read_document(document: Document, catalogue: Catalogue, source: Source | None = None) -> Reading:
    """Read one document whole: who, which year, every figure with its evidence, and what does not add up."""
    identity = identify_document(document, source)
    observations = read_observations(document.text, catalogue, identity.year, identity.kind, identity.level)
    checks = check_observations(document.text, observations, catalogue)
    return Reading(identity, observations, checks, reader_key(catalogue))


def read_observations(
    text: str, catalogue: Catalogue, year: int | None, kind: Kind, level: Level | None = None
) -> tuple[Observation, ...]:
    """Return the figures of a text in its order, each with evidence: `text[at:]` begins with the printed number.

    `year` is the reporting year (None: taken from the text); `level` decides what only some bodies can mean by a
    wording: a township has no power of reconsideration, so its cases are those against it.
    """
    folded = fold(text)
    shown = mask(folded)
    year = year or _likely_year(folded)
    page = Page(text, folded, shown, year, kind is Kind.SPEECH, level or _likely_level(folded), catalogue)
    observations: list[Observation] = []
    head = Head("")
    table: tables.Table | None = None
    caption = ""
    paragraph = -1
    for sentence in split_sentences(folded, year, page.speech):
        row = tables.read_row(folded, sentence.start, sentence.end)
        if row:
            table = table or tables.Table(caption)
            observations.extend(_read_table_row(page, sentence, row, table))
            continue
        table = None
        caption = tables.next_caption(caption, folded[sentence.start : sentence.end])
        line = folded.rfind("\n", 0, sentence.start)
        topics = heading_head(sentence.section.headings)
        actor = head.actor if line == paragraph else ""
        head = Head(head.thing if line == paragraph and head.is_set else topics, actor=actor)
        paragraph = line
        found, head = read_sentence(page, sentence, head)
        observations.extend(found)
    return tuple(sorted(observations, key=lambda observation: observation.at))


def _likely_year(folded: str) -> int | None:
    years = Counter(re.findall(r"(20\d\d)\s?年", folded))
    return int(years.most_common(1)[0][0]) if years else None


def _likely_level(folded: str) -> Level | None:
    """Guess from the first-person nouns who speaks: 我镇, 我乡, 我街道 or 我局."""
    spoken = Counter(re.findall(r"[我本](镇|乡|街道|局|委|厅|县|市|区|省|州)", folded))
    if not spoken:
        return None
    word = spoken.most_common(1)[0][0]
    if word in ("镇", "乡", "街道"):
        return Level.TOWNSHIP
    return Level.DEPARTMENT if word in ("局", "委", "厅") else None


def _read_table_row(page: Page, sentence: Sentence, row: tables.TableRow, table: tables.Table) -> list[Observation]:
    if tables.is_heading(row, table):
        table.take_heading(row)
        return []
    table.has_data = True
    observations: list[Observation] = []
    for figure in tables.read_cells(row, table):
        observation = observe(page, sentence, figure.draft, change=figure.change)
        named = re.search(r"20\d\d", figure.period)
        if page.year and ((named and int(named.group()) > page.year) or re.search("目标|计划|任务", figure.period)):
            observation = replace(observation, scope="plan", period=named.group() if named else str(page.year))
        elif page.year and ((named and int(named.group()) < page.year) or re.match(r"上年|去年|上期", figure.period)):
            past = named.group() if named else str(page.year - 1)
            observation = replace(observation, scope="prior_year", period=past)
        observations.append(observation)
    for start, end, name in tables.prose_cells(row):
        found, _ = read_sentence(page, Sentence(start, end, sentence.section), Head(name))
        observations.extend(found)
    return observations
