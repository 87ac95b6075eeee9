"""Clause grammar: give every number of a sentence a subject that stands alone; takes pieces, leaves drafts of facts.

The forms, with the notes' examples reworded: thing then number (收到申请9件); number then thing (建成6个站点); number then
predicate (8件涉法事项纳入审查); rates side by side (A率、B率均为100%); lists (A、B分别为1件、2件); parts of a head
(其中已结3件); a verb alone takes the head of the enumeration (受理7件 after 行政复议申请9件).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from monitor.reading.masks import DATE
from monitor.reading.numbers import Number
from monitor.reading.naming import field_of_work, names_work
from monitor.reading.phrases import (
    Phrase,
    clean,
    ends_with_verb,
    find_verb,
    is_light,
    leading_verb,
    take_apart,
    tidy,
    trim_end,
)
from monitor.reading.pieces import Piece
from monitor.reading.units import UnitClass


@dataclass(frozen=True)
class Draft:
    """A number with its subject; `start` and `end` bound the words that a reader needs to believe it.

    `own` is the subject without a head restored from elsewhere: what this clause itself says.
    """

    number: Number
    subject: str
    start: int
    end: int
    leads: bool = False
    own: str = ""


@dataclass(frozen=True)
class Head:
    """What an enumeration is about, and where it was said (-1: in another sentence)."""

    thing: str
    start: int = -1
    unit: UnitClass | None = None

    @property
    def is_set(self) -> bool:
        """Whether there is anything to restore."""
        return bool(self.thing)


@dataclass
class _Walk:
    """What has been read so far in one sentence."""

    head: Head
    verbs: str = ""
    chain: bool = False
    topic: str = ""
    queue: list[str] = field(default_factory=list)
    outer: list[Head] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)


_RATE = re.compile(r"(?:率|度|比例|占比|比重|比|率分)$")
_RATE_WORDS = re.compile(r"率|满意度|占|比|覆盖|达标|程度|指数|知晓")
_EACH = re.compile(r"(?:均|都|全部|双双|分别|各|皆|同为|全)[^,;。]{0,3}$")
_RESPECTIVE = re.compile(r"(?:分别|各)(?:为|达|是|有|共|占|完成)?\s*$")
_NAMES = re.compile(r"、|以及|(?<!总)和(?!解|谐)|及(?!时|格)|与(?!其)")
_PART = re.compile(r"其中|包括|包含|含|另有|另外|余下|剩余|其余")
_PREDICATE_MAX = 24
_THING_MAX = 34


def read_pieces(shown: str, folded: str, pieces: tuple[Piece, ...], head: Head) -> tuple[tuple[Draft, ...], Head]:
    """Return the drafts of one sentence and the head that the next sentence may need.

    `head` is what the sentence before, or the heading, was about.
    """
    walk = _Walk(head)
    depth = 0
    for piece in pieces:
        while depth < piece.depth:
            walk.outer.append(walk.head)
            depth += 1
        while depth > piece.depth:
            walk.head = walk.outer.pop() if walk.outer else walk.head
            depth -= 1
        _read_piece(shown, folded, piece, walk)
    return tuple(_share_predicates(folded, pieces, walk.drafts)), walk.head


def _read_piece(shown: str, folded: str, piece: Piece, walk: _Walk) -> None:
    words = folded[piece.start : piece.end]
    if piece.opener in (",", ";", "") and not _PART.match(words) and piece.opener == ";":
        walk.chain = False
    if _PART.match(clean(words)):
        walk.chain = True
    if not piece.numbers:
        visible = _visible(shown, folded, piece.start, piece.end)
        walk.topic = _topic(visible) or walk.topic
        if field_of_work(visible) and len(visible) <= 16 and names_work(visible):
            walk.head = Head(field_of_work(visible), piece.start)
        return
    before = piece.start
    for index, number in enumerate(piece.numbers):
        following = piece.numbers[index + 1] if index + 1 < len(piece.numbers) else None
        pre = _visible(shown, folded, before, number.start)
        post_end = following.start if following else piece.end
        post = _visible(shown, folded, number.stop, post_end)
        if following and len(post) <= 1 and not pre.strip("各共计等、"):
            post = _visible(shown, folded, following.stop, piece.end)
            _read_number(piece, number, pre, post, None, walk)
            before = number.stop
            continue
        if following and following.kind is UnitClass.PERCENT and not take_apart(clean(pre)).thing:
            post = _rated_thing(post) or post
            _read_number(piece, number, pre, post, None, walk)
            before = number.stop
            continue
        before = _read_number(piece, number, pre, post, following, walk)


def _rated_thing(words: str) -> str:
    """Return what the rates after a number are rates of: 行政应诉案件 in 9件行政应诉案件调解率、胜诉率均为100%."""
    first = _NAMES.split(words)[0]
    return _rate_thing(re.sub(r"(?:率|度)$", "", first)) if _RATE.search(trim_end(words)) else ""


def _visible(shown: str, folded: str, start: int, end: int) -> str:
    """Return the words between two places, dates left out."""
    return "".join(
        letter for letter, seen in zip(folded[start:end], shown[start:end], strict=True) if seen != DATE
    ).strip()


def _read_number(piece: Piece, number: Number, pre: str, post: str, following: Number | None, walk: _Walk) -> int:
    """Add the drafts of one number; return where the words before the next number begin."""
    pre = re.sub(r"^[、和及与并]|^以及", "", clean(pre))
    if number.kind in (UnitClass.PERCENT, UnitClass.SCORE) or (not number.unit and _RATE.search(trim_end(pre))):
        _read_rate(piece, number, pre, post, walk)
        return number.stop
    if number.rank:
        _add(walk, piece, number, _ranked(pre, walk), used_head=True)
        return number.stop
    if walk.queue and not trim_end(pre):
        _add(walk, piece, number, walk.queue.pop(0), used_head=False)
        return number.stop
    if _RESPECTIVE.search(pre) and len(names := _names(pre)) > 1:
        phrase = take_apart(names[0])
        first = _named(phrase, walk)
        walk.queue = [_same_tail(name, names, walk) for name in names[1:]]
        _add(walk, piece, number, first, used_head=not phrase.thing)
        return number.stop
    return _read_count(piece, number, pre, post, following, walk)


_RANK_WORDS = re.compile(r"(?:总?排名|排位|位列|位居|名列|居于|位次|排在|排序|列|居|排|第|在|仅|并列|但|继续|保持|的|虽然)+$")
_RANK_AREA = re.compile(r"^(?:但|仅|继续|连续|并|在)*(?:全[国省市州县区镇]|[^,。]{0,6}(?:市|州|省|县|区)[^,。]{0,6})?(?:排名?|位列|位居|名列|居|列)?$")


def _ranked(pre: str, walk: _Walk) -> str:
    """Return what is ranked: the words before, or the score or survey that the sentence spoke of last."""
    words = _RANK_WORDS.sub("", trim_end(pre))
    if take_apart(words).thing and not _RANK_AREA.match(words):
        return take_apart(words).thing
    said = re.sub(r"(?:虽然|但)$", "", walk.topic) or (walk.drafts[-1].subject if walk.drafts else walk.head.thing)
    area = re.sub(r"^(?:但|仅|继续|在)+", "", words)
    return re.sub(r"(?:得分|率)$", "", said) + area


def _same_tail(name: str, names: list[str], walk: _Walk) -> str:
    """Return a listed name with the tail or the head that the list shares."""
    phrase = take_apart(name)
    if phrase.thing and not phrase.is_generic:
        return phrase.thing + phrase.verbs
    own = walk.head.thing
    return own + (phrase.verbs + phrase.thing or name) if own not in name else name


def _names(pre: str) -> list[str]:
    words = trim_end(_RESPECTIVE.sub("", trim_end(pre)))
    return [part for part in _NAMES.split(words) if part]


def _read_rate(piece: Piece, number: Number, pre: str, post: str, walk: _Walk) -> None:
    if walk.queue and not trim_end(pre):
        _add(walk, piece, number, walk.queue.pop(0), used_head=True)
        return
    words = trim_end(pre)
    if not words or not _RATE_WORDS.search(words):
        _read_share(piece, number, words, post, walk)
        return
    names = _rate_names(words, bool(_EACH.search(pre)))
    subjects, head = [], walk.head
    for name in names:
        subject, own = _rate_subject(name, head)
        subjects.append(subject)
        head = Head(own, piece.start) if own else head
    if len(names) > 1 and _RESPECTIVE.search(pre):
        walk.queue = subjects[1:]
        subjects = subjects[:1]
    for subject in subjects:
        _add(walk, piece, number, subject, used_head=True)
    if not walk.head.is_set:
        walk.head = head


def _rate_names(words: str, each: bool) -> list[str]:
    """Return the rates named side by side; a list that is no list of rates stays one name."""
    parts = [part for part in _NAMES.split(words) if part]
    if len(parts) > 1 and (each or all(_RATE.search(part) for part in parts)):
        names, held = [], ""
        for part in parts:
            held += part if not held else "和" + part
            if _RATE.search(held) or part is parts[-1]:
                names.append(held)
                held = ""
        return names
    return [words]


def _rate_subject(name: str, head: Head) -> tuple[str, str]:
    """Return a rate's subject and the thing that it is a rate of, '' where the name has none of its own."""
    words = take_apart(name)
    plain = words.verbs + words.thing if words.verbs and words.thing in ("率", "") else words.thing or name
    if plain != name and not words.thing.endswith("率") and words.verbs not in ("", "覆盖"):
        plain = words.verbs + words.thing
    stem = re.sub(r"(?:率|度)$", "", plain)
    own = _rate_thing(stem)
    if own:
        return plain[-_THING_MAX:], own
    return (head.thing + plain if head.is_set and not plain.startswith(head.thing) else plain), ""


