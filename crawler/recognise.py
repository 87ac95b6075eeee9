"""Which content system a portal runs on: takes an address and its HTML, leaves the platform's name and the evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.canonical import host_of

# Families of portals, the surest marks first; the first that matches wins. U looks at the address, H at the page.
FINGERPRINTS: tuple[tuple[str, str, str], ...] = (
    ("gkmlpt", "U", r"/gkmlpt(?:/|$)"),
    ("gkmlpt", "H", r"window\._CONFIG\s*=[\s\S]{0,2000}?\bSID\s*:\s*['\"]"),
    ("hanweb_unit", "H", r"/api-gateway/jpaas-publish-server/front/page/build/unit"),
    ("hanweb_unit", "H", r"unitbuild\.js[^>]{0,2000}queryData="),
    ("hanweb_jpage", "H", r"dataproxy\.jsp"),
    ("hanweb_jpage", "H", r"<datastore>|<recordset>"),
    ("hanweb_xxgk", "H", r"module/xxgk/(?:[\s\S]{0,2000}?/)?tree\.jsp\?(?:[^\"'<>\s]{0,200}&(?:amp;)?)?area="),
    ("hanweb_jpage", "U", r"/col/col\d+/(?:index\.html)?"),
    ("truecms", "H", r"messageController/getMessage\.do"),
    ("epoint_ewb", "U", r"govInfoPub[^/]*\.html"),
    ("epoint_ewb", "H", r"EWB-FRONT|/js/webBuilderCommon\.js"),
    ("lonsun", "U", r"/public/column/\d+\?(?=.*\bcatId=)"),
    ("lonsun", "H", r"/site/label/8888"),
    ("ucap", "H", r"<ucapcontent|UCAP-CONTENT|<meta[^>]{0,200}name=[\"']channelid[\"']"),
    ("ucap", "H", r"/common/search/[0-9a-f]{16,}|/searchList/[0-9a-f]{16,}"),
    ("ucap", "U", r"/c\d{3,}/(?:c\d{3,}/)*content\.shtml"),
    ("nfcms", "U", r"/content/m?post_\d+\.html"),
    ("nfcms", "H", r"NFCMS_(?:SITE|POST)_ID|/content/m?post_\d+\.html"),
    ("trs_wcm", "U", r"/\d{6}/t\d{8}_\d+\.s?html?"),
    ("trs_wcm", "H", r"\d{6}/t\d{8}_\d+\.s?html?"),
    ("trs_wcm", "H", r"createPage(?:HTML)?\(\s*['\"\d]"),
    ("trs_wcm", "H", r"class=[\"']?[^\"'>]*\b(?:TRS_Editor|trs_editor_view|TRS_UEDITOR)\b"),
    ("shanghai_hex", "U", r"/\d{8}/[0-9a-f]{32}\.html"),
    ("shanghai_hex", "H", r"/\d{8}/[0-9a-f]{32}\.html|id=[\"']ivs_content[\"']|class=[\"']Article_content"),
    ("vsb", "U", r"/info/\d+/\d+\.htm\b|[?&]wbtreeid=\d+"),
    ("vsb", "H", r"href=[\"']?[^\"'<>\s]{0,200}\binfo/\d+/\d+\.htm\b"),
    ("vsb", "H", r"id=[\"']vsb_content|class=[\"']v_news_content|_showDynClicks\(\s*[\"']wbnews|[?&]wbtreeid=\d+"),
)
# A page's marks stand in its first part; more is not searched, so that a huge page costs no more than a large one.
SEARCHED_CHARACTERS = 1_000_000
LINK = re.compile(r"\bhref\s*=\s*[\"']?(https?://[^\"'<>\s]{1,2000})", re.IGNORECASE)


@dataclass(frozen=True)
class Recognition:
    """A platform's name and the piece of address or page that gave it away."""

    platform: str
    evidence: str


def recognise(html: str, url: str = "") -> Recognition:
    """Return the platform of a page; `static_list` where no content system shows itself."""
    head = _without_links_away(html[:SEARCHED_CHARACTERS], url)
    for platform, place, pattern in FINGERPRINTS:
        found = re.search(pattern, url if place == "U" else head)
        if found:
            where = "address" if place == "U" else "page"
            return Recognition(platform, f"{where}: {' '.join(found.group()[:120].split())}")
    return Recognition("static_list", "no mark of a known content system")


def _without_links_away(html: str, url: str) -> str:
    """Return a page without the addresses of other sites: a reprint's link shows the system of its own portal."""
    site = _site_of(url)
    if not site or site.endswith("invalid"):  # a saved file of which nobody said where it stood
        return html
    return LINK.sub(lambda link: link.group() if _site_of(link[1]) == site else "href=#", html)


def _site_of(url: str) -> str:
    """Return what the hosts of one portal share: tianzhu.gov.cn of zwgk.tianzhu.gov.cn."""
    try:
        host = host_of(url).partition(":")[0]
    except ValueError:
        return ""
    return host if host.replace(".", "").isdigit() else ".".join(host.split(".")[-3 if host.endswith(".cn") else -2 :])
