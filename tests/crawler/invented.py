"""Invented reports and the pages around them: takes paragraphs, leaves HTML as each platform writes it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

TITLE = "青柏县2023年度法治政府建设情况报告"
PARAGRAPHS = (
    "2023年，青柏县以习近平法治思想为指导，全面落实上级部署，法治政府建设取得新进展。现将有关情况报告如下：",
    "一、主要举措和成效",
    "（一）依法化解行政争议。全年收到行政复议申请37件，受理31件，审结28件，其中撤销2件、确认违法1件，纠错率10.7%。",
    "（二）规范行政执法。全县办理行政处罚案件1204件，罚没金额86.5万元；行政机关负责人出庭应诉19次，出庭率100%。",
    "二、存在的问题",
    "执法力量偏弱，基层法制审核人员不足，个别单位对规范性文件备案审查不够重视。",
    "三、下一步打算",
    "继续压实责任，力争2024年行政复议案件按期办结率达到100%。",
    "青柏县人民政府",
    "2024年2月20日",
)
INFO = (
    '<div class="info"><span>发布时间：2024-03-05 09:30</span>　<span>来源：青柏县司法局</span>　'
    '浏览次数：<b id="hits">123</b>次　'
    "字号：[<a>大</a> <a>中</a> <a>小</a>] <a>打印</a></div>"
)
CLOSING = (
    "<p>【打印本页】 【关闭窗口】</p><p>上一篇：<a href='/1'>青柏县公告</a></p><p>下一篇：没有了</p>"
    "<div class='xg'><h3>相关链接</h3><ul><li><a href='/2'>青柏县2022年政府信息公开工作年度报告</a></li></ul></div>"
)


def page(main: str, meta: str = "", title_tag: str = f"{TITLE}_法治政府建设_青柏县人民政府") -> str:
    """Return a whole page with banner, menu, breadcrumb and footer around `main`."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title_tag}</title>'
        f'<meta name="SiteName" content="青柏县人民政府">{meta}<style>.a{{}}</style></head><body>'
        '<div class="top">今天是2026年11月22日 星期日 <a href="/b">繁體版</a></div>'
        '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li>'
        '<li><a href="/fw">办事服务</a></li></ul>'
        '<div class="crumb">您当前所在的位置：<a href="/">首页</a> &gt; '
        '<a href="/zw">政务公开</a> &gt; <a>法治政府建设</a></div>'
        f"{main}"
        '<div class="foot"><p>主办单位：青柏县人民政府办公室　网站标识码：9900000001</p><p>青ICP备00000000号</p></div>'
        "<script>var source='x';</script></body></html>"
    )


def paragraphs(lines: tuple[str, ...] = PARAGRAPHS) -> str:
    return "\n".join(f'<p style="text-indent:2em">　　{escape(line)}</p>' for line in lines)


_HEAD = f"<h1>{TITLE}</h1>{INFO}"
_META = (
    f'<meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="2024-03-05 09:30">'
    '<meta name="ContentSource" content="青柏县司法局"><meta name="maketime" content="2026-11-01 00:00">'
)

TEMPLATES: dict[str, Callable[[str], str]] = {
    "trs": lambda body: page(f'{_HEAD}<div class="view TRS_UEDITOR trs_paper_default">{body}</div>{CLOSING}', _META),
    "trs_unquoted": lambda body: page(
        f"<div class=title>{TITLE}</div>{INFO}<div class=TRS_Editor>{body}</div>{CLOSING}"
    ),
    "hanweb_table": lambda body: page(
        f'<table><tr><td class="title">{TITLE}</td></tr><tr><td>{INFO}</td></tr>'
        f'<tr><td class="bt_content"><div id="zoom">{body}</div></td></tr></table>{CLOSING}'
    ),
    "ucap_stray_end": lambda body: page(
        f'</html>{_HEAD}<div class="pages_content" id="UCAP-CONTENT">{body}</div>{CLOSING}',
        '<meta name="firstpublishedtime" content="2024-03-05-09:30:00">'
        '<meta name="others" content="页面生成时间 2026-10-23">',
    ),
    "ucap_tag": lambda body: page(f"<ucaptitle>{TITLE}</ucaptitle>{INFO}<ucapcontent>{body}</ucapcontent>{CLOSING}"),
    "shanghai": lambda body: page(
        f'<h2 id="ivs_title">{TITLE}<small id="ivs_date">(2024-03-05)</small></h2>{INFO}'
        f'<div class="Article_content" id="ivs_content">{body}</div>{CLOSING}'
    ),
    "vsb": lambda body: page(
        f'<form name="_newscontent">{_HEAD}<div id="vsb_content_502"><div class="v_news_content">{body}</div></div>'
        f"{CLOSING}</form>"
    ),
    "nfcms": lambda body: page(f'{_HEAD}<div class="article-content">{body}</div>{CLOSING}', _META),
    "plain_table": lambda body: page(
        f"<table width=900><tr><td align=center><font size=5>{TITLE}</font></td></tr><tr><td>{INFO}</td></tr>"
        f"<tr><td>{body}</td></tr></table>{CLOSING}"
    ),
    "unknown": lambda body: page(f'<div class="k1">{_HEAD}<div class="k2">{body}</div></div>{CLOSING}'),
    "chrome_inside": lambda body: page(f'<div id="zoom"><h1>{TITLE}</h1>{INFO}{body}{CLOSING}</div>'),
}
