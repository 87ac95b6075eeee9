"""Stated changes: what a sentence says of a figure against an earlier year; takes a sentence, leaves the changes.

A change belongs to its fact and is no fact of its own; the earlier figure that it names (从A提高到B, 较上年A件增加B件)
is a fact of the prior year. For 倍 the value is the factor: 是上年的4倍 is 4, 增长3倍 is 4, 翻一番 is 2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from monitor.reading.numbers import Number, parse_chinese
from monitor.reading.units import SCALES, UNIT_PATTERN
from storage.model import StatedChange


@dataclass(frozen=True)
class ChangeSpan:
    """One stated change: its place, its values, and the earlier figure's place if one is named.

    `opens` tells that it begins a new subject, so that it belongs to the figure after it.
    """

    start: int
    end: int
    changes: tuple[StatedChange, ...]
    prior: tuple[int, int] | None = None
    opens: bool = False


_N = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_ABOUT = r"(?:了|约|近|超过|超|逾|达到?|为|至少|大约|将近|幅度?(?:为|达)?|率?(?:为|达)|共)*\s?"
_VALUE = (
    rf"(?P<value>{_N}|百分之{_N}|[一两二三四五六七八九十]+)\s?[余多]?\s?(?P<scale>万|亿)?\s?[余多]?"
    rf"(?P<unit>%|个?百分点|个?(?:名次|位次)|成|倍|{UNIT_PATTERN})"
)
# The first of several values may leave the unit to the last: 分别提高1.2和0.8个百分点.
_FIRST_VALUE = (
    rf"(?P<value>{_N}|百分之{_N}|[一两二三四五六七八九十]+)\s?[余多]?\s?(?P<scale>万|亿)?\s?[余多]?"
    rf"(?P<unit>%|个?百分点|个?(?:名次|位次)|成|倍|{UNIT_PATTERN}|(?=\s?(?:、|和|及|与)\s?{_N}(?:(?:、|和|及|与){_N}){{0,4}}\s?(?:%|个?百分点|{UNIT_PATTERN})))"
)
_UP = r"增长|增加|净增|新增|上升|提高|提升|上涨|增多|攀升|升高|增幅|升幅|涨幅|前移|跃升|进步|扩大|多出|高出|多|增|升|高"
_DOWN = r"下降|减少|降低|下滑|回落|减幅|降幅|压减|缩减|缩短|收窄|后退|下跌|滑落|净减|减|降|少|低"
# Said of a figure itself as often (新增35项, 高达100%): a change only after a comparison.
_ONLY_LED = ("净增", "新增", "净减", "高", "低", "多", "少")
# Said of people (净增5名), not of places in a ranking (上升5名).
_COUNTED = ("增加", "净增", "新增", "多", "多出", "减少", "净减", "少")
_LEAD = (
    r"(?:同比|环比|同期|比(?:上年|去年|前年|20\d\d年|同期|上一年|往年|上期|[^,。;:\d]{2,6}的20\d\d年)[^,。;:]{0,12}?|(?:较|相较|对比|与|同)"
    r"(?:之|于)?(?:上年|去年|前年|20\d\d年|上一年|往年|同期|上期|年初|改革前|此前|以往)[^,。;:]{0,14}?(?:相比)?)"
)
_PLAIN = re.compile(
    rf"(?:(?:分别)?(?P<lead>{_LEAD}),?(?:又|再|均|都|分别|各|总体|整体|大幅|明显|总数|案件|数量)*|(?<=[,;(、])(?:分别|均|大幅|又|再)?|分别(?:同比)?|(?P<tight>(?<=[%件人次宗起名位户个项份元]))\s?)"
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN})){_ABOUT}{_FIRST_VALUE}"
)
_MORE_VALUES = re.compile(rf"\s?(?:、|和|及|与|,)\s?{_FIRST_VALUE}")
_FROM_TO = re.compile(
    rf"(?:由|从)(?P<when>[^,。;]{{0,14}}?)(?P<a>{_N})\s?(?P<as>万|亿)?\s?[余多]?(?P<au>%|{UNIT_PATTERN})?[^,。;\d]{{0,4}}?"
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}|压缩)|(?P<turn>变|调整|转|增|到|至))?[^,。;\d]{{0,12}}?(?:到|至|为)[^,。;\d]{{0,6}}?(?P<b>{_N})\s?(?P<bs>万|亿)?(?P<bu>%|{UNIT_PATTERN})?"
)
_RANK_FROM = re.compile(
    r"(?:由|从)[^,。;\d]{0,12}第\s?(?P<a>\d+)\s?[名位]?[^,。;\d]{0,4}?(?P<verb>上升|提升|跃升|前移|升|进|下降|下滑|退|降|回落)[^,。;\d]{0,8}第\s?(?P<b>\d+)"
)
_FACTOR = re.compile(
    rf"(?:是|为|达到?|相当于|约为)(?:去年|上年|20\d\d年|同期|前年)[^,。;]{{0,10}}?的\s?(?:近|约)?"
    rf"(?:(?P<value>{_N}|[两三四五六七八九十])\s?(?:余|多)?倍|(?P<tenths>[一二三四五六七八九])成(?:左右|多)?)"
)
# Against others, not against the past: 比全省平均水平多0.6名.
_PEERS = re.compile(
    rf"(?:比|较|高于|低于|高出|优于|超过?|超出)[^,。;:\d]{{2,14}}?(?:平均|均值|水平|目标|指标|标准|要求)[^,。;:\d]{{0,4}}?"
    rf"(?:{_UP}|{_DOWN})?{_ABOUT}{_VALUE}"
)
_DOUBLED = re.compile(r"(?:同比|较[^,。;]{1,8}|比[^,。;]{1,8})?翻(?:了)?(?P<times>一|两|二|三)番")
_PRIOR = re.compile(
    rf"(?:20\d\d年|上年|去年|同期|前年|上一年)(?:度|同期|的|为)*(?P<prior>{_N})(?:万|亿)?(?:{UNIT_PATTERN}|%)"
)


def find_changes(folded: str, start: int, end: int) -> tuple[ChangeSpan, ...]:
    """Return the stated changes of `folded[start:end]` in order; none overlaps another."""
    found: list[ChangeSpan] = []
    for match in _RANK_FROM.finditer(folded, start, end):
        first, second = Decimal(match["a"]), Decimal(match["b"])
        change = StatedChange("from_to", (first, second), "up" if second < first else "down")
        found.append(ChangeSpan(match.start(), match.start("b"), (change,), (match.start("a"), match.end("a"))))
    for match in _FROM_TO.finditer(folded, start, end):
        if not _taken(match, found) and (span := _from_to(match)):
            found.append(span)
    found += [ChangeSpan(match.start(), match.end(), ()) for match in _PEERS.finditer(folded, start, end)]
    for pattern, read in ((_FACTOR, _factor), (_DOUBLED, _doubled), (_PLAIN, _plain)):
        for match in pattern.finditer(folded, start, end):
            if not _taken(match, found) and not _unled(match):
                found.append(read(folded, match, end))
    return tuple(sorted(found, key=lambda span: span.start))


def _unled(match: re.Match[str]) -> bool:
    named = match.groupdict()
    return not named.get("lead") and (named.get("up") or named.get("down")) in _ONLY_LED


def _taken(match: re.Match[str], found: list[ChangeSpan]) -> bool:
    return any(span.start < match.end() and match.start() < span.end for span in found)


def _from_to(match: re.Match[str]) -> ChangeSpan | None:
    if not (match["au"] or match["bu"]) or (
        not match["up"] and not match["down"] and not match["turn"] and not match["when"] and match["au"] != match["bu"]
    ):
        return None
    if match["au"] and match["bu"] and match["au"] != match["bu"]:
        return None
    first = Decimal(match["a"].replace(",", "")) * SCALES.get(match["as"] or "", Decimal(1))
    second = Decimal(match["b"].replace(",", "")) * SCALES.get(match["bs"] or "", Decimal(1))
    if first == second:
        return None
    change = StatedChange("from_to", (first, second), "up" if second > first else "down")
    return ChangeSpan(match.start(), match.start("b"), (change,), (match.start("a"), match.end("a")))


def _factor(_folded: str, match: re.Match[str], _end: int) -> ChangeSpan:
    printed = match["value"] or ""
    value = Decimal(printed) if printed[:1].isdigit() else parse_chinese(printed or match["tenths"])
    value = value / 10 if match["tenths"] else value
    change = StatedChange("times", value, "up" if value > 1 else "down")
    return ChangeSpan(match.start(), match.end(), (change,))


def _doubled(_folded: str, match: re.Match[str], _end: int) -> ChangeSpan:
    factor = Decimal(2) ** int(parse_chinese(match["times"]))
    return ChangeSpan(match.start(), match.end(), (StatedChange("times", factor, "up"),))


def _plain(folded: str, match: re.Match[str], end: int) -> ChangeSpan:
    direction = "up" if match["up"] else "down"
    values = [match]
    stop = match.end()
    while ("分别" in match.group() or not match["unit"]) and (more := _MORE_VALUES.match(folded, stop, end)):
        values.append(more)
        stop = more.end()
    unit = values[-1]["unit"]
    changes = [_change(value, direction, value["unit"] or unit) for value in values]
    prior = _PRIOR.search(match["lead"] or "")
    place = None
    if prior and match["lead"]:
        place = (match.start("lead") + prior.start("prior"), match.start("lead") + prior.end("prior"))
    return ChangeSpan(match.start(), stop, tuple(changes), place, _opens(folded, match.start()))


def _change(match: re.Match[str], direction: str, unit: str) -> StatedChange:
    printed = match["value"]
    percent = printed.startswith("百分之")
    printed = printed.removeprefix("百分之").replace(",", "")
    value = Decimal(printed) if printed[0].isdigit() else parse_chinese(printed)
    value *= SCALES.get(match["scale"] or "", Decimal(1))
    if percent or unit == "%":
        return StatedChange("pct", value, direction)
    if unit == "成":
        return StatedChange("pct", value * 10, direction)
    if unit.endswith("百分点"):
        return StatedChange("points", value, direction)
    if unit == "倍":
        return StatedChange("times", value + 1 if direction == "up" else value, direction)
    counted = match.groupdict().get("up") in _COUNTED or match.groupdict().get("down") in _COUNTED
    if unit.endswith(("名次", "位次")) or (unit in ("名", "位") and not counted):
        return StatedChange("rank", value, direction)
    return StatedChange("abs", value, direction)


def _opens(folded: str, place: int) -> bool:
    """Tell whether new words stand between the last pause and the change: 满意度测评较上年上升6名,排第36名."""
    pause = max(folded.rfind(mark, 0, place) for mark in ",;:(。\n!?")
    words = folded[pause + 1 : place]
    return len(re.sub(r"[^\u4e00-\u9fff]", "", words)) >= 2 and not re.search(r"\d", words)


# Words that may stand between a change and the figure that it belongs to after it: ,达到300件; ,但在全省仅排第36名.
_LEADS_ON = re.compile(r"[,但在全省市县州区国仅排名第位列居至到达为共约计有总数量升降增减的 ]*$")


def attach(spans: tuple[ChangeSpan, ...], numbers: tuple[Number, ...], folded: str) -> dict[int, StatedChange]:
    """Return the change of each number by its place in `numbers` (the figures that are no change themselves).

    A change belongs to the figure before it; to the figure after it where it opens a new subject or names the end
    (从A提高到B). Several after 分别 belong to the last figures in order. A percentage beats an absolute difference.
    """
    found: dict[int, StatedChange] = {}
    for span in spans:
        if not span.changes:
            continue
        earlier = [index for index, number in enumerate(numbers) if number.start < span.start]
        later = [index for index, number in enumerate(numbers) if number.start >= span.end]
        if (
            later
            and span.changes[0].kind != "from_to"
            and not _LEADS_ON.match(folded, span.end, numbers[later[0]].start)
        ):
            later = []
        targets = _targets(span, earlier, later)
        for index, change in zip(targets, span.changes, strict=False):
            held = found.get(index)
            if held is None or (held.kind == "abs" and change.kind in ("pct", "points", "times")):
                found[index] = change
    return found


def _targets(span: ChangeSpan, earlier: list[int], later: list[int]) -> list[int]:
    if span.changes[0].kind == "from_to":
        return later[:1]
    if len(span.changes) > 1:
        return earlier[-len(span.changes) :]
    if span.opens:
        return later[:1]
    return earlier[-1:] or later[:1]
