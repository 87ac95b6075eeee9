"""Whether a page is the one its list names: takes the listed title and what came, leaves a verdict where it is another.

A protection system, a server in trouble or a hurried portal answers 200 with a page of its own, as long as it likes and
in words that nobody has listed. What it never has is the title that the list gave the page.
"""

from __future__ import annotations

import re
from html import unescape

from crawler.quality import REAL_TEXT, Answer, Judgement, named_trouble
from storage.titles import digits_for_years, plain_title
from storage.vocabulary import Verdict

# Pairs of neighbouring signs; a shorter title (下载, 查看详情) stands in many a page, or in none.
LEAST_PAIRS = 8
# Lists cut titles, put the column before them and the office behind; a foreign page has hardly one pair in ten.
LEAST_SHARE = 0.3
SEARCHED_CHARACTERS = 2_000_000
CODED = re.compile(r"\\u([0-9a-fA-F]{4})")
NO_SIGN = re.compile(r"[\s\u200b-\u200f\ufeff\u00ad\0]+")


def judge_expected(title: str, answer: Answer, judgement: Judgement) -> Judgement:
    """Return the judgement of a page with real text, or another where nothing of its listed title stands in it."""
    if judgement.reason != REAL_TEXT or bears_title(title, answer.text):
        return judgement
    return named_trouble(answer) or Judgement(Verdict.EMPTY, "another page than its list names came in its place")


def bears_title(title: str, html: str) -> bool:
    """Tell whether a page has, anywhere in its source, enough of a title's pairs of signs; a short title proves nothing."""
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
