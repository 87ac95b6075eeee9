from __future__ import annotations

from datetime import date
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.clean import CLEANER_VERSION, make_document, media_type
from crawler.errors import UnreadableError
from storage.model import Restoration
from tests.crawler.invented import CLOSING, INFO, PARAGRAPHS, TEMPLATES, TITLE, page, paragraphs

WHOLE = "\n".join(PARAGRAPHS)

BODIES = {
    "paragraphs": paragraphs(),
    "breaks": "<br/><br>".join("&nbsp;&nbsp;&nbsp;&nbsp;" + escape(line) for line in PARAGRAPHS),
    "nested": "".join(
        f"<div><div><span>　　{line[:9]}</span><span>{line[9:]}</span></div></div>" for line in PARAGRAPHS
    ),
    "word": "".join(f"<p class=MsoNormal><o:p><font>{line}</font></o:p></p><p>&nbsp;</p>" for line in PARAGRAPHS),
    "pre": "<pre>" + "\n".join("    " + line for line in PARAGRAPHS) + "</pre>",
    "source_breaks": "".join(f"<p>\n{line[:7]}\n      {line[7:]}\n</p>" for line in PARAGRAPHS),
}


def text_without_title(html: str) -> str:
    text = make_document(html.encode(), "text/html").text
    return text.removeprefix(TITLE + "\n")


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("body", BODIES)
def test_every_template_and_way_of_setting_paragraphs_gives_the_same_text(template: str, body: str) -> None:
    document = make_document(TEMPLATES[template](BODIES[body]).encode(), "text/html; charset=utf-8")
    assert document.text.removeprefix(TITLE + "\n") == WHOLE
    assert (document.title, document.published, document.source_label) == (TITLE, date(2024, 3, 5), "青柏县司法局")
    assert document.cleaner == CLEANER_VERSION


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "text/html", "text/html; charset=gb2312"])
def test_a_gbk_page_is_read_whatever_it_claims(content_type: str) -> None:
    document = make_document(TEMPLATES["trs"](paragraphs()).encode("gb18030"), content_type)
    assert (document.text, document.title) == (WHOLE, TITLE)


def test_a_page_long_single_paragraph_stays_one() -> None:
    one = "".join(PARAGRAPHS)
    assert text_without_title(TEMPLATES["nfcms"](f"<p>{one}</p>")) == one
    assert text_without_title(TEMPLATES["unknown"](f"<p>{one}</p>")) == one


NOISE = {
    "counter": "<p>浏览次数：<span>4567</span></p>",
    "today": '<div id="now">今天是2026年12月1日 星期二 14:05:11</div>',
    "advert": '<div class="ad"><a href="http://ad.example/">夏季特卖，全场五折</a></div>',
    "share": '<div class="bdsharebuttonbox">分享到：<a>微信</a><a>微博</a><a>QQ空间</a></div>',
    "related": '<div class="related"><h4>相关阅读</h4><ul><li><a href="/9">青柏县召开会议部署工作</a></li></ul></div>',
    "scan": "<p>扫一扫在手机打开当前页</p>",
    "script": "<script>document.write('访问')</script><style>p{}</style><!-- 注释 --><noscript>请启用脚本</noscript>",
    "hidden": '<div style="display:none">青柏县政务微博分享摘要</div>',
}


@pytest.mark.parametrize("template", ["trs", "ucap_tag", "vsb", "nfcms", "chrome_inside"])
@pytest.mark.parametrize("noise", NOISE)
def test_noise_does_not_change_the_text(template: str, noise: str) -> None:
    half = paragraphs(PARAGRAPHS[:5]) + NOISE[noise] + paragraphs(PARAGRAPHS[5:])
    for body in (NOISE[noise] + paragraphs(), half, paragraphs() + NOISE[noise]):
        assert text_without_title(TEMPLATES[template](body)) == WHOLE


@pytest.mark.parametrize("block", ["<div class='x7f'>{}</div>", "<p>{}</p>", "<ul><li>{}</li></ul>"])
def test_a_link_to_another_page_between_paragraphs_is_no_line_of_the_text(block: str) -> None:
    link = block.format("<a href='/zt/8.html'>青柏县防汛备汛工作情况通报</a>")
    body = link.join(f"<p>{line}</p>" for line in PARAGRAPHS)
    assert text_without_title(TEMPLATES["trs"](body)) == WHOLE
    attached = block.format("<a href='/a/8.pdf'>附件：青柏县复议案件统计表</a>")
    body = f"<p>{PARAGRAPHS[0]}</p>{attached}" + "".join(f"<p>{line}</p>" for line in PARAGRAPHS[1:])
    assert "附件：青柏县复议案件统计表" in text_without_title(TEMPLATES["trs"](body))


