"""How alike two names of figures are: takes subjects as the documents word them, leaves names, facets and a likeness.

A name is compared in three steps: noise and synonyms are taken out (`plain_name`), words that exclude each other are
looked up (`facets_of`: 受理 against 审结, 本级 against 全县), and the rest is measured by its characters (`likeness`).
All measures are symmetric, so that comparing new with old mirrors comparing old with new. The words are data:
`wordings.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from monitor.comparing.lexicon import load_wordings

_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_NOT_A_NAME = re.compile(r"[\s,，、;；。:：“”\"'‘’《》()（）\[\]【】·\-—/]+")
_GAP = re.compile(r"[^\u4e00-\u9fff]+")
_NUMBER = re.compile(
    r"[0-9][0-9,，.]*[万亿]?|[零〇一二两三四五六七八九十百千]+(?=[件宗起例人名位次场期份条项个家户所支台处%万亿])"
)


@dataclass(frozen=True)
class Name:
    """One subject made comparable: its bare characters, and for each facet the groups that it speaks of."""

    plain: str
    letters: Mapping[str, int]
    facets: tuple[frozenset[int], ...]


@lru_cache(maxsize=8192)
def facets_of(subject: str) -> tuple[frozenset[int], ...]:
    """Return for each facet the groups that a subject speaks of; empty where it is silent."""
    words = load_wordings()
    # Most names have not one of a facet's first letters: a search for its hundred words would only cost time.
    asked = {place for letter in set(subject) for place in words.facets_by_letter.get(letter, ())}
    if not asked:
        return words.no_facets
    found = list(words.no_facets)
    for place in asked:
        group_of = words.facets[place].group_of
        hits = words.facet_patterns[place].findall(subject)
        found[place] = frozenset(group_of[hit] for hit in hits if hit in group_of)
    return tuple(found)


def counts_comings(subject: str) -> bool:
    """Tell what is counted by its times under either unit: an audience, reviews, consultations."""
    return load_wordings().times_alike.search(told_alike(subject)) is not None


def joined(one: tuple[frozenset[int], ...], other: tuple[frozenset[int], ...]) -> tuple[frozenset[int], ...]:
    """Return the groups of both, facet by facet."""
    if not one or one == other:
        return other
    return tuple(mine | yours if mine and yours else mine or yours for mine, yours in zip(one, other, strict=True))


def is_broad(indicator: str | None) -> bool:
    """Tell whether one indicator does not yet mean one thing: those many quantities share, and none at all."""
    return indicator is None or indicator in load_wordings().broad


@cache
def name_of(subject: str) -> Name:
    """Return a subject in its comparable form."""
    words = load_wordings()
    text = _NOT_A_NAME.sub("", _YEAR.sub("", unicodedata.normalize("NFKC", subject)))
    merged = told_alike(text)
    plain = words.noise.sub("", merged) or merged
    return Name(plain, Counter(plain), facets_of(merged))


def likeness(one: Name, other: Name) -> float:
    """Return how alike two names are, 0 to 1: the harmonic mean of the shares of common characters."""
    if one.plain == other.plain:
        return 1.0
    common = sum(min(count, other.letters.get(letter, 0)) for letter, count in one.letters.items())
    return 2 * common / max(1, len(one.plain) + len(other.plain))


def clashes(one: Name, other: Name, *, filed: bool = False) -> bool:
    """Tell whether two names exclude each other: both speak of one facet, and of nothing in common there.

    `filed`: the catalogue has both under one indicator.
    """
    for place, (mine, yours) in enumerate(zip(one.facets, other.facets, strict=True)):
        if not mine or not yours or not mine.isdisjoint(yours):
            continue
        kin = load_wordings().facets[place].kin
        if not (filed and mine & kin and yours & kin):
            return True
    return False


def agrees(one: Name, other: Name) -> bool:
    """Tell whether two names speak of the same thing in at least one facet."""
    return any(mine & yours for mine, yours in zip(one.facets, other.facets, strict=True))


def lopsided(one: Name, other: Name) -> bool:
    """Tell whether one name narrows what the other leaves open (调解案件 against 调解成功案件), quiet words aside."""
    facets = load_wordings().facets
    return any(
        (mine ^ yours) - facet.quiet for facet, mine, yours in zip(facets, one.facets, other.facets, strict=True)
    )


def substituted(one: Name, other: Name) -> bool:
    """Tell whether each name has two or more characters that the other lacks: words were exchanged, not added."""
    mine = sum((Counter(one.letters) - Counter(other.letters)).values())
    yours = sum((Counter(other.letters) - Counter(one.letters)).values())
    return min(mine, yours) >= 2


def surroundings(text: str, at: int, before: int = 24, after: int = 10) -> frozenset[str]:
    """Return the pairs of letters round a number, within its sentence and with all numbers masked.

    Two reports that repeat a sentence with another number have the same surroundings.
    """
    left = re.split(r"[。！？!?\n]", text[max(0, at - before) : at])[-1]
    right = re.split(r"[。！？!?\n]", text[at : at + after])[0]
    masked = _NUMBER.sub("#", _YEAR.sub("", left) + right)
    bare = re.sub(r"\s+", "", masked)
    return frozenset(bare[place : place + 2] for place in range(len(bare) - 1))


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the Dice overlap of two sets of letter pairs, 0 to 1."""
    return 2 * len(one & other) / max(1, len(one) + len(other))


