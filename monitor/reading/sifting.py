"""Tell figures from numbers that measure nothing; takes a number and its surroundings, leaves yes or no.

Small Chinese numerals with a general measure word are mostly labels (三个方面); lengths of service, ages and deadlines
are no quantities of a report (contract, `fazhi read`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.reading.numbers import Number
from monitor.reading.units import UnitClass, canonical_unit

_COUNTED = re.compile(
    r"(?:建成|新建|新设|设立|设置|成立|组建|选聘|聘请|查处|开展|举办|召开|组织|办理|审查|审核|制定|出台|培育|命名|化解|修订|废止|清理|获评|创建|取消|下放|"
    r"承接|发现|整改|通报|受理|收到|共|仅|有|制发|发出|移送|处分|问责|聘用|评选|完成|配备|达|调解|解决|作出|发放|报备|备案|入选|新增|打造|近|约|超|逾|件|人|旁听|化解|为|邀请|确认|审结|结案|撤销|败诉|发生|出庭|培养|打掉|破获|立案|签订|梳理|公布|提出|配足|配齐|增配|续聘)\s?$"
)
_ABSTRACT = re.compile(
    r"(?:重要|主要|重点|关键|基本|核心|方面|问题(?!线索)|维护|意识|自信|体系|机制|环节|阶段|层面|领域|统一|到位|一批|专项行动|到底|抓手|转变|坚持|确保|结合|着力|突破|"
    r"新|好|大|小|共同|良好|方向|目标|原则|板块|维度|角度|梯次|台阶|月|星期|世纪|五年|年代|时期|样|半|整体|有机)"
)
_LENGTH = re.compile(
    r"(?:延长|缩短|压缩|压减|提速|提前|为期|提前了|缩短了|精简|减少|平均|[案人件][均])[^,。;]{0,12}$"
    r"|(?:用时|耗时|时长|时限|周期|时间)(?:均|平均|仅|只需?|约|控制|压缩|缩短)*(?:为|在|至|到)?\s?$"
)
_CONCRETE = frozenset(
    re.split(
        " ",
        "件 宗 起 例 卷 枚 艘 头 株 张 间 幅 人次 件次 场次 场 期 名 人 位 份 家 所 支 户 台 条 次 轮 "
        "% 元 篇 册 部 辆 幅 块 本 班 批 个 项 套 座 处",
    )
)
_LOOSE = frozenset(re.split(" ", "张 间 幅 枚 头 株 个 项 次 条 部 处 批 班 本 人 块 座 套 家 所 场 期 支 名 位"))
# A limit that sorts the things counted after it: 50万元以上罚款2件.
_THRESHOLD = re.compile(r".{0,2}?(?:\(含\))?及?以[上下]的?[\u4e00-\u9fff]{2,12}?\d")
_CODE = re.compile(r"(?:邮编|编码|电话|传真|网址|账号|文号|字号|编号)[::]?\s?$")
_NOT_ONE = re.compile(r"(?:没|未|无|严禁|禁止|杜绝|防止|避免|不得|不发生|不出现)[^,。;\d的]{0,6}$")
_NOT_ANY = re.compile(r"(?:没有|未发生|未出现|未有|无|未)\s?(?:发生|出现)?过?\s?$")
_NOT_EVEN = re.compile(r"(?:[^,。;\d]{0,2}(?:也|都|均))?(?:没|未|无)")
_QUALIFICATION = re.compile(r"(?:以上|以下)?(?:学历|职称|文化程度|年龄)")
_SIFTED = frozenset(
    {
        UnitClass.YEARS,
        UnitClass.DAYS,
        UnitClass.HOURS,
        UnitClass.MEASURE,
        UnitClass.SCORE,
        UnitClass.POINTS,
        UnitClass.TIMES,
    }
)
_BARE_END = re.compile(r"\s?(?:[,。;、)|]|$|余[,。;、)]|以上[,。;])")
_ENDS = re.compile(r"[,。;、)]|$|共计?\d")
_BARE_NOUN = re.compile(r"[\u4e00-\u9fff]{2,}[^\u4e00-\u9fff\d,。;]{0,2}$")


def is_figure(number: Number, folded: str, start: int, end: int) -> bool:
    """Tell whether a number of the sentence `folded[start:end]` states a measured quantity."""
    before, after = folded[start : number.start], folded[number.stop : end]
    if before.endswith("第") or _CODE.search(before) or (number.value <= 1 and _none_at_all(number, before, after)):
        return False
    if number.kind in _SIFTED or number.kind is UnitClass.MONEY:
        return not _is_limit(number, folded, end) and _of_its_kind(number, before, after)
    if not number.unit:
        return _bare(number, folded, before, after)
    if _QUALIFICATION.match(after):
        return False
    return not number.chinese or _counts(number, before, after)


def _none_at_all(number: Number, before: str, after: str) -> bool:
    """Tell the one that is none: 没发过一份文件, 复议一件也没有."""
    if not number.chinese:
        return bool(_NOT_ANY.search(before))
    return bool(_NOT_ONE.search(before) or _NOT_EVEN.match(after))


# What the end of a name tells of the unit that is left out: 观看人数达46.5万.
_UNIT_OF = {
    "人数": "人",
    "人次": "人次",
    "件数": "件",
    "户数": "户",
    "场次": "场次",
    "次数": "次",
    "份数": "份",
    "阅读量": "次",
    "点击量": "次",
    "浏览量": "次",
    "访问量": "次",
    "播放量": "次",
    "办件量": "件",
}
_UNIT_NAMED = re.compile(rf"({'|'.join(_UNIT_OF)})(?:总数)?(?:共计|共|均|为|是|达到?|高达|:|约|近|超过?|突破|逾)*\s?$")


def _is_limit(number: Number, folded: str, end: int) -> bool:
    """Tell a limit that sorts other things: 50万元以上罚款2件, 低于80分的案卷3本."""
    if number.kind not in (UnitClass.MONEY, UnitClass.SCORE):
        return False
    if _THRESHOLD.match(folded, number.stop - 2, end):
        return True
    if number.kind is UnitClass.SCORE and re.match(
        r"分(?:\(含\))?及?以[上下](?:\(含\))?的", folded[number.start :].lstrip("0123456789. ")
    ):
        return True
    below = re.search(r"(?:低于|高于|不足|超过|满)\s?$", folded[max(0, number.start - 4) : number.start])
    return number.kind is UnitClass.SCORE and bool(below) and folded[number.stop : number.stop + 1] == "的"


def _of_its_kind(number: Number, before: str, after: str) -> bool:
    """Sift the units that mostly measure something else: years, days, distances, points, 分."""
    if number.kind is UnitClass.YEARS:
        return bool(re.search(r"(?:延长|缩短)[^,。;]{0,10}$", before))
    if number.kind is UnitClass.DAYS or number.unit == "小时":
        return bool(_LENGTH.search(before)) and not re.match(r"之?[内前后]", after)
    if number.kind is UnitClass.MEASURE:
        return not (number.unit in ("米", "千米", "公里") and re.match(r"范围|以[内外]|内", after))
    if number.kind is UnitClass.SCORE:
        return not re.match(r"(?:钟|别|制)", after)
    return number.kind in (UnitClass.HOURS, UnitClass.MONEY)


def _bare(number: Number, folded: str, before: str, after: str) -> bool:
    """Tell whether a number without a unit is a count: 发放资料25000, or a rate: 败诉率为0."""
    rest = folded[number.stop :][: max(1, len(after))]
    if not _BARE_END.match(rest):
        return False
    if re.search(r"(?:率|得分|分数|成绩|满意度|占比|比例)(?:均|为|是|达到?|高达|:|保持|约|仅)*\s?$", before):
        return True
    if 1900 <= number.value <= 2100 and number.value == number.value.to_integral_value():
        return False
    return number.value >= 10 and bool(_BARE_NOUN.search(re.sub(r"(?:共计|达到?|约|近|共|为|:)\s?$", "", before)))


def _counts(number: Number, before: str, after: str) -> bool:
    """Tell whether a Chinese numeral counts things rather than names a label."""
    if number.unit == "类":
        return bool(re.match(r"\s?\d", after))
    if number.unit not in _CONCRETE or before[-1:] in ("“", "‘") or after[:1] in ("”", "’"):
        return False
    if number.unit == "%":
        return True
    return not _ABSTRACT.match(after) if number.value >= 10 else _counts_few(number, before, after)


# 没考好的一人参加了补考: one of a group, with what became of it.
_OF_THEM = re.compile(r"(?:已|被|均|也|又|并|经|由|未|正|获|重新|另|参加|接受|移送|[,。;、)]|$)")
# 举行一场听证会: a single meeting of its own, at the end of what is told.
_HELD = re.compile(r"(?:举行|召开|举办|组织|开展|主持)(?:了|过)?\s?$")
_MEETING = re.compile(
    r"[\u4e00-\u9fff“”]{0,8}?(?:听证会|论证会|座谈会|演练|培训班|竞赛|运动会|发布会|推进会|现场会)(?:[,。;、)]|$)"
)
_STARTS = re.compile(r"(?:^|[,;:、]|尚有|仍有|还有|有)\s?$")
_DID = re.compile(r"[\u4e00-\u9fff]了$")
# 两个县没有公布目录: some of many, with what they did or lack.
_SOME = re.compile(
    r"(?:县|区|市|乡镇|镇|乡|街道|村|社区|部门|单位|团场|连队|企业|学校|局|机关)(?:尚|仍|还|均|都)?(?:没|未|被|获|入选|通过|存在)"
    r"|[\u4e00-\u9fff]{2,10}?(?:因[^,;。]{2,10})?(?:被|受到|获评|没有|未能)"
)


def _counts_few(number: Number, before: str, after: str) -> bool:
    """Tell whether a numeral below ten counts: 讲座三期 does, 三个方面 and 一批 do not."""
    if number.unit not in _LOOSE:
        return True
    ends = bool(_ENDS.match(after))
    if before.endswith("的") and number.unit in "件起宗例人名家" and _OF_THEM.match(after):
        return True
    if number.value >= 2 and (
        (_DID.search(before) and number.unit not in "个项条部处块") or (_STARTS.search(before) and _SOME.match(after))
    ):
        return not _ABSTRACT.match(after)
    if number.value == 1 and not ends:
        return number.unit in "场次期" and bool(_HELD.search(before) and _MEETING.match(after))
    if ends and _BARE_NOUN.search(before):
        return number.unit not in ("个", "项", "条") or bool(_COUNTED.search(before))
    return bool(_COUNTED.search(before)) and not _ABSTRACT.match(after.lstrip("的"))


def with_unit(number: Number, folded: str, usual: str = "") -> Number:
    """Return the number with a unit: % after a rate's name, 分 after a score's, else the indicator's usual one."""
    if number.unit:
        return number
    before = folded[max(0, number.start - 14) : number.start]
    if re.search(r"(?:率|满意度|占比|比例)(?:均|为|是|达到?|高达|:|保持|约|仅)*\s?$", before):
        return replace(number, unit="%")
    if re.search(r"(?:得分|分数|成绩)(?:均|为|是|达到?|高达|:|仅)*\s?$", before):
        return replace(number, unit="分")
    if named := _UNIT_NAMED.search(before):
        return replace(number, unit=_UNIT_OF[named[1]])
    unit = {"万元": "元", "亿元": "元", "名次": "名"}.get(usual, canonical_unit(usual))
    return replace(number, unit=unit)
