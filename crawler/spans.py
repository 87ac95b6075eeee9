"""Text between two marks: takes text and its marks, leaves the pieces inside or what stands outside; always linear.

A regular expression such as `<!--(.*?)-->` looks for the end again from every opening mark, so a page of unclosed marks
costs its length squared: 2 MB took minutes. Here the first mark without an end is the last that is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SCRIPT = re.compile(r"<script\b[^<>]*>", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_COMMENT = re.compile(r"<!--")
_COMMENT_END = re.compile(r"-->")


def comments(text: str) -> list[str]:
    """Return what stands inside HTML comments."""
    return [text[start:end] for start, end, _outer in _spans(text, _COMMENT, _COMMENT_END)]


def scripts(text: str) -> list[str]:
    """Return the text of script elements."""
    return [text[start:end] for start, end, _outer in _spans(text, _SCRIPT, _SCRIPT_END)]


def elements(text: str, name: str) -> list[str]:
    """Return the contents of plain XML elements of a name, without their CDATA marks."""
    opening = re.compile(rf"<{name}>\s*(?:<!\[CDATA\[)?", re.IGNORECASE)
    closing = re.compile(rf"(?:\]\]>)?\s{{0,50}}</{name}>", re.IGNORECASE)
    return [text[start:end] for start, end, _outer in _spans(text, opening, closing)]


def without_comments(text: str) -> str:
    """Return the text without its comments; one that never ends stays, as a browser would show the page."""
    kept, place = [], 0
    for _start, _end, (opened, closed) in _spans(text, _COMMENT, _COMMENT_END):
        kept.append(text[place:opened])
        place = closed
    return "".join([*kept, text[place:]])


def _spans(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Yield (start, end) of each inside, and of the whole with its marks."""
    place = 0
    while begin := opening.search(text, place):
        end = closing.search(text, begin.end())
        if end is None:
            return
        yield begin.end(), end.start(), (begin.start(), end.end())
        place = end.end()