_RATE_STEM = re.compile(
    r"(?:按期|按时|及时|直接|综合|一次性|群众|现场|主动|总|平均|成功|当场|全程|网上|初次|当庭|服判|一审|公众|社会|考试|企业|总体|诉前|实质性?|实体)*"
    r"(?:办结|完成|成功|满意|满意度|办复|回复|答复|参考|参与|参加|合格|优秀|优良|通过|学习|调解|调解成功|调成|调处成功|调处|化解|好评|评价|纠错|审减|核减|整改|"
    r"整改完成|覆盖|持证|应诉|胜诉|败诉|采纳|履行|响应|解决|受理|报备|备案|规范|及时|审查|审核|准确|达标|知晓|网办|可办|办理|审结|结案|撤诉|调撤|和解|"
    r"调解和解|案结事了|息诉|反馈|兑现|执行|使用|上线应用|应用|聘请|配备|见面|面商|沟通|出庭|出庭应诉|知晓|合法|检出|立案|破案|公开|公示|录入|归集|上升|"
    r"下降|比|占比|比例|维持|撤销|准时|按期|按时|得分|抽查|检查|签约|入驻|调撤结案|建成|信访|转化|化解成功|自动履行|一次性化解|服判息诉|准确|申请|测评|好评)+"
)


def _rate_thing(stem: str) -> str:
    """Return the noun that a rate's stem begins with, '' for a stem of verbs alone (按期办结, 群众满意)."""
    if _RATE_STEM.fullmatch(stem):
        return ""
    match = _RATE_STEM.search(stem)
    while match and match.end() != len(stem):
        match = _RATE_STEM.search(stem, match.start() + 1)
    return stem[: match.start()] if match else stem


