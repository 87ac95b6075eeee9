"""The rules as declared keys: takes monitor/rules.toml and the user's [[rule]] blocks, leaves frozen rules.

A rule is data; nothing in it is evaluated. All thresholds that a rule names must be met. A user's block with the name
of a rule of the house refines it key by key; any other block is a rule of its own and is asked first.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from storage.errors import ConfigError
from storage.vocabulary import Event, Severity

# What settings.toml may hold in a [[rule]] block; the other keys belong to the rules of the house.
USER_KEYS = (
    "name",
    "events",
    "indicators",
    "systems",
    "relative",
    "absolute",
    "points",
    "min_base",
    "due",
    "red",
    "severity",
)
_NUMBERS = ("relative", "relative_up", "relative_down", "absolute", "points", "factor", "min_base")
_FLAGS = ("full", "zero", "worse", "less_peers", "appeared", "sole", "outside", "significant", "parts", "few")
_LISTS = ("indicators", "systems", "kinds", "words", "units")
_DAYS = ("due", "red")


@dataclass(frozen=True)
class Rule:
    """A condition that raises an alert (预警规则); thresholds are None where the rule does not ask for them.

    `relative` is in per cent, `points` in percentage points, `absolute` in the figure's own unit, `due` and `red` are
    days of the year, as 04-01. `own` marks a rule that the user wrote.
    """

    name: str
    events: tuple[Event, ...] = (Event.INDICATOR_CHANGED,)
    indicators: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    tiers: tuple[int, ...] = ()
    relative: Decimal | None = None
    relative_up: Decimal | None = None
    relative_down: Decimal | None = None
    absolute: Decimal | None = None
    points: Decimal | None = None
    factor: Decimal | None = None
    min_base: Decimal | None = None
    top: int | None = None
    per: str | None = None
    full: bool = False
    zero: bool = False
    worse: bool = False
    less_peers: bool = False
    appeared: bool = False
    sole: bool = False
    outside: bool = False
    words: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    significant: bool = False
    parts: bool = False
    few: bool = False
    due: str = ""
    red: str = ""
    severity: Severity = Severity.NOTICE
    reason: str = ""
    own: bool = False
    bases: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)


def load_rules(
    user_blocks: Iterable[Mapping[str, Any]] = (),
    where: str = "settings.toml",
    known_indicators: Collection[str] | None = None,
) -> tuple[Rule, ...]:
    """Return the user's rules, then the rules of the house as the user refined them.

    `where` names the user's file in errors; with `known_indicators` (ids of the catalogue) a rule for an unknown
    indicator is refused. Raises ConfigError naming file, rule, key and remedy.
    """
    house = {rule.name: rule for rule in house_rules()}
    own: dict[str, Rule] = {}
    for number, block in enumerate(user_blocks, start=1):
        name = block.get("name")
        if not isinstance(name, str) or not name.strip():
            raise ConfigError(f'{where}: [[rule]] number {number} has no name: add name = "…"')
        place = f"{where}: [[rule]] {name!r}"
        if name in own:
            raise ConfigError(f"{place}: stands twice: give each rule a name of its own")
        keys = _values(block, USER_KEYS, place, known_indicators)
        if name in house:
            house[name] = replace(house[name], **keys)
        else:
            own[name] = _own_rule(keys, place)
    return (*own.values(), *house.values())


def _own_rule(keys: dict[str, Any], place: str) -> Rule:
    changes = Event.INDICATOR_CHANGED in keys.get("events", (Event.INDICATOR_CHANGED,))
    if changes and not {"relative", "absolute", "points"} & keys.keys():
        raise ConfigError(f"{place}: no threshold: add relative (per cent), absolute or points")
    bases = next(iter(house_rules())).bases
    return Rule(**keys, own=True, bases=bases)


@cache
def house_rules() -> tuple[Rule, ...]:
    """Return the rules that come with the product, read once from monitor/rules.toml."""
    place = "monitor/rules.toml"
    raw = tomllib.loads(files("monitor").joinpath("rules.toml").read_text("utf-8"))
    bases = {rate: tuple(counts) for rate, counts in raw["bases"].items()}
    declared = tuple(item.name for item in fields(Rule) if item.name not in ("own", "bases"))
    return tuple(
        Rule(**_values(block, declared, f"{place}: [[rule]] {block.get('name')!r}"), bases=bases)
        for block in raw["rule"]
    )


def _values(
    block: Mapping[str, Any], known: Sequence[str], place: str, indicators: Collection[str] | None = None
) -> dict[str, Any]:
    """Return a block's keys as a Rule holds them; raise ConfigError for an unknown key or a value of a wrong kind."""
    return {key: _value(key, value, known, place, indicators) for key, value in block.items()}


def _value(key: str, value: Any, known: Sequence[str], place: str, indicators: Collection[str] | None) -> Any:
    if key not in known:
        raise ConfigError(f"{place}: unknown key {key!r}: {_nearest(key, known)}")
    if key in _NUMBERS:
        return _number(key, value, place)
    if key in _LISTS:
        return _words(key, value, indicators if key == "indicators" else None, place)
    if key == "events":
        return tuple(Event(word) for word in _words(key, value, [*Event], place))
    if key == "severity":
        if not isinstance(value, str):
            raise ConfigError(f"{place}: severity is {value!r}: write one of {', '.join(Severity)}")
        return Severity(_words(key, [value], [*Severity], place)[0])
    if key in ("tiers", *_DAYS):
        return tuple(value) if key == "tiers" else _day(key, value, place)
    if key in _FLAGS and not isinstance(value, bool):
        raise ConfigError(f"{place}: {key} is {value!r}: write true or false")
    return value


def _number(key: str, value: Any, place: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not value >= 0:
        raise ConfigError(f"{place}: {key} is {value!r}: write a number of 0 or more, without quotes")
    return Decimal(str(value))


def _day(key: str, value: Any, place: str) -> str:
    try:
        date.fromisoformat(f"2025-{value}")
    except ValueError as error:
        raise ConfigError(f'{place}: {key} is {value!r}: write month and day, as "04-01"') from error
    return str(value)


def _words(key: str, value: Any, allowed: Collection[str] | None, place: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(word, str) for word in value):
        raise ConfigError(f'{place}: {key} is {value!r}: write a list of words, as ["…"]')
    for word in value:
        if allowed is not None and word not in allowed:
            raise ConfigError(f"{place}: {key} names {word!r}, which is not known: {_nearest(word, list(allowed))}")
    return tuple(value)


def _nearest(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word, known, 1, cutoff=0.5)
    return f"did you mean {str(near[0])!r}?" if near else f"use one of {', '.join(list(known)[:20])}"


def rule_named(rules: Iterable[Rule], name: str) -> Rule | None:
    """Return the rule of a name, as the user may have refined it."""
    return next((rule for rule in rules if rule.name == name), None)


def rule_for(rules: Iterable[Rule], event: Event, indicator: str | None = None, tier: int | None = None) -> Rule:
    """Return the first rule that speaks of an event (and of an indicator, where it names any)."""
    for rule in rules:
        if event not in rule.events:
            continue
        if rule.indicators and indicator not in rule.indicators:
            continue
        if rule.tiers and tier not in rule.tiers:
            continue
        return rule
    return Rule(name=str(event), events=(event,))
