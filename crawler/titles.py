"""The title is chosen here: takes a page's meta tags, <title> and lines, leaves the article's title or None."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from crawler.lines import is_chrome, is_label_line, is_prose
from crawler.rendering import Line

_BLANKS = re.compile(r"[\s\u3000\u200b\ufeff]+")
# Wide marks first: a single hyphen may belong to the title itself.
_SUFFIX = re.compile(r"\s*(?:_+|--+|——|\s[-–—|｜]\s|[|｜])\s*|-(?=[^-]{2,20}$)")
_LIST_MARK = re.compile(r"(?:…+|\.{2,})\s*$")
_LIST_DATE = re.compile(
    r"^\s*[\[【(（]?(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\]】)）]?\s*|\s*[\[【(（]?(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\]】)）]?\s*$"
)
_KINDS = (
    "报告|通知|公告|通报|意见|办法|规定|决定|决议|方案|规划|计划|公报|年报|说明|解读|讲话|讲话稿|发言|总结|要点|"
    "情况|白皮书|纲要|清单|细则|批复|函|通告|条例"
)
_READS_AS_TITLE = re.compile(rf"(?:{_KINDS})(?:[(（].{{1,20}}[)）])?(?:之[一二三])?$")
_SENTENCE = re.compile(
    r"[。；;：:，,、！!？?]$|[。；]|^[一二三四五六七八九十]+、|^[(（][一二三四五六七八九十\d]+[)）]|^第[一二三四五六七八九十百]+[章节条]|^\d+[.、．]"
)
_OFFICE = re.compile(
    r".*(?:人民政府|办公室|委员会|局|厅|处|中心|办事处|街道|管委会|镇|乡|县|市|区|公司|院|师|兵团|公署)$"
)
_SALUTED = re.compile(
    r"^(?P<title>[^。；，,！!：:]{6,60}?(?:讲话|讲话稿|发言|报告|致辞))(?=(?:\s|[(（].{2,20}[)）])*(?:同志们|各位|尊敬的))"
)
_DAY_LINE = re.compile(r"[(（]?\s*(?:19|20)\d{2}\s*[-/.年].{3,20}[)）]?$")
_SITE = re.compile(
    r"欢迎.*|.{2,20}(?:网|网站|网站群|平台|门户|首页|人民政府|政府|办公室|[局厅处部院所]|[员协学合究商工字事金]会|中心|详细页面?|内容页|正文|详情|列表)"
)
_SPLIT_DAY = re.compile(r"\d{1,2}日?|(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*月?")
_LONGEST = 150
_LONG = 14  # signs: a column's name is shorter
_SHORTEST = 4
_SEEN = 12


def find_title(
    metas: Mapping[str, str], page_title: str, before: Sequence[Line], body: Sequence[Line], list_title: str | None
) -> str | None:
    """Return the article's title.

    `ArticleTitle` is the page's own word, unless it stands nowhere on the page and a heading right above the label line
    says otherwise: tags survive the rebuilding of a site and the copying of its templates. Without it every visible
    line in front of the text is weighed: that it stands in <title>, in a heading, right above the label line, that it
    is the link's text of the list page; links and the names of site and column weigh against. Else <title> without the
    site's suffix, or the list page's link text.
    """
    for name in ("articletitle", "ucaptitle"):
        if len(metas.get(name, "")) >= _SHORTEST:
            told = _completed(_without_site(metas[name], metas.get("sitename", "")), [*before, *body[:3]])
            return _heading_instead(told, page_title, before, body) or told
    listed = _listed(list_title)
    candidates = [*before, *body[:6]]
    names = {squeeze(metas.get(name, "")) for name in ("sitename", "columnname", "og:site_name")}
    if _names_only(page_title):
        names |= {squeeze(part) for part in (page_title, *_SUFFIX.split(page_title))}
    squeezed = "" if squeeze(page_title) in names else squeeze(page_title)
    weighed = [
        (_weight(line, candidates[place + 1 :][:2], squeezed, listed, names), len(line.text), -place, line.text)
        for place, line in enumerate(candidates)
    ]
    best = max(weighed, default=None)
    if best and best[0] >= (3 if squeezed else 2):
        return _LIST_DATE.sub("", best[3])
    shortened = without_suffix(page_title, metas.get("sitename", ""))
    if listed and squeeze(listed) not in squeeze(shortened):
        return listed
    return text_title([line.text for line in body]) if squeeze(shortened) in names | {""} else shortened


def text_title(lines: Sequence[str]) -> str | None:
    """Return the title of a plain text: the first short line that reads as one, with an office's line above it.

    A speech set as one paragraph has its title glued to the salutation: 在……会议上的讲话同志们.
    """
    shown = [line for line in lines[:8] if not is_chrome(line) and not is_label_line(line)]
    for place, line in enumerate(shown[:5]):
        if salutation := _SALUTED.match(line):
            return salutation["title"]
        if is_prose(line) or len(line) > 80:
            return None
        if len(line) < _SHORTEST or " | " in line or _SENTENCE.search(line) or _DAY_LINE.fullmatch(line):
            continue
        following = shown[place + 1] if place + 1 < len(shown) else ""
        if _READS_AS_TITLE.search(line):
            return line
        if _OFFICE.fullmatch(line) and len(following) <= 80 and _READS_AS_TITLE.search(following):
            return line + following
        if place == 0 and len(line) <= 60 and following and not _OFFICE.fullmatch(line) and _runs_on(lines, following):
            return line
    return None


def _runs_on(lines: Sequence[str], following: str) -> bool:
    return len(lines) > 2 or is_prose(following)


def without_suffix(page_title: str, site_name: str = "") -> str:
    """Return a <title> without the names of column and site behind `_`, `--`, ` - `, `|` or a closing hyphen.

    Some sites set them in front: 某某县人民政府_部门动态_….
    """
    text = page_title.strip()
    if site_name and text.endswith(site_name) and len(text) > len(site_name) + _SHORTEST:
        text = text[: -len(site_name)].rstrip(" _-|｜–—")
    parts = [part.strip() for part in _SUFFIX.split(text)]
    if len(parts) > 2 and _SITE.fullmatch(parts[0]) and len(parts[-1]) >= _SHORTEST and not _SITE.fullmatch(parts[-1]):
        return parts[-1]
    return parts[0] if len(parts[0]) >= _SHORTEST else text


def _without_site(told: str, site_name: str) -> str:
    """Return a told title without the site's name that some templates set in front of it: 某某网——…, 某某网_…."""
    name = site_name.strip()
    if not name or not told.startswith(name):
        return told
    mark = _SUFFIX.match(told, len(name))
    rest = told[mark.end() :].strip() if mark else ""
    return rest if len(rest) >= _SHORTEST else told