def _read_share(piece: Piece, number: Number, words: str, post: str, walk: _Walk) -> None:
    """Read a percentage before its name: 98.9%上线应用率, 92%的案件当场办结."""
    predicate = tidy(re.split(r"[,;。]", post)[0])
    thing = take_apart(words).thing
    base = thing if len(thing) > 1 else ""
    head = walk.head.thing
    subject = f"{base}{predicate}"
    if (
        not predicate
        or not base
        and (leading_verb(predicate) or _RATE_STEM.match(predicate) or _generic_start(predicate))
    ):
        subject = f"{head}{base}{predicate}" if head not in subject else subject
    _add(walk, piece, number, subject or head, used_head=True)


def _generic_start(words: str) -> bool:
    return bool(re.match(r"(?:的)?(?:案件|申请|问题|事项|纠纷|群众|人员|以上)", words))


def _read_count(piece: Piece, number: Number, pre: str, post: str, following: Number | None, walk: _Walk) -> int:
    relative = bool(re.search(r"(?:的|为期|聘请|聘用)$", pre)) and len(pre) > 4
    phrase = take_apart(_split_topic(trim_end(pre)))
    has_thing = bool(phrase.thing) and not (relative and post)
    if phrase.thing in ("该", "本", "将", "以", "于", "到", "达", "每", "这", "各", "所", "和", "其"):
        has_thing = False
    if has_thing:
        _read_thing_first(piece, number, phrase, "" if following else post, walk)
        return number.stop
    noun = "" if following and not post else _predicate(post)
    if following and noun and not _leads_noun(noun):
        noun = ""
    if noun:
        _read_number_first(piece, number, phrase, pre if relative else "", noun, walk)
        return following.start if following else piece.end
    subject = _restored(phrase, walk, number)
    _add(walk, piece, number, subject, used_head=True)
    return number.stop


