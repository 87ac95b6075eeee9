"""Counts: name a number by the thing before it, the thing after it, or the head that its verb belongs to."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.reading.count_words import is_stage, leads_noun, only_acts, predicate_of, split_topic
from monitor.reading.joint import joint_name, joint_parts, shared_thing
from monitor.reading.lexicon import STATES
from monitor.reading.naming import field_of_work
from monitor.reading.phrases import (
    Phrase,
    clean,
    ends_with_verb,
    find_verb,
    is_light,
    leading_verb,
    take_apart,
    trim_end,
)
from monitor.reading.units import UnitClass
from monitor.reading.walking import THING_LENGTH, Draft, Head, Spot, Walk

# What follows 立案14件 is of these cases, not of what was inspected before.
_OPENS_CASES = ("立案", "立案查处", "查处")
_FULL_NAME = 4
_NO_THING = frozenset("该本将以于到达每这各所和其")
_COMPARISON = ("同比", "较", "比", "增", "下降", "以上", "左右")


def read_count(spot: Spot, walk: Walk) -> int:
    """Add the draft of one count; return where the words before the next number begin."""
    number, post = spot.number, spot.post
    if parts := joint_parts(spot, walk):
        things, done = joint_name(parts, spot.pre)
        walk.drafts.append(Draft(number, things + done, parts[0].start, spot.piece.end, parts=parts))
        walk.head = Head(shared_thing(parts) or things, parts[0].start, number.kind)
        return number.stop
    relative = len(spot.pre) > 4 and bool(re.search(r"(?:的|为期|聘请|聘用)$", spot.pre))
    phrase = take_apart(split_topic(trim_end(spot.pre)))
    if elsewhere := _named_elsewhere(spot, phrase, walk):
        walk.add(walk.reaching_back(spot), elsewhere, used_head=not walk.listed)
        if walk.head.start < 0 <= walk.listed_at and _COMES_TO.fullmatch(spot.pre):
            walk.head = Head(elsewhere, walk.listed_at, number.kind)
        return number.stop
    if phrase.thing and phrase.thing not in _NO_THING and not (relative and predicate_of(post)):
        _read_thing_first(spot, phrase, walk)
        return number.stop
    noun = predicate_of(post)
    if spot.following and not leads_noun(noun):
        noun = ""
    if noun:
        _read_number_first(spot, phrase, spot.pre if relative else "", noun, walk)
        return spot.following.start if spot.following else spot.piece.end
    again = spot.pre == "" and walk.drafts and walk.drafts[-1].end == spot.piece.end
    subject = walk.drafts[-1].subject if again else walk.restored(phrase)
    # 出动巡查320人次、车辆40台次: who went out, and with what.
    if phrase.verbs and number.kind is UnitClass.VISIT and not is_light(phrase.verbs) and not again:
        walk.verbs = phrase.verbs
    walk.add(spot, subject, used_head=True)
    if subject.removeprefix(walk.domain).removeprefix("案件") in _OPENS_CASES and number.kind is UnitClass.CASE:
        walk.head = Head("案件", spot.piece.start, number.kind)
    if not again and walk.head.start < 0 and field_of_work(walk.topic):
        walk.head = Head(field_of_work(walk.topic), spot.piece.start)
    return number.stop


def _named_elsewhere(spot: Spot, phrase: Phrase, walk: Walk) -> str:
    """Return the subject of a number that the words right before it leave to others, '' where they name it.

    The clause before names it where that clause tells its change (新登记企业同比增长41%,达到1077户) or where only a
    bracket parts them (新收诉讼案件(36件)); 同期 points at the figure before; 向其他机关提出 tells what became
    of the head.
    """
    if walk.drafts and spot.piece.opener == "(" and not spot.pre and not predicate_of(spot.post):
        last = walk.drafts[-1]
        if last.number.unit == "%" and last.subject.endswith("率") and last.end == spot.piece.start - 1:
            return last.subject[:-1]
    beside = take_apart(re.sub(r"^[与和同跟]", "", trim_end(walk.listed)))
    bracketed = spot.piece.opener == "(" and not spot.pre and not predicate_of(spot.post)
    if beside.thing and (bracketed or _COMES_TO.fullmatch(spot.pre)):
        return beside.thing + beside.verbs
    if walk.drafts and (phrase.thing == "同期" or _totals(spot, walk)):
        said = walk.drafts[-1].subject
        return said if phrase.thing == "同期" else re.sub(r"(?:新增|净增|增加|减少|净减)$", "", said)
    if walk.drafts and phrase.verbs.endswith("采纳") and not phrase.thing and _OPINIONS.search(walk.drafts[-1].subject):
        return walk.drafts[-1].subject + phrase.verbs
    if walk.head.is_set and _BY_WHOM.match(clean(spot.pre)) and ends_with_verb(trim_end(spot.pre)):
        return walk.head.thing + trim_end(clean(spot.pre))
    return ""


def _totals(spot: Spot, walk: Walk) -> bool:
    return not walk.listed and walk.drafts[-1].number.kind is spot.number.kind and bool(_TOTAL.fullmatch(spot.pre))


def _read_thing_first(spot: Spot, phrase: Phrase, walk: Walk) -> None:
    """Read 收到申请9件: a generic thing or a part of a whole takes the head before it."""
    verbs, thing = phrase.verbs, phrase.thing[-THING_LENGTH:]
    if thing in STATES and walk.head.is_set:
        walk.add(spot, f"{walk.head.thing}{verbs}{thing}", used_head=True)
        return
    in_chain = (
        walk.chain and walk.head.is_set and walk.head.unit is spot.number.kind and (len(thing) <= 8 or only_acts(thing))
    )
    # What was done with the whole is not said again of a part: 收到申请81件,其中土地类20件、治安类31件.
    if not verbs and spot.piece.opener == "、" and walk.verbs and not in_chain and not ends_with_verb(thing):
        verbs = walk.verbs
    said = replace(phrase, verbs=verbs, thing=thing)
    if phrase.is_generic:
        _point_head(spot, phrase, walk)
    subject, uses_head = _thing_subject(spot, said, walk, part=in_chain)
    walk.add(spot, subject, used_head=uses_head)
    if uses_head and in_chain and (kind := _KINDS.fullmatch(thing) or _CLASS.search(thing)):
        walk.drafts[-1] = replace(walk.drafts[-1], own=kind.group())  # a kind is not filed as its whole
    if uses_head:
        walk.head = replace(walk.head, unit=walk.head.unit or spot.number.kind)
    if not in_chain:
        _lead_on(spot, said, phrase.verbs, walk)


def _point_head(spot: Spot, phrase: Phrase, walk: Walk) -> None:
    """Set the head that a generic thing points at: the noun counted before (其中…的问题), or the sentence's topic."""
    if walk.chain and len(phrase.thing) > 1:
        walk.head = walk.spoken_of(phrase.thing[-2:], spot.number.kind)
    if not phrase.verbs and walk.head.start < 0 and walk.topic:
        walk.head = Head(walk.topic, spot.piece.start)


