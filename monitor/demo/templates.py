"""The portal's HTML: takes a column, its articles and their addresses, leaves pages with a real portal's noise.

Counters and the day's date stand as marks (`VISITS`, `TODAY`) that the server fills in at each request, so that a
page's validator does not move with them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from monitor.demo.articles import Article
from monitor.demo.columns import DATAPROXY, Column

VISITS = "@@VISITS@@"
TODAY = "@@TODAY@@"

HEADING = re.compile(r"^(?:[一二三四五六七八九十]+、|第[一二三四五六七八九十]+，|（[一二三四五六七八九十]+）|\d\.)")
FIGURE = re.compile(r"[0-9][0-9.,]*%?")


class Link(NamedTuple):
    """One entry of a list, or one of the links around an article."""

    path: str
    title: str
    day: str


def shell(column: Column, title: str, metas: str, body: str, charset: str = "utf-8") -> str:
    """Return a whole page: head, banner, navigation, breadcrumb, the body and the footer of the site."""
    menu = "".join(
        f'<li><a href="/">{name}</a></li>' for name in ("首页", "要闻动态", "政务公开", "政务服务", "互动交流")
    )
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>{escape(title)}</title>
<meta name="SiteName" content="{column.portal}">
<meta name="SiteDomain" content="">
<meta name="SiteIDCode" content="{column.code}">
<meta name="ColumnName" content="{column.name}">
<meta name="ColumnType" content="政府信息公开">
{metas}<style>.nav li{{float:left}}.bt_content p{{line-height:2}}</style>
<script>var _siteId = "{column.code}"; function doZoom(size) {{ document.body.style.fontSize = size + "px"; }}</script>
</head><body>
<div class="top"><span class="date">今天是{TODAY}</span><a href="/">登录</a><a href="/">无障碍浏览</a>
<form action="/search/" method="get"><input name="q" placeholder="请输入关键字"><button>搜索</button></form></div>
<div class="header"><h2 class="logo">{column.portal}门户网站</h2><ul class="nav">{menu}</ul></div>
<div class="position">您当前的位置：<a href="/">首页</a> &gt; <a href="/">政务公开</a> &gt;
<a href="{column.list_path}">{column.name}</a></div>
{body}
<div class="footer"><p>主办单位：{column.portal}办公室　承办单位：{column.portal}电子政务中心</p>
<p>网站标识码：{column.code}　示ICP备99000{column.code[-3:]}号-1　示公网安备 9901000{column.code[:7]}号</p>
<p>网站总访问量：{VISITS}　建议使用1024×768及以上分辨率浏览</p></div>
</body></html>
"""


def article_page(
    column: Column, article: Article, path: str, beside: tuple[Link | None, Link | None], related: Sequence[Link]
) -> str:
    """Return an article's page; `beside` holds the entries before and after it in its column."""
    charset = "gb2312" if article.encoding == "gbk" else "utf-8"  # so portals declare their GBK bytes
    moment = f"{article.published:%Y-%m-%d %H:%M}"
    metas = "".join(
        f'<meta name="{name}" content="{escape(value)}">\n'
        for name, value in (
            ("ArticleTitle", article.title),
            ("PubDate", moment),
            ("ContentSource", article.issued_by),
            ("Keywords", ""),
            ("Url", path),
        )
    )
    content = f"""<div class="main">
<table class="xxgk_table"><tr><td>索引号：</td><td>{column.code}/{article.published:%Y}-{article.number:05d}</td>
<td>发布机构：</td><td>{column.agency}</td></tr>
<tr><td>发布日期：</td><td>{article.published:%Y-%m-%d}</td><td>主题分类：</td><td>司法</td></tr></table>
<h1 class="title">{escape(article.title)}</h1>
<div class="info"><span>发布时间：{moment}</span><span>来源：{article.issued_by}</span>
<span>浏览次数：<em id="hits">{VISITS}</em>次</span>
<span>字号：[<a href="javascript:doZoom(18)">大</a> <a href="javascript:doZoom(16)">中</a>
<a href="javascript:doZoom(14)">小</a>]</span></div>
<div class="share">分享到：<a href="javascript:;">微信</a><a href="javascript:;">微博</a>
<a href="javascript:window.print()">打印本页</a><a href="javascript:window.close()">关闭窗口</a></div>
{article_body(column, article)}
<div class="pages">{_beside("上一篇", beside[0])}{_beside("下一篇", beside[1])}</div>
<div class="related"><h3>相关链接</h3><ul>{"".join(_item(link) for link in related)}</ul></div>
</div>"""
    return shell(column, f"{article.title} - {column.portal}", metas, content, charset)


