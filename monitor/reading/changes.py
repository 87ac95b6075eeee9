"""Stated changes: what a sentence says of a figure against an earlier year; takes a sentence, leaves the changes.

A change belongs to its fact and is no fact of its own; the earlier figure that it names (从A提高到B, 较上年A件增加B件,
与上年的A件持平) is a fact of the prior year. For 倍 the value is the factor: 是上年的4倍 is 4, 增长3倍 is 4,
翻一番 is 2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from monitor.reading.numbers import parse_chinese
from monitor.reading.pointing import point
from monitor.reading.turns import ABOUT, COUNTED, DIGITS, DOWN, LEAD, ONLY_LED, PAST, TURN, UP, VALUE, N
from monitor.reading.units import SCALES, UNIT_PATTERN, unit_class
from storage.model import StatedChange


@dataclass(frozen=True)
class ChangeSpan:
    """One statement of change: its place, its values (None: unchanged), and the earlier figure's place if one is named.

    `opens` tells that it begins a new subject, so that it belongs to the figure after it; `back` how many figures
    before the last one its pronoun points (前者 is 1), `unit` what an absolute change is counted in, `foremost` that it
    speaks of the first of those told together (前两项).
    """

    start: int
    end: int
    changes: tuple[StatedChange | None, ...]
    prior: tuple[int, int] | None = None
    opens: bool = False
    back: int = 0
    unit: str = ""
    foremost: bool = False


_PLAIN = re.compile(
    rf"(?:(?:分别)?(?P<lead>{LEAD}),?(?:又|再|均|都|分别|各|总体|整体|大幅|明显|总数|案件|数量)*|(?<=[,;(、])(?:分别|均|大幅|又|再)?|分别(?:同比)?|(?P<tight>(?<=[%件人次宗起名位户个项份元]))\s?|(?P<noun>(?<=[量数额访诉案率])(?=[\u4e00-\u9fff]{{2}}{ABOUT}(?:{DIGITS}|[一二三四五六七八九两]成)\s?(?:%|成|个百分点|倍))))"
    rf"{TURN}{VALUE}"
)
_MORE_VALUES = re.compile(rf"\s?(?:、|和|及|与|,)\s?{VALUE}")
# Cases and money went down together: 较上年减少1件、3.1万元.
_MORE_KINDS = re.compile(rf"、{VALUE}(?=[,;。)]|$)")
# A shared change goes on with a direction of its own: 分别同比增长3.1%、下降2%和持平.
_MORE_TURNS = re.compile(rf"\s?(?:、|和|及|与|,)\s?(?:同比)?(?:{TURN}{VALUE}|(?P<same>(?:基本|大体)?持平))")
_FROM_TO = re.compile(
    rf"(?:由|从|[较比](?={PAST}(?:度|同期|的)*{DIGITS}))(?P<when>[^,。;]{{0,14}}?)(?P<ap>百分之)?(?P<a>{N})\s?(?P<as>万|亿)?\s?[余多来]?(?P<au>%|成[一二三四五六七八九半]?|{UNIT_PATTERN})?[^,。;\d]{{0,4}}?"
    rf"(?:(?P<up>{UP})|(?P<down>{DOWN}|压缩|压|缩)|(?P<turn>变|调整|转|增|到|至))?[^,。;\d]{{0,12}}?(?:到|至|为)(?P<gap>(?:20\d\d年[度末底]?的?)?[^,。;\d]{{0,6}}?)(?P<bp>百分之)?(?P<b>{N})\s?(?P<bs>万|亿)?(?P<bu>%|成[一二三四五六七八九半]?|{UNIT_PATTERN})?"
)
_RANK_FROM = re.compile(
    r"(?:由|从)[^,。;\d]{0,12}第\s?(?P<a>\d+)\s?[名位]?[^,。;\d]{0,4}?(?P<verb>上升|提升|跃升|前移|升|进|下降|下滑|退|降|回落)[^,。;\d]{0,8}第\s?(?P<b>\d+)"
)
# 调解员净增86名,总数达到512名: the change of the total that follows.
_INTO_TOTAL = re.compile(
    rf"(?:(?P<up>净增加?|增加)|(?P<down>净减少?|减少)){ABOUT}{VALUE},?"
    r"(?=(?:目前|现)?(?:总|现有|在册|累计)?(?:人数|户数|件数|数量|总量|数|量|规模)?"
    rf"(?:已|也)*(?:达到?|增至|升至|增加到|扩大到|降至|减至|减少到)了?\s?{N}\s?(?P<total>{UNIT_PATTERN}))"
)
_FACTOR = re.compile(
    rf"(?:是|为|达到?|相当于|约为)(?:去年|上年|20\d\d年|同期|前年|上一年)[^,。;]{{0,10}}?的\s?(?:近|约)?"
    rf"(?:(?P<value>{N})\s?(?:余|多)?倍|(?P<tenths>[一二三四五六七八九])成(?:左右|多)?|(?P<part>{DIGITS})%)"
)
# Against others, not against the past: 比全省平均水平多0.6名.
_PEERS = re.compile(
    rf"(?:比|较|高于|低于|高出|优于|超过?|超出)[^,。;:\d]{{2,14}}?(?:平均|均值|水平|目标|指标|标准|要求)[^,。;:\d]{{0,4}}?"
    rf"(?:{UP}|{DOWN})?{ABOUT}{VALUE}"
)
_DOUBLED = re.compile(r"(?:同比|较[^,。;]{1,8}|比[^,。;]{1,8})?翻(?:了)?(?:近|约|将近|超过?)?(?P<times>一|两|二|三)番")
_PRIOR = re.compile(
    rf"(?:20\d\d年|上年|去年|同期|前年|上一年)(?:度|同期|的|为)*(?P<prior>{N})\s?(?:万|亿)?(?:{UNIT_PATTERN}|%)"
)
# The past named as a measure only: 与上年的691件大体持平, 虽比上年的19%有所下降.
_BESIDE = re.compile(
    rf"(?:虽然?|但)?(?:仍)?(?:比|较|与|同|跟|和|低于|高于|少于|多于|超过){PAST}(?:度|同期|的|为)*(?P<prior>{N})\s?(?:万|亿)?[余多来]?(?:{UNIT_PATTERN}|%)"
    rf"(?:(?:的水平)?(?:相比)?,?(?:大体|基本|大致|略|稍|明显|大幅)?(?:持平|相当|(?:有所|略有|稍有|有)(?:上升|下降|增加|减少|增长|提高|回落|降低|好转)|上升|下降|增加|减少|提高|降低)(?!{ABOUT}{N}))?"
    # The gap told beside it: 少于上年的112件,净减9件.
    rf"(?:,(?:(?P<up>净增加?)|(?P<down>净减少?)){ABOUT}{VALUE})?"
)
# 减少三分之一, 减少一半: parts of the whole.
_FRACTION = re.compile(
    rf"(?P<lead>{LEAD})?(?:(?P<up>增长|增加|上升|提高|提升|增|升|多)|(?P<down>下降|减少|降低|缩短|下滑|压减|减|降|少))(?:了)?(?:近|约|超过?|逾)?"
    r"(?:(?P<whole>[二三四五六七八九十])分之(?P<part>[一二三四五六七八九])|(?P<half>一半|近半))"
)
_SAME = re.compile(rf"(?:{LEAD})(?:相比)?(?:基本|大体|大致)?持平")


# Blanks that only set digits off from words: 较 2023 年增加 215 次.
_SET_OFF = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=\d)|(?<=[\d%]) +(?=[\u4e00-\u9fff])")


def find_changes(folded: str, start: int, end: int) -> tuple[ChangeSpan, ...]:
    """Return the stated changes of `folded[start:end]` in order; none overlaps another."""
    gaps: set[int] = set()
    if " " in folded:
        gaps = {place for gap in _SET_OFF.finditer(folded, start, end) for place in range(*gap.span())}
    if not gaps:
        return _find(folded, start, end)
    places = [place for place in range(start, end + 1) if place not in gaps]
    packed = "".join(folded[place] for place in places[:-1])
    # An end is where the last sign ended, before the blanks that follow it.
    ends = [start, *(place + 1 for place in places[:-1])]
    return tuple(
        replace(
            span,
            start=places[span.start],
            end=ends[span.end],
            prior=(places[span.prior[0]], ends[span.prior[1]]) if span.prior else None,
        )
        for span in _find(packed, 0, len(packed))
    )


def _find(folded: str, start: int, end: int) -> tuple[ChangeSpan, ...]:
    found: list[ChangeSpan] = []
    for match in _RANK_FROM.finditer(folded, start, end):
        first, second = Decimal(match["a"]), Decimal(match["b"])
        change = StatedChange("from_to", (first, second), "up" if second < first else "down")
        found.append(ChangeSpan(match.start(), match.start("b"), (change,), (match.start("a"), match.end("a"))))
    for match in _FROM_TO.finditer(folded, start, end):
        if not _taken(match, found) and (span := _from_to(match)):
            found.append(span)
    found += [ChangeSpan(match.start(), match.end(), ()) for match in _PEERS.finditer(folded, start, end)]
    for pattern, read in (
        (_FACTOR, _factor),
        (_DOUBLED, _doubled),
        (_FRACTION, _fraction),
        (_INTO_TOTAL, _into_total),
        (_PLAIN, _plain),
        (_BESIDE, _beside),
    ):
        for match in pattern.finditer(folded, start, end):
            if not _taken(match, found) and _holds(pattern, match):
                found.append(read(folded, match, end))
    found += [
        ChangeSpan(match.start(), match.end(), ())
        for match in _SAME.finditer(folded, start, end)
        if not _taken(match, found)
    ]
    return tuple(sorted(found, key=lambda span: span.start))


def _holds(pattern: re.Pattern[str], match: re.Match[str]) -> bool:
    if pattern is _INTO_TOTAL:
        return unit_class(match["unit"] or "") is unit_class(match["total"])
    return pattern is _BESIDE or not _unled(match)


def _unled(match: re.Match[str]) -> bool:
    named = match.groupdict()
    return not named.get("lead") and (named.get("up") or named.get("down")) in ONLY_LED


def _taken(match: re.Match[str], found: list[ChangeSpan]) -> bool:
    return any(span.start < match.end() and match.start() < span.end for span in found)


def _decimal(printed: str, scale: str | None = None) -> Decimal:
    printed = printed.replace(",", "")
    value = Decimal(printed) if printed[0].isdigit() else parse_chinese(printed)
    return value * SCALES.get(scale or "", Decimal(1))


def _from_to(match: re.Match[str]) -> ChangeSpan | None:
    au, bu = ("%" if match["ap"] else match["au"]), ("%" if match["bp"] else match["bu"])
    bare = bool(match["as"] and match["bs"] and (match["up"] or match["down"]))
    if not (au or bu or bare) or (
        not match["up"] and not match["down"] and not match["turn"] and not match["when"] and au != bu
    ):
        return None
    units = [("%" if unit.startswith("成") else unit) for unit in (au, bu) if unit]
    if len(set(units)) > 1:
        return None
    spoken = not match["a"][0].isdigit() or not match["b"][0].isdigit()
    if spoken and not (au and bu):
        return None
    first = _tenths(_decimal(match["a"], match["as"]), match["au"])
    second = _tenths(_decimal(match["b"], match["bs"]), match["bu"])
    if first == second:
        return None
    change = StatedChange("from_to", (first, second), "up" if second > first else "down")
    return ChangeSpan(match.start(), match.start("bp" if match["bp"] else "b"), (change,), _printed(match))


def _printed(match: re.Match[str]) -> tuple[int, int]:
    """Return where the earlier figure of a change stands: 百分之十九 or 19."""
    return match.start("ap" if match["ap"] else "a"), match.end("a")


def _tenths(value: Decimal, unit: str | None) -> Decimal:
    """Return 九成三 as 93; other values as they are."""
    return value * 10 + _finer(unit[1:]) if unit and unit.startswith("成") else value


def _factor(_folded: str, match: re.Match[str], _end: int) -> ChangeSpan:
    value = _decimal(match["value"] or match["tenths"] or match["part"])
    value = value / 10 if match["tenths"] else value / 100 if match["part"] else value
    change = StatedChange("times", value, "up" if value > 1 else "down")
    return ChangeSpan(match.start(), match.end(), (change,))


def _doubled(_folded: str, match: re.Match[str], _end: int) -> ChangeSpan:
    factor = Decimal(2) ** int(parse_chinese(match["times"]))
    return ChangeSpan(match.start(), match.end(), (StatedChange("times", factor, "up"),))


def _fraction(folded: str, match: re.Match[str], _end: int) -> ChangeSpan:
    share = Decimal(50)
    if not match["half"]:
        share = (100 * parse_chinese(match["part"]) / parse_chinese(match["whole"])).quantize(Decimal("0.1"))
    at = point(folded, match.start())
    change = StatedChange("pct", share.normalize() if share % 1 == 0 else share, "up" if match["up"] else "down")
    return ChangeSpan(match.start(), match.end(), (change,), None, at.opens, at.back)


def _into_total(_folded: str, match: re.Match[str], _end: int) -> ChangeSpan:
    unit = match["unit"] or ""
    change = _change(match, "up" if match["up"] else "down", unit, counted=True)
    return ChangeSpan(match.start(), match.end(), (change,), None, opens=True, unit=unit)


def _beside(_folded: str, match: re.Match[str], _end: int) -> ChangeSpan:
    unit = match["unit"] or ""
    gap = (_change(match, "up" if match["up"] else "down", unit, counted=True),) if match["value"] else ()
    return ChangeSpan(match.start(), match.end(), gap, match.span("prior"), unit=unit)


def _plain(folded: str, match: re.Match[str], end: int) -> ChangeSpan:
    direction = "up" if match["up"] else "down"
    values: list[tuple[re.Match[str], str]] = [(match, direction)]
    stop = match.end()
    shared = bool(re.search(r"分别|各", match.group())) or folded[: match.start()].rstrip(",").endswith("分别")
    while (shared or not (match["unit"] or match["percent"])) and (
        more := _MORE_TURNS.match(folded, stop, end) or _MORE_VALUES.match(folded, stop, end)
    ):
        named = more.groupdict()
        direction = "" if named.get("same") else "up" if named.get("up") else "down" if named.get("down") else direction
        values.append((more, direction))
        stop = more.end()
        if more.group().lstrip()[0] in "和及与":
            break
    if not shared and len(values) == 1 and (more := _MORE_KINDS.match(folded, stop, end)) and _differ(match, more):
        values.append((more, direction))
        stop = more.end()
    unit = next((value["unit"] for value, turn in reversed(values) if turn and value["unit"]), "%")
    counted = (match["up"] or match["down"]) in COUNTED
    changes = [
        _change(value, turn, unit if value["unit"] in (None, "", "个") else value["unit"], counted) if turn else None
        for value, turn in values
    ]
    prior = _PRIOR.search(match["lead"] or "")
    place = None
    if prior and match["lead"]:
        place = (match.start("lead") + prior.start("prior"), match.start("lead") + prior.end("prior"))
    at = point(folded, match.start())
    return ChangeSpan(match.start(), stop, tuple(changes), place, at.opens, at.back, unit or "", at.foremost)


def _differ(first: re.Match[str], second: re.Match[str]) -> bool:
    kinds = [unit_class(value["unit"] or "") for value in (first, second)]
    return None not in kinds and kinds[0] is not kinds[1] and "%" not in (first["unit"], second["unit"])


def _change(match: re.Match[str], direction: str, unit: str, counted: bool) -> StatedChange:
    if match["percent"]:
        return StatedChange("pct", _decimal(match["percent"]), direction)
    value = _decimal(match["value"], match["scale"])
    if unit == "%" or unit.startswith("成"):
        return StatedChange("pct", value if unit == "%" else value * 10 + _finer(match["finer"]), direction)
    if unit.endswith("百分点"):
        return StatedChange("points", value, direction)
    if unit == "倍":
        return StatedChange("times", value + 1 if direction == "up" else value, direction)
    if unit.endswith(("名次", "位次")) or (unit in ("名", "位") and not counted):
        return StatedChange("rank", value, direction)
    return StatedChange("abs", value, direction)


def _finer(words: str | None) -> Decimal:
    """Return what stands after 成: 一成三 is 13 %, 三成半 is 35 %."""
    return Decimal(5) if words == "半" else parse_chinese(words) if words else Decimal(0)
