"""Lay a clean text out: its title line, salutation, lead, chapters and signature; takes text, leaves a Layout.

Pages keep chrome around the text and lose line breaks inside it, so headings are found in running text as well
("…报告如下:一、主要举措"), and lines of page furniture (来源, 字号, 今天是…) never count as opening or end.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from storage.titles import Likeness, digits_for_years, judge_title


@dataclass(frozen=True)
class Chapter:
    """One first-level chapter: its heading's words and the text below it; `start` counts in the layout's body."""

    heading: str
    text: str
    start: int


@dataclass(frozen=True)
class Layout:
    """A text laid out in half-width signs; places in it are not places in the document's text."""

    title: str | None
    salutation: str | None
    body: str
    lead: str
    chapters: tuple[Chapter, ...]
    headings: tuple[str, ...]
    signed: date | None
    signature: str | None
    furniture: str


_CHROME = re.compile(
    r"^(?:您?(?:当前|现在)?(?:所在)?的?位置|首页\s*[>›»]|字号|字体|来源[::]|信息来源|文章来源|发布(?:时间|日期|机构|单位)|成文日期|更新时间|时间[::]|日期[::]|作者"
    r"|浏览|点击|阅读|打印|分享|今天是|索\s*引\s*号|主题分类|发文字号|文\s*号|有\s*效\s*性|公开|体裁|名\s*称[::]|标\s*题[::|]|责任编辑|编辑[::]|审核|上一篇|下一篇|扫一扫|关闭"
    r"|附件下载|相关(?:文档|链接|阅读|附件)|版权|主办|承办|网站标识码|.{0,4}ICP备|【(?:字体|打印|关闭)|无障碍|收藏|[|>›»\s])"
    r"|星期[一二三四五六日天]|^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d\d(?::\d\d)?)?$|[>›»].*[>›»]"
)
_DATE = re.compile(
    r"((?:19|20)\d\d)\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日|(?:(?<=\n)|(?<=[府局委厅处会]))\s*((?:19|20)\d\d)[.\-/](\d{1,2})[.\-/](\d{1,2})(?=\s*(?:$|\n))"
)
_BARE_DAY = re.compile(r"^(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}$")
_BODY_LINE = re.compile(
    r"^[\u4e00-\u9fff、()]{2,40}(?:政府|管委会|委员会|办事处|办公[室厅]|海关|[局厅署院委部处]|中心|[总支大]队)(?:\(?盖?章?\)?)$"
)
_CHINESE_DAY = re.compile(r"(?<=年)([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日")
_NUMERALS = {sign: place + 1 for place, sign in enumerate("一二三四五六七八九")}
_FIRST_LEVEL = re.compile(
    r"(?:^|(?<=[\n。;!?:)\s]))[#* ]*(?:[一二三四五六七八九十]{1,2}、|第[一二三四五六七八九十]部分[:、]?)"
    r"\s?([^\n。]{2,60})",
    re.MULTILINE,
)
_SECOND_LEVEL = re.compile(
    r"(?:^|(?<=[\n。;!?:\s]))[(][一二三四五六七八九十]{1,2}[)]、?\s?([^\n。]{2,50})", re.MULTILINE
)
_BARE_HEADING = re.compile(
    r"^[^,。;:!?\d|]{0,18}(?:问题|不足|打算|安排|思路|计划|成效|举措|做法)[^,。;!?|]{0,10}[:]?$", re.MULTILINE
)
_GLUED_TITLE = re.compile(
    r"^(?!现[将就把]|兹|根据|按照|为了?|近日|日前)([^,。:;!?]{6,60}?(?:报告|总结|汇报|讲话|致辞|情况)(?:\(.{1,16}?\))?)(?=\s|同志们|各位|主任|(?:19|20)\d\d年|为深入|为全面|根据|近年来|今年|一、|[\u4e00-\u9fff、]{2,16}:)"
)
_SALUTATION = re.compile(r"^([^,。;!?\d]{2,45}):")
_GREETING = re.compile(
    r"同志|代表|主任|委员|人大常委会|党委|党组|政府|[省市县区州旗镇乡]委|委员会|办公?室?$|[局厅]$|司法|各位"
)
_NAME_BEFORE_DATE = re.compile(r"(?:^|[\n。;\s)])([\u4e00-\u9fff、()]{3,60}?)[\s]*(?:\(?盖?章?\)?)[\s\n]*$")


def lay_out(text: str) -> Layout:
    """Return the layout of a clean, simplified text of any shape, run-on text included."""
    lines, furniture = _content_lines(text)
    title, rest = _take_title(lines)
    salutation, rest = _take_salutation(rest)
    body = "\n".join(rest)
    marks = list(_FIRST_LEVEL.finditer(body))
    chapters = tuple(
        Chapter(
            heading=_heading(mark.group(1)),
            text=body[mark.start() : marks[place + 1].start() if place + 1 < len(marks) else len(body)],
            start=mark.start(),
        )
        for place, mark in enumerate(marks)
    )
    lead = body[: chapters[0].start if chapters and chapters[0].start > 0 else 900][:900]
    signed, signature = _sign_off(body)
    below = [_heading(match.group(1)) for match in _SECOND_LEVEL.finditer(body)]
    bare = [match.group().strip() for match in _BARE_HEADING.finditer(body)]
    headings = (*(chapter.heading for chapter in chapters), *below, *bare)
    return Layout(title, salutation, body, lead, chapters, headings, signed, signature, furniture)


def half_width(text: str) -> str:
    """Return the text in half-width signs, with years of Chinese numerals in digits."""
    return digits_for_years(unicodedata.normalize("NFKC", text))


