"""How strongly two figures speak for being one quantity: takes their profiles, leaves a score of about 0 to 1.5.

Words weigh by how few figures share them. A word that one name lacks counts in part where the same report said it just
before. Beside the words speak the indicator, the unit, the matter last named, the values' size and a stated change.
All is symmetric in old and new.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

from monitor.comparing import quantities
from monitor.comparing.lexicon import Facet, load_wordings
from monitor.comparing.past import implies, leads_closely, same_year
from monitor.comparing.profiles import Candidate, Profile
from monitor.comparing.wording import counts_comings, is_broad

# A word of the other's sentence, or of its paragraph, stands in for one of its name in part.
_IN_SENTENCE = 0.9
_IN_PARAGRAPH = 0.6
_INHERITED = 0.6
# How much it counts that the shorter name is wholly in the longer one.
_CONTAINED = 0.2
_SAME_INDICATOR, _SAME_BROAD, _OTHER_INDICATOR = 0.35, 0.12, -0.07
_LONE = 0.2
# What earlier sentences spoke of says little.
_OTHER_TOPIC, _OTHER_FAR = -0.2, -0.05
_OTHER_WHOLE = -0.2
_SAME_STAGE = 0.1
# A word that only one figure has, and of which the other's sentence knows nothing: any, one like 一审, one like 败诉.
_NARROWER, _ANOTHER, _OUTCOME = -0.08, -0.3, -1.0
# 条 and 份 are both of things, but seldom of the same thing.
_OTHER_WORD, _OTHER_THING, _OTHER_UNIT = -0.04, -0.12, -0.15
# A stated change that leads to last year's very value outweighs any wording.
_IMPLIED = 0.5
_TOO_MANY_FOR_CHANCE = 20
_TOO_MANY_FOR_ANY_CHANCE = 1000
# Names with less in common than this differ by more than a word.
_ONE_NAME = 0.7

Weights = Mapping[str, float]


def weights_of(candidates: Iterable[Candidate]) -> Weights:
    """Return how much each word tells: the fewer of all figures have it, the more."""
    everyone = list(candidates)
    counts = Counter(token for one in everyone for token in one.profile.name)
    return {token: math.log(1 + len(everyone) / count) for token, count in counts.items()}


def words_alike(one: Profile, other: Profile, weights: Weights) -> float:
    """Return how alike the words of two figures are, 0 to 1."""
    here, there = _share(one, other, weights), _share(other, one, weights)
    if not here or not there:
        return 0.0
    return (1 - _CONTAINED) * 2 * here * there / (here + there) + _CONTAINED * max(here, there)


def _share(one: Profile, other: Profile, weights: Weights) -> float:
    """Return which share of one figure's words the other report has, in the name or just before it."""
    total = found = 0.0
    for tokens, factor in ((one.own, 1.0), (one.subject, _INHERITED)):
        for token in tokens:
            weight = weights.get(token, 0.0) * factor
            total += weight
            if token in other.name:
                found += weight
            elif token in other.sentence:
                found += weight * _IN_SENTENCE
            elif token in other.paragraph:
                found += weight * _IN_PARAGRAPH
    return found / total if total else 0.0


def exclude(one: Candidate, other: Candidate, *, filed: bool = False) -> bool:
    """Tell whether two figures name different things where words exclude each other (受理 against 办结).

    The number's own clause speaks before the subject. `filed`: the catalogue has both under one indicator.
    """
    facets = zip(load_wordings().facets, one.profile.facets, other.profile.facets, strict=True)
    for place, (facet, mine, yours) in enumerate(facets):
        if not mine or not yours or mine & yours:
            continue
        if (filed or _unfiled(one, other)) and mine & facet.kin and yours & facet.kin:
            continue
        if filed and (
            _holds(facet, mine, yours) or _holds(facet, yours, mine) or (mine & facet.filed and yours & facet.filed)
        ):
            continue
        if _covers(one, other, facet, place) or _covers(other, one, facet, place):
            continue
        if _understood(one.profile, other.profile, facet, place) or _understood(
            other.profile, one.profile, facet, place
        ):
            continue
        return True
    return False