# The facet whose words name the matter itself (行政复议, 信访…): a figure without one speaks of the last one named.
_TOPIC = "文种与途径"


@cache
def _topic_facet() -> int:
    return next(place for place, facet in enumerate(load_wordings().facets) if facet.name == _TOPIC)


def topics_of(words: str) -> frozenset[int]:
    """Return the matters that words name."""
    place = _topic_facet()
    group_of = load_wordings().facets[place].group_of
    return frozenset(group_of[found] for found in load_wordings().facet_patterns[place].findall(words))


def with_court(facets: tuple[frozenset[int], ...]) -> tuple[frozenset[int], ...]:
    """Return facets whose matter is the courts'."""
    place = _topic_facet()
    court = frozenset({load_wordings().facets[place].group_of["诉讼"]})
    return (*facets[:place], court, *facets[place + 1 :])


def last_topic(words: str) -> frozenset[int]:
    """Return the matter that words name last, empty where they name none."""
    place = _topic_facet()
    found = load_wordings().facet_patterns[place].findall(words)
    return frozenset({load_wordings().facets[place].group_of[found[-1]]}) if found else frozenset()


@lru_cache(maxsize=8192)
def told_alike(words: str) -> str:
    """Return words with each synonym told by the first of its kind, and without years."""
    data = load_wordings()
    told = _YEAR.sub("", words) if "20" in words or "19" in words else words
    if not data.joint_letters.isdisjoint(told):
        told = data.joint.sub(lambda match: data.joint_words[match.lastgroup or ""], told)
    return data.synonym_pattern.sub(lambda match: data.synonyms[match[0]], told)


@lru_cache(maxsize=8192)
def tokens_of(words: str) -> frozenset[str]:
    """Return the pairs of letters of what words say, synonyms told alike, noise and numbers left out."""
    data, merged = load_wordings(), told_alike(words)
    chunks = data.chunks.findall(merged)
    pieces = _GAP.split(data.asides.sub(" ", data.chunks.sub(" ", merged)))
    found = {f"{piece[place]}{piece[place + 1]}" for piece in pieces for place in range(len(piece) - 1)}
    for chunk in chunks:
        if (meaning := data.meanings.get(chunk)) is not None:
            found.update(meaning)
            continue
        if data.asides.fullmatch(chunk):
            continue
        found.update(chunk[place : place + 2] for place in range(len(chunk) - 1))
        for word in data.meant.findall(chunk):
            found.update(data.meanings[word])
    return frozenset(found)
