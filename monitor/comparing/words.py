"""Text cut into words: takes sentences and the catalogue's terms, leaves words and which of them are a year's own.

jieba costs 0.9 s and 70 MB once and is loaded only when somebody asks for a redline.
"""

from __future__ import annotations

import logging
import math
import re
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from monitor.indicators import Catalogue

_TERM = re.compile(r"(?![万余多第零一二三四五六七八九十百千两])[\u4e00-\u9fff]{2,}")
# A word of the catalogue's Chinese names that stands between brackets or strokes is only an aside.
_ASIDE = re.compile(r"[（(].*?[)）]|/.*")
_MEASURE = re.compile(r"(?:件|人|次|场|份|条|户|项|期|个|家|宗|处)?数$|率$|金额$|(?:件|人|场)次$")
_CASES = re.compile(r"(?<=[讼议诉罚])案件?$")
_DOING = re.compile(
    r"^(?:办理|开展|制定|收到|受理|发放|建成|培训|创建|召开|组织|处理|查处|化解|排查|现有|新增|聘请|举办|审查|完成|实施|持)"
)
# The dictionary knows a common word some thousand times; one it does not know counts as seen once.
_UNSEEN = 1
_COMMON = frozenset(
    {
        "以来", "情况", "进行", "有关", "一是", "二是", "三是", "以及", "其中", "同时", "通过", "全年", "工作", "开展",
        "同比", "上年", "去年", "增长", "下降", "增加", "减少", "件次", "人次", "场次", "作出", "达到", "提高", "完成",
        "组织", "举办", "现将", "报告", "如下", "本年", "年度", "分别", "截至", "目前", "共有",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Term:
    """A word that one year's text has and the other's has not; `weight` is its count times its rarity."""

    word: str
    count: int
    weight: float


class Cutter:
    """A dictionary of words: the language's and the catalogue's."""

    def __init__(self, terms: Iterable[str] = ()) -> None:
        """Load the dictionary; `terms` are words that are never cut."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import jieba  # noqa: PLC0415 (see the module's first lines)

            jieba.setLogLevel(logging.WARNING)
            self._tokenizer: Any = jieba.Tokenizer()
            # jieba would take its cache from a name in /tmp that anybody may write.
            with tempfile.TemporaryDirectory() as private:
                self._tokenizer.tmp_dir = private
                self._tokenizer.initialize()
        self._known = dict(self._tokenizer.FREQ)
        for term in sorted({*terms}):
            self._tokenizer.add_word(term)

    def cut(self, text: str) -> list[str]:
        """Return the text in words; joined they are the text again."""
        return list(self._tokenizer.cut(text))

    def rarity(self, word: str) -> float:
        """Return how much a word says: the logarithm of how many words of the language come on one of it."""
        return math.log(self._tokenizer.total / max(self._known.get(word, 0), _UNSEEN))


def terms_of(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the words of the domain: the indicators' names without what they measure."""
    named = (_MEASURE.sub("", _ASIDE.sub("", indicator.zh)) for indicator in catalogue.indicators.values())
    names = {_CASES.sub("", _DOING.sub("", name)) for name in named}
    return tuple(sorted(name for name in names if 3 <= len(name) <= 6 and _TERM.fullmatch(name)))


@lru_cache(maxsize=1)
def cutter_for(terms: tuple[str, ...]) -> Cutter:
    """Return the dictionary with these terms, loaded once."""
    return Cutter(terms)


def own_terms(words: Iterable[str], others: Iterable[str], cutter: Cutter, most: int = 20) -> tuple[Term, ...]:
    """Return the terms of one text that the other lacks, the weightiest first."""
    counts = Counter(word for word in words if _TERM.fullmatch(word) and word not in _COMMON)
    for word in {*others}:
        counts.pop(word, None)
    found = [Term(word, count, round(count * cutter.rarity(word), 2)) for word, count in counts.items()]
    return tuple(sorted(found, key=lambda term: (-term.weight, term.word))[:most])
