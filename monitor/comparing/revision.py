"""One page before and after a silent edit: takes both readings, leaves one change for each edited figure.

A revision repeats nearly all of its sentences. Figures in sentences that stand unchanged are not looked at again,
however the page was re-flowed; in the others figures are paired by place and order, so that an edited number stays one
pair even where the edit also changed how it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from monitor.comparing import contradictions, quantities
from monitor.comparing.compare import missing_parts
from monitor.comparing.reuse import Sentence, align, changed_blocks, reuse_of, sentences_of
from monitor.comparing.wording import likeness, name_of, overlap, surroundings
from storage.model import Change, Comparison, Contradiction, Document, Observation, Reading
from storage.vocabulary import Status

if TYPE_CHECKING:
    from monitor.indicators import Catalogue

_Pairing = tuple[Observation | None, Observation | None]


def compare_revision(
    old_document: Document, old: Reading, new_document: Document, new: Reading, catalogue: Catalogue
) -> Comparison:
    """Compare two texts of one and the same report; `changes` holds only figures that are no longer the same."""
    blocks = changed_blocks(
        sentences_of(old_document.text, keep_lines=False, title=old_document.title),
        sentences_of(new_document.text, keep_lines=False, title=new_document.title),
    )
    changes: list[Change] = []
    for before, after in blocks:
        for i, j in align(before, after):
            olds = _figures_in(before[i], old.observations) if i is not None else ()
            news = _figures_in(after[j], new.observations) if j is not None else ()
            pairs = _pair_in_place(olds, old_document.text, news, new_document.text)
            changes += [change for pair in pairs if (change := _change_of(*pair))]
    known = {(found.kind, found.quote) for found in contradictions.inside("new", old, catalogue)}
    share, copied = reuse_of(old_document.text, new_document.text)
    return Comparison(
        changes=tuple(changes),
        contradictions=tuple(
            found for found in contradictions.inside("new", new, catalogue) if (found.kind, found.quote) not in known
        ),
        reuse_share=share,
        reuse_sentences=copied,
        missing_parts=tuple(part for part in missing_parts(new.identity) if part not in missing_parts(old.identity)),
    )


def arisen_between(former: Iterable[Comparison], now: Comparison) -> tuple[Contradiction, ...]:
    """Return the contradictions between two years that no comparison of the former text had.

    One is the same though another figure of the sentence that was quoted has been edited.
    """
    known = {_claim(found) for comparison in former for found in comparison.contradictions}
    return tuple(found for found in now.contradictions if found.where == "between" and _claim(found) not in known)


def _claim(found: Contradiction) -> tuple[str, str]:
    return found.kind, found.explain.rpartition("（“")[0]


def _figures_in(sentence: Sentence, observations: Sequence[Observation]) -> tuple[Observation, ...]:
    inside = [observation for observation in observations if sentence.start <= observation.at < sentence.end]
    return tuple(sorted(inside, key=lambda observation: observation.at))


def _pair_in_place(
    olds: Sequence[Observation], old_text: str, news: Sequence[Observation], new_text: str
) -> list[_Pairing]:
    """Pair the figures of one edited sentence so that the order is kept and the pairs are as like as they can be."""
    scores = [[_likeness(one, old_text, other, new_text) for other in news] for one in olds]
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for i in reversed(range(len(olds))):
        for j in reversed(range(len(news))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], scores[i][j] + best[i + 1][j + 1])
    pairs: list[_Pairing] = []
    i = j = 0
    while i < len(olds) and j < len(news):
        if scores[i][j] > 0 and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            pairs.append((olds[i], news[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((olds[i], None))
            i += 1
        else:
            pairs.append((None, news[j]))
            j += 1
    return pairs + [(one, None) for one in olds[i:]] + [(None, other) for other in news[j:]]


def _likeness(old: Observation, old_text: str, new: Observation, new_text: str) -> float:
    """Return how probably one figure became the other, 0 where it did not.

    The sentence is known to be the same one: a like unit, a like name or like words round the number suffice.
    """
    named = likeness(name_of(old.subject), name_of(new.subject))
    around = overlap(surroundings(old_text, old.at), surroundings(new_text, new.at))
    unit = quantities.loosely_same_unit(old.unit, new.unit)
    if not unit and named < 0.5 and around < 0.5:
        return 0.0
    filed = old.indicator is not None and old.indicator == new.indicator
    return 0.2 + named + around + 0.5 * unit + 0.5 * filed + 0.5 * (old.value == new.value)


def _change_of(old: Observation | None, new: Observation | None) -> Change | None:
    """Return the change of one figure, None where it says the same as before."""
    if old is not None and new is not None:
        if old.value == new.value and quantities.loosely_same_unit(old.unit, new.unit):
            return None
        indicator, subject = new.indicator or old.indicator, new.subject
        if not quantities.loosely_same_unit(old.unit, new.unit):
            reason = f"计量单位由“{old.unit}”改为“{new.unit}”"
            return Change(indicator, subject, Status.NOT_COMPARABLE, old, new, reason=reason)
        status = Status.UP if new.value > old.value else Status.DOWN
        relative = quantities.relative_of(old.value, new.value)
        return Change(indicator, subject, status, old, new, new.value - old.value, relative)
    if new is not None:
        return Change(new.indicator, new.subject, Status.APPEARED, None, new)
    if old is not None:
        return Change(old.indicator, old.subject, Status.MISSING, old, None)
    return None
