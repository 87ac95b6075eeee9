"""Which entries of a list are fetched: takes its rows, leaves choices.

A title that promises a report or something near it is fetched; a lookalike never. A small list is read whole, since a
look at a dozen pages is cheaper than a report missed under an odd title; in a long one only a telling title counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from crawler.restore import restore
from crawler.rows import Row
from storage.sections import CHINA
from storage.titles import Likeness, TitleVerdict, judge_title

SMALL_LIST = 12
# Where a page has no title, portals print its first words instead: a heading or sentence of its text says nothing.
NO_HEADLINE = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）])|[。；]|[:：]$")


@dataclass(frozen=True)
class Choice:
    """One entry with its fate; `reason` is the title judge's own phrase."""

    row: Row
    fetch: bool
    likeness: Likeness
    reason: str


def choose_rows(
    rows: Iterable[Row], strays: Iterable[Row] = (), *, years: tuple[int, ...] = (), beside_article: bool = False
) -> tuple[Choice, ...]:
    """Return what becomes of each entry of a whole list; of `strays`, only those that a report's title recommends.

    `years`: the source's own reporting years, where it names some; a title that names another is left.
    `beside_article`: the page is itself an article, so its links are no list to be read whole.
    """
    listed = list(rows)
    small = len(listed) <= SMALL_LIST and not beside_article
    choices = [_choose(row, years, small=small) for row in listed]
    choices += [choice for row in strays if (choice := _choose_stray(row, years)).fetch]
    return tuple(choices)


def years_without_report(choices: Iterable[Choice], years: tuple[int, ...], now: datetime) -> list[int]:
    """Return the declared reporting years of which a whole list names no report; one without a year may be any's.

    A year counts from the day its report was due: 1 April of the next (督察工作规定, article 24).
    """
    due = {year for year in years if now.astimezone(CHINA).date() >= date(year + 1, 4, 1)}
    titles = [restore(choice.row.title)[0] for choice in choices if choice.likeness is Likeness.REPORT] if due else []
    named = {judge_title(title).year for title in titles}
    return [] if None in named else sorted(due - named)


def likeness_of(title: str) -> Likeness:
    """Return what a title promises; a mangled copy's title is made readable first."""
    return judge_title(restore(title)[0]).likeness


def _choose(row: Row, years: tuple[int, ...], *, small: bool) -> Choice:
    verdict = judge_title(restore(row.title)[0])
    wanted = verdict.likeness in (Likeness.REPORT, Likeness.RELATED)
    if row.external:
        wanted = verdict.likeness is Likeness.REPORT
    elif small:
        wanted = verdict.likeness is not Likeness.LOOKALIKE or bool(NO_HEADLINE.search(row.title))
    return Choice(row, wanted and _in_years(verdict, years), verdict.likeness, verdict.reason)


def _choose_stray(row: Row, years: tuple[int, ...]) -> Choice:
    verdict = judge_title(restore(row.title)[0])
    wanted = verdict.likeness is Likeness.REPORT and verdict.year is not None
    return Choice(row, wanted and _in_years(verdict, years), verdict.likeness, verdict.reason)


def _in_years(verdict: TitleVerdict, years: tuple[int, ...]) -> bool:
    return not years or verdict.year is None or verdict.year in years
