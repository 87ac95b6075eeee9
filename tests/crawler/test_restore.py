from __future__ import annotations

import pytest

from crawler.restore import find_damage, plain_spaces, restore
from storage.model import Restoration

SIMPLIFIED = "青柏县坚持依法行政，全年办理行政复议案件31件(含上年结转3件)，培训执法人员（含乡镇）120人次。"


def test_plain_simplified_text_stays_as_it_is() -> None:
    assert restore(SIMPLIFIED) == (SIMPLIFIED, Restoration())


@pytest.mark.parametrize(
    "text",
    [
        "政府(an)",
        "北京市(BJ)",
        "标准(GB)",
        "文件(a)",
        "阿(a)姨",
        "互联网(wifi)",
        "平安(n)细胞",
        "负责人(lǐ)",
        "执行(見附件)",
    ],
)
def test_brackets_that_are_no_gloss_survive(text: str) -> None:
    assert restore(text)[0].replace("见", "見") == text


def test_a_gloss_must_be_a_reading_of_the_sign_before_it() -> None:
    assert restore("行(háng)行(xíng)政行(shàng)")[0] == "行行政行(shàng)"
    assert restore("全县（xiàn）办结")[0] == "全县办结"


def test_glosses_inside_real_brackets_go_and_the_brackets_stay() -> None:
    text, done = restore("開(kāi)展活動(dòng)12場(chǎng)(包括演繹(yì)小品1場(chǎng)、宣講(jiǎng)11場(chǎng))")
    assert text == "开展活动12场(包括演绎小品1场、宣讲11场)"
    assert (done.script, done.glosses) == ("traditional", 7)


def test_toneless_glosses_go_only_where_glosses_are_dense() -> None:
    dense = "全县(xian)办(ban)结(jie)案(an)件(jian)，依(yi)法(fa)行(xing)政(zheng)，我们(men)坚(jian)持学习"
    assert restore(dense)[0] == "全县办结案件，依法行政，我们坚持学习"
    sparse = SIMPLIFIED * 60 + dense
    assert restore(sparse)[0] == sparse


def test_traditional_text_is_simplified_with_its_leftovers() -> None:
    text, done = restore("我們沿著甚麼道路，著力解決問題，成效顯著；著名律師瞭解乾隆年間的乾淨檔案")
    assert text == "我们沿着什么道路，着力解决问题，成效显著；著名律师了解乾隆年间的干净档案"
    assert done.script == "traditional"


def test_one_traditional_name_does_not_make_a_text_traditional() -> None:
    text = SIMPLIFIED + "引进臺灣企业1家。"
    assert restore(text) == (text, Restoration())


def test_lost_signs_are_told_and_never_guessed() -> None:
    text, done = restore(
        "全縣(xiàn)推進(jìn)各項(xiàng)工作?，F(xiàn)將(jiāng)情況(kuàng)報(bào)告。緊緊(jǐn)密?chē)@縣(xiàn)委部署，辦結(jié)\ufffd件"
    )
    assert [text[start:end] for start, end in done.damaged] == ["?，F(xiàn)", "?chē)@", "\ufffd"]
    assert "工作?，F(xiàn)将情况报告" in text


@pytest.mark.parametrize("text", ["怎么办?要坚持依法行政。", "café与李(Lee)先生", "办结率100%?是的", SIMPLIFIED])
def test_ordinary_questions_and_latin_words_are_no_damage(text: str) -> None:
    assert find_damage(text) == ()


@pytest.mark.parametrize("letters", ["a", "ā", "?ā", "?(ā", "a?"])
def test_letters_without_end_are_looked_through_once(letters: str) -> None:
    text = letters * 200_000  # a pattern that begins anew at every letter takes hours
    assert len(find_damage(text)) <= 200_000


def test_blanks_become_ordinary_and_digits_keep_their_width() -> None:
    assert plain_spaces("　２０２３\u00a0年\u200b３１\ufeff件") == " ２０２３ 年３１件"


def test_restoring_twice_changes_nothing() -> None:
    once, _ = restore("沿著道路(lù)開(kāi)展甚麼工作?，F(xiàn)將(jiāng)情況(kuàng)報(bào)告")
    assert restore(once)[0] == once
