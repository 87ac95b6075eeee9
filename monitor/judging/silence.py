"""Sources that answer and bring nothing: takes what each brought in which year and the day, leaves alerts; pure.

A column that moved, or that is fed no more, goes on answering well. What it brought in earlier years says by when
something new should have stood there; a month later the operator is told, once a year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.judging.occasion import Context, alert_at
from monitor.judging.rules import Rule, rule_for
from storage.model import Alert, Region, Source
from storage.vocabulary import Event, Outcome

if TYPE_CHECKING:
    from storage.series import SourceHistory

_CHINA = ZoneInfo("Asia/Shanghai")
_WELL = (Outcome.FOUND, Outcome.UNCHANGED, Outcome.NOTHING)
# One year is chance; of two or three the latest beginning counts.
_YEARS_NEEDED = 2
_YEARS_BACK = 3
_GRACE = timedelta(days=30)


def expected_by(firsts: Mapping[int, date], year: int) -> date | None:
    """Return the day by which a source should have brought something in a year, a month's grace included.

    `firsts` are the days of the first entry of each year. None where fewer than two of the three years before brought
    anything, or where the month's grace leads into the next year: then nothing is expected.
    """
    days = [firsts[one] for one in range(year - _YEARS_BACK, year) if one in firsts]
    if len(days) < _YEARS_NEEDED:
        return None
    latest = max(day.timetuple().tm_yday for day in days)
    end = date(year, 1, 1) + timedelta(days=latest - 1) + _GRACE
    return end if end.year == year else None


def is_silent(history: SourceHistory, day: date) -> bool:
    """Tell whether a source that stands well has brought nothing new this year, though it is past its time.

    A source that was not watched yet at that time is not judged by it: at a first look there is no silence.
    """
    end = expected_by(history.firsts, day.year)
    if end is None or day <= end or history.state not in _WELL:
        return False
    if history.baseline_at is None or history.baseline_at.astimezone(_CHINA).date() > end:
        return False
    brought = day.year in history.firsts
    arrived = history.newest_at is not None and history.newest_at.astimezone(_CHINA).year == day.year
    return not (brought or arrived)


def alerts_of_silence(
    histories: Iterable[SourceHistory], sources: Iterable[Source], as_of: datetime, rules: Sequence[Rule]
) -> tuple[Alert, ...]:
    """Return one alert for each source that is silent, under the same key all year."""
    day = as_of.astimezone(_CHINA).date()
    known = {source.slug: source for source in sources}
    return tuple(
        _silent(history, known[history.slug], as_of, rule_for(rules, Event.SOURCE_SILENT))
        for history in histories
        if history.slug in known and is_silent(history, day)
    )


def _silent(history: SourceHistory, source: Source, as_of: datetime, rule: Rule) -> Alert:
    day = as_of.astimezone(_CHINA).date()
    last = max(year for year in history.firsts if year < day.year)
    reason = (
        f"{rule.reason}：{last}年首条为{history.firsts[last]:%m月%d日}，{day.year}年至今网页可访问而栏目无新增，"
        "栏目可能已迁移或停更，请人工核对。"
    )
    context = Context(
        now=as_of,
        agency=source.agency,
        region=Region(source.agency or source.name or source.region, source.region) if source.region else None,
        level=source.level,
        source=source.slug,
        title=source.name or None,
        url=source.url,
    )
    parts = (source.slug, str(day.year))
    return alert_at(context, Event.SOURCE_SILENT, rule.severity, rule.name, reason, parts=parts)
