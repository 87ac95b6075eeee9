"""The strips that portals set around a text: times that visitors resize, glued labels, label tables, attachments."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.clean import make_document
from crawler.fields import find_source, label_fields
from crawler.titles import find_title
from storage.model import Document
from tests.crawler.invented import PARAGRAPHS, TITLE, page, paragraphs

WHOLE = "\n".join(PARAGRAPHS)
BODIES = {"known": '<div id="zoom">{}</div>', "unknown": '<div class="q7w3">{}</div>'}


def read(html: str) -> Document:
    return make_document(html.encode(), "text/html")


@pytest.mark.parametrize("name", ["fontSize", "font-size", "info tools", "hits"])
def test_what_visitors_may_resize_still_tells_day_and_source(name: str) -> None:
    day, source = "2024-03-05 09:30:00", "　来源：青柏日报"
    strip = f'<div class="i2"><span class="{name}">{day}</span><span class="{name}">{source}</span></div>'
    document = read(page(f"<div class='w1'><h2>{TITLE}</h2>{strip}{paragraphs()}</div>"))
    assert (document.published, document.source_label) == (date(2024, 3, 5), "青柏日报")
    assert document.text.removeprefix(TITLE + "\n") == WHOLE


def test_related_links_with_days_are_furniture_whatever_they_tell() -> None:
    related = '<div class="related"><a href="/1">青柏县召开部署会</a> 2024-03-09 来源：青柏网</div>'
    assert (
        read(page(f'<div id="zoom">{paragraphs(PARAGRAPHS[:5])}{related}{paragraphs(PARAGRAPHS[5:])}</div>')).text
        == WHOLE
    )


@pytest.mark.parametrize("body", BODIES)
def test_a_title_with_a_semicolon_still_has_its_strip_cut(body: str) -> None:
    title = "青柏县法治政府建设走深走实；全年行政复议按期办结率百分之百"
    strip = '<div class="info">2024-03-05 09:30<span>来源：青柏日报</span><span>作者：丁一</span></div>'
    inside = f"<h2>{title}</h2>{strip}{paragraphs()}"
    document = read(page(BODIES[body].format(inside), title_tag=f"{title}_青柏县人民政府"))
    assert (document.title, document.published, document.source_label) == (title, date(2024, 3, 5), "青柏日报")
    assert document.text.removeprefix(title + "\n") == WHOLE


def test_a_table_of_labels_over_their_values_is_no_part_of_the_text() -> None:
    heads = "".join(f"<td>{name}</td>" for name in ("索取号", "发布时间", "发布机构", "文件编号"))
    values = "".join(f"<td>{value}</td>" for value in ("QB0012-2024-07", "", "青柏县司法局", "青司发〔2024〕3号"))
    table = f"<table><tr>{heads}</tr><tr>{values}</tr></table>"
    assert read(page(f'<h1>{TITLE}</h1><div id="zoom">{table}{paragraphs()}</div>')).text == WHOLE


def test_a_table_of_figures_that_begins_with_a_label_stays() -> None:
    heads, figures = "<td>名称</td><td>2022年</td><td>2023年</td>", "<td>复议受理</td><td>29</td><td>31</td>"
    table = f"<table><tr>{heads}</tr><tr>{figures}</tr></table>"
    text = read(page(f'<h1>{TITLE}</h1><div id="zoom">{table}{paragraphs()}</div>')).text
    assert text.startswith("名称 | 2022年 | 2023年\n复议受理 | 29 | 31\n")


@pytest.mark.parametrize("body", BODIES)
def test_attachments_that_are_links_hide_neither_their_names_nor_the_signature_below(body: str) -> None:
    attached = (
        '<p>附件：1.<a href="./a1.docx">青柏县行政复议案件统计表</a></p>'
        '<p>　　　<a href="./a2.docx">2.青柏县执法人员名录</a></p>'
    )
    inside = f"{paragraphs(PARAGRAPHS[:-2])}{attached}<p align=right>青柏县人民政府</p><p align=right>2024年2月20日</p>"
    text = read(page(f"<h1>{TITLE}</h1>" + BODIES[body].format(inside))).text
    ends = ["附件：1.青柏县行政复议案件统计表", "2.青柏县执法人员名录", "青柏县人民政府", "2024年2月20日"]
    assert text.removeprefix(TITLE + "\n").split("\n") == [*PARAGRAPHS[:-2], *ends]


def test_a_disclaimer_that_opens_with_its_name_goes_and_a_declaration_stays() -> None:
    tail = "<p>声明：本文信息仅供参考，不构成任何建议，据此操作风险自负。</p>"
    assert read(page(f'<div id="zoom">{paragraphs()}{tail}</div>')).text == WHOLE
    own = "<p>特此声明：上述数据由青柏县司法局负责解释。</p>"
    assert read(page(f'<div id="zoom">{paragraphs()}{own}</div>')).text.endswith("负责解释。")


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("来源：青柏日报2024-05-13 08:49", "青柏日报"),
        ("来源：青柏网 2024-02-26 15:18 作者：丁一", "青柏网"),
        ("2024-03-05 12:11来源：青柏日报作者：丁一", "青柏日报"),
        ("来源：青柏网-《青柏日报》", "青柏网-《青柏日报》"),
        ("来源：《青柏日报》", "青柏日报"),
        ("来源：“青柏发布”", "青柏发布"),
        ("信息来源:发布日期：2024-03-05 13:57", None),
        ("来源：青柏县文旅局（原青柏县体育局）", "青柏县文旅局（原青柏县体育局）"),
        ("（来源：青柏日报）", "青柏日报"),
        ("来源：（青柏日报）", "青柏日报"),
        ("来源：青柏县司法局 下载", "青柏县司法局"),
        ("本文来源于青柏日报 2024-03-05 09:36:26", "青柏日报"),
        ("来源：上海某区选稿：丁一", "上海某区"),
        ("来源：青柏县司法局责任编辑：丁一", "青柏县司法局"),
    ],
)
def test_a_source_ends_where_the_next_thing_begins(line: str, source: str | None) -> None:
    assert find_source({}, label_fields([line])) == source


def test_the_writer_behind_the_tags_source_is_no_part_of_it() -> None:
    labels = label_fields(["2024-03-05 08:10 来源：青柏日报 丁一"])
    assert find_source({"source": "青柏日报"}, labels) == "青柏日报"
    assert find_source({"source": "青柏"}, labels) == "青柏日报 丁一"


def test_an_empty_source_label_does_not_hide_the_day_behind_it() -> None:
    assert label_fields(["信息来源:发布日期：2024-03-05 13:57"]) == {"发布日期": "2024-03-05 13:57"}


@pytest.mark.parametrize("mark", ["——", "_", "-", " | "])
def test_the_sites_name_in_front_of_a_told_title_goes(mark: str) -> None:
    metas = {"articletitle": f"青柏县人民政府网{mark}{TITLE}", "sitename": "青柏县人民政府网"}
    assert find_title(metas, metas["articletitle"], (), (), None) == TITLE


def test_a_title_that_begins_with_the_sites_name_keeps_it() -> None:
    metas = {"articletitle": "青柏县人民政府2023年度法治政府建设情况报告", "sitename": "青柏县人民政府"}
    assert find_title(metas, "", (), (), None) == "青柏县人民政府2023年度法治政府建设情况报告"


@pytest.mark.parametrize("title", ["从熟人社会迈向法治社会", "以公开听证守护邻里和睦的一次机会"])
def test_a_title_may_end_like_an_association(title: str) -> None:
    strip = "<div>2024年03月05日 09:15<span>来源：青柏日报</span></div>"
    html = page(
        f"<h1>{title}</h1>{strip}<div id='zoom'>{paragraphs()}</div>", title_tag=f"{title}_青柏县法治建设委员会办公室"
    )
    assert read(html).title == title


STRIPS = (
    "2024-03-05 10:56:28青柏日报",
    "本文来源于青柏日报 2024-03-05 09:36:26",
    "2024-03-05 15:10:53字号：A- A A+来源：青柏日报",
)


@pytest.mark.parametrize("strip", STRIPS)
@pytest.mark.parametrize("body", BODIES)
def test_day_and_clock_beside_a_name_over_the_text_are_the_day_and_no_text(strip: str, body: str) -> None:
    document = read(page(f"<h1>{TITLE}</h1>" + BODIES[body].format(f"<p>{strip}</p>{paragraphs()}")))
    assert (document.published, document.text.removeprefix(TITLE + "\n")) == (date(2024, 3, 5), WHOLE)


def test_the_hour_of_a_meeting_over_a_notice_stays() -> None:
    when = "会议时间：2024年3月8日 9:30"
    text = read(page(f'<h1>{TITLE}</h1><div id="zoom"><p>{when}</p>{paragraphs()}</div>')).text
    assert text.split("\n")[0] == when


def test_a_cry_may_end_a_title() -> None:
    title = "青柏县法治政府建设现场会在县行政服务中心成功举行！"
    main = f"<div>{title}</div><div>发布时间：2024-03-05 来源：青柏日报</div><div id='zoom'>{paragraphs()}</div>"
    assert read(page(main, title_tag="新闻动态--青柏县法学会官网")).title == title


def test_a_title_tag_may_name_site_and_column_first() -> None:
    title = "全县行政执法质量提升年活动启动"
    html = page(f"<div id='zoom'>{paragraphs()}</div>", title_tag=f"青柏县人民政府_部门动态_{title}")
    assert read(html).title == title


def test_waiting_for_more_is_no_text() -> None:
    assert read(page(f"<div id='zoom'>{paragraphs()}<p>加载中...</p><p>点击加载更多</p></div>")).text == WHOLE


def test_glued_buttons_over_a_text_are_no_text() -> None:
    title = "青柏县灌区工程重要节点全面开工"
    head = f"<p>全省重大水利工程之一</p><p>{title}</p><div><span>大</span><span>小</span><span>打印</span></div>"
    text = read(page(f"<h1>{title}</h1><div id='zoom'>{head}{paragraphs()}</div>", title_tag=title)).text
    assert text == f"全省重大水利工程之一\n{title}\n{WHOLE}"


def test_a_page_of_a_film_alone_has_no_text() -> None:
    footer = (
        "<p>版权所有：青柏县人民政府 | 云ICP备00000000号 云公网安备 53000000000000号 | 政府网站标识码：5300000000</p>"
        "<p>主办单位：青柏县人民政府办公室 | 承办单位：青柏县大数据中心 | 联系地址：青柏县云岭路1号，邮编000000。</p>"
        "<p>政府各机构联系电话 | 网站技术支持：0000-0000000 | 网站运维邮箱：web@example.org</p>"
    )
    html = (
        f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>日期：2024-03-05 17:21 来源：青柏台</p>"
        f"<div class='f9'>{footer}</div></body></html>"
    )
    document = read(html)
    assert (document.text, document.title, document.published) == ("", TITLE, date(2024, 3, 5))


@pytest.mark.parametrize(
    "strip",
    [
        "<p>本文已被浏览 4182 次</p>",
        "<p>该信息已被阅读37次</p>",
        "<div class=x3>您认为本文内容：有用（12）一般（3）无用（0）</div>",
        "<div>您对这篇文章的评价：满意 8 不满意 1</div>",
        "<div id=tq>今天 多云 8~19℃ 空气质量指数41</div>",
        "<div>天气：小雨 11℃</div>",
        "<div>语音播报：<button>播放</button> 00:00 / 14:31</div>",
        "<marquee>热烈祝贺青柏县2026年经济工作会议召开！</marquee>",
    ],
)
def test_what_a_portal_tells_its_visitors_beside_a_text_is_no_part_of_it(strip: str) -> None:
    for inside in (strip + paragraphs(), paragraphs() + strip):
        assert read(page(f'<h1>{TITLE}</h1><div id="zoom">{inside}</div>')).text.removeprefix(TITLE + "\n") == WHOLE


def test_a_text_that_counts_visits_and_degrees_itself_keeps_them() -> None:
    own = (
        "县政府门户网站已被浏览310万次，累计解答群众来信420件。",
        "今年以来，针对39℃以上高温天气开展专项执法检查12次。",
        "今日说法栏目播出我县案例2期。",
    )
    text = read(page(f'<div id="zoom">{paragraphs((*PARAGRAPHS[:4], *own, *PARAGRAPHS[4:]))}</div>')).text
    assert text.split("\n") == [*PARAGRAPHS[:4], *own, *PARAGRAPHS[4:]]
