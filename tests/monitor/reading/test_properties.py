"""What holds for every text: quotes prove their figures, a number means the same in every printed form."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.catalogue_files import load_catalogue
from monitor.reading.reader import read_observations
from storage.model import Observation
from storage.vocabulary import Kind

FULL_WIDTH = str.maketrans("0123456789,.%", "０１２３４５６７８９，．％")
DIGITS, PLACES = "零一二三四五六七八九", ("", "十", "百", "千")
CLAUSES = (
    "全年受理行政复议申请{}件",
    "排查矛盾纠纷{}起",
    "开展法治宣传活动{}场次",
    "罚没款{}元",
    "比上年增长{}%",
    "其中审结{}件",
    "现有执法人员{}人",
    "满意率达{}%",
    "两张表 | {} | {}",
)
quick = settings(max_examples=40, deadline=None)
texts = st.lists(
    st.tuples(st.sampled_from(CLAUSES), st.integers(1, 99_999), st.sampled_from("，；。、\n")), min_size=1, max_size=8
)


def read(text: str) -> tuple[Observation, ...]:
    return read_observations(text, load_catalogue(), 2024, Kind.REPORT)


def written(parts: list[tuple[str, int, str]]) -> str:
    return "".join(clause.format(value, value) + mark for clause, value, mark in parts)


def in_chinese(value: int) -> str:
    """Write a number below a hundred million as reports do: 一万二千零五."""
    if value >= 10_000:
        rest = value % 10_000
        return (
            in_chinese(value // 10_000) + "万" + ("零" if 0 < rest < 1000 else "") + (in_chinese(rest) if rest else "")
        )
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + PLACES[place]
        gap = digit == 0
    return words


def meaning(observation: Observation) -> tuple[object, ...]:
    return (observation.subject, observation.value, observation.unit, observation.scope, observation.indicator)


@quick
@given(texts)
def test_quote_is_the_text_at_its_place(parts: list[tuple[str, int, str]]) -> None:
    text = written(parts)
    for observation in read(text):
        evidence = observation.evidence
        assert text[evidence.start : evidence.end] == evidence.quote
        assert evidence.start <= observation.at < evidence.end
        assert text[observation.at] in "0123456789"


@quick
@given(st.text(max_size=120))
def test_any_text_is_read_without_harm(text: str) -> None:
    for observation in read(text):
        assert text[observation.evidence.start : observation.evidence.end] == observation.evidence.quote


@quick
@given(st.integers(3, 999_999).filter(lambda value: not 1900 <= value <= 2100))
def test_number_means_the_same_in_every_printed_form(value: int) -> None:
    forms = (str(value), f"{value:,}", str(value).translate(FULL_WIDTH), f"{value:,}".translate(FULL_WIDTH))
    for form in (*forms, in_chinese(value)):
        assert [observation.value for observation in read(f"全年共调解矛盾纠纷{form}件。")] == [Decimal(value)], form


@quick
@given(st.integers(1, 9_999), st.sampled_from((("万", 10_000), ("亿", 100_000_000))))
def test_scaled_number_is_multiplied_out(hundredths: int, scale: tuple[str, int]) -> None:
    printed = Decimal(hundredths) / 100
    (observation,) = read(f"罚没金额{printed}{scale[0]}元。")

    assert observation.value == printed * scale[1]


@quick
@given(texts, st.sampled_from((" ", "\u3000", "\u00a0")))
def test_reading_is_the_same_after_reflowing(parts: list[tuple[str, int, str]], blank: str) -> None:
    text = written(parts)
    wide = "".join(
        letter.translate(FULL_WIDTH) if letter.isdigit() else letter + blank if letter in "。；\n" else letter
        for letter in text
    )

    assert [meaning(observation) for observation in read(wide)] == [meaning(observation) for observation in read(text)]
