"""Which year a report tells of, until which day, and when it was made public; takes a Layout, leaves dates and doubts.

The order of evidence (notes on the genre, §2.2): the title's year; "现将…2023年…报告如下", the opening sentence, a
heading with a year; the day it was published or signed; the latest past year of the body. Years of laws' names, of
document numbers, of ranges and of plans never count.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from monitor.reading.layout import Layout, days_in_digits, half_width
from monitor.reading.parts import is_plan_heading
from storage.vocabulary import Kind


@dataclass(frozen=True)
class ReportingYear:
    """The reporting year with the evidence it rests on, in Chinese words, and the doubts about it."""

    year: int | None
    basis: str
    doubts: tuple[str, ...] = ()


_HIDDEN = re.compile(
    r"《[^》]{1,80}》|[〔\[(](?:19|20)\d\d[〕\])]\s?第?\d+\s?号"
    r"|(?:自|从)?(?:19|20)\d\d年?\s?(?:-|—|–|~|至|到)+\s?(?:19|20)\d\d年?(?:度|间|期间)?|自?(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?起"
)
_ANNOUNCED = re.compile(
    r"(?:现|兹)?(?:将|就|把)[^。]{0,40}?((?:19|20)\d\d)年[^。]{0,50}?(?:报告|汇报|总结|通报|说明)如下"
)
_TOLD = re.compile(
    r"(?:报告|汇报)(?:我[省市县区州旗局]|全[省市县区州旗])?((?:19|20)\d\d)年[^。]{0,30}(?:法治|依法行政)"
)
_OPENING = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?!\d{1,2}月|底前|前|起)")
_ANY = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_PAST_HEADING = re.compile(r"((?:19|20)\d\d)年.*(?:举措|成效|情况|做法|工作|总结|回顾|进展)")
_UNTIL = re.compile(
    r"(?:截(?:至|止到?|止至)(?:到|至)?|(?:统计|计算|截取|汇总)(?:时间|期限)?(?:[到至]|为20\d\d年1月1日至))(?:((?:19|20)\d\d)年)?(?:(\d{1,2})月)(?:份)?(?:(\d{1,2})日)?"
)
_SPAN = re.compile(  # 2022年12月至2023年11月
    r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?(?:-|—|–|~|至|到)+((?:19|20)\d\d)年(\d{1,2})月(?:(\d{1,2})日)?"
)
_SPOKEN = re.compile(
    r"(?:^|\n)[(—\-\s]*(?:[\u4e00-\u9fff]{2,24}(?:政府|局|厅|委员会|办公[室厅]|办事处|管委会|海关)\s*)?((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日(?:上午|下午)?(?:在[^。\n]{2,60}(?:\n[^。\n]{2,40})?(?:会议|大会|会)上[^。\n]{0,10}|,?\s?(?:根据)?(?:现场|会议)?(?:录音|记录)[^。\n]{0,8})?[)\s]*(?=\n)"
)
_SIGNED_ABOVE = re.compile(  # 云岭市司法局 2023-04-03, under the title; a day alone may be the page's
    r"(?:^|\n)[\u4e00-\u9fff]{2,24}(?:政府|局|厅|委员会|办公[室厅]|办事处|管委会|中心|法院|检察院|海关)\s*[( ]?"
    r"((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?:\s+\d{1,2}:\d\d(?::\d\d)?)?[)\s]*(?=\n)"
)
_DAY_BEFORE_OFFICE = re.compile(  # 2024-02-28 市司法局复议科, at the head of the text
    r"((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?:\s+\d{1,2}:\d\d(?::\d\d)?)?\s+[\u4e00-\u9fff]{2,24}(?:[局厅科处股室]|委员会|中心|政府)\s*\n"
)
_PRINTED = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日印发\s*$")
_MEETING_OF_TITLE = re.compile(r"[(]?((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日[)]?在")
_TRANSCRIBED = re.compile(
    r"\([^()\n]{0,40}((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日[^()\n]{0,30}(?:录音|记录|讲话|发言|讲稿)[^()\n]{0,8}\)\s*$"
)
_LOOKS_BACK = re.compile(r"过去一年|过去的一年|去年|一年来|上一年|上年度")
_REPORTED = re.compile(
    r"(?<!\d)((?:19|20)\d\d)年(?:度)?(?!\d{1,2}月)[^。,;]{0,16}(?:法[治制]政府建设|依法行政)[^。,;]{0,10}(?:报告|情况|总结|成效)"
)
_SUMS_UP = re.compile(r"总结(?:回顾|交流)?(?:全[省市县区州旗镇乡])?((?:19|20)\d\d)年")
_EARLIEST_MONTH = 11  # meetings that close a year are held from November on
_LAST_MONTH_OF_REPORTS = 6  # a report published in the second half of a year may well tell of that year's first
_EARLIEST = 1999  # 国务院《关于全面推进依法行政的决定》(国发〔1999〕23号): no report of this kind is older


def find_year(
    layout: Layout, title_year: int | None, published: date | None, kind: Kind = Kind.REPORT
) -> ReportingYear:
    """Return the reporting year; in a speech the title's year is the meeting's, and past figures tell the year before.

    News tell of the year whose work or report they name, whatever year their title gives the meeting.
    Doubts tell a title that the text contradicts, and a year that is only inferred.
    """
    shown = hide_years(layout.body)
    told = _without_plans(layout, title_year)
    counted = Counter(year for year in map(int, _ANY.findall(hide_years(told))) if year >= _EARLIEST)
    if kind is Kind.SPEECH:
        return _year_of_speech(layout, title_year, published, counted)
    if kind is Kind.NEWS and (reported := _REPORTED.search(hide_years(layout.body))):
        return ReportingYear(int(reported.group(1)), "报道所说的年度")
    stated, basis = _stated(layout, shown[: len(layout.lead) + 40], title_year)
    if title_year and stated == title_year - 1 and _titled_ahead(layout, title_year, stated, published, counted):
        doubt = f"标题写{title_year}年，而正文报告的是{stated}年，标题用的是发布年份，年度按正文认定。"
        return ReportingYear(stated, basis, (doubt, *_contradictions(stated, None, stated, published, counted)))
    year = title_year or stated
    if year is None:
        return _inferred(layout, published, counted)
    doubts = _contradictions(year, title_year, stated, published, counted)
    return ReportingYear(year, "标题" if title_year else basis, doubts)


def _titled_ahead(layout: Layout, title_year: int, stated: int, published: date | None, counted: Counter[int]) -> bool:
    """Tell a title that names the year of publishing: published then, the text reckons with the year before.

    The chapter on what is to come speaks of the title's year, or the past year is named more often.
    """
    day = published or layout.signed
    plans = any(is_plan_heading(heading, stated) and str(title_year) in heading for heading in layout.headings)
    early = day is not None and day.year == title_year and day.month <= _LAST_MONTH_OF_REPORTS
    return (early and counted[stated] > counted[title_year]) or (plans and counted[stated] >= counted[title_year])


def find_period_end(layout: Layout, year: int | None) -> date | None:
    """Return the day until which the report as a whole counts; None where it counts the full year or does not say.

    One figure with its own day does not shorten the report: the day must stand in the lead, or repeat, or be the only
    reckoning of a text that nowhere counts 全年; and 12月底 or 12月31日 anywhere means the full year.
    """
    if year is None:
        return None
    days = [(match.start(), _until(match, year)) for match in _UNTIL.finditer(layout.body)]
    days += [(match.start(), _until(match, year)) for match in _SPAN.finditer(layout.lead)]
    found = [(start, day) for start, day in days if day is not None and day.year == year]
    if not found or any(day >= date(year, 12, 31) for _, day in found):
        return None
    in_lead = [day for start, day in found if start < len(layout.lead)]
    if in_lead and layout.chapters:
        return max(in_lead)
    late = Counter(day for _, day in found if day.month >= 10)
    if not late:
        return None
    day, times = late.most_common(1)[0]
    return max(late) if times == 1 and "全年" not in layout.body else day if times > 1 else None


def find_spoken(layout: Layout) -> date | None:
    """Return the day on which a text was given to a meeting or signed, by the line under its title or its last one."""
    top = days_in_digits(layout.body[:400])
    found = (
        _SPOKEN.search(top)
        or _SPOKEN.search(layout.furniture)
        or _SIGNED_ABOVE.search(top)
        or _DAY_BEFORE_OFFICE.match(top)
        or _MEETING_OF_TITLE.match(half_width(layout.title or ""))
        or _TRANSCRIBED.search(days_in_digits(layout.body[-200:]))
        or _PRINTED.search(days_in_digits(layout.body[-200:]))
    )
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def hide_years(text: str) -> str:
    """Blank out years that are no reckoning: laws' names, document numbers, ranges; the length stays the same."""
    return _HIDDEN.sub(lambda match: "\ue000" * len(match.group()), text)


