"""What a title promises: takes the words of a link or headline, leaves a verdict that crawler and monitor share.

A title is judged by its head noun and by what stands around its subject (法治政府建设, 依法行政), never by one keyword:
a report's title may hold 规划 in the name of a bureau, and a plan's title may hold 报告. Forms met on portals stand in
the tests' `titles.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from storage import wordings

CHINESE_DIGITS = {"〇": "0", "○": "0", "零": "0", "O": "0", "o": "0", "Ο": "0", "О": "0"} | dict(
    zip("一二三四五六七八九", "123456789", strict=True)
)


class Likeness(StrEnum):
    """How near a title stands to a yearly rule-of-law report (标题判定)."""

    REPORT = "report"
    RELATED = "related"
    LOOKALIKE = "lookalike"
    UNCLEAR = "unclear"
    OTHER = "other"


@dataclass(frozen=True)
class TitleVerdict:
    """What a title says of its page; `year` is the reporting year it names, `reason` one Chinese phrase."""

    likeness: Likeness
    year: int | None
    reason: str


COLUMN_REASON = "只有主题和文种，可能是栏目名"
NEIGHBOUR_REASON = "邻近文种，不是法治政府建设年度报告"
PART_REASON = "不足一年的总结"
MANY_REASON = "跨年度的总结或规划"
_CUT = "…"  # stands among the tags of a title that the list cut short


def plain_title(title: str) -> str:
    """Return the title in half-width signs without spaces, ornaments of lists, file endings, dates and site names."""
    text, _ = _bare(title)
    return text


def digits_for_years(text: str) -> str:
    """Return the text with years in Chinese numerals (二〇二三年) in digits; its length stays the same."""
    return wordings.CHINESE_YEAR.sub(
        lambda match: "".join(CHINESE_DIGITS.get(sign, sign) for sign in match.group()), text
    )


def judge_title(title: str) -> TitleVerdict:
    """Judge by its title alone whether a page is a yearly rule-of-law report.

    The year is the reporting year the title names: years of laws' names, of document numbers, of trailing dates and of
    a plan that follows the report ("…总结及2024年计划") do not count.
    """
    text, tags = _bare(title)
    if wordings.CUT_SHORT.search(title):
        tags = (*tags, _CUT)
    subject = wordings.SUBJECT.search(text)
    column = next((tag for tag in tags if wordings.SUBJECT.search(tag)), None)
    if subject is None and column and (re.search(wordings.GENRE, text) or wordings.SAYS_NOTHING.search(text)):
        text = column + text
    elif subject is None and wordings.SAYS_NOTHING.search(text):
        return TitleVerdict(Likeness.UNCLEAR, _year(text), "标题没有说明内容")
    likeness, reason = _judge(text, tags)
    return TitleVerdict(likeness, _year(text), reason)


def _bare(title: str) -> tuple[str, tuple[str, ...]]:
    text = unicodedata.normalize("NFKC", title[:300]).replace("法冶", "法治")
    text = digits_for_years(re.sub(r"[\s\u200b-\u200f\ufeff\u00ad]+", "", text))
    if ">" in text.rstrip(">"):
        text = text.rstrip(">").rsplit(">", 1)[-1]
    text = wordings.NUMBERED.sub("", text) or text
    tags = tuple(tag[1:-1] for tag in wordings.TAG.findall(text))
    text = wordings.TAG.sub("", text)
    text = wordings.ORNAMENT.sub("", text)
    for _ in range(4):
        shorter = wordings.ENDING.sub("", wordings.DAY.sub("", text))
        site = wordings.SITE.search(shorter)
        if site and len(shorter) - len(site.group()) >= 6:
            shorter = shorter[: site.start()]
        if shorter == text:
            break
        text = shorter
    return text, tags


def _year(text: str) -> int | None:
    scope = wordings.SECOND_PART.sub("", wordings.ADDED.sub("", text))
    scope = (
        re.sub(r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?", "", scope) if len(wordings.YEAR.findall(scope)) > 1 else scope
    )
    outside = re.sub(r"《[^》]*(?:纲要|规划|规定|条例|办法|方案)[^》]*》", "", scope)
    outside = wordings.RANGE.sub("", re.sub(r"[(]" + wordings.RANGE.pattern + r"[)]", "", outside))
    subject = wordings.SUBJECT.search(outside)
    years = [(match.start(), int(match.group(1))) for match in wordings.YEAR.finditer(outside)]
    if not years:
        return None
    place = subject.start() if subject else len(outside)
    before = [year for start, year in years if start < place]
    return before[-1] if before else years[0][1]


def _judge(text: str, tags: tuple[str, ...]) -> tuple[Likeness, str]:
    for rule in _RULES:
        verdict = rule(text, tags)
        if verdict is not None:
            return verdict
    return Likeness.OTHER, "与法治政府建设无关"


Verdict = tuple[Likeness, str] | None


def _without_subject(text: str, _tags: tuple[str, ...]) -> Verdict:
    if wordings.SUBJECT.search(text):
        return None
    if wordings.NEIGHBOUR.search(text) and not (wordings.RELATED.search(text) and wordings.SPEECH.search(text)):
        return Likeness.LOOKALIKE, NEIGHBOUR_REASON
    if wordings.RELATED.search(text) and not wordings.TAIL_NO.search(wordings.SPEECH.sub("", text)):
        return Likeness.RELATED, "与法治建设有关，值得查看"
    return Likeness.OTHER, "与法治政府建设无关"


def _plain_genre(text: str, tags: tuple[str, ...]) -> Verdict:
    if wordings.EXPLAINER.search(text) or any(wordings.TAG_OF_LOOKALIKE.search(tag) for tag in tags):
        return Likeness.LOOKALIKE, "解读类"
    if wordings.SPEECH.search(text):
        return Likeness.RELATED, "领导讲话"
    return (Likeness.LOOKALIKE, "范文或模板") if wordings.TEMPLATE.search(text) else None


def _personal_duty(text: str, _tags: tuple[str, ...]) -> Verdict:
    if (
        "第一责任人" in text and not wordings.SUBJECT.search(wordings.FIRST_DUTY.sub("", text))
    ) or wordings.OFFICER_DUTY.search(text):
        return Likeness.LOOKALIKE, "负责人述法"
    return None


def _wrong_period(text: str, _tags: tuple[str, ...]) -> Verdict:
    outside = re.sub(r"《[^》]*》", "", text)
    if wordings.PART_YEAR.search(outside):
        return Likeness.LOOKALIKE, PART_REASON
    if wordings.MANY_YEARS.search(outside) or wordings.RANGE.search(outside):
        return Likeness.LOOKALIKE, MANY_REASON
    return None


def _notice(text: str, _tags: tuple[str, ...]) -> Verdict:
    if not wordings.NOTICE.search(text):
        return None
    if (wordings.ISSUED.search(text) or wordings.SHOWN.search(text)) and not _lookalike_words(
        wordings.NOTICE.sub("", text)
    ):
        return Likeness.REPORT, "印发或公开年度报告"
    return Likeness.LOOKALIKE, "通知或公告"


def _outline(text: str, _tags: tuple[str, ...]) -> Verdict:
    if not re.search(rf"(?:贯彻|落实|实施|执行).{{0,14}}纲要.*{wordings.GENRE}$", text):
        return None
    if re.search(r"督察|评估|自查|整改|中期", text):
        return Likeness.LOOKALIKE, "纲要实施情况的督察或评估"
    year = _year(text)
    return (Likeness.REPORT, "年度报告") if year else (Likeness.RELATED, "落实纲要情况，未写明年度")


def _lookalike(text: str, _tags: tuple[str, ...]) -> Verdict:
    word = _lookalike_words(text)
    return (Likeness.LOOKALIKE, f"标题含“{word}”，不是年度报告") if word else None


def _column(text: str, tags: tuple[str, ...]) -> Verdict:
    """Tell a column's name, which lists print as a link too; it names neither agency nor year."""
    subject = wordings.SUBJECT.match(text)
    if subject and not tags and wordings.COLUMN.fullmatch(text[subject.end() :]):
        return Likeness.RELATED, COLUMN_REASON
    return None


