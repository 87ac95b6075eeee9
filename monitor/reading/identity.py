"""Say what a document is: kind, issuer, place, year, dates, parts, doubts; takes a Document, leaves an Identity.

Pure: nothing is fetched, no clock is read. The order of evidence is told where each question is answered: kinds,
years, issuers, parts. Every doubt is one Chinese sentence that users read beside the report.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from monitor.reading.issuers import find_issuer
from monitor.reading.kinds import weigh
from monitor.reading.layout import Layout, half_width, lay_out
from monitor.reading.parts import find_parts
from monitor.reading.years import find_period_end, find_spoken, find_year
from storage.model import Document, Identity, Source
from storage.titles import Likeness, TitleVerdict, judge_title

_MASTHEAD = re.compile(r"(?:文件|材料|资料|汇编|文稿|[稿网号局厅委办)]|政府|网站)$")
_GENRE_ENDING = re.compile(r"(?:报告|总结|情况|讲话|方案|要点|通知|解读|规划|汇报|年报|公告|意见)[)》”]?$")
_SHOWN_DAYS = ("发布日期", "发布时间", "发布于", "发表时间", "公开日期", "公开时间", "时间", "日期")
_EARLIEST_MONTH = 11  # reports of a year were published from its November on (notes on the genre, §2.2)
_LONGEST_WAIT = timedelta(days=365)
_SAME_TIME = timedelta(days=31)
_DAY_FIELDS = (
    "发布日期",
    "发布时间",
    "公开日期",
    "公开时间",
    "pubdate",
    "成文日期",
    "成文时间",
    "发文日期",
    "印发日期",
    "生成日期",
    "生成时间",
    "更新日期",
    "更新时间",
)


def identify_document(document: Document, source: Source | None = None) -> Identity:
    """Decide what a document is by its title, its text, its page's fields and, as a hint, its source.

    The text is clean and restored. Without a source the region's code is unknown, and a text that hides its place
    behind X or 某 counts as a template.
    """
    layout = lay_out(document.text)
    title, doubts = _headline(document, layout)
    verdict = judge_title(title) if title else TitleVerdict(Likeness.UNCLEAR, None, "没有标题")
    published, late = _made_public(document, layout, verdict.year)
    parts = find_parts(layout, verdict.year)
    known = source is not None and bool(source.agency)
    weighing = weigh(layout, verdict, title, parts, known)
    told = find_year(layout, verdict.year, published, weighing.kind)
    issuer = find_issuer(layout, title, document, source, weighing.kind)
    return Identity(
        kind=weighing.kind,
        title=title,
        issuer=issuer.name,
        region=issuer.region,
        level=issuer.level,
        year=told.year,
        published=published,
        period_end=find_period_end(layout, told.year),
        parts=find_parts(layout, told.year),
        doubts=tuple(dict.fromkeys((*doubts, *late, *weighing.doubts, *told.doubts, *issuer.doubts))),
    )


def _made_public(document: Document, layout: Layout, year: int | None) -> tuple[date | None, tuple[str, ...]]:
    """Return the page's day, else the day signed or spoken; a told day that cannot be yields to the one signed.

    A report of 2023 was not published in 2019, and one signed in January 2023 whose page shows no day while its tags
    say 2025 stands on a rebuilt site: both days are told.
    """
    own = layout.signed or find_spoken(layout)
    told = document.published
    if told is None:
        return own or _day_of_fields(document), ()
    if own is None or own == told:
        return told, _tags_apart(document, told)
    tagged = not any(document.fields.get(key) for key in _SHOWN_DAYS) and bool(document.fields.get("pubdate"))
    too_early = year is not None and told < date(year, _EARLIEST_MONTH, 1) <= own
    rebuilt = tagged and told - own > _LONGEST_WAIT
    if not too_early and not rebuilt:
        return told, _tags_apart(document, told)
    return own, (f"页面写{told.isoformat()}发布，文末落款是{own.isoformat()}，按落款认定。",)


def _tags_apart(document: Document, shown: date) -> tuple[str, ...]:
    """Tell a page whose tags name a day more than a month from the one it shows."""
    tagged = _day_in(document.fields.get("pubdate", ""))
    if tagged is None or abs(tagged - shown) <= _SAME_TIME:
        return ()
    return (f"页面标签写{tagged.isoformat()}发布，页面显示的是{shown.isoformat()}，按显示的认定。",)


def _headline(document: Document, layout: Layout) -> tuple[str | None, tuple[str, ...]]:
    """Choose the page's title unless it says nothing of the text (首页, a site's name), then the text's own line."""
    page = re.sub(r"\s+", " ", document.title).strip() if document.title else None
    named = document.fields.get("articletitle") or None
    if page and page == named and layout.title and _belies(layout.title, page):
        return layout.title, (f"页面标签的标题“{page}”与正文的标题不符，改用正文的标题。",)
    for words in (page, named):
        if words and not _says_nothing(words) and not _gives_way(words, layout.title, document.text):
            return words, ()
    if layout.title:
        doubts = (f"页面标题“{page}”不是文件标题，改用正文的标题。",) if page else ()
        return layout.title, doubts
    if page and not _says_nothing(page):
        return page, ()
    salutation = f"(开头是称呼“{layout.salutation}”)" if layout.salutation else ""
    return None, (f"文件没有标题{salutation}，身份由正文认定。",)


def _gives_way(words: str, own: str | None, text: str) -> bool:
    """Tell whether a page's weak title yields to the text's own; one that opens the text is its headline.

    Under a headline a subhead may end as a title does (李某宣布开工 王某讲话): it takes its place only where it speaks
    of our subject.
    """
    if own is None or not _is_weak(words) or _is_weak(own):
        return False
    first = re.sub(r"\s", "", half_width(text.lstrip().split("\n", 1)[0]))
    headline = first == re.sub(r"\s", "", half_width(words)) and not _MASTHEAD.search(first)
    return not (headline and judge_title(own).likeness is Likeness.OTHER)


def _belies(own: str, tagged: str) -> bool:
    """Tell a report's visible title from a tag that names another thing or another year: tags are copied along."""
    ours, theirs = judge_title(own), judge_title(tagged)
    if ours.likeness is not Likeness.REPORT or ours.year is None:
        return False
    return theirs.likeness is not Likeness.REPORT or theirs.year not in {None, ours.year}


def _says_nothing(words: str) -> bool:
    return judge_title(words).likeness is Likeness.UNCLEAR


def _is_weak(words: str) -> bool:
    """Tell a page title that names another thing than a document: a column, a site, a slogan."""
    verdict = judge_title(words)
    return verdict.likeness is Likeness.OTHER and not _GENRE_ENDING.search(half_width(words).strip())


def _day_of_fields(document: Document) -> date | None:
    days = (_day_in(document.fields.get(key, "")) for key in _DAY_FIELDS)
    return next((day for day in days if day), None)


def _day_in(words: str) -> date | None:
    found = re.search(r"((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})", half_width(words))
    if not found:
        return None
    try:
        return date(int(found.group(1)), int(found.group(2)), int(found.group(3)))
    except ValueError:
        return None
