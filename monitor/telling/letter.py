"""The letter: takes a title and a plain text, leaves the same as HTML for mail; pure.

It fetches nothing and runs nothing; a program in dark mode shows it in dark colours. Everything is escaped, and only
http addresses that stand alone after their label become links.
"""

from __future__ import annotations

import re
from html import escape

_LINK = re.compile(r"^([^：:「]{1,12})：(https?://\S+)$")
_QUOTE = re.compile(r"^([^：:「]{1,12})：「(.*)」$")
_LABEL = re.compile(r"^([^：:「\s]{2,8})：(.+)$")
_GRAVITY = re.compile(r"^【([^】]{1,10})】(.*)$")
_MOVE = re.compile(r"^(.*)：([^：]* → .*)$")
_COLOURS = {
    "严重": "critical",
    "警告": "warning",
    "关注": "notice",
    "提示": "info",
    "Critical": "critical",
    "Warning": "warning",
    "Notice": "notice",
    "Info": "info",
}

_STYLE = """
:root{color-scheme:light dark}
body{margin:0;background:#f2f3f5;color:#1d2129;font:16px/1.7 -apple-system,"PingFang SC","Microsoft YaHei",sans-serif}
main{margin:0 auto;padding:20px 20px 8px;max-width:38em;background:#fff}
h1{font-size:20px;line-height:1.45;margin:10px 0 14px;font-weight:600;overflow-wrap:anywhere}
h2{font-size:17px;line-height:1.45;margin:26px 0 8px;padding-top:16px;border-top:1px solid #d9dce1;
overflow-wrap:anywhere}
p{margin:0 0 10px;overflow-wrap:anywhere}
.move{display:block;font-size:22px;font-variant-numeric:tabular-nums}
.kicker{margin:0;font-size:14px;color:#646a73}
.badge{display:inline-block;padding:0 8px;margin-right:6px;border-radius:3px;font-size:13px;line-height:22px;
font-weight:600;color:#fff;background:#646a73}
.critical{background:#b3261e}.warning{background:#9a5b00}.notice{background:#1f5fbf}.info{background:#646a73}
.item{margin:18px 0 6px;font-weight:600}
.label,.page{font-size:14px;color:#646a73}
.page{margin:0 0 4px}
.page a{color:#1f5fbf}
blockquote{margin:0 0 12px;padding:6px 12px;border-left:3px solid #aab0ba;background:#f6f7f9;overflow-wrap:anywhere}
blockquote .label{display:block}
.note{padding:6px 12px;background:#fff4d6;color:#5c4400}
.foot{margin:24px 0 0;padding:12px 0;border-top:1px solid #d9dce1;font-size:13px;color:#646a73}
.foot p,.foot .page,.foot .label{font-size:13px;margin:0 0 4px}
@media (prefers-color-scheme:dark){body{background:#0e0f12;color:#e4e6ea}main{background:#17191d}
h2,.foot{border-color:#33373e}blockquote{background:#1f2227;border-color:#5b626d}
.kicker,.label,.page,.foot{color:#a3a9b3}.page a{color:#8ab4ff}.note{background:#3a2f10;color:#f0dca8}
.critical{background:#d14b43}.warning{background:#a8690a}.notice{background:#2f6fd0}}
""".strip()


def html_letter(title: str, text: str, footer: str = "") -> str:
    """Return title and text as one HTML page: the first line as its heading, sentences as quotations, links as such.

    The title is the mail's subject; of it the page repeats only what its first line does not say.
    """
    first, *lines = text.split("\n")
    body = [_kicker(title, first), _heading(first), *(_block(line) for line in lines), *_footer(footer)]
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
        f"<title>{escape(title)}</title><style>\n{_STYLE}\n</style></head>\n<body><main>\n"
        + "\n".join(part for part in body if part)
        + "\n</main></body></html>\n"
    )


def _kicker(title: str, first: str) -> str:
    graved = _GRAVITY.match(title)
    if not graved:
        return f'<p class="kicker">{escape(title)}</p>' if title != first else ""
    before, _, after = graved[2].partition("：")
    rest = before if first.startswith(after.split(" ")[0]) else after if first.startswith(before) else graved[2]
    return f'<p class="kicker">{_badge(graved[1])}{escape(rest)}</p>'


def _heading(line: str) -> str:
    moved = _MOVE.match(line)
    if not moved:
        return f"<h1>{escape(line)}</h1>"
    return f'<h1>{escape(moved[1])} <span class="move">{escape(moved[2])}</span></h1>'


def _footer(footer: str) -> list[str]:
    return ['<div class="foot">', *(_block(line) for line in footer.split("\n")), "</div>"] if footer else []


def _block(line: str) -> str:
    """Return one line of the text as what it is: a heading, an alert's line, a link, a sentence, a note, a label."""
    if not line.strip():
        return ""
    if line.startswith("■ "):
        return f"<h2>{escape(line[2:])}</h2>"
    if graved := _GRAVITY.match(line):
        return f'<p class="item">{_badge(graved[1])}{escape(graved[2])}</p>'
    return _evidence(line) or _told(line)


def _evidence(line: str) -> str:
    if linked := _LINK.match(line):
        address = escape(linked[2])
        return f'<p class="page">{_label(linked[1])}<a href="{address}" rel="noopener noreferrer">{address}</a></p>'
    if quoted := _QUOTE.match(line):
        return f"<blockquote>{_label(quoted[1])}{escape(quoted[2])}</blockquote>"
    return ""


def _told(line: str) -> str:
    if line.startswith("（") and line.endswith("）"):
        return f'<p class="note">{escape(line)}</p>'
    if labelled := _LABEL.match(line):
        kind = ' class="page"' if labelled[1].endswith(("快照", "规则")) else ""
        return f"<p{kind}>{_label(labelled[1])}{escape(labelled[2])}</p>"
    return f"<p>{escape(line)}</p>"


def _badge(name: str) -> str:
    return f'<span class="badge {_COLOURS.get(name, "info")}">{escape(name)}</span>'


def _label(label: str) -> str:
    return f'<span class="label">{escape(label)}：</span>'