def _beside(label: str, link: Link | None) -> str:
    if link is None:
        return f"<p>{label}：没有了</p>"
    return f'<p>{label}：<a href="{link.path}">{escape(link.title)}</a></p>'


def article_body(column: Column, article: Article) -> str:
    """Return an article's text inside the container of its platform, as its editor's hand would have it."""
    inner = _blocks(article)
    if column.platform == "trs_wcm":
        style = "<style>.TRS_Editor P{margin-top:0;margin-bottom:0;line-height:2}</style>"
        editor = f'<div class="TRS_Editor">{style}\n{inner}\n</div>'
        return f'<div class="bt_content"><div class="view TRS_UEDITOR trs_paper_default">{editor}</div></div>'
    if column.platform == "hanweb_jpage":
        begin, end = "<!--ZJEG_RSS.content.begin-->", "<!--ZJEG_RSS.content.end-->"
        return f'<div id="zoom" class="artile_zw">{begin}\n{inner}\n{end}</div>'
    return f'<div class="content" id="content">\n{inner}\n</div>'


def _blocks(article: Article) -> str:
    lines, blocks, rows = article.text.split("\n"), [], list[str]()
    for line in [*lines, ""]:
        if line.startswith("|"):
            cells = (cell.strip() for cell in line.strip("|").split("|"))
            rows.append("<tr>" + "".join(f"<td><p>{escape(cell)}</p></td>" for cell in cells) + "</tr>")
            continue
        if rows:
            blocks.append('<table border="1" cellspacing="0">' + "".join(rows) + "</table>")
            rows = []
        if line:
            blocks.append(_paragraph(line, article.hand))
    return f"<div>{''.join(blocks)}</div>" if article.hand == "break" else "\n".join(blocks)


def _paragraph(line: str, hand: str) -> str:
    right, text = line.startswith("> "), escape(line.removeprefix("> "), quote=False)
    heading = HEADING.match(line) is not None and len(line) < 40
    if hand == "break":
        return f"&emsp;&emsp;{text}<br/>"
    if hand == "plain":
        return f"<p>　　{text}</p>"
    align = "text-align:right" if right else "text-indent:2em"
    if hand == "word":  # as pasted from a word processor: every figure in a span of its own
        spans = FIGURE.sub(lambda found: f'<span lang="EN-US">{found[0]}</span>', text)
        font = "黑体" if heading else "仿宋_GB2312"
        return (
            f'<p class="MsoNormal" style="{align}"><span style="font-family:{font};font-size:16pt">{spans}</span></p>'
        )
    return f'<p style="{align}">{f"<strong>{text}</strong>" if heading else text}</p>'


def list_page(column: Column, links: Sequence[Link], page: int, pages: int, total: int) -> str:
    """Return one page of a column's list, counted from 1."""
    if column.platform == "hanweb_jpage":
        inner = _jpage_list(column, links, page, pages, total)
    elif column.platform == "trs_wcm":
        inner = _trs_list(column, links, page, pages)
    else:
        inner = _static_list(column, links, page, pages, total)
    menu = "".join(f'<li><a href="/">{name}</a></li>' for name in ("机构职能", "公示公告", "政策文件"))
    aside = f'<div class="aside"><h3>栏目导航</h3><ul>{menu}</ul></div>'
    body = f'<div class="main">{aside}<div class="list"><h3 class="lm">{column.name}</h3>\n{inner}\n</div></div>'
    return shell(column, f"{column.name} - {column.portal}", "", body)


