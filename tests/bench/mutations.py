"""What happens to a page besides its report: takes a demonstration article and a chance, leaves its page made anew.

Two ways: the page of the demonstration's own template with its furniture changed (counters, banners, related links,
share bars, adverts, class names, white space, columns moved), or the text in a rebuilt template of another platform.
Nothing of the report itself moves: no figure, no word, no mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from random import Random

from monitor.demo.articles import Article
from monitor.demo.columns import COLUMNS, article_path
from monitor.demo.templates import TODAY, VISITS, Link, article_body, article_page

Mutation = Callable[[Random, str], str]
BY_KEY = {column.key: column for column in COLUMNS}
NOUNS = ("营商环境", "老旧小区改造", "春季防火", "义务教育", "就业援助", "行政复议", "防汛备汛", "普法宣传")
VERBS = ("推进会召开", "工作情况通报", "办理案件320件", "完成投资12.6亿元", "2026年工作要点", "群众满意度达98.5%")
WORDS = ("box", "wrap", "inner", "pane", "col", "region", "block", "unit")
# The body's own containers must stay known in a page that is only refurnished; a rebuilt template has another's.
FAMILIES: tuple[tuple[str, str], ...] = (
    ('<div class="TRS_Editor">', "</div>"),
    ('<div class="view TRS_UEDITOR trs_paper_default trs_web">', "</div>"),
    ('<div id="UCAP-CONTENT">', "</div>"),
    ("<ucapcontent>", "</ucapcontent>"),
    ('<div id="zoom" class="main-txt">', "</div>"),
    ('<div id="vsb_content_2"><div class="v_news_content">', "</div></div>"),
    ('<div class="wzcon j-fontContent">', "</div>"),
    ('<div class="article-content" id="zoomcon">', "</div>"),
    ('<div class="Article_content" id="ivs_content">', "</div>"),
    ('<div class="zwxl-article">', "</div>"),
    ('<div class="content_txt">', "</div>"),
    ('<div class="ewb-article-info">', "</div>"),
)


def page_of(article: Article, chance: Random) -> str:
    """Return an article's page as the demonstration serves it, with its marks filled in."""
    column = BY_KEY[article.column]
    related = [_link(chance) for _count in range(chance.randrange(0, 6))]
    beside = (_link(chance) if chance.random() < 0.5 else None, _link(chance) if chance.random() < 0.5 else None)
    return _filled(article_page(column, article, article_path(column, article), beside, related), chance)


def mutated(article: Article, chance: Random) -> str:
    """Return an article's page with one to five mutations, one page in three in a rebuilt template."""
    html = rebuilt(article, chance) if chance.random() < 1 / 3 else page_of(article, chance)
    for mutation in chance.sample(MUTATIONS, chance.randrange(1, 6)):
        html = mutation(chance, html)
    return html


def rebuilt(article: Article, chance: Random) -> str:
    """Return the same text in a template that the demonstration does not have, as after a portal's rebuilding."""
    column = BY_KEY[article.column]
    opening, closing = chance.choice(FAMILIES)
    body = _body(article, chance)
    day = f"{article.published:%Y-%m-%d}"
    moment = chance.choice((f"{article.published:%Y-%m-%d %H:%M}", f"{article.published:%Y年%m月%d日}", day))
    info = [f"发布日期：{moment}", f"信息来源：{article.issued_by}", f"访问量：{_count(chance)}"]
    chance.shuffle(info)
    metas = [("ArticleTitle", article.title), ("PubDate", f"{day} 09:00"), ("ContentSource", article.issued_by)]
    head = "".join(f'<META CONTENT="{escape(value)}" NAME="{name}">\n' for name, value in metas)
    menu = "".join(f"<li><a href='/{n}/'>{chance.choice(NOUNS)}</a></li>" for n in range(chance.randrange(3, 12)))
    tag = chance.choice(("section", "div", "td"))
    frame = ("<table><tr><td>", "</td></tr></table>") if tag == "td" else (f"<{tag}>", f"</{tag}>")
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(article.title)}_{column.portal}</title>
{head}<link rel="stylesheet" href="/v{chance.randrange(9)}/site.css"></head><body class="{_name(chance)}">
<header class="{_name(chance)}"><p>{_today(chance)}</p><nav><ul>{menu}</ul></nav></header>
<div class="crumbs">首页 &gt; 政府信息公开 &gt; {column.name}</div>
{frame[0]}<h1 class="{_name(chance)}">{escape(article.title)}</h1>
<p class="{_name(chance)}">{"　".join(info)}</p>
{opening}
{body}
{closing}{frame[1]}
<div class="{_name(chance)}"><h4>相关阅读</h4><ul>{_items(chance)}</ul></div>
<footer class="{_name(chance)}">主办：{column.portal}　网站标识码：{column.code}　浏览量{_count(chance)}</footer>
</body></html>"""


def _body(article: Article, chance: Random) -> str:
    """Return the text's blocks in the hand of another editor."""
    hand = chance.choice(("p", "div", "span", "br", "own"))
    if hand == "own" or any(line.startswith("|") for line in article.text.split("\n")):
        return article_body(BY_KEY[article.column], article)
    lines = [escape(line.removeprefix("> "), quote=False) for line in article.text.split("\n") if line.strip()]
    if hand == "br":
        return "<p>" + "<br />\n".join(f"&#12288;&#12288;{line}" for line in lines) + "</p>"
    if hand == "span":
        font = '<span style="font-family:仿宋;font-size:21px">'
        return "\n".join(f'<p style="text-indent:42px">{font}{line}</span></p>' for line in lines)
    return "\n".join(f"<{hand}>&nbsp;&nbsp;&nbsp;&nbsp;{line}</{hand}>" for line in lines)


