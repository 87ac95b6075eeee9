"""Hide what looks like a figure and is none; takes folded text, leaves text of the same length to find numbers in.

Dates become `DATE` characters throughout (they are no words of a subject either); the numerals of titles, labels,
ordinals, phone lines and document numbers become `HIDDEN` characters, their other words stay.
Kinds of non-figures after the annotated samples: dates, document numbers, law titles, policy labels, ordinals, lines.
"""

from __future__ import annotations

import re

DATE = "\ue001"
HIDDEN = "\ue000"

_N = r"[0-9零一二三四五六七八九十百两]"
_H = r"[零一二三四五六七八九十百两]"

_DATES = re.compile(
    r"(?<!\d)(?:自|从|由)?(?:19|20)\d\d\s?年?\s?[-~至到]\s?(?:19|20)\d\d\s?年(?:度|以来|间)?"
    r"|(?<!\d)(?:19|20)\d\d\s?年度?\s?(?:\d{1,2}\s?[-~至]\s?)?\d{1,2}\s?月(?:\d{1,2}\s?[日号]|份?[上中下]旬|初|底|末|份)?"
    r"|(?<!\d)(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}(?!\d)"
    r"|(?<!\d)(?:(?<![各来亲独])[自从](?=20))?(?:19|20)\d\d\s?年度?(?:以来|来|底|末|初|间|上半年|下半年|至今|起(?![草诉步])|[一二三四]季度)?"
    r"|(?<![\d.])\d{1,2}\s?月?(?:份)?\s?[-~至]\s?\d{1,2}\s?月(?:\d{1,2}[日号]|份|底|末)?"
    r"|(?<![\d.])\d{1,2}\s?月\s?\d{1,2}\s?[日号]?(?:\s?[-~至]\s?(?:\d{1,2}月)?\d{1,2}[日号])?"
    r"|(?<![\d.个])\d{1,2}\s?月(?:份|底|末|初|[上中下]旬)?(?=[,、以前至起的开中全召,\s]|$)"
    rf"|二零{_H}{{2}}年(?:度|以来|{_H}{{1,2}}月(?:{_H}{{1,3}}日)?)?|{_H}{{1,2}}月{_H}{{1,3}}日"
    r"|(?<!\d)\d{1,2}日(?=[,、至上下晚]|$)|(?<![\d.])\d{1,2}[:时]\d{2}分?"
    r"|(?<![\d.·])(?:12|3|6|4|5|11|9|1|8|7|10)·(?:\d{1,2})(?!\d)"
)
_TITLES = re.compile(r"《[^《》]{1,120}(?:《[^《》]{1,80}》[^《》]{0,60})*》")
_QUOTED = re.compile(r"“[^“”]{1,30}”|‘[^‘’]{1,30}’|\"[^\"\n]{1,24}\"")
_NUMBERS = r"零一二三四五六七八九十百千两\d"