def _item(link: Link, folder: str = "") -> str:
    """Return one entry; below `folder` its address is relative, as static portals write it."""
    shown = link.title if len(link.title) <= 28 else f"{link.title[:27]}…"
    address = f"./{link.path.removeprefix(folder)}" if folder else link.path
    return (
        f'<li><a href="{address}" target="_blank" title="{escape(link.title)}">{escape(shown)}</a>'
        f"<span>{link.day}</span></li>"
    )


def _trs_list(column: Column, links: Sequence[Link], page: int, pages: int) -> str:
    rows = "\n".join(_item(link, column.path) for link in links)
    doubled = f"<!-- {_item(links[0], column.path)} -->" if links else ""  # such leftovers stand in many TRS lists
    call = f'createPageHTML({pages}, {page - 1}, "index", "html");'
    return f'<ul class="news_list">{doubled}\n{rows}</ul>\n<div class="page"><script>{call}</script></div>'


def _static_list(column: Column, links: Sequence[Link], page: int, pages: int, total: int) -> str:
    rows = "\n".join(_item(link, column.path) for link in links)
    names = {1: "index.html"} | {number: f"index_{number}.html" for number in range(2, pages + 1)}
    turns = (("首页", 1), ("上一页", page - 1), ("下一页", page + 1), ("尾页", pages))
    anchors = "".join(
        f'<a href="{names[number]}">{label}</a>' if number in names and number != page else f"<span>{label}</span>"
        for label, number in turns
    )
    return f'<ul class="list_ul">{rows}</ul>\n<div class="pagination">共{total}条 第{page}/{pages}页 {anchors}</div>'


def _jpage_list(column: Column, links: Sequence[Link], page: int, pages: int, total: int) -> str:
    settings = (
        f"{{'totalRecord':'{total}','perPage':'{column.per_page}','totalPage':'{pages}','proxyUrl':'{DATAPROXY}',"
        f"'col':'1','appid':'1','webid':'7','path':'/','columnid':'{column.number}','sourceContentType':'1',"
        f"'unitid':'{column.unit}','webname':'{column.portal}','permissiontype':'0'}}"
    )
    held = datastore(column, links, page, pages, total)
    return (
        f'<div id="{column.unit}"><script type="text/xml">{held}</script></div>\n'
        f"<script>jQuery('#{column.unit}').jpage({settings});</script>"
    )


def datastore(column: Column, links: Sequence[Link], page: int, pages: int, total: int) -> str:
    """Return the XML that a jpage list travels in, with the address of the next group where there is one."""
    records = "".join(f"<record><![CDATA[\n{_item(link)}]]></record>" for link in links)
    address = (
        f"{DATAPROXY}?page={page + 1}&appid=1&appid=1&webid=7&path=/&columnid={column.number}&unitid={column.unit}"
        f"&webname={column.portal}&permissiontype=0"
    )
    following = f'<![CDATA[<a href="{address}"></a>]]>' if page < pages else ""
    return (
        f"<datastore><nextgroup>{following}</nextgroup><totalrecord>{total}</totalrecord>"
        f"<totalpage>{pages}</totalpage><recordset>{records}</recordset></datastore>"
    )


def home_page(columns: Sequence[Column]) -> str:
    """Return the front page: where to find each column."""
    items = "".join(f'<li><a href="{column.list_path}">{column.agency}　{column.name}</a></li>' for column in columns)
    return shell(columns[0], "政务公开演示门户", "", f'<div class="main"><ul>{items}</ul></div>')


def missing_page() -> str:
    """Return the page that stands where nothing stands."""
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>404</title></head>'
        '<body><h1>404</h1><p>抱歉，您访问的页面不存在或已删除！</p><a href="/">返回首页</a></body></html>'
    )


def challenge_page() -> str:
    """Return what a firewall puts in front of a portal: a script to run, and no content."""
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="robots" content="noindex">'
        "<script>$_ts=window['$_ts']||{};document.cookie='__demo_clearance='+Math.random()+';path=/';"
        "setTimeout(function(){location.reload()},1500);</script></head>"
        "<body><noscript>Please enable JavaScript and refresh the page.</noscript></body></html>"
    )
