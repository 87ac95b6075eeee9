from __future__ import annotations

from monitor.comparing.copied import marks_of, share_of, shared_sentences
from storage.model import Agency, Region
from storage.vocabulary import Level

ONE = Agency("望浦街道办事处", Region("望浦街道", "990102001"), Level.TOWNSHIP)
OTHER = Agency("临江街道办事处", Region("临江街道", "990103004"), Level.TOWNSHIP)


def test_numbers_and_own_names_are_no_difference() -> None:
    one = marks_of("望浦街道全年审查各类合同61份。街道执法队共12人全部持证上岗。", ONE)
    other = marks_of("临江街道全年审查各类合同7份。街道执法队共9人全部持证上岗。", OTHER)
    assert one.keys() == other.keys()
    assert shared_sentences(one, other)[1] == ("街道执法队共9人全部持证上岗。", "街道执法队共12人全部持证上岗。")


def test_other_words_are_other_marks() -> None:
    one = marks_of("望浦街道全年审查各类合同61份。", ONE)
    other = marks_of("临江街道全年审核各类合同61份。", OTHER)
    assert shared_sentences(one, other) == ()
    assert share_of(0, one) == 0.0


def test_headings_and_empty_texts_are_not_counted() -> None:
    assert marks_of("一、主要举措\n（一）加强学法", ONE) == {}
    assert share_of(0, {}) == 0.0
