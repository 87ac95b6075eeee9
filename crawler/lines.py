"""The frame of a text goes here: takes lines, leaves them without breadcrumb, share bar, counter and tail."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Words of a toolbar: a line that is made of nothing else is no line of the document.
_TOOL = (
    r"字\s*[号体]|特大|超大|加大|放大|正常|缩小|默认|[大中小]{1,3}(?![\u3400-\u9fff])|[大中小]{2,3}(?=打印|分享|收藏|关闭|保存)|A[+-]?(?![a-z])|T(?![a-z])|"
    r"我要分享|一键分享|分享让更多人看到|分享到?|打印(?:本页|此页|本文|文章|页面)?|收藏(?:本页|此页|本文)?|加入收藏|添加收藏夹?|"
    r"关闭(?:本页|此页|窗口|页面)?|返回(?:顶部|列表|首页|上一页)?|下载(?:本页|本文|word|pdf)?|保存|复制(?:链接)?|我要纠错|纠错|报错|"
    r"微信|微博|新浪微博|腾讯微博|QQ空间|QQ好友|QQ|Qzone|朋友圈|人人网|豆瓣|更多|大字版|无障碍(?:浏览|阅读)?|"
    r"加载中[.…]*|(?:点击)?(?:加载|查看|展开)更多|展开全文|语音(?:播报|朗读)|朗读|播报|智能语音|听全文|手机版|移动版|繁體版?|繁体版?|简体版?|RSS|TOP"
)
_TOOLS_ONLY = re.compile(rf"(?:(?>{_TOOL})|[\s|｜/·•>＞:：【】\[\]()（）«»、,，+-]++)++", re.IGNORECASE)
_TOOL_WORD = re.compile(
    "字号|字体|分享|打印|收藏|关闭|返回|纠错|微信|微博|空间|朋友圈|无障碍|语音|朗读|播报|繁|RSS|保存|复制|下载|听全文|报错|手机版|移动版|更多|加载|展开全文",
    re.IGNORECASE,
)
_COUNTER = re.compile(
    r"(?:(?>(?:(?:本|该)?(?:文章|信息|稿件|文|页)|累计|总)?(?:已经?被?|共被?|被)?(?:浏览|点击|阅读|访问|查看|人气)(?:次数|量|数|人次|率|次)?\s*[:：]?\s*[\d,]*\s*(?:人?次)?)"
    r"[\s|]*+)++|(?:已有|共有|您是第)\s*[\d,]*\s*(?:人|位|次).{0,12}"
)
_TODAY = re.compile(
    r"(?:今天是|现在是|当前时间|当前日期|系统时间|北京时间|欢迎您?[,，!！]?.{0,20}今天是).{0,50}"
    r"|\d{4}年\d{1,2}月\d{1,2}日\s*(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?\s*)?星期[一二三四五六日天](?:\s*\d{1,2}[:：]\d{2}.*)?"
)
# What portals ask their visitors and tell them of the day: 您认为本文内容：有用（12）, 今天 多云 8~19℃ 空气质量指数41.
_ASIDE = re.compile(
    r"(?:您|你)(?:认为|觉得|对)(?:本|该|此|这)[^。；;]{0,20}(?:有用|有帮助|满意|评价)[^。；;]{0,60}"
    r"|(?:今[天日]|天气)[^。；;]{0,20}\d\s*(?:℃|°C)[^。；;]{0,30}"
    r"|(?:语音|朗读|播报|收听|听全文)[^。；;\d]{0,12}\d{1,2}:\d{2}(?:\s*/\s*\d{1,2}:\d{2})?"
)
_BREADCRUMB = re.compile(
    r"(?:(?:您|你)?(?:当前|现在|目前)的?(?:所在|所处)?的?|(?:您|你)?(?:所在|所处)的?|您的)位置(?:是|为)?(?:\s*[:：>＞].*|\s*首页.*|)"
    r"|位置\s*[:：].*[>＞»].*"
    r"|(?:网站|本站)?(?:首\s*页|主页)\s*(?:[>＞»›/／|→\\-]+|&gt;).*"
)
_ARROWS = re.compile(r"\s*(?:[>＞»›]+|->|→)\s*")
_PAGES = re.compile(
    r"(?=.*(?:[上下首末尾共第]|[【\[]\s*\d))(?:(?>上一页|下一页|首页|末页|尾页|共\s*\d+\s*页|第\s*\d+\s*页|"
    r"[【\[]?\s*\d{1,3}\s*[】\]]?)[\s|.…]*+){2,}+"
)
_SCAN = re.compile(
    r"[(（【]?\s*(?:请?(?:用)?(?:手机|微信)?\s*)?(?:扫一扫|扫码|扫描)(?!黑).{0,40}(?:页|机|享|阅读|浏览|看|注|版|二维码|维码).{0,10}"
)
_NEIGHBOURS = re.compile(
    r"[【\[]?\s*(?:上|下|前|后)一?(?:一篇|一条|一页|篇|条)(?:文章|新闻|信息|稿件)?\s*[】\]]?\s*(?:[:：].*|没有了.*|暂?无.*|$)"
)
_ADVERT = re.compile(r"[\[【(（]?广告[\]】)）]?(?:[:：].{0,40})?")

# Lines that begin what stands behind a body (the classes of cleaning failures seen on 39 real pages).
_TAIL = re.compile(
    r"[(（【\[]?\s*(?:责任编辑|责\s*编|编\s*辑|网络?编辑|编审|初审|复审|终审|审核|校对|值班编辑|信息员|发布人|录入|录入员|供稿)\s*[:：/]"
    r"|[(（【\[]?\s*(?:(?:信息|文章|稿件|新闻|内容|资料)?来源(?:于)?|作者|发布(?:时间|日期)|发布(?:机构|单位)|更新(?:时间|日期))\s*[:：]"
    r"|[【\[(（]\s*(?:我要)?(?:纠错|打印|关闭|返回|收藏|推荐)"
    r"|(?:相关|推荐|延伸|热门|热点|精彩|最新|更多)(?:稿件|链接|新闻|文章|文档|阅读|附件|信息|解读|报道|推荐|视频|内容|政策|公告|图集|图片|专题|资讯)"
    r"(?:推荐)?\s*[:：>＞]*\s*(?:更多.*)?$|附件(?:信息|下载|列表)\s*[:：]?|热门推荐|友情链接|网站(?:地图|导航|标识码)|政府网站标识码|版权(?:所有|声明)|免责声明|Copyright|©"
    r"|(?:主办|承办|技术支持)(?:单位)?\s*[:：]|.{0,30}ICP备|.{0,20}公网安备|联系我们\s*$|关于我们\s*$|评论区?\s*$|网友评论|发表评论|点赞",
    re.IGNORECASE,
)
_LONGEST_TAIL = 60
_SECTION = re.compile(
    r"[(（【\[]?\s*(?:责任编辑|责\s*编|编辑)\s*[:：]|分享让更多人看到|(?:版权与?)?免责声明"
    r"|(?:相关|推荐|延伸|热门|热点|精彩|最新|更多|猜你).{0,4}(?:稿件|链接|新闻|文章|阅读|解读|报道|推荐|视频|内容|公告|图集|图片|喜欢|评论)"
    r"\s*[:：>＞]*\s*(?:更多.*)?$"
)
_LONGEST_SECTION = 40
_FOOTER = re.compile(
    r"ICP备|公网安备|网站标识码|版权所有|Copyright|©|(?:主办|承办|技术支持|网站运维)(?:单位|邮箱)?\s*[:：]",
    re.IGNORECASE,
)
_ATTACHED = re.compile(r"附\s*[件表]\s*\d{0,2}\s*[:：.．、]\s*\S")
_NUMBERED = re.compile(r"[(（]?\d{1,2}\s*[.．、)）]\s*\S")
_DISCLAIMER = re.compile(
    r"(?:特别|重要)?声明[:：].{0,60}(?:仅供参考|不代表|不构成|自担|自负)|(?:\d\s*[.、]\s*)?凡(?:本(?:站|网)|注明).{0,20}注明|(?:版权与?)?免责声明[:：]|【?版权(?:与|及)?声明】?[:：]|本(?:站|网)(?:转载|所有内容)"
)

# A line of fifteen signs with a full stop, or one that opens a numbered part, is the document's own.
_PROSE = re.compile(
    r".{15,}[。；;]|.*[。；].{20,}|[一二三四五六七八九十]+、.{2,}|[(（][一二三四五六七八九十]+[)）].{2,}"
)

_HEAD_LABEL = re.compile(
    r"[\[【(（|]?\s*(?:发\s*布\s*(?:时\s*间|日\s*期|机\s*构|单\s*位|人)|发布于|发稿时间|更新(?:时间|日期)|(?:信息|文章|稿件|新闻|内容|资料)?\s*来\s*源(?:于)?|"
    r"稿源|索\s*引\s*号|信息索引|文\s*号|发文字号|文件编号|公开(?:方式|类型|类别|范围|时限|形式)|主题(?:分类|词)|信息分类|信息类别|分\s*类|体裁分?类?|"
    r"成文(?:日期|时间)|生成(?:日期|时间)|发文(?:日期|机关|单位|时间)|制发(?:日期|机关)|责任部门|公开责任部门|有效性|效力状态|时效性|"
    r"(?:信息|文件|公文)?名\s*称|作\s*者|责任编辑|编\s*辑|审核|字\s*[号体]|浏览(?:次数|量)?|点击(?:数|量|次数)?|阅读(?:量|数|次数)?|访问(?:量|次数)?|"
    r"关\s*键\s*词|内容概述|备\s*注)\s*(?:[:：]|\|)"
)
# The head of a table of figures may begin with the same words: 名称 | 2022年 | 2023年.
_TABLE_HEAD = re.compile(
    r"(?:名\s*称|分\s*类|作\s*者|编\s*辑|审核|备\s*注|来\s*源|关\s*键\s*词|内容概述|责任部门)\s*\|"
)
_LABEL_ROW = re.compile(
    r"(?:(?:索[引取]号|信息索引|文号|发文字号|文件编号|公文文号|发布(?:时间|日期|机构|单位)|发文(?:日期|机关|单位|机构)|成文日期|生成日期|公开(?:方式|类别|日期|时限)"
    r"|主题(?:分类|词)|信息分类|信息类别|体裁分类|有效性|关键词|备注|名称|文件名称|信息名称|标题)(?:\s\|\s*|$)){3,}"
)
_TIME_LINE = re.compile(
    r"[\[【(（]?\s*(?:(?:时间|日期|发布)\s*[:：]\s*)?(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
    r"[\s-]*(?:\d{1,2}\s*[:：时]\s*\d{1,2}(?:\s*[:：分]\s*\d{1,2})?\s*[分秒]?)?\s*[\]】)）]?"
)
# Day and clock with a medium's name beside them: 2024-03-05 10:56:28某某日报, 本文来源于某某日报 2024-03-05 09:36.
_CLOCKED = re.compile(
    r"(?:(?:本文)?(?:转自|来源(?:于|自)?)\s*[:：]?.{2,20}?)?\s*(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?"
    r"\s*\d{1,2}:\d{2}(?::\d{2})?[^。；;\d]{0,20}"
)
_HEAD_LINES = 12
_LONGEST_HEAD = 200


def is_chrome(line: str) -> bool:
    """Tell whether a line is the page's furniture and nothing of the document, wherever it stands."""
    if len(line) > _LONGEST_HEAD:
        return False
    if _TOOL_WORD.search(line) and _TOOLS_ONLY.fullmatch(line):
        return True
    shapes = (_COUNTER, _TODAY, _ASIDE, _BREADCRUMB, _PAGES, _SCAN, _NEIGHBOURS, _ADVERT)
    return any(shape.fullmatch(line) for shape in shapes) or _is_path(line)


