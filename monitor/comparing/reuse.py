"""What of one text stands word for word in another: leaves the share copied and what changed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# The contract counts sentences of ten characters and more: shorter ones are headings and set phrases.
SHORTEST_SENTENCE = 10
# Below this likeness two sentences of a changed stretch are not one sentence edited, but one gone and one come.
_SAME_SENTENCE = 0.3
_DIGITS = re.compile(r"[0-9][0-9.,]*")
_END = re.compile(r"[。！？!?]+[”’」』）)]*|\n")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]+")


@dataclass(frozen=True)
class Sentence:
    """One sentence: `text[start:end]` of its document, and its bare form without white space and width of marks."""

    start: int
    end: int
    words: str
    bare: str


def bare(words: str) -> str:
    """Return words without white space, invisible marks and widths, so that re-flowed text is equal."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", words))


def sentences_of(text: str, *, keep_lines: bool = True, title: str | None = None) -> tuple[Sentence, ...]:
    """Cut a text into sentences; without `keep_lines` a line's end is only white space, as in a re-flowed page.

    A `title` in front of the text is no sentence of it: templates put it inside the body or outside.
    """
    found: list[Sentence] = []
    start = _behind_title(text, title or "")
    for mark in [*_END.finditer(text, start), None]:
        if mark is not None and mark[0] == "\n" and not keep_lines:
            continue
        end = mark.end() if mark else len(text)
        words = text[start:end]
        if plain := bare(words):
            found.append(Sentence(start, end, words.strip(), plain))
        start = end
    return tuple(found)


def _behind_title(text: str, title: str) -> int:
    """Return where the text goes on behind its title, which may take two lines; 0 where it does not open with it."""
    head = 0
    for line in text.split("\n", maxsplit=2)[:2]:
        head += len(line) + 1
        if title and bare(text[:head]) == bare(title):
            return min(head, len(text))
    return 0


def reuse_of(old_text: str, new_text: str) -> tuple[float, int]:
    """Return the share of the new text's sentences that stand word for word in the old one, and how many they are."""
    told = [sentence.bare.rstrip("。!?") for sentence in sentences_of(new_text)]
    counted = [words for words in told if len(words) >= SHORTEST_SENTENCE]
    earlier = {sentence.bare.rstrip("。!?") for sentence in sentences_of(old_text)}
    copied = sum(words in earlier for words in counted)
    return (copied / len(counted) if counted else 0.0), copied


def changed_blocks(
    old: Sequence[Sentence], new: Sequence[Sentence]
) -> tuple[tuple[tuple[Sentence, ...], tuple[Sentence, ...]], ...]:
    """Return the stretches that differ, each with its old and its new sentences; what only moved is no difference."""
    matcher = SequenceMatcher(None, [one.bare for one in old], [one.bare for one in new], autojunk=False)
    raw = [
        (old[left:right], new[low:high]) for kind, left, right, low, high in matcher.get_opcodes() if kind != "equal"
    ]
    gone = Counter(sentence.bare for block, _ in raw for sentence in block)
    come = Counter(sentence.bare for _, block in raw for sentence in block)
    moved_old, moved_new = gone & come, gone & come
    blocks = []
    for before, after in raw:
        left_over = (_without(before, moved_old), _without(after, moved_new))
        if any(left_over):
            blocks.append(left_over)
    return tuple(blocks)


def _without(block: Sequence[Sentence], moved: Counter[str]) -> tuple[Sentence, ...]:
    kept = []
    for sentence in block:
        if moved[sentence.bare] > 0:
            moved[sentence.bare] -= 1
        else:
            kept.append(sentence)
    return tuple(kept)


def align(before: Sequence[Sentence], after: Sequence[Sentence]) -> tuple[tuple[int | None, int | None], ...]:
    """Return which sentence of a changed stretch became which, in order; None where one went or came."""
    pairs_before, pairs_after = ([_letter_pairs(one.bare) for one in side] for side in (before, after))
    likeness = [[_likeness(one, other) for other in pairs_after] for one in pairs_before]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            kept = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= _SAME_SENTENCE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], kept)
    rows: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < len(before) and j < len(after):
        if likeness[i][j] >= _SAME_SENTENCE and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            rows.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            rows.append((i, None))
            i += 1
        else:
            rows.append((None, j))
            j += 1
    rows += [(place, None) for place in range(i, len(before))]
    rows += [(None, place) for place in range(j, len(after))]
    return tuple(rows)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / max(1, len(one) + len(other))


def _letter_pairs(words: str) -> frozenset[str]:
    masked = _DIGITS.sub("#", words)
    return frozenset(masked[place : place + 2] for place in range(len(masked) - 1))


def changed_sentences(
    old_text: str, new_text: str, old_title: str | None = None, new_title: str | None = None
) -> tuple[tuple[str, str], ...]:
    """Return the sentences that a revision changed, old and new beside each other; "" where one went or came."""
    pairs: list[tuple[str, str]] = []
    blocks = changed_blocks(
        sentences_of(old_text, keep_lines=False, title=old_title),
        sentences_of(new_text, keep_lines=False, title=new_title),
    )
    for before, after in blocks:
        for i, j in align(before, after):
            pairs.append((before[i].words if i is not None else "", after[j].words if j is not None else ""))
    return tuple(pairs)
