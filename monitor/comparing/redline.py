"""Two texts as one marked text: takes both, leaves sentences aligned, the changed ones word by word; pure.

Sentences are aligned first and only changed ones are cut into words: a tenth of the work, and the most readable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from monitor.comparing.reuse import Sentence, align, sentences_of
from monitor.comparing.words import Cutter, Term, own_terms

SAME, CHANGED, GONE, COME, MOVED, RELOCATED = "same", "changed", "gone", "come", "moved", "relocated"
# More than this of a sentence exchanged is read more easily as one gone and one come.
_READABLE = 0.3
# A sentence of another place with so much in common is the same one, moved and reworded (Dice of letter pairs).
_ONE_SENTENCE = 0.45


@dataclass(frozen=True)
class Piece:
    """Some words of one sentence: same, gone or come."""

    kind: str
    words: str


@dataclass(frozen=True)
class Row:
    """One sentence of both texts or of one: same, changed, gone, come, moved to another place, or moved and changed."""

    kind: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Redline:
    """The marked text with the terms that vanished and those that are new, by weight."""

    rows: tuple[Row, ...]
    vanished: tuple[Term, ...]
    new: tuple[Term, ...]


def redline(old_text: str, new_text: str, cutter: Cutter) -> Redline:
    """Return both texts as one; same and come in their order are the new text.

    Same and gone are the old one, but for sentences that moved: these stand where the new text has them.
    """
    old, new = sentences_of(old_text), sentences_of(new_text)
    matcher = SequenceMatcher(None, [one.bare for one in old], [one.bare for one in new], autojunk=False)
    steps = matcher.get_opcodes()
    changed = [(old[a:b], new[c:d]) for kind, a, b, c, d in steps if kind != "equal"]
    gone = Counter(one.bare for before, _ in changed for one in before)
    moved = frozenset(gone & Counter(one.bare for _, after in changed for one in after))
    rows: list[Row] = []
    for kind, a, b, c, d in steps:
        if kind == "equal":
            rows += [Row(SAME, (Piece(SAME, one.words),)) for one in new[c:d]]
        else:
            rows += _changed(old[a:b], new[c:d], moved, cutter)
    rows = _relocated(rows, cutter)
    old_words, new_words = cutter.cut(old_text), cutter.cut(new_text)
    return Redline(tuple(rows), own_terms(old_words, new_words, cutter), own_terms(new_words, old_words, cutter))


def _changed(before: Sequence[Sentence], after: Sequence[Sentence], moved: frozenset[str], cutter: Cutter) -> list[Row]:
    old = [one for one in before if one.bare not in moved]
    new = [one for one in after if one.bare not in moved]
    pairs = [(old[i] if i is not None else None, new[j] if j is not None else None) for i, j in align(old, new)]
    rows = [_row(one, other, cutter) for one, other in pairs]
    return rows + [Row(MOVED, (Piece(SAME, one.words),)) for one in after if one.bare in moved]


def _relocated(rows: Sequence[Row], cutter: Cutter) -> list[Row]:
    """Return the rows with each sentence that went here and came there, reworded, told once at its new place.

    Reports tell their chapters in another order each year: all of a chapter would be gone and come.
    """
    gone = {place: _letters(row) for place, row in enumerate(rows) if row.kind == GONE}
    come = {place: _letters(row) for place, row in enumerate(rows) if row.kind == COME}
    alike = sorted(
        ((_dice(before, after), old, new) for old, before in gone.items() for new, after in come.items()), reverse=True
    )
    found: dict[int, Row] = {}
    left: set[int] = set()
    for share, old, new in alike:
        if share < _ONE_SENTENCE:
            break
        if old in left or new in found:
            continue
        left.add(old)
        words = (cutter.cut(rows[place].pieces[0].words) for place in (old, new))
        found[new] = Row(RELOCATED, _pieces(*words))
    return [found.get(place, row) for place, row in enumerate(rows) if place not in left]


def _letters(row: Row) -> frozenset[str]:
    words = row.pieces[0].words
    return frozenset(words[place : place + 2] for place in range(len(words) - 1) if not words[place].isdigit())


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / max(1, len(one) + len(other))


def _row(old: Sentence | None, new: Sentence | None, cutter: Cutter) -> Row:
    if new is None:
        assert old is not None
        return Row(GONE, (Piece(GONE, old.words),))
    if old is None:
        return Row(COME, (Piece(COME, new.words),))
    return Row(CHANGED, _pieces(cutter.cut(old.words), cutter.cut(new.words)))


def _pieces(old: Sequence[str], new: Sequence[str]) -> tuple[Piece, ...]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _READABLE:
        return Piece(GONE, "".join(old)), Piece(COME, "".join(new))
    found: list[Piece] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            found.append(Piece(SAME, "".join(new[c:d])))
            continue
        found += [Piece(GONE, "".join(old[a:b]))] if b > a else []
        found += [Piece(COME, "".join(new[c:d]))] if d > c else []
    return tuple(found)


def redline_json(marked: Redline) -> dict[str, Any]:
    """Return `fazhi.redline/1`: rows with their pieces, and the terms."""
    return {
        "schema": "fazhi.redline/1",
        "rows": [
            {"kind": row.kind, "pieces": [{"kind": piece.kind, "words": piece.words} for piece in row.pieces]}
            for row in marked.rows
        ],
        "vanished": [vars(term) for term in marked.vanished],
        "new": [vars(term) for term in marked.new],
    }
