"""The reader: one document read whole; takes a Document and the catalogue, leaves a Reading.

The steps have a room each: masks hide what is no figure, sentences and pieces cut the text, clauses name what is
counted, changes and scope say against what and when, matching files it, checks compare the numbers with one another.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal

from monitor.indicators import Catalogue
from monitor.reading import tables
from monitor.reading.changes import ChangeSpan, attach, find_changes
from monitor.reading.checks import check_observations
from monitor.reading.clauses import read_pieces
from monitor.reading.identity import identify_document
from monitor.reading.implied import find_implied
from monitor.reading.masks import DATE, mask
from monitor.reading.matching import find_indicator
from monitor.reading.naming import heading_head, name_subject
from monitor.reading.numbers import Number, find_numbers, find_ranks
from monitor.reading.pieces import cut
from monitor.reading.scope import read_time
from monitor.reading.sentences import Sentence, fold, split_sentences
from monitor.reading.sifting import is_figure, with_unit
from monitor.reading.walking import Draft, Head
from storage.model import Document, Evidence, Observation, Reading, Source, StatedChange
from storage.vocabulary import Kind, Level

READER_VERSION = "1"


@dataclass(frozen=True)
class _Text:
    """One document's text in its three forms, all of one length, and what is known of the document."""

    text: str
    folded: str
    shown: str
    year: int | None
    speech: bool
    level: Level | None
    catalogue: Catalogue


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
    page = _Text(text, folded, shown, year, kind is Kind.SPEECH, level or _likely_level(folded), catalogue)
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
        caption = folded[sentence.start : sentence.end][-60:]
        line = folded.rfind("\n", 0, sentence.start)
        topics = heading_head(sentence.section.headings)
        head = Head(head.thing) if line == paragraph and head.is_set else Head(topics)
        paragraph = line
        found, head = _read_sentence(page, sentence, head)
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


def _read_table_row(page: _Text, sentence: Sentence, row: tables.TableRow, table: tables.Table) -> list[Observation]:
    if tables.is_heading(row):
        table.take_heading(row)
        return []
    table.has_data = True
    observations: list[Observation] = []
    for figure in tables.read_cells(row, table):
        observation = _observe(page, sentence, figure.draft, change=figure.change)
        named = re.search(r"20\d\d", figure.period)
        if page.year and named and int(named.group()) > page.year:
            observation = _replaced(observation, scope="plan", period=named.group())
        elif page.year and ((named and int(named.group()) < page.year) or re.match(r"上年|去年|上期", figure.period)):
            past = named.group() if named else str(page.year - 1)
            observation = _replaced(observation, scope="prior_year", period=past)
        observations.append(observation)
    for start, end, name in tables.prose_cells(row):
        found, _ = _read_sentence(page, Sentence(start, end, sentence.section), Head(name))
        observations.extend(found)
    return observations


def _replaced(observation: Observation, scope: str, period: str) -> Observation:
    return replace(observation, scope=scope, period=period)


def _read_sentence(page: _Text, sentence: Sentence, head: Head) -> tuple[list[Observation], Head]:
    """Read one sentence of prose; return its figures and what the next sentence may be about."""
    spans = find_changes(page.folded, sentence.start, sentence.end)
    view = _without(page.shown, spans)
    numbers = _figures(page, view, sentence)
    calm = _without(page.folded, spans)
    drafts: tuple[Draft, ...] = ()
    if numbers or head.is_set:
        pieces = cut(view, sentence.start, sentence.end, numbers)
        drafts, head = read_pieces(view, page.folded, pieces, head)
    ordered = tuple(sorted({draft.number for draft in drafts}, key=lambda number: number.start))
    attached = attach(spans, ordered, page.folded)
    by_number = {number: attached.get(index) for index, number in enumerate(ordered)}
    ends = _change_ends(page, spans, ordered)
    observations = [
        _observe(
            page,
            sentence,
            draft,
            change=by_number.get(draft.number),
            reach=ends.get(draft.number, 0),
            calm=calm,
        )
        for draft in drafts
    ]
    observations += _priors(page, sentence, spans, drafts, ordered)
    for implied in find_implied(calm, sentence.start, sentence.end, head.thing):
        draft = Draft(implied.number, implied.subject, implied.start, implied.end)
        observations.append(_observe(page, sentence, draft))
    return observations, head


