"""The cues that speak for a kind of document, as data: patterns of title, opening, headings and text, with weights.

Taken from the notes on the genre (§2.3), each seen on public pages; `kinds` weighs them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from storage.vocabulary import Kind


@dataclass(frozen=True)
class Cue:
    """A pattern that speaks for a kind; each meeting adds `weight`, at most `most` meetings count."""

    kind: Kind
    weight: float
    pattern: re.Pattern[str]
    where: str = "body"
    most: int = 1


def _cue(kind: Kind, weight: float, pattern: str, where: str = "body", most: int = 1) -> Cue:
    return Cue(kind, weight, re.compile(pattern), where, most)


CUES = (
    _cue(Kind.REPORT, 4, r"(?:现|兹)?(?:将|就|把|对)?[^。]{0,60}(?:报告|汇报|总结|自查)如下", "start"),
    _cue(Kind.REPORT, 2, r"特此(?:报告|汇报)|以上报告[,]?请|请予?审议|请审阅", "edges"),
    _cue(Kind.REPORT, 2, r"受[^。]{2,20}委托[^。]{0,40}报告|向(?:大会|会议|各位)[^。]{0,30}报告", "start"),
    _cue(
        Kind.REPORT,
        2,
        r"人大常委会$|^[省市县区州旗镇乡]委[、,]|^[省市县区州旗]?(?:委|人民?政府|司法局)[、,]?|主任.*委员|司法局$",
        "salutation",
    ),
    _cue(Kind.REPORT, 1.5, r"(?:主要|工作|推进).{0,14}(?:举措|成效|做法)|工作(?:开展)?情况|基本情况", "headings"),
    _cue(Kind.REPORT, 1.5, r"问题|不足|困难|差距|短板", "headings"),
    _cue(Kind.REPORT, 1.5, r"下一?步|下一?年度?|打算|思路|今后|20\d\d年.*(?:安排|计划|重点)", "headings"),
    _cue(Kind.REPORT, 1, r"第一责任人", "headings"),
    _cue(
        Kind.REPORT,
        0.4,
        r"(?:共|已|累计|全年|办理|开展|组织|受理|收到|办结|排查|调解|化解|审查|培训|举办|召开|发放|制定|出台|清理|完成|整改|处理)[^,。;]{0,22}?\d",
        most=10,
    ),
    _cue(Kind.SPEECH, 4, r"讲话|致辞", "title"),
    _cue(Kind.SPEECH, 4, r"^同志们|^各位同志", "opening"),
    _cue(
        Kind.SPEECH,
        3,
        r"我(?:再)?(?:简要)?(?:讲|谈|强调)[^。]{0,8}[一二三四五六几两][个点][^。]{0,6}(?:意见|要求|看法|方面|问题)?",
    ),
    _cue(Kind.SPEECH, 2, r"(?:刚才|刚刚)[,]?[^。]{0,60}(?:发言|通报|汇报|传达|宣读|总结|讲)"),
    _cue(Kind.SPEECH, 3, r"今天[,]?我们[^。]{0,14}(?:召开|举行|在这里)|今天[^。]{0,8}召开[^。]{0,30}会议", "start"),
    _cue(Kind.SPEECH, 1, r"同志们[!,:]|谢谢大家|最后[,]?(?:我)?(?:再)?强调"),
    _cue(Kind.SPEECH, 0.3, r"(?:各乡镇|各部门|各级|各单位|大家|全县上下|全市上下)[^。]{0,20}?(?:要|务必|必须)", most=8),
    _cue(Kind.PLAN, 4, r"要点|方案|计划$|规划|工作安排$|纲要|任务(?:清单|分解)", "title"),
    _cue(
        Kind.PLAN,
        4,
        r"制定(?:如下|本)(?:工作)?(?:方案|要点|计划|规划|安排|意见)|提出如下(?:工作)?(?:要点|意见|安排|计划)|(?:工作)?(?:安排|计划|要点)如下",
    ),
    _cue(
        Kind.PLAN,
        1.2,
        r"(?:责任|牵头|配合|负责|落实|完成)(?:单位|部门|科室|领导|时限|时间|人)[::]|[(](?:牵头|责任|配合)(?:单位|部门)|分别负责[)。]?$|按职责分工",
        most=4,
    ),
    _cue(Kind.PLAN, 3, r"现印发(?:给)?你们[,]?请[^。]{0,12}(?:贯彻|执行|落实|实施)", "start"),
    _cue(
        Kind.PLAN,
        1,
        r"^(?:总体|工作)(?:要求|目标|思路)$|指导思想|主要任务|工作目标|重点任务|保障措施|组织(?:领导|保障)$|实施步骤|工作要求",
        "headings",
        4,
    ),
    _cue(Kind.NOTICE, 3, r"(?:通知|公告|通告|通报|函|指引|公示|倡议书|督办单)$", "title"),
    _cue(
        Kind.NOTICE,
        4,
        r"(?:有关|相关)?(?:事项|要求|工作)?(?:通知|公告|公示|通告|通报)如下|制定本(?:工作)?(?:指引|办法|制度)",
        "start",
    ),
    _cue(
        Kind.NOTICE,
        2,
        r"请(?:各|于|在|将|认真|按)[^。]{0,50}(?:报送|上报|报至|反馈|发送|公开)|(?:报送|反馈)(?:至|到)[^。]{0,20}(?:邮箱|科室|股|处)|联系人[::]",
        most=2,
    ),
    _cue(
        Kind.NOTICE,
        1,
        r"报告(?:主体|名称|时间|内容|要求|程序)|报送(?:时间|要求|内容|方式)|公开(?:时限|方式|要求)",
        "headings",
        3,
    ),
    _cue(Kind.EXPLAINER, 5, r"解读|问答|读懂|图解|说明$", "title"),
    _cue(Kind.EXPLAINER, 4, r"(?:现|就|将)[^。]{0,40}解读如下|作(?:如下)?解读"),
    _cue(
        Kind.EXPLAINER,
        2,
        r"(?:起草|制定|编制|出台)(?:背景|过程|依据|目的|意义)|背景(?:依据|介绍|情况)|研判和起草|文件依据|政策依据|(?:框架|主要)(?:和主要)?内容$|^目标任务$|创新举措$",
        "headings",
        4,
    ),
    _cue(
        Kind.EXPLAINER,
        1.5,
        r"《报告》|本报告(?:共|分为|包含)|报告(?:共|分|由)[^。]{0,8}(?:三|四|五|六)(?:大|个)?部分",
        most=2,
    ),
    _cue(
        Kind.NEWS,
        4,
        r"本报讯|讯[(:]|电[(]|(?:本报|全媒体|融媒体?)?(?:记者|通讯员)[\s::|]?[\u4e00-\u9fff]{2,4}|据悉|记者(?:从|获悉|了解)",
        "edges",
    ),
    _cue(
        Kind.NEWS,
        2.5,
        r"^(?:近日|日前|连日来|\d{1,2}月\d{1,2}日(?:上午|下午|晚)?[,]|20\d\d年\d{1,2}月\d{1,2}日[,]?[^。]{0,30}(?:召开|举行|举办|印发|发布))",
        "opening",
    ),
    _cue(
        Kind.NEWS, 2, r"会议(?:强调|指出|要求|听取|认为)|(?:他|她|[\u4e00-\u9fff]{2,3})(?:强调|指出|表示)[,:]", most=2
    ),
    _cue(Kind.NEWS, 2, r"报告(?:显示|指出|披露)|发布了?《?[^。]{0,30}报告"),
    _cue(Kind.NEWS, 1, r"(?:编辑|审核|统稿|来源|供稿|撰稿)[::]\s?[\u4e00-\u9fff]{2,4}|参加(?:会议|活动)[。]", "end"),
    _cue(Kind.TEMPLATE, 4, r"范文|模板|样本|[\d一二三四五六七八九十]篇|参考文本", "title"),
    _cue(
        Kind.TEMPLATE,
        3,
        r"网友投稿|小编|仅供参考|(?:下载|加入)(?:本文|会员|全文|Word)|VIP会员|单字替换|名称替换|字数?替换|公文[网汇库]|范文|篇[一二三1-3][::]|未完待续|仅展示\d+字|已省略\d+字|原创文档|豆丁|道客巴巴",
        "all",
        3,
    ),
    _cue(
        Kind.TEMPLATE,
        3,
        r"(?:[xX×*]{1,4}|某{2}|[○〇]{2,3})\s?(?:件|次|名|人(?!民)|场|个|份|条|项|期|起|%|万|余|月|日)|20(?:[xX×*]{2}|__)年",
        "all",
        3,
    ),
    _cue(Kind.TEMPLATE, 5, r"纲要[(](\d{4})年?[-—–~至]+\1年?[)]", "all"),
    _cue(
        Kind.OTHER,
        6,
        r"信息公开(?:工作)?(?:年度)?报告|政务公开.*(?:报告|总结)|网站.*(?:报表|年报)|白皮书|评估报告|述法|述职|备案审查|发展报告|自评"
        r"|审议意见|评议意见|(?:调研|视察|检查|督察|整改|考核)(?:情况)?的?报告|示范.{0,8}创建|创建.{0,12}示范|综述",
        "title",
    ),
    _cue(
        Kind.OTHER,
        4,
        r"收到和处理政府信息公开申请|(?:因)?政府信息公开(?:行政)?(?:工作)?(?:被(?:申请|提起))?(?:行政)?(?:复议|诉讼)|主动公开政府信息情况|依申请公开(?:政府信息)?(?:办理)?情况",
        "headings",
        3,
    ),
    _cue(Kind.OTHER, 3, r"政府信息公开[^。]{0,20}(?:年度报告|年报)|数据的?统计期限", "start"),
    _cue(
        Kind.OTHER,
        5,
        r"(?:现将)?本人[^。]{0,40}(?:述职|述法|履[行职]|情况|报告)|述法如下|现将我(?!们?[省市县区州旗镇乡街局厅委办院部])[^。]{0,40}如下",
        "start",
    ),
    _cue(Kind.OTHER, 6, r"第一责任人.{0,4}(?:职责|责任)(?:的?情况)?的?报告", "title"),
    _cue(Kind.OTHER, 0.8, r"本人|(?<![\u4e00-\u9fff])我(?:坚持|始终|严格|认真|带头|切实|自觉|主动|多次|深入)", most=6),
    _cue(
        Kind.OTHER,
        4,
        r"第三方评估|(?:课题组|评估组|观测点|一级指标)[^。]{0,40}(?:评估|得分|项)|总分为?\d{1,4}分",
        "start",
    ),
    _cue(Kind.OTHER, 3, r"^摘\s*要|关键词[::]|参考文献|作者简介", "start"),
    _cue(Kind.OTHER, 5, r"审判(?:工作|庭)|我院[^。]{0,30}(?:审判|检察|公诉)", "start"),
)