def _leads_noun(noun: str) -> bool:
    phrase = take_apart(noun)
    return bool(phrase.thing) and not phrase.verbs


def _split_topic(words: str) -> str:
    """Return the phrase from its last 共/已 + verb on, with a short topic kept before it."""
    for match in reversed(
        list(re.finditer(r"(?:共计?|累计|已经?|先后|依法|现已|成功|及时|全年|分别|年内|合计)", words))
    ):
        rest = take_apart(words[match.end() :])
        topic = take_apart(words[: match.start()]).thing
        if match.start() and rest.verbs and rest.thing and len(words) > 8:
            return rest.verbs + (topic if len(topic) <= 14 else "") + rest.thing if not is_light(rest.verbs) else topic
        if match.start() and rest.verbs and topic and not rest.thing and not is_light(rest.verbs):
            return topic + rest.verbs
    return words


def _predicate(post: str) -> str:
    words = re.split(r"[,;。|]", post)[0]
    if "、" in words and find_verb(words[: words.index("、")]) > 0:
        words = words[: words.index("、")]
    return tidy(clean(words))[:_PREDICATE_MAX] if len(words) > 1 else ""


def _read_thing_first(piece: Piece, number: Number, phrase: Phrase, post: str, walk: _Walk) -> None:
    verbs = phrase.verbs
    if not verbs and piece.opener == "、" and walk.verbs and not ends_with_verb(phrase.thing):
        verbs = walk.verbs
    thing = phrase.thing[-_THING_MAX:]
    in_chain = walk.chain and walk.head.is_set and walk.head.unit is number.kind and len(thing) <= 8
    if phrase.is_generic and walk.head.start < 0 and walk.topic:
        walk.head = Head(walk.topic, piece.start)
    uses_head = (phrase.is_generic or in_chain or not _has_noun(thing)) and walk.head.is_set
    if uses_head and not _overlaps(walk.head.thing, thing):
        subject = f"{walk.head.thing}{verbs}{thing}"
    else:
        subject = f"{thing}{verbs}"
    predicate = _predicate(post)
    if (
        predicate
        and not leading_verb(predicate).startswith(("同比", "较"))
        and not predicate.startswith(("同比", "较", "比", "增", "下降", "以上", "左右"))
    ):
        subject += predicate
    _add(walk, piece, number, subject, used_head=uses_head)
    if (
        not in_chain
        and (not phrase.is_generic or not walk.head.is_set)
        and _has_noun(thing)
        and piece.depth <= len(walk.outer)
    ):
        walk.head = Head(thing, piece.start, number.kind)
        walk.verbs = phrase.verbs or (walk.verbs if piece.opener == "、" else "")


