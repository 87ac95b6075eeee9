from __future__ import annotations

from monitor.comparing.reuse import changed_sentences, reuse_of


def test_reuse_counts_sentences_of_ten_characters_and_more() -> None:
    old = "云汀县坚持依法行政取得明显成效。其他方面。全年受理行政复议案件十三件。"
    new = "云汀县坚持依法行政取得明显成效。其他方面。全年受理行政复议案件二十一件。"
    assert reuse_of(old, new) == (0.5, 1)


def test_white_space_and_width_of_marks_do_not_hide_a_copy() -> None:
    assert reuse_of("云汀县坚持依法行政,取得明显成效。", "云汀县坚持依法行政，\n 取得明显成效。".replace("\n", "")) == (
        1.0,
        1,
    )


def test_a_text_without_sentences_is_no_copy() -> None:
    assert reuse_of("甲。", "乙。") == (0.0, 0)


def test_a_reflowed_page_has_no_changed_sentences() -> None:
    old = "全年受理行政复议案件13件。\n办理行政处罚案件92件。"
    new = "全年受理行政复议\n案件13件。 办理行政处罚案件92件。\u200b"
    assert changed_sentences(old, new) == ()


def test_moved_paragraphs_are_no_change() -> None:
    first, second, third = "全年受理行政复议案件13件。", "办理行政处罚案件92件。", "开展宣传活动30场。"
    assert changed_sentences(first + second + third, third + first + second) == ()


def test_changed_sentences_stand_beside_each_other() -> None:
    old = "全县法治建设稳步推进。全年受理行政复议案件13件。培训三次。"
    new = "全县法治建设稳步推进。全年受理行政复议案件31件。新增一句从未有过的话。培训三次。"
    assert changed_sentences(old, new) == (
        ("全年受理行政复议案件13件。", "全年受理行政复议案件31件。"),
        ("", "新增一句从未有过的话。"),
    )


def test_a_deleted_sentence_has_no_counterpart() -> None:
    assert changed_sentences("甲县工作扎实。败诉率为百分之十二。", "甲县工作扎实。") == (("败诉率为百分之十二。", ""),)


def test_a_title_that_a_template_puts_into_the_body_is_no_change() -> None:
    text, title = "县委：\n现将情况报告如下。\n受理13件。", "云汀市 2025年\n报告"
    assert changed_sentences(text, f"云汀市2025年\n报告\n{text}", title, title) == ()
    assert changed_sentences(f"云汀市2025年报告\n{text}", text, title, title) == ()
    assert changed_sentences(f"云汀市2025年报告\n{text}", text, None, title) == (
        ("云汀市2025年报告\n县委：\n现将情况报告如下。", "县委：\n现将情况报告如下。"),
    )
