"""Take a phrase without its number apart: into time words, verbs and the thing counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from monitor.reading.lexicon import (
    ADVERBS_BY_LETTER,
    COMPOUNDS,
    FIELD,
    LIGHT,
    SHORT_VERBS,
    STATES,
    VERBS,
    VERBS_BY_LETTER,
    listed,
)
from monitor.reading.masks import DATE

# What turns a verb before it into a noun: 调解员, 监督员, 意见书, 办结率, 检查单, 培训班.
_NOUN_TAIL = re.compile(
    r"员(?!工)|承诺|书(?!面)|率|量|班|单(?!位)|室|时限|时长|周期|会(?!议)|组(?!织)|组织(?!开|召)|所|站|中心|机构|队|证|费|点|卷|者|厅|制|窗口|平台|"
    r"对象|主体|力量|类|小组|网络|机制|资格|法(?!律|治|规|院|制)|权|人(?!员|次|大|民)|型|科|股|处|基本法|复议|诉讼|后|前(?![期置来])|工单|金额|收入|总额|所得"
)
# Verbs that as often begin the name of a thing (整改通知, 宣传资料, 检查方案), and what they name.
_NOMINAL = frozenset(
    listed(
        "整改 审查 审核 检查 督查 督办 督察 评估 论证 培训 宣传 处罚 调解 执行 服务 公开 公示 抽查 评查 排查 宣讲 学习 "
        "责令改正 责令整改 限期整改 审计"
    )
)
_NAMED_BY = re.compile(
    r"[\u4e00-\u9fff]{0,4}(?:决定书|通知书)|(?:平均)?(?:用时|耗时|时长|周期)|意见|建议|通知|报告|方案|清单|目录|任务|车|品|栏|资料|材料|活动|片|教育|到位|标语|手册|折页|海报|合同|项目|协议|笔录|合格|优秀|信息|文书|设施|事项(?=[数办受]|$)"
)
_GENERIC = re.compile(
    r"^(?:各类|各项|各种|各级|相关|有关|社会|参考|参训|参会|参加|参演|受训|部分|此类|该类|其他|以上|上述|重点|突出|典型|一般|违法)?"
    r"(?:案件|案|申请|问题|事项|人员|信息|意见|建议|意见建议|修改意见|修改建议意见|活动|文件|资料|材料|线索|对象|单位|群众|受援群众|受援人|受教育群众|企业|项目|标的额|涉案金额|涉及金额|挽回损失|干部|人数|数|"
    r"件数|次数|宗数|总数|数量|党员|队员|金额|资金|学员|面积|长度|人|件|居民|师生|学生|村民|结果|内容|整改|工作|毛病|瑕疵|错误|漏洞|"
    r"个性事项|共性事项|办件量|业务量|办理量|总量|办件|决定|会议|培训|听证|一般程序案件|(?:国家|省|市|县|区|乡镇|镇|村)级|(?:线上|线下|业务)?培训|简易程序案件)$"
)
_TRAIL = re.compile(
    r"(?:共计|总计|合计|累计|总共|一共|共有|仅有|现有|已有|共|(?<![审统设会])计|达到|达至|达|均为|均达|(?<=[率例])在|(?<![人平日月户年])均|(?<![行作])为|约|近|逾|超过|超|突破|不少于|不低于|至少|仅为|仅|"
    r"有|约合|折合|合计为|了|已|分别|都|双双|就|数量|数为|总数|数|是|即|高达|多达|大约|将近|接近|实现|只占|仅占|均在|保持在|稳定在|保持|提升至|提升到|提高到|提高至|高于|低于|大于|要(?:达到|达)?|应|须|缩短到|缩短至|压缩至|压缩到|增长到|降低到|降低至|减少到|减少至|压减至|由|从|上升至|升至|"
    r"攀升至|攀升到|跃升至|跃升到|回升至|回升到|上涨至|上涨到|增加至|锁定在|锁定|定格在|继续|持续|始终|连年|增至|增加到|下降到|下降至|降至|降到|不足|不到|-|:|\s|:|一律|全部|已达|完成|的|上)+$"
)
_WEAK = re.compile(
    r"^(?:了|各类|各项|各种|相关|有关|涉及的?|等|的|地(?![理方质区下铁名块震灾产籍税图域直])|性(?![别侵能质])|:|\s|-|与|和|及(?!格|时)|以及|并)+|(?:等|(?<!标)的|工作中|,|\s)+$"
)
# Who acts, before a verb: it is the reporter itself, not part of the thing's name.
_BODY = re.compile(
    r"(?:省|市|县|区|州|镇|乡|局|委|厅)(?:级|本级|政府|人民政府|司法局|直部门)?|各(?:级|地|部门|单位|乡镇|镇街)(?:各部门|行政机关|各单位)?|全系统"
)
# 受理的案件中已审结9件: the words only point back at the head.
_AMONG = re.compile(
    r"^(?:(?:已?受理|已?审结|已?办结|已?办理|收到|立案|已作出判决)的?)?(?:行政复议)?(?:案件|申请)(?:之?中|里)"
)
# In which role is part of the name: 以我局为被申请人的行政复议案件.
_PARTY = re.compile(r"以[^,;、]{1,14}?为(?:被申请人|被告|第三人|申请人|原告|上诉人|赔偿义务机关)的")
# By what means it was done is no part of the thing's name: 利用公开栏公开信息40条.
_MEANS = re.compile(r"(?:利用|依托|借助|运用|委托|会同)(?=[\u4e00-\u9fff])")
# What went before is no part of the thing's name: 经审查后依法受理, 结案方式为维持.
_AFTERWARDS = re.compile(
    r"^(?:依法|依规)?经(?:过)?[^,、]{2,5}?之?后|^[^,、]{0,6}?(?:方式|途径|结果|渠道|来源)(?:分别)?(?:有|为|是)"
)
# The body at work stands for its field where the thing says too little: 复议机构收到申请, 法律援助中心办理案件.
_AT_WORK = re.compile(
    r"(?P<stem>(?:(?![被因由经向对])[\u4e00-\u9fff]){2,12}?)(?:机构|机关|委员会|组织|中心|工作站|办公室)(?:全年|今年|共|累计|已|年内)*$"
)
_COURT = re.compile(r"(?:各级|两级|全[省市县区])?(?:人民)?(?:法院|法庭|检察院|检察机关|公安机关|仲裁委)")
_RUNNING = re.compile(r"(?:已|继续)?连续[一二三四五六七八九十两\d]{1,2}年(?=均|都|保持|为|达|位|排|居|全|实现|$)")
_PUNCTUATION = re.compile(r"[\s|]+")
_LIST_MARKS = re.compile(
    r"^(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}(?:、|是|要(?!求|点))|\d{1,2}[.、)]|[①-⑳]|[,、;:。/])+"
)
_JOINS_VERBS = re.compile(r"(?:或者?|和|、|及|并|等)")
_LAWS_LISTED = re.compile(r"^《[^《》]*》(?:[、和]《[^《》]*》)*等(?=.{2})")


@dataclass(frozen=True)
class Phrase:
    """A phrase taken apart: the verbs it begins with, and the thing that is left."""

    verbs: str
    thing: str

    @property
    def is_generic(self) -> bool:
        """Whether the thing alone does not say what is counted (案件, 问题, 人员…)."""
        return bool(_GENERIC.match(self.thing))


def clean(words: str) -> str:
    """Return the words of a phrase without dates, blanks and list marks."""
    return _LIST_MARKS.sub("", _RUNNING.sub("", _PUNCTUATION.sub("", words.replace(DATE, ""))))


def trim_end(words: str) -> str:
    """Return the phrase without the words that only lead to a number (共计, 达, 为…)."""
    return words if words in STATES else _TRAIL.sub("", words)


# The same words are asked for several times while a sentence is read; the bound is that of a long report.
@lru_cache(maxsize=4096)
def take_apart(words: str) -> Phrase:
    """Take a phrase before or after a number apart: leading time words off, then verbs, then the thing."""
    if words == "通过":
        return Phrase(words, "")
    words = _AFTERWARDS.sub("", words)
    if _MEANS.match(words) and (place := find_verb(words[2:])) > 0:
        words = words[2 + place :]
    rest = _strip_adverbs(_AMONG.sub("", _strip_adverbs(words)))
    if done := _by_its_body(rest):
        return done
    verbs = ""
    while verb := leading_verb(rest):
        if verb not in LIGHT:
            verbs += verb
        elif len(rest) == len(verb) and not verbs:
            return Phrase(verb, "")
        rest = _strip_adverbs(rest[len(verb) :])
        joined = _JOINS_VERBS.match(rest)
        if joined and leading_verb(rest[joined.end() :]):
            rest = rest[joined.end() :]
    if rest in SHORT_VERBS:
        verbs, rest = verbs + rest, ""
    if not verbs and not rest and words.endswith("成功"):
        return Phrase("成功", "")
    return Phrase(verbs, tidy(rest))


def _by_its_body(words: str) -> Phrase | None:
    """Take a body and its act apart: the court's act is its head's, a body of a field gives the field's name."""
    if court := _COURT.match(words):
        act = take_apart(words[court.end() :])
        return act if act.verbs and not act.thing else None
    place = find_verb(words)
    if place < 2:
        return None
    act = take_apart(words[place:])
    body = _AT_WORK.match(words[:place])
    field = FIELD.search(body["stem"]) if body else None
    if field and field.group() in act.thing:
        return act
    if not body or not field or not (act.is_generic if act.thing else len(body["stem"]) > 3):
        return None
    return Phrase(act.verbs, body["stem"] + act.thing)


