"""What time a figure speaks of: this year, a stock, a running total, several years, the year before, or a plan.

Takes the words of a sentence up to the figure and the section it stands in, leaves scope and period.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.reading.sentences import Role, Section


@dataclass(frozen=True)
class Time:
    """A figure's scope and period, as an Observation keeps them."""

    scope: str
    period: str


_PLAN = re.compile(
    r"力争|争取|(?<![法划动度划施])计划(?:在|于|新|完成|建|开展|举办|用|制定|修订|出台|创建|创|培[训育养]|组织|投入|安排|招|聘|打造|设立|推|再)|(?<![模虚草比代])拟(?!定|[^,。]{0,8}的)|将(?:新|再|继续|持续|在|于|对|开|举|组|完|建|移交|移送|制|推|进|加|实现|力|达|全面|着力|以|投|聘|出|增|培|努|确)"
    r"|(?<![主重需必首紧])要(?!求|点|素|件|闻|案|害|道|塞|务|员|职|目|领|旨|义)|应(?:有|当(?![^,。;]{1,10}的)|配|达到?|建|设)|确保|务必|(?:必须|须)(?![^,。]{0,8}的)|目标(?:是|为)|剩余|预计|下一?步|明年|来年|今后|到20\d\d年(?:底|末)?"
)
_AT_LEAST = re.compile(r"(?:不少于|不低于|至少|不得少于|不得低于)[^,。;\d]{0,3}$")
_REQUIRED = re.compile(r"[\d.]+%?的(?:要求|标准|比例要求|配备要求|规定)")
# What a number's own predicate puts ahead: 30名骨干将得到培养.
_WILL_BE = re.compile(
    r"[\d.,]+[余多万亿]*[^\d,。;]{2,16}?(?<![法名部强健])将(?:会|得到|被|获得?|陆续|全部|继续|予以|实现|完成|投入|建成|开|迎)"
)
_DONE = re.compile(r"已(?!经?建立)|(?<!公)共(?!同|性|享|建|治|产)|累计|完成了|开展了|实际|全年")
_EACH = re.compile(r"每(?:年|人|名|季|月|半年|个|周|镇|村|所|单位)|要求|指导|规定|标准|督促|原则上|落实")
_MULTI = re.compile(
    r"(?<!\d)(?:近|过去|前|这)?[两三四五六七八九十\d]{1,2}年(?:来|间|以来)(?!的)|近[两三四五六七八九十\d]{1,2}年|“?十[二三四]五”?(?:期间|以来|时期)|任期内|五年共|十八大以来|十九大以来|二十大以来"
)
_SINCE = re.compile(
    r"(?:自|从)?(20\d\d)年(?:度|\d{1,2}月(?:\d{1,2}日)?|初|底)?(?:实施|启动|开展|[^,。;]{0,10})?(?:以来|至今)(?!的)|(?:自|从)?(20\d\d)年(?:至|到|-|~)\s?(20\d\d)年"
    r"|(?:自|从)(20\d\d)年(?:度|\d{1,2}月(?:\d{1,2}日)?)?(?:[^,。;]{0,8}(?:之日|建成|实施|启动|设立))?起(?![草诉步])"
)
_CUMULATIVE = re.compile(r"累计|[^,。;\d]{2,12}以来|历年|总计已|自[^,。;]{2,16}(?:起|后|以来)")
# 全年累计培训1340人次 is the year's own sum.
_SUM_OF_YEAR = re.compile(r"(?:全年|年内|当年|本年度?|今年|去年|20\d\d年度?)[^,;。\d]{0,8}?累计")
# 2020年以来累计化解2.6万户,今年化解4100户: the second is the year's own.
_THIS_YEAR = re.compile(r"(?:今年|本年度?|当年|年内)(?![^,;]{0,4}来)")
# The clause before may hold nothing but the time: 而五年前的2018年,这一比例只有70%.
_TIME_ALONE = re.compile(
    r"(?:^|[,;:。(])(?:而|但|其中)?(?:[\d一二三四五六七八九十]{1,3}年前的?)?(?:20\d\d年|上年|去年|前年)(?:度|末|底|同期)?,$"
)
# 国家级累计12个,省级94个: a clause of one short word goes on with what was said before.
_ELLIPTIC = re.compile(r"[\u4e00-\u9fff]{1,4}$")
_YEAR_TO_DATE = re.compile(r"(?:今年|本年度?|年初|去年|一年)(?:以)?来|20\d\d年(?:度)?(?:以)?来|今年以来")
_STOCK = re.compile(r"目前|现有|现已|截至|截止|共有|拥有|在册|现存|现行有效|已建成|尚有|仍有|尚在|已达|达到|共设|常年")
_PRIOR_WORDS = re.compile(r"(?:上年度?|上一年度?|去年|前年)(?!以来)(?:末|底|同期|度|结转|转结)?")
_NO_YEAR_OF_ITS_OWN = re.compile(r"以?来|至|到|\s?[-~]|同期|相比|[\d月日底]*(?:之前|以前|前)")
# What a closed bracket said of its own figure: 被复议6件(上年9件)、被诉11件.
_CLOSED = re.compile(r"\([^()]*\)")
_YEAR = re.compile(r"(20\d\d)\s?年(?:度)?")
_PAST_IN_PLAN = re.compile(r"已|了(?!解)|(?<!公)共(?!同|性|享|建|治)|20\d\d年以来|截至|过去|去年|今年以来|累计|目前")