def _report(text: str, _tags: tuple[str, ...]) -> Verdict:
    """Ask for a genre behind the subject, and behind the genre for nothing but a year or an agency."""
    core = re.sub(rf"({wordings.GENRE})[-_|—–].*$", r"\1", _core(text))
    subject = _last_subject(core)
    tail = core[subject.end() :] if subject else ""
    tail = re.sub(rf"({wordings.GENRE})[(][^()]*[)]$", r"\1", tail)  # lookalike words in it were asked before
    tail = re.sub(r"[()》”“《:\-—_]", "", tail)
    genres = list(re.finditer(wordings.GENRE, tail))
    if genres:
        rest = tail[genres[-1].end() :]
        if wordings.AFTER_GENRE.fullmatch(rest) and not (rest.startswith("的说明") and genres[-1].group() != "情况"):
            return Likeness.REPORT, "年度报告"
        return Likeness.LOOKALIKE, "报告之外的文种"
    return (Likeness.REPORT, "年度报告") if re.search(r"年度报告|年报", core) else None


def _cut_short(text: str, tags: tuple[str, ...]) -> Verdict:
    """Take a title cut short behind its subject for a report's if it names the year as reports do."""
    subject = _last_subject(text)
    if _CUT not in tags or subject is None or not re.search(r"年度|关于", text[: subject.start()]) or not _year(text):
        return None
    return (Likeness.REPORT, "标题被截断") if wordings.CUT_TAIL.fullmatch(text[subject.end() :]) else None


def _bare_subject(text: str, _tags: tuple[str, ...]) -> Verdict:
    rest = wordings.SUBJECT.sub("", re.sub(r"(?:19|20)\d\d年?|年度|年|工作|推进|加强|全面|关于|的", "", text))
    if len(rest) <= 2 or re.search(r"(?:[省市州县区旗镇乡局委厅]|政府|街道|办事处)$", rest):
        return Likeness.RELATED, "只写明主题，未写明文种"
    return Likeness.LOOKALIKE, "报道或其他文种"


_RULES: tuple[Callable[[str, tuple[str, ...]], Verdict], ...] = (
    _without_subject,
    _plain_genre,
    _personal_duty,
    _wrong_period,
    _outline,
    _notice,
    _lookalike,
    _column,
    _report,
    _cut_short,
    _bare_subject,
)


def _core(text: str) -> str:
    text = wordings.SESSION.sub("", wordings.SECOND_PART.sub("", text))
    text = wordings.ADDED.sub("", text)
    if _year(text) and not re.search(r"示范|创建|申报|考核|评估", text):
        text = wordings.SELF_CHECK.sub("", text)
    duty = wordings.FIRST_DUTY.sub("", text)
    return duty if "第一责任人" in text else text


def _last_subject(core: str) -> re.Match[str] | None:
    found = list(wordings.SUBJECT.finditer(core))
    return found[-1] if found else None


def _lookalike_words(text: str) -> str | None:
    core = wordings.AGENCY_WORDS.sub("", wordings.AGENCY_AFTER.sub("", _core(text)))
    subject = wordings.SUBJECT.search(core)
    if subject is None:
        return None
    found = wordings.TAIL_NO.search(core[subject.end() :]) or wordings.HEAD_NO.search(core[: subject.start()])
    return found.group() if found else None
