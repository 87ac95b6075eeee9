"""What a terminal shows of an alert: the day it was raised, both sentences, both pages and when they were taken."""

import io

from rich.console import Console

from monitor.cli.show import alert_table
from tests.monitor.telling.test_message import ALERT


def test_an_alert_shows_its_day_both_pages_and_their_snapshots() -> None:
    console = Console(file=io.StringIO(), record=True, width=100)
    console.print(alert_table([ALERT], ""))
    cells = [[cell.strip() for cell in line.strip("│").split("│")] for line in console.export_text().splitlines()]
    assert ["2025-03-12", "行政复议直接纠错率由5.1%升至12.3%（+7.2个百分点）：宜核对案件构成。"] in cells
    assert [cell[1] for cell in cells[-7:-1]] == [
        "原「直接纠错率5.1%」",
        "今「直接纠错率为12.3%」",
        "网页：https://www.yunting.gov.cn/2024.html",
        "网页快照：2025-03-12 06:05（北京时间）",
        "上年网页：https://www.yunting.gov.cn/2023.html",
        "上年网页快照：2024-03-01 09:00（北京时间）",
    ]


def test_on_a_terminal_a_page_is_one_click_away() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=60)
    console.print(alert_table([ALERT], ""))
    out = console.file
    assert isinstance(out, io.StringIO)
    assert ";https://www.yunting.gov.cn/2023.html\x1b\\" in out.getvalue()