_LABELS = (
    # document numbers, meeting and unit numbers, ordinals
    r"[〔\[（(](?:19|20)\d\d[〕\]）)]\s?第?\d+\s?号",
    rf"(?:第|NO\.?|No\.?)\s?{_N}{{1,6}}+(?!\s?名|\s?位(?!于))(?:[、至]第?{_N}{{1,3}})?(?:季度|责任人|次|届|批|期|条|款|项|章|轮|号|年|任|级)?",
    r"(?<!\d)\d{1,4}号(?:文|令|通知|公告|楼|线)?",
    rf"{_H}{{1,4}}届(?:{_H}{{1,3}}[中次]全?会?议?)?|党的{_H}{{1,3}}大|{_H}{{1,3}}[中]全会|二十大|十[七八九]大",
    r"[“\"]?(?:十[二三四五六]五|[一二三四五六七八九]五)[”\"]?(?=普法|规划|时期|期间|以来|末|收官|开局)|[“\"]十[二三四五]五[”\"]",
    # codes such as 1+6+N, 7×24小时, 2.12:1, 2/3, 3815
    r"(?<![\d.])[\dA-Za-zＮXn一二三四五六七八九多]{1,4}(?:\s?\+\s?[\dA-Za-zNXn一二三四五六七八九十多]{1,4})+",
    r"(?<![\d.])\d{1,2}\s?[×xX*]\s?\d{1,2}(?:小时|天)?|(?<!\d)24\s?小时",
    r"(?<![\d.])\d+(?:\.\d+)?\s?[::/]\s?\d+(?:\.\d+)?(?![\d.]*\s?(?:每|/))",
    r"(?<![A-Za-z])[A-Za-z]{1,12}-?\d{1,12}(?:\.\d+){0,4}|(?<![\d.])\d+[A-Za-z]{1,4}(?![\w%])",
    # fractions in words (三分之一): neither a number of points nor a count
    r"(?<![\d.])(?:[二三四五六七八九十]|\d{1,3})分之(?:[一二三四五六七八九两]|\d{1,3})",
    # denominators of a rule: 每千人5批次
    r"每(?:十万|百万|[百千万])(?=[人名户件家])",
    # phone lines without a counting unit after them
    r"(?<![\d.])(?<!\d,)(?:12[1-9]\d{2}|123\d{2}|11[0-9]|12[02]|96\d{3,4}|95\d{3}|8890)(?!,\d{3})"
    r"(?=[热专电“”\"、,。;)(平便政投服民举公网话]|接诉|系统|市民|法律|纪检|工单|诉求|$)",
    r"(?<!\d)\d{3,4}-\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)",
    # one by one: 一件一件, 一件件
    r"一(?P<one>[件条项个户步点次家村桩笔])一?(?P=one)",
    # one for everyone: 人手一册
    r"人手一[册本份张套]",
    # each of them, however many: 对每一起被撤销的案件
    r"每一(?=[件起宗例个项份名位户家条处次])",
    # figures of speech: 交出一份沉甸甸的答卷
    r"一[份张](?=[^,。;]{0,10}(?:答卷|成绩单))",
    # list marks
    r"(?:(?<=^)|(?<=[\n。;:!?]))\s*(?:\(\d{1,2}\)|\d{1,2}[.、)](?!\d)|[①-⑳])",
    r"(?:(?<=^)|(?<=[\n。;:,!?]))\s*[一二三四五六七八九十]{1,3}(?:、|是|要|方面|来(?=[,]))|\([一二三四五六七八九十]{1,3}\)|其[一二三四五]",
    # periods that are no quantity of the report
    r"(?:近|前|过去|连续|未来|今后|以来)\s?[\d一二三四五六七八九十两]{1,2}\s?(?:个)?(?:年|月|季度)(?:来|间|内)?",
    r"[\d一二三四五六七八九十两]{1,3}\s?(?:周?年)(?:来|行动|规划|计划|内|期|间|制|一届|以[上下内]|攻坚|任期|间|多)",
    r"[\d一二三四五六七八九十两半]{1,3}\s?个?(?:多)?月(?:内|以[内上]|左右|期|的)?",
    r"(?<![\d.到至为])\d+\s?(?:个)?(?:工作日|小时|日|天|分钟)(?:之?内|以内|前|后|公示)",
    r"(?:年满|未满|满|不满)\s?\d{1,3}\s?周?岁|\d{1,3}\s?周?岁(?:以[上下])?",
    r"(?<!\d)\d{1,5}\s?(?:分钟|公里)(?:以内)?\s?(?:法律|服务|生活|办|圈|响应|经济)[^,。;]{0,6}圈?",
    # policy labels that count their own parts
    r"[\d一二三四五六七八九十两双多]{1,3}(?:项制度|个(?:维护|意识|自信|确立|坚持|到位|统一|清单|一律|一批|必须|严禁|方面|层面|环节|阶段|维度|基本|经济)|张清单"
    r"|严一|重一大|大(?!队|会|学|道|厅|厦|街|数据|型|量|于|多|件|宗)|化(?![解验])|级(?:联动|政府|人民|平台|网络|调解|书记|干部|巡|公共|体系|架构|响应|矛盾|综治|便民|法律顾问|协同|贯通|法院)"
    r"|(?:省)?级(?=[^,。;]{0,8}(?:体系|网络|平台|联动|全覆盖|信息员))|审(?!查|核|理|结|批|计|判|减)|法衔接|会一课|随机|公示(?=系统|平台|制度|信息|工作)|公开(?=监管|抽查|平台)"
    r"|服务|下降|提升|结合|融合|清零|促进|覆盖|通办|窗|网|门|站式|体化|码|次办|件事|揽子|系列|站|统一)",
    r"(?:“)?(?:最后|最初)一公里",
    r"[一二三四五六七八九十两]{1,2}(?:步走|环节|支柱|方(?:案|联|协|面)?|类(?:人员|案件|问题|重点|主体|场所|事项)(?=[,。;]|$)|一[条张个体]|者|手抓|线(?!路)|员|时|下|心|律|致|直|旦|旁|向|味|并|同|再|起(?=[来推打])|切|般|些|定|样|道(?=[^\d])|方面|体|经|带|路|岗|站)",
    r"一(?:次性|站|窗|网|门|体|案|企|人一|事|户|村|社区|镇|县|区|把手|刀切|类|批(?=[^,。;]{0,6}(?:重|优|典))|支(?=[^,。;]{0,3}队伍)|审|对一|老一小|方面|大|流|线|系列|项重|条龙|张网|件事|盘棋|公里|网通|码|图|表|书|长|单|库)",
)
# What a label can begin with: at any other place none of them need be tried.
_FIRST = r"(?=[〔\[（(第Nn\dA-Za-zＮ零一二三四五六七八九十百千两多双半每近前过连未今以年满不省级党其最人“\"①-⑳\s])"
_LABEL = re.compile(_FIRST + "(?:" + "|".join(f"(?:{label})" for label in _LABELS) + ")", re.MULTILINE)
_NUMERAL = re.compile(rf"[{_NUMBERS}万亿半%.]")


def mask(folded: str) -> str:
    """Return the text with every non-figure hidden, character for character."""
    shown = list(folded)
    for pattern in (_TITLES, _QUOTED, _LABEL):
        for match in pattern.finditer(folded):
            if pattern is not _LABEL and not _NUMERAL.search(match.group()):
                continue
            _hide(shown, match.start(), match.end())
    for match in _DATES.finditer(folded):
        if HIDDEN not in shown[match.start() : match.end()] or match.group()[0] in "12自从由":
            shown[match.start() : match.end()] = DATE * (match.end() - match.start())
    return "".join(shown)


def _hide(shown: list[str], start: int, end: int) -> None:
    for place in range(start, end):
        if _NUMERAL.match(shown[place]):
            shown[place] = HIDDEN


def words(text: str) -> str:
    """Return the words of a piece without its dates."""
    return text.replace(DATE, "")
