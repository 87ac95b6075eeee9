"""An alert in the words of a message: takes an alert, leaves a title and a plain Chinese text; pure.

All that came from a page is made harmless here: control and bidirectional marks are taken out, mentions cannot ring,
lengths are bounded. Escaping for a channel's own markup is the channel's business.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.judging.figures import readable, readable_change
from storage.model import Alert, Figure
from storage.vocabulary import Event, Severity

if TYPE_CHECKING:
    from monitor.indicators import Catalogue

_CHINA = ZoneInfo("Asia/Shanghai")
_EVENTS = {
    Event.REPORT_PUBLISHED: "新报告公布",
    Event.REPORT_REVISED: "已公布报告被修改",
    Event.REPORT_REMOVED: "已公布报告被撤下",
    Event.REPORT_OVERDUE: "逾期未公布",
    Event.REPORT_INCOMPLETE: "法定内容缺失",
    Event.REPORT_COPIED: "文字照抄",
    Event.REPORT_CONTRADICTION: "报告内部矛盾",
    Event.INDICATOR_CHANGED: "指标变动",
    Event.INDICATOR_VANISHED: "指标消失",
    Event.INDICATOR_RESTATED: "上年数字被改写",
    Event.SOURCE_BLOCKED: "信源受阻",
    Event.SOURCE_FAILED: "信源出错",
    Event.SOURCE_SILENT: "信源沉默",
    Event.SOURCE_RECOVERED: "信源恢复",
}
_SEVERITIES = {
    Severity.INFO: "提示",
    Severity.NOTICE: "关注",
    Severity.WARNING: "警告",
    Severity.CRITICAL: "严重",
}
_BESIDE = {Event.REPORT_REVISED: "原网页", Event.REPORT_COPIED: "对照网页", Event.REPORT_CONTRADICTION: "另一网址"}
# Signs that mean something to a renderer or a chat stand encoded in a link; it leads to the same page.
_SIGNS = {ord(sign): f"%{ord(sign):02X}" for sign in " <>\"'`*[]()|{}\\^"} | {ord("＠"): "%40"}
_LONGEST_NAME = 60
_LONGEST_QUOTE = 160
_LONGEST_REASON = 400
_LONGEST_URL = 500
_FIGURES_SHOWN = 8


@dataclass(frozen=True)
class Message:
    """What is sent: a title of one line and a plain text."""

    title: str
    text: str


def event_zh(event: Event | str) -> str:
    """Return an event's Chinese name."""
    return _EVENTS[Event(event)]


def severity_zh(severity: Severity | str) -> str:
    """Return a severity's Chinese name."""
    return _SEVERITIES[Severity(severity)]


def event_name(event: Event, language: str) -> str:
    """Return an event's name in a subscriber's language, zh or en."""
    return event_zh(event) if language == "zh" else event.value.replace(".", " ").capitalize()


def severity_name(severity: Severity, language: str) -> str:
    """Return a severity's name in a subscriber's language, zh or en."""
    return severity_zh(severity) if language == "zh" else severity.value.capitalize()


def translated(alert: Alert, catalogue: Catalogue, language: str) -> Alert:
    """Return the alert with its indicators' names in a language; what the catalogue does not know stays as it is."""
    if language == "zh":
        return alert
    figures = []
    for figure in alert.figures:
        known = catalogue.indicators.get(figure.indicator or "")
        figures.append(replace(figure, name=known.en) if known and known.en else figure)
    return replace(alert, figures=tuple(figures))


def harmless(text: str, longest: int = _LONGEST_QUOTE) -> str:
    """Return scraped text as one bounded line without control, invisible and bidirectional marks or mentions."""
    kept = "".join(
        " " if letter.isspace() else letter
        for letter in text
        if letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cf", "Co", "Cs", "Cn")
    )
    # An @ of the page must not ring everybody in a group chat.
    line = " ".join(kept.split()).replace("@", "＠")
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def sets_copies_apart(alert: Alert) -> bool:
    """Tell an alert of two copies of one report: its figures have both sides of one year, and none is the former."""
    return alert.event is Event.REPORT_CONTRADICTION and any(figure.old_quote for figure in alert.figures)


def line_of(alert: Alert, figure: Figure) -> str:
    """Return one figure of an alert in one line: its movement, or what two copies say of it."""
    if not sets_copies_apart(alert) or figure.old is None or figure.new is None:
        return figure_line(figure)
    unit, rank = harmless(figure.unit, 8), figure.unit == "名次"
    here, there = readable(figure.new, unit, rank=rank), readable(figure.old, unit, rank=rank)
    return f"{harmless(figure.name, _LONGEST_NAME)}：一处{here}，另一处{there}"


def quoted(text: str) -> str:
    """Return a sentence as one bounded harmless line; a long one is cut in front: its figure stands at its end."""
    line = harmless(text, len(text) + 1)
    return line if len(line) <= _LONGEST_QUOTE else f"…{line[1 - _LONGEST_QUOTE :]}"


