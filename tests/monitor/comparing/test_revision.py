from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.comparing.revision import compare_revision
from storage.model import Change, Document, Reading
from storage.vocabulary import Status
from tests.monitor.comparing.hands import catalogue, read

LINES = [
    "recon_accepted | 行政复议案件受理数 | 13 件 | 全年受理行政复议案件13件",
    "recon_concluded | 行政复议案件审结数 | 11 件 | 审结行政复议案件11件",
    "recon_correction_rate | 行政复议直接纠错率 | 9.1 % | 直接纠错率9.1%",
    "law_publicity_events | 法治宣传活动场次 | 120 场次 | 开展法治宣传活动120场次",
    "- | 村级共享法庭站点数 | 33 个 | 建成村级共享法庭站点33个",
]


def revise(new_lines: list[str], old_lines: list[str] = LINES) -> tuple[Change, ...]:
    return compare_revision(*read(old_lines), *read(new_lines), catalogue()).changes


def values(changes: tuple[Change, ...]) -> list[tuple[str, Decimal | None, Decimal | None]]:
    return [
        (str(change.status), change.old.value if change.old else None, change.new.value if change.new else None)
        for change in changes
    ]


def test_the_same_text_has_no_changes() -> None:
    assert revise(LINES) == ()


def test_one_edited_figure_is_one_change_with_both_sentences() -> None:
    edited = [line.replace("9.1", "3.1") for line in LINES]
    (change,) = revise(edited)
    assert change.old is not None
    assert change.new is not None
    assert (change.status, change.indicator) == (Status.DOWN, "recon_correction_rate")
    assert (change.old.evidence.quote, change.new.evidence.quote) == ("直接纠错率9.1%", "直接纠错率3.1%")
    assert (change.absolute, change.relative) == (Decimal("-6.0"), Decimal("-65.93"))


def test_an_edit_that_is_read_under_another_indicator_stays_one_pair() -> None:
    edited = [*LINES]
    edited[1] = "recon_received | 收到行政复议申请数 | 19 件 | 收到行政复议案件19件"
    assert values(revise(edited)) == [("up", Decimal(11), Decimal(19))]


def test_an_edit_that_falls_out_of_the_catalogue_stays_one_pair() -> None:
    edited = [*LINES]
    edited[3] = "- | 普法进集市场数 | 96 场 | 开展普法进集市活动96场"
    assert values(revise(edited)) == [("down", Decimal(120), Decimal(96))]


def test_words_alone_change_no_figure() -> None:
    edited = [line.replace("全年受理", "年内共受理") for line in LINES]
    assert revise(edited) == ()


def test_a_deleted_sentence_takes_its_figure_with_it() -> None:
    assert values(revise(LINES[:2] + LINES[3:])) == [("missing", Decimal("9.1"), None)]


def test_a_new_sentence_brings_its_figure() -> None:
    added = [*LINES[:2], "- | 聘请行政复议咨询委员数 | 7 名 | 聘请行政复议咨询委员7名", *LINES[2:]]
    assert values(revise(added)) == [("appeared", None, Decimal(7))]


def test_a_moved_sentence_is_no_change() -> None:
    assert revise([*LINES[2:], *LINES[:2]]) == ()


def in_one_sentence(numbers: list[int]) -> tuple[Document, Reading]:
    """Return one long sentence of an enumeration, each number with the words of a different subject."""
    names = ["刑满释放人员", "社区矫正对象", "信访老户", "涉毒人员", "精神障碍患者", "留守儿童", "流动摊贩", "货车司机"]
    lines = [
        f"- | 走访{name}数 | {number} 人 | 走访{name}{number}人" for name, number in zip(names, numbers, strict=False)
    ]
    document, reading = read(lines)
    text = document.text.replace("。", ",").rstrip(",") + "。"
    return replace(document, text=text), reading


@given(st.lists(st.integers(1, 999), min_size=1, max_size=8), st.data())
@settings(max_examples=100, deadline=None)
def test_any_one_number_edited_inside_an_enumeration_is_one_change(numbers: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(numbers) - 1))
    edited = [*numbers]
    edited[place] = data.draw(st.integers(1, 999).filter(lambda number: number != numbers[place]))
    changes = compare_revision(*in_one_sentence(numbers), *in_one_sentence(edited), catalogue()).changes
    assert [(change.old.value, change.new.value) for change in changes if change.old and change.new] == [
        (Decimal(numbers[place]), Decimal(edited[place]))
    ]
    assert len(changes) == 1


def test_a_reflowed_page_gives_none() -> None:
    document, reading = read(LINES)
    text = document.text.replace("。", "。\n\n")
    moved = []
    for observation in reading.observations:
        shift = text.index(observation.evidence.quote) - observation.evidence.start
        start, end = observation.evidence.start + shift, observation.evidence.end + shift
        moved.append(
            replace(
                observation, at=observation.at + shift, evidence=replace(observation.evidence, start=start, end=end)
            )
        )
    reflowed = replace(reading, observations=tuple(moved))
    comparison = compare_revision(document, reading, replace(document, text=text), reflowed, catalogue())
    assert (comparison.changes, comparison.contradictions) == ((), ())
