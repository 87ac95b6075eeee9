"""Read one sentence of prose: takes a page and a sentence of it, leaves observations and what the next may be about.

The sentence is read as a text of its own, so that a long document costs no more a sentence than a short one; what is
found is moved to its place in the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from monitor.indicators import Catalogue
from monitor.reading.attaching import attach, targets
from monitor.reading.changes import ChangeSpan, find_changes
from monitor.reading.clauses import read_pieces
from monitor.reading.finished import find_finished
from monitor.reading.implied import find_implied
from monitor.reading.lexicon import FIELD
from monitor.reading.masks import DATE
from monitor.reading.matching import find_indicator
from monitor.reading.naming import name_subject
from monitor.reading.numbers import Number, find_numbers, find_ranks
from monitor.reading.pieces import cut
from monitor.reading.scope import read_time
from monitor.reading.sentences import Sentence
from monitor.reading.sifting import is_figure, with_unit
from monitor.reading.units import UnitClass
from monitor.reading.walking import Draft, Head
from storage.model import Evidence, Observation, StatedChange
from storage.vocabulary import Level

_NUMERAL = re.compile(r"[\d一二三四五六七八九十百千万两半]")
# None of a kind says nothing of the whole: 未亮码入企检查 0 is no count of inspections.
_SOME_KIND = re.compile(r"[未非超无]|不(?!合格)")


@dataclass(frozen=True)
class Page:
    """One document's text in its three forms, all of one length, and what is known of the document."""

    text: str
    folded: str
    shown: str
    year: int | None
    speech: bool
    level: Level | None
    catalogue: Catalogue


def read_sentence(page: Page, sentence: Sentence, head: Head) -> tuple[list[Observation], Head]:
    """Return a sentence's figures, in no order, and what the next sentence may be about."""
    folded = page.folded[sentence.start : sentence.end]
    spans = find_changes(folded, 0, len(folded)) if _NUMERAL.search(folded) else ()
    view = _without(page.shown[sentence.start : sentence.end], spans)
    calm = _without(folded, spans)
    numbers = _figures(folded, view, spans)
    drafts: tuple[Draft, ...] = ()
    before = head
    if numbers or (head.is_set and FIELD.search(folded)):
        drafts, head = read_pieces(view, folded, cut(view, 0, len(view), numbers), head)
    ordered = tuple(sorted({draft.number for draft in drafts}, key=lambda number: number.start))
    attached = attach(spans, ordered, folded)
    stated = {number: attached.get(index) for index, number in enumerate(ordered)}
    each = _one_each(spans, ordered, drafts, folded)
    ends = _change_ends(folded, spans, ordered)
    observations = [
        observe(
            page,
            sentence,
            _moved(draft, sentence.start),
            change=each.get(draft) or stated.get(draft.number),
            reach=sentence.start + ends.get(draft.number, 0),
            calm=calm,
        )
        for draft in drafts
    ]
    observations += _priors(page, sentence, spans, drafts, ordered)
    finished = find_finished(calm, drafts, before.thing)
    for implied in (
        *finished,
        *find_implied(calm, 0, len(calm), lambda place: _spoken_of(place, drafts, before, head)),
    ):
        draft = Draft(implied.number, implied.subject, implied.start, implied.end)
        observation = observe(page, sentence, _moved(draft, sentence.start))
        if implied.loose and (observation.indicator is None or any(number.unit == "%" for number in ordered)):
            continue
        if implied in finished and observation.scope in ("plan", "prior_year"):
            continue
        if _SOME_KIND.match(observation.subject) and not observation.value:
            observation = replace(observation, indicator=None)
        observations.append(observation)
    return observations, head


def _spoken_of(place: int, drafts: tuple[Draft, ...], before: Head, head: Head) -> str:
    """Return what a sentence speaks of at a place: what ends it may be named later only."""
    if head.start < place:
        return head.thing
    told = [draft for draft in drafts if draft.number.stop <= place and draft.number.kind is not UnitClass.PERCENT]
    if not told:
        return before.thing
    last = told[-1]
    return last.subject.removesuffix(last.own) or last.subject


