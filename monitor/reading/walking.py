"""What is known while one sentence is read: heads, topics and the drafts so far; the state that clause rules share."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from monitor.reading.numbers import Number
from monitor.reading.phrases import Phrase, is_light, take_apart, trim_end
from monitor.reading.pieces import Piece
from monitor.reading.units import UnitClass

THING_LENGTH = 34
# A subject of so few characters (立案, 罚款, 办件) does not stand alone where a body was named that does it.
_SHORT = 3
# Verbs that name their own thing: 罚款3万元 after 巡查40次 is no fine of the patrols.
_AFTER_RANGE = re.compile(r"^(?:之间|不等|左右|上下|以内)$")
_ALONE = frozenset(("罚款", "罚没", "罚没款", "没收", "立案", "立案查处", "查处"))
# Of these only the cases are left unsaid: 立案14件.
_OPENED = frozenset(("立案", "立案查处"))
# Services with names of their own: 上门代办286件 is of no counter told before.
_SERVED = re.compile(r"(?:上门)?(?:帮办|代办|跑办|代缴)+|上门办理")
# One of the ways in which a case ends is no part of another: 复议决定维持3件、撤销1件.
_OUTCOME = re.compile(
    r"(?:维持|撤销|变更|驳回|终止|中止|撤回|确认违法|责令履行|不予受理|保留|废止|修改|修订|宣布失效|失效|继续有效|合格|不合格)+$"
)


@dataclass(frozen=True)
class Draft:
    """A number with its subject; `start` and `end` bound the words that a reader needs to believe it.

    `own` is the subject without a head restored from elsewhere: what this clause itself says. `parts` are the drafts
    that the number is the total of, where they have several names.
    """

    number: Number
    subject: str
    start: int
    end: int
    leads: bool = False
    own: str = ""
    parts: tuple[Draft, ...] = ()


@dataclass(frozen=True)
class Head:
    """What an enumeration is about, and where it was said (-1: in another sentence).

    `actor` is the body whose work the paragraph tells (县政务大厅): it stands before what says too little alone.
    """

    thing: str
    start: int = -1
    unit: UnitClass | None = None
    actor: str = ""

    @property
    def is_set(self) -> bool:
        """Whether there is anything to restore."""
        return bool(self.thing)


@dataclass(frozen=True)
class Spot:
    """One number where it stands: its piece, the words around it, and the number that follows in the piece."""

    piece: Piece
    number: Number
    pre: str
    post: str
    following: Number | None = None


@dataclass
class Walk:
    """What has been read so far in one sentence.

    `queue` holds the names that a list still owes a number (A、B分别为1件、2件), `listed` the clause without numbers
    that may name them, `outer` the heads outside the brackets, `chain` whether parts of the head are being told (其中).
    """

    head: Head
    verbs: str = ""
    chain: bool = False
    topic: str = ""
    actor: str = ""
    listed: str = ""
    listed_at: int = -1
    domain: str = ""
    queue: list[str] = field(default_factory=list)
    outer: list[tuple[Head, bool]] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)

    def add(self, spot: Spot, subject: str, used_head: bool, leads: bool = False) -> None:
        """Keep the draft of a number; its quote reaches back to the head where the head was needed."""
        head = self.head
        start = min(spot.piece.start, head.start) if used_head and head.start >= 0 else spot.piece.start
        own = subject.removeprefix(head.thing) if used_head and head.thing else subject
        if self.actor and len(subject) <= _SHORT and self.actor not in subject:
            subject = f"{self.actor}{subject}"
        self.drafts.append(Draft(spot.number, subject, start, spot.piece.end, leads, own))

    def next_of_list(self, spot: Spot, *, used_head: bool) -> None:
        """Keep a number under the name that a list owes it; its quote begins where the list does."""
        piece = replace(
            spot.piece, start=min(spot.piece.start, self.drafts[-1].start if self.drafts else spot.piece.start)
        )
        self.add(replace(spot, piece=piece), self.queue.pop(0), used_head=used_head)

    def reaching_back(self, spot: Spot) -> Spot:
        """Return the spot with a quote that holds the clause before, which names what is counted."""
        return replace(spot, piece=replace(spot.piece, start=self.listed_at)) if self.listed_at >= 0 else spot

    def spoken_of(self, noun: str, unit: UnitClass | None) -> Head:
        """Return the head that a repeated noun points at: the last thing of that name and kind that was counted."""
        if noun in self.head.thing:
            return self.head
        for draft in reversed(self.drafts):
            if noun in draft.subject and draft.number.kind is unit:
                return Head(draft.subject, draft.start, unit)
        return self.head

    def named(self, phrase: Phrase) -> str:
        """Return the name of a phrase, with the head where it has no thing of its own."""
        return f"{phrase.thing or self.head.thing}{phrase.verbs}"

    def restored(self, phrase: Phrase) -> str:
        """Return verbs with the head they belong to, or with the sentence's topic."""
        verbs = "" if is_light(phrase.verbs) and not self.chain else phrase.verbs
        head = self.head.thing if self.head.start >= 0 else (self.topic or self.head.thing)
        if verbs and head.endswith(verbs):
            verbs = ""
        if _OUTCOME.fullmatch(verbs) and (before := _OUTCOME.search(head)) and before.end() == len(head):
            head = head[: before.start()]
        if verbs.endswith("应诉") and head and not re.search(r"[诉案]", head):
            return verbs
        if _SERVED.fullmatch(verbs):
            return verbs
        if verbs in _OPENED and (self.head.unit is not UnitClass.CASE or self.head.thing == "案件"):
            return verbs if self.actor else f"{self.domain}案件{verbs}"
        if verbs in _ALONE and (self.head.unit is not UnitClass.CASE or self.head.thing == "案件"):
            return verbs
        return f"{head}{verbs}" if head or verbs else phrase.verbs

    def repeats(self, spot: Spot) -> bool:
        """Tell a further value of what was just counted: 分别达到32%、28%, 2至3名."""
        if not self.drafts or self.drafts[-1].leads or _AFTER_RANGE.sub("", spot.post.strip("。,;、和")):
            return False
        if self.drafts[-1].number.kind is not spot.number.kind:
            return False
        return (spot.pre == "" and spot.piece.opener == "、") or spot.pre in ("-", "~", "至", "到")


