"""Which parts the law asks for a report has: leader's duty, measures, problems, plan; takes a Layout, leaves yes or no.

The parts are those of 《法治政府建设与责任落实督察工作规定》, article 25. Headings decide first; text without headings
is judged by sentences that say the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.reading.layout import Chapter, Layout

LEADER_DUTY, MEASURES, PROBLEMS, PLAN = "leader_duty", "measures", "problems", "plan"

_PLAN_HEADING = re.compile(
    r"下一?[步年]|下一?阶段|下一?年度|今后|明年|来年|新的?一年|未来|(?:努力|工作|改进)方向|打算|工作思路|改进(?:思路|措施)|整改措施|工作(?:计划|安排)|工作重点|重点工作|主要安排"
)
_YEAR_PLAN_HEADING = re.compile(r"20\d\d年.*(?:打算|安排|计划|思路|重点|工作|任务|举措|部署)")
_DONE_HEADING = re.compile(  # 重点工作进展, 工作安排落实情况: they name a plan and tell what became of it
    r"(?:重点(?:任务|工作)|工作重点|工作任务|计划|安排|打算|思路|部署)的?(?:推进|完成|落实|执行|开展|实施|进展|回顾|总结|成效|成果|亮点|盘点|情况|进度)"
)
_YEAR_AND_PLAN = re.compile(r"20\d\d年?度?的?(?:法治政府建设|法治建设)?(?:工作|重点)*(?:安排|打算|计划|思路|部署|设想)")
_STILL_AHEAD = re.compile(r"下一?[步年]|下一?阶段|今后|明年|来年|未来|方向|改进|整改")
_PROBLEM_HEADING = re.compile(
    r"问题|不足|困难|短板|差距|薄弱|弱项|面临的?挑战|[有亟]待|制约因素|需要?(?:改进|加强|提升|解决)|欠账|瓶颈|剖析|反思"
)
_SOLVED = re.compile(
    r"(?:解决|整改|整治|治理|化解|排查|纠正|破解|查找|针对|聚焦|回应|处理|突破|打破|补齐|补上|弥补|疏通)[^,。]{0,14}(?:问题|困难|短板|弱项|瓶颈|欠账)"
    r"|问题导向|(?:领域|群众|行业|企业|人员|等)[^,。]{0,8}突出问题|问题[^,。]{0,6}(?:整改|整治|治理|排查|清零|化解|督办|销号|解决)"
    r"|短板(?:补齐|弱项补强)|历史遗留问题"
)
_MEASURE_HEADING = re.compile(
    r"举措|成效|做法|工作(?:开展)?情况|基本情况|进展|主要工作|工作措施|推进.{0,10}(?:建设|工作)|开展情况|完善|强化|健全|加强|优化|深化|规范|提升|严格|坚持|落实"
)
_PROBLEM_SENTENCE = re.compile(
    r"(?:但|然而|同时|不过|清醒|虽然|尽管|对照|与.{2,20}(?:相比|要求))[^。]{0,60}(?:问题|不足|差距|短板|薄弱|困难|弱项)"
    r"|(?:还|仍然?|尚|依然)(?:存在|有)[^。]{0,24}(?:问题|不足|差距|短板|薄弱|困难|弱项)"
    r"|存在(?:的?(?:主要)?(?:问题|不足|困难|短板|薄弱环节)(?:和(?:不足|困难|问题|原因))?)?(?:的?是|主要|表现|有|:|如下|一是)"
    r"|(?:主要)?(?:问题|不足|短板|原因)(?:主要)?(?:表现在|体现在|有以下|在于|包括|:|是)|还有(?:一定|较大|不小)的?差距|不足之处"
    r"|(?:问题|不足|短板|差距|困难|弱项|薄弱环节)(?:亦|犹|尚|仍|仍然|依然|也|还)(?:在|存|有|存在|明显|突出|不少)(?=[:,。;])"
    r"|(?:^|[。;\n,])(?:但|同时|仍|还|也)?存在[^。,;\n]{2,24}(?:的|等)(?:问题|不足|短板|差距|现象)(?!的)"
)
# A few words that open a paragraph as a heading does: 6、找差距。 【问题不足】 不足: 明年怎么干. The numbering, once
# taken, is never given back: 1.1.1. without end could be cut in countless ways.
_OPENS = re.compile(
    r"^(?:\d{1,2}(?![\d年])[、.]?\s?|[(][\d一二三四五六七八九十]{1,2}[)]|第?[一二三四五六七八九十]{1,2}[、,是]+|[^\w\s])*+"
    r"(?P<words>[\w“”、与]{2,20})(?=[】\]〕。:!?]|\s*$)",
    re.MULTILINE,
)
_OPENS_WITHIN = re.compile(  # …全部办结。 3. 2026年安排 推进…: where the line breaks are lost
    r"(?<=[。;!?])\s?\d{1,2}[、.]\s?(?P<words>[\w“”、与]{2,20})(?=[\s。:])"
)
_WANTS = r"问题|不足|困难|短板|差距|薄弱|弱项|欠账|瓶颈|缺憾|反思|剖析|有待|亟待|需要?改进"
_SAYS_PROBLEMS = re.compile(
    rf"(?=.*(?:{_WANTS}))(?:{_WANTS}|主要|突出|存在|面临|当前|目前|工作|的|中|自身|还|仍|有|和|与|及|、|原因|成因|分析|找|查|查找|看|之处|环节"
    r"|在哪里?|何在|清单|情况|不够|对照|检视|正视|直面|[一二三四五几两]|个|点|处|方面|下的?功夫|改进|加强|提升|解决|努力|困惑|挑战)+"
)
_AHEAD = (
    r"20\d\d年|明年|来年|下一?年度?|下一?步|下一?阶段|今后|未来|新的?一年|新年度|接下来|后续|打算|思路|再出发|展望|努力方向|改进方向"
    r"|改进措施"
)
_SAYS_PLAN = re.compile(
    rf"(?=.*(?:{_AHEAD}))(?:{_AHEAD}|度|里|的|工作|主要|重点|任务|安排|计划|举措|措施|目标|谋划|部署|关键|重头戏|和|及|与|、|初步|考虑|设想|法治政府建设|推进"
    r"|我们?|怎么[干办做抓走]|如何[干办做抓走]|干什么|做什么|抓什么|往哪里?走|干|抓|做)+"
)
# What is wanting, told without the noun: after words that admit it, or as a quality that falls short.
_ADMITS = (
    r"(?:也|还|更)(?:应|应当|要|需|需要|必须)?(?:清醒|充分|深刻|客观)?地?(?:看到|认识到|意识到|注意到|感到)|坦率地?[说讲]|不容(?:忽视|回避)|不可回避"
    r"|客观地?[说看]|平心而论|回头看|美中不足|对照[^。\n]{2,24}(?:要求|标准|期[盼待])|[与离距同][^。,\n]{2,24}(?:相比|要求|期[盼待]|目标)"
)
_FALLS_SHORT = (
    r"不到位|不够|不熟|不强|不高|不严|不实|不深|不细|不[平均]衡|不充分|不完善|不健全|不规范|不及时|不适应|不统一|不透|偏[少弱低慢差]|较[少弱低慢差]|滞后|薄弱|欠缺|缺乏"
    r"|匮乏|紧缺|短缺|参差不齐|有待|亟待|亟需|跟不上|流于形式|不平衡|仍需|还需|有差距|不相适应|不匹配"
)
_ADMITTED = re.compile(
    rf"(?:{_ADMITS})[^。\n]{{0,50}}?(?:{_FALLS_SHORT}|不足|尚未|尚不|还未|还没有|还不|仍未|仍不|难以|空白|不愿|不敢|不会|漏洞|重[^,。]{{1,8}}轻)"
    rf"|(?:^|[。;,\n])(?:但是?|然而|不过|当然|诚然)[^。\n]{{0,50}}?(?:{_FALLS_SHORT})",
)
_WILL = (
    r"(?:将(?!法治|依法行政|其|[^,。]{1,12}(?:纳入|列入|列为|作为|融入))|拟|要|计划|打算|力争|争取|重点|继续|进一步|持续|着力|聚焦|紧扣"
    r"|围绕|突出|全面|努力|坚持|推[动进]|深化|做好|抓好|把)"
)
_LATER_YEAR = re.compile(
    r"(?:^|[\n。;:])[^,。;:\n\d]{0,8}(?P<year>20\d\d)年度?(?!\d{1,2}月|[底末前初起以至到])"
    r"(?P<rest>[^。\n]{2,90})"
)
_PAST = re.compile(r"已|了(?!解)|被(?:评|命|授|确定|列)|荣?获|去年|上年")
_AFTERWARDS = re.compile(  # at the end of a text: 我局将继续…, 今年,我们将…
    r"(?:我们?|本|全)[\u4e00-\u9fff]{0,6}将(?:继续|进一步|持续|不断|以此|认真|坚持|更加|紧紧|切实|努力|深入|全力|严格|积极|着力|加大|加强|针对|围绕|从)"
    r"|(?:今年|新的?一年|新年度|今后|后续)[,里中内]*[^。\n]{0,30}?(?:将|要|拟|计划|打算|继续|进一步)"
)
_LAST_PART = 0.6  # of a text's length: earlier, such words tell what was resolved during the year
_PLAN_SENTENCE = re.compile(
    r"(?:下一?步|下一?阶段|今后|明年|来年|下一?年度?|新的一年)(?:工作)?(?:中|里|打算)?[,:]?[^。]{0,30}(?:将|要|继续|重点|计划|打算|进一步|持续|着力|聚焦|拟|围绕|从)"
    r"|接下来[,]?[^。]{0,20}(?:将|要|继续)"
)
_DUTY = re.compile(
    r"第一责任人"
    r"|(?:党政)?(?:主要(?:负责人|负责同志|领导)|一把手)[^。;]{0,24}(?:履行|落实|承担)[^。;]{0,14}(?:法治|职责|责任)"
    r"|(?:书记|(?<!副)[省市县区旗镇乡州]长|局长|厅长|主任)[^。;\n]{0,10}履行[^。;\n]{0,14}(?:法治|职责|责任)"
    r"|(?:主要负责人|主要负责同志|主要领导|一把手|党政正职)[^。;\n]{0,6}(?:履职|履责|带头)"
    r"|(?:书记|(?<!副)[省市县区旗镇乡州]长|主席|(?<!副)局长|厅长|主任|主要(?:负责人|负责同志|领导))[^。;\n]{0,16}"
    r"(?:听取|研究|部署|主持|过问|督办|协调|调度|推动)[^。;\n]{0,20}(?:法治|依法行政|执法|学法|述法)"
    r"|(?:主要(?:负责人|负责同志|领导)|书记|[省市县区旗镇乡州]长|局长|厅长|主任)[^。;\n]{0,8}"
    r"(?:亲自抓|带头(?:学法|述法|尊法|遵法|守法|讲法|讲授|讲课|授课|宣讲|出庭|研究|抓|履)|签批[^。;\n]{0,10}法治)"
    r"|(?:书记|[省市县区旗镇乡州]长|局长|厅长|主任)(?:担?任|为)[^。,;\n]{0,12}(?:法[治制]|依法行政)[^。,;\n]{0,12}(?:组长|主任)"
    r"|法[治制][^。;\n]{0,14}领导小组[^。;\n]{0,8}由[^。;,\n]{0,6}(?:书记|(?<!副)[省市县区旗镇乡州]长|(?<!副)局长|厅长|主任)(?:担?任|为)组长"
    r"|双组长|党政同责[^。;\n]{0,10}法治|重要工作亲自部署|亲自部署[^。]{0,10}亲自过问|重大问题亲自过问"
)
_FIGURE = (
    r"(?<![\d,.])\d[\d,.]{0,14}\s?(?:万|亿)?余?(?:多)?(?:件|人|次|场|个|份|起|宗|项|条|%|名|期|家|户|元|部|处|篇|批)"
)
_STATES_FIGURE = re.compile(_FIGURE)
_PAST_FIGURE = re.compile(_FIGURE + r"|[一二三四五六七八九十百千两]{1,7}[余多]?(?:件|人次|次|场|起|宗|份|户|名|家)")


def find_parts(layout: Layout, year: int | None) -> dict[str, bool]:
    """Tell for each part whether the text has it; `year` is the reporting year, a heading of a later year is a plan."""
    plans = _plans(layout.chapters, year)
    problems = [chapter for chapter in layout.chapters if is_problem_heading(chapter.heading)]
    told = _without(layout.body, plans)
    opening = [match["words"] for pattern in (_OPENS, _OPENS_WITHIN) for match in pattern.finditer(layout.body)]
    plan_start = _plan_start(told, year)
    past = told[:plan_start] if plan_start is not None and plan_start > len(told) // 2 else told
    measures = [heading for heading in layout.headings if _is_measure_heading(heading, year)]
    return {
        LEADER_DUTY: bool(_DUTY.search(_without(past, problems))),
        MEASURES: bool(measures) or len(_PAST_FIGURE.findall(past)) >= 3,
        PROBLEMS: any(map(is_problem_heading, layout.headings))
        or any(map(_SAYS_PROBLEMS.fullmatch, opening))
        or bool(_PROBLEM_SENTENCE.search(told) or _ADMITTED.search(layout.body)),
        PLAN: any(is_plan_heading(heading, year) for heading in layout.headings)
        or any(_opens_plan(words, year) for words in opening)
        or plan_start is not None,
    }


def _plans(chapters: Sequence[Chapter], year: int | None) -> list[Chapter]:
    """Return the chapters on what will be done; 重点工作 before another of them tells what was done."""
    plans = [chapter for chapter in chapters if is_plan_heading(chapter.heading, year)]
    return plans[1:] if len(plans) > 1 and plans[0] is chapters[0] else plans


def _without(text: str, chapters: Sequence[Chapter]) -> str:
    for chapter in chapters:
        text = text.replace(chapter.text, "")
    return text


def _plan_start(told: str, year: int | None) -> int | None:
    """Return where a text without a chapter for it begins to speak of what it will do; None where it never does."""
    starts = [found.start() for found in [_PLAN_SENTENCE.search(told)] if found]
    late = int(len(told) * _LAST_PART)
    starts += [found.start() for found in [_AFTERWARDS.search(told, late)] if found]
    for found in _LATER_YEAR.finditer(told):
        rest = found["rest"]
        if (
            year
            and int(found["year"]) == year + 1
            and not _PAST.search(rest)
            and (found.start() >= late or re.search(_WILL, rest))
        ):
            starts.append(found.start())
            break
    return min(starts, default=None)


def _opens_plan(words: str, year: int | None) -> bool:
    """Tell whether the words that open a paragraph announce the plan; a year in them must come after the report's."""
    named = [int(found) for found in re.findall(r"20\d\d", words)]
    if named and (year is None or max(named) <= year):
        return False
    return bool(_SAYS_PLAN.fullmatch(words)) and not (named and re.fullmatch(r"20\d\d年度?", words))