def ends_article(line: str) -> bool:
    """Tell whether a line opens what a page puts behind any article: its editor, the related and recommended ones."""
    return len(line) <= _LONGEST_SECTION and bool(_SECTION.match(line))


def is_label_line(line: str) -> bool:
    """Tell whether a line is the strip under a title: 发布时间, 来源, 索引号 and the like with their values."""
    if len(line) > _LONGEST_HEAD or line.endswith("。"):
        return False
    if _TABLE_HEAD.match(line):
        return False
    time = _TIME_LINE.match(line)
    return bool(_HEAD_LABEL.match(line[time.end() :].lstrip() if time else line))


def is_page_time(line: str, among_labels: bool = True) -> bool:
    """Tell a page's time (with hours, or among labels) from a date that the document itself has under its title."""
    if not _TIME_LINE.fullmatch(line):
        return False
    return among_labels or ":" in line or "时间" in line or "日期" in line


def attachment_lines(lines: Sequence[str]) -> list[bool]:
    """Tell of each line whether it lists an attachment: 附件：1.…, and the numbered lines right below it."""
    told: list[bool] = []
    for line in lines:
        follows = bool(told) and told[-1] and bool(_NUMBERED.match(line))
        told.append(len(line) <= _LONGEST_HEAD and (follows or bool(_ATTACHED.match(line))))
    return told


