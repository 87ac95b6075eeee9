"""Measure told figures against labelled ones; takes both lists, leaves shares between 0 and 1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from monitor.reading.units import unit_class
from storage.model import Observation, plain

FILLERS = '的数了和与及、,，“”"()（） '


@dataclass(frozen=True)
class Label:
    """One labelled figure: what must be told."""

    value: Decimal
    unit: str
    subject: str
    indicator: str | None
    scope: str = "year"
    change: str | None = None


@dataclass(frozen=True)
class Score:
    """Shares over all sentences of one half."""

    recall: float
    precision: float
    subject: float
    indicator: float
    misfiled: float
    scope: float
    change: float


def read_label(written: str) -> Label:
    """Return the label that a line writes: value unit subject indicator [scope=] [change=].

    The indicator is - where none fits, and ? where two careful readers differ: that is not judged.
    """
    value, unit, subject, indicator, *rest = written.split()
    options = dict(part.split("=", 1) for part in rest)
    return Label(
        Decimal(value),
        unit,
        subject,
        None if indicator == "-" else indicator,
        options.get("scope", "year"),
        options.get("change"),
    )


def likeness(one: str, other: str) -> float:
    """Return the harmonic mean of the shares of characters that two subjects have in common."""
    left = Counter(letter for letter in one if letter not in FILLERS)
    right = Counter(letter for letter in other if letter not in FILLERS)
    return 2 * sum((left & right).values()) / max(1, sum(left.values()) + sum(right.values()))


def written_change(observation: Observation) -> str | None:
    """Return a stated change as sentences.toml writes it."""
    change = observation.change
    if change is None:
        return None
    values = change.value if isinstance(change.value, tuple) else (change.value,)
    return f"{change.kind}:{','.join(str(plain(value)) for value in values)}:{change.direction}"


def measure(pairs: Iterable[tuple[tuple[Label, ...], tuple[Observation, ...]]]) -> Score:
    """Return the shares over many sentences; every labelled figure may be met once, in the order of the text."""
    count: Counter[str] = Counter()
    for labels, observations in pairs:
        left = list(observations)
        count["told"] += len(observations)
        for label in labels:
            found = _best(label, left)
            count["labelled"] += 1
            count["with id"] += label.indicator not in (None, "?")
            count["with change"] += label.change is not None
            if found is None:
                continue
            left.remove(found)
            count["found"] += 1
            count["subject"] += likeness(label.subject, found.subject) >= 0.5
            count["indicator"] += label.indicator not in (None, "?") and found.indicator == label.indicator
            count["misfiled"] += found.indicator not in (None, label.indicator) and label.indicator != "?"
            count["scope"] += _current(found.scope) == _current(label.scope)
            count["change"] += label.change is not None and written_change(found) == label.change
    return Score(
        recall=_share(count["found"], count["labelled"]),
        precision=_share(count["found"], count["told"]),
        subject=_share(count["subject"], count["found"]),
        indicator=_share(count["indicator"], count["with id"]),
        misfiled=_share(count["misfiled"], count["found"]),
        scope=_share(count["scope"], count["found"]),
        change=_share(count["change"], count["with change"]),
    )


def _best(label: Label, observations: list[Observation]) -> Observation | None:
    alike = [
        observation
        for observation in observations
        if observation.value == label.value and unit_class(observation.unit) is unit_class(label.unit)
    ]
    return max(alike, key=lambda observation: likeness(label.subject, observation.subject), default=None)


def _current(scope: str) -> str:
    return "year" if scope in ("as_of", "cumulative", "multi_year") else scope


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