def is_plan_heading(heading: str, year: int | None) -> bool:
    """Tell whether a heading opens the plan for the coming year ("下步打算", "2024年工作思路" in a report of 2023)."""
    if re.search(r"举措和成效|主要成效|工作总结|工作回顾", heading) or _STATES_FIGURE.search(heading):
        return False
    years = [int(found) for found in re.findall(r"20\d\d", re.sub(r"《[^》]*》", "", heading))]
    if year and years and max(years) > year:
        return True
    if _DONE_HEADING.search(heading) and not _STILL_AHEAD.search(heading):
        return False
    if years and year and _YEAR_PLAN_HEADING.search(heading) and max(years) <= year:
        return bool(re.search(r"下一?步|下一?年|打算|思路", heading))
    if year is None and _YEAR_AND_PLAN.fullmatch(heading):
        return True
    return bool(_PLAN_HEADING.search(heading)) and not re.search(r"(?:计划|安排)(?:落实|完成|执行)情况", heading)


def is_problem_heading(heading: str) -> bool:
    """Tell whether a heading opens what is still wanting ("存在的问题和原因"), not what was solved."""
    return bool(_PROBLEM_HEADING.search(_SOLVED.sub("", heading)))


def _is_measure_heading(heading: str, year: int | None) -> bool:
    return (
        bool(_MEASURE_HEADING.search(heading) or _DONE_HEADING.search(heading))
        and not is_plan_heading(heading, year)
        and not is_problem_heading(heading)
    )