def is_prose(line: str) -> bool:
    """Tell whether a line is running text or opens a numbered part of it."""
    return bool(_PROSE.match(line))


def trim(lines: Sequence[str], title: str | None = None) -> list[str]:
    """Return the lines without the frame at both ends; doing it again changes nothing.

    At the head (twelve lines, up to the first prose) furniture, label lines and bare times go; the title stays. At the
    tail everything goes from the first tail line on that lies past half of the signs and has no prose behind it:
    counted by signs, because a share bar may stand before a body of one paragraph. A page without a text (a film, a
    picture) has only its footer: nothing of that stays.
    """
    kept = list(lines)
    while True:
        shorter = _cut_tail(_cut_head(kept, title))
        if shorter == kept:
            return [] if all(_FOOTER.search(line) for line in kept) else kept
        kept = shorter


def head_length(lines: Sequence[str], title: str | None = None) -> int:
    """Return how many lines belong to the head: those before the first prose but the title, twelve at most."""
    prose = (place for place, line in enumerate(lines[:_HEAD_LINES]) if line != title and is_prose(line))
    return next(prose, min(len(lines), _HEAD_LINES))


def _cut_head(lines: list[str], title: str | None) -> list[str]:
    head = head_length(lines, title)
    lines, head = _without_label_table(lines, head)
    named = any(is_label_line(line) or is_chrome(line) for line in lines[:head])
    kept: list[str] = []
    for place, line in enumerate(lines[:head]):
        above_text = place == 0 or not kept or kept[-1] == title or len(kept) == 1
        if (
            is_chrome(line)
            or is_label_line(line)
            or (above_text and (is_page_time(line, named) or _CLOCKED.fullmatch(line)))
        ):
            continue
        kept.append(line)
    return kept + lines[head:]


def _without_label_table(lines: list[str], head: int) -> tuple[list[str], int]:
    """Leave out a row of labels and the row of their values: 索取号 | 发布时间 | 发布机构, as some sites print them."""
    for place, line in enumerate(lines[:head]):
        if _LABEL_ROW.fullmatch(line):
            below = place + 1 < head and " | " in lines[place + 1]
            return lines[:place] + lines[place + 1 + below :], head - 1 - below
    return lines, head


def _cut_tail(lines: list[str]) -> list[str]:
    total = before = sum(map(len, lines))
    cut = len(lines)
    for place in reversed(range(len(lines))):
        before -= len(lines[place])
        tail = _is_tail(lines[place])
        if before * 2 < total or (is_prose(lines[place]) and not tail):
            break
        if tail:
            cut = place
    return lines[:cut]


def _is_tail(line: str) -> bool:
    if _DISCLAIMER.match(line):
        return True
    if len(line) > _LONGEST_TAIL:
        return False
    return bool(_TAIL.match(line)) or is_chrome(line)


def _is_path(line: str) -> bool:
    steps = _ARROWS.split(line)
    return len(steps) >= 3 and len(line) <= 120 and all(len(step) <= 20 and "。" not in step for step in steps[:-1])
