"""The redline on a terminal: takes a redline, prints changed sentences with what went and what came."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.comparing.redline import Redline
    from monitor.comparing.words import Term

_STYLES = {"gone": "red strike", "come": "green bold", "same": ""}
# Where there are no colours, marks say the same, as wdiff has them.
_MARKS = {"gone": ("[-", "-]"), "come": ("{+", "+}"), "same": ("", "")}
_SIGNS = {"changed": "~", "gone": "-", "come": "+", "moved": "→", "relocated": "⇄"}


def print_redline(marked: Redline) -> None:
    """Print every sentence that is not the same in both years, then the terms of each."""
    from rich.console import Console
    from rich.text import Text

    console = Console()
    unchanged = 0
    for row in marked.rows:
        if row.kind == "same":
            unchanged += 1
            continue
        if unchanged:
            console.print(f"  … 未变的{unchanged}句", style="dim", markup=False)
            unchanged = 0
        line = Text(f"{_SIGNS[row.kind]} ")
        for piece in row.pieces:
            words = "".join(letter for letter in piece.words if letter.isprintable())
            before, after = ("", "") if console.is_terminal else _MARKS[piece.kind]
            line.append(f"{before}{words}{after}", style=_STYLES[piece.kind] if row.kind != "moved" else "dim")
        console.print(line, soft_wrap=True)
    if unchanged:
        console.print(f"  … 未变的{unchanged}句", style="dim", markup=False)
    console.print(f"本年新见：{_words(marked.new)}", markup=False, soft_wrap=True)
    console.print(f"不再见：{_words(marked.vanished)}", markup=False, soft_wrap=True)


def _words(terms: tuple[Term, ...]) -> str:
    return "、".join(term.word if term.count == 1 else f"{term.word}×{term.count}" for term in terms) or "无"
