"""What a page says of itself is gathered here: takes meta tags and lines, leaves fields, a date and a 来源."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from lxml.html import HtmlElement

from crawler.rendering import tidy

# Never kept: maketime and the like tell when a machine wrote the file, years after the publication (measured: a page of
# 2007 generated in 2023), and counters change with every visit.
_META_WORDS = """
articletitle pubdate contentsource columnname columntype columnkeywords columndescription sitename sitedomain siteidcode
keywords author description url image publishdate firstpublishedtime lastmodifiedtime source articleid channelid lanmu
catalog catalogs manuscriptid contentid og:title og:site_name og:release_date title article:published_time publishtime
pubtime publish_time subject editor ucaptitle dc.title dc.date dc.source weibo:article:create_at
"""
_META_KEPT = frozenset(_META_WORDS.split())
_LONGEST_META = 500

# The page's own statements of its publication, most trusted first.
_DATE_METAS = (
    "pubdate",
    "publishdate",
    "firstpublishedtime",
    "publishtime",
    "pubtime",
    "publish_time",
    "og:release_date",
    "article:published_time",
    "weibo:article:create_at",
    "dc.date",
)
_ELEMENT_FIELDS = ("publishtime", "ucaptitle")

_COUNTER_WORDS = """
浏览次数 浏览量 浏览 点击次数 点击数 点击量 点击 阅读次数 阅读量 阅读 访问次数 访问量 人气 字号 字体 字体大小 分享
分享到 打印 备注 标题
"""
_LABEL_WORDS = """
发布时间 发布日期 发布于 发稿时间 发表时间 公告时间 上传时间 来源 来源于 信息来源 文章来源 稿件来源 新闻来源 内容来源
稿源 发布机构 发布单位 发文机关 发文单位 发文机构 发布机关 制发机关 公开机构 信息提供单位 所属机构 办文部门
责任部门 公开责任部门 成文日期 成文时间 生成日期 生成时间 发文日期 印发日期 更新时间 更新日期
实施日期 废止日期 失效日期 公开日期 公开时间 时间 日期
索引号 信息索引号 文号 发文字号 文件编号 公文文号 信息名称 文件名称 公文名称 名称 作者 责任编辑 责编 编辑 审核 关键词
主题分类 主题词 信息分类 信息类别 体裁分类 文章类型 公文种类 公开方式 公开类别 公开形式 公开范围 公开属性 公开时限
有效性 效力状态 文件状态 内容概述
"""
_NOT_KEPT = frozenset(_COUNTER_WORDS.split())
_LABELS = frozenset(_LABEL_WORDS.split()) | _NOT_KEPT
_PUBLISHED_LABELS = ("发布时间", "发布日期", "发布于", "发稿时间", "发表时间", "公告时间", "上传时间")
_OPENED_LABELS = ("公开日期", "公开时间")  # of the tables above official texts
_SOURCE_LABELS = ("来源", "信息来源", "文章来源", "稿件来源", "新闻来源", "内容来源", "来源于", "稿源")

_SPELT = "|".join(r"\s*".join(label) for label in sorted(_LABELS, key=len, reverse=True))
_LABEL = re.compile(
    rf"(?:^|(?<=[\s|｜【\[(（、;；，,/\d次日:：]))(?P<label>{_SPELT})\s*(?P<mark>[】\]]?\s*[:：]\s*\|?|\|(?=\s)|】|\])",
    re.MULTILINE,
)
_VALUE_END = re.compile(
    r"[【\[]|(?:\s|^)[|｜](?:\s|$)|\s*(?:字号|字体|大\s*中\s*小|打印|分享|收藏|扫一扫|复制|关闭|原创稿\s*$|下载|(?:作者|记者|编辑|责编|审核|选稿)\s*[:：])|\s{3,}|。|&nbsp;|[;；]\s*$"
)
# A label that stands behind a value without any blank between (来源：某某日报责任编辑：某某).
_NEXT_LABEL = re.compile(rf"(?:{'|'.join(label for label in sorted(_LABELS) if len(label) >= 4)})\s*[:：]")
_SPOKEN_SOURCE = re.compile(r"^\s*本文(?:来源(?:于|自)?|转自)\s*[:：]?\s*")
_LONGEST_VALUE = 80
_LONGEST_BELOW = 30
_SHORTEST_ALONE = 4  # signs: shorter words (来源, 名称, 时间) stand alone in menus and heads of tables too
_SCRIPT_LEFT = re.compile(r"\{\{|\}\}|document\.write|\$\(|<|>|null\b|undefined")

_DAY = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d{2})(?P<gap>\s+)?(?P<sep>[-/.年—－]|(?=\d{4}(?!\d)))\s*(?P<month>\d{1,2}|(?<=\d{4})\d{2})\s*"
    r"(?:[-/.月—－]\s*)?(?P<day>(?(gap)[0-3] \d(?=\s*(?:$|[\u4e00-\u9fff]))|(?!))|\d{1,2})(?!\d)\s*日?"
)
_BYLINE = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{3,28}(?:人民政府|局|厅|委员会|办公[室厅]|办事处|管委会|中心|法院|检察院|海关|队))\s+"
    r"(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?(?:\s+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?.{0,12}"
)
_DAY_BEHIND = re.compile(
    r"\s*(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?\s*$"
)
_ENCLOSED = re.compile(r"[“\"'《](?P<name>[^“”\"'《》]+)[”\"'》]")
_LETTERS_DAY = re.compile(
    r"([〇零○Ｏ一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_MONTH = re.compile(r"((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*月?")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_NEAR_TITLE = 160


def meta_fields(root: HtmlElement) -> dict[str, str]:
    """Return the page's meta tags that say something of the article, by name in lower case, first filled one first."""
    found: dict[str, str] = {}
    for tag in root.iter("meta"):
        name = (tag.get("name") or tag.get("property") or tag.get("itemprop") or "").strip().lower()
        value = _meta_text(tag.get("content") or tag.get("value") or "")
        if name in _META_KEPT and value:
            found.setdefault(name, value[:_LONGEST_META])
    for tag in root.iter(*_ELEMENT_FIELDS):
        value = _meta_text(tag.text_content())
        if value and len(value) <= _LONGEST_META:
            found.setdefault(str(tag.tag), value)
    return found