def test_neighbours_and_related_links_behind_the_body_do_not_change_the_text() -> None:
    first = make_document(
        page(f'<h1>{TITLE}</h1>{INFO}<div id="zoom">{paragraphs()}</div>{CLOSING}').encode(), "text/html"
    )
    later = CLOSING.replace("没有了", "青柏县通知").replace(
        "</ul>", "<li><a href='/3'>青柏县2024年公告若干</a></li></ul>"
    )
    second = make_document(
        page(f'<h1>{TITLE}</h1>{INFO}<div id="zoom">{paragraphs()}</div>{later}').encode(), "text/html"
    )
    assert first == second


def test_a_division_closed_too_early_loses_nothing() -> None:
    broken = page(
        f'<div class="box"><h1>{TITLE}</h1>{INFO}<div class="TRS_Editor">{paragraphs(PARAGRAPHS[:3])}</div></div></div>'
        f"{paragraphs(PARAGRAPHS[3:])}<p>责任编辑：张三</p>"
    )
    early = page(f'<h1>{TITLE}</h1>{INFO}<div id="zoom">{paragraphs(PARAGRAPHS[:4])}</div>{paragraphs(PARAGRAPHS[4:])}')
    assert text_without_title(early) == WHOLE
    assert WHOLE.startswith(text_without_title(broken))


def test_a_body_in_two_containers_is_one_text() -> None:
    two = "".join(f'<div class="TRS_Editor">{paragraphs(part)}</div>' for part in (PARAGRAPHS[:4], PARAGRAPHS[4:]))
    assert text_without_title(page(f"<h1>{TITLE}</h1>{INFO}<div>{two}</div>{CLOSING}")) == WHOLE


def test_a_short_body_in_a_known_container_is_not_filled_up() -> None:
    short = "现将青柏县2023年度法治政府建设情况报告予以公布，详见附件。"
    html = page(
        f'<h1>{TITLE}</h1>{INFO}<div id="zoom"><p>{short}</p><p><a href="a.pdf">附件：情况报告.pdf</a></p></div>'
    )
    assert text_without_title(html) == f"{short}\n附件：情况报告.pdf"


def test_a_title_tag_with_the_site_alone_is_no_title() -> None:
    html = page(
        f'<div class="bt">{TITLE}</div>{INFO}<div id="zoom">{paragraphs()}</div>', title_tag="青柏县人民政府门户网站"
    )
    assert make_document(html.encode(), "text/html").title == TITLE


def test_a_body_that_stands_with_a_day_under_the_title_is_kept_as_who_signed() -> None:
    html = page(f'<h1>{TITLE}</h1><p class="i">青柏县司法局 2024-01-20 11:46</p><div id="zoom">{paragraphs()}</div>')
    assert make_document(html.encode(), "text/html").fields["署名"] == "青柏县司法局"


def test_a_tag_that_only_the_running_text_mentions_yields_to_the_headline_of_page_and_title() -> None:
    told = "青柏县2023年度法治政府建设情况报告"
    html = page(
        "<h1>十组数字看青柏</h1><div>2024-04-03 07:48　来源：青柏日报</div>"
        f'<div id="zoom"><p>本报讯　日前，县政府晒出{told}，记者从中摘出了十组数字。</p>{paragraphs()}</div>',
        title_tag="十组数字看青柏_青柏新闻网",
        meta=f'<meta name="ArticleTitle" content="{told}">',
    )
    assert make_document(html.encode(), "text/html").title == "十组数字看青柏"


@pytest.mark.parametrize(
    "strip",
    [
        "<div>21</div><div>2024年02月</div><div>分享：</div>",
        "<div>2024-02-21 08:30　来源：秘书处　点击：33</div>",
        "<p>2024年02月21日</p><p>【字体：大 中 小】【打印】</p>",
    ],
)
def test_a_page_of_unknown_make_and_a_title_tag_that_names_the_column(strip: str) -> None:
    related = "".join(
        f"<li><a href='/{day}'>青柏县第{day}次例会召开</a><span>2020-01-1{day}</span></li>" for day in range(5)
    )
    main = f"<div class=k1><div class=k2>{TITLE}</div>{strip}<div class=k3>{paragraphs()}</div></div><ul>{related}</ul>"
    document = make_document(page(main, title_tag="新闻动态--青柏县司法局官网").encode(), "text/html")
    assert (document.title, document.published, document.text) == (TITLE, date(2024, 2, 21), WHOLE)


def test_the_list_page_speaks_where_the_page_is_silent() -> None:
    html = f"<html><body><div id='zoom'>{paragraphs()}</div></body></html>"
    document = make_document(
        html.encode(), "text/html", "http://qb.example/a.html", f"{TITLE} 2024-03-06", date(2024, 3, 6)
    )
    assert (document.title, document.published, document.url) == (TITLE, date(2024, 3, 6), "http://qb.example/a.html")