def _covers(zero: Candidate, other: Candidate, facet: Facet, place: int) -> bool:
    """Tell whether a zero without a digit says of the other too that none was: 无一纠错 of 撤销1件."""
    return zero.wordless and _holds(facet, zero.profile.facets[place], other.profile.facets[place])


def _holds(facet: Facet, whole: frozenset[int], part: frozenset[int]) -> bool:
    """Tell whether a word holds another that is part of what it means: 纠错 holds 撤销."""
    return any(not part.isdisjoint(facet.covers.get(group, frozenset())) for group in whole)


def is_part_of(part: Candidate, whole: Candidate) -> bool:
    """Tell whether one figure's step is a part of what the other's means (撤销 of 纠错)."""
    facets = zip(load_wordings().facets, part.profile.facets, whole.profile.facets, strict=True)
    return any(_holds(facet, theirs, mine) for facet, mine, theirs in facets)


def says_another_zero(zero: Candidate, other: Candidate) -> bool:
    """Tell whether a zero without a digit denies a step (无一败诉) of which the other does not speak at all."""
    if not zero.wordless:
        return False
    facets = zip(load_wordings().facets, zero.profile.clause, other.profile.facets, strict=True)
    return any(facet.staged and denied and not told for facet, denied, told in facets)


def _unfiled(one: Candidate, other: Candidate) -> bool:
    return one.observation.indicator is None or other.observation.indicator is None


def _understood(one: Profile, other: Profile, facet: Facet, place: int) -> bool:
    """Tell whether one name's quiet word (全市) meets one that the other only inherits, or a quiet one too (村级)."""
    return one.facets[place] <= facet.quiet and (not other.clause[place] or other.facets[place] <= facet.quiet)


def implied(one: Candidate, other: Candidate) -> bool:
    """Tell whether the stated change of one figure leads to the other, or its sentence prints it as last year's."""
    if implies(one.observation, other.observation) or implies(other.observation, one.observation):
        return True
    return _names(one, other) or _names(other, one)


def proved(one: Candidate, other: Candidate) -> bool:
    """Tell whether last year's value, printed beside a figure or computed from its change, is the other's very value.

    Then no word in common is needed (合计27150件，比2023年的24318件多); digits enough rule out chance.
    """
    if not (one.past or other.past or one.observation.change or other.observation.change):
        return False
    small = min(abs(one.observation.value), abs(other.observation.value))
    return small >= _TOO_MANY_FOR_ANY_CHANCE and implied(one, other)


def proved_closely(one: Candidate, other: Candidate) -> bool:
    """Tell whether a stated change leads to the other figure and hardly to any other, in whatever words it is told.

    受理238起 last year is 调解251起，同比增长5.5% this year; both must be counted by one word.
    """
    mine, yours = one.observation, other.observation
    if (
        mine.unit != yours.unit
        or quantities.is_rate(mine)
        or min(abs(mine.value), abs(yours.value)) < _TOO_MANY_FOR_CHANCE
    ):
        return False
    return any(leads_closely(told, prior) for told, prior in ((mine, yours), (yours, mine)))


def _names(one: Candidate, other: Candidate) -> bool:
    """Tell whether a figure's sentence prints the other's very value as last year's (2023年178件)."""
    past, value = one.past, other.observation.value
    if past is None or past.value != value or not same_year(past.period, other.observation.period):
        return False
    if not quantities.same_unit(past.unit, other.observation.unit):
        return False
    return value % 1 != 0 or value >= _TOO_MANY_FOR_CHANCE


def circumstances(one: Candidate, other: Candidate, words: float, *, lone: bool) -> float:
    """Return what speaks for or against a pair beside its words; `lone`: neither year has a second such figure."""
    return (
        _by_indicator(one, other, lone=lone and not _narrows(one.profile, other.profile))
        + _by_unit(one, other)
        + _by_size(one, other, words)
        + _by_topic(one, other)
        + _by_whole(one, other)
        + _by_narrowness(one.profile, other.profile)
        + _by_stage(one.profile, other.profile)
    )