def label_fields(lines: Iterable[str]) -> dict[str, str]:
    """Return the values behind known labels (发布时间, 来源, 索引号…), first one first; a value may stand a line below.

    Counters are left out: they change with every visit. Values are as printed, at most eighty characters.
    """
    found: dict[str, str] = {}
    waiting: str | None = None
    for printed in lines:
        line = _SPOKEN_SOURCE.sub("来源：", printed)
        matches = list(_LABEL.finditer(line))
        if waiting and not matches and _is_value_of(waiting, line):
            _keep(found, waiting, line)
        waiting = _label_alone(line)
        for match, following in zip(matches, (*matches[1:], None), strict=False):
            label = re.sub(r"\s", "", match["label"])
            value = line[match.end() : following.start() if following else len(line)]
            if not _keep(found, label, value) and following is None and not value.strip():
                waiting = label
    return found


def byline(lines: Iterable[str]) -> dict[str, str]:
    """Return as 署名 the body that stands alone with a day in one of the lines under a title, where one does."""
    signed = (_BYLINE.fullmatch(line.strip()) for line in lines)
    return next(({"署名": found["name"]} for found in signed if found), {})


def _label_alone(line: str) -> str | None:
    """Return the label that a line is made of: the head of a list of pairs (<dt>发布日期</dt><dd>2026-02-12</dd>)."""
    words = re.sub(r"\s", "", line)
    return words if words in _LABELS and len(words) >= _SHORTEST_ALONE else None


def find_published(
    metas: Mapping[str, str],
    labels: Mapping[str, str],
    between: Sequence[str],
    page: Sequence[str],
    title: str | None,
) -> date | None:
    """Return the day of publication, or None where the page does not print one.

    Order: a strict label; the first day in the lines `between` title and body; meta tags, never maketime; a day within
    160 signs behind any visible title; the bare labels 时间 and 日期. Tags lie where a site was rebuilt or a template
    copied, so what visitors see goes first (on 13 real pages both orders gave the same days). A day counts only when
    year, month and day are printed, so no first of January is ever made up.
    """
    if printed := _first_day(labels.get(label, "") for label in (*_PUBLISHED_LABELS, *_OPENED_LABELS)):
        return printed
    for lines in (
        (line for line in between if not _other_date(line)),
        (metas.get(name, "") for name in _DATE_METAS),
        _behind_title(page, title),
    ):
        if found := _first_day(lines):
            return found
    return read_day(labels.get("时间", "")) or read_day(labels.get("日期", "")) or _split_day(page)


def _first_day(texts: Iterable[str]) -> date | None:
    return next((found for text in texts if (found := read_day(text))), None)


def find_source(metas: Mapping[str, str], labels: Mapping[str, str]) -> str | None:
    """Return the 来源 a page names: ContentSource, then the printed label, then other meta tags.

    The printed label stands before `source` and `dc.source`, which hold an agency's trunk name where the page prints
    the real one; but where it prints the writer's name behind the very words of `source`, those are the 来源.
    """
    if metas.get("contentsource"):
        return _source_text(metas["contentsource"])
    told = _source_text(metas.get("source", ""))
    for label in _SOURCE_LABELS:
        if label in labels and (found := _source_text(labels[label])):
            return told if told and found.startswith(f"{told} ") else found
    return _source_text(metas.get("source", "")) or _source_text(metas.get("dc.source", ""))