def test_a_plain_text_loses_its_frame_and_nothing_else() -> None:
    framed = f"您当前所在的位置: 首页 > 政务公开 > 法治政府\n{TITLE}\n字号: 分享\n\n    " + "\n\n　　".join(PARAGRAPHS)
    framed += "\n\n扫一扫在手机打开当前页面\n\n上一篇:\n下一篇:"
    document = make_document(framed.encode(), "text/plain")
    assert (document.text, document.title) == (f"{TITLE}\n{WHOLE}", TITLE)


def test_a_speech_in_one_paragraph_gives_up_its_title() -> None:
    text = "县长在全县法治政府建设推进会上的讲话同志们：" + "今天开会。" * 40
    document = make_document(text.encode(), "text/plain")
    assert (document.title, document.text) == ("县长在全县法治政府建设推进会上的讲话", text)


def test_a_mangled_copy_is_restored_with_its_title() -> None:
    mangled = (
        "青柏縣(xiàn)2023年法治政府建設(shè)報(bào)告\n全縣(xiàn)審(shěn)結(jié)案件28件(含上年"
        "結(jié)轉(zhuǎn)3件)，受理?31件?，F(xiàn)將報(bào)告如下。"
    )
    document = make_document(mangled.encode(), "text/plain")
    assert document.title == "青柏县2023年法治政府建设报告"
    start, end = document.restored.damaged[-1]
    assert document.text[start:end] == "?，F(xiàn)"
    assert document.restored == Restoration("traditional", 9, ((start, end),))
    assert document.text.split("\n")[1].startswith("全县审结案件28件(含上年结转3件)")


def test_fields_hold_what_the_page_says_and_never_its_making_or_its_visits() -> None:
    box = "<table><tr><td>索引号：</td><td>009900/2024-00012</td><td>发布机构：</td><td>青柏县司法局</td></tr></table>"
    html = TEMPLATES["trs"](paragraphs()).replace("<h1>", box + "<h1>")
    fields = make_document(html.encode(), "text/html").fields
    assert fields["索引号"] == "009900/2024-00012"
    assert fields["发布机构"] == "青柏县司法局"
    assert fields["articletitle"] == TITLE
    assert not {"maketime", "浏览次数", "others"} & set(fields)


@pytest.mark.parametrize(
    ("body", "content_type", "named"),
    [
        (b"%PDF-1.7 x", "text/html", "application/pdf"),
        (b"PK\x03\x04xx", "application/octet-stream", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword", "application/x-ole-storage"),
        (b'{"a": 1}', "application/json; charset=utf-8", "application/json"),
        (b"\x00\x01\x02" * 50, "", "application/octet-stream"),
    ],
)
def test_what_is_no_page_is_refused_by_its_media_type(body: bytes, content_type: str, named: str) -> None:
    with pytest.raises(UnreadableError, match=named):
        make_document(body, content_type)


def test_a_page_sent_as_plain_text_or_as_a_download_is_a_page() -> None:
    html = b"<!-- x --> <!DOCTYPE html><html><body><p>x</p></body></html>"
    assert {media_type(html, said) for said in ("text/plain", "application/octet-stream", "", "application/pdf")} == {
        "text/html"
    }


@pytest.mark.parametrize(
    "body", [b"", b"   ", b"<", b"<html>", b"<!-- x", b"\xff\xfe", b"<html><frameset></frameset></html>"]
)
def test_nothing_gives_an_empty_or_literal_document(body: bytes) -> None:
    assert len(make_document(body, "text/html").text) <= len(body)


FURNITURE = """
分享
字号: 大 中 小
来源：青柏县司法局
责任编辑：张三
2024-03-05 09:30
上一篇：
首页 > 政务公开 > 正文
浏览次数：12
相关链接
附件：
（一）其他
1 | 2 | 3
打印 关闭
"""
LINES = st.sampled_from([*PARAGRAPHS, TITLE, *FURNITURE.strip().split("\n")])


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=25))
def test_cleaning_a_clean_text_changes_nothing(lines: list[str]) -> None:
    page_of_lines = TEMPLATES["trs"]("".join(f"<p>{escape(line)}</p>" for line in lines))
    for body, media in (("\n".join(lines), "text/plain"), (page_of_lines, "text/html")):
        once = make_document(body.encode(), media).text
        assert make_document(once.encode(), "text/plain").text == once


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, max_size=25))
def test_no_prose_is_ever_cut(lines: list[str]) -> None:
    kept = make_document("\n".join(lines).encode(), "text/plain").text.split("\n")
    assert [line for line in kept if "。" in line] == [line for line in lines if "。" in line]


@pytest.mark.parametrize("filling", ["a", " ", "\u3000", "\n", "1.", "来源：", "2024-01-01 "])
@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_a_page_of_one_sign_without_end_is_cleaned(filling: str, kind: str) -> None:
    text = filling * (300_000 // len(filling))  # patterns that begin anew at every sign took minutes for a tenth of it
    page = (
        text if kind == "text/plain" else f"<html><head><title>{TITLE}</title></head><body><p>{text}</p></body></html>"
    )
    assert len(make_document(page.encode(), kind).text) <= len(text) + len(TITLE) + 1
