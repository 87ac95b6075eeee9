"""What `fazhi read` and `fazhi compare` tell of files without a store: whole figures, Chinese names, every doubt."""

from decimal import Decimal

import pytest

from monitor.catalogue_files import load_catalogue
from monitor.cli.comparable import change_of, doubts_of, refuse_unread
from monitor.cli.read import print_reading, value_of
from monitor.comparing.compare import compare_reports
from monitor.reading.reader import read_document
from storage.errors import WatchError
from storage.model import Change, Document, Reading, Restoration

REPORT = """石湾县人民政府2024年度法治政府建设情况报告
2024年，石湾县人民政府扎实推进法治政府建设，现将有关情况报告如下：
全年收到行政复议申请210件，办结172件，直接纠错率9.3%。罚没金额1250.6万元。持证执法人员642人。
计划2025年培训执法人员200人。"""
NEXT = """石湾县人民政府2025年度法治政府建设情况报告
2025年，石湾县人民政府深入推进法治政府建设，现将有关情况报告如下：
全年收到行政复议申请331件，办结288件，直接纠错率21.2%。罚没金额3870万元。持证执法人员651人。"""


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


def sides_of(*texts: str) -> list[tuple[Document, Reading]]:
    held = [Document(text, text.partition("\n")[0] or None, None, None) for text in texts]
    return [(one, read_document(one, load_catalogue())) for one in held]


def test_the_same_agency_two_years_in_order_leave_no_doubt() -> None:
    assert doubts_of(sides_of(REPORT, NEXT)) == []


def test_years_in_the_wrong_order_and_two_agencies_are_doubted() -> None:
    other = REPORT.replace("石湾县", "云汀县")
    assert doubts_of(sides_of(NEXT, other)) == [
        "两份报告的机关不同：石湾县人民政府、云汀县人民政府",
        "前一份是2025年度，后一份是2024年度；上年的报告应写在前面",
    ]


def test_what_is_no_report_is_doubted_with_the_reasons() -> None:
    told = doubts_of(sides_of(REPORT, "全县持证执法人员642人。"))
    assert told[0].startswith("后一份看来不是年度报告（其他文件）：")


@pytest.mark.parametrize("text", ["", " \n ", "关于召开会议的通知\n请各单位准时参加。"])
def test_a_file_without_report_and_figures_is_no_year_in_which_figures_vanished(text: str) -> None:
    with pytest.raises(WatchError, match=r"^new\.txt: no yearly report and no figure could be read from it"):
        refuse_unread(["old.txt", "new.txt"], sides_of(REPORT, text))


def compared(old: str, new: str) -> list[Change]:
    (first, before), (second, after) = sides_of(old, new)
    return list(compare_reports(first, before, second, after, load_catalogue()).changes)


def test_changes_are_told_as_in_alerts() -> None:
    told = {change.indicator: change_of(change) for change in compared(REPORT, NEXT)}
    assert told == {
        "recon_received": "+57.6%",
        "recon_concluded": "+67.4%",
        "recon_correction_rate": "+11.9个百分点",
        "fines_amount": "+209.5%",
        "enforcement_staff_certified": "+1.4%",
    }