def _without(shown: str, spans: tuple[ChangeSpan, ...]) -> str:
    """Return the masked text with the stated changes taken out of sight."""
    for span in spans:
        shown = shown[: span.start] + DATE * (span.end - span.start) + shown[span.end :]
    return shown


def _figures(page: _Text, view: str, sentence: Sentence) -> tuple[Number, ...]:
    ranks = find_ranks(page.folded, sentence.start, sentence.end)
    taken = {number.start for number in ranks}
    numbers = [
        with_unit(number, page.folded)
        for number in find_numbers(view, sentence.start, sentence.end)
        if number.start not in taken and is_figure(number, page.folded, sentence.start, sentence.end)
    ]
    return tuple(sorted([*numbers, *ranks], key=lambda number: number.start))


def _change_ends(page: _Text, spans: tuple[ChangeSpan, ...], ordered: tuple[Number, ...]) -> dict[Number, int]:
    """Return how far the quote of a changed figure must reach to hold its change."""
    ends: dict[Number, int] = {}
    for span in spans:
        for index in attach((span,), ordered, page.folded):
            ends[ordered[index]] = max(ends.get(ordered[index], 0), span.end)
    return ends


def _priors(
    page: _Text,
    sentence: Sentence,
    spans: tuple[ChangeSpan, ...],
    drafts: tuple[Draft, ...],
    ordered: tuple[Number, ...],
) -> list[Observation]:
    """Return the earlier figures that stated changes name, under the subject of the figure that changed."""
    found = []
    for span in spans:
        targets = attach((span,), ordered, page.folded)
        if not span.prior or not targets:
            continue
        changed = ordered[min(targets)]
        draft = next(draft for draft in drafts if draft.number is changed or draft.number == changed)
        earlier = find_numbers(page.folded, span.prior[0], min(span.prior[1] + 4, sentence.end))
        if not earlier:
            continue
        number = Number(
            earlier[0].start, earlier[0].stop, earlier[0].value, earlier[0].unit or changed.unit, rank=changed.rank
        )
        prior = Draft(number, draft.subject, min(draft.start, span.start), max(draft.end, span.end))
        observation = _observe(page, sentence, prior)
        named = re.search(r"20\d\d", page.folded[span.start : span.prior[0]])
        past = named.group() if named else str(page.year - 1) if page.year else ""
        found.append(_replaced(observation, scope="prior_year", period=past))
    return found


def _observe(
    page: _Text,
    sentence: Sentence,
    draft: Draft,
    *,
    change: StatedChange | None = None,
    reach: int = 0,
    calm: str = "",
) -> Observation:
    """Make the observation of a draft: subject, time, catalogue id and evidence.

    `reach` is how far the quote must go to hold the change, `calm` the text without changes, so that the year that a
    change names is not taken for the figure's own.
    """
    number = draft.number
    words = (calm or page.folded)[sentence.start : sentence.end]
    time = read_time(words, number.start - sentence.start, sentence.section, page.year)
    subject = name_subject(draft.subject, number)
    around = "|".join([*sentence.section.headings, page.folded[sentence.start : max(draft.end, number.stop)]])
    own = draft.own or subject
    indicator = find_indicator(page.catalogue, subject, own, around, unit=number.kind, level=page.level)
    if not number.unit and indicator:
        number = with_unit(number, page.folded, page.catalogue.indicators[indicator].unit)
    start, end = _trim(page.text, min(draft.start, number.start), max(draft.end, number.stop, reach))
    return Observation(
        indicator=indicator,
        subject=subject,
        value=_plain_value(number.value),
        unit=number.unit or "个",
        qualifier=number.qualifier,
        scope=time.scope,
        period=time.period,
        change=change,
        at=number.start,
        evidence=Evidence(start, end, page.text[start:end]),
    )


def _plain_value(value: Decimal) -> Decimal:
    """Return a whole number without the noughts that multiplying out left behind (2.0万 is 20000)."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() and value.as_tuple().exponent else value


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\u3000,，;；、。:：|":
        start += 1
    while end > start and text[end - 1] in " \t\u3000,，;；、。:：|":
        end -= 1
    return start, end
