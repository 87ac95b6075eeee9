"""What kind of document a text is: weighs cues of title and text for every kind; takes a Layout, leaves a Weighing.

No single word decides. Each cue adds weight to one kind, the heaviest kind wins, and a report must also speak of its
subject, have substance, and tell of a whole year. Cues after the notes on the genre (§2.3), seen on public pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.reading.cues import CUES
from monitor.reading.layout import Layout
from storage import wordings
from storage.titles import COLUMN_REASON, MANY_REASON, NEIGHBOUR_REASON, PART_REASON, Likeness, TitleVerdict
from storage.vocabulary import Kind


@dataclass(frozen=True)
class Weighing:
    """The kind with the weights that led to it, for the log, and doubts in Chinese for the reader."""

    kind: Kind
    weights: dict[Kind, float]
    doubts: tuple[str, ...] = ()


_SUBJECT = re.compile(r"法治政府|依法行政|法治建设|法治思想")
_NEIGHBOURS = re.compile(r"行政复议|复议案件|行政执法|行政应诉|出庭应诉|规范性文件|合法性审[查核]|第一责任人|法治")
_ANNOUNCED = re.compile(r"(?:现|兹)?[将就把](?P<what>[^。将就把]{2,60}?)如下")
_FIVE_YEARS = re.compile(r"五年来|近[三四五]年来?|[三四五]年来")
_HALF_YEAR = re.compile(r"上半年|[一二三]季度|1(?:月)?[-至][3-9]月")
_ANONYMOUS = re.compile(r"(?<![A-Za-z])[xX×*某○〇]{1,3}(?=[省市州县区旗镇乡局街])")
_LISTED = re.compile(  # a title of a list with its day
    r"(?:法[治制]政府建设|依法行政)[^。\n]{0,16}(?:报告|总结|情况|年报|汇报)[^。\n\d]{0,12}\s*[\[(]?20\d\d(?:[-./]|年\d)"
)
_COUNTED = re.compile(r"(?<![\d.〔\[-])\d{1,12}(?:\.\d{1,6})?\s?[万余亿]*(?![年月日号\d])[\u4e00-\u9fff%]")
_COVERS = re.compile(  # a letter that the report goes with
    r"报[送请](?:给)?(?:贵|你|上|钧)[级]?[局办委处厅院科室][,。]|随(?:函|文)(?:报送|附|上报)|(?:报告|情况|材料)?(?:详)?见附件|(?:报告|情况)附后"
    r"|请(?:予以?)?(?:审阅|查收|收悉|审核|备案)。"
)
_PART_OF_A_YEAR = "文件只总结了一年中的一部分，不是年度报告。"
_SHORTEST = 40  # signs of Chinese: shorter pages seen are bare links to an attachment


def weigh(layout: Layout, title: TitleVerdict, words: str | None, parts: dict[str, bool], known: bool) -> Weighing:
    """Decide the kind of a laid-out text whose headline is `words`; `known` tells that its source's agency is declared.

    A text that hides its own place behind X or 某 is a template unless the source says whose it is.
    """
    places = _places(layout, words or "")
    weights: dict[Kind, float] = dict.fromkeys(Kind, 0.0)
    for cue in CUES:
        met = sum(1 for _ in zip(range(cue.most), cue.pattern.finditer(places[cue.where]), strict=False))
        weights[cue.kind] += met * cue.weight
    weights[Kind.REPORT] += _title_weight(title) + 0.5 * sum(parts.values())
    if title.reason == NEIGHBOUR_REASON:  # a column takes in its neighbours: the text itself must say it is ours
        weights[Kind.OTHER] += 4 if _announces_genre(layout) else 10
    if title.reason == PART_REASON and wordings.YEARLY.search(words or ""):  # …上半年总结及下半年计划 is no plan
        weights[Kind.OTHER] += 5
    anonymous = _is_anonymous(layout, words or "")
    if anonymous and not known and weights[Kind.SPEECH] < 6:
        weights[Kind.TEMPLATE] += 7
    kind = max(weights, key=lambda one: (weights[one], one is Kind.REPORT))
    if weights[Kind.TEMPLATE] >= 5:  # a template is built like what it imitates: two marks of its makers decide
        kind = Kind.TEMPLATE
    doubts: tuple[str, ...] = ()
    if kind is Kind.REPORT:
        kind, doubts = _tested(layout, title, words or "", parts)
    if weights[kind] < 2 and kind is not Kind.REPORT:
        kind = Kind.OTHER
    if anonymous and kind in {Kind.REPORT, Kind.SPEECH}:
        doubts = (*doubts, "文中用X、某等代替地名，发布机关无法从正文核实。")
    return Weighing(kind, {one: round(weight, 1) for one, weight in weights.items()}, (*doubts, *_clash(title, kind)))


def _announces_genre(layout: Layout) -> bool:
    """Tell whether the text says of itself that it reports on our subject (现将…法治政府建设情况报告如下)."""
    return any(_SUBJECT.search(found["what"]) for found in _ANNOUNCED.finditer(layout.lead[:1200]))


def _places(layout: Layout, words: str) -> dict[str, str]:
    body = layout.body
    return {
        "title": words,
        "salutation": layout.salutation or "",
        "opening": (layout.salutation + ":" if layout.salutation else "") + body[:80],
        "start": body[:1200] if len(layout.lead) < 1200 else layout.lead,
        "end": body[-300:],
        "edges": body[:500] + "\n" + body[-300:],
        "headings": "\n".join(layout.headings),
        "body": body,
        "all": "\n".join((words, body, layout.furniture)),
    }


def _title_weight(title: TitleVerdict) -> float:
    if title.reason == COLUMN_REASON:  # what a list cannot tell from a column's name is on its own page a title
        return 4.0
    return {Likeness.REPORT: 4.0, Likeness.LOOKALIKE: -5.0, Likeness.OTHER: -2.0}.get(title.likeness, 0.0)


def _tested(layout: Layout, title: TitleVerdict, words: str, parts: dict[str, bool]) -> tuple[Kind, tuple[str, ...]]:
    """Return REPORT where the text can bear it, else OTHER with the reason."""
    text = layout.body
    signs = len(re.findall(r"[\u4e00-\u9fff]", text))
    figures = len(re.findall(r"(?<![\d.])\d{1,12}(?:\.\d{1,6})?\s?(?:万|余)*[\u4e00-\u9fff%]", text))
    bare = sum(parts.values()) < 2 and figures < 3
    if not layout.chapters and len(_COUNTED.findall(text)) < 3 and _COVERS.search(text):
        return Kind.NOTICE, ("文件是报送报告的函件，报告本身可能在附件中。",)
    if signs < _SHORTEST or (signs < 260 and bare):
        return Kind.OTHER, (f"正文只有{signs}个汉字，不足以认定为年度报告，可能另有附件。",)
    told = 2 * len(_SUBJECT.findall(text)) + len(_NEIGHBOURS.findall(text))
    if told + (4 if _SUBJECT.search(words) or wordings.SUBJECT.search(words) else 0) < 4:
        return Kind.OTHER, ("正文几乎没有谈到法治政府建设。",)
    if len(_LISTED.findall(text)) >= 3 > text.count("。"):
        return Kind.OTHER, ("页面是报告的目录，不是一份文件。",)
    doubt = _of_no_year(layout, title, words)
    return (Kind.OTHER, (doubt,)) if doubt else (Kind.REPORT, ())


def _of_no_year(layout: Layout, title: TitleVerdict, words: str) -> str | None:
    """Return why a text tells of more or of less than one year, in Chinese; None where it tells of one."""
    if title.reason in {PART_REASON, MANY_REASON}:
        return "文件总结的是多个年度，不是年度报告。" if title.reason == MANY_REASON else _PART_OF_A_YEAR
    opening = words + layout.lead[:400]
    unnamed = title.year is None and title.likeness is not Likeness.REPORT
    if (unnamed and _FIVE_YEARS.search(opening)) or re.search(r"五年|[三四五]年来", words):
        return "文件总结的是多个年度，不是年度报告。"
    if _HALF_YEAR.search(words) or re.search(r"现将[^。]{0,30}(?:上半年|季度)[^。]{0,30}如下", opening):
        return _PART_OF_A_YEAR
    return None


def _is_anonymous(layout: Layout, words: str) -> bool:
    if _ANONYMOUS.search(words):
        return True
    return len(_ANONYMOUS.findall(layout.lead)) >= 1 or len(_ANONYMOUS.findall(layout.body)) >= 3


def _clash(title: TitleVerdict, kind: Kind) -> tuple[str, ...]:
    if title.likeness is Likeness.REPORT and kind is not Kind.REPORT:
        return ("标题像年度报告，正文却不是。",)
    if title.likeness is Likeness.LOOKALIKE and kind is Kind.REPORT:
        return (f"标题不像年度报告（{title.reason}），按正文认定为年度报告。",)
    return ()
