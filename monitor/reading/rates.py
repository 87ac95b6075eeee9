"""Rates: name every percentage of a clause, one fact each where several stand side by side (A率、B率均为100%)."""

from __future__ import annotations

import re

from monitor.reading.phrases import leading_verb, take_apart, tidy, trim_end
from monitor.reading.units import UnitClass
from monitor.reading.walking import THING_LENGTH, Head, Spot, Walk

RATE_END = re.compile(r"(?:率|度|比例|占比|比重|比|率分|安全感|获得感|幸福感)$")
RESPECTIVE = re.compile(
    r"(?:分别|各)(?:为|达到?|是|有|共|占|完成|(?:提升|提高|上升|增长|下降|降低|压缩|降|增|升|保持|稳定)(?:至|到|在))?\s*$"
)
NAMES = re.compile(r"、|以及|(?<!总)和(?!解|谐)|及(?!时|格)|与(?!其)")
_RATE_WORDS = re.compile(r"率|满意度|占|比|覆盖|达标|程度|指数|知晓")
_EACH = re.compile(r"(?:均|都|全部|双双|分别|各|皆|同为|全)[^,;。]{0,3}$")
_GENERIC_START = re.compile(r"(?:的)?(?:案件|申请|问题|事项|纠纷|群众|人员|以上)")
_RATE_STEM = re.compile(
    r"(?:合法性|按期|按时|及时|直接|综合|一次性|群众|现场|主动|总|平均|成功|当场|全程|网上|初次|当庭|一次|首次|即时|服判|一审|公众|社会|考试|企业|总体|诉前|实质性?|实体)*"
    r"(?:办结|完成|成功|满意|满意度|办复|回复|答复|参考|参与|参加|合格|优秀|优良|通过|学习|调解|调解成功|调成|调处成功|调处|化解|好评|评价|纠错|审减|核减|整改|"
    r"整改完成|整改到位|到位|覆盖|持证|应诉|胜诉|败诉|采纳|履行|响应|解决|受理|报备|备案|规范|及时|审查|审核|准确|达标|知晓|网办|可办|办理|审结|结案|撤诉|调撤|和解|"
    r"(?:承诺|法定|审批|办理)?(?:时限|时间|环节|材料)(?:压缩|压减|缩短|精简)|提速|全程网办|网上可办|即办|"
    r"调解和解|案结事了|息诉|反馈|兑现|执行|使用|上线应用|应用|聘请|配备|见面|面商|沟通|出庭|出庭应诉|知晓|合法|检出|立案|破案|公开|公示|录入|归集|上升|及格|接通|接听|再犯罪|再犯|复发|返贫|"
    r"下降|比|占比|比例|维持|撤销|准时|按期|按时|得分|抽查|检查|签约|入驻|调撤结案|建成|信访|转化|化解成功|自动履行|一次性化解|服判息诉|准确|申请|测评|好评)+"
)


# A share of the figure before: 占, 约占受理总数的.
_SHARE_OF = re.compile(r"(?:约|仅|只|分别|各)*(?:占(?:比|到|了)?$|占(?!比|用|地|道|领))")
# 完成年度目标的110% is how far the figure before went.
_OF_TARGET = re.compile(
    r"(?:已|均|各|提前|超额)*完成(?:了)?(?:全?年度?|既定|预定|下达|计划|考核|市定|省定|县定)*(?:目标|任务|计划)(?:数|量|任务|值)?(?:的)?$"
)
# Whose opinion it is says enough, unless this very sentence says of what.
_OPINION = re.compile(r"(?:群众|企业|公众|社会|市民|办事|居民)[^,]{0,4}(?:满意|好评)")


# In a test that the clause before named: 在全县考核中,我镇得分93分.
_SCORE_ALONE = re.compile(
    r"(?:[我本全该][省市县区州局厅委办镇乡旗]|街道)?(?:综合|考核|总|最终|平均)?(?:得分|总分|成绩|分数)"
)