def read_time(sentence: str, at: int, section: Section, year: int | None) -> Time:
    """Return the time of the figure that begins at `sentence[at]`; `sentence` is folded.

    A plan chapter or a plan word makes a plan; in a plan chapter only a clause that looks back states a fact.
    """
    before = sentence[:at]
    if _REQUIRED.match(sentence, at) or _WILL_BE.match(sentence, at):
        return Time("plan", str(year + 1) if year else "")
    clause_start = max(before.rfind(mark) for mark in ",;:。") + 1
    if alone := _TIME_ALONE.search(before[:clause_start]):
        clause_start = alone.start()
    clause = _CLOSED.sub("", before[clause_start:])
    if _is_plan(before, clause, section, year):
        return Time("plan", str(year + 1) if year else "")
    since = _since(before, year)
    if since and not _names_own_year(clause, year):
        return since
    prior = _prior(sentence, at, clause, year)
    if prior:
        return prior
    period = str(year) if year else ""
    whole = re.sub(_YEAR_TO_DATE, "", before)
    cumulative = _CUMULATIVE.search(whole)
    if cumulative and not _THIS_YEAR.search(clause) and (cumulative.group() != "累计" or _runs_on(whole, clause)):
        words = cumulative.group()
        return Time("cumulative", period if words in ("累计", "历年", "总计已") else words)
    stock = _STOCK.search(clause) or re.match(r"\s*(?:截至|截止|目前)", before)
    return Time("as_of" if stock else "year", period)


def _runs_on(before: str, clause: str) -> bool:
    """Tell whether a running total is spoken of in this clause, or right before one of a single short word."""
    if "累计" in clause:
        return not _SUM_OF_YEAR.search(clause)
    earlier = re.split(r"[,;、]", before.rstrip(",;、").removesuffix(clause).rstrip(",;、"))[-1]
    return bool(_ELLIPTIC.match(clause)) and "累计" in earlier and not _SUM_OF_YEAR.search(earlier)


def _is_plan(before: str, clause: str, section: Section, year: int | None) -> bool:
    named = [int(found) for found in _YEAR.findall(clause) if year and int(found) <= year]
    if section.role is Role.PLAN and not _PAST_IN_PLAN.search(before) and not named:
        return True
    if section.role is Role.PLAN and re.search(r"下一?步|要(?!求|点|素|件)|将|务必|确保|力争", clause):
        return True
    if _AT_LEAST.search(clause):
        return bool(_EACH.search(before)) or not _DONE.search(clause)
    later = [int(found) for found in _YEAR.findall(clause) if year and int(found) > year]
    if later and not re.search(r"截至|截止|月", clause):
        return True
    if _PLAN.search(clause) and not re.search(r"已(?!经?建)|完成了|要求,", clause):
        return True
    opening = re.match(r"\s*(?:[一二三四五六七八九十]是)?(20\d\d)\s?年度?,", before)
    ahead = bool(opening and year and int(opening[1]) > year and not _DONE.search(clause))
    leading = re.match(
        r"\s*(?:下一?步|今后|明年|来年|新的一年|新年度|20\d\d年,?[^,]{0,6}(?:将|计划|力争|拟|打算|安排|目标|思路))",
        before,
    )
    return ahead or (bool(leading) and not _DONE.search(clause))


def _names_own_year(clause: str, year: int | None) -> bool:
    """Tell whether a clause comes back to the reporting year: 三年间共调解90件,其中2024年30件."""
    if _THIS_YEAR.search(clause):
        return True
    named = list(_YEAR.finditer(clause))
    return bool(named) and int(named[-1][1]) == year and not _SINCE.search(clause) and not _MULTI.search(clause)


def _since(before: str, year: int | None) -> Time | None:
    for match in reversed(list(_SINCE.finditer(before))):
        first = int(match[1] or match[2] or match[4])
        last = int(match[3]) if match[3] else year
        if last and first < last:
            return Time("multi_year", f"{first}-{last}")
    if _MULTI.search(re.sub(r"三年行动|连续\w年", "", before)):
        return Time("multi_year", str(year) if year else "")
    return None


def _prior(sentence: str, at: int, clause: str, year: int | None) -> Time | None:
    """Return the prior year's time where the clause, or the sentence's opening, names an earlier year."""
    if year is None:
        return None
    named = list(_YEAR.finditer(clause))
    if named:
        last = named[-1]
        found = int(last[1])
        if found < year and not _NO_YEAR_OF_ITS_OWN.match(clause, last.end()):
            return Time("prior_year", str(found))
        return None
    if _PRIOR_WORDS.search(clause) and not re.search(r"(?:较|比|与|同)(?:上|去|前)", clause):
        return Time("prior_year", str(year - 1))
    opening = re.match(r"\s*(?:[一二三四五六七八九十]是|\([一-十]+\))?\s*(20\d\d)\s?年(?:度)?[,:]", sentence[:at])
    later = [int(found) for found in _YEAR.findall(sentence[:at])]
    if opening and int(opening[1]) < year and max(later) < year:
        return Time("prior_year", opening[1])
    return None
