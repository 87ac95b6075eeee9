"""Which files an article offers: takes its page, leaves their addresses with the words of their links; pure.

A file is told by its address' ending, by the name that a link shows (报告.pdf), or by the addresses that portal systems
give to downloads, which have no ending at all. Menus and page furniture offer forms and guides: no part of the article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.canonical import canonical_url
from crawler.rows import MENU_NAMES, MENU_TAGS, parse_html
from crawler.spans import without_comments
from storage.titles import Likeness, judge_title

MOST_FILES = 30
_ENDINGS = r"pdf|docx?|wps|ofd|zip|rar|7z|xlsx?|et|ceb|pptx?|rtf"
_FILE = re.compile(rf"\.(?:{_ENDINGS})$", re.IGNORECASE)
_NAMED = re.compile(rf"\.(?:{_ENDINGS})\s*(?:[(（\[【].{{0,30}})?$", re.IGNORECASE)
# 博达 download.jsp, 大汉 downfile.jsp and file-download, UCAP and others: downloads whose address names no file.
_DOWNLOAD = re.compile(
    r"/(?:download|downfile|downloadfile|downloadattach\w*|file-download|attachment|getfile|filedown\w*)"
    r"(?:\.(?:jsp|do|action|aspx?|php|ashx|html?))?(?:/|$)",
    re.IGNORECASE,
)
_VIEWER = re.compile(r"(?:^|/)(?:viewer|pdfview\w*|preview\w*)\b[^/]*$", re.IGNORECASE)
_ATTACHED = re.compile(r"^\s*[【\[]?附\s*件\s*\d*\s*[:：]?")
_EMPTY_LABEL = re.compile(r"^(?:点击)?(?:此处)?(?:查看|下载|打开|附件下载|附件)*$")
_HEIGHT = 6


@dataclass(frozen=True)
class FileLink:
    """One file that a page offers: its address and the words of its link."""

    url: str
    label: str


def file_links(text: str, url: str) -> tuple[FileLink, ...]:
    """Return the files that an article offers, each once, in the order of the page, `MOST_FILES` at most."""
    tree = parse_html(without_comments(text))
    found: dict[str, FileLink] = {}
    for element in tree.iter("a", "iframe", "embed", "object") if tree is not None else ():
        label = _label(element)
        for address in _addresses(element):
            link = _link(address, label, url)
            if link is not None and not _is_furniture(element):
                known = found.get(link.url)
                found[link.url] = known if known and len(known.label) >= len(link.label) else link
    return tuple(found.values())[:MOST_FILES]


def report_links(links: tuple[FileLink, ...]) -> tuple[FileLink, ...]:
    """Return the links of a page that offers several reports: each then stands for itself, as a row of a list does.

    One report in several formats, or with and without its stamp, is one.
    """
    reports: dict[str, FileLink] = {}
    for link in links:
        if judge_title(_NAMED.sub("", link.label)).likeness is Likeness.REPORT:
            reports.setdefault(_stem(link.label), link)
    return tuple(reports.values()) if len(reports) > 1 else ()


def _stem(label: str) -> str:
    return re.sub(r"\s|[(（\[【].*?[)）\]】]|^附件\d*[:：]?|^\d+[.、]", "", _NAMED.sub("", label))


def _addresses(element: Any) -> list[str]:
    """Return where an element leads; editors of some systems keep a file's own place in `oldsrc`."""
    names = {"a": ("href", "oldsrc"), "object": ("data",)}.get(element.tag, ("src",))
    written = [element.get(name) for name in names]
    return [address for address in written[:1] if address] or [address for address in written if address]


def _link(address: str, label: str, base: str) -> FileLink | None:
    try:
        url = canonical_url(address, base)
        parts = urlsplit(url)
        if _VIEWER.search(parts.path):  # a viewer's page; the file's address is what it is given
            inner = next((value for name, value in parse_qsl(parts.query) if name in ("file", "url", "src")), "")
            return FileLink(canonical_url(inner, base), label or _name(inner)) if _FILE.search(_path(inner)) else None
    except ValueError:
        return None
    named = _FILE.search(_path(url)) or any(_FILE.search(value) for _, value in parse_qsl(parts.query))
    if named or _NAMED.search(label) or _DOWNLOAD.search(parts.path):
        return FileLink(url, label if not _EMPTY_LABEL.match(label) else _name(url) or label)
    return None


def _label(element: Any) -> str:
    shown = " ".join(element.text_content().split()) if element.tag == "a" else ""
    titled = " ".join((element.get("title") or "").split())
    label = titled if len(titled) > len(shown) else shown
    return _ATTACHED.sub("", label).strip()[:300] or label[:300]


def _path(url: str) -> str:
    return unquote(urlsplit(url).path)


def _name(url: str) -> str:
    """Return the file's name as its address has it; a name without a Chinese sign says nothing."""
    name = _path(url).rpartition("/")[2]
    return name if re.search(r"[\u4e00-\u9fff]", name) else ""


def _is_furniture(element: Any) -> bool:
    for height, above in enumerate([element, *element.iterancestors()]):
        if above.tag in MENU_TAGS:
            return True
        names = f"{above.get('class') or ''} {above.get('id') or ''}"
        if height < _HEIGHT and above.tag not in ("body", "html") and MENU_NAMES.search(names):
            return True
    return False
