"""Fitting: takes a long text and its measure, leaves what fits, cut on a line's border with a word about it; pure.

Limits of the services are in bytes of what is sent, so the measure is the caller's: the finished request or its text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Room:
    """How much one message of a service may hold: its limit, and what a title and a text weigh as it counts."""

    limit: int
    weigh: Callable[[str, str], int]

    def takes(self, title: str, text: str) -> bool:
        """Whether a message fits."""
        return self.weigh(title, text) <= self.limit


def size(text: str) -> int:
    """Return a text's length in bytes of UTF-8."""
    return len(text.encode("utf-8", "replace"))


def fit(text: str, longest: int, link: str = "", measure: Callable[[str], int] = size) -> str:
    """Return the text, or its first lines with a last one that says how many are left out and where the whole is.

    `measure` gives the bytes that a text would take and must grow with it; raises ValueError where nothing fits.
    """
    if measure(text) <= longest:
        return text
    lines = text.split("\n")
    kept = most_that_fit(len(lines) - 1, lambda count: measure(_shortened(lines, count, link)) <= longest)
    if kept > 0:
        return _shortened(lines, kept, link)
    end = _tail(len(lines) - 1, link)
    letters = most_that_fit(len(lines[0]), lambda count: measure(f"{lines[0][:count]}…\n{end}") <= longest)
    if letters < 0 and link:
        return fit(text, longest, "", measure)
    if letters < 0:
        raise ValueError(f"a limit of {longest} bytes leaves no room for any text")
    return f"{lines[0][:letters]}…\n{end}"


def most_that_fit(highest: int, fits: Callable[[int], bool]) -> int:
    """Return the greatest count up to the highest that fits, -1 where none does; more must never fit better."""
    low = -1
    while low < highest:
        middle = (low + highest + 1) // 2
        if fits(middle):
            low = middle
        else:
            highest = middle - 1
    return low


def _shortened(lines: list[str], count: int, link: str) -> str:
    return "\n".join([*lines[:count], _tail(len(lines) - count, link)])


def _tail(left: int, link: str) -> str:
    told = f"（篇幅所限，已删节{left}行）" if left else "（篇幅所限，已删节）"
    return f"{told}全文：{link}" if link else told