def figure_line(figure: Figure) -> str:
    """Return one figure's movement in one line: name, from, to, change."""
    name = harmless(figure.name, _LONGEST_NAME)
    rank = figure.unit == "名次"
    unit = harmless(figure.unit, 8)
    if figure.old is not None and figure.new is not None:
        old, new = readable(figure.old, unit, rank=rank), readable(figure.new, unit, rank=rank)
        return f"{name}：{old} → {new}（{readable_change(figure.old, figure.new, unit, rank=rank)}）"
    if figure.old is not None:
        return f"{name}：{readable(figure.old, unit, rank=rank)} → 未见"
    if figure.new is not None:
        return f"{name}：未见 → {readable(figure.new, unit, rank=rank)}"
    return name


def message_of(alert: Alert, catalogue: Catalogue, language: str = "zh") -> Message:
    """Return an alert's message: what changed, why it matters, both sentences, the page, the snapshot, the rule.

    `language` is that of the names of indicator, event and severity; sentences and reasons stay Chinese.
    """
    alert = translated(alert, catalogue, language)
    event, severity = event_name(alert.event, language), severity_name(alert.severity, language)
    lines = [headline_of(alert, language), *body_of(alert), *place_of(alert)]
    rule = harmless(alert.rule, _LONGEST_NAME)
    lines.append(f"规则：{rule}（{event}，{severity}{_system(alert, catalogue)}）")
    title = f"【{severity}】{event}：{who_of(alert)}{_year(alert)}"
    first = alert.figures[0] if alert.figures else None
    if first and first.indicator and len(alert.figures) == 1:
        title += f" {harmless(first.name, 30)}"
    return Message(title, "\n".join(lines))


def who_of(alert: Alert) -> str:
    """Return whom an alert speaks of."""
    return harmless(alert.agency or alert.title or alert.source or "未知机关", _LONGEST_NAME)


def headline_of(alert: Alert, language: str = "zh") -> str:
    """Return the first line of a message: agency, year, indicator, from and to."""
    return f"{who_of(alert)}{_year(alert)} {what_of(alert, language)}"


def what_of(alert: Alert, language: str = "zh") -> str:
    """Return what happened in one line: the gravest figure's movement, or the event."""
    return line_of(alert, alert.figures[0]) if alert.figures else event_name(alert.event, language)


def body_of(alert: Alert) -> list[str]:
    """Return why an alert is worth a look, and both sentences."""
    why = [f"为何值得看：{harmless(alert.reason, _LONGEST_REASON)}"] if alert.reason else []
    return [*why, *_proof(alert)]


def _year(alert: Alert) -> str:
    return f" {alert.year}年" if alert.year else ""


def _proof(alert: Alert) -> list[str]:
    """Return the sentences on both sides of each figure, each labelled with where it stood."""
    before, after = _labels(alert)
    lines = []
    for place, figure in enumerate(alert.figures[:_FIGURES_SHOWN]):
        if place:
            lines.append(line_of(alert, figure))
        if figure.old_quote and figure.old_quote == figure.new_quote:
            lines.append(f"本年报告自述：「{quoted(figure.old_quote)}」")
            continue
        if figure.old_quote:
            lines.append(f"{before}：「{quoted(figure.old_quote)}」")
        if figure.new_quote:
            lines.append(f"{after}：「{quoted(figure.new_quote)}」")
    left = len(alert.figures) - _FIGURES_SHOWN
    return [*lines, f"另有{left}项，见网页。"] if left > 0 else lines


def _labels(alert: Alert) -> tuple[str, str]:
    if alert.event is Event.REPORT_REVISED:
        return "修改前原文", "修改后原文"
    if alert.event is Event.REPORT_COPIED:
        return "对方原文", "本报告原文"
    if sets_copies_apart(alert):
        return "另一网址原文", "该网页原文"
    if alert.year is None:
        return "上年原文", "本年原文"
    return f"{alert.year - 1}年原文", f"{alert.year}年原文"


def place_of(alert: Alert) -> list[str]:
    """Return the pages and the moments they were taken at."""
    lines: list[str] = []
    if alert.event is Event.REPORT_REMOVED:
        held = alert.old_snapshot_at or alert.snapshot_at
        lines += [f"网页：{link_of(alert.url)}"] if alert.url else []
        return [*lines, f"撤下前的快照：{_moment(held)}（北京时间），字节仍在存档中"] if held else lines
    for label, url, moment in (
        ("网页", alert.url, alert.snapshot_at),
        (_beside(alert), alert.old_url, alert.old_snapshot_at),
    ):
        if url and not (label != "网页" and url == alert.url):
            lines.append(f"{label}：{link_of(url)}")
        if moment is not None:
            taken = "修改前快照" if alert.event is Event.REPORT_REVISED and label != "网页" else f"{label}快照"
            lines.append(f"{taken}：{_moment(moment)}（北京时间）")
    return lines


def _beside(alert: Alert) -> str:
    if alert.event is Event.REPORT_CONTRADICTION and not sets_copies_apart(alert):
        return "上年网页"
    return _BESIDE.get(alert.event, "上年网页")


def link_of(url: str) -> str:
    """Return an address that may be shown as a link; anything but http is told without its scheme's power."""
    clean = harmless(url, _LONGEST_URL)
    if not clean.startswith(("http://", "https://")):
        return f"({clean})"
    return clean.translate(_SIGNS)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(_CHINA):%Y-%m-%d %H:%M}"


def _system(alert: Alert, catalogue: Catalogue) -> str:
    heading = catalogue.heading(alert.figures[0].indicator or "", alert.year) if alert.figures else None
    return f"，{heading}" if heading else ""
