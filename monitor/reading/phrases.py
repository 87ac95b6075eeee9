"""Words of the genre's phrases: take a phrase without its number apart into time words, verbs and the thing counted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.reading.masks import DATE


def _listed(words: str) -> tuple[str, ...]:
    """Return the words of a list that is written as one text, so that it can be read and grown."""
    return tuple(words.split())


# Verbs that say only that something took place: they add nothing to the name of the thing counted.
_LIGHT = _listed(
    "组织开展 开展 组织 举办 举行 召开 进行 实施 完成 实现 推行 落实 组织召开 组织举办 "
    "开展了 推动 推进 深入开展 集中开展 做好 抓好 加强 强化 达到 拥有 涉及 积极开展 承办了 "
    "主办 联合开展 牵头"
)
_VERBS = _listed(
    "退回 失效 收到 新收 受理 新受理 接收 接到 接受 接待 承办 办理 办结 审结 审理 办复 答复 回复 "
    "处理 处置 处结 结案 立案 立案查处 查处 查办 作出 做出 下达 下发 印发 发出 制发 发送 "
    "发布 发放 派发 分发 赠送 印制 印发 编印 悬挂 张贴 展出 摆放 推送 播放 刊发 制作 编发 "
    "刊登 报送 报备 备案 上报 报请 审查 审核 审核备案 备案审查 评查 抽查 检查 巡查 督查 "
    "督察 督办 核查 排查 摸排 排查化解 调处 调解 化解 调解成功 成功调解 成功化解 成功调处 "
    "化解成功 调处成功 解决 整改 整治 检查整改 完成整改 纠正 纠错 直接纠错 撤销 变更 维持 "
    "驳回 终止 终止审理 中止 责令履行 确认违法 移送 移交 转办 转送 通报 约谈 问责 追责 处分 "
    "罚款 罚没 罚没款 没收 收缴 追缴 投入 投资 拨付 新增 新建 新设 新设立 新登记 新建成 "
    "新聘 建成 建立 建立健全 建设 设立 共设立 成立 组建 设置 创建 打造 培育 培养 选聘 聘请 "
    "聘任 聘用 外聘 选派 选配 选任 配备 配置 配齐 招录 选拔 主持 参加 参与 出席 旁听 观摩 "
    "参演 参训 参考 培训 轮训 集训 学习 宣讲 宣传 普及 覆盖 惠及 受益 受教育 辐射 服务 "
    "提供 解答 接听 代理 代写 修订 修改 修订完善 制定 制定修订 出台 编制 起草 清理 废止 "
    "宣布失效 废止失效 保留 继续有效 公布 公示 公开 主动公开 依法主动公开 更新 更新内容 录入 "
    "归集 登记 核发 颁发 申领 换发 取得 持有 获得 获评 评选 评定 命名 入选 承接 承接并完善 "
    "下放 赋予 取消 调整 划转 收回 认领 精简 压减 梳理 征求 征集 收集 采纳 提出 反馈 审议 "
    "研究 专题研究 讨论 审定 通过 提请 提请审议 听取 论证 评估 纳入 达成 签订 签署 引导 "
    "指导 帮扶 走访 出庭 出庭应诉 应诉 胜诉 败诉 上诉 撤诉 起诉 提起诉讼 引发 发生 侦破 "
    "破获 抓获 打击 出动 出具 开设 开通 监审 审计 审减 核减 节约 减免 退还 挽回 追回 执行 "
    "注册 报名 考取 认定 挂牌 派驻 入驻 送达 转结 结转 上年结转 不予受理 未予受理 不予处罚 "
    "免予处罚 减轻处罚 从轻处罚 首违不罚 一次性化解 协调解决 协调 调撤 和解 调解和解 撤回 "
    "自行撤回 案前化解 诉前调解 报备 答复 发现 查出 发现并整改 反馈问题 拍摄 监测 消除 申请 "
    "待申请 抽取 抽检 随机抽取 登记受理 接访 化解率 按期办结 已办结 已办复 未办结 尚未办结 "
    "正在办理 尚在办理 正在审理 尚在审理 在办 在审 待审 未审结 补正 告知 受教 被纠错 被撤销 "
    "提醒 督导 指出 吸纳 拟定 认领 采购 购置 安装 布设 布建 划分 配送 上门 代办 帮办 "
    "容缺受理 持有 办证 新办 换证 年审 审验 注销 列席 邀请 汇总 印送 汇编 遴选 推荐 表彰 "
    "评为 处罚 移交 破案 归档 化解处置 联合 共建 送出 送 办件"
)
_ADVERBS = _listed(
    "今年以来 今年来 今年 本年度 本年 年度 全年度 全年 年内 当年 一年来 年初以来 截至目前 "
    "截止目前 截至 截止至 截止 目前 现 现已 迄今 至今 累计 共计 总计 合计 总共 一共 共 "
    "其中 另有 另外 另 此外 同时 并且 并 还 已经 已 均 均已 全部 分别 依法 及时 积极 "
    "主动 认真 全面 深入 扎实 持续 有效 妥善 先后 又 有 为 仅 即 也 再 则 且 而 仍有 "
    "仍 尚有 尚 严格 切实 高效 规范 有序 大力 着力 不断 充分 统筹 我县 我市 我局 我镇 "
    "我乡 我区 我街道 我省 我州 我厅 我委 我办 我旗 我部门 本县 本市 本局 本镇 本区 本乡 "
    "本街道 全县 全市 全局 全区 全省 全镇 全乡 全州 全街道 全系统 全旗 各级 各级行政机关 "
    "本机关 本单位 来 以来 来自 上半年 下半年 期间 中 内 的 了 过 一年 与此同时 一方面 "
    "另一方面 具体 通过 以 上年度 上年 去年 上一年 上一年度 要 需 应 力争 计划 预计 争取 "
    "确保 拟 虽然 但仍 含 包括 包含 但 专门 定期 集中 成功 顺利 圆满 重点 率先 新 经 由 在 对 向 将 "
    "把 予以 给予 依法予以 实际 至年底 到年底 年底前 双双 应当"
)


def _by_letter(words: set[str]) -> dict[str, tuple[str, ...]]:
    """Return the words under their first character, the longest first."""
    ordered = sorted(words, key=len, reverse=True)
    return {word[0]: tuple(other for other in ordered if other[0] == word[0]) for word in ordered}


_ADVERBS_BY_LETTER = _by_letter({*_ADVERBS})
_VERBS_BY_LETTER = _by_letter({*_VERBS, *_LIGHT})
# What turns a verb before it into a noun: 调解员, 监督员, 意见书, 办结率, 检查单, 培训班.
_NOUN_TAIL = re.compile(
    r"员(?!工)|书(?!面)|率|量|班|单(?!位)|室|会(?!议)|组(?!织)|组织(?!开|召)|所|站|中心|机构|队|证|费|点|卷|者|厅|制|窗口|平台|"
    r"对象|主体|力量|类|小组|网络|机制|资格|法(?!律|治|规|院|制)|权|人(?!员|次|大|民)|型|科|股|处|基本法|复议|诉讼|后|工单|金额|收入|总额|所得"
)
# Verbs that as often begin the name of a thing (整改通知, 宣传资料, 检查方案), and what they name.
_NOMINAL = frozenset(
    _listed(
        "整改 审查 审核 检查 督查 督办 督察 评估 论证 培训 宣传 处罚 调解 执行 服务 公开 公示 抽查 评查 排查 宣讲 学习"
    )
)
_NAMED_BY = re.compile(
    r"意见|建议|通知|报告|方案|清单|目录|任务|车|品|栏|资料|材料|活动|片|教育|到位|标语|手册|折页|海报|合同|项目|协议|笔录|合格|优秀|信息|文书|设施|事项(?=[数办受]|$)"
)
_GENERIC = re.compile(
    r"^(?:各类|各项|各种|各级|相关|有关|社会|参考|参训|参会|参加|参演|受训|部分|此类|该类|其他|以上|上述|重点|突出|典型|一般|违法)?"
    r"(?:案件|案|申请|问题|事项|人员|信息|意见|建议|意见建议|修改意见|修改建议意见|活动|文件|资料|材料|线索|对象|单位|群众|受援群众|受援人|受教育群众|企业|项目|标的额|涉案金额|涉及金额|挽回损失|干部|人数|数|"
    r"件数|次数|宗数|总数|数量|党员|队员|金额|资金|学员|人|件|居民|师生|学生|村民|结果|内容|整改|工作|"
    r"个性事项|共性事项|办件量|业务量|办理量|总量|办件|决定|会议|培训|听证|一般程序案件|(?:国家|省|市|县|区|乡镇|镇|村)级|(?:线上|线下|业务)?培训|简易程序案件)$"
)
_TRAIL = re.compile(
    r"(?:共计|总计|合计|累计|总共|一共|共有|仅有|现有|已有|共|(?<![审统设会])计|达到|达至|达|均为|均达|(?<=[率例])在|(?<![人平日月户年])均|(?<![行作])为|约|近|逾|超过|超|突破|不少于|不低于|至少|仅为|仅|"
    r"有|了|已|分别|都|双双|就|数量|数为|总数|数|是|即|高达|多达|大约|将近|接近|实现|只占|仅占|均在|保持在|稳定在|保持|提升至|提升到|提高到|提高至|高于|低于|大于|要(?:达到|达)?|应|须|缩短到|缩短至|压缩至|压缩到|增长到|降低到|降低至|减少到|减少至|压减至|由|从|上升至|升至|"
    r"增至|增加到|下降到|下降至|降至|降到|不足|不到|-|:|\s|:|一律|全部|已达|完成|的|上)+$"
)
_WEAK = re.compile(
    r"^(?:了|各类|各项|各种|相关|有关|涉及的?|等|的|地|性|:|\s|-|与|和|及(?!格|时)|以及|并)+|(?:等|(?<!标)的|工作中|,|\s)+$"
)
# Who acts, before a verb: it is the reporter itself, not part of the thing's name.
_BODY = re.compile(
    r"(?:省|市|县|区|州|镇|乡|局|委|厅)(?:级|本级|政府|人民政府|司法局|直部门)?|各(?:级|地|部门|单位|乡镇|镇街)(?:各部门|行政机关|各单位)?|全系统"
)
# 受理的案件中已审结9件: the words only point back at the head.
_AMONG = re.compile(
    r"^(?:(?:已?受理|已?审结|已?办结|已?办理|收到|立案|已作出判决)的?)?(?:行政复议)?(?:案件|申请)(?:之?中|里)"
)
# By what means it was done is no part of the thing's name: 利用公开栏公开信息40条.
_MEANS = re.compile(r"(?:利用|依托|借助|运用)(?=[\u4e00-\u9fff])")
_RUNNING = re.compile(r"(?:已|继续)?连续[一二三四五六七八九十两\d]{1,2}年(?=均|都|保持|为|达|位|排|居|全|实现|$)")
_PUNCTUATION = re.compile(r"[\s|]+")


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
    words = _RUNNING.sub("", _PUNCTUATION.sub("", words.replace(DATE, "")))
    return re.sub(
        r"^(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}(?:、|是|要(?!求|点))|\d{1,2}[.、)]|[①-⑳]|[,、;:。/])+",
        "",
        words,
    )


def trim_end(words: str) -> str:
    """Return the phrase without the words that only lead to a number (共计, 达, 为…)."""
    return _TRAIL.sub("", words) or ""


def take_apart(words: str) -> Phrase:
    """Take a phrase before or after a number apart: leading time words off, then verbs, then the thing."""
    if _MEANS.match(words) and (place := find_verb(words[2:])) > 0:
        words = words[2 + place :]
    rest = _strip_adverbs(_AMONG.sub("", _strip_adverbs(words)))
    verbs = ""
    while verb := leading_verb(rest):
        if verb not in _LIGHT:
            verbs += verb
        elif len(rest) == len(verb) and not verbs:
            return Phrase(verb, "")
        rest = _strip_adverbs(rest[len(verb) :])
        joined = re.match(r"(?:或者?|和|、|及|并|等)", rest)
        if joined and leading_verb(rest[joined.end() :]):
            rest = rest[joined.end() :]
    if not verbs and not rest and words.endswith("成功"):
        return Phrase("成功", "")
    return Phrase(verbs, tidy(rest))


def leading_verb(words: str) -> str:
    """Return the verb that a phrase begins with, '' where it begins with a noun (调解员, 检查单)."""
    for verb in _VERBS_BY_LETTER.get(words[:1], ()):
        if words.startswith(verb):
            named = verb in _NOMINAL and _NAMED_BY.match(words, len(verb))
            return "" if named or _NOUN_TAIL.match(words, len(verb)) else verb
    return ""


def find_verb(words: str) -> int:
    """Return where the first verb after a noun begins, -1 where there is none."""
    for place in range(1, len(words)):
        verb = leading_verb(words[place:])
        if len(verb) > 1:
            return place
    return -1


def ends_with_verb(words: str) -> bool:
    """Tell whether a phrase already says what was done at its end (案件受理)."""
    return any(words.endswith(verb) for verb in _VERBS if len(verb) > 1) and not words.endswith("行政复议")


def is_light(verbs: str) -> bool:
    """Tell whether the verbs say only that something took place."""
    return verbs in _LIGHT


def tidy(words: str) -> str:
    """Return a thing's name without the filling words around it."""
    words = _WEAK.sub("", _WEAK.sub("", words))
    words = re.sub(r"^《[^《》]*》(?:[、和]《[^《》]*》)*等(?=.{2})", "", words)
    if words.count("(") != words.count(")"):
        words = words.strip("()") if words.count("(") + words.count(")") == 1 else words
    return words


