"""The words around a counted number: takes them as they stand, leaves what they name or say of it; pure."""

from __future__ import annotations

import re

from monitor.reading.phrases import clean, find_verb, is_light, leading_verb, take_apart, tidy
from monitor.reading.rates import NAMES

_PREDICATE_LENGTH = 24
_SHORT_NOUNS = frozenset("省市县区州镇乡村街所站队人")
# A circumstance that the figure makes is no name of it: 升至310件的压力之下.
_UNDER_WHICH = re.compile(
    r"[、,]?的?(?:巨大|严峻|较大)?(?:压力|背景|情况|基础|前提|形势|条件|情形)(?:之?下|之?上|中)?$"
)
_TURN = re.compile(r"(?:共计?|累计|已经?|先后|依法|现已|成功|及时|全年|分别|年内|合计)")
# Who went about it: 起草小组先后进村听取意见.
_TEAM = re.compile(r"(?:小组|专班|工作队|调研组|督察组|检查组|宣讲团|分队)$")
_STAGE = re.compile(
    r"(?:受理|立案|审理|开庭|判决|诉)前|一审|二审|再审|补正后?|审查后|调查后|整改后|申请人|当年|当期|首次|本级"
)


def leads_noun(noun: str) -> bool:
    """Tell whether words name a thing and say nothing that was done."""
    phrase = take_apart(noun)
    return bool(phrase.thing) and not phrase.verbs


def split_topic(words: str) -> str:
    """Return the phrase from its last 共/已 + verb on, with a short topic kept before it."""
    for match in reversed(list(_TURN.finditer(words))):
        rest = take_apart(words[match.end() :])
        if (
            (place := find_verb(words[match.end() :])) in (2, 3)
            and not rest.verbs
            and _TEAM.search(words[: match.start()])
        ):
            return words[match.end() + place :]
        topic = take_apart(words[: match.start()]).thing
        if not match.start() or not rest.verbs:
            continue
        if rest.thing and len(words) > 8:
            return rest.verbs + (topic if len(topic) <= 14 else "") + rest.thing if not is_light(rest.verbs) else topic
        if topic and not rest.thing and not is_light(rest.verbs):
            return topic + rest.verbs
    return words


# 其中9件以调解、和解方式结案: the way is what became of them.
_IN_WHAT_WAY = re.compile(r"(?:以|通过|采取)(?P<way>[^,;。]{2,10}、[^,;。、]{2,6}?)等?(?:的)?(?:方式|形式|途径)")


def predicate_of(post: str) -> str:
    """Return what the words behind a number say became of what it counts, "" where they say nothing of it."""
    words = re.sub(r"^(?:里|里头|里面|当中|之中|中)$|无一.*$", "", re.split(r"[,;。|]", post)[0])
    if way := _IN_WHAT_WAY.match(words):
        return tidy(way["way"])
    if "、" in words and find_verb(words[: words.index("、")]) > 0:
        words = words[: words.index("、")]
    words = re.sub(r"(?<=[\u4e00-\u9fff]{4})之?后$", "", words)
    if _UNDER_WHICH.match(words):
        return ""
    return tidy(clean(words))[:_PREDICATE_LENGTH] if len(words) > 1 or words in _SHORT_NOUNS else ""


def only_acts(thing: str) -> bool:
    """Tell a list of what became of the head: 决定撤销、变更和责令履行."""
    acts = [act.removeprefix("决定") for act in NAMES.split(thing) if act]
    return len(acts) > 1 and all(leading_verb(act) == act for act in acts)


def is_stage(thing: str) -> bool:
    """Tell whether a name is but a stage of the head's cases: 一审审结, 申请人撤回终止."""
    return bool((match := _STAGE.match(thing)) and leading_verb(thing[match.end() :]))