def _stated(layout: Layout, lead: str, title_year: int | None) -> tuple[int | None, str]:
    announced = _ANNOUNCED.search(hide_years(layout.body[:1500])) or _TOLD.search(lead)
    if announced:
        return int(announced.group(1)), "“现将…报告如下”"
    opening = next((int(match.group(1)) for match in _OPENING.finditer(lead[:600])), None)
    if opening and opening >= _EARLIEST:
        return opening, "开头一句"
    for heading in layout.headings:
        found = _PAST_HEADING.search(hide_years(heading))
        if (
            found
            and not is_plan_heading(heading, title_year)
            and not re.search(r"下一?步|打算|思路|计划|安排", heading)
        ):
            return int(found.group(1)), "小标题"
    return None, ""


def _without_plans(layout: Layout, year: int | None) -> str:
    body = layout.body
    for chapter in layout.chapters:
        if is_plan_heading(chapter.heading, year):
            body = body.replace(chapter.text, "")
    return body


def _year_of_speech(
    layout: Layout, title_year: int | None, published: date | None, counted: Counter[int]
) -> ReportingYear:
    summed = _SUMS_UP.search(layout.lead)
    if summed and title_year is None:
        return ReportingYear(int(summed.group(1)), "讲话要总结的年份")
    spoken = title_year or (published.year if published else None)
    if title_year is None and published and published.month >= _EARLIEST_MONTH and "明年" in layout.body:
        spoken = published.year + 1  # a meeting at the year's end looks back on that very year
    looks_back = bool(_LOOKS_BACK.search(layout.body))
    reviewed = _year_of_review(layout)
    if title_year is None and spoken and reviewed and reviewed < spoken - 1:
        # A portal may put a speech on line years later: the part that looks back knows its own year.
        doubt = f"讲话在{published}发布，而回顾部分写的是{reviewed}年，年度按回顾部分认定。"
        return ReportingYear(reviewed, "讲话回顾部分的年份", (doubt,))
    if spoken and looks_back:
        return ReportingYear(spoken - 1, "讲话回顾的上一年")
    past = [year for year in counted if not spoken or year < spoken]
    if past:
        return ReportingYear(max(past), "讲话中最近的年份", ("讲话没有写明日期，年度按文中最近的年份认定。",))
    return ReportingYear(spoken - 1 if spoken else None, "讲话日期")


