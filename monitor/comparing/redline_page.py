"""A redline as one HTML file: takes a redline and a title, leaves a page that needs nothing from anywhere; pure.

All words came from portals: everything is escaped, invisible and bidirectional marks are taken out, and the page
forbids itself scripts and outside resources.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby

from monitor.comparing.redline import CHANGED, COME, GONE, MOVED, RELOCATED, SAME, Piece, Redline, Row
from monitor.comparing.words import Term

# Fewer unchanged sentences than this stand open between the changed ones.
_FOLDED = 3
_ELEMENTS = {GONE: "del", COME: "ins"}
_NOTES = {MOVED: "移至此处", RELOCATED: "由别处移来并有改动"}
_STYLE = """
:root{color-scheme:light dark;--ink:#1c1b19;--paper:#fdfcfa;--soft:#6b6862;--line:#e2ded6;--gone:#9b1c1c;
--gone-bg:#fbe9e7;--come:#14532d;--come-bg:#e3f4e6}
@media (prefers-color-scheme:dark){:root{--ink:#e8e5df;--paper:#1a1917;--soft:#a19d95;--line:#3a3833;--gone:#ffb4a9;
--gone-bg:#4a1f1b;--come:#a6e3b4;--come-bg:#173a22}}
body{margin:0 auto;max-width:46rem;padding:1rem;background:var(--paper);color:var(--ink);
font:1.0625rem/1.75 "Noto Serif CJK SC","Source Han Serif SC","Songti SC",serif;overflow-wrap:anywhere}
h1{font-size:1.35rem;line-height:1.4}h2{font-size:1.1rem;margin:2rem 0 .5rem}
p{margin:.6rem 0}del,ins{border-radius:.2rem;padding:0 .1rem}
del{color:var(--gone);background:var(--gone-bg)}ins{color:var(--come);background:var(--come-bg)}
details{margin:.6rem 0;padding:.2rem .8rem;border-left:3px solid var(--line);color:var(--soft)}
summary{cursor:pointer;padding:.4rem 0}.moved{color:var(--soft)}.legend,small{color:var(--soft);font-size:.9rem}
ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.4rem .9rem}
"""


def redline_page(marked: Redline, old_title: str, new_title: str) -> str:
    """Return the whole page."""
    title = f"{_safe(old_title)} → {_safe(new_title)}"
    body = "\n".join(_rows(marked.rows))
    terms = _terms("本年新见的词语", marked.new, "ins") + _terms("本年不再见的词语", marked.vanished, "del")
    return f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{title}</h1>
<p class="legend"><del>删去</del> <ins>新增</ins> {_count(marked.rows)}</p>
<main>
{body}
</main>
{terms}</body>
</html>
"""


def _rows(rows: Sequence[Row]) -> Iterable[str]:
    for kind, group in groupby(rows, key=lambda row: row.kind):
        block = [_paragraph(row) for row in group]
        if kind == SAME and len(block) >= _FOLDED:
            yield f"<details><summary>未变的{len(block)}句</summary>{''.join(block)}</details>"
        else:
            yield from block


def _paragraph(row: Row) -> str:
    mark = ' class="moved"' if row.kind == MOVED else ""
    note = f" <small>（{_NOTES[row.kind]}）</small>" if row.kind in _NOTES else ""
    return f"<p{mark}>{''.join(_piece(piece) for piece in row.pieces)}{note}</p>"


def _piece(piece: Piece) -> str:
    element = _ELEMENTS.get(piece.kind)
    words = _safe(piece.words)
    return f"<{element}>{words}</{element}>" if element else words


def _terms(title: str, terms: Sequence[Term], element: str) -> str:
    if not terms:
        return ""
    items = "".join(
        f"<li><{element}>{_safe(term.word)}</{element}> <small>{term.count}次</small></li>" for term in terms
    )
    return f"<h2>{title}</h2>\n<ul>{items}</ul>\n"


def _count(rows: Sequence[Row]) -> str:
    kinds = [row.kind for row in rows]
    same = kinds.count(SAME) + kinds.count(MOVED)
    changed = kinds.count(CHANGED) + kinds.count(RELOCATED)
    return f"共{len(rows)}句：未变{same}，改动{changed}，删去{kinds.count(GONE)}，新增{kinds.count(COME)}"


def _safe(words: str) -> str:
    """Return scraped words escaped, without control, invisible and bidirectional marks."""
    kept = "".join(
        " " if letter.isspace() else letter
        for letter in words
        if letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cf", "Co", "Cs", "Cn")
    )
    return html.escape(kept)