def read_day(text: str) -> date | None:
    """Return the first day printed in full: 2024-03-05, 2024年3月5日, 2024- 03- 14, 20240305, 二〇二四年三月五日."""
    for match in _DAY.finditer(text):
        if found := _day(int(match["year"]), int(match["month"]), int(match["day"].replace(" ", ""))):
            return found
    if spelt := _LETTERS_DAY.search(text):
        return _day(_numeral(spelt[1]), _numeral(spelt[2]), _numeral(spelt[3]))
    return None


def _split_day(lines: Sequence[str]) -> date | None:
    """Return the day that a page prints in two blocks, 21 above 2024年02月 or below it."""
    for line, following in pairwise(lines):
        month, day = (line, following) if len(line) > len(following) else (following, line)
        if (printed := _MONTH.fullmatch(month)) and re.fullmatch(r"\d{1,2}日?", day):
            return _day(int(printed[1]), int(printed[2]), int(day.rstrip("日")))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _numeral(text: str) -> int:
    digits = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0}
    if "十" not in text:
        return int("".join(str(digits[sign]) for sign in text))
    tens, _, ones = text.partition("十")
    return (digits[tens] if tens else 1) * 10 + (digits[ones] if ones else 0)


def _meta_text(value: str) -> str:
    return tidy(re.sub(r"<[^<>]*>", " ", html.unescape(html.unescape(value))))


def _keep(found: dict[str, str], label: str, value: str) -> bool:
    """Note a label's value if it is one; return whether it was."""
    value = value.strip(" |｜:：\t")
    if not label.endswith(("标题", "名称")):
        ends = [match.start() for match in (_VALUE_END.search(value), _NEXT_LABEL.search(value)) if match]
        value = value[: min(ends, default=len(value))]
    value = _paired(value.strip(" |｜:：】]、,，;；-—"))
    if not value or len(value) > _LONGEST_VALUE or _SCRIPT_LEFT.search(value) or re.sub(r"\s", "", value) in _LABELS:
        return False
    if label not in _NOT_KEPT:
        found.setdefault(label, value)
    return True


def _paired(value: str) -> str:
    """Return a value without the brackets at its ends whose other half stands outside; a pair is the value's own."""
    while value and value[0] in "()（）" and not (value[0] in "(（" and re.search("[)）]", value)):
        value = value[1:].lstrip()
    while value and value[-1] in "()（）" and not (value[-1] in ")）" and re.search("[(（]", value)):
        value = value[:-1].rstrip()
    whole = re.fullmatch(r"[(（]([^()（）]*)[)）]", value)
    return (whole[1] if whole else value).strip(" |｜:：、,，;；-—")


def _is_value_of(label: str, line: str) -> bool:
    """Tell whether the line under an empty label is its value: a date, a number, else a name."""
    if label.endswith(("日期", "时间", "于")) and "来源" not in label:
        return read_day(line) is not None and len(line) <= _LONGEST_BELOW
    if label.endswith("号"):
        return (
            bool(re.fullmatch(r"[\w/〔〕\[\]（）()第—-]*\d[\w/〔〕\[\]（）()-]*", line)) and len(line) <= _LONGEST_BELOW
        )
    return len(line) <= _LONGEST_BELOW and not re.search(r"[。；，|>]", line)


def _source_text(value: str) -> str | None:
    value = re.sub(r"^\s*(?:信息|文章|稿件|新闻|内容)?来源(?:于)?\s*[:：]\s*", "", value)
    value = re.sub(r"\s*(?:原创稿|转载)\s*$", "", value).strip() or value.strip()
    value = _DAY_BEHIND.sub("", value) or value
    enclosed = _ENCLOSED.fullmatch(value.strip())
    return (enclosed["name"] if enclosed else value).strip() or None


def _other_date(line: str) -> bool:
    """Tell a line whose day is not the day of publication."""
    return bool(re.search("成文|生成|印发|实施|失效|废止|截止|有效期|更新|修改|今天是|招标", line))


def _behind_title(page: Sequence[str], title: str | None) -> list[str]:
    if not title:
        return []
    start = re.sub(r"\s", "", title)[:20]
    found = []
    for place, line in enumerate(page):
        if start not in re.sub(r"\s", "", line):
            continue
        signs, behind = 0, []
        for following in page[place + 1 : place + 12]:
            signs += len(following)
            if signs > _NEAR_TITLE:
                break
            behind.append(following)
        found += [text for text in behind if not _other_date(text)]
    return found