def _year_of_review(layout: Layout) -> int | None:
    """Return the latest year that the chapter looking back reckons with, or None where no chapter looks back."""
    review = next((chapter.text for chapter in layout.chapters if _LOOKS_BACK.search(chapter.text[:400])), "")
    years = [year for year in map(int, _ANY.findall(hide_years(review))) if year >= _EARLIEST]
    return max(years, default=None)


def _inferred(layout: Layout, published: date | None, counted: Counter[int]) -> ReportingYear:
    day = published or layout.signed
    if day:
        year = day.year if day.month >= 11 else day.year - 1
        common, times = counted.most_common(1)[0] if counted else (year, 0)
        if not counted[year] and times >= 3 and common < year:
            return ReportingYear(
                common, "正文最多的年份", (f"文件没有写明报告年度，正文多处写{common}年，按正文认定。",)
            )
        doubts = [f"文件没有写明报告年度，按{day.isoformat()}的发布或落款日期认定为{year}年。"]
        if common != year:
            doubts.append(f"正文提到最多的年份是{common}年，与认定的{year}年不同。")
        said = counted.get(year, 0)
        return ReportingYear(year, "发布日期", tuple(doubts if not said or len(doubts) > 1 else ()))
    if counted:
        return ReportingYear(
            max(counted), "正文最近的年份", (f"文件没有写明报告年度和日期，按正文最近的年份认定为{max(counted)}年。",)
        )
    return ReportingYear(None, "", ("文件没有写明报告年度，也没有日期可以推定。",))


def _contradictions(
    year: int, title_year: int | None, stated: int | None, published: date | None, counted: Counter[int]
) -> tuple[str, ...]:
    doubts = []
    if title_year and stated and stated != title_year:
        doubts.append(f"标题写{title_year}年，正文开头写{stated}年，年度按标题认定。")
    elif counted and counted[year] == 0 and sum(counted.values()) >= 3:
        doubts.append(f"正文没有提到{year}年，提到最多的是{counted.most_common(1)[0][0]}年。")
    if published and published.year - year >= 2:
        doubts.append(f"{year}年度的报告到{published.isoformat()}才发布，可能是补发。")
    if published and published < date(year, 12, 25):
        doubts.append(f"报告在{published.isoformat()}发布，早于年末，数字可能不满全年。")
    return tuple(doubts)


def _until(match: re.Match[str], year: int) -> date | None:
    own, month, day = match.groups()
    month_number = int(month)
    if not 1 <= month_number <= 12:
        return None
    last = calendar.monthrange(int(own or year), month_number)[1]
    number = int(day) if day else last
    return date(int(own or year), month_number, number) if 1 <= number <= last else None
