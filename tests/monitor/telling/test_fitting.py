import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.telling.fitting import fit, size


def test_what_fits_is_left_as_it_is() -> None:
    assert fit("一\n二", 7) == "一\n二"


def test_a_long_text_ends_on_a_line_with_the_count_and_the_link() -> None:
    text = "\n".join(f"第{number}行内容" for number in range(100))
    assert fit(text, 110, "https://w.example/1").split("\n") == [
        "第0行内容",
        "第1行内容",
        "第2行内容",
        "（篇幅所限，已删节97行）全文：https://w.example/1",
    ]


def test_a_single_long_line_is_cut_inside() -> None:
    assert fit("长" * 100, 60) == "长" * 8 + "…\n（篇幅所限，已删节）"


def test_a_limit_without_room_is_an_error() -> None:
    with pytest.raises(ValueError, match="a limit of 5 bytes"):
        fit("长" * 100, 5)


@given(st.text(max_size=400), st.integers(min_value=120, max_value=500))
def test_nothing_ever_exceeds_its_limit(text: str, longest: int) -> None:
    fitted = fit(text, longest, "https://w.example/1")
    assert size(fitted) <= longest
    assert (fitted == text) is (size(text) <= longest)
