from __future__ import annotations

import time
from decimal import Decimal

import pytest

from monitor.catalogue_files import load_catalogue
from monitor.reading.reader import READER_VERSION, read_document, read_observations, reader_key
from storage.model import Document, Observation
from storage.vocabulary import Kind, Level


def read(text: str, year: int | None = 2024, kind: Kind = Kind.REPORT, level: Level | None = None) -> list[Observation]:
    return list(read_observations(text, load_catalogue(), year, kind, level))


def subjects(text: str) -> list[tuple[int, str]]:
    return [(int(observation.value), observation.subject) for observation in read(text)]


def test_enumeration_restores_its_shared_head() -> None:
    assert subjects("收到行政复议申请19件,受理15件(办结12件),不予受理3件。") == [
        (19, "行政复议申请收到数"),
        (15, "行政复议申请受理数"),
        (12, "行政复议申请办结数"),
        (3, "行政复议申请不予受理数"),
    ]


def test_one_percentage_over_several_rates_is_a_fact_for_each() -> None:
    assert subjects("办理服务事项800件,办结率、满意率均达100%。") == [
        (800, "服务事项办理数"),
        (100, "服务事项办结率"),
        (100, "服务事项满意率"),
    ]


def test_list_told_respectively_gives_each_name_its_number() -> None:
    assert subjects("人大建议、政协提案分别为10件和2件。") == [(10, "人大建议数"), (2, "政协提案数")]


def test_two_units_of_one_verb_have_one_subject() -> None:
    assert subjects("举办行政执法培训9期600余人次。") == [(9, "行政执法培训期数"), (600, "行政执法培训人次")]


def test_predicate_after_the_number_names_it() -> None:
    assert subjects("35件涉法事项、12个会议题纳入合法性审查。") == [
        (35, "涉法事项纳入合法性审查数"),
        (12, "会议题纳入合法性审查数"),
    ]


@pytest.mark.parametrize(
    ("text", "scope", "period"),
    [
        ("办理案件8件。", "year", "2024"),
        ("现有执法人员8人。", "as_of", "2024"),
        ("2021年以来,共办理案件8件。", "multi_year", "2021-2024"),
        ("放权以来,累计办理案件8件。", "cumulative", "放权以来"),
        ("2023年办理案件8件。", "prior_year", "2023"),
        ("力争办理案件8件。", "plan", "2025"),
        ("三、2025年工作打算\n新建法治广场8个。", "plan", "2025"),
        ("每人每年培训不少于8学时。", "plan", "2025"),
    ],
)
def test_figure_has_the_time_it_speaks_of(text: str, scope: str, period: str) -> None:
    (observation,) = read(text)

    assert (observation.scope, observation.period) == (scope, period)


def test_speech_states_results_only_where_it_looks_back() -> None:
    text = "同志们:一、肯定成绩。去年办理案件9件。二、狠抓落实。各单位培训60人次。"

    assert [observation.scope for observation in read(text, 2024, Kind.SPEECH)] == ["prior_year", "plan"]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("全年无一起执法案件引发诉讼。", 0, "起"),
        ("未发生复议被纠错情况。", 0, "件"),
        ("政府机关零失信。", 0, "家"),
        ("村(社区)法律顾问实现全覆盖。", 100, "%"),
    ],
)
def test_figure_without_a_digit_is_told(text: str, value: int, unit: str) -> None:
    (observation,) = read(text)

    assert (observation.value, observation.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["坚持零容忍、零距离服务。", "落实合法性审核全覆盖要求。", "推动法律顾问全覆盖。", "还没有形成合力。"]
)
def test_slogan_and_requirement_are_no_figures(text: str) -> None:
    assert read(text) == []


def test_table_takes_names_units_and_years_from_its_heading() -> None:
    text = "项目 | 2023年 | 2024年\n行政处罚(件) | 40 | 52\n罚没金额(万元) | 3.5 | 4"

    assert [(o.subject, o.value, o.unit, o.scope) for o in read(text)] == [
        ("行政处罚数", Decimal(40), "件", "prior_year"),
        ("行政处罚数", Decimal(52), "件", "year"),
        ("罚没金额", Decimal(35000), "元", "prior_year"),
        ("罚没金额", Decimal(40000), "元", "year"),
    ]


def test_quote_and_place_prove_the_figure() -> None:
    text = "一、工作情况\n全年受理公证 ３１８ 件，同比增长6%；办理法律援助9件。"
    first, second = read(text)

    assert text[first.at :].startswith("３１８")
    assert first.evidence.quote == "全年受理公证 ３１８ 件，同比增长6%"
    assert text[second.evidence.start : second.evidence.end] == second.evidence.quote == "办理法律援助9件"


def test_township_case_is_one_against_it() -> None:
    (observation,) = read("全年行政复议案件3件。", level=Level.TOWNSHIP)

    assert observation.indicator == "recon_as_respondent"


def test_parts_of_a_whole_are_not_filed_as_the_whole() -> None:
    total, part = read("办理行政处罚案件40件,其中12件申请延期缴纳。")

    assert (total.indicator, part.indicator) == ("admin_penalty_cases", None)


def test_document_is_read_whole() -> None:
    text = "青禾县2024年法治政府建设年度报告\n2024年,全县受理行政复议申请30件,审结34件。"
    reading = read_document(Document(text, "青禾县2024年法治政府建设年度报告", None, None), load_catalogue())

    assert reading.identity.year == 2024
    assert [observation.indicator for observation in reading.observations] == ["recon_accepted", "recon_concluded"]
    assert reading.reader == reader_key(load_catalogue())
    assert reading.reader.startswith(READER_VERSION)


def test_text_without_figures_gives_none() -> None:
    assert read("") == []
    assert read("深化学习教育,坚定“四个自信”。") == []


def test_endless_sentence_is_read_in_bounded_pieces() -> None:
    text = "受理案件1件、" * 600 + "一" * 4000
    observations = read(text)

    assert len(observations) == 600
    assert max(len(observation.evidence.quote) for observation in observations) <= 1500


@pytest.mark.parametrize(
    "text", ["1" * 20_000, "1," * 10_000, "1." * 10_000, "《" * 20_000, "其中1件," * 700], ids=lambda text: text[:2]
)
def test_endless_digits_are_read_in_time(text: str) -> None:
    began = time.perf_counter()
    read_document(Document(text, "青禾县2024年法治政府建设年度报告", None, None), load_catalogue())

    # Each took 20 s and more when a pattern began anew at every digit; 0.3 s now, and the machine may be busy.
    assert time.perf_counter() - began < 5