def _narrows(one: Profile, other: Profile) -> bool:
    """Tell whether one clause names a stage (新收) and the other none: 办理 may hold the cases carried over too."""
    return any(
        facet.staged and bool(mine) != bool(yours)
        for facet, mine, yours in zip(load_wordings().facets, one.facets, other.facets, strict=True)
    )


def _by_stage(one: Profile, other: Profile) -> float:
    return sum(
        _SAME_STAGE
        for facet, mine, yours in zip(load_wordings().facets, one.clause, other.clause, strict=True)
        if facet.staged and mine and mine == yours
    )


def _by_indicator(one: Candidate, other: Candidate, *, lone: bool) -> float:
    mine, yours = one.observation.indicator, other.observation.indicator
    if mine is None or yours is None:
        return 0.0
    if mine != yours:
        kindred = load_wordings().kindred
        return _SAME_BROAD if kindred.get(mine, mine) == kindred.get(yours, yours) else _OTHER_INDICATOR
    if is_broad(mine):
        return _SAME_BROAD
    return _SAME_INDICATOR + (_LONE if lone else 0.0)


def _by_unit(one: Candidate, other: Candidate) -> float:
    mine, yours = one.observation.unit, other.observation.unit
    if mine == yours or one.wordless or other.wordless:
        return 0.0
    if quantities.same_unit(mine, yours):
        return _OTHER_THING if quantities.counts_things(mine) else _OTHER_WORD
    alike = quantities.loosely_same_unit(mine, yours) or (
        counts_comings(one.observation.subject) and counts_comings(other.observation.subject)
    )
    return _OTHER_WORD if alike else _OTHER_UNIT


def _by_size(one: Candidate, other: Candidate, words: float) -> float:
    """Return the doubt that values far apart raise; a stated change that leads from one to the other proves a pair."""
    if implied(one, other):
        return _IMPLIED
    small, large = sorted((abs(one.observation.value), abs(other.observation.value)))
    if quantities.is_rate(one.observation):
        return -float(min(large - small, Decimal(40))) / 200
    if small == 0 or large <= 2 * small:
        return 0.0
    doubt = min(0.25, 0.05 * math.log2(float(large / small)))
    return -doubt * (2 if words < _ONE_NAME else 1)


def _by_topic(one: Candidate, other: Candidate) -> float:
    mine, yours = one.profile.topic, other.profile.topic
    if not mine or not yours or mine & yours:
        return 0.0
    return _OTHER_FAR if one.profile.far and other.profile.far else _OTHER_TOPIC


def _by_whole(one: Candidate, other: Candidate) -> float:
    """Return the doubt that a part raises whose whole the other, counted by another word, has never heard of.

    卫片图斑648个,其中土地612个 is no forerunner of 立案58件,其中土地43件.
    """
    if one.observation.unit == other.observation.unit:
        return 0.0
    strangers = (_unheard_of(one.profile, other.profile), _unheard_of(other.profile, one.profile))
    return _OTHER_WHOLE if any(strangers) else 0.0


def _unheard_of(part: Profile, other: Profile) -> bool:
    return bool(part.subject) and part.subject.isdisjoint(other.name | other.sentence)


def _by_narrowness(one: Profile, other: Profile) -> float:
    facets = zip(load_wordings().facets, one.facets, other.facets, one.spoken, other.spoken, strict=True)
    doubt = 0.0
    for facet, mine, yours, told_here, told_there in facets:
        if bool(mine) == bool(yours):
            continue
        said, known = (mine, told_there) if mine else (yours, told_here)
        if not (said - facet.quiet) <= known:
            doubt += _OUTCOME if said & facet.decisive else _ANOTHER if facet.strict else _NARROWER
    return doubt