def _visits(chance: Random, html: str) -> str:
    return re.sub(r'(<em id="hits">)\d+', rf"\g<1>{_count(chance)}", html)


def _banner(chance: Random, html: str) -> str:
    told = chance.choice((_today(chance), f"{_today(chance)} 农历二月初三 多云 {chance.randrange(30)}℃ 空气质量：良"))
    return html.replace("<body>", f'<body><div class="{_name(chance)}">{told}</div>', 1)


def _related(chance: Random, html: str) -> str:
    told = f'<div class="{_name(chance)}"><h3>相关链接</h3><ul>{_items(chance)}</ul></div>'
    return html.replace("</body>", f"{told}</body>", 1)


def _beside(chance: Random, html: str) -> str:
    return re.sub(r'<div class="pages">.*?</div>', lambda _: f'<div class="pages">{_pair(chance)}</div>', html, count=1)


def _share(chance: Random, html: str) -> str:
    bars = (
        '<div class="bdsharebuttonbox"><a class="bds_weixin">微信</a><a class="bds_tsina">新浪微博</a></div>',
        '<div class="share-box"><span>分享：</span><img src="/i/wx.png" alt="微信"><img src="/i/wb.png"></div>',
        f'<p class="ewm">扫一扫在手机打开当前页<img src="/qr/{chance.randrange(10**6)}.png"></p>',
        '<div class="print-close"><a href="javascript:;">【打印】</a><a href="javascript:;">【关闭】</a></div>',
    )
    bar = chance.choice(bars)
    return (
        re.sub(r"(</h1>)", lambda found: found[0] + bar, html, count=1)
        if chance.random() < 0.5
        else (html.replace("</body>", f"{bar}</body>", 1))
    )


def _advert(chance: Random, html: str) -> str:
    told = f"{chance.choice(NOUNS)}专题"
    adverts = (
        f'<div class="ad-float" style="position:fixed"><a href="/zt/"><img src="/ad/{_count(chance)}.gif"></a></div>',
        f"<script>var adId={_count(chance)};document.write('<div class=\"ad\">{told}</div>');</script>",
        f'<div class="adbox"><a href="/zt/{chance.randrange(99)}/">{told}</a></div>',
        f'<div class="{_name(chance)}"><a href="/zt/{_count(chance)}/" target="_blank">{_title(chance)}</a></div>',
    )
    advert = chance.choice(adverts)
    if chance.random() < 0.4:  # between two paragraphs of the report
        return _between(chance, html, advert)
    return html.replace("</body>", f"{advert}</body>", 1)


def _within(chance: Random, html: str) -> str:
    """Set what speaks to the visitor between two paragraphs of the report, or at its end."""
    strips = (
        f"<p>本文已被浏览 {_count(chance)} 次</p>",
        f"<p>您认为本文内容：有用（{_count(chance)}） 一般（{chance.randrange(90)}） 没用（{chance.randrange(9)}）</p>",
        f"<p>今天 多云 {chance.randrange(9)}~{chance.randrange(10, 30)}℃ 空气质量指数{chance.randrange(20, 90)}</p>",
        f"<marquee>{_title(chance)}</marquee>",
        f"<p>语音播报 00:{chance.randrange(10, 60)}</p>",
    )
    return _between(chance, html, chance.choice(strips))


