"""The catalogue's files: read their TOML once and strictly; takes monitor/catalogue, leaves frozen values.

A new indicator is one `[[indicator]]` block (monitor/indicators.py says what its keys mean).
"""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from monitor.indicators import Catalogue, Example, Indicator, NumberIdentity, Terms, Wording
from monitor.outlines import Outline, check_outlines, read_outline
from monitor.reading.units import UnitClass, unit_class
from storage.errors import ConfigError
from storage.vocabulary import Level

CATALOGUE_FOLDER = Path(__file__).parent / "catalogue"
KINDS = ("count", "rate", "amount", "score", "rank", "duration")
POLARITIES = ("up_good", "down_good", "neutral")
CHECKS = ("at_most", "ratio", "complement", "sum_at_most")


@lru_cache(maxsize=4)
def load_catalogue(folder: Path = CATALOGUE_FOLDER) -> Catalogue:
    """Return the catalogue read from a folder of TOML files; raise ConfigError naming file, key and remedy."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise ConfigError(f"{folder}: no catalogue files (*.toml): reinstall the package, or name the right folder")
    digest = hashlib.sha256()
    indicators: dict[str, Indicator] = {}
    identities: list[NumberIdentity] = []
    systems: dict[str, str] = {}
    outlines: list[Outline] = []
    origin: dict[str, str] = {}
    for file in files:
        content = file.read_bytes()
        table = _parse(file, content)
        if set(table) != {"outline"}:  # headings change what is told, never what is read
            digest.update(file.name.encode() + b"\0" + content)
        _known(table, {"systems", "outline", "indicator", "identity"}, file, "top level")
        systems |= {str(key): str(value) for key, value in table.get("systems", {}).items()}
        identities += [_identity(block, file) for block in table.get("identity", [])]
        outlines += [read_outline(block, file) for block in table.get("outline", [])]
        for block in table.get("indicator", []):
            indicator = _indicator(block, file)
            if indicator.id in indicators:
                raise ConfigError(
                    f"{file}: indicator {indicator.id!r} stands twice (first in {origin[indicator.id]}): remove one"
                )
            indicators[indicator.id] = indicator
            origin[indicator.id] = file.name
    _cross_check(indicators, identities, systems, folder)
    check_outlines(outlines, systems, folder)
    wordings = _by_unit(indicators)
    return Catalogue(
        MappingProxyType(indicators),
        tuple(identities),
        MappingProxyType(systems),
        digest.hexdigest()[:16],
        MappingProxyType(wordings),
        tuple(outlines),
        MappingProxyType({unit: _by_term(pairs) for unit, pairs in wordings.items()}),
    )


def _by_unit(indicators: Mapping[str, Indicator]) -> dict[UnitClass | None, tuple[tuple[str, Wording], ...]]:
    """Return the wordings that each class of unit allows; a number without a unit (None) allows all."""
    every = [(indicator.id, wording) for indicator in indicators.values() for wording in indicator.wordings]
    found: dict[UnitClass | None, tuple[tuple[str, Wording], ...]] = {
        unit: tuple(pair for pair in every if unit in pair[1].units) for unit in UnitClass
    }
    return found | {None: tuple(every)}


def _by_term(pairs: tuple[tuple[str, Wording], ...]) -> dict[str, tuple[tuple[str, int], ...]]:
    """Return under their first letter the terms that a wording cannot do without, with the place of the wording.

    Of several groups of terms it is the one with the longest; a wording without any stands under the empty letter.
    """
    found: dict[str, list[tuple[str, int]]] = {}
    for place, (_, wording) in enumerate(pairs):
        for term in max(wording.all, key=lambda terms: min(map(len, terms)), default=("",)):
            found.setdefault(term[:1], []).append((term, place))
    return {letter: tuple(terms) for letter, terms in found.items()}


def _parse(file: Path, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: not readable as TOML: {error}: mend the line it names") from error


def _known(block: Mapping[str, Any], keys: set[str], file: Path, where: str) -> None:
    for key in block:
        if key not in keys:
            near = difflib.get_close_matches(key, keys, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(sorted(keys))}"
            raise ConfigError(f"{file}: {where}: unknown key {key!r}: {hint}")


_INDICATOR_KEYS = {
    "id", "zh", "en", "system", "unit", "kind", "polarity", "tier", "confusables", "wordings", "example",
}  # fmt: skip


def _indicator(block: dict[str, Any], file: Path) -> Indicator:
    where = f"indicator {block.get('id', '?')}"
    _known(block, _INDICATOR_KEYS, file, where)
    for key in ("id", "zh", "en", "system", "unit", "kind", "polarity"):
        if not isinstance(block.get(key), str) or not block[key]:
            raise ConfigError(f"{file}: {where}: key {key!r} is missing or no text: write it")
    _one_of(block["kind"], KINDS, "kind", file, where)
    _one_of(block["polarity"], POLARITIES, "polarity", file, where)
    _one_of(block.get("tier"), (1, 2, 3), "tier", file, where)
    usual = _usual_units(block["unit"], block["kind"])
    wordings = tuple(_wording(wording, usual, file, where) for wording in block.get("wordings", []))
    example = _example(block["example"], file, where) if "example" in block else None
    return Indicator(
        id=block["id"],
        zh=block["zh"],
        en=block["en"],
        system=block["system"],
        unit=block["unit"],
        kind=block["kind"],
        polarity=block["polarity"],
        tier=block["tier"],
        confusables=tuple(block.get("confusables", ())),
        wordings=wordings,
        example=example,
    )


def _one_of(value: object, allowed: tuple[object, ...], key: str, file: Path, where: str) -> None:
    if value not in allowed:
        raise ConfigError(f"{file}: {where}: {key} is {value!r}: use one of {', '.join(map(str, allowed))}")


def _usual_units(unit: str, kind: str) -> frozenset[UnitClass]:
    """Return an indicator's unit classes: cases and things stand for one another, 人 and 人次 do not."""
    if kind == "rate" or unit == "%":
        return frozenset({UnitClass.PERCENT})
    if kind == "amount":
        return frozenset({UnitClass.MONEY})
    if kind == "rank":
        return frozenset({UnitClass.RANK})
    found = unit_class(unit)
    if found in (UnitClass.CASE, UnitClass.THING):
        return frozenset({UnitClass.CASE, UnitClass.THING})
    return frozenset({found} if found else set())


