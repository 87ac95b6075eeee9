"""Which parts the law asks for a report has: leader's duty, measures, problems, plan; takes a Layout, leaves yes or no.

The parts are those of 《法治政府建设与责任落实督察工作规定》, article 25. Headings decide first; text without headings
is judged by sentences that say the same.
"""

from __future__ import annotations

import re

from monitor.reading.layout import Layout

LEADER_DUTY, MEASURES, PROBLEMS, PLAN = "leader_duty", "measures", "problems", "plan"

_PLAN_HEADING = re.compile(
    r"下一?[步年]|下一?阶段|下一?年度|今后|明年|来年|未来|(?:努力|工作|改进)方向|打算|工作思路|改进(?:思路|措施)|整改措施|工作(?:计划|安排)|工作重点|重点工作|主要安排"
)
_YEAR_PLAN_HEADING = re.compile(r"20\d\d年.*(?:打算|安排|计划|思路|重点|工作|任务|举措|部署)")
_PROBLEM_HEADING = re.compile(r"问题|不足|困难|短板|差距|薄弱|弱项|面临的?挑战|有待|制约因素")
_SOLVED = re.compile(
    r"(?:解决|整改|整治|治理|化解|排查|纠正|破解|查找|针对|聚焦|回应|处理)[^,。]{0,14}(?:问题|困难|短板)|问题导向|突出问题|问题[^,。]{0,6}(?:整改|整治|治理|排查|清零|化解|督办|销号)|问题(?:整改|整治|治理)"
)
_MEASURE_HEADING = re.compile(
    r"举措|成效|做法|工作(?:开展)?情况|基本情况|进展情况|主要工作|工作措施|推进.{0,10}(?:建设|工作)|开展情况|完善|强化|健全|加强|优化|深化|规范|提升|严格|坚持|落实"
)
_PROBLEM_SENTENCE = re.compile(
    r"(?:但|然而|同时|不过|清醒|虽然|尽管|对照|与.{2,20}(?:相比|要求))[^。]{0,60}(?:问题|不足|差距|短板|薄弱|困难|弱项)"
    r"|(?:还|仍然?|尚|依然)(?:存在|有)[^。]{0,24}(?:问题|不足|差距|短板|薄弱|困难|弱项)"
    r"|存在(?:的?(?:主要)?(?:问题|不足|困难|短板|薄弱环节)(?:和(?:不足|困难|问题|原因))?)?(?:的?是|主要|表现|有|:|如下|一是)"
    r"|(?:主要)?(?:问题|不足|短板|原因)(?:主要)?(?:表现在|体现在|有以下|在于|包括|:|是)|还有(?:一定|较大|不小)的?差距|不足之处"
)
_PLAN_SENTENCE = re.compile(
    r"(?:下一?步|下一?阶段|今后|明年|来年|下一?年度?)(?:工作)?(?:中|里|打算)?[,:]?[^。]{0,30}(?:将|要|继续|重点|计划|打算|进一步|持续|着力|聚焦|拟|围绕|从)"
    r"|接下来[,]?[^。]{0,20}(?:将|要|继续)"
)
_DUTY = re.compile(
    r"第一责任人"
    r"|(?:党政)?(?:主要(?:负责人|负责同志|领导)|一把手)[^。;]{0,24}(?:履行|落实|承担)[^。;]{0,14}(?:法治|职责|责任)"
    r"|(?:书记|[省市县区旗镇乡州]长|局长|厅长|主任)[^。;\n]{0,10}履行[^。;\n]{0,14}(?:法治|职责|责任)"
    r"|(?:主要负责人|主要负责同志|主要领导|一把手|党政正职)[^。;\n]{0,6}(?:履职|履责|带头)"
    r"|(?:书记|[省市县区旗镇乡州]长|主席|局长|厅长|主任|主要(?:负责人|负责同志|领导))[^。;\n]{0,16}"
    r"(?:听取|研究|部署|主持|过问|督办|协调|调度|推动)[^。;\n]{0,20}(?:法治|依法行政|执法|学法|述法)"
    r"|(?:主要(?:负责人|负责同志|领导)|书记|[省市县区旗镇乡州]长|局长|厅长|主任)[^。;\n]{0,8}"
    r"(?:亲自抓|带头(?:学法|述法|尊法|抓)|签批[^。;\n]{0,10}法治)"
    r"|(?:书记|[省市县区旗镇乡州]长|局长|厅长|主任)(?:担?任|为)[^。,;\n]{0,12}(?:法[治制]|依法行政)[^。,;\n]{0,12}(?:组长|主任)"
    r"|重要工作亲自部署|亲自部署[^。]{0,10}亲自过问|重大问题亲自过问"
)
_PAST_FIGURE = re.compile(
    r"(?<![\d,.])\d[\d,.]{0,14}\s?(?:万|亿)?余?(?:多)?(?:件|人|次|场|个|份|起|宗|项|条|%|名|期|家|户|元|部|处|篇|批)"
)


def find_parts(layout: Layout, year: int | None) -> dict[str, bool]:
    """Tell for each part whether the text has it; `year` is the reporting year, a heading of a later year is a plan."""
    plans = [chapter for chapter in layout.chapters if is_plan_heading(chapter.heading, year)]
    problems = [heading for heading in layout.headings if is_problem_heading(heading)]
    told = layout.body
    for chapter in plans:
        told = told.replace(chapter.text, "")
    plan_start = _PLAN_SENTENCE.search(told)
    has_plan = bool(plans) or any(is_plan_heading(heading, year) for heading in layout.headings) or bool(plan_start)
    past = told[: plan_start.start()] if plan_start and plan_start.start() > len(told) // 2 else told
    measures = [heading for heading in layout.headings if _is_measure_heading(heading, year)]
    return {
        LEADER_DUTY: bool(_DUTY.search(past)),
        MEASURES: bool(measures) or len(_PAST_FIGURE.findall(past)) >= 3,
        PROBLEMS: bool(problems) or bool(_PROBLEM_SENTENCE.search(told)),
        PLAN: has_plan,
    }


def is_plan_heading(heading: str, year: int | None) -> bool:
    """Tell whether a heading opens the plan for the coming year ("下步打算", "2024年工作思路" in a report of 2023)."""
    if re.search(r"举措和成效|主要成效|工作总结|工作回顾", heading):
        return False
    years = [int(found) for found in re.findall(r"20\d\d", re.sub(r"《[^》]*》", "", heading))]
    if year and years and max(years) > year:
        return True
    if years and year and _YEAR_PLAN_HEADING.search(heading) and max(years) <= year:
        return bool(re.search(r"下一?步|下一?年|打算|思路", heading))
    return bool(_PLAN_HEADING.search(heading)) and not re.search(r"(?:计划|安排)(?:落实|完成|执行)情况", heading)


def is_problem_heading(heading: str) -> bool:
    """Tell whether a heading opens what is still wanting ("存在的问题和原因"), not what was solved."""
    return bool(_PROBLEM_HEADING.search(_SOLVED.sub("", heading)))


def _is_measure_heading(heading: str, year: int | None) -> bool:
    return (
        bool(_MEASURE_HEADING.search(heading))
        and not is_plan_heading(heading, year)
        and not is_problem_heading(heading)
    )
