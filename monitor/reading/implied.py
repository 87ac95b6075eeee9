"""Figures stated without a digit: no case at all is 0, full coverage is 100 %; takes a sentence, leaves drafts.

Silence is not zero, a requirement is not a result, and a slogan (零距离, 零容忍) is not a figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from monitor.reading.numbers import Number
from monitor.reading.phrases import clean, take_apart, tidy


@dataclass(frozen=True)
class Implied:
    """A zero or a hundred per cent without a digit, with its subject."""

    number: Number
    subject: str
    start: int
    end: int


_CLAUSE = re.compile(r"[^,;:|。]+")
_ZERO_ONE = re.compile(
    r"(?:没有|未发生|未出现|未有|无|未)\s?(?:发生|出现)?(?:过)?\s?一(?P<unit>起|件|例|宗|人|名|次|案)"
)
# 审结5件,均无败诉: only as the end of a clause, because 无投诉服务 is a slogan.
_WITHOUT = re.compile(
    r"(?:^|[均皆都尚实现案件全年])无(?P<thing>败诉|被纠错|纠错|被撤销|违法违规|行政复议|行政诉讼|积案|超期)(?:案件|情况|情形)?$"
)
# 无一 before what became of a thing counted before: 全部案件无一被撤销.
_NONE_OF = re.compile(
    r"(?:无一|没有一件|未有一件)(?P<unit>[件起例宗人])?(?P<what>被|发生|引发|出现|败诉|超期|逾期|上诉|复议)"
)
_NONE = re.compile(
    r"(?P<mark>没有(?:发生|出现)?|未发生|未出现|未产生|从未发生|无(?=[^,]{2,20}(?:情况|现象|案件|问题|事件|情形|行为发生)))"
    r"(?P<thing>[^,;:。]{2,24}?(?:情况|现象|案件|问题|事件|情形|事故|纠纷|上访|行为|诉讼|复议))(?:出现|发生)?$"
)
_ZERO_WORD = re.compile(
    r"零(?P<thing>失信|败诉|纠错|被纠错|投诉|复议|诉讼|违法|违规|事故|发案|上访|发生|案件|积案|超期|延误|有效投诉|差评|撤销|越级上访|非访|命案)"
)
_ZERO_RATE = re.compile(r"(?P<thing>[^,;:。]{2,24}(?:率|案件|数))(?:为|是|保持|均为|实现|继续保持)+(?P<mark>零)(?!\d)")
_NOT_MADE = re.compile(
    r"(?P<mark>未|没有)(?P<verb>制定出台|制定|出台|发布|新制定|制发|作出|收到|受理|发生)(?P<thing>[^,;:。]{2,20}?(?:文件|规章|决策|案件|申请|复议|诉讼|工单|投诉|事项))$"
)
_FULL = re.compile(r"(?P<mark>全覆盖)")
_NO_RESULT_BEFORE = re.compile(
    r"推进|推动|力争|确保|要求|逐步|着力|争取|落实[^,]{0,12}$|目标|加快|探索|努力|持续|做到|围绕|健全|完善|按照|坚持|旨在"
)
_NO_RESULT_AFTER = re.compile(
    r"(?:的)?(?:要求|培训|工作|目标|检查|监管|行动|任务|原则|机制|模式|宣传|排查|轮训|督察|督查|部署|格局|抽查|审计|管理|体系|巡查|服务|走访|评查|普法)"
)
_VAGUE = re.compile(r"还没有|没有(?:完全|充分|真正|严格|形成|建立|到位|直接|及时|得到|专门|独立|统一|设立)|没有对应")


def find_implied(folded: str, start: int, end: int, head: str) -> tuple[Implied, ...]:
    """Return the zeros and full coverages of `folded[start:end]`; `head` is what the sentence is about."""
    found: list[Implied] = []
    for clause in _CLAUSE.finditer(folded, start, end):
        if _VAGUE.search(clause.group()):
            continue
        for read in (_without, _none_of, _zero_one, _none, _not_made, _zero_rate, _zero_word):
            if zero := read(clause, head):
                found.append(zero)
                break
        found.extend(_full(clause, head))
    return tuple(sorted(found, key=lambda item: item.number.start))


def _implied(clause: re.Match[str], place: tuple[int, int], value: int, unit: str, subject: str) -> Implied:
    """Return the figure whose mark stands at a place of the clause."""
    offset = clause.start()
    number = Number(offset + place[0], offset + place[1], Decimal(value), unit)
    return Implied(number, subject, clause.start(), clause.end())


def _zero_one(clause: re.Match[str], head: str) -> Implied | None:
    words = clause.group()
    match = _ZERO_ONE.search(words)
    if not match:
        return None
    subject = tidy(clean(words[: match.start()])) + tidy(words[match.end() :])
    return _implied(clause, match.span(), 0, match["unit"], _own(subject, head))


def _without(clause: re.Match[str], head: str) -> Implied | None:
    match = _WITHOUT.search(clause.group().rstrip("。"))
    if not match:
        return None
    place = (match.start("thing") - 1, match.end("thing"))
    return _implied(clause, place, 0, "件", _own(match["thing"], head))


def _none_of(clause: re.Match[str], head: str) -> Implied | None:
    words = clause.group()
    match = _NONE_OF.search(words)
    if not match or match["unit"]:
        return None
    before = tidy(take_apart(clean(words[: match.start()])).thing)
    subject = (before or head) + tidy(words[match.start("what") :])
    return _implied(clause, match.span(), 0, "件", subject)


def _none(clause: re.Match[str], head: str) -> Implied | None:
    words = clause.group()
    match = _NONE.search(words)
    if not match:
        return None
    before = take_apart(clean(words[: match.start()])).thing
    thing = re.sub(r"(?:情况|现象|情形|行为)$", "", match["thing"]).removeprefix("的")
    return _implied(clause, match.span("mark"), 0, "件", _own(before + thing, head))


def _not_made(clause: re.Match[str], _head: str) -> Implied | None:
    match = _NOT_MADE.search(clause.group())
    return _implied(clause, match.span("mark"), 0, "件", match["thing"] + match["verb"]) if match else None


def _zero_rate(clause: re.Match[str], head: str) -> Implied | None:
    match = _ZERO_RATE.search(clause.group())
    if not match:
        return None
    unit = "%" if match["thing"].endswith("率") else "件"
    return _implied(clause, match.span("mark"), 0, unit, _own(clean(match["thing"]), head))


def _zero_word(clause: re.Match[str], head: str) -> Implied | None:
    """Read 零失信 and 零败诉, but no longer label in quotes (“零犯罪零受害”社区)."""
    words = clause.group()
    match = _ZERO_WORD.search(words)
    if not match or (words[: match.start()].endswith("“") and not words[match.end() :].startswith("”")):
        return None
    before = take_apart(clean(words[: match.start()])).thing.replace("实现", "")
    unit = "家" if match["thing"] == "失信" else "件"
    return _implied(clause, (match.start(), match.start() + 1), 0, unit, _own(before + match["thing"], head))


def _full(clause: re.Match[str], head: str) -> list[Implied]:
    found: list[Implied] = []
    words = clause.group()
    for match in _FULL.finditer(words):
        before, after = words[: match.start()], words[match.end() :]
        if _NO_RESULT_BEFORE.search(before) or _NO_RESULT_AFTER.match(after) or after.startswith("”"):
            continue
        before = re.sub(r"\d+(?:个|所|家|名|支)?", "", before)
        before = re.sub(r"(?:已|均|基本|全部|全面|率先)*(?:实现|达到|达成)(?:了)?", "", before)
        subject = _own(tidy(take_apart(clean(before)).thing), head)
        found.append(_implied(clause, match.span(), 100, "%", subject + "覆盖率"))
    return found


def _own(subject: str, head: str) -> str:
    """Return the subject with the head before it where it cannot stand alone."""
    return subject if len(subject) >= 4 or not head or head in subject else head + subject
