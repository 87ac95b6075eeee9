"""Figures that the catalogue warns to take for each other: no pair across units, and none lost elsewhere."""

from __future__ import annotations

import pytest

from monitor.catalogue_files import load_catalogue
from monitor.comparing.compare import compare_reports
from monitor.reading.reader import read_document
from storage.model import Comparison, Document

# Last year's sentence, this year's, and the numbers of the two figures that are different things.
_DIFFERENT = (
    ("审查村级合同21份，提出修改建议57条。", "审查村级合同22份，出具法律意见书18份。", ("57", "18")),
    ("开展合法性审查34件，提出审查意见120条。", "开展合法性审查35件，出具合法性审查意见书33份。", ("120", "33")),
    ("审核重大合同16件，出具法律意见书16份。", "审核重大合同18件，提出法律审核意见75条。", ("16", "75")),
    ("合法性审核文件12件，出具审核意见书12份。", "合法性审核文件15件，提出审核修改意见64条。", ("12", "64")),
    ("组建人民调解委员会32个，选聘调解员。", "选聘专职人民调解员98人，充实一线。", ("32", "98")),
    ("全镇有应急救援队伍6支，常年备勤。", "全镇有应急救援队员84人，常年备勤。", ("6", "84")),
)
_ALIKE = (
    ("出具合法性审查意见书31份。", "出具法律意见书28份。", ("31", "28")),
    ("提出合法性审查意见140条。", "提出合法性审查修改建议122条。", ("140", "122")),
)


def compared(old: str, new: str) -> Comparison:
    catalogue = load_catalogue()
    documents = [
        Document(
            f"青栎镇{year}年法治政府建设年度报告\n一、主要工作\n全镇{text}",
            f"青栎镇{year}年法治政府建设年度报告",
            None,
            None,
        )
        for year, text in ((2023, old), (2024, new))
    ]
    readings = [read_document(document, catalogue) for document in documents]
    return compare_reports(documents[0], readings[0], documents[1], readings[1], catalogue)


def pairs_of(found: Comparison) -> set[tuple[str, str]]:
    return {(str(one.old.value), str(one.new.value)) for one in found.changes if one.old and one.new}


@pytest.mark.parametrize(("old", "new", "apart"), _DIFFERENT)
def test_figures_of_confusable_indicators_make_no_pair_across_units(old: str, new: str, apart: tuple[str, str]) -> None:
    assert apart not in pairs_of(compared(old, new))


@pytest.mark.parametrize(("old", "new", "together"), _ALIKE)
def test_one_indicator_in_other_words_stays_a_pair(old: str, new: str, together: tuple[str, str]) -> None:
    assert together in pairs_of(compared(old, new))
