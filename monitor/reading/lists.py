"""Lists: give each of several names its own number; takes the first number's spot, leaves the others' names queued.

The forms: A、B分别为1件、2件; A、B分别办理1件、2件; 其中主办的分别为1件和2件.
"""

from __future__ import annotations

import re

from monitor.reading.phrases import find_verb, leading_verb, take_apart, trim_end
from monitor.reading.rates import NAMES, RESPECTIVE
from monitor.reading.walking import THING_LENGTH, Head, Spot, Walk

_SHORT_NAME = 4
_EACH_DONE = re.compile(r"^(?P<names>[^,;:]{4,30}?)(?:分别|各)(?P<verb>[\u4e00-\u9fff]{2,4})了?$")


def read_list(spot: Spot, walk: Walk) -> bool:
    """Read the first number of a list of names (A、B分别为1件、2件); tell whether it is one."""
    if _read_each_done(spot, walk):
        return True
    if not RESPECTIVE.search(spot.pre):
        return False
    words = trim_end(RESPECTIVE.sub("", trim_end(spot.pre)))
    if not words:
        words, spot = walk.listed, walk.reaching_back(spot)
    names = _shared([part for part in NAMES.split(words) if part])
    if len(names) == 1 and walk.chain:
        return _read_of_each(spot, names[0], walk)
    if len(names) < 2:
        return False
    phrase = take_apart(names[0])
    first = walk.named(phrase)
    walk.queue = [_listed(name, walk) for name in names[1:]]
    walk.add(spot, first, used_head=not phrase.thing)
    if phrase.thing and not phrase.is_generic and len(words) <= THING_LENGTH // 2:
        walk.head = Head(take_apart(words).thing, spot.piece.start, spot.number.kind)
    return True


def _read_each_done(spot: Spot, walk: Walk) -> bool:
    """Read 建议、提案分别办理12件、7件: what was done with each of the names."""
    done = _EACH_DONE.search(spot.pre)
    if not done or leading_verb(done["verb"]) != done["verb"] or spot.post:
        return False
    names = [f"{name}{done['verb']}" for name in NAMES.split(done["names"]) if name]
    if len(names) < 2:
        return False
    walk.queue = names[1:]
    walk.add(spot, names[0], used_head=False)
    return True


def _read_of_each(spot: Spot, words: str, walk: Walk) -> bool:
    """Read 建议8件、提案3件,其中主办的分别为2件和1件: the parts of the last two figures, in their order."""
    last = walk.drafts[-2:]
    if len(last) < 2 or any(draft.number.kind is not spot.number.kind for draft in last):
        return False
    phrase = take_apart(re.sub(r"^其中", "", words))
    done = phrase.verbs + phrase.thing
    walk.queue = [last[1].subject + done]
    walk.add(spot, last[0].subject + done, used_head=True)
    return True


def _shared(names: list[str]) -> list[str]:
    """Return listed names with what only the last one says: 保留、废止文件, 县委、县政府听取汇报."""
    if len(names) < 2:
        return names
    owner = names[0].rfind("的") + 1
    if owner > 2 and all(len(name) <= _SHORT_NAME and "的" not in name for name in names[1:]):
        return [names[0], *(names[0][:owner] + name for name in names[1:])]
    last = take_apart(names[-1])
    if last.verbs and last.thing and not any(take_apart(name).thing for name in names[:-1]):
        return [f"{last.thing}{name}" for name in names[:-1]] + [last.thing + last.verbs]
    place = find_verb(names[-1])
    predicate = names[-1][place:]
    if place < 3 or len(predicate) < 4 or not take_apart(predicate).thing or find_verb(names[0]) > 0:
        return names
    return [*(name + predicate for name in names[:-1]), names[-1]]


def _listed(name: str, walk: Walk) -> str:
    """Return a listed name, with the head where it cannot stand alone."""
    phrase = take_apart(name)
    if phrase.thing and not phrase.is_generic:
        return phrase.thing + phrase.verbs
    own = walk.head.thing
    return own + (phrase.verbs + phrase.thing or name) if own not in name else name
