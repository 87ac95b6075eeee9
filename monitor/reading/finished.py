"""A count that was finished to the last (收到申请9件,均已答复); takes a sentence and its drafts, leaves full rates.

Of a count in the same sentence; of what the sentence before was about only where the catalogue knows the rate.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from monitor.reading.masks import DATE
from monitor.reading.numbers import Number
from monitor.reading.stated import NO_RESULT, Implied
from monitor.reading.units import UnitClass
from monitor.reading.walking import Draft

_CLAUSE = re.compile(r"[^,;:|。()]+")
_POINTS = (
    r"(?:上述|以上|这些|该批|所有|有关|相关|各类|所办|所收|(?:交办|反馈|发现|提出|收到|受理|查出|存在|承办)的?)*"
    r"(?:问题|案件|案|工单|申请|诉求|事项|来信|建议|提案|议案|信访件|投诉举报|投诉|举报|线索|隐患|纠纷|件|事件){0,2}"
)
_TIME = r"(?:目前|现|截[至止]?[^,;]{0,12}(?:年底|年末|底|末|日|目前)|至?到?年底前?|年末|年内|已经?|并|且|也|最终|现已)*"
_IN_TIME = (
    r"按期|按时|如期|限时|(?:在|于)(?:法定|规定|承诺|办理|要求|时限|期限)[^,;]{0,4}(?:时限|期限|时间|期|限)?(?:内|前)"
)
_ADVERBS = r"(?:已经?|予以|得到了?|依法|依规|及时|妥善|顺利|高效|圆满|成功|严格|进行了?|按要求|按规定|书面|规范|如数)*"
_ENDINGS = (
    ("办结", r"办结|办理完毕|办理完结|办理完成|办理终结|办完"),
    ("办复", r"办复|办理答复|办理回复"),
    ("答复", r"答复"),
    ("回复", r"回复|回函|书面反馈"),
    ("审结", r"审结|审理终结"),
    ("结案", r"结案"),
    ("整改", r"整改到位|整改完毕|整改完成|完成整改|整改销号|整改落实到位|整改"),
    ("化解", r"化解"),
    ("调解成功", r"调解成功|调处成功|成功调解|成功调处|调成"),
    ("胜诉", r"胜诉"),
    ("采纳", r"(?:被|获|得到)?采纳"),
    ("合法性审核", r"(?:经过?|通过|履行了?|开展了?|进行了?|经)合法性审[查核](?:程序)?"),
)
_DONE = "|".join(f"(?P<e{index}>{words})" for index, (_, words) in enumerate(_ENDINGS))
_ALL_DONE = re.compile(
    rf"[\s{DATE}]*{_TIME}{_POINTS}{_TIME}(?P<mark>全部|全数|悉数|均|都|无一例外地?){_ADVERBS}(?P<time>{_IN_TIME})?{_ADVERBS}(?:{_DONE})(?:完毕|到位)?了?(?:(?:并|且|、)(?:及时)?(?:书面)?(?:回复|答复|反馈|公开|公示|归档|销号|回访|上报))?\s*$"
)
# 应诉案件9件,负责人均出庭应诉.
_HEADS = r"(?:(?:被诉)?(?:行政机关|机关|单位|部门))?(?:主要|分管)?负责人"
_HEADS_CAME = re.compile(
    rf"[\s{DATE}]*{_TIME}(?:{_HEADS}{_TIME}(?P<mark>全部|均|都){_ADVERBS}|(?P<by>全部|均|都)(?:已|依法)*由{_HEADS})出庭(?:参加)?(?:应诉|诉讼)?\s*$"
)
# Between the count and its end: a part, an exception, or what was only asked for.
_NOT_ALL = re.compile(r"其中|除[^,;]{0,12}外|剩余|其余|要求|督促|责成|限期|确保|力争|未(?!来)|" + NO_RESULT.pattern)
_ALL = re.compile(r"全部|全数|悉数|均|都|无一例外")
_LONGEST = 48  # of a clause that tells nothing else
_COUNTED = frozenset((UnitClass.CASE, UnitClass.THING))
# How a thing came in is no part of what it is: 信访件收到 is 信访件.
_CAME_IN = re.compile(
    r"(?:收到|接到|接收|接收到|新收|受理|新受理|立案受理|登记受理|承办|办理|承接|转办|转来|派单|交办|签收|收|办|处罚|查处|查办|排查|制定|出台|印发|审理|调解|调处|新增|发生|数)+$"
)
_LAWSUIT = re.compile(r"诉")
_DRAWN_UP = re.compile(r"文件|决策|合同|协议|规章|草案")


def find_finished(folded: str, drafts: Sequence[Draft], head: str) -> list[Implied]:
    """Return the rates of a hundred per cent that a sentence states of the counts it names; `head` is from before it.

    Not told where the count is a part (其中…) or already tells the same end (审结9件,均在期限内审结), nor where the
    rate stands there in digits.
    """
    found: list[Implied] = []
    for clause in _CLAUSE.finditer(folded):
        words = clause.group()
        match = len(words) <= _LONGEST and _ALL.search(words) and (_ALL_DONE.match(words) or _HEADS_CAME.match(words))
        if not match or NO_RESULT.search(clause.group()):
            continue
        base = _counted_before(folded, clause.start(), drafts)
        alone = not base and not any(draft.number.stop <= clause.start() for draft in drafts)
        begin = base[0].start if base else 0
        if not (base or (alone and head)) or _NOT_ALL.search(folded, begin, clause.start()):
            continue
        things = [_CAME_IN.sub("", draft.subject) or draft.subject for draft in base] or [head]
        rate = _rate(match, base[-1].subject if base else head)
        if not rate or _told_in_digits(rate, drafts):
            continue
        start, stop = (clause.start() + place for place in match.span("mark" if match["mark"] else "by"))
        number = Number(start, stop, Decimal(100), "%")
        subject = rate if rate.startswith("行政机关") else "、".join(dict.fromkeys(things)) + rate
        found.append(Implied(number, subject, begin if base else clause.start(), clause.end(), loose=alone))
    return found


def _counted_before(folded: str, place: int, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the last count before a place, with those of its kind joined to it (建议8件、提案3件)."""
    before = [draft for draft in drafts if draft.number.stop <= place]
    counts = [draft for draft in before if draft.number.kind in _COUNTED and not _in_bracket(folded, draft, place)]
    if not counts or counts[-1] is not next(
        (draft for draft in reversed(before) if not _in_bracket(folded, draft, place)), None
    ):
        return []
    base = [counts[-1]]
    for draft in reversed(counts[:-1]):
        between = folded[draft.number.stop : base[0].number.start]
        if draft.number.kind is not base[0].number.kind or not re.match(r"[、和及](?!.*[,;。])", between):
            break
        base.insert(0, draft)
    return base


def _in_bracket(folded: str, draft: Draft, place: int) -> bool:
    depth = 0
    for mark in folded[draft.number.stop : place]:
        depth += (mark == "(") - (mark == ")")
        if depth < 0:
            return True
    return False


def _rate(match: re.Match[str], subject: str) -> str:
    """Return the rate's own name (按期办结率), '' where the thing counted has no such rate."""
    if match.re is _HEADS_CAME:
        return "行政机关负责人出庭应诉率" if _LAWSUIT.search(subject) else ""
    index = next(index for index in range(len(_ENDINGS)) if match[f"e{index}"])
    end = _ENDINGS[index][0]
    if end == "胜诉" and not _LAWSUIT.search(subject):
        return ""
    if end == "合法性审核":
        return f"{end}率" if _DRAWN_UP.search(subject) else ""
    in_time = "按期" if match["time"] else ""
    same = any(word in subject for word in _ENDINGS[index][1].split("|"))
    return "" if same and not in_time else f"{in_time}{end}率"


def _told_in_digits(rate: str, drafts: Sequence[Draft]) -> bool:
    end = rate.removeprefix("按期").removesuffix("率")[:2]
    return any(draft.number.kind is UnitClass.PERCENT and end in draft.subject for draft in drafts)
