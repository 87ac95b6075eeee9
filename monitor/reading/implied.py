"""Figures stated without a digit: no case at all is 0, full coverage is 100 %; takes a sentence, leaves drafts.

Silence is not zero, a requirement is not a result, and a slogan (零距离, 零容忍) is not a figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from monitor.reading.covered import find_covered
from monitor.reading.phrases import clean, take_apart, tidy
from monitor.reading.stated import NO_RESULT, Implied, implied, own

# Without one of these no clause says none or all.
_ANY = re.compile(r"[零无没未]|不曾|全覆盖|人人|全员|个个|双百|[均都]|全部")
_LONGEST_NAME = 16
_MARK = re.compile(
    r"\s*(?:\(\d{1,2}\)|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、)](?!\d)|[一二三四五六七八九十]{1,3}(?:、|是|要))\s*"
)
_CLAUSE = re.compile(r"[^,;:|。]+")
_ZERO_ONE = re.compile(
    r"(?:没有?|未|无|不曾)(?P<verb>(?:(?!的)[\u4e00-\u9fff]){0,4}?)过?\s?(?:任何)?一(?P<unit>起|件(?!事)|例|宗|人|名|次|案|份|个|家|场|笔|户|条(?![例件])|处(?![罚理]))(?!性|方面|体)"
)
# 行政复议一件没有, 投诉一起也未发生.
_NOT_EVEN = re.compile(
    r"(?P<thing>[^,;:。\d]{2,16}?)一(?P<unit>起|件|例|宗|人|名|次|份|个|家|场|笔)(?P<all>(?:也|都|均)?(?:没有|没|未有|未)(?P<verb>[\u4e00-\u9fff]{0,4}))$"
)
# Of what did not take place any name will do, but for what only goes on: 未发生行政赔偿, not 未发生变化.
_NOT_TAKEN_PLACE = re.compile(
    r"(?P<mark>未发生|没有发生|没发生|从未发生|未出现|未引发|没有发现|未发现|无新增|没有新增|未新增)过?(?P<thing>(?![^,;:。]*(?:变化|改变|变动|转移|的$|的[^,;:。]*[免不应可予]))[^,;:。]{2,20})$"
)
# 较大火灾没有发生, 无证检查实现零发生: the same with what did not take place before it.
_TOOK_NO_PLACE = re.compile(
    r"^(?P<thing>(?![^,;:。]*(?:变化|改变|变动|转移))[^,;:。\d]{4,20}?)(?:均|都|全年|连续[一二三四五六七八九十\d]+年|继续|一直|也|已)*"
    r"(?:(?P<mark>没有发生|未发生|从未发生|没有出现|未出现)过?|(?:(?:实现|做到|保持|持续)了?)+“?(?P<zero>零发生|零新增)”?)$"
)
# 文书均未被撤销, 没有被提起行政复议: what did not become of the body's own acts.
_NOT_DONE_TO = re.compile(
    r"(?P<mark>未|没有|无)(?P<act>[\u4e00-\u9fff]{0,8}?)(?:被|受到?)(?P<what>(?:党纪|政务|党纪政务|组织)?(?:责任追究|处分)|(?:法院|上级|[\u4e00-\u9fff]{0,2}政府|[\u4e00-\u9fff]{0,8}(?:备案审查机构|备案审查机关|备案机关|审查机构|人大常委会(?:备案审查)?)|复议机关|检察机关)?(?:撤销|纠错|纠正|问责|追责|通报|确认违法|(?:提起|申请)?(?:行政)?(?:复议|诉讼|应诉|败诉)|起诉|变更))(?:过任何[\u4e00-\u9fff]{2,6}|过)?(?:(?:或者?|、|和)[\u4e00-\u9fff]{2,8})?(?:的)?(?:情况|情形|现象|案件|问题)?$"
)
# 法院均未判决我厅败诉: what no court decided.
_NOT_RULED = re.compile(
    r"(?:法院|法庭)?(?:均|都|从)?(?P<mark>未|没有)(?:判决|判令|判定|裁判)(?:[\u4e00-\u9fff]{1,10}?)?(?P<what>败诉|撤销|变更|履行法定职责)(?:的?(?:情况|情形|案件))?$"
)
# 当事人均未申请行政复议或者提起行政诉讼.
_NOBODY = re.compile(
    r"(?:均|皆|全都|都|无人|无一)(?P<mark>未|没有)?(?P<verb>申请|提起|提出|引发)(?P<thing>[^,;:。]{0,12}(?:复议|诉讼|上诉|上访|信访|异议|投诉))$"
)
# 审结5件,均无败诉: only as the end of a clause, because 无投诉服务 is a slogan.
_WITHOUT = re.compile(
    r"(?:^|[均皆都尚实现案件全年])无(?P<thing>败诉|被纠错|纠错|被撤销|违法违规|行政复议|行政诉讼|积案|超期|投诉|举报|信访|上访|事故|复议|诉讼|上诉|撤销|变更|差错|逾期)(?:案件|情况|情形)?$"
)
# 评查案卷58件,没有不合格案卷: none of the bad ones.
_NONE_BAD = re.compile(
    r"(?P<mark>无|没有(?:发现|出现)?|未(?:发现|出现))(?P<thing>(?:不合格|不达标|不及格|较差)(?:等次)?的?[\u4e00-\u9fff]{0,6}(?:案卷|卷宗|文书|卷))$"
)
# 无一 before what became of a thing counted before: 全部案件无一被撤销.
_NONE_OF = re.compile(
    r"(?:无一|没有一件|未有一件)(?P<unit>[件起例宗人])?(?P<what>被|发生|引发|引起|提起|提出|申诉|出现|败诉|超期|逾期|上诉|复议)"
)
_NONE = re.compile(
    r"(?P<mark>没有(?:发生|出现|引发|产生|接到|收到)?|未发生|未出现|未产生|未引发|未接到|未收到|未接|从未发生|没(?:发生|出)过?|无(?=因[^,]{2,16}(?:引发|引起|导致|造成)的|[^,]{0,6}(?:重大|较大|严重|非正常|群体性|越级|安全|责任|恶性|命案|败诉)|[^,]{2,20}(?:情况|现象|案件|问题|事件|情形|行为发生)))"
    r"(?P<thing>[^,;:。]{2,24}?(?:情况|现象|案件|案|问题|事件|情形|事故|纠纷|上访|信访|投诉|举报|差错|差评|行为|诉讼|复议|败诉|伤亡|火灾|舆情|申请))(?:出现|发生)?$"
)
_ZERO_WORD = re.compile(
    r"零(?P<thing>行政复议|行政诉讼|行政应诉|登记|举报|差错|缺席|逾期|失误|伤亡|火灾|被诉|纠纷|负面舆情|舆情|退件|退回|追责|问责|重大事故|较大事故|安全事故|责任事故|刑事案件|失信|败诉|纠错|被纠错|投诉|复议|诉讼|违法|违规|事故|发案|上访|发生|案件|积案|超期|延误|有效投诉|差评|撤销|越级上访|非访|命案)"
)
_ZERO_RATE = re.compile(
    r"(?P<thing>[^,;:。]{1,24}(?:率|案件|数|量|复议|诉讼|应诉|投诉|举报|上访|信访|发案|事故|纠纷|败诉|命案|差错|被执行人|失信主体|名单|伤亡|死亡|违建|积案|隐患))(?:也|均|都|同样|依然|仍|为|是|连续|持续|一直|始终|保持|实现|继续|降至|降到|保持在|归|等于)+(?P<mark>零)(?!\d|[\u4e00-\u9fff])"
)
_NOT_MADE = re.compile(
    r"(?P<mark>未|没有)(?P<verb>制定出台|制定|出台|发布|新制定|制发|作出|收到|受理|发生)(?P<thing>[^,;:。]{2,20}?(?:文件|规章|决策|案件|申请|复议|诉讼|工单|投诉|事项))$"
)
_VAGUE = re.compile(
    r"^\s?(?:但|还有)?(?:部分|个别|有的|一些|少数)|还没有|没有(?:完全|充分|真正|严格|形成|建立|到位|直接|及时|得到|专门|独立|统一|设立)|没有对应"
)


def find_implied(folded: str, start: int, end: int, spoken_of: Callable[[int], str]) -> tuple[Implied, ...]:
    """Return the zeros and full coverages of `folded[start:end]`; `spoken_of` tells what is spoken of at a place."""
    found: list[Implied] = []
    if not _ANY.search(folded, start, end):
        return ()
    mark = _MARK.match(folded, start, end)
    for clause in _CLAUSE.finditer(folded, mark.end() if mark else start, end):
        if _VAGUE.search(clause.group()):
            continue
        head = spoken_of(clause.start())
        for read in (
            _none_bad, _without, _none_of, _zero_one,
            _not_even, _not_done_to, _not_ruled, _nobody, _none, _not_taken_place, _not_made
        ):  # fmt: skip
            if (told := read(clause, head)) and not NO_RESULT.search(folded, clause.start(), told.number.start):
                found.append(told)
                break
        else:
            found.extend(_zero_rates(clause, head) or _zero_words(clause, head))
        # What a sentence comes to names a coverage in it, not only what was said before.
        found.extend(find_covered(clause, spoken_of(end)))
    return tuple(sorted(found, key=lambda item: item.number.start))


def _zero_one(clause: re.Match[str], head: str) -> Implied | None:
    words = clause.group()
    match = _ZERO_ONE.search(words)
    if not match:
        return None
    verb = "" if match["verb"] in ("有", "发生", "出现", "发") else match["verb"]
    subject = tidy(take_apart(clean(words[: match.start()])).thing) + tidy(words[match.end() :]) + verb
    subject = re.sub(r"^(?:的)?\d+[余多]?[件起宗个份例](?:的)?", "", subject)
    subject = head + subject if subject.startswith("被") else subject
    return implied(clause, match.span(), 0, match["unit"], own(subject, head))


def _not_even(clause: re.Match[str], head: str) -> Implied | None:
    match = _NOT_EVEN.search(clause.group())
    if not match:
        return None
    place = (match.end("unit") - 2, match.end("unit"))
    verb = "" if match["verb"] in ("有", "发生", "出现") else match["verb"]
    return implied(clause, place, 0, match["unit"], own(tidy(take_apart(clean(match["thing"])).thing) + verb, head))


def _not_done_to(clause: re.Match[str], head: str) -> Implied | None:
    words = clause.group()
    match = _NOT_DONE_TO.search(words)
    if not match:
        return None
    before = tidy(re.sub(r"(?:均|都|皆|也|还|尚|的)+$", "", clean(words[: match.start()])))
    before = before if len(before) <= _LONGEST_NAME else take_apart(before).thing
    act = match["act"].removeprefix("有").removesuffix("的") if len(match["act"]) > 1 else ""
    before = f"{take_apart(before).thing}{act}" if act else before
    return implied(
        clause,
        match.span("mark"),
        0,
        "件",
        f"{before or head}{'受' if match['what'].endswith(('责任追究', '处分')) else '被'}{match['what']}",
    )


def _not_taken_place(clause: re.Match[str], head: str) -> Implied | None:
    words = clause.group()
    match = _NOT_TAKEN_PLACE.search(words) or _TOOK_NO_PLACE.search(words)
    if not match:
        return None
    place = match.span("mark") if match["mark"] else match.span("zero")
    thing = tidy(take_apart(clean(match["thing"])).thing if match.re is _TOOK_NO_PLACE else match["thing"])
    thing = f"新增{thing}" if words[: place[1]].endswith("新增") else thing
    return implied(clause, place, 0, "件", own(thing, head)) if thing else None


def _not_ruled(clause: re.Match[str], head: str) -> Implied | None:
    match = _NOT_RULED.search(clause.group())
    if not match:
        return None
    lawsuit = head if re.search(r"诉", head) else "行政诉讼"
    return implied(clause, match.span("mark"), 0, "件", lawsuit + match["what"])


def _nobody(clause: re.Match[str], head: str) -> Implied | None:
    match = _NOBODY.search(clause.group())
    if not match or not (match["mark"] or "无" in match.group()[:2]):
        return None
    place = match.span("mark") if match["mark"] else (match.start(), match.start() + 1)
    return implied(clause, place, 0, "件", own(match["thing"] + match["verb"], head))


def _none_bad(clause: re.Match[str], _head: str) -> Implied | None:
    match = _NONE_BAD.search(clause.group())
    return implied(clause, match.span("mark"), 0, "件", match["thing"].replace("的", "")) if match else None


def _without(clause: re.Match[str], head: str) -> Implied | None:
    match = _WITHOUT.search(clause.group().rstrip("。"))
    if not match:
        return None
    place = (match.start("thing") - 1, match.end("thing"))
    return implied(clause, place, 0, "件", own(match["thing"], head))


def _none_of(clause: re.Match[str], head: str) -> Implied | None:
    words = clause.group()
    match = _NONE_OF.search(words)
    if not match or match["unit"]:
        return None
    before = tidy(take_apart(re.sub(r"\d+[件起宗例人名]?", "", clean(words[: match.start()]))).thing)
    subject = (before or head) + tidy(words[match.start("what") :])
    return implied(clause, match.span(), 0, "件", subject)


def _none(clause: re.Match[str], head: str) -> Implied | None:
    words = clause.group()
    match = _NONE.search(words)
    if not match:
        return None
    before = take_apart(re.sub(r"连续第?[一二三四五六七八九十两\d]+年", "", clean(words[: match.start()]))).thing
    thing = re.sub(r"(?:情况|现象|情形|行为)$", "", match["thing"]).removeprefix("的")
    return implied(clause, match.span("mark"), 0, "件", own(before + thing, head))


def _not_made(clause: re.Match[str], _head: str) -> Implied | None:
    match = _NOT_MADE.search(clause.group())
    return implied(clause, match.span("mark"), 0, "件", match["thing"] + match["verb"]) if match else None


def _zero_rates(clause: re.Match[str], head: str) -> list[Implied]:
    """Read 败诉率为零, and one zero for each of 行政复议、行政诉讼均为零."""
    match = _ZERO_RATE.search(clause.group())
    if not match or NO_RESULT.search(match["thing"]):
        return []
    each = re.search(r"均|都|同", clause.group()[match.end("thing") :])
    names = [clean(name) for name in (re.split(r"、|和", match["thing"]) if each else [match["thing"]])]
    return [
        implied(clause, match.span("mark"), 0, "%" if name.endswith("率") else "件", own(name, head)) for name in names
    ]


def _zero_words(clause: re.Match[str], head: str) -> list[Implied]:
    """Read 零失信 and 零败诉、零投诉, but no longer label in quotes (“零犯罪零受害”社区)."""
    words = clause.group()
    found: list[Implied] = []
    before, stop = "", 0
    for match in _ZERO_WORD.finditer(words):
        if words[: match.start()].endswith("“") and not words[match.end() :].startswith("”"):
            continue
        if NO_RESULT.search(words[: match.start()]):
            break
        said = re.sub(r"^[、和及与“”]+", "", words[stop : match.start()])
        if not found or len(said) > 1:
            before = re.sub(r"保持|实现|继续|持续", "", take_apart(clean(said)).thing)
        stop = match.end()
        unit = {"失信": "家", "差错": "次", "失误": "次"}.get(match["thing"], "件")
        found.append(implied(clause, (match.start(), match.start() + 1), 0, unit, own(before + match["thing"], head)))
    return found