def _between(chance: Random, html: str, more: str) -> str:
    """Put a block between two paragraphs or behind the last one; templates split no table and no signature."""
    ends = [found.end() for found in re.finditer(r"</p>(?=\s*<p|\s*</div>)|<table.*?</table>", html, re.DOTALL)]
    places = [*(end for end in ends[:-4] if html.startswith("</p>", end - 4)), *ends[-1:]]
    place = chance.choice(places) if places else html.index("</body>")
    return html[:place] + more + html[place:]


def _classes(chance: Random, html: str) -> str:
    furniture = ("main", "info", "pages", "related", "position", "header", "top", "footer", "share", "nav", "logo")
    for old in furniture:
        if chance.random() < 0.6:
            html = html.replace(f'class="{old}"', f'class="{_name(chance)}"')
    return html


def _unknown_container(chance: Random, html: str) -> str:
    known = r'(class|id)="(?:bt_content|view TRS_UEDITOR trs_paper_default|TRS_Editor|artile_zw|zoom|content)"'
    return re.sub(known, lambda found: f'{found[1]}="{_name(chance)}"', html)


def _white_space(chance: Random, html: str) -> str:
    ends = chance.choice(("\r\n", "\n\n", "\n\t\t", ""))
    html = re.sub(r">\s*\n", lambda _: f">{ends or chr(10)}", html)
    lead = chance.choice(("&nbsp;&nbsp;&nbsp;&nbsp;", "　　", "&emsp;&emsp;", ""))
    html = re.sub(r"(<p\b[^>]*>)(?:　|&emsp;|&nbsp;|\s)*", lambda found: found[1] + lead, html)
    return html.replace("</p>", chance.choice(("</p>", "\n</p>\n", "</p><p>&nbsp;</p>", "<o:p></o:p></p>")))


def _column(chance: Random, html: str) -> str:
    name = chance.choice(("法定主动公开内容", "年度报告", "法治政府建设情况报告", "依法行政"))
    html = re.sub(r'(name="ColumnName" content=")[^"]*', rf"\g<1>{name}", html)
    crumb = f'<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/x/">政务公开</a> &gt; {name}</div>'
    return re.sub(r'<div class="position">.*?</div>', crumb, html, count=1, flags=re.DOTALL)


def _credits(chance: Random, html: str) -> str:
    person = chance.choice(("王某", "办公室", "管理员"))
    told = f'<p class="editor-info">（责任编辑：{person}）　【字体：大 中 小】　点击数：{_count(chance)}</p>'
    return re.sub(r'(<div class="pages">)', lambda found: told + found[0], html, count=1)


def _script(chance: Random, html: str) -> str:
    token = f"<script>window._t='{chance.getrandbits(64):x}';</script><!-- rendered {_count(chance)} -->"
    return html.replace("</head>", f"{token}</head>", 1)


MUTATIONS: tuple[Mutation, ...] = (
    _visits,
    _banner,
    _related,
    _beside,
    _share,
    _advert,
    _within,
    _classes,
    _unknown_container,
    _white_space,
    _column,
    _credits,
    _script,
)


def _filled(html: str, chance: Random) -> str:
    return html.replace(VISITS, _count(chance)).replace(TODAY, _today(chance)[3:])


def _today(chance: Random) -> str:
    return f"今天是2026年{chance.randrange(1, 13)}月{chance.randrange(1, 29)}日 星期{chance.choice('一二三四五六日')}"


def _count(chance: Random) -> str:
    return str(chance.randrange(10, 10**6))


def _name(chance: Random) -> str:
    return f"{chance.choice(WORDS)}-{chance.getrandbits(20):x}"


def _title(chance: Random) -> str:
    return f"云汀市{chance.choice(NOUNS)}{chance.choice(VERBS)}"


def _link(chance: Random) -> Link:
    return Link(f"/x/{chance.randrange(10**6)}.html", _title(chance), f"2026-0{chance.randrange(1, 9)}-11")


def _items(chance: Random) -> str:
    return "".join(
        f'<li><a href="/x/{chance.randrange(10**6)}.html">{_title(chance)}</a><span>2026-03-1{place}</span></li>'
        for place in range(chance.randrange(1, 7))
    )


def _pair(chance: Random) -> str:
    return "".join(f'<p>{label}：<a href="/x/1.html">{_title(chance)}</a></p>' for label in ("上一篇", "下一篇"))
