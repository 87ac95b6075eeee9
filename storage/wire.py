"""The nouns as JSON and back: takes frozen values, leaves what a JSON column or a pipe carries, and the reverse."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

Noun = TypeVar("Noun")


@cache
def _adapter(noun: Any) -> TypeAdapter[Any]:
    return TypeAdapter(noun)


def to_json(value: object) -> Any:
    """Return a noun as plain JSON values; Decimals and moments become text."""
    noun: Any = type(value)
    return _adapter(noun).dump_python(value, mode="json")


def from_json(noun: type[Noun], value: object) -> Noun:
    """Return the noun that `to_json` was given."""
    wanted: Any = noun
    return cast("Noun", _adapter(wanted).validate_python(value))