def squeeze(text: str) -> str:
    """Return the text without any blank, for comparing."""
    return _BLANKS.sub("", text)


def _weight(line: Line, following: Sequence[Line], page_title: str, listed: str | None, names: set[str]) -> int:
    text = squeeze(_LIST_DATE.sub("", line.text))
    if not _SHORTEST < len(text) <= _LONGEST or text in names or is_chrome(line.text) or is_label_line(line.text):
        return -10
    weight = 0
    if page_title.startswith(text):
        weight += 4 if len(text) * 3 >= len(page_title) else 2
    elif text in page_title and len(text) * 2 >= len(page_title):
        weight += 3
    elif len(text) >= 10 and page_title.startswith(text[:10]):
        weight += 2
    if listed and (text == squeeze(listed) or text.startswith(squeeze(listed)) or squeeze(listed).startswith(text)):
        weight += 4
    weight += 2 * line.heading
    weight += 2 * any(_tells_time(after.text) for after in following[:1])
    weight += bool(_READS_AS_TITLE.search(text))
    weight -= 2 * bool(_SENTENCE.search(text.rstrip("！!？?")))  # news of a success ends in a cry
    weight -= 3 * (line.linked * 2 > len(text))
    return weight - (len(text) < 8)


def _heading_instead(told: str, page_title: str, before: Sequence[Line], body: Sequence[Line]) -> str | None:
    """Return the heading above the label line if the told title is seen nowhere: not in <title>, in no line but prose.

    A piece of news names in its text the report whose tags it was given.
    Where the labels stand above the heading, it is the last long heading that reads as a title and names no column.
    """
    start = squeeze(told)[:_SEEN]
    if start in squeeze(page_title) or any(_shows(line.text, start) for line in (*before, *body)):
        return None
    near = [*before, *body[:3]]
    columns = {squeeze(part) for part in (page_title, *_SUFFIX.split(page_title))}
    headline = squeeze(without_suffix(page_title))
    above, long = [], []
    for line, following in pairwise(near):
        text = squeeze(line.text)
        if line.heading and text == headline and _tells_time(following.text):  # the page's own <title> says the same
            return line.text
        if not line.heading or len(text) > _LONGEST or not _READS_AS_TITLE.search(text):
            continue
        if _tells_time(following.text):
            above.append(line.text)
        if len(text) >= _LONG and text not in columns:
            long.append(line.text)
    if above and (len(squeeze(above[0])) >= _LONG or not long):
        return above[0]
    return long[-1] if long else None


def _shows(line: str, start: str) -> bool:
    """Tell whether a line shows a title's first signs; running text that only mentions it does not."""
    shown = squeeze(line)
    return shown.startswith(start) or (start in shown and not is_prose(line))


def _tells_time(line: str) -> bool:
    return is_label_line(line) or bool(_DAY_LINE.match(line) or _SPLIT_DAY.fullmatch(line))


def _names_only(page_title: str) -> bool:
    """Tell a <title> that says site and column alone: 新闻动态--某某学会官网, 某某市司法局."""
    parts = [part.strip() for part in _SUFFIX.split(page_title) if part and part.strip()]
    return bool(parts) and all(len(part) <= 5 or _SITE.fullmatch(part) for part in parts)


def _completed(meta_title: str, lines: Sequence[Line]) -> str:
    """Return the visible line that a shortened meta title begins, else the meta title."""
    if not _LIST_MARK.search(meta_title):
        return meta_title
    start = squeeze(_LIST_MARK.sub("", meta_title))
    whole = (line.text for line in lines if squeeze(line.text).startswith(start) and len(line.text) <= _LONGEST)
    return next(whole, meta_title)


def _listed(list_title: str | None) -> str | None:
    """Return a link's text without its date and its dots."""
    text = _LIST_MARK.sub("", _LIST_DATE.sub("", list_title or "")).strip()
    return text if len(text) >= _SHORTEST else None
