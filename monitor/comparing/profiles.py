"""What each figure speaks of, beyond its subject: takes a report's figures and its text, leaves one profile each.

A subject may be poor (一审数) where its head stands a clause or a sentence earlier. A profile keeps apart what the
number's own clause says, what the subject inherits, and what was said before in the sentence and in the paragraph, so
that a word lacking in one name may be found in what the same report said just before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from monitor.comparing import quantities
from monitor.comparing.past import named_past
from monitor.comparing.spans import Span, is_recounted, span_of, speaks_of_counting
from monitor.comparing.wording import (
    Name,
    facets_of,
    joined,
    last_topic,
    name_of,
    surroundings,
    tokens_of,
    told_alike,
    topics_of,
    with_court,
)
from storage.model import Observation

_CLAUSE_ENDS = "，,。；;：:（）()！？!?\n|"
_SENTENCE_ENDS = "。！？!?\n"
# The printed number with its unit: what follows it in its clause is a predicate (63件胜诉).
_PRINTED = re.compile(r"[\d.,，〇零一二两三四五六七八九十百千]+\s*[余多]?[万亿]?[余多]?")
_NUMBER_BEFORE = re.compile(r"\d[万亿]?[余多]?[\u4e00-\u9fff]?")
_LONGEST_CLAUSE = 40
_SEVERALLY = re.compile(r"分别[^，,；;：:]*$")
# Examples before 等 illustrate what is counted (装备、经费等问题13个); why (因执法过错被追责), a row of places
# (进学校、进企业) and a row of those who are looked at (对医院、学校、药店开展检查) are no part of it.
_ASIDES = re.compile(
    r"[^、，,。；;：:\d]{0,16}(?:、[^、，,。；;：:\d]{1,16})+等(?=[\u4e00-\u9fff])(?!级|候|待|额)"
    r"|[“\"][^”\"，。]{1,20}[”\"]等(?=[\u4e00-\u9fff])|因[^，,。；;：:\d被]{2,10}(?=被)"
    r"|进[^进、，,。；;：:\d]{1,5}(?:、进[^进、，,。；;：:\d]{2})+"
    r"|(?:对|^)[^对、，,。；;：:\d]{1,10}(?:、[^、，,。；;：:\d]{1,10}){2,}"
    r"(?=(?:开展|进行|实施)[^、，,。；;：:\d]{0,8}(?:[检巡抽督]查|监督|执法|整治))"
    r"|围绕[^，,。；;：:\d]{2,10}?(?=开展|组织|举办|集[中体]|专题)"
)
_ASIDE_LETTERS = frozenset("等因围进对、")
# Where households are counted (专项监督1393户次), 监督 is 检查; 完成 alone counts what was done of the figure before.
_SUPERVISED = re.compile(r"监督(?= )")
_DONE = re.compile(r"(?:已|实际|实际已|现已|均|全部|当年)?完成\s*")
_DONE_MEANS = "办结"
# Only courts let one lose, whatever head the reading found (复议8件；应诉15件，败诉1件).
_OF_COURT = re.compile(r"[败胜]诉|出庭")
# Words that join two things of which one clause says that neither came.
_NEITHER = re.compile(r"[、和及与或]|或者|以及")
_FLOW = re.compile(r"新[增建接收聘设办培登]|年内|当年|本年|今年|全年")
_STOCK = re.compile(r"累计|达|增至|增加到|发展到|拓展到|扩至|升至|现有|共有|已有|在册|总数|保有|拥有")
# A change is told behind its figure and says nothing of what is counted; 1698名调解员全年化解 opens the next count.
_CHANGE = re.compile(r"同比|环比|[较比]上?[年去]|[增减]加|[上下增][升降长]|[较比](?=20)|全年|年内|累计|共(?![同有产])")


@dataclass(frozen=True)
class Profile:
    """The words of one figure as sets of tokens.

    `own` stands in the number's clause, `subject` in the subject only, `name` holds both; `sentence` and `paragraph`
    stand before it there. `facets` are the clause's own (`clause`), else the subject's; `spoken` are all that its
    sentence named so far; `topic` is its own matter, or the last named before it, `far` where another sentence named
    it. `stock`: the clause tells how many there are by now (达、增至、累计).
    """

    own: frozenset[str]
    subject: frozenset[str]
    name: frozenset[str]
    sentence: frozenset[str]
    paragraph: frozenset[str]
    facets: tuple[frozenset[int], ...]
    clause: tuple[frozenset[int], ...]
    spoken: tuple[frozenset[int], ...]
    topic: frozenset[int]
    far: bool
    stock: bool


@dataclass(frozen=True)
class Candidate:
    """One figure made ready for pairing; `place` is its rank in the text, `line` its sentence's.

    `past` is last year's figure that the sentence prints beside it. A `wordless` zero has no digit (未发生), so that
    its unit is not the report's. `span` is the part of the year that its sentence names; a figure is `recounted` where
    the sentence says that it is counted in another way than before.
    """

    observation: Observation
    place: int
    name: Name
    text: str
    profile: Profile
    line: int
    past: Observation | None = None
    wordless: bool = False
    span: Span | None = None
    recounted: bool = False

    @property
    def around(self) -> frozenset[str]:
        """The pairs of letters round the number; few figures are ever asked for them."""
        return surroundings(self.text, self.observation.at)


@dataclass
class _Run:
    """What was said so far: in this sentence, and before it in this paragraph; `near`: this one named the topic."""

    line: int = 0
    place: int = 0
    sentence: frozenset[str] = frozenset()
    paragraph: frozenset[str] = frozenset()
    topic: frozenset[int] = frozenset()
    near: bool = False
    spoken: tuple[frozenset[int], ...] = ()
    said: str = ""


def profiled(observations: Sequence[Observation], text: str) -> list[Candidate]:
    """Return the figures of the report's own period with their profiles, in the order of the text."""
    run = _Run()
    found: list[Candidate] = []
    recounts = speaks_of_counting(text)
    pasts = [observation for observation in observations if observation.scope == "prior_year"]
    for rank, observation in enumerate(observations):
        if not quantities.is_current(observation):
            continue
        _advance(run, text, max(observation.at, run.place))
        wordless = observation.value == 0 and not text[observation.at : observation.at + 1].isdigit()
        past = named_past(observation, pasts) if pasts else None
        for one in _neither_of(observation) if wordless else (observation,):
            # 建议、提案分别办理129件、171件: the clause before the first number names the second thing.
            if one is not observation:
                subject = clause = one.subject
            elif _SEVERALLY.search(run.said[-_LONGEST_CLAUSE:]):
                clause = _share_of(observation, observations[:rank])
                subject = clause or observation.subject
            else:
                subject, clause = observation.subject, _meant(own_clause(text, observation.at, observation.unit), one)
            subject = without_asides(subject)
            name = name_of(subject)
            profile = _profile(run, clause, name, subject)
            span = span_of(run.said, clause)
            recounted = recounts and is_recounted(run.said, text, observation.at)
            found.append(Candidate(one, len(found), name, text, profile, run.line, past, wordless, span, recounted))
    return found