def _one_each(
    spans: tuple[ChangeSpan, ...], ordered: tuple[Number, ...], drafts: tuple[Draft, ...], folded: str
) -> dict[Draft, StatedChange]:
    """Return the change of each of several rates that share one figure (A率、B率分别提高2和3个百分点,均达到100%)."""
    found: dict[Draft, StatedChange] = {}
    for span in spans:
        if len(span.changes) < 2 or len(changed := targets(span, ordered, folded)) != 1:
            continue
        sharing = [draft for draft in drafts if draft.number == ordered[changed[0]]]
        if len(sharing) == len(span.changes):
            found |= {draft: change for draft, change in zip(sharing, span.changes, strict=True) if change}
    return found


def _moved(draft: Draft, by: int) -> Draft:
    """Return a draft of a sentence at its place in the document."""
    held = draft.number
    number = Number(
        held.start + by, held.stop + by, held.value, held.unit, held.qualifier, chinese=held.chinese, rank=held.rank
    )
    return replace(draft, number=number, start=draft.start + by, end=draft.end + by)


def _without(shown: str, spans: tuple[ChangeSpan, ...]) -> str:
    """Return the sentence with the stated changes taken out of sight."""
    for span in spans:
        shown = shown[: span.start] + DATE * (span.end - span.start) + shown[span.end :]
    return shown


def _figures(folded: str, view: str, spans: tuple[ChangeSpan, ...]) -> tuple[Number, ...]:
    """Return the sentence's figures; what a change leads up to is one whatever it measures (由12天缩至7天)."""
    ranks = find_ranks(folded, 0, len(folded))
    taken = {number.start for number in ranks}
    led = {span.end for span in spans if span.changes and span.prior}
    numbers = [
        with_unit(number, folded)
        for number in find_numbers(view, 0, len(view))
        if number.start not in taken
        and ((number.start in led and number.unit) or is_figure(number, folded, 0, len(folded)))
    ]
    return tuple(sorted([*numbers, *ranks], key=lambda number: number.start))


def _change_ends(folded: str, spans: tuple[ChangeSpan, ...], ordered: tuple[Number, ...]) -> dict[Number, int]:
    """Return how far the quote of a changed figure must reach to hold its change."""
    ends: dict[Number, int] = {}
    for span in spans:
        if any(span.changes):
            for index in targets(span, ordered, folded):
                ends[ordered[index]] = max(ends.get(ordered[index], 0), span.end)
    return ends


def _priors(
    page: Page,
    sentence: Sentence,
    spans: tuple[ChangeSpan, ...],
    drafts: tuple[Draft, ...],
    ordered: tuple[Number, ...],
) -> list[Observation]:
    """Return the earlier figures that stated changes name, under the subject of the figure that changed."""
    found = []
    folded = page.folded[sentence.start : sentence.end]
    for span in spans:
        changed = targets(span, ordered, folded)
        if not span.prior or not changed:
            continue
        later = ordered[min(changed)]
        draft = next(draft for draft in drafts if draft.number == later)
        earlier = find_numbers(folded, span.prior[0], min(span.prior[1] + 4, len(folded)))
        if not earlier:
            continue
        number = replace(earlier[0], unit=earlier[0].unit or later.unit, qualifier="exact", rank=later.rank)
        prior = Draft(number, draft.subject, min(draft.start, span.start), max(draft.end, span.end))
        observation = observe(page, sentence, _moved(prior, sentence.start))
        named = re.search(r"20\d\d", folded[span.start : span.prior[0]])
        past = named.group() if named else str(page.year - 1) if page.year else ""
        found.append(replace(observation, scope="prior_year", period=past))
    return found


def observe(
    page: Page,
    sentence: Sentence,
    draft: Draft,
    *,
    change: StatedChange | None = None,
    reach: int = 0,
    calm: str = "",
) -> Observation:
    """Make the observation of a draft: subject, time, catalogue id and evidence.

    `reach` is how far the quote must go to hold the change, `calm` the sentence without changes, so that the year that
    a change names is not taken for the figure's own.
    """
    number = draft.number
    words = calm or page.folded[sentence.start : sentence.end]
    time = read_time(words, number.start - sentence.start, sentence.section, page.year)
    subject = name_subject(draft.subject, number)
    around = "|".join([*sentence.section.headings, page.folded[sentence.start : max(draft.end, number.stop)]])
    named = {
        find_indicator(
            page.catalogue,
            name_subject(part.subject, number),
            part.own or name_subject(part.subject, number),
            around,
            unit=number.kind,
            level=page.level,
        )
        for part in draft.parts or (draft,)
    }
    indicator = named.pop() if len(named) == 1 else None
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
