"""Loopback twins of the platforms: takes a portal, leaves columns that answer as they do, quirks included.

Every twin lists the same reports of an invented place; what differs is the way to them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.crawler.portal import Page, Portal, article, list_page

Entry = tuple[str, str, str]
HEX = "00afa2a800afa2a800afa2a800afa2"


def entries(pattern: str, count: int = 5) -> list[Entry]:
    """Return (path, title, day) of some years' reports, the newest first; the pattern takes y, m, d and n."""
    made = []
    for n in range(count):
        year = 2026 - n
        path = pattern.format(y=year, m=3, d=10 + n, n=10 + n)
        made.append((path, f"云岭县{year - 1}年法治政府建设情况报告", f"{year}-03-{10 + n}"))
    return made


def serve(portal: Portal, listed: list[Entry]) -> list[Entry]:
    """Serve the reports themselves."""
    for number, (path, title, _day) in enumerate(listed, 20):
        portal.put(path, article(title, number))
    return listed


def reply(handler: Any, body: str, kind: str = "text/html;charset=utf-8", status: int = 200) -> None:
    """Answer one request."""
    data = body.encode()
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


def act(portal: Portal, path: str, answer: Callable[[dict[str, str], str], str | None], kind: str = "") -> None:
    """Let `answer(query, form)` speak for a path; None is a 404."""

    def speak(handler: Any, form: str) -> None:
        query = dict(parse_qsl(urlsplit(handler.path).query, keep_blank_values=True))
        body = answer(query, form)
        if body is None:
            reply(handler, "<title>404</title><p>您访问的页面不存在</p>", status=404)
        else:
            reply(handler, body, kind or "application/json;charset=utf-8")

    portal.pages[path] = Page(act=speak)


def rows_of(listed: list[Entry]) -> str:
    """Return HTML rows."""
    return "".join(
        f'<li class="clearfix"><a href="{path}" title="{title}">{title[:9]}…</a><span>{day}</span></li>'
        for path, title, day in listed
    )


def hanweb_unit(portal: Portal) -> None:
    """Serve /dw/fz/: paged by paramJson only, one furniture block; /dw/stau/ answers page 1 for ever."""
    listed = serve(portal, entries("/dw/fz/art/{y}/art_" + HEX + "{n}.html"))
    query = "{{'webId':'3','pageId':'{page}','parseType':'bulidstatic','pageType':'column','tagId':'{tag}'}}"

    def door(page: str) -> str:
        tags = "".join(
            f'<script src="/x/unitbuild.js" queryData="{query.format(page=page, tag=tag)}" '
            f'url="/api-gateway/jpaas-publish-server/front/page/build/unit"></script>'
            for tag in ("nav", "list")
        )
        return f"<html><body><p>云岭县人民政府</p>{tags}</body></html>"

    def unit(query: dict[str, str], _form: str) -> str | None:
        if query.get("parseType") != "bulidstatic" or query.get("webId") != "3":
            return None
        if query["tagId"] == "nav":
            html = "<ul><li><a href='/'>首页</a></li><li><a href='/zwgk/'>政务公开</a></li></ul>"
            return json.dumps({"success": True, "code": "200", "data": {"html": html}})
        asked = json.loads(query.get("paramJson", '{"pageNo":1}'))["pageNo"] if query["pageId"] == "fz" else 1
        part = listed[2 * asked - 2 : 2 * asked]
        html = f'<ul>{rows_of(part)}</ul>\x09\n<div class="pagination" rows="2" count="{len(listed)}"></div>'
        answer = json.dumps({"success": True, "code": "200", "data": {"html": html}}, ensure_ascii=False)
        return answer.replace("\\n", "\n")  # raw control signs, as the gateway sends them

    portal.put("/dw/fz/index.html", door("fz"))
    portal.put("/dw/stau/index.html", door("stau"))
    act(portal, "/api-gateway/jpaas-publish-server/front/page/build/unit", unit)


def gkmlpt(portal: Portal) -> None:
    """Serve categories 7 (whole), 8 (404 past the first page) and 9 (elsewhere) of /gkmlpt/index."""
    listed = serve(portal, entries("/gkmlpt/content/0/900/post_90000{n}.html"))
    tree = [
        {
            "id": 1,
            "name": "法定主动公开内容",
            "post_count": 0,
            "jump_url": "",
            "children": [
                {"id": 7, "name": "法治政府建设年度报告", "post_count": 5, "jump_url": "", "children": []},
                {"id": 8, "name": "规划计划", "post_count": 5, "jump_url": "", "children": []},
                {"id": 9, "name": "法治政府", "post_count": 1, "jump_url": "http://other.gov.cn/", "children": []},
            ],
        }
    ]
    config = f"window._CONFIG = {{ LANG: 'zh', SID: '200001', TREE: {json.dumps(tree)} , DETAIL: null }};"
    portal.put("/gkmlpt/index", f"<html><body><div id='app'></div><script>{config}</script></body></html>")

    def category(number: int) -> Callable[[dict[str, str], str], str | None]:
        def answer(query: dict[str, str], _form: str) -> str | None:
            page = max(int(query["page"]), 1)
            if query["sid"] != "200001" or (number == 8 and page >= 2):
                return None
            articles = [
                {
                    "id": place,
                    "title": title.replace("云岭", "%u4e91\ud800%u5cad") if place == 1 else title,
                    "date": int(datetime.fromisoformat(f"{day}T00:30:00+08:00").timestamp()),
                    "created_at": "2026-01-01 09:00:00",
                    "url": portal.url + path,
                    "is_expired": 0,
                }
                for place, (path, title, day) in enumerate(listed[3 * page - 3 : 3 * page])
            ]
            return json.dumps({"classify": {"id": number, "post_count": 5}, "articles": articles})

        return answer

    for number in (7, 8):
        act(portal, f"/gkmlpt/api/all/{number}", category(number))