# Kinds of a whole with names of their own: 新登记市场主体2万户,其中企业8600户.
_MARKET = re.compile(r"(?:市场|经营)主体$")
_KINDS = re.compile(r"(?:各类|内资|外资|私营|民营)?(?:企业|公司|个体工商户|个体户|农民专业合作社|合作社)")
# A class of the whole, whatever its name shares with it: 查处案件64件,其中处罚类20件.
_CLASS = re.compile(r"(?:类|领域|方面|行业|系统)$")
# One cause of several things: 因信息公开引发行政复议4件、行政诉讼1件.
_CAUSED = re.compile(r"因[^、]{2,14}?(?:引发|引起|导致|产生|提起)(?:的)?")
# Cases that were opened are of no task or inspection told before: 承担抽查任务120个,查办案件7起.
_INVESTIGATED = frozenset(("查办", "查处", "立案", "立案查处", "查结"))
_OF_CASES = re.compile(r"[案诉议罚]|违法|执法|处罚")


def _thing_subject(spot: Spot, phrase: Phrase, walk: Walk, *, part: bool) -> tuple[str, bool]:
    """Return the subject of a thing with a number after it, and whether it needed the head."""
    verbs, thing, head = phrase.verbs, phrase.thing, walk.head
    uses_head = (phrase.is_generic or part or not take_apart(thing).thing) and head.is_set
    if uses_head and thing.startswith("案") and verbs in _INVESTIGATED and not _OF_CASES.search(head.thing):
        uses_head = False
    if spot.piece.opener == "、" and walk.drafts and (cause := _CAUSED.match(walk.drafts[-1].subject)):
        return (thing if thing.startswith("因") else cause.group() + thing), False
    subject = f"{thing}{verbs}"
    involved = "涉及" if re.search(r"(?<!所)涉及(?!的)[^案]{1,4}$", spot.pre) else ""
    if uses_head and part and ("、" in head.thing or (_KINDS.fullmatch(thing) and _MARKET.search(head.thing))):
        return f"{walk.verbs or verbs}{'' if '、' in head.thing else head.thing}{thing}", True
    if uses_head and phrase.is_generic and verbs and walk.topic and head.unit is UnitClass.SESSION:
        head = Head(walk.topic, head.start)
    if uses_head and thing not in head.thing and head.thing not in thing:
        subject = f"{head.thing}{involved or verbs}{thing}"
    elif involved and head.is_set and not verbs and thing not in head.thing and len(thing) <= 4:
        subject, uses_head = f"{head.thing}{involved}{thing}", True
    predicate = "" if spot.following else predicate_of(spot.post)
    return (subject if predicate.startswith(_COMPARISON) else subject + predicate), uses_head


