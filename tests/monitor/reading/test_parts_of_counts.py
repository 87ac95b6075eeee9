"""The parts of a whole, however many a sentence lists, are none of them the whole."""

from __future__ import annotations

import pytest

from monitor.catalogue_files import load_catalogue
from monitor.reading.reader import read_observations
from storage.vocabulary import Kind


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("收到行政复议申请64件，其中征收类20件、治安类31件、社保类13件。", "recon_received"),
        ("受理行政复议案件58件，其中工伤认定类20件、交通处罚类29件、信息公开类9件。", "recon_accepted"),
        ("办理行政应诉案件33件，其中一审20件、二审10件、再审3件。", "litigation_cases"),
        ("审查行政规范性文件27件，其中政府文件9件、部门文件18件。", "normative_docs_reviewed"),
        ("查处违法案件64件，其中处罚类20件、许可类31件。", "admin_penalty_cases"),
        ("办理法律援助案件96件，其中刑事类40件、民事类51件、行政类5件。", "legal_aid_cases"),
    ],
)
def test_every_part_is_filed_as_none(text: str, whole: str) -> None:
    observations = read_observations(text, load_catalogue(), 2023, Kind.REPORT)
    filed = [one.indicator for one in observations]
    assert filed[0] == whole
    assert whole not in filed[1:]
