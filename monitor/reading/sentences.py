"""Cut a clean text into sentences, each with its section; takes the text, leaves offsets into it.

Folding (`fold`) changes characters one for one and never their number, so that every place found in the folded text
is the same place in the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a section of the report is about."""

    PAST = "past"
    PROBLEMS = "problems"
    PLAN = "plan"


@dataclass(frozen=True)
class Section:
    """Where a sentence stands: the role of its chapter, and the headings above it, outermost first."""

    role: Role
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """One sentence or table line: `text[start:end]`, without its final mark."""

    start: int
    end: int
    section: Section


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLDS = str.maketrans(
    _FULL_WIDTH
    | {
        ord("\u3000"): " ",
        ord("\u00a0"): " ",
        ord("\u2002"): " ",
        ord("\u2003"): " ",
        ord("\t"): " ",
        ord("﹪"): "%",
        ord("〇"): "零",
        ord("﹐"): ",",
        ord("．"): ".",
        ord("【"): "[",
        ord("】"): "]",
        ord("「"): "“",
        ord("」"): "”",
        ord("『"): "“",
        ord("』"): "”",
        ord("—"): "-",
        ord("–"): "-",
        ord("－"): "-",
        ord("～"): "~",
        ord("|"): "|",
        ord("･"): "·",
        ord("•"): "·",
    }
)

HAN = "一二三四五六七八九十"
# The longest sentence of the annotated documents has 390 characters; beyond this the text is a table or hostile.
_LONGEST = 1500
_BREAK = re.compile(r"[。!?\n]+")
_LEVELS = (
    re.compile(rf"第?[{HAN}]{{1,3}}(?:、|,|部分|章)\s*"),
    re.compile(rf"\([{HAN}]{{1,3}}\)[、.]?\s*"),
    re.compile(rf"(?:[{HAN}](?:是|要)|其[{HAN}]|\d{{1,2}}[.、)](?!\d)|\(\d{{1,2}}\)|[①-⑳])[,:]?\s*"),
)
_PLAN = re.compile(
    r"下一?步|下阶段|下一阶段|今后|来年|明年|下一?年度?|打算|工作(?:安排|计划|思路)|改进思路|努力方向|主要安排|工作谋划|目标任务"
    r"|(?:整改|改进)措施|(?:工作)?展望|(?:工作|总体)要点"
)
_PLAN_OPENING = re.compile(r"\s*(?:下一?步|下阶段|下一阶段|今后|来年|明年|新的一年|针对(?:上述|以上|存在))")
_PROBLEMS = re.compile(r"不足|短处|短板|问题|困难|短板|差距|薄弱|原因")
_PAST = re.compile(r"成绩|成效|回顾|过去|总结|进展|情况|做法|举措|完成|取得|主要工作|亮点|职责")
_YEAR = re.compile(r"(20\d\d)\s*年")


def fold(text: str) -> str:
    """Return the text with full-width forms made half-width, character for character (same length)."""
    return text.translate(_FOLDS)


def split_sentences(folded: str, year: int | None, speech: bool) -> tuple[Sentence, ...]:
    """Cut a folded text into sentences with their sections.

    `year` is the reporting year: a chapter headed by a later year is the plan. In a leader's speech (`speech`) only
    chapters that look back have results; the others are directives (notes on the genre, look-alikes).
    """
    sentences: list[Sentence] = []
    headings: list[str] = ["", "", ""]
    role = Role.PAST
    for start, end in _spans(folded):
        words = folded[start:end]
        level = _level(words)
        if level is None and _is_bare_heading(folded, start, end):
            role = _role(words, year, speech, role)
            headings = [words, "", ""]
        elif level is not None:
            title = _title(words)
            headings[level:] = [title] + [""] * (2 - level)
            role = _chapter_role(title, level, year, speech, role)
        elif role is Role.PROBLEMS and _turns_to_plan(words, year):
            role = Role.PLAN
        sentences.append(Sentence(start, end, Section(role, tuple(part for part in headings if part))))
        if folded[end : end + 1] == "\n" and level is None:
            headings[2] = ""
    return tuple(sentences)


def _spans(folded: str) -> list[tuple[int, int]]:
    """Return the trimmed, non-empty stretches between sentence marks; a mark inside a title or quote is no end."""
    spans = []
    start = 0
    for mark in [*_BREAK.finditer(folded), None]:
        end = mark.start() if mark else len(folded)
        words = folded[start:end]
        left = start + len(words) - len(words.lstrip())
        right = start + len(words.rstrip())
        spans.extend(_bounded(folded, left, right))
        start = mark.end() if mark else end
    return spans


def _bounded(folded: str, left: int, right: int) -> list[tuple[int, int]]:
    """Return a stretch in lengths that can be read in time, cut at a pause; no writer's sentence is this long."""
    spans = []
    while right - left > _LONGEST:
        cut = max(folded.rfind(mark, left + 1, left + _LONGEST) for mark in ";,、 ")
        cut = cut if cut > left else left + _LONGEST
        spans.append((left, cut))
        left = cut
    return [*spans, (left, right)] if right > left else spans


def _turns_to_plan(words: str, year: int | None) -> bool:
    """Tell the sentence at which a chapter of problems and plans (存在问题及下步打算) goes on to the plans."""
    later = re.match(r"\s*(20\d\d)\s?年", words)
    return bool(_PLAN_OPENING.match(words)) or bool(later and year and int(later[1]) > year)


def _level(words: str) -> int | None:
    for level, pattern in enumerate(_LEVELS):
        if pattern.match(words):
            return level
    return None


def _title(words: str) -> str:
    """Return a heading's own words: without its number, up to the first pause that ends the phrase."""
    for pattern in _LEVELS:
        words = pattern.sub("", words, count=1) if pattern.match(words) else words
    head = re.split(r"[:;]", words)[0]
    return head if len(head) <= 40 else re.split(r"[,:;]", words)[0][:40]


def _is_bare_heading(folded: str, start: int, end: int) -> bool:
    """Tell a line of its own without number or final mark that names a part, as 下一步工作打算."""
    alone = (start == 0 or "\n" in folded[max(0, start - 3) : start]) and folded[end : end + 1] in ("", "\n")
    words = folded[start:end]
    return alone and end - start <= 24 and "|" not in words and bool(_PLAN.search(words) or _PROBLEMS.search(words))


def _chapter_role(title: str, level: int, year: int | None, speech: bool, role: Role) -> Role:
    if level == 0:
        return _role(title, year, speech, Role.PAST)
    if level == 1 and role is not Role.PLAN and _PLAN.search(title) and not _PROBLEMS.search(title):
        return Role.PLAN
    return role


def _role(title: str, year: int | None, speech: bool, default: Role) -> Role:
    later = [int(found) for found in _YEAR.findall(title) if year and int(found) > year]
    if _PROBLEMS.search(title) and (later or _PLAN.search(title)) and not speech:
        return Role.PROBLEMS
    if later or (_PLAN.search(title) and not _PAST.search(title)):
        return Role.PLAN
    if _PROBLEMS.search(title):
        return Role.PROBLEMS if not (_PLAN.search(title) and speech) else Role.PLAN
    if speech and not _PAST.search(title):
        return Role.PLAN
    return default
