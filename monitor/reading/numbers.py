"""Find the numbers with their units in a masked text; takes the text, leaves each number's place and value.

A digit number is taken with or without a unit; a Chinese numeral only with a unit and where it counts things
(十二次, 两万余人次), because small numerals are mostly words (一方面, 三项制度).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from monitor.reading.units import SCALES, UNIT_PATTERN, UnitClass, canonical_unit, unit_class


@dataclass(frozen=True)
class Number:
    """One printed number: `text[start:stop]` is number and unit; `value` is multiplied out, money in 元."""

    start: int
    stop: int
    value: Decimal
    unit: str
    qualifier: str = "exact"
    chinese: bool = False
    rank: bool = False

    @property
    def kind(self) -> UnitClass | None:
        """The class of the unit, None without one."""
        return UnitClass.RANK if self.rank else unit_class(self.unit)


_RANK = re.compile(
    r"(?:排名|排位|位列|位居|名列|跻身|居于|位次|排在|排序|列|居|排|名次|上升到?至?|提升到?至?|跃升到?至?|前移到?至?|下降到?至?|下滑到?至?|升至|降至|获得?|为)[^,。;:第\d]{0,12}?第\s?(?P<place>\d+|[一二三四五六七八九十]+)\s?(?P<unit>名|位)?"
)
_DIGITS = r"\d{1,3}(?:[,，]\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d.])|\d{1,15}(?:\.\d{1,6})?"
_CHINESE = (
    r"[零一二三四五六七八九十百千两]{1,12}(?:[万亿][零一二三四五六七八九十百千两]{0,9}){0,2}"
    r"(?:点[零一二三四五六七八九]{1,4})?"
)
_MORE = "[余多来]"
_SCALE = "万亿|千万|百万|万|亿|千|百"
_NUMBER = re.compile(
    rf"(?:(?P<percent_words>百分之?)\s?(?P<part>(?<=之){_DIGITS}|(?<=之){_CHINESE}|百))"
    rf"|(?P<digits>{_DIGITS})\s?(?P<more>{_MORE})?\s?(?P<scale>{_SCALE})?\s?(?P<more_too>{_MORE})?\s?(?:(?P<unit>%|成(?!功|立|果|员|效|为|绩|熟|交|本|就|都|长|品)|{UNIT_PATTERN}))?"
    rf"|(?P<words>{_CHINESE}|(?<=[近上逾超])万|万(?=余))(?P<words_more>{_MORE})?(?P<words_scale>[万亿])?(?P<words_more_too>{_MORE})?\s?(?P<words_unit>成(?!功|立|果|员|效|为|绩|熟|交|本|就|都|长|品)|{UNIT_PATTERN})"
)
_AFTER = re.compile(r"\s?(?P<over>以上|余|多(?!元|个|种|样|方|家))|\s?(?P<about>左右|上下)|\s?(?P<under>以下|以内)")
_BEFORE = re.compile(
    r"(?:(?P<at_least>不少于|不低于|至少|不得少于|不得低于)|(?P<over>超过|突破|逾|超)"
    r"|(?P<under>近|接近|将近|不足|不到|低于)|(?P<approx>约|大约|大概))\s?(?:了|为|有)?\s?$"
)
_DIGIT = {character: index for index, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_POWER = {"十": 10, "百": 100, "千": 1000}
# A unit character that begins a longer word is no unit: 个人, 名称, 项目, 次日, 年度, 家庭, 位于, 部门.
_NOT_UNIT = re.compile(
    r"人(?:大(?![于多])|民|员|才|均|为|社|力|事|口|身|文|权|格|防|群)|名(?:称|义|单|誉|录|副|胜)|个(?:人(?!民|大|次)|体(?!工)|别|性|案(?!件)|税)"
    r"|项(?:目)|次(?:日|年|生|数|要)|年(?:度|级|均)|家(?:庭|园|长|属)|位(?:于|置|列|居)|部(?:门|署|分|委|队)|条(?:件|例|款)|件(?:数)"
    r"|场(?:所|地|景)|期(?:间|限|末)|分(?:别|类|钟|期|析|级|管|局|为|批|包|组|层|子|行|布|支|校|流)|点(?:位|评|多|对|单)|所(?:有|在|需|辖|属)|处(?:理|置|罚|分|长|于|级|室)"
    r"|户(?:籍|外)|类(?:型|别|似)|种(?:植)|本(?:级|地|年|市|县|区|镇|乡|人|身|科|院|局|行政|省|辖|部门|街)|元(?:旦)|字(?:号)|起(?:来|草|到|诉|步|点)|组(?:织|建|成)|门(?:户|口|类)|日(?:常|前|均)|天(?:然)"
    r"|批(?:准|次(?!次)|复|示|评|量)|班(?:子|组)|张(?:贴)|面(?:向|对|积|临)|道(?:路|德)|台(?:账)|讲(?:座|话|解)|课(?:程|堂|题)|节(?:约|点|日|假|能)|队(?:伍|员)|对(?:照|接|象|全|辖|重|企|其)|单(?:位)|把(?:关)|案(?:件|卷|例)|例(?:行|如)|片(?:区)|回(?:复|访|应)|通(?:报|过|知|告|讯|行|信|车|道|畅|用|航|水|电|识|俗)|套(?:餐)|款(?:项)|届(?:时)"
)


# A range: the first number has the unit of the second (2-3名, 5至8件).
_RANGE = re.compile(rf"\s?[-~至到]\s?(?:{_DIGITS})\s?(?P<scale>万|亿)?\s?(?P<unit>%|{UNIT_PATTERN})")


def parse_chinese(words: str) -> Decimal:
    """Return the value of a Chinese numeral such as 三千五百, 两万, 二〇 (already folded to 零) or 九十三点四."""
    whole, _, fraction = words.partition("点")
    value = Decimal(_whole(whole))
    if fraction:
        value += Decimal("0." + "".join(str(_DIGIT[digit]) for digit in fraction))
    return value


def _whole(words: str) -> int:
    for mark, power in (("亿", 10**8), ("万", 10**4)):
        if mark in words:
            left, _, right = words.partition(mark)
            return (_whole(left) if left else 1) * power + (_whole(right) if right else 0)
    if len(words) > 1 and all(character in _DIGIT for character in words):
        return int("".join(str(_DIGIT[character]) for character in words))
    total, digit = 0, 0
    for character in words:
        if character in _DIGIT:
            digit = _DIGIT[character]
        else:
            total += (digit or 1) * _POWER[character]
            digit = 0
    return total + digit


def find_numbers(shown: str, start: int = 0, end: int | None = None) -> tuple[Number, ...]:
    """Return the numbers of a masked text between two places, in order; a number without a unit has unit ''."""
    found = []
    place = start
    end = len(shown) if end is None else end
    while match := _NUMBER.search(shown, place, end):
        number = _read(shown, match, end)
        place = number.stop if number else match.start() + max(1, len(match.group("words") or "x"))
        if number is None:
            continue
        found.append(number)
    return tuple(found)


def find_ranks(folded: str, start: int, end: int) -> tuple[Number, ...]:
    """Return the ranks of a folded text (排名第3位); other ordinals are no figures."""
    found = []
    for match in _RANK.finditer(folded, start, end):
        if not match["unit"] and not re.match(r"[,。;、)]|$", folded[match.end() : match.end() + 1]):
            continue
        if match.group().startswith(("获", "为")) and "排" not in match.group():
            continue
        value = _decimal(match["place"])
        found.append(Number(match.start("place"), match.end(), value, match["unit"] or "名", rank=True))
    return tuple(found)


def _read(shown: str, match: re.Match[str], end: int) -> Number | None:
    if match["percent_words"]:
        part = match["part"]
        value = Decimal(100) if part == "百" else _decimal(part)
        return _qualified(shown, Number(match.start(), match.end(), value, "%"), end, more=False)
    if match["words"]:
        return _read_words(shown, match, end)
    if match.start() and shown[match.start() - 1] in "./" and shown[match.start() - 2 : match.start() - 1].isdigit():
        return None
    value = _decimal(match["digits"]) * SCALES.get(match["scale"] or "", Decimal(1))
    unit, stop = _unit(shown, match, "unit")
    written_unit = bool(unit)
    if unit == "成":
        value, unit = value * 10, "%"
    if not written_unit and (span := _RANGE.match(shown, match.end(), end)):
        unit = canonical_unit(span["unit"])
        value *= SCALES.get(span["scale"] or "", Decimal(1))
    more = bool(match["more"] or match["more_too"])
    return _qualified(shown, Number(match.start(), stop, value, unit), end, more)


def _read_words(shown: str, match: re.Match[str], end: int) -> Number | None:
    unit, stop = _unit(shown, match, "words_unit")
    if not unit:
        return None
    numeral = match["words"]
    before = shown[match.start() - 1 : match.start()]
    more = bool(match["words_more"] or match["words_more_too"] or (before == "上" and numeral[0] in "百千"))
    if all(character in "十百千" for character in numeral) and before in ("数", "几", "成"):
        return None
    value = parse_chinese(numeral) * SCALES.get(match["words_scale"] or "", Decimal(1))
    if unit == "成":
        finer = shown[stop : stop + 1] if stop < end else ""
        tail = 5 if finer == "半" else _DIGIT.get(finer, 0) if finer not in ("零", "两") else 0
        value, unit, stop = value * 10 + tail, "%", stop + bool(tail)
    return _qualified(shown, Number(match.start(), stop, value, unit, chinese=True), end, more)


def _unit(shown: str, match: re.Match[str], group: str) -> tuple[str, int]:
    """Return the unit and where it ends; '' where the characters begin another word (项目, 个人)."""
    written = match[group]
    if not written:
        return "", match.end()
    begin = match.start(group)
    if len(written) == 1 and _NOT_UNIT.match(shown, begin):
        return "", match.end(group) - len(written)
    return canonical_unit(written), match.end(group)


def _decimal(printed: str) -> Decimal:
    if re.match(r"\d", printed):
        return Decimal(re.sub(r"[,， ]", "", printed))
    return parse_chinese(printed)


def _qualified(shown: str, number: Number, end: int, more: bool) -> Number:
    """Return the number with the qualifier that stands before or after it."""
    stop, qualifier = number.stop, "over" if more else "exact"
    after = _AFTER.match(shown, stop, end)
    if after and number.unit:
        stop = after.end()
        qualifier = {"over": "over", "about": "approx", "under": "under"}[str(after.lastgroup)]
    before = _BEFORE.search(shown[max(0, number.start - 6) : number.start])
    if before:
        qualifier = str(before.lastgroup)
    return Number(number.start, stop, number.value, number.unit, qualifier, number.chinese)