def _strip_adverbs(words: str) -> str:
    stripped = True
    while stripped:
        stripped = False
        for adverb in _ADVERBS_BY_LETTER.get(words[:1], ()):
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


# What makes a time word the beginning of a longer word: 中心, 新业态, 共性, 对口, 在线.
_COMPOUNDS = {
    "中": "心国小层央介级",
    "新": "就业型媒闻兴能",
    "经": "营济费贸",
    "共": "性同建享青产治",
    "并": "联",
    "有": "效限关奖",
    "为": "民企群",
    "以": "案",
    "对": "口外标",
    "在": "线职校押建岗册编逃矫",
    "由": "头",
    "现": "场行代",
    "均": "等",
    "内": "部容设控",
    "来": "信访电函",
    "通过": "率",
    "主动": "公评",
    "规范": "性化",
    "重点": "项人领行企工场部",
    "全面": "依推",
    "还": "款",
    "具体": "行",
    "有效": "期",
    "过": "渡错",
    "要": "求点素件闻案",
    "应": "急诉对用考参到出",
    "实际": "控用操施情工需",
    "需": "求",
    "把": "关",
}


def _keeps(words: str, adverb: str) -> bool:
    """Tell whether the characters begin a longer word: 中心, 新业态, 经营, 共性, 并联, 有效, 为民, 以案, 对口, 在线."""
    rest = words[len(adverb) :]
    return bool(rest) and rest[0] in _COMPOUNDS.get(adverb, "")