def _has_noun(thing: str) -> bool:
    """Tell whether a thing is more than a bare verb (已办结, 调解成功)."""
    phrase = take_apart(thing)
    return bool(phrase.thing)


def _overlaps(head: str, thing: str) -> bool:
    return thing in head or head in thing


def _read_number_first(piece: Piece, number: Number, phrase: Phrase, relative: str, noun: str, walk: _Walk) -> None:
    part = walk.chain and walk.head.is_set and (walk.head.unit is number.kind or not walk.head.unit)
    bare = not _leads_noun(noun) and not phrase.verbs and not relative
    used = (part or bare) and walk.head.is_set
    own = (
        f"{take_apart(relative).verbs}{take_apart(relative).thing}"
        if relative
        else ("" if is_light(phrase.verbs) else phrase.verbs)
    )
    subject = f"{walk.head.thing}{noun}" if used else f"{own}{noun}"
    _add(walk, piece, number, subject, used_head=used, leads=not relative)
    if not used:
        place = find_verb(noun)
        walk.head = Head(noun[:place] if place > 1 else noun, piece.start, number.kind)


def _named(phrase: Phrase, walk: _Walk) -> str:
    if phrase.thing:
        return f"{phrase.thing}{phrase.verbs}"
    return f"{walk.head.thing}{phrase.verbs}"


def _restored(phrase: Phrase, walk: _Walk, number: Number) -> str:
    """Return verbs with the head they belong to, or with the sentence's topic."""
    verbs = "" if is_light(phrase.verbs) else phrase.verbs
    head = walk.head.thing if walk.head.start >= 0 else (walk.topic or walk.head.thing)
    if verbs and head.endswith(verbs):
        verbs = ""
    return f"{head}{verbs}" if head or verbs else phrase.verbs


def _topic(words: str) -> str:
    """Return what a clause without numbers is about, if it may serve as a head: 行政复议方面."""
    phrase = take_apart(clean(words))
    thing = re.sub(r"(?:方面|工作|过程中|领域|中|上|情况|如下)+$", "", phrase.thing)
    return thing if 2 <= len(thing) <= 16 else ""


def _add(walk: _Walk, piece: Piece, number: Number, subject: str, used_head: bool, leads: bool = False) -> None:
    start = min(piece.start, walk.head.start) if used_head and walk.head.start >= 0 else piece.start
    own = subject.removeprefix(walk.head.thing) if used_head and walk.head.thing else subject
    walk.drafts.append(Draft(number, subject, start, piece.end, leads, own))


def _share_predicates(folded: str, pieces: tuple[Piece, ...], drafts: list[Draft]) -> list[Draft]:
    """Give the predicate of the last of several numbers joined by 、 to those before: 8件事项、2个议题纳入审查."""
    by_end = {piece.end: piece for piece in pieces}
    shared = list(drafts)
    for index in range(len(shared) - 2, -1, -1):
        draft, later = shared[index], shared[index + 1]
        piece = by_end.get(later.end)
        if not (draft.leads and later.leads and piece and piece.opener == "、"):
            continue
        place = find_verb(later.subject)
        if find_verb(draft.subject) < 0 and place > 0:
            shared[index] = replace(draft, subject=draft.subject + later.subject[place:], end=later.end)
    return shared