def leading_verb(words: str) -> str:
    """Return the verb that a phrase begins with, '' where it begins with a noun (调解员, 检查单)."""
    for verb in VERBS_BY_LETTER.get(words[:1], ()):
        if words.startswith(verb):
            named = verb in _NOMINAL and _NAMED_BY.match(words, len(verb))
            return "" if named or _NOUN_TAIL.match(words, len(verb)) else verb
    return ""


@lru_cache(maxsize=4096)
def find_verb(words: str) -> int:
    """Return where the first verb after a noun begins, -1 where there is none."""
    for place in range(1, len(words)):
        if words[place] not in VERBS_BY_LETTER:
            continue
        verb = leading_verb(words[place:])
        if len(verb) > 1:
            return place
    return -1


def ends_with_verb(words: str) -> bool:
    """Tell whether a phrase already says what was done at its end (案件受理)."""
    return any(words.endswith(verb) for verb in VERBS if len(verb) > 1) and not words.endswith("行政复议")


def is_light(verbs: str) -> bool:
    """Tell whether the verbs say only that something took place."""
    return verbs in LIGHT


def tidy(words: str) -> str:
    """Return a thing's name without the filling words around it."""
    words = _WEAK.sub("", _WEAK.sub("", words))
    words = _LAWS_LISTED.sub("", words) if words.startswith("《") else words
    if words.count("(") != words.count(")"):
        words = words.strip("()") if words.count("(") + words.count(")") == 1 else words
    return words


def _strip_adverbs(words: str) -> str:
    stripped = True
    while stripped:
        stripped = False
        if _PARTY.match(words):
            return words
        for adverb in ADVERBS_BY_LETTER.get(words[:1], ()):
            if not words.startswith(adverb) or len(leading_verb(words)) > len(adverb):
                continue
            if not _keeps(words, adverb):
                words = words[len(adverb) :]
                stripped = True
                break
        words = words.lstrip(",、:; ")
        body = _BODY.match(words)
        if body and leading_verb(words[body.end() :]):
            words = words[body.end() :]
            stripped = True
    return words


def _keeps(words: str, adverb: str) -> bool:
    """Tell whether the characters begin a longer word: 中心, 新业态, 经营, 共性, 并联, 有效, 为民, 以案, 对口, 在线."""
    rest = words[len(adverb) :]
    return bool(rest) and rest[0] in COMPOUNDS.get(adverb, "")
