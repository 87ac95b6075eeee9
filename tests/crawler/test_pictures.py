"""Pages whose text is pictures: which pictures are the text, what is said of such a page, and what stays a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.cleaning import documents_of_file
from crawler.pictures import body_pictures
from crawler.quality import Answer, judge_answer, judge_article
from storage.errors import WatchError
from storage.vocabulary import Verdict
from tests.crawler.invented import TITLE, page, paragraphs

SCANS = "".join(
    f'<p style="text-align:center"><img src="./W02024030{n}5129.jpg" OLDSRC="W02024030{n}5129.jpg"></p>' for n in "123"
)
FOUND = tuple(f"W02024030{n}5129.jpg" for n in "123")
FURNITURE = (
    '<div class="header"><img src="/images/20240101/top.jpg"></div><img src="/images/logo202401.png">'
    '<a href="/zt/2024/"><img src="/upload/20240305/zhuanti.jpg"></a>'
    '<div class="share"><img src="/u/20240305/1.png"></div>'
    '<img src="/upload/20240305/ewm.png"><img src="/upload/20240305/a.png" width="120" height="120">'
    '<img src="/static/bg.jpg"><img src="data:image/png;base64,AAAA">'
)


HEX = "/u/202403/0f3a9c77d1e24b50.jpg"


@pytest.mark.parametrize(
    ("main", "found"),
    [
        (f'<div class="TRS_Editor">{SCANS}</div>', FOUND),
        ('<div id="zoom"><p><a href="W020240301.jpg"><img src="W020240301.jpg"></a></p></div>', ("W020240301.jpg",)),
        ('<div class="article-content"><img src="/l.gif" data-original="/a/1.png" width="800px"></div>', ("/a/1.png",)),
        (f'<div class="k9"><h1>{TITLE}</h1><img src="{HEX}"></div>', (HEX,)),
        (f'<div class="k9"><h1>{TITLE}</h1><img src="/images/pic.jpg"></div>', ()),
        ('<div class="TRS_Editor"><img src="/images/logo.png"><img src="x.png" style="width:30px"></div>', ()),
    ],
)
def test_scans_in_a_body_are_told_from_the_pictures_of_a_template(main: str, found: tuple[str, ...]) -> None:
    assert body_pictures(page(FURNITURE + main)) == found


def answer(html: str) -> Answer:
    return Answer("http://www.qb.gov.cn/1.html", "http://www.qb.gov.cn/1.html", 200, {}, html.encode(), html)


def test_an_article_of_pictures_is_a_page_and_an_empty_one_is_not() -> None:
    bare = "<html><head><title>x</title></head><body><div id='zoom'>{}</div></body></html>"
    assert judge_answer(answer(bare.format(SCANS))).verdict is Verdict.EMPTY  # a list of pictures is no list
    assert judge_article(answer(bare.format(SCANS))).verdict is Verdict.PAGE
    assert judge_article(answer(bare.format(""))).verdict is Verdict.EMPTY
    challenge = bare.format(SCANS).replace("<body>", "<body><script>$_ts=window['$_ts']</script>")
    assert judge_article(answer(challenge)).verdict is Verdict.CHALLENGE


def test_a_file_of_pictures_is_told_as_such_and_pictures_beside_a_text_are_not(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(page(f'<h1>{TITLE}</h1><div class="TRS_Editor">{SCANS}</div>'), encoding="utf-8")
    with pytest.raises(WatchError) as refused:
        documents_of_file(file, None)
    told = "its text is 3 pictures, first W0202403015129.jpg; they have no text, look at them yourself"
    assert str(refused.value) == f"{file}: {told}"
    file.write_text(page(f'<h1>{TITLE}</h1><div class="TRS_Editor">{paragraphs()}{SCANS}</div>'), encoding="utf-8")
    ((document,), troubles) = documents_of_file(file, None)
    assert ("受理31件" in document.text, troubles) == (True, [])
    photo = page(
        f'<h1>青柏县召开植树会议</h1><div class="TRS_Editor"><p>会议现场。</p>{SCANS}</div>',
        title_tag="青柏县召开植树会议",
    )
    file.write_text(photo, encoding="utf-8")
    assert documents_of_file(file, None)[1] == []