def ucap(portal: Portal) -> None:
    """Serve /uc/list.shtml: a shell whose channel's list comes as JSON with addresses without a scheme."""
    listed = serve(portal, entries("/uc/c10{n}/content.shtml"))
    portal.put(
        "/uc/list.shtml", '<html><head><meta content="a1b2c3d4e5f60718" name="channelid"></head><body></body></html>'
    )

    def search(query: dict[str, str], _form: str) -> str | None:
        if query.get("_isJson") != "true":
            return "<html><body>请使用搜索页面</body></html>"
        page = int(query["page"])
        results = [
            {"title": title, "url": f"//{portal.host}{path}", "publishedTimeStr": f"{day} 10:00:00", "resList": []}
            for path, title, day in listed[2 * page - 2 : 2 * page]
        ]
        return json.dumps({"data": {"total": 5, "page": page, "rows": 2, "results": results}})

    act(portal, "/common/search/a1b2c3d4e5f60718", search)


def lonsun(portal: Portal) -> None:
    """Serve /public/column/6596: HTML fragments of label 8888, the page count in its script, its first rows printed."""
    listed = serve(portal, entries("/public/6596/80{n}.html"))
    script = "var label={siteId:'650',file:'/yl/publicInfoList_newest2020',pageCount:3};"
    portal.put(
        "/public/column/6596",
        f"<html><body><p>政府信息公开</p>{rows_of(listed[:2])}<script>{script}</script></body></html>",
    )

    def label(query: dict[str, str], _form: str) -> str | None:
        if (query.get("siteId"), query.get("organId"), query.get("catId")) != ("650", "6596", "77"):
            return ""
        page = int(query["pageIndex"])
        return "".join(
            f'<div class="xxgk_navli"><ul><li class="mc"><a href="{path}">{title}</a></li>'
            f'<li><span class="date">{day}</span></li></ul></div>'
            for path, title, day in listed[2 * page - 2 : 2 * page]
        )

    act(portal, "/site/label/8888", label, "text/html;charset=utf-8")


def epoint(portal: Portal) -> None:
    """Serve /xz/ (pageIndex from 1, plain) and /yk/ (from 0, inside params); the site's id stands in its script.

    /bc/ speaks as /yk/ does and its script does not tell; what is asked otherwise is answered with a count of 0.
    """
    for base, category, wrapped in (("xz", "003001003", False), ("yk", "004002", True), ("bc", "005003", True)):
        listed = serve(portal, entries(f"/{base}/fz/{{y}}0310/{HEX}{{n}}.html"))
        portal.put(
            f"/{base}/govInfoPub.html",
            f'<html><body><script src="/{base}/js/webBuilderCommon.js"></script></body></html>',
        )
        style = "JSON.stringify({params: {siteGuid: siteGuid}})" if base == "yk" else "{siteGuid: siteGuid}"
        common = f'var siteGuid = "7eb5-{base}"; var projectName = "/{base}web"; function ask() {{ return {style}; }}'
        portal.put(f"/{base}/js/webBuilderCommon.js", common, content_type="application/javascript")

        def ask(
            _query: dict[str, str],
            form: str,
            listed: list[Entry] = listed,
            wrapped: bool = wrapped,
            key: str = category,
        ) -> str | None:
            asked = json.loads(form)
            asked = asked.get("params", {}) if wrapped else asked
            page = asked.get("pageIndex", -1) + (1 if wrapped else 0)
            good = asked.get("categorynum") == key and page >= 1
            data = [
                {"infourl": path, "title": title[:8], "realtitle": title, "infodate": day}
                for path, title, day in (listed[2 * page - 2 : 2 * page] if good else [])
            ]
            return json.dumps({"custom": {"code": 1, "data": data, **({} if data else {"count": 0})}})

        act(portal, f"/{base}web/rest/lightfrontaction/getgovinfolist", ask)


