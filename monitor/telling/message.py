"""An alert in the words of a message: takes an alert, leaves a title and a plain Chinese text; pure.

All that came from a page is made harmless here: control and bidirectional marks are taken out, mentions cannot ring,
lengths are bounded. Escaping for a channel's own markup is the channel's business.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
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
_BESIDE = {Event.REPORT_REVISED: "原网页", Event.REPORT_COPIED: "对照网页"}
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


def message_of(alert: Alert, catalogue: Catalogue) -> Message:
    """Return an alert's message: what changed, why it matters, both sentences, the page, the snapshot, the rule."""
    who = harmless(alert.agency or alert.title or alert.source or "未知机关", _LONGEST_NAME)
    year = f" {alert.year}年" if alert.year else ""
    first = alert.figures[0] if alert.figures else None
    headline = figure_line(first) if first else event_zh(alert.event)
    lines = [f"{who}{year} {headline}"]
    lines += [f"为何值得看：{harmless(alert.reason, _LONGEST_REASON)}"] if alert.reason else []
    lines += _proof(alert)
    lines += _place(alert)
    system = _system(alert, catalogue)
    lines.append(
        f"规则：{harmless(alert.rule, _LONGEST_NAME)}（{event_zh(alert.event)}，{severity_zh(alert.severity)}{system}）"
    )
    title = f"【{severity_zh(alert.severity)}】{event_zh(alert.event)}：{who}{year}"
    if first and first.indicator and len(alert.figures) == 1:
        title += f" {harmless(first.name, 30)}"
    return Message(title, "\n".join(lines))


def _proof(alert: Alert) -> list[str]:
    """Return the sentences on both sides of each figure, each labelled with where it stood."""
    before, after = _labels(alert)
    lines = []
    for place, figure in enumerate(alert.figures[:_FIGURES_SHOWN]):
        if place:
            lines.append(figure_line(figure))
        if figure.old_quote and figure.old_quote == figure.new_quote:
            lines.append(f"本年报告自述：「{harmless(figure.old_quote)}」")
            continue
        if figure.old_quote:
            lines.append(f"{before}：「{harmless(figure.old_quote)}」")
        if figure.new_quote:
            lines.append(f"{after}：「{harmless(figure.new_quote)}」")
    left = len(alert.figures) - _FIGURES_SHOWN
    return [*lines, f"另有{left}项，见网页。"] if left > 0 else lines


def _labels(alert: Alert) -> tuple[str, str]:
    if alert.event is Event.REPORT_REVISED:
        return "修改前原文", "修改后原文"
    if alert.event is Event.REPORT_COPIED:
        return "对方原文", "本报告原文"
    if alert.year is None:
        return "上年原文", "本年原文"
    return f"{alert.year - 1}年原文", f"{alert.year}年原文"


def _place(alert: Alert) -> list[str]:
    lines: list[str] = []
    if alert.event is Event.REPORT_REMOVED:
        held = alert.old_snapshot_at or alert.snapshot_at
        lines += [f"网页：{_link(alert.url)}"] if alert.url else []
        return [*lines, f"撤下前的快照：{_moment(held)}（北京时间），字节仍在存档中"] if held else lines
    for label, url, moment in (
        ("网页", alert.url, alert.snapshot_at),
        (_BESIDE.get(alert.event, "上年网页"), alert.old_url, alert.old_snapshot_at),
    ):
        if url and not (label != "网页" and url == alert.url):
            lines.append(f"{label}：{_link(url)}")
        if moment is not None:
            taken = "修改前快照" if alert.event is Event.REPORT_REVISED and label != "网页" else f"{label}快照"
            lines.append(f"{taken}：{_moment(moment)}（北京时间）")
    return lines


def _link(url: str) -> str:
    """Return an address that may be shown as a link; anything but http is told without its scheme's power."""
    clean = harmless(url, _LONGEST_URL).replace(" ", "%20").replace("＠", "@")
    return clean if clean.startswith(("http://", "https://")) else f"({clean})"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(_CHINA):%Y-%m-%d %H:%M}"


def _system(alert: Alert, catalogue: Catalogue) -> str:
    indicator = catalogue.indicators.get(alert.figures[0].indicator or "") if alert.figures else None
    return f"，{catalogue.systems.get(indicator.system, indicator.system)}" if indicator else ""
