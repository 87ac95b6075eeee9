"""How alike two names of figures are: takes subjects as the documents word them, leaves names, facets and a likeness.

A name is compared in three steps: noise and synonyms are taken out (`plain_name`), words that exclude each other are
looked up (`facets_of`: 受理 against 审结, 本级 against 全县), and the rest is measured by its characters (`likeness`).
All measures are symmetric, so that comparing new with old mirrors comparing old with new. The words are data:
`wordings.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_NOT_A_NAME = re.compile(r"[\s,，、;；。:：“”\"'‘’《》()（）\[\]【】·\-—/]+")
_NUMBER = re.compile(
    r"[0-9][0-9,，.]*[万亿]?|[零〇一二两三四五六七八九十百千]+(?=[件宗起例人名位次场期份条项个家户所支台处%万亿])"
)


@dataclass(frozen=True)
class Facet:
    """One set of words that exclude each other; `group_of` maps a word to its group.

    `quiet` groups may be unspoken; `kin` groups are one where both figures are filed under one indicator.
    """

    name: str
    group_of: Mapping[str, int]
    quiet: frozenset[int]
    kin: frozenset[int]


@dataclass(frozen=True)
class Wordings:
    """The words of `wordings.toml`, longest first."""

    noise: re.Pattern[str]
    synonyms: Mapping[str, str]
    synonym_pattern: re.Pattern[str]
    facets: tuple[Facet, ...]
    facet_patterns: tuple[re.Pattern[str], ...]
    broad: frozenset[str]


@dataclass(frozen=True)
class Name:
    """One subject made comparable: its bare characters, and for each facet the groups that it speaks of."""

    plain: str
    letters: Mapping[str, int]
    facets: tuple[frozenset[int], ...]


def _longest_first(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))))


@cache
def load_wordings() -> Wordings:
    """Read the words that hold names together or keep them apart; once."""
    raw = tomllib.loads(files("monitor.comparing").joinpath("wordings.toml").read_text("utf-8"))
    synonyms = {other: row[0] for row in raw["synonyms"] for other in row}
    facets = []
    for block in raw["facets"]:
        group_of = {synonyms.get(word, word): place for place, group in enumerate(block["groups"]) for word in group}
        group_of |= {word: place for place, group in enumerate(block["groups"]) for word in group}
        quiet = frozenset(group_of[word] for word in block.get("quiet", ()))
        kin = frozenset(group_of[word] for word in block.get("kin", ()))
        facets.append(Facet(block["name"], group_of, quiet, kin))
    return Wordings(
        noise=_longest_first(raw["noise"]),
        synonyms=synonyms,
        synonym_pattern=_longest_first(list(synonyms)),
        facets=tuple(facets),
        facet_patterns=tuple(_longest_first(list(facet.group_of)) for facet in facets),
        broad=frozenset(raw["broad"]),
    )


def facets_of(subject: str) -> tuple[frozenset[int], ...]:
    """Return for each facet the groups that a subject speaks of; empty where it is silent."""
    words = load_wordings()
    return tuple(
        frozenset(facet.group_of[found] for found in pattern.findall(subject))
        for facet, pattern in zip(words.facets, words.facet_patterns, strict=True)
    )


def is_broad(indicator: str | None) -> bool:
    """Tell whether one indicator does not yet mean one thing: those many quantities share, and none at all."""
    return indicator is None or indicator in load_wordings().broad


@cache
def name_of(subject: str) -> Name:
    """Return a subject in its comparable form."""
    words = load_wordings()
    text = _NOT_A_NAME.sub("", _YEAR.sub("", unicodedata.normalize("NFKC", subject)))
    merged = words.synonym_pattern.sub(lambda match: words.synonyms[match[0]], text)
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
    facets = load_wordings().facets
    return any(
        mine and yours and not mine & yours and not (filed and mine & facet.kin and yours & facet.kin)
        for facet, mine, yours in zip(facets, one.facets, other.facets, strict=True)
    )


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
