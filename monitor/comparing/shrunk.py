"""A part that is still there, but cut down: takes two texts, leaves the part with its lengths then and now; pure."""

from __future__ import annotations

import re

from monitor.reading.layout import lay_out
from monitor.reading.parts import is_plan_heading, is_problem_heading

# A chapter this short in the old year says too little to lose anything.
_SHORTEST = 80


def shrunk_parts(old_text: str, new_text: str, share: float = 0.5) -> tuple[tuple[str, int, int], ...]:
    """Return ("problems", letters then, letters now) where the chapter on problems lost this share of its length.

    Only a chapter of its own counts: in 存在问题及下步打算 nobody can tell the two apart.
    """
    before, after = _problems(old_text), _problems(new_text)
    if before is None or after is None or before < _SHORTEST or after > before * (1 - share):
        return ()
    return (("problems", before, after),)


def _problems(text: str) -> int | None:
    """Return how many letters the one chapter on problems has, None where there is none or several."""
    chapters = [
        chapter
        for chapter in lay_out(text).chapters
        if is_problem_heading(chapter.heading) and not is_plan_heading(chapter.heading, None)
    ]
    if len(chapters) != 1:
        return None
    below = chapters[0].text.split(chapters[0].heading, maxsplit=1)[-1]
    return len(re.findall(r"[\u4e00-\u9fff]", below))
