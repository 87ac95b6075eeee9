"""What `fazhi read` and `fazhi compare` tell of files without a store: whole figures, Chinese names, every doubt."""

from decimal import Decimal

import pytest

from monitor.cli.read import print_reading, value_of
from monitor.indicators import load_catalogue
from monitor.reading.reader import read_document
from storage.model import Document, Restoration

REPORT = """石湾县人民政府2024年度法治政府建设情况报告
2024年，石湾县人民政府扎实推进法治政府建设，现将有关情况报告如下：
全年收到行政复议申请210件，办结172件，直接纠错率9.3%。罚没金额1250.6万元。持证执法人员642人。
计划2025年培训执法人员200人。"""


def read(text: str, restored: Restoration | None = None) -> None:
    """Print the reading of a text on a wide terminal."""
    held = Document(text, text.partition("\n")[0], None, None, restored or Restoration())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "200")
        print_reading(held, read_document(held, load_catalogue()), load_catalogue())


def test_a_reading_names_figures_as_the_catalogue_does_and_scopes_in_chinese(
    capsys: pytest.CaptureFixture[str],
) -> None:
    read(REPORT)
    told = capsys.readouterr().out
    assert "年度报告 · 石湾县人民政府" in told
    assert ["罚没(罚款)金额", "罚没金额", "1250.6万元", "当年", "罚没金额1250.6万元"] in [
        line.split() for line in told.splitlines()
    ]
    assert "执法人员200人" in next(line for line in told.splitlines() if "计划" in line and "200人" in line)
    assert "fines_amount" not in told
    assert "year" not in told


@pytest.mark.parametrize("mark", ["[/b]", "[red]"])
def test_what_a_report_writes_in_brackets_is_text_in_a_reading(mark: str, capsys: pytest.CaptureFixture[str]) -> None:
    read(REPORT.replace("持证执法人员", f"持证{mark}执法人员"))
    assert mark in capsys.readouterr().out


def test_a_reading_says_that_traditional_script_was_converted(capsys: pytest.CaptureFixture[str]) -> None:
    read(REPORT, Restoration("traditional", 3, ((4, 9),)))
    told = capsys.readouterr().out
    assert "还原：原文为繁体，下列引文已转为简体；去除夹注的拼音3处；1处文字损坏，未能还原" in told


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        ("12506000", "元", "1250.6万元"),
        ("91.70", "%", "91.7%"),
        ("3", "名次", "第3位"),
        ("642", "人", "642人"),
    ],
)
def test_a_value_is_told_as_in_an_alert(value: str, unit: str, told: str) -> None:
    assert value_of(Decimal(value), unit) == told


def test_a_long_sentence_is_not_cut_before_its_figure(capsys: pytest.CaptureFixture[str]) -> None:
    bureaus = "会同公安、民政、财政、自然资源、生态环境、住房和城乡建设、交通运输、农业农村、市场监管等部门"
    read(REPORT.replace("全年收到行政复议申请210件", f"全年前三季度和第四季度{bureaus}共收到行政复议申请210件"))
    told = "".join(capsys.readouterr().out.split())
    assert "市场监管等部门共收到行政复议申请210件" in told
