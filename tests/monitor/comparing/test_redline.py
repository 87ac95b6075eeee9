from __future__ import annotations

import re
import time
import tomllib
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from monitor.catalogue_files import load_catalogue
from monitor.comparing.redline import Redline, redline, redline_json
from monitor.comparing.redline_page import redline_page
from monitor.comparing.reuse import bare
from monitor.comparing.words import Cutter, cutter_for, terms_of

YEARS = {
    file.stem: tomllib.loads(file.read_text("utf-8"))
    for file in sorted(Path(__file__).with_name("years").glob("*.toml"))
}


@pytest.fixture(scope="module")
def cutter() -> Cutter:
    return cutter_for(terms_of(load_catalogue()))


def side(marked: Redline, kinds: tuple[str, ...]) -> str:
    return bare("".join(piece.words for row in marked.rows for piece in row.pieces if piece.kind in kinds))


@pytest.mark.parametrize("name", YEARS)
def test_the_marked_text_holds_both_texts(name: str, cutter: Cutter) -> None:
    old, new = YEARS[name]["old"], YEARS[name]["new"]
    marked = redline(old, new, cutter)
    assert side(marked, ("same", "come")) == bare(new)
    assert Counter(side(marked, ("same", "gone"))) == Counter(bare(old))
    if all(row.kind not in ("moved", "relocated") for row in marked.rows):
        assert side(marked, ("same", "gone")) == bare(old)


def test_changed_words_stand_inside_their_sentence(cutter: Cutter) -> None:
    marked = redline("承接行政执法事项62项。", "目前承接行政执法事项48项。", cutter)
    (row,) = marked.rows
    assert [(piece.kind, piece.words) for piece in row.pieces] == [
        ("come", "目前"),
        ("same", "承接行政执法事项"),
        ("gone", "62"),
        ("come", "48"),
        ("same", "项。"),
    ]


def test_a_sentence_that_only_moved_is_no_change(cutter: Cutter) -> None:
    old = "街道坚持依法行政。\n持续开展普法宣传。\n扎实推进政务公开。"
    new = "扎实推进政务公开。\n街道坚持依法行政。\n持续开展普法宣传。"
    assert sorted(row.kind for row in redline(old, new, cutter).rows) == ["moved", "same", "same"]


def test_a_sentence_that_moved_and_was_reworded_is_told_once_at_its_new_place(cutter: Cutter) -> None:
    old = "全年受理行政复议申请46件，审结38件。\n举办法治讲座12场。\n持续推进政务公开工作。"
    new = "持续推进政务公开工作。\n建成法治公园一座。\n全年共受理行政复议申请71件，审结59件。"
    rows = {row.kind: row for row in redline(old, new, cutter).rows}
    assert set(rows) == {"same", "gone", "come", "relocated"}
    assert [piece.words for piece in rows["relocated"].pieces if piece.kind == "gone"] == ["46", "38"]


def test_terms_of_the_domain_are_one_word_and_weigh_more(cutter: Cutter) -> None:
    assert "人民调解员" in cutter.cut("现有人民调解员十四人")
    marked = redline("全年推进政务公开。", "全年推进“府院联动”，“府院联动”更加完善，各方面都很满意。", cutter)
    words = [term.word for term in marked.new]
    assert words.index("联动") < words.index("满意")
    assert "公开" in "".join(term.word for term in marked.vanished)


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "style", "onclick")]


def test_the_page_stands_alone_and_holds_no_markup_of_the_texts(cutter: Cutter) -> None:
    hostile = '<script src="http://x/">alert(1)</script><img onerror=a>\u202e全年审查合同<b>58</b>份。'
    text = redline_page(redline("全年审查合同61份。", hostile, cutter), "旧<i>", '新"&')
    page = _Page(text)
    assert page.tags <= {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "main", "del", "ins", "ul",
                         "li", "small", "details", "summary"}  # fmt: skip
    assert page.addresses == []
    assert "\u202e" not in text
    assert re.search(r"url\(|@import|https?://(?!x/)", text) is None
    assert "prefers-color-scheme:dark" in text
    assert "width=device-width" in text


def test_two_long_reports_are_marked_at_once(cutter: Cutter) -> None:
    old = "".join(f"第{n}个单位全年办理事项{n * 7}件，群众评价良好并提出建议{n}条。\n" for n in range(350))
    new = "".join(f"第{n}个单位本年办理事项{n * 9}件，群众评价较好并提出意见{n}条。\n" for n in range(350))
    assert len(old) > 10_000
    start = time.perf_counter()
    assert len(redline_json(redline(old, new, cutter))["rows"]) >= 350
    assert time.perf_counter() - start < 5
