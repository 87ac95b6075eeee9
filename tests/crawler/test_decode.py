from __future__ import annotations

import codecs

import pytest

from crawler.decode import decode, sanitise

PROSE = "青柏县2023年受理行政复议案件31件，办结28件。" * 3
META = '<meta http-equiv="Content-Type" content="text/html; charset={}">'


@pytest.mark.parametrize(
    "claim", ["", "text/html; charset=utf-8", "text/html; charset=gb2312", "text/html; charset=ISO-8859-1"]
)
@pytest.mark.parametrize("meta", ["utf-8", "gb2312", "no-such-code", "hex"])
@pytest.mark.parametrize("truth", ["utf-8", "gb18030", "utf-8-sig"])
def test_the_bytes_are_read_right_whatever_header_and_meta_claim(claim: str, meta: str, truth: str) -> None:
    text = META.format(meta) + PROSE
    assert decode(text.encode(truth), claim) == text


def test_signs_beyond_gb2312_are_read_under_its_label() -> None:
    assert decode("朱镕基、㐀".encode("gb18030"), "text/html; charset=gb2312") == "朱镕基、㐀"


def test_big5_is_read_where_it_is_declared() -> None:
    text = "青柏縣法治政府建設報告，審結案件二十八件，繼續努力。" * 3
    assert decode(text.encode("big5"), "text/html; charset=big5") == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF8, "utf-8")],
)
def test_a_byte_order_mark_decides(mark: bytes, encoding: str) -> None:
    assert decode(mark + PROSE.encode(encoding), "text/html; charset=gbk") == PROSE


def test_a_few_bytes_that_fit_both_follow_the_declaration() -> None:
    assert decode("联通".encode("gbk"), "text/plain; charset=gbk") == "联通"
    assert decode("联通".encode(), "text/plain; charset=utf-8") == "联通"


def test_one_damaged_byte_does_not_turn_the_page_into_mojibake() -> None:
    damaged = PROSE.encode()[:40] + b"\xe5" + PROSE.encode()[42:]
    assert decode(damaged, "text/html; charset=gb2312").endswith(PROSE[20:])
    cut_off = PROSE.encode("gb18030")[:-3]
    assert decode(cut_off, "").startswith(PROSE[:-3])


def test_control_signs_and_lone_surrogates_stop_at_the_border() -> None:
    assert sanitise("a\x00\x08b\ud83dc\r\nd\re\x0bf\ufffe\tg") == "abc\nd\nef\tg"