# 新登记企业同比增长41%,达到1077户: the clause of the change names what the number counts.
_COMES_TO = re.compile(
    r"(?:目前|现)?(?:共|总数|总量|总人数|总户数|总规模|规模|已)*(?:达到?|增至|升至|降至|减至|增加到|减少到|提高到|下降到)了?"
)
# 执法人员新增12人,总人数达到148人: all of what grew.
_TOTAL = re.compile(r"(?:目前|现)?(?:总数|总量|总人数|总户数|总规模)(?:已|也)*(?:达到?|增至|升至|为|有|共)*了?")
# Opinions are taken up, not what they were given on: 审查合同16份,提出意见29条,采纳27条.
_OPINIONS = re.compile(r"(?:意见|建议)(?:提出|征集|收集|征求|反馈)?$")
# What became of the head, with whom or why: 告知向其他机关提出2件, 因申请人撤回而终止6件.
_BY_WHOM = re.compile(r"(?:告知|建议|引导|移送|转送|依法)?(?:向|由|因|被)[^的]{2,16}$")
# What only describes the thing before it (涉及金额, 日均接待) leaves that thing the head.
_ASIDE = re.compile(r"涉及(?!的)[^案]{1,4}$|[日月人户年]均|平均")
# Parts by field, whatever they are called: 河道采砂、烟花爆竹等领域合计41件.
_SECTORS = re.compile(r"、.*(?:领域|方面|行业|系统|类)$")
# Money names what was done with the head, and nothing is done with it next: 罚款金额9万元,查封4处.
_SUM_OF_MONEY = re.compile(r"(?:金额|款|费|资金|损失)$")
# The rest, and what befell something, are nothing that a sentence goes on to speak of.
_LEFT_OVER = re.compile(r"其[他它余]|余下|剩余|因(?!公)|由于")


def _lead_on(spot: Spot, phrase: Phrase, own_verbs: str, walk: Walk) -> None:
    """Make the thing just counted the head of what follows, unless it was a part or says too little."""
    part = walk.chain and walk.head.start >= 0 and not own_verbs
    met = walk.head.unit is UnitClass.SESSION and spot.number.kind in (UnitClass.THING, UnitClass.CASE) and own_verbs
    if part or (phrase.is_generic and walk.head.is_set and not met) or not take_apart(phrase.thing).thing:
        return
    if _LEFT_OVER.match(phrase.thing):
        return
    if _SUM_OF_MONEY.search(phrase.thing) and walk.head.start < 0 and (place := find_verb(phrase.thing)) >= _FULL_NAME:
        walk.head = Head(phrase.thing[:place], spot.piece.start)
        return
    if walk.head.is_set and (_SECTORS.search(phrase.thing) or _SUM_OF_MONEY.search(phrase.thing)):
        return
    if walk.head.is_set and (spot.pre.endswith("的") or _ASIDE.search(spot.pre) or is_stage(phrase.thing)):
        return
    thing = f"{phrase.verbs}{phrase.thing}" if phrase.is_generic else phrase.thing
    walk.head = Head(thing, spot.piece.start, spot.number.kind)
    walk.verbs = own_verbs or (walk.verbs if spot.piece.opener == "、" else "")


def _read_number_first(spot: Spot, phrase: Phrase, relative: str, noun: str, walk: Walk) -> None:
    """Read 建成6个站点 and 其中3件已办结: the words after the number name it, or say what became of the head."""
    part = walk.chain and walk.head.is_set and walk.head.unit in (spot.number.kind, None)
    bare = not leads_noun(noun) and not phrase.verbs and not relative
    among = bool(relative) and "其中" in relative
    involved = "涉及" if spot.pre.endswith("涉及") else ""
    used = (part or bare or among or bool(involved)) and walk.head.is_set
    own = "" if is_light(phrase.verbs) else phrase.verbs
    if relative:
        own = take_apart(relative).verbs + take_apart(relative).thing
    if involved:
        noun = involved + noun
    walk.add(spot, f"{walk.head.thing if used else own}{noun}", used_head=used, leads=not relative)
    if (
        not used
        and not (walk.head.is_set and noun.startswith(("因", "未")))
        and not (walk.head.is_set and _REACHES.search(phrase.verbs))
    ):
        _head_after(spot, noun, walk)


# How far the work went is not what it was: 开展督察2轮,覆盖6个县区局,发现问题91个.
_REACHES = re.compile(r"覆盖|惠及|辐射|走访")


def _head_after(spot: Spot, noun: str, walk: Walk) -> None:
    """Make the noun after a number the head; of 对9个部门开展督察 the work that was done is what goes on."""
    if spot.number.kind in (UnitClass.DAYS, UnitClass.HOURS):
        return
    place = find_verb(noun)
    if place > 0 and is_light(leading_verb(noun[place:])):
        done = take_apart(noun[place:])
        if len(done.thing) > 1 and (spot.pre.startswith("对") or field_of_work(done.thing)):
            walk.head = Head(done.thing, spot.piece.start)
            return
    thing = take_apart(noun[:place]).thing if place > 1 else noun
    thing = re.sub(r"(?:被|已|均|得到|受到|获得?|予以|实现|全部|全(?=$))+$", "", thing)
    if thing:
        walk.head = Head(thing, spot.piece.start, spot.number.kind)
