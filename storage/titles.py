"""What a title promises: takes the words of a link or headline, leaves a verdict that crawler and monitor share.

A title is judged by its head noun and by what stands around its subject (法治政府建设, 依法行政), never by one keyword:
a report's title may hold 规划 in the name of a bureau, and a plan's title may hold 报告. Forms met on portals stand in
the tests' `titles.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

CHINESE_DIGITS = {"〇": "0", "○": "0", "零": "0", "O": "0", "o": "0", "Ο": "0", "О": "0"} | dict(
    zip("一二三四五六七八九", "123456789", strict=True)
)


class Likeness(StrEnum):
    """How near a title stands to a yearly rule-of-law report (标题判定)."""

    REPORT = "report"
    RELATED = "related"
    LOOKALIKE = "lookalike"
    UNCLEAR = "unclear"
    OTHER = "other"


@dataclass(frozen=True)
class TitleVerdict:
    """What a title says of its page; `year` is the reporting year it names, `reason` one Chinese phrase."""

    likeness: Likeness
    year: int | None
    reason: str


_SUBJECT = re.compile(r"法[治制冶](?:[省市州县区镇乡旗]|街道)?政府(?:部门|机关)?(?:的?建设)?|依法行政|法[治制冶]建设")
_GENRE = r"(?:报告书?|总结|汇报|年报|小结|情况)"
_SECOND_PART = re.compile(  # "…工作总结及2024年工作计划": what follows the conjunction does not make it a plan
    rf"(?<=[报总汇年小情成问][告结报况效题])(?:的报告)?(?:和|及|以及|暨|与|、|,)"
    rf"(?!.*?(?:要点|方案)的?通知)[^,]{{0,18}}?(?:计划|安排|打算|思路|要点|谋划|部署|任务|举措|措施)(?=的?{_GENRE}|$)"
)
_FIRST_DUTY = re.compile(
    r"(?:党政)?(?:主要)?(?:负责人|负责同志|领导)?(?:切实|认真)?(?:履行)?(?:推进)?(?:法[治制](?:政府)?建设)?第一责任人(?:的?职责|责任|履职)?"
)
_OFFICER_DUTY = re.compile(
    r"(?:负责人|[省市县区州旗镇乡局厅]长|书记|主任)(?!办公室).*法[治制](?:政府)?建设(?:的?主体)?职责"
)
_RANGE = re.compile(r"(?:19|20)\d\d年?(?:-|—|–|~|至|到)+(?:(?:19|20)\d\d|\d\d)年?度?")
_NUMBERED = re.compile(r"[\u4e00-\u9fff]{0,8}[〔\[(](?:19|20)\d\d[〕\])]第?\d+号")
_DAY = re.compile(
    r"[(\[]?(?:19|20)\d\d(?:年|[-./])\d{1,2}(?:月|[-./])(?:\d{1,2}日?)?(?:\d{1,2}:\d\d(?::\d\d)?)?[)\]]?$"
)
_YEAR = re.compile(r"(?<!\d)((?:19[89]|20\d)\d)(?!\d)")
_CHINESE_YEAR = re.compile(r"[二2][〇○零O0oΟО][〇○零O0oΟО一二三四五六七八九1-9][〇○零O0oΟО一二三四五六七八九1-9](?=年)")
_TAG = re.compile(r"[【\[〖〔](?!(?:19|20)\d\d[】\]〗〕])[^【】\[\]〖〗〔〕]{1,16}[】\]〗〕]")
_ORNAMENT = re.compile(r"^(?:[·•●■◆◇▪▶►※★☆>»*#.、:,\-—]+|\d{1,2}[.、](?!\d)|附件?\d*:|置顶|\(?[图文]{1,2}\))+")
_ENDING = re.compile(
    r"(?:\.(?:pdf|docx?|wps|ofd|html?)|[(](?:全文|正文|pdf版?|文字版|图文|附件|公开版?|公示稿?|公开稿|定稿|终稿|附图)[)]"
    r"|[(]?(?:浏览|点击|阅读|访问)(?:量|次数|数)?:?\d+次?[)]?|(?:new|NEW)!?|\.{2,}|[-_|—]$|[。;,]$)$"
)
_SITE = re.compile(r"(?:_|\||-|—|–)+[^_|\-—–]{2,30}(?:政府|网站|网|公开|平台|频道|专栏|局|委员会|办事处|厅)$")
_SESSION = re.compile(
    r"(?:-|—|–)*[(]?(?:\d{4}年\d+月\d+日)?在[^(]{2,50}(?:会议|大会|会)上(?:的(?:报告|汇报|发言))?[)]?$"
)

_EXPLAINER = re.compile(r"解读|图解|一图读懂|读懂|一图了解|问答|答记者问|起草说明|编制说明|政策说明")
_TAG_OF_LOOKALIKE = re.compile(r"解读|图解|读懂|问答|范文|模板|媒体|评论|视频|访谈")
_SPEECH = re.compile(r"讲话|致辞|主持词|发言(?!人)|动员会?词")
_TEMPLATE = re.compile(
    r"范文|模板|样本|样式|参考文本|素材|网友|精选|[\d一二三四五六七八九十]篇|(?<![a-z])[x×*]{1,4}(?=[省市州县区镇乡局街年旗])"
    r"|^某|某某|某[省市州县区镇乡局街]|20[x×*]{2}",
    re.IGNORECASE,
)
_PART_YEAR = re.compile(
    r"半年|季度|(?!1月?[-—–至到]12月)(?<!\d)\d{1,2}月?(?:-|—|–|至|到)\d{1,2}月|\d{1,2}月份|月度|月报|周报|旬报|阶段性"
)
_MANY_YEARS = re.compile(
    r"[三四五十两]年来|近[几三四五两十]年|[三四五十]年(?:工作|法治|推进|依法|建设|规划)|五年|“?十[二三四五]五|任期内?|本届|20\d\d年以来"
)
_NOTICE = re.compile(r"(?:通知|通告|通报|函|批复|决定|决议|指引|公告|公示|启事|倡议书?|提示)$")
_ISSUED = re.compile(
    rf"(?:印发|公布|发布|公开).*{_GENRE}[》”]?的?(?:通知|通告|函|公告|公示)$|(?:报送|呈报|上报).*{_GENRE}[》”]?的?函$"
)
_SHOWN = re.compile(r"(?:报告|总结|情况)[》”]?(?:公开)?的?(?:公告|公示|公开|函)$")
_AGENCY_AFTER = re.compile(
    r"[(:_\-—][^():]{2,24}(?:局|厅|委|办|委员会|中心|政府|镇|乡|街道|办事处|院|队|站|所|社|部)[)]?$"
)
_AGENCY_WORDS = re.compile(  # words of bureaus' own names that would otherwise speak of plans, news or creation
    r"(?:自然资源|国土资源|住房)?和?(?:国土空间)?规划(?:和自然资源|和建设|建设|国土)?(?:委员会|局|分局|厅|委|办)|计划生育|发展和?改革|发展计划|[\u4e00-\u9fff]{0,8}示范区"
    r"|督查室|宣传部|新闻出版|培训中心|培训学院|研究[院室所]|调查(?:总)?队|信息中心|信息化|考核办|公开办|会议中心|评审中心|检查站|监测站|执法检查局"
)
_TAIL_NO = re.compile(
    r"解读|要点|方案|规划|纲要|计划|安排|打算|思路|意见|办法|规定|制度|细则|条例|指标|标准|指引|指南|清单|目录|台账|任务|责任分工|分工|预案"
    r"|督察|督查|督导|检查|整改|自查|自评|评估|评议|测评|评价|评比|评选|评审|考核|考评|考试|排名|得分|满意度|问卷|调研|调查|考察|视察|审计|研究|论文|探析|思考|对策|路径"
    r"|示范|创建|试点|申报|推荐|命名|表彰|先进|亮点|典型|经验|做法|案例|纪实|综述|侧记|动态|简报|信息|培训|讲座|研讨|座谈|会议|推进会|部署会|启动会"
    r"|联席|专题学习|(?:领导|协调|工作)小组|专班|[报总汇工部](?:告|结|报|作|署)会|会$|心得|体会|回头看|审查|通报|名单|专栏|电话|白皮书|蓝皮书|皮书|发展报告|统计表|汇总表|一览表|报表|调度|征求|征集|公众|建议|提案|答复|审议|问询|询问|质询"
    r"|述法|述职|宣传|知识|竞赛|标语|承诺|责任书|约谈|问责|成就|巡礼|出炉|显示|新闻|发布会|再上|新台阶|提质|增效|见效|走深|跑出|取得"
)
_HEAD_NO = re.compile(
    r"召开|举办|举行|听取|审议|调研|视察|督察|督查|学习贯彻|深入学习|强调|荣获|入选|获评|获得|印象|征求|征集|评估|评议|测评|考核|考评|示范创建|创建|观摩|迎接|约谈|整改|通过了?"
    r"|宣传|培训|讲座|研讨|座谈|参加|出席|主持|部署|启动|(?<!关于)(?<!^)发布|(?<!关于)公布|白皮书|蓝皮书|皮书|人大代表|委员提案|评析|点评|一图|记者|反馈|回复|申报|验收|示范[县市区镇乡街单项]"
)
_NEIGHBOUR = re.compile(
    r"信息公开.*(?:年报|年度报告|报告|报表)|政务公开.*(?:报告|总结)|网站.*(?:报表|年报|年度报告)|白皮书|述法|述职|第一责任人"
    r"|行政执法.*(?:年报|年度报告|统计|报告|总结)|行政复议.*(?:报告|总结|情况)|行政应诉|普法.*(?:报告|总结|情况)|法治宣传|法治社会|法治[文机校企乡人].建设"
    r"|法治(?:化)?营商环境|法治督察|备案审查|权责清单|政府工作报告|政府法制"
)
_RELATED = re.compile(
    r"(?:全面)?依法治(?:[省市州县区旗镇乡局]|街道?|税).*(?:报告|总结|汇报|情况)|法治[\u4e00-\u9fff]{2,4}建设.*(?:报告|总结|汇报|情况)"
    r"|法治.*(?:讲话|工作情况|情况报告|情况的报告)|法治工作.*(?:总结|报告)|依法治[省市州县区旗镇乡].*讲话"
)
_SAYS_NOTHING = re.compile(
    r"^(?:关于)?(?:本?年度?|\d{4}年?度?)*的?(?:年度|工作|情况|专题|自查|有关)*的?(?:报告|总结|汇报|年报|情况)?$"
    r"|^(?:首页|正文|详情|详细|查看|查看详情|更多|附件\d*|文件|文章|内容|无标题|标题|信息公开|政务公开|政府信息公开|通知公告|公示公告|公告|通知|下载|点击下载|点击查看|网站首页|当前位置|untitled|index|null|undefined)$"
    r"|^[\d\W_]*$|^第?[\d一二三四五六七八九十]+[号期条]?$|^.{0,40}(?:门户网站|政府网站?|官网|官方网站|政务网|政府网)$|^[\u4e00-\u9fff]{2,20}人民政府$|:$",
    re.IGNORECASE,
)


def plain_title(title: str) -> str:
    """Return the title in half-width signs without spaces, ornaments of lists, file endings, dates and site names."""
    text, _ = _bare(title)
    return text


def digits_for_years(text: str) -> str:
    """Return the text with years in Chinese numerals (二〇二三年) in digits; its length stays the same."""
    return _CHINESE_YEAR.sub(lambda match: "".join(CHINESE_DIGITS.get(sign, sign) for sign in match.group()), text)


def judge_title(title: str) -> TitleVerdict:
    """Judge by its title alone whether a page is a yearly rule-of-law report.

    The year is the reporting year the title names: years of laws' names, of document numbers, of trailing dates and of
    a plan that follows the report ("…总结及2024年计划") do not count.
    """
    text, tags = _bare(title)
    subject = _SUBJECT.search(text)
    column = next((tag for tag in tags if _SUBJECT.search(tag)), None)
    if subject is None and column and (re.search(_GENRE, text) or _SAYS_NOTHING.search(text)):
        text = column + text
    elif subject is None and _SAYS_NOTHING.search(text):
        return TitleVerdict(Likeness.UNCLEAR, _year(text), "标题没有说明内容")
    likeness, reason = _judge(text, tags)
    return TitleVerdict(likeness, _year(text), reason)


def _bare(title: str) -> tuple[str, tuple[str, ...]]:
    text = unicodedata.normalize("NFKC", title[:300]).replace("法冶", "法治")
    text = digits_for_years(re.sub(r"[\s\u200b-\u200f\ufeff\u00ad]+", "", text))
    if ">" in text.rstrip(">"):
        text = text.rstrip(">").rsplit(">", 1)[-1]
    text = _NUMBERED.sub("", text) or text
    tags = tuple(tag[1:-1] for tag in _TAG.findall(text))
    text = _TAG.sub("", text)
    text = _ORNAMENT.sub("", text)
    for _ in range(4):
        shorter = _ENDING.sub("", _DAY.sub("", text))
        site = _SITE.search(shorter)
        if site and len(shorter) - len(site.group()) >= 6:
            shorter = shorter[: site.start()]
        if shorter == text:
            break
        text = shorter
    return text, tags


def _year(text: str) -> int | None:
    scope = _SECOND_PART.sub("", text)
    scope = re.sub(r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?", "", scope) if len(_YEAR.findall(scope)) > 1 else scope
    outside = re.sub(r"《[^》]*(?:纲要|规划|规定|条例|办法|方案)[^》]*》", "", scope)
    outside = _RANGE.sub("", re.sub(r"[(]" + _RANGE.pattern + r"[)]", "", outside))
    subject = _SUBJECT.search(outside)
    years = [(match.start(), int(match.group(1))) for match in _YEAR.finditer(outside)]
    if not years:
        return None
    place = subject.start() if subject else len(outside)
    before = [year for start, year in years if start < place]
    return before[-1] if before else years[0][1]


def _judge(text: str, tags: tuple[str, ...]) -> tuple[Likeness, str]:
    for rule in _RULES:
        verdict = rule(text, tags)
        if verdict is not None:
            return verdict
    return Likeness.OTHER, "与法治政府建设无关"


Verdict = tuple[Likeness, str] | None


def _without_subject(text: str, _tags: tuple[str, ...]) -> Verdict:
    if _SUBJECT.search(text):
        return None
    if _NEIGHBOUR.search(text) and not (_RELATED.search(text) and _SPEECH.search(text)):
        return Likeness.LOOKALIKE, "邻近文种,不是法治政府建设年度报告"
    if _RELATED.search(text) and not _TAIL_NO.search(_SPEECH.sub("", text)):
        return Likeness.RELATED, "与法治建设有关,值得查看"
    return Likeness.OTHER, "与法治政府建设无关"


def _plain_genre(text: str, tags: tuple[str, ...]) -> Verdict:
    if _EXPLAINER.search(text) or any(_TAG_OF_LOOKALIKE.search(tag) for tag in tags):
        return Likeness.LOOKALIKE, "解读类"
    if _SPEECH.search(text):
        return Likeness.RELATED, "领导讲话"
    return (Likeness.LOOKALIKE, "范文或模板") if _TEMPLATE.search(text) else None


def _personal_duty(text: str, _tags: tuple[str, ...]) -> Verdict:
    if ("第一责任人" in text and not _SUBJECT.search(_FIRST_DUTY.sub("", text))) or _OFFICER_DUTY.search(text):
        return Likeness.LOOKALIKE, "负责人述法"
    return None


def _wrong_period(text: str, _tags: tuple[str, ...]) -> Verdict:
    outside = re.sub(r"《[^》]*》", "", text)
    if _PART_YEAR.search(outside):
        return Likeness.LOOKALIKE, "不足一年的总结"
    if _MANY_YEARS.search(outside) or _RANGE.search(outside):
        return Likeness.LOOKALIKE, "跨年度的总结或规划"
    return None


def _notice(text: str, _tags: tuple[str, ...]) -> Verdict:
    if not _NOTICE.search(text):
        return None
    if (_ISSUED.search(text) or _SHOWN.search(text)) and not _lookalike_words(_NOTICE.sub("", text)):
        return Likeness.REPORT, "印发或公开年度报告"
    return Likeness.LOOKALIKE, "通知或公告"


def _outline(text: str, _tags: tuple[str, ...]) -> Verdict:
    if not re.search(rf"(?:贯彻|落实|实施|执行).{{0,14}}纲要.*{_GENRE}$", text):
        return None
    if re.search(r"督察|评估|自查|整改|中期", text):
        return Likeness.LOOKALIKE, "纲要实施情况的督察或评估"
    year = _year(text)
    return (Likeness.REPORT, "年度报告") if year else (Likeness.RELATED, "落实纲要情况,未写明年度")


def _lookalike(text: str, _tags: tuple[str, ...]) -> Verdict:
    word = _lookalike_words(text)
    return (Likeness.LOOKALIKE, f"标题含“{word}”,不是年度报告") if word else None


def _report(text: str, _tags: tuple[str, ...]) -> Verdict:
    core = _core(text)
    subject = _last_subject(core)
    tail = re.sub(r"[()》”“《]", "", core[subject.end() :]) if subject else ""
    if re.search(rf"{_GENRE}(?:的?(?:全文|公开|公示))?(?:{_YEAR.pattern}年?度?)?", tail) or re.search(
        r"年度报告|年报", core
    ):
        return Likeness.REPORT, "年度报告"
    return None


def _bare_subject(text: str, _tags: tuple[str, ...]) -> Verdict:
    rest = _SUBJECT.sub("", re.sub(r"(?:19|20)\d\d年?|年度|年|工作|推进|加强|全面|关于|的", "", text))
    if len(rest) <= 2 or re.search(r"(?:[省市州县区旗镇乡局委厅]|政府|街道|办事处)$", rest):
        return Likeness.RELATED, "只写明主题,未写明文种"
    return Likeness.LOOKALIKE, "报道或其他文种"


_RULES: tuple[Callable[[str, tuple[str, ...]], Verdict], ...] = (
    _without_subject,
    _plain_genre,
    _personal_duty,
    _wrong_period,
    _outline,
    _notice,
    _lookalike,
    _report,
    _bare_subject,
)


def _core(text: str) -> str:
    text = _SESSION.sub("", _SECOND_PART.sub("", text))
    duty = _FIRST_DUTY.sub("", text)
    return duty if "第一责任人" in text else text


def _last_subject(core: str) -> re.Match[str] | None:
    found = list(_SUBJECT.finditer(core))
    return found[-1] if found else None


def _lookalike_words(text: str) -> str | None:
    core = _AGENCY_WORDS.sub("", _AGENCY_AFTER.sub("", _core(text)))
    subject = _SUBJECT.search(core)
    if subject is None:
        return None
    found = _TAIL_NO.search(core[subject.end() :]) or _HEAD_NO.search(core[: subject.start()])
    return found.group() if found else None
