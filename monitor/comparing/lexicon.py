"""The words by which two names are held together or kept apart: reads `wordings.toml` once, leaves patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Facet:
    """One set of words that exclude each other; `group_of` maps a word to its group.

    `quiet` groups may be unspoken; `kin` groups are one unless two indicators file the two figures, `filed` ones where
    one indicator files both. Words of a `bare` facet are no more alike for being of one group; in a `strict` one, a
    word that one side lacks makes it another thing, as a `decisive` group does anywhere. The words of a `staged` one
    are steps of one matter; `covers` tells which groups are part of one.
    """

    name: str
    group_of: Mapping[str, int]
    quiet: frozenset[int]
    kin: frozenset[int]
    filed: frozenset[int]
    strict: bool = False
    bare: bool = False
    staged: bool = False
    covers: Mapping[int, frozenset[int]] = field(default_factory=dict)
    decisive: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Wordings:
    """The words of `wordings.toml`, longest first.

    `chunks` are the words that are never cut, `meanings` what each of them means (two tokens, so that one meaning
    weighs as much as a word of three letters), `meant` those with a meaning. `joint` finds parts told together and
    `joint_words` what they are. `kindred` numbers the indicators that file one quantity; `grave` finds what is told
    though no indicator has it.
    """

    noise: re.Pattern[str]
    asides: re.Pattern[str]
    synonyms: Mapping[str, str]
    synonym_pattern: re.Pattern[str]
    facets: tuple[Facet, ...]
    facet_patterns: tuple[re.Pattern[str], ...]
    facets_by_letter: Mapping[str, tuple[int, ...]]
    no_facets: tuple[frozenset[int], ...]
    broad: frozenset[str]
    chunks: re.Pattern[str]
    times_alike: re.Pattern[str]
    meanings: Mapping[str, tuple[str, ...]]
    meant: re.Pattern[str]
    joint: re.Pattern[str]
    joint_words: Mapping[str, str]
    joint_letters: frozenset[str]
    kindred: Mapping[str, int]
    grave: re.Pattern[str]


def _longest_first(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))))


_JOINERS = "(?:、|以及|或者|或|和|及|与|并)?"


def _joint(blocks: list[Mapping[str, Any]]) -> re.Pattern[str]:
    """Return a pattern whose group `j0`, `j1`… tells of which block two parts or more stand together."""
    rows = []
    for place, block in enumerate(blocks):
        part = _longest_first(block["parts"]).pattern
        rows.append(f"(?P<j{place}>(?:{part})(?:{_JOINERS}(?:{part}))+)")
    return re.compile("|".join(rows))


def _facet(block: Mapping[str, Any], synonyms: Mapping[str, str]) -> Facet:
    group_of = {synonyms.get(word, word): place for place, group in enumerate(block["groups"]) for word in group}
    group_of |= {word: place for place, group in enumerate(block["groups"]) for word in group}
    return Facet(
        block["name"],
        group_of,
        quiet=frozenset(group_of[word] for word in block.get("quiet", ())),
        kin=frozenset(group_of[word] for word in block.get("kin", ())),
        filed=frozenset(group_of[word] for word in block.get("filed", ())),
        strict=block.get("strict", False),
        bare=block.get("bare", False),
        staged=block.get("staged", False),
        decisive=frozenset(group_of[word] for word in block.get("decisive", ())),
        covers={
            group_of[word]: frozenset(group_of[part] for part in parts)
            for word, parts in block.get("covers", {}).items()
        },
    )


def _by_letter(facets: list[Facet]) -> Mapping[str, tuple[int, ...]]:
    """Return for each first letter of a word the places of the facets that have such a word."""
    found: dict[str, tuple[int, ...]] = {}
    for place, facet in enumerate(facets):
        for letter in {word[0] for word in facet.group_of}:
            found[letter] = (*found.get(letter, ()), place)
    return found


@cache
def load_wordings() -> Wordings:
    """Read the words that hold names together or keep them apart; once."""
    raw = tomllib.loads(files("monitor.comparing").joinpath("wordings.toml").read_text("utf-8"))
    synonyms = {other: row[0] for row in raw["synonyms"] for other in row}
    facets = [_facet(block, synonyms) for block in raw["facets"]]
    silent = [block.get("silent", []) for block in raw["facets"]]
    return Wordings(
        noise=_longest_first(raw["noise"]),
        asides=_longest_first(raw["noise"] + raw["asides"]),
        synonyms=synonyms,
        synonym_pattern=_longest_first(list(synonyms)),
        facets=tuple(facets),
        facet_patterns=tuple(
            _longest_first([*facet.group_of, *words]) for facet, words in zip(facets, silent, strict=True)
        ),
        facets_by_letter=_by_letter(facets),
        no_facets=tuple(frozenset() for _ in facets),
        broad=frozenset(raw["broad"]),
        chunks=_longest_first([*synonyms.values(), *(word for facet in facets for word in facet.group_of)]),
        times_alike=_longest_first(raw["times_alike"]),
        meanings={
            word: (f"{facet.name}{group}", f"{facet.name}{group}'")
            for facet in facets
            for word, group in facet.group_of.items()
            if not facet.bare
        },
        meant=_longest_first([word for facet in facets for word in facet.group_of if not facet.bare]),
        joint=_joint(raw["joint"]),
        joint_words={f"j{place}": block["word"] for place, block in enumerate(raw["joint"])},
        joint_letters=frozenset(part[0] for block in raw["joint"] for part in block["parts"]),
        kindred={name: place for place, row in enumerate(raw["kindred"]) for name in row},
        grave=_longest_first(raw["grave"]),
    )