_COUNTED = frozenset((UnitClass.CASE, UnitClass.THING, UnitClass.PERSON))
_TEST = re.compile(r"(?:考核|考评|测评|评价|评估|评议|评比|评查|测试|竞赛|检查|督察)[^,]{0,4}$")


def read_rate(spot: Spot, walk: Walk) -> None:
    """Add the drafts of one percentage or score: one for each rate that it is given to."""
    words = re.sub(r"“?[两二三四五][率项]”?$", "", trim_end(spot.pre))
    if not words and not walk.queue and (words := _said_before(walk)):
        names = _rate_names(words, each=True)
        walk.queue = [_rate_subject(name, walk.head)[0] for name in names]
        spot = walk.reaching_back(spot)
        while len(walk.queue) > 1 and _EACH.search(spot.pre) and not RESPECTIVE.search(spot.pre):
            walk.add(spot, walk.queue.pop(0), used_head=True)
    if named := _named_before(spot, words, walk):
        walk.add(spot, named, used_head=True)
        return
    if walk.queue and not trim_end(spot.pre):
        walk.next_of_list(spot, used_head=True)
        return
    if not words or not _RATE_WORDS.search(words) or _SHARE_OF.match(words):
        _read_share(spot, words, walk)
        return
    if not _of_each(spot, words, walk):
        _read_named(spot, words, walk)


def _read_named(spot: Spot, words: str, walk: Walk) -> None:
    """Add a draft for each rate that stands before a percentage."""
    subjects, head = [], _mended(words, walk)
    for name in _rate_names(words, bool(_EACH.search(spot.pre))):
        subject, own = _rate_subject(name, head)
        subjects.append(subject)
        head = Head(own, spot.piece.start) if own else head
    if len(subjects) > 1 and RESPECTIVE.search(spot.pre):
        walk.queue = subjects[1:]
        subjects = subjects[:1]
    for subject in subjects:
        walk.add(spot, subject, used_head=True)
    if not walk.head.is_set:
        walk.head = head
    elif head.is_set and head.thing != walk.head.thing:
        walk.topic = head.thing


# What is put right are the findings, not the notices that were sent of them: 发现问题59条,印发整改通知14份,整改率96%.
_MENDED = re.compile(r"(?:按期|及时|按时)?(?:整改|销号|整改完成|整改到位)率")
_FINDINGS = re.compile(r"问题|隐患|瑕疵|漏洞|短板")


def _mended(words: str, walk: Walk) -> Head:
    """Return the head of a rate: the findings told last for one of putting right, else what is spoken of."""
    if _MENDED.fullmatch(words) and not _FINDINGS.search(walk.head.thing):
        for draft in reversed(walk.drafts):
            if _FINDINGS.search(draft.subject) and draft.number.kind is not UnitClass.PERCENT:
                return Head(draft.subject, draft.start, draft.number.kind)
    return walk.head


def _of_each(spot: Spot, words: str, walk: Walk) -> bool:
    """Read 一般隐患48处、重大隐患3处,整改率分别为99%和100%: one rate for each of the last two figures."""
    last = walk.drafts[-2:]
    alike = len(last) == 2 and last[0].number.kind is last[1].number.kind and last[0].number.kind in _COUNTED
    joined = alike and not NAMES.search(words) and RESPECTIVE.search(spot.pre)
    if not joined or not _RATE_STEM.fullmatch(words.removesuffix("率")):
        return False
    walk.queue = [last[1].subject + words]
    walk.add(spot, last[0].subject + words, used_head=True)
    return True


def _named_before(spot: Spot, words: str, walk: Walk) -> str:
    """Return the name that a target's share, or a score without a name, has from what was told before it."""
    if walk.drafts and _OF_TARGET.fullmatch(spot.pre):
        return f"{walk.drafts[-1].subject.removesuffix('数')}年度目标完成率"
    alone = spot.number.kind is UnitClass.SCORE and _SCORE_ALONE.fullmatch(words)
    return f"{walk.topic}得分" if alone and walk.topic and _TEST.search(walk.listed) else ""