_RANK_WORDS = re.compile(
    r"(?:总?排名|排位|位列|位居|名列|居于|位次|排在|排序|列|居|排|第|在|仅|并列|但|继续|保持|的|虽然)+$"
)
_RANK_AREA = re.compile(
    r"^(?:但|仅|继续|连续|并|在)*(?:全[国省市州县区镇]|[^,。]{0,6}(?:市|州|省|县|区)[^,。]{0,6})?"
    r"(?:排名?|位列|位居|名列|居|列)?$"
)


# A test with a name of its own: 全市营商环境评价居第3位 is no rank of what was told before.
_TEST = re.compile(r"(?:评价|评估|考核|考评|测评|评议|评比|竞赛|指数)")


def read_rank(spot: Spot, walk: Walk) -> None:
    """Add a rank under what is ranked: the words before, or the score or survey that the sentence spoke of last."""
    words = _RANK_WORDS.sub("", trim_end(spot.pre))
    thing = re.sub(r"中$", "", take_apart(words).thing)
    if not thing or (_RANK_AREA.match(words) and not _TEST.search(words)):
        said = re.sub(r"(?:虽然|但)$", "", walk.topic) or (walk.drafts[-1].subject if walk.drafts else walk.head.thing)
        thing = re.sub(r"(?:得分|率)$", "", said) + re.sub(r"^(?:但|仅|继续|在)+", "", words)
    walk.add(spot, thing, used_head=True)