def days_in_digits(text: str) -> str:
    """Return the text with its days of Chinese numerals (三月二十六日) in digits; the length may change."""
    return _CHINESE_DAY.sub(_in_digits, text)


def _content_lines(text: str) -> tuple[list[str], str]:
    """Part the lines of the text from the page's furniture around it."""
    lines = [line.strip() for line in re.split(r"[\r\n\u2028]+", half_width(text))]
    lines = [line for line in lines if line]
    last = max(len(lines) - 10, 14)
    furniture = [
        place
        for place, line in enumerate(lines)
        if ((place < 14 and len(line) <= 80) or (place >= last and len(line) <= 60)) and _CHROME.search(line)
    ]
    gone = {place for place in furniture if not _signs(lines, place)}
    furniture = [place for place in furniture if place in gone]
    return [line for place, line in enumerate(lines) if place not in gone], "\n".join(
        lines[place] for place in furniture
    )


def _signs(lines: list[str], place: int) -> bool:
    """Tell a bare day that signs the text: it stands under a body's name, or ends the text under its last sentence."""
    if place == 0 or not _BARE_DAY.match(lines[place]):
        return False
    above = lines[place - 1]
    return bool(_BODY_LINE.match(above)) or (place == len(lines) - 1 and above.endswith("。") and len(above) > 1)


def _take_title(lines: list[str]) -> tuple[str | None, list[str]]:
    if not lines:
        return None, []
    short = 0
    while short < min(len(lines), 6) and len(lines[short]) <= 60 and not re.search(r"[。;!?:]$|^[一(]", lines[short]):
        short += 1
    best: tuple[int, int, int] | None = None
    for start in range(short):
        for stop in range(start + 1, min(short, start + 3) + 1):
            worth = _title_worth("".join(lines[start:stop]), lines[start:stop])
            if worth and (best is None or worth > best[0]):
                best = (worth, start, stop)
    if best:
        _, start, stop = best
        title, following = "".join(lines[start:stop]), lines[stop:]
        same = 1 if following and following[0] == title else 0
        return title, following[same:]
    glued = _GLUED_TITLE.match(lines[0])
    if glued and judge_title(glued.group(1)).likeness not in {Likeness.UNCLEAR, Likeness.OTHER}:
        rest = lines[0][glued.end() :].strip()
        return glued.group(1), ([rest] if rest else []) + lines[1:]
    return None, lines


def _title_worth(joined: str, parts: list[str]) -> int:
    """Rank a candidate: one that names a genre beats a fragment; a broken title beats its own half."""
    likeness = judge_title(joined).likeness
    if likeness in {Likeness.UNCLEAR, Likeness.OTHER} and not re.search(
        r"(?:报告|方案|通知|要点|规划|总结|讲话|解读|公告|年报|意见)$", joined
    ):
        return 0
    if len(parts) == 1:
        return 6 if likeness is Likeness.REPORT else 3
    broken = re.search(
        r"(?:政府|局|委员会|办事处|厅|委|办公室|建设|[省市县区州旗镇乡师]|街道|兵团|公署|海关)$", parts[0]
    ) and re.match(r"关于|20|工作|情况|印发|[\u4e00-\u9fff]", parts[1])
    if not broken or any(
        judge_title(part).likeness is Likeness.REPORT and not part.startswith("关于") for part in parts
    ):
        return 0
    return (7 if likeness is Likeness.REPORT else 4) if len(parts) == 2 else (5 if likeness is Likeness.REPORT else 0)


def _take_salutation(lines: list[str]) -> tuple[str | None, list[str]]:
    for place, line in enumerate(lines[:3]):
        found = _SALUTATION.match(line)
        if found and _GREETING.search(found.group(1)) and not re.search(r"如下|来源|时间", found.group(1)):
            rest = line[found.end() :].strip()
            return found.group(1), lines[:place] + ([rest] if rest else []) + lines[place + 1 :]
    return None, lines


def _heading(words: str) -> str:
    """Cut a heading that runs on into its text at the first pause after a few words."""
    words = words.strip("*# ")
    if len(words) <= 40:
        return words
    pause = re.search(r"[,;:\s]", words[12:])
    return words[: 12 + pause.start()] if pause else words[:40]


def _sign_off(body: str) -> tuple[date | None, str | None]:
    """Return the date signed at the end of the text and the name that stands before it."""
    tail = days_in_digits(body[-400:])
    for match in reversed(list(_DATE.finditer(tail))):
        after, before = tail[match.end() :], tail[: match.start()]
        if not re.match(r"[)\s]*(?:$|\n|\((?:此件|联系|主动|本)|抄送|附件|此件|主送)", after):
            continue
        if re.search(r"(?:截至|截止|截止到|自|从|于|时间|日期|编辑|更新|至)[::]?\s*$", before):
            continue
        name = _NAME_BEFORE_DATE.search(before)
        day = _as_date(match)
        if day:
            return day, name.group(1) if name else None
    name = re.search(
        r"(?:^|[\n。\s])([\u4e00-\u9fff]{2,24}(?:人民政府|局|厅|管委会|管理委员会|办事处|委员会))\s*$", tail
    )
    return None, name.group(1) if name else None


def _as_date(match: re.Match[str]) -> date | None:
    try:
        year, month, day = (int(part) for part in match.groups() if part)
        return date(year, month, day)
    except ValueError:
        return None


def _in_digits(match: re.Match[str]) -> str:
    return f"{_small(match.group(1))}月{_small(match.group(2))}日"


def _small(words: str) -> int:
    tens, _, ones = words.rpartition("十")
    if "十" not in words:
        return _NUMERALS.get(words, 0)
    return (_NUMERALS.get(tens, 1) * 10) + _NUMERALS.get(ones, 0)
