"""What one agency's report took over from another's: takes texts and the agencies' names, leaves marks and a share.

Whole sentences are compared, with numbers and the agency's own names taken out, since these are what a copyist
exchanges. Exact marks in the store answer at once and prove themselves by the sentence; MinHash was left, since it
takes numpy and scipy, 37 ms a report, and yields only a likelihood.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping

from monitor.comparing.reuse import SHORTEST_SENTENCE, sentences_of
from storage.model import Agency

_NUMBER = re.compile(r"[0-9][0-9.,%]*|[零〇一二三四五六七八九十百千两]+(?=[、是年月日项件次个场名人万余多])")
_OFFICE = re.compile(r"人民政府|街道办事处|办事处|管理委员会|管委会|委员会")
_LEADING = re.compile(r"^[（(]?#?[)）]?[、.．]?")


def marks_of(text: str, agency: Agency) -> dict[int, str]:
    """Return the mark of each sentence of ten characters and more, with the sentence as it stands.

    A mark is a signed 63-bit hash of the bare sentence without numbers and names.
    """
    names = _names_of(agency)
    found: dict[int, str] = {}
    for sentence in sentences_of(text):
        words = _LEADING.sub("", _NUMBER.sub("#", names.sub("", sentence.bare.rstrip("。!?"))))
        if len(words) >= SHORTEST_SENTENCE:
            digest = hashlib.blake2b(words.encode(), digest_size=8).digest()
            found.setdefault(int.from_bytes(digest) >> 1, sentence.words)
    return found


def _names_of(agency: Agency) -> re.Pattern[str]:
    """Return what names the agency: in full, without 人民政府, and by its place alone (云汀市 and 云汀)."""
    stems = {agency.name, _OFFICE.sub("", agency.name), agency.region.name}
    stems |= {re.sub(r"[省市县区镇乡]$|街道$", "", stem) for stem in stems if len(stem) > 2}
    return re.compile(
        "|".join(re.escape(stem) for stem in sorted(stems, key=len, reverse=True) if len(stem) >= 2) or "$^"
    )


def shared_sentences(own: Mapping[int, str], other: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    """Return the sentences that both reports have, the other's beside the own, the longest first."""
    pairs = [(other[mark], own[mark]) for mark in own if mark in other]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[1])))


def share_of(shared: int, marks: Collection[int]) -> float:
    """Return which share of a report's sentences is shared, 0 to 1."""
    return shared / len(marks) if marks else 0.0
