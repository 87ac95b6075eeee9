"""The digest: takes alerts and the room there is, leaves one message, the gravest first, grouped by agency; pure.

As much of each alert is told as the room allows: all of it, its line and its page, its line alone; where not even the
lines fit, the gravest are told, the others are counted, and the last line says where to see them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import Enum
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.telling.fitting import Room, most_that_fit
from monitor.telling.message import (
    Message,
    body_of,
    event_name,
    headline_of,
    link_of,
    message_of,
    place_of,
    severity_name,
    translated,
    what_of,
    who_of,
)
from storage.model import Alert
from storage.vocabulary import Severity

if TYPE_CHECKING:
    from monitor.indicators import Catalogue

_CHINA = ZoneInfo("Asia/Shanghai")
# What a digest says beside its alerts: title, first line, last line.
_MARGIN = 400


class Detail(Enum):
    """How much of one alert a digest tells."""

    WHOLE = 3
    LINKED = 2
    LINE = 1


def digest_of(
    alerts: Sequence[Alert], catalogue: Catalogue, *, room: Room, language: str = "zh", rest: str = ""
) -> Message:
    """Return one message of several alerts that the room takes; `rest` says where the others are.

    All of one report are told under the gravest one's headline; alerts of several reports under their agencies.
    """
    if len(alerts) == 1:
        return message_of(alerts[0], catalogue, language)
    ordered = sorted(alerts, key=_gravity)
    told = [translated(alert, catalogue, language) for alert in ordered]
    one_report = len({(alert.agency, alert.year) for alert in told}) == 1 and told[0].agency is not None
    title = _title(told, language, one_report=one_report)
    compose = _of_one_report if one_report else _of_many
    return Message(
        title, _richest(told, lambda shown: compose(shown, told, language), partial(room.takes, title), rest)
    )


def divide(units: Sequence[Sequence[Alert]], room: Room) -> list[list[int]]:
    """Return the places of what is told together, in as many messages as it takes to name each alert, gravest first."""
    ordered = sorted(range(len(units)), key=lambda place: min(map(_gravity, units[place])))
    groups: list[list[int]] = [[]]
    empty = room.weigh("", "")
    left = room.limit - empty - _MARGIN
    for place in ordered:
        lines = [line for alert in units[place] for line in (*_heading(alert), *_entry(alert, Detail.LINE, "zh"))]
        cost = room.weigh("", "\n".join(["", *lines])) - empty
        if groups[-1] and cost > left:
            groups.append([])
            left = room.limit - empty - _MARGIN
        groups[-1].append(place)
        left -= cost
    return groups


def _gravity(alert: Alert) -> tuple[int, str, int, str]:
    return (-alert.severity.rank, alert.agency or "", -(alert.year or 0), alert.key)


def _richest(
    alerts: Sequence[Alert],
    compose: Callable[[list[tuple[Alert, Detail]]], str],
    takes: Callable[[str], bool],
    rest: str,
) -> str:
    """Return the text that tells the most within the room: the gravest in whole, the others shorter."""
    for whole, other in ((len(alerts), Detail.LINKED), (10, Detail.LINKED), (3, Detail.LINKED), (0, Detail.LINKED)):
        text = compose([(alert, Detail.WHOLE if place < whole else other) for place, alert in enumerate(alerts)])
        if takes(text):
            return text
    lines = [(alert, Detail.LINE) for alert in alerts]
    if takes(text := compose(lines)):
        return text

    def cut(count: int) -> str:
        return f"{compose(lines[:count])}\n\n{_left_out(alerts[count:], rest)}"

    return cut(max(most_that_fit(len(lines) - 1, lambda count: takes(cut(count))), 1))


def _left_out(alerts: Sequence[Alert], rest: str) -> str:
    return f"另有{len(alerts)}条未列出（{_counts(alerts, 'zh')}）。{rest}".rstrip()


def _of_one_report(shown: Sequence[tuple[Alert, Detail]], told: Sequence[Alert], language: str) -> str:
    return "\n".join([headline_of(told[0], language), *_entries(shown, language)[1:]])


def _of_many(shown: Sequence[tuple[Alert, Detail]], told: Sequence[Alert], language: str) -> str:
    moment = max(alert.raised_at for alert in told)
    agencies = len({who_of(alert) for alert in told})
    lines = [f"{_day(moment)}止，{agencies}个机关{len(told)}条预警：{_counts(told, language)}"]
    # The agency of the gravest alert comes first, with all that is told of it.
    rank: dict[str, int] = {}
    for alert, _detail in shown:
        rank.setdefault(who_of(alert), len(rank))
    together = sorted(shown, key=lambda one: rank[who_of(one[0])])
    for _who, group in groupby(together, key=lambda one: who_of(one[0])):
        entries = list(group)
        lines += [*_heading(entries[0][0]), *_entries(entries, language)]
    return "\n".join(lines)


def _entries(shown: Sequence[tuple[Alert, Detail]], language: str) -> list[str]:
    """Return the lines of alerts of one agency; pages that several of them stand on are named once, after the last."""
    lines: list[str] = []
    tails = [_pages(alert, detail) for alert, detail in shown]
    for place, (alert, detail) in enumerate(shown):
        lines += [""] if place and detail is Detail.WHOLE else []
        lines += _entry(alert, detail, language)
        lines += [] if tails[place : place + 1] == tails[place + 1 : place + 2] else tails[place]
    return lines


def _pages(alert: Alert, detail: Detail) -> list[str]:
    if detail is Detail.WHOLE:
        return place_of(alert)
    return [f"网页：{link_of(alert.url)}"] if detail is Detail.LINKED and alert.url else []


def _heading(alert: Alert) -> list[str]:
    return ["", f"■ {who_of(alert)}"]


def _entry(alert: Alert, detail: Detail, language: str) -> list[str]:
    event = event_name(alert.event, language)
    what = what_of(alert, language)
    year = f" {alert.year}年" if alert.year else ""
    line = f"【{severity_name(alert.severity, language)}】{event}{year}" + (f" {what}" if what != event else "")
    return [line, *body_of(alert)] if detail is Detail.WHOLE else [line]


def _title(alerts: Sequence[Alert], language: str, *, one_report: bool) -> str:
    gravest = severity_name(alerts[0].severity, language)
    who = who_of(alerts[0])
    if one_report:
        year = f" {alerts[0].year}年" if alerts[0].year else ""
        return f"【{gravest}】{who}{year}：{len(alerts)}条预警"
    others = len({who_of(alert) for alert in alerts})
    return f"【{gravest}】{len(alerts)}条预警：{who}" + (f"等{others}个机关" if others > 1 else "")


def _counts(alerts: Sequence[Alert], language: str) -> str:
    counted = Counter(alert.severity for alert in alerts)
    gravest_first = [severity for severity in reversed(Severity) if counted[severity]]
    return "，".join(f"{severity_name(severity, language)}{counted[severity]}" for severity in gravest_first)


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(_CHINA):%Y-%m-%d %H:%M}"
