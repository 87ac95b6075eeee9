"""The letter: takes a title and a plain text, leaves the same as HTML for mail; pure.

It fetches nothing, runs nothing and sets no background, so that a phone or a program in dark mode shows it in its own
colours; everything is escaped, and only http addresses that stand alone after their label become links.
"""

from __future__ import annotations

import re
from html import escape

_LINK = re.compile(r"^([^：:「]{1,12})：(https?://\S+)$")
_QUOTE = re.compile(r"^([^：:「]{1,12})：「(.*)」$")
_LABEL = re.compile(r"^([^：:「\s]{2,8})：(.+)$")

_STYLE = """
body{margin:0 auto;padding:16px;max-width:40em;font:16px/1.7 -apple-system,"PingFang SC","Microsoft YaHei",sans-serif}
h1{font-size:19px;line-height:1.4;margin:0 0 12px}
p{margin:0 0 10px;overflow-wrap:anywhere}
blockquote{margin:0 0 10px;padding:0 0 0 12px;border-left:3px solid #8a8f98;overflow-wrap:anywhere}
.first{font-weight:600}
.label{color:#6a7079}
hr{border:0;border-top:1px solid #8a8f98;margin:18px 0}
@media (prefers-color-scheme:dark){body{background:#16181c;color:#e6e7e9}a{color:#8ab4ff}.label{color:#a3a9b3}}
""".strip()


def html_letter(title: str, text: str, footer: str = "") -> str:
    """Return title and text as one HTML page: the first line strong, sentences as quotations, addresses as links."""
    lines = text.split("\n")
    body = [f'<p class="first">{escape(lines[0])}</p>', *(_block(line) for line in lines[1:])]
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
        f"<title>{escape(title)}</title><style>\n{_STYLE}\n</style></head>\n"
        f"<body><h1>{escape(title)}</h1>\n" + "\n".join([*body, *_footer(footer)]) + "\n</body></html>\n"
    )


def _footer(footer: str) -> list[str]:
    return ['<div class="foot">', *(_block(line) for line in footer.split("\n")), "</div>"] if footer else []


def _block(line: str) -> str:
    if not line.strip():
        return "<hr>"
    if linked := _LINK.match(line):
        address = escape(linked[2])
        return f'<p>{_label(linked[1])}<a href="{address}" rel="noopener noreferrer">{address}</a></p>'
    if quoted := _QUOTE.match(line):
        return f"<blockquote>{_label(quoted[1])}「{escape(quoted[2])}」</blockquote>"
    if labelled := _LABEL.match(line):
        return f"<p>{_label(labelled[1])}{escape(labelled[2])}</p>"
    return f"<p>{escape(line)}</p>"


def _label(label: str) -> str:
    return f'<span class="label">{escape(label)}：</span>'