def _said_before(walk: Walk) -> str:
    """Return the rates that the clause before named, with their change taken out: 满意率比上年提高2个百分点,达到98%."""
    words = re.sub(r"(?<=[率度])“?[两三四五][率项]”?$", "", trim_end(RESPECTIVE.sub("", trim_end(walk.listed))))
    return words if RATE_END.search(words) else ""


def rated_thing(words: str) -> str:
    """Return what the rates after a number are rates of: 行政应诉案件 in 9件行政应诉案件调解率、胜诉率均为100%."""
    first = NAMES.split(words)[0]
    return _rate_thing(re.sub(r"(?:率|度)$", "", first)) if RATE_END.search(trim_end(words)) else ""


def _rate_names(words: str, each: bool) -> list[str]:
    """Return the rates named side by side; a list that is no list of rates stays one name."""
    parts = [part for part in NAMES.split(words) if part]
    if len(parts) > 1 and (each or all(RATE_END.search(part) for part in parts)):
        names, held = [], ""
        for part in parts:
            held += part if not held else "和" + part
            if RATE_END.search(held) or part is parts[-1]:
                names.append(held)
                held = ""
        return names
    return [words]


def _rate_subject(name: str, head: Head) -> tuple[str, str]:
    """Return a rate's subject and the thing that it is a rate of, '' where the name has none of its own."""
    if name.startswith("办件") or (head.start < 0 and _OPINION.search(name)):
        return name, ""
    if _RATE_STEM.fullmatch(re.sub(r"(?:率|度)$", "", name)):
        return (head.thing + name if head.is_set and head.thing not in name else name), ""
    words = take_apart(name)
    plain = words.verbs + words.thing if words.verbs and words.thing in ("率", "") else words.thing or name
    if plain != name and not words.thing.endswith("率") and words.verbs not in ("", "覆盖"):
        plain = words.verbs + words.thing
    stem = re.sub(r"(?:率|度)$", "", plain)
    own = _rate_thing(stem)
    if own and (len(name) > 4 or head.start < 0):
        return plain[-THING_LENGTH:], own
    return (head.thing + plain if head.is_set and not plain.startswith(head.thing) else plain), ""


def _rate_thing(stem: str) -> str:
    """Return the noun that a rate's stem begins with, '' for a stem of verbs alone (按期办结, 群众满意)."""
    if _RATE_STEM.fullmatch(stem):
        return ""
    match = _RATE_STEM.search(stem)
    while match and match.end() != len(stem):
        match = _RATE_STEM.search(stem, match.start() + 1)
    return stem[: match.start()] if match else stem


def _read_share(spot: Spot, words: str, walk: Walk) -> None:
    """Read a percentage before its name: 98.9%上线应用率, 92%的案件当场办结."""
    if re.match(r"(?:约|仅|只|分别|各)*占|达", words) and walk.drafts:
        share = "占比" if words.endswith(("占", "占到", "占了")) else words
        share = f"{share}比例" if re.search(r"占[\u4e00-\u9fff]{2,}$", share) and not RATE_END.search(share) else share
        walk.add(spot, walk.drafts[-1].subject + share, used_head=True)
        return
    predicate = tidy(re.split(r"[,;。]", spot.post)[0])
    thing = take_apart(words).thing
    base = thing if len(thing) > 1 else ""
    subject = f"{base}{predicate}"
    dependent = leading_verb(predicate) or _RATE_STEM.match(predicate) or _GENERIC_START.match(predicate)
    if (not predicate or (not base and dependent)) and walk.head.thing not in subject:
        subject = f"{walk.head.thing}{subject}"
    walk.add(spot, subject or walk.head.thing, used_head=True)