def _meant(clause: str, observation: Observation) -> str:
    """Return a clause with the verbs that mean another one by where they stand."""
    if "监督" in clause and quantities.unit_family(observation.unit) == "户次":
        clause = _SUPERVISED.sub("检查", clause)
    return _DONE_MEANS if _DONE.fullmatch(clause) else clause


def _neither_of(observation: Observation) -> tuple[Observation, ...]:
    """Return one zero for each of two matters of which a clause says that neither came (未发生行政复议和行政诉讼)."""
    things = [thing for thing in _NEITHER.split(observation.subject) if thing]
    matters = [topics_of(told_alike(thing)) for thing in things]
    if len(things) < 2 or not all(matters) or len(frozenset(matters)) < len(matters):
        return (observation,)
    return tuple(replace(observation, indicator=None, subject=thing) for thing in things)


def _share_of(observation: Observation, earlier: Sequence[Observation]) -> str:
    """Return the thing that a figure behind 分别 counts: the first of 建议、提案 for the first, empty where unclear."""
    things = re.split(r"[、和及与]", observation.subject)
    rank = sum(one.subject == observation.subject and one.unit == observation.unit for one in earlier[-len(things) :])
    return things[rank] if len(things) > 1 and rank < len(things) else ""


def _advance(run: _Run, text: str, at: int) -> None:
    """Take up what stands between the last figure and this one; of earlier paragraphs nothing is kept."""
    if (paragraph := text.rfind("\n", run.place, at)) >= 0:
        run.place, run.line = paragraph, run.line + 1
    passed = text[run.place : at]
    pieces = re.split(f"([{_SENTENCE_ENDS}])", passed)
    for words, end in zip(pieces[::2], [*pieces[1::2], ""], strict=False):
        run.said += words
        run.sentence |= tokens_of(words)
        run.spoken = joined(run.spoken, facets_of(told_alike(words)))
        if topic := last_topic(told_alike(words)):
            run.topic, run.near = topic, True
        if not end:
            continue
        run.line += 1
        run.paragraph = frozenset() if end == "\n" else run.paragraph | run.sentence
        run.topic = frozenset() if end == "\n" else run.topic
        run.sentence, run.spoken, run.said, run.near = frozenset(), (), "", False
    run.place = at


def _profile(run: _Run, clause: str, name: Name, subject: str) -> Profile:
    own, inherited = tokens_of(clause), tokens_of(subject)
    mine = facets_of(told_alike(clause))
    if _OF_COURT.search(clause):
        mine = with_court(mine)
    facets = tuple(here or there for here, there in zip(mine, name.facets, strict=True))
    named = topics_of(told_alike(clause)) or topics_of(told_alike(subject))
    topic = named or run.topic
    far = not named and not run.near
    stock = _STOCK.search(run.said[-_LONGEST_CLAUSE:]) is not None and not _FLOW.search(clause)
    spoken = joined(run.spoken, facets)
    name_tokens = own | inherited
    return Profile(
        own or inherited,
        inherited - own,
        name_tokens,
        run.sentence,
        run.paragraph,
        facets,
        mine,
        spoken,
        topic,
        far,
        stock,
    )


@lru_cache(maxsize=4096)
def _clause_of(left: str, right: str) -> str:
    cut = [match.end() for match in _NUMBER_BEFORE.finditer(left)]
    before = without_asides(left[cut[-1] :] if cut else left)
    changed = _CHANGE.search(right)
    return before + " " + without_asides(right[: changed.start()] if changed else right)


def without_asides(words: str) -> str:
    """Return words without the examples that 等 closes, and without what only tells why, where or on what theme."""
    return words if _ASIDE_LETTERS.isdisjoint(words) else _ASIDES.sub("", words)


def own_clause(text: str, at: int, unit: str) -> str:
    """Return the words of the clause in which a number stands, before and after it, without numbers."""
    begin = at
    while begin > 0 and at - begin < _LONGEST_CLAUSE and text[begin - 1] not in _CLAUSE_ENDS:
        begin -= 1
    printed = _PRINTED.match(text, at)
    end = printed.end() if printed else at
    if text.startswith(unit, end):
        end += len(unit)
    stop = end
    while stop < len(text) and stop - end < _LONGEST_CLAUSE and text[stop] not in _CLAUSE_ENDS:
        if text[stop].isdigit() or text[stop] == "、":
            break
        stop += 1
    return _clause_of(text[begin:at], text[end:stop])
