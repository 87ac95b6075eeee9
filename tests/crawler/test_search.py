"""From a portal's front page to its report column: few pages, the nearest names first."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crawler.search import Lead, column_of, leads_of, see
from tests.crawler import twins
from tests.crawler.portal import Page, Portal, list_page

REPORTS = tuple(
    (
        f"./202{year + 1}03/t202{year + 1}0310_{year}.html",
        f"云岭县202{year}年法治政府建设年度报告",
        f"202{year + 1}-03-10",
    )
    for year in range(1, 5)
)
NEWS = tuple((f"/xw/{number}.html", f"云岭县召开第{number}次植树工作会议", "2025-03-10") for number in range(1, 9))
FRONT = """<html><head><title>云岭县人民政府门户网站</title><meta name="SiteIDCode" content="9999990001">
<meta name="SiteName" content="云岭县人民政府"></head><body><div class="nav"><ul>{menu}</ul></div>
{news}</body></html>"""


def front(*menu: tuple[str, str]) -> str:
    """Return a front page with a menu and news."""
    rows = "".join(f'<li><a href="{path}">{title}</a><span>{day}</span></li>' for path, title, day in NEWS)
    items = "".join(f'<li><a href="{path}">{name}</a></li>' for name, path in menu)
    return FRONT.format(menu=items, news=f"<ul>{rows}</ul>")


def branch(*menu: tuple[str, str]) -> str:
    """Return a page that only leads on."""
    return "<body>" + "".join(f'<p><a href="{path}">{name}</a></p>' for name, path in menu) + "</body>"


def probe(portal: Portal, folder: Path, path: str = "/") -> dict[str, Any]:
    """Run the crawler's probe on the portal."""
    settings = folder / "settings.toml"
    settings.write_text(f'[crawl]\ndelay_seconds = 0\nallow_hosts = ["{portal.host}"]\n', encoding="utf-8")
    command = [sys.executable, "-m", "crawler", "probe", f"{portal.url}{path}", "--config", str(settings)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_column_is_found_from_the_front_page(portal: Portal, tmp_path: Path) -> None:
    portal.put("/", front(("新闻动态", "/xw/"), ("政务公开", "/zwgk/"), ("互动交流", "/hd/")))
    portal.put("/zwgk/", branch(("政府信息公开年报", "/nb/"), ("法定主动公开内容", "/zwgk/fd/"), ("政策解读", "/jd/")))
    portal.put("/zwgk/fd/", branch(("机构职能", "/jg/"), ("法治政府建设", "/zwgk/fz/"), ("法治宣传", "/xc/")))
    portal.put("/zwgk/fz/", list_page(*REPORTS))
    found = probe(portal, tmp_path)
    assert (found["url"], found["platform"], found["trouble"]) == (f"{portal.url}/zwgk/fz/", "trs_wcm", None)
    assert [link["report"] for link in found["links"]] == [True] * 4
    assert found["site"] == {"name": "云岭县人民政府", "code": "9999990001", "column": "法治政府建设"}
    assert [path for path, _status in portal.paths()] == ["/", "/zwgk/", "/zwgk/fd/", "/zwgk/fz/"]


def test_a_report_on_the_front_page_gives_its_column_away(portal: Portal, tmp_path: Path) -> None:
    portal.put("/", front(("云岭县2024年法治政府建设年度报告", "/gk/nb/202503/t20250310_7.html"), ("新闻", "/xw/")))
    portal.put("/gk/nb/", list_page(*REPORTS))
    assert probe(portal, tmp_path)["url"] == f"{portal.url}/gk/nb/"


def test_a_script_that_sends_the_visitor_on_is_followed(portal: Portal, tmp_path: Path) -> None:
    portal.put("/", "<html><script>window.location.href='/main/index.html'</script></html>")
    portal.put("/main/index.html", branch(("依法行政", "/fz/")))
    portal.put("/fz/", list_page(*REPORTS))
    assert probe(portal, tmp_path)["url"] == f"{portal.url}/fz/"


def test_a_list_that_a_script_fetches_is_read(portal: Portal, tmp_path: Path) -> None:
    twins.gkmlpt(portal)
    portal.put("/", front(("政府信息公开", "/gkmlpt/index")))
    found = probe(portal, tmp_path)
    assert (found["url"], found["platform"]) == (f"{portal.url}/gkmlpt/index#7", "gkmlpt")
    assert any(link["report"] for link in found["links"])


def test_robots_are_obeyed_and_what_is_not_found_is_told(portal: Portal, tmp_path: Path) -> None:
    portal.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /fz/\n", content_type="text/plain")
    portal.put("/", front(("法治政府建设", "/fz/")))
    portal.put("/fz/", list_page(*REPORTS))
    found = probe(portal, tmp_path)
    assert found["trouble"] == (
        f"no column of yearly reports was found on 1 pages; {portal.url}/fz/: robots.txt asks programs not to fetch it"
    )
    assert "/fz/" not in [path for path, _status in portal.paths()]


def test_a_search_ends_though_every_page_names_another(portal: Portal, tmp_path: Path) -> None:
    portal.put("/", front(("政务公开", "/n/0")))

    def endless(handler: Any, _form: str) -> None:
        number = int(handler.path.rsplit("/", 1)[1]) + 1
        body = branch(("政务公开", f"/n/{number}"), ("法治政府建设", f"/n/{number + 1000}")).encode()
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    for number in range(3000):
        portal.pages[f"/n/{number}"] = Page(act=endless)
    found = probe(portal, tmp_path)
    assert len(portal.paths()) == 15
    assert "no column of yearly reports was found" in found["trouble"]


def test_a_column_that_is_named_is_taken_as_it_is(portal: Portal, tmp_path: Path) -> None:
    portal.put("/tz/", list_page(*((f"/tz/{n}.html", f"植树通知第{n}号", "2025-01-01") for n in range(5))))
    found = probe(portal, tmp_path, "/tz/")
    assert (found["url"], found["trouble"], found["searched"]) == (f"{portal.url}/tz/", None, [])
    assert [path for path, _status in portal.paths()] == ["/tz/"]


@pytest.mark.parametrize(
    ("article", "column"),
    [
        ("http://a.gov.cn/zwgk/fz/202503/t20250310_1.html", "http://a.gov.cn/zwgk/fz/"),
        ("http://a.gov.cn/art/2025/3/10/art_77_123.html", "http://a.gov.cn/col/col77/index.html"),
        ("http://a.gov.cn/gk/fz/content/post_991.html", "http://a.gov.cn/gk/fz/"),
        (f"http://a.gov.cn/nw1/20250310/{'0a' * 16}.html", "http://a.gov.cn/nw1/"),
        ("http://a.gov.cn/info/1001/22.htm", None),
    ],
)
def test_an_articles_address_tells_its_column(article: str, column: str | None) -> None:
    assert column_of(article) == column


def test_leads_come_by_the_nearness_of_their_names_and_look_alikes_are_left() -> None:
    names = (
        "政务公开",
        "法治政府建设年度报告",
        "法治政府建设",
        "法治政府建设示范创建",
        "2024年法治政府建设年度报告",
        "政策解读",
    )
    menu = branch(*((name, f"/{place}/") for place, name in enumerate(names)), ("法治政府建设", "http://b.gov.cn/fz/"))
    leads = leads_of(see(menu, "http://a.gov.cn/", Lead("http://a.gov.cn/")))
    assert sorted((lead.rank, lead.url) for lead in leads) == [
        (0, "http://a.gov.cn/1/"),
        (1, "http://a.gov.cn/2/"),
        (3, "http://a.gov.cn/0/"),
    ]


@pytest.mark.parametrize(
    "column", ["/xz/govInfoPub.html?categorynum=003001003", "/bc/govInfoPub.html?categorynum=005003"]
)
def test_a_list_that_is_several_calls_away_is_seen(portal: Portal, tmp_path: Path, column: str) -> None:
    twins.epoint(portal)
    found = probe(portal, tmp_path, column)
    assert (found["platform"], [link["report"] for link in found["links"]]) == ("epoint_ewb", [True, True])


def test_of_several_blocks_the_list_is_seen(portal: Portal, tmp_path: Path) -> None:
    twins.hanweb_unit(portal)
    found = probe(portal, tmp_path, "/dw/fz/index.html")
    assert (found["platform"], [link["report"] for link in found["links"]]) == ("hanweb_unit", [True, True])
