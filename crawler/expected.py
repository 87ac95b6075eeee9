"""Whether an answer is the page or list that was expected: takes what is known of it and what came, leaves a verdict.

A protection system, a server in trouble or a hurried portal answers 200 with a page of its own, as long as it likes and
in words that nobody has listed. What it never has is the title that the list gave the page, or an entry that the list
had before. Nor does it say that a column is empty as yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from crawler.canonical import page_identity
from crawler.choose import Choice
from crawler.quality import REAL_TEXT, Answer, Judgement, named_trouble, spoken_text
from storage.pages import PageRecord
from storage.titles import Likeness, digits_for_years, plain_title
from storage.vocabulary import Verdict

# Pairs of neighbouring signs; a shorter title (下载, 查看详情) stands in many a page, or in none.
LEAST_PAIRS = 8
# Lists cut titles, put the column before them and the office behind; a foreign page has hardly one pair in ten.
LEAST_SHARE = 0.3
SEARCHED_CHARACTERS = 2_000_000
CODED = re.compile(r"\\u([0-9a-fA-F]{4})")
NO_SIGN = re.compile(r"[\s\u200b-\u200f\ufeff\u00ad\0]+")

# What a column without entries says of itself.
SAYS_EMPTY = re.compile(
    r"暂时?(?:无|没有|缺|未(?:发布|公布|公开))|(?:没有|无)(?:任何|相关|符合条件的|可显示的)*(?:信息|内容|数据|记录|文章|文档)"
    r"|共\s*(?:有|计)?\s*0\s*(?:条|篇|页|项)|\bno\s+(?:data|records?|results?)\b",
    re.IGNORECASE,
)

EMPTY_LIST = re.compile(r"<(ul|ol|dl|tbody)\b[^<>]{0,500}>\s{0,500}</\1>", re.IGNORECASE)

# A column that is itself the report speaks of its subject; a page that makes visitors wait does not.
SUBJECT = re.compile(r"法\s*[治冶制]|依\s*法")


def judge_expected(title: str, answer: Answer, judgement: Judgement) -> Judgement:
    """Return the judgement of a page with real text, or another where nothing of its listed title stands in it."""
    if judgement.reason != REAL_TEXT or bears_title(title, answer.text):
        return judgement
    return named_trouble(answer) or Judgement(Verdict.EMPTY, "another page than its list names came in its place")


def bears_title(title: str, html: str) -> bool:
    """Tell whether a page has, anywhere in it, enough of a title's pairs of signs; short titles prove nothing."""
    if title in html:
        return True
    plain = plain_title(title)
    pairs = {plain[place : place + 2] for place in range(len(plain) - 1)}
    if len(pairs) < LEAST_PAIRS:
        return True
    text = html[:SEARCHED_CHARACTERS]
    if "\\u" in text:
        text = CODED.sub(lambda found: chr(int(found[1], 16)), text)
    text = digits_for_years(NO_SIGN.sub("", unescape(text)))
    return sum(pair in text for pair in pairs) >= LEAST_SHARE * len(pairs)


def speaks_of_law(html: str) -> bool:
    """Tell whether a page that stands in a list's place may be a report at all."""
    return SUBJECT.search(unescape(html[:SEARCHED_CHARACTERS])) is not None


def is_stranger(choices: Iterable[Choice], records: Iterable[PageRecord]) -> bool:
    """Tell whether a list names nothing that it named before, and no report: the front page stands there, or an error.

    A list that rolls on keeps some of its entries from one look to the next; a rebuilt one names its reports anew.
    """
    listed = list(choices)
    before = {page_identity(record.url) for record in records if record.role != "list"}
    named = {page_identity(choice.row.href) for choice in listed}
    known = before & named or any(choice.likeness is Likeness.REPORT for choice in listed)
    return bool(before and named) and not known


def says_empty(text: str) -> bool:
    """Tell whether an answer without entries says so: in words, as data, or by a list in which nothing stands.

    Data has been understood by its platform; where a page has scripts, one of them may be what fills the list.
    """
    if text.lstrip("\ufeff \r\n\t(").startswith(("{", "[", "<datastore", "<?xml")):
        return True
    bare = EMPTY_LIST.search(text) is not None and "<script" not in text.lower()
    return bare or SAYS_EMPTY.search(spoken_text(text)) is not None