def hanweb_xxgk(portal: Portal) -> None:
    """Serve /col/col88/: a search over all columns, of which every second row belongs to another one."""
    own = serve(portal, entries("/art/{y}/{m}/{d}/art_88_{n}.html"))
    others = [(path.replace("art_88", "art_99"), f"关于{title[:3]}的通知", day) for path, title, day in own]
    mixed = [entry for pair in zip(others, own, strict=True) for entry in pair]
    portal.put(
        "/col/col88/index.html",
        "<html><body><iframe src='/module/xxgk/tree.jsp?area=1132'></iframe><p>信息公开目录</p></body></html>",
    )

    def search(query: dict[str, str], _form: str) -> str | None:
        page = min(int(query["currpage"]), 4)
        part = mixed[3 * page - 3 : 3 * page] if query["area"] == "1132" else []
        return f"<table>{''.join(f'<tr><td><a href={p!r}>{t}</a></td><td>{d}</td></tr>' for p, t, d in part)}</table>"

    act(portal, "/module/xxgk/search.jsp", search, "text/html;charset=utf-8")


def static_families(portal: Portal) -> None:
    """Serve NFCMS, Shanghai and VSB columns, which are plain HTML but for the names of their further pages."""
    posts = serve(portal, entries("/nf/content/post_46{n}.html"))
    portal.put("/nf/", list_page(*posts[:2], more="<p>共 3 页</p>"))
    portal.put("/nf/index_2.html", list_page(*posts[2:4]))
    portal.put("/nf/index_3.html", list_page(posts[4]))
    hexes = serve(portal, entries("/nw12344/{y}0310/" + HEX + "{n}.html"))
    portal.put("/nw12344/", list_page(*hexes[:3], more="<script>var totalPage = 2;</script>"))
    portal.put("/nw12344/index_2.html", list_page(*hexes[3:]))
    infos = serve(portal, entries("/info/1007/20{n}.htm"))
    portal.put("/xx/fzjs.htm", list_page(*infos[:3], more='<a href="fzjs/1.htm">下页</a>'))
    portal.put("/xx/fzjs/1.htm", list_page(*infos[3:], more='<a href="../fzjs.htm">上页</a>'))


def mute(portal: Portal) -> None:
    """Serve /stumm/: twenty pages whose names say nothing."""
    rows = "".join(f"<li><a href='/x/{n:03d}_doc.html'>{n:03d}_doc</a></li>" for n in range(20))
    portal.put("/stumm/", f"<html><body><h1>Index</h1><ul>{rows}</ul></body></html>")


def framed(portal: Portal) -> None:
    """Serve /rahmen/, whose list stands in a frame of another folder and goes on there."""
    listed = serve(portal, entries("/liste/{y}/{n}.html"))
    portal.put("/rahmen/", "<html><body><h2>法治政府建设</h2><iframe src='/liste/fz.html'></iframe></body></html>")
    portal.put("/liste/fz.html", list_page(*listed[:3], more='<a href="fz_2.html">下一页</a>'))
    portal.put("/liste/fz_2.html", list_page(*listed[3:]))


def hanweb_jpage(portal: Portal) -> None:
    """Serve /col/col5/: no record in the page, GET calls that stop at four of the seven that are declared."""
    listed = serve(portal, entries("/art/{y}/{m}/{d}/art_5_{n}.html"))
    script = "proxyUrl:'/module/web/jpage/dataproxy.jsp?page=1&columnid=5&unitid=6&perpage=2', totalRecord:7"
    portal.put(
        "/col/col5/index.html", f"<html><body><p>云岭县</p><script>$('#6').jpage({{{script}}})</script></body></html>"
    )

    def proxy(query: dict[str, str], _form: str) -> str | None:
        page = int(query["page"])
        part = listed[2 * page - 2 : 2 * page] if page < 3 else []
        records = "".join(
            f"<record><![CDATA[<li><a title='{title}' href='{path}'>{title[:6]}</a>"
            f"<b>{day[:5]}\n{day[5:]}</b></li>]]></record>"
            for path, title, day in part
        )
        return f"<datastore><totalrecord>7</totalrecord><recordset>{records}</recordset></datastore>"

    act(portal, "/module/web/jpage/dataproxy.jsp", proxy, "text/xml;charset=utf-8")


def broken_lists(portal: Portal) -> None:
    """Serve /leck/, whose second page lists another column, and /stau/, whose second page repeats the first."""
    own = serve(portal, entries("/leck/{y}/t{n}.html", 2))
    other = entries("/tzgg/{y}/{n}.html", 2)
    call = '<script>createPageHTML(2, 0, "t10", "html");</script>'
    portal.put(own[0][0], article(own[0][1]) + call)
    portal.put("/leck/", list_page(*own, more='<a href="/leck/index_2.html">下一页</a>'))
    portal.put("/leck/index_2.html", list_page(*other))
    held = serve(portal, entries("/stau/{y}/{n}.html", 2))
    call = '<script>createPageHTML(3, 0, "index", "html");</script>'
    portal.put("/stau/", list_page(*held, more=call))
    portal.put("/stau/index_1.html", list_page(*held, more=call))
