"""One address for one page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.canonical import _canonical, canonical_url, directory_of, is_home, page_identity, same_host

BASE = "http://www.yl.gov.cn/zwgk/fz/index.html"


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("./202503/t20250310_1.html", "http://www.yl.gov.cn/zwgk/fz/202503/t20250310_1.html"),
        ("../../a.html#top", "http://www.yl.gov.cn/a.html"),
        ("//www.yl.gov.cn/a.html", "http://www.yl.gov.cn/a.html"),
        ("HTTP://WWW.YL.GOV.CN.:80/A.html", "http://www.yl.gov.cn/A.html"),
        ("https://www.yl.gov.cn:443", "https://www.yl.gov.cn/"),
        ("http://www.yl.gov.cn:8080/a.html", "http://www.yl.gov.cn:8080/a.html"),
        ("/a.html;jsessionid=AB12?x=1&JSESSIONID=3", "http://www.yl.gov.cn/a.html?x=1"),
        ("/a/t20250310_1_wap.html", "http://www.yl.gov.cn/a/t20250310_1.html"),
        ("http://big5.yl.gov.cn/gate/big5/www.yl.gov.cn/a.html", "http://www.yl.gov.cn/a.html"),
        ("/zf/gate/big5/www.yl.gov.cn/a.html", "http://www.yl.gov.cn/a.html"),
        ("/gate/big5/www.yl.gov.cn:8080/a.html", "http://www.yl.gov.cn:8080/a.html"),
        ("/gate/big5/a.html", "http://www.yl.gov.cn/gate/big5/a.html"),
        ("/fz_wap/a.html", "http://www.yl.gov.cn/fz_wap/a.html"),
        ("/fz/content/mpost_77.html", "http://www.yl.gov.cn/fz/content/post_77.html"),
        ("mpost_77.html", "http://www.yl.gov.cn/zwgk/fz/post_77.html"),
        ("/fz/mpost_a.html", "http://www.yl.gov.cn/fz/mpost_a.html"),
        ("/(S(ab12cd34ef56gh78ij90kl12))/fz/a.aspx", "http://www.yl.gov.cn/fz/a.aspx"),
        ("/a.html?from=timeline&isappinstalled=0", "http://www.yl.gov.cn/a.html"),
        ("/a.html?id=7&utm_source=x&_t=1712345678901", "http://www.yl.gov.cn/a.html?id=7"),
        ("/a.html?from=2024&t=7&sid=200001", "http://www.yl.gov.cn/a.html?from=2024&t=7&sid=200001"),
        ("/a.html?sid=0123456789abcdef0123", "http://www.yl.gov.cn/a.html"),
        ("http://user:secret@www.yl.gov.cn/a.html", "http://www.yl.gov.cn/a.html"),
        ("/附件/年 报.pdf", "http://www.yl.gov.cn/%E9%99%84%E4%BB%B6/%E5%B9%B4%20%E6%8A%A5.pdf"),
        ("\\a\\b.html", "http://www.yl.gov.cn/a/b.html"),
        ("/a/../../../b.html", "http://www.yl.gov.cn/b.html"),
    ],
)
def test_addresses_are_brought_to_one_form(printed: str, kept: str) -> None:
    assert canonical_url(printed, BASE) == kept
    assert canonical_url(kept) == kept


@pytest.mark.parametrize(
    "printed",
    [
        "javascript:void(0)",
        "mailto:a@b.cn",
        "ftp://a.gov.cn/",
        "http://",
        "http://[::1",
        "http://a:99999/",
        "/" + "a" * 2100,
    ],
)
def test_what_is_no_web_address_is_refused(printed: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        canonical_url(printed, BASE)


def test_scheme_www_and_index_do_not_part_a_page() -> None:
    assert page_identity("https://yl.gov.cn/fz/") == page_identity("http://www.yl.gov.cn/fz/index.html")
    assert page_identity("http://yl.gov.cn/fz/?id=1") != page_identity("http://yl.gov.cn/fz/?id=2")
    assert same_host("http://yl.gov.cn/", "https://www.yl.gov.cn/a")
    assert not same_host("http://127.0.0.1:81/", "http://127.0.0.1:82/")


def test_folders_and_front_pages() -> None:
    assert directory_of("http://yl.gov.cn/a/b.html") == "/a/"
    assert directory_of("http://yl.gov.cn/b.html") == "/"
    assert [is_home(url) for url in ("http://yl.gov.cn", "http://yl.gov.cn/index.html", "http://yl.gov.cn/fz/")] == [
        True,
        True,
        False,
    ]


def test_the_short_way_gives_what_the_whole_way_gives() -> None:
    parts = (
        "a",
        "b1",
        "gate",
        "big5",
        "1.html",
        "x_wap.html",
        ".",
        "..",
        "",
        "c-d",
        "a.b.c",
        "~",
        ";jsessionid=1",
        "q?x=1",
    )
    bases = (
        "http://www.x.gov.cn/fz/",
        "https://x.gov.cn:8443/i.html",
        "http://127.0.0.1:80/a/b",
        "http://x.gov.cn/gate/y/",
    )
    for base in bases:
        for start in ("", "/", "./", "//", "../"):
            for words in ([one, other] for one in parts for other in parts):
                link = start + "/".join(words)
                assert _tried(canonical_url, link, base) == _tried(_canonical, link, base), (link, base)


def _tried(way: Callable[[str, str], str], link: str, base: str) -> str:
    try:
        return way(link, base)
    except ValueError:
        return "no web address"