def _wording(block: dict[str, Any], usual: frozenset[UnitClass], file: Path, where: str) -> Wording:
    _known(block, {"all", "near", "none", "absent", "units", "levels"}, file, where)
    if not block.get("all") and not block.get("near"):
        raise ConfigError(f"{file}: {where}: a wording has neither 'all' nor 'near': write the terms that must occur")
    try:
        units = frozenset(UnitClass(unit) for unit in block.get("units", ()))
        levels = frozenset(Level(level) for level in block.get("levels", ()))
    except ValueError as error:
        raise ConfigError(f"{file}: {where}: {error}: use a unit class or level of the house") from error
    return Wording(
        all=_terms(block.get("all", ())),
        near=_terms(block.get("near", ())),
        none=tuple(block.get("none", ())),
        absent=tuple(block.get("absent", ())),
        units=units or usual,
        levels=levels,
    )


def _terms(terms: list[str] | tuple[str, ...]) -> Terms:
    return tuple(tuple(term.split("|")) for term in terms)


def _example(block: dict[str, Any], file: Path, where: str) -> Example:
    _known(block, {"text", "value", "level"}, file, where)
    return Example(block["text"], Decimal(str(block["value"])), Level(block["level"]) if "level" in block else None)


def _identity(block: dict[str, Any], file: Path) -> NumberIdentity:
    where = f"identity {block.get('id', '?')}"
    _known(block, {"id", "zh", "kind", "left", "right", "tolerance", "severity", "limit"}, file, where)
    _one_of(block.get("kind"), CHECKS, "kind", file, where)
    _one_of(block.get("severity"), ("hard", "soft"), "severity", file, where)
    return NumberIdentity(
        id=block["id"],
        zh=block["zh"],
        kind=block["kind"],
        left=block["left"],
        right=tuple(block["right"]),
        tolerance=Decimal(str(block.get("tolerance", 0))),
        severity=block["severity"],
        limit=Decimal(str(block["limit"])) if "limit" in block else None,
    )


def _cross_check(
    indicators: Mapping[str, Indicator], identities: list[NumberIdentity], systems: Mapping[str, str], folder: Path
) -> None:
    """Refuse names that lead nowhere: confusables, identities' sides, systems."""
    for indicator in indicators.values():
        for name in indicator.confusables:
            if name not in indicators:
                raise ConfigError(
                    f"{folder}: indicator {indicator.id}: confusables names {name!r}, which is not in the catalogue"
                )
        if indicator.system not in systems:
            raise ConfigError(
                f"{folder}: indicator {indicator.id}: system {indicator.system!r} is not declared in [systems]"
            )
    for identity in identities:
        for name in (identity.left, *identity.right):
            if name not in indicators:
                raise ConfigError(f"{folder}: identity {identity.id}: {name!r} is not in the catalogue: mend the name")
