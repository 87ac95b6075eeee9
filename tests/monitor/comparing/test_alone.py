from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from monitor.catalogue_files import load_catalogue
from monitor.comparing.alone import BY_ITS_OWN_WORDS, compare_with_own_past
from monitor.judging.alerts import alerts_of_new_report
from monitor.judging.notable import mark_notable
from monitor.judging.occasion import Context
from monitor.judging.rules import load_rules
from monitor.reading.reader import read_document
from monitor.telling.message import message_of
from storage.model import Document, Reading
from storage.vocabulary import Event, Severity

TEXT = """青柏县人民政府2025年法治政府建设年度报告
2025年，青柏县扎实推进依法行政，现将情况报告如下。
全县办理行政处罚案件1904件，同比下降41.3%。行政执法人员持证率由88.2%提高到96.4%。
办理公证事项3倍于往年。收到政府信息公开申请188件，上年为143件。
行政复议纠错率9.8%，同比下降3%。
"""


def read() -> tuple[Document, Reading]:
    document = Document(TEXT, TEXT.splitlines()[0], None, None)
    return document, read_document(document, load_catalogue())


def test_a_report_alone_still_tells_what_it_says_of_last_year() -> None:
    document, reading = read()
    changes = {change.indicator: change for change in compare_with_own_past(document, reading).changes}
    told = {name: (change.old.value, change.new.value) for name, change in changes.items() if change.old and change.new}
    assert told["admin_penalty_cases"] == (Decimal(3244), Decimal(1904))
    assert told["enforcement_cert_rate"] == (Decimal("88.2"), Decimal("96.4"))
    assert told["foi_requests"] == (Decimal(143), Decimal(188))
    # 下降3% of a rate may be points or per cent: two pasts are none.
    assert "recon_correction_rate" not in told
    for change in changes.values():
        assert change.reason == BY_ITS_OWN_WORDS
        assert change.old
        assert change.new
        evidence = change.new.evidence
        assert document.text[evidence.start : evidence.end] == evidence.quote == change.old.evidence.quote


def test_its_alert_is_one_level_less_and_names_its_evidence() -> None:
    document, reading = read()
    catalogue, rules = load_catalogue(), load_rules()
    own = mark_notable(compare_with_own_past(document, reading), rules, catalogue)
    context = Context(
        datetime(2026, 3, 1, tzinfo=UTC), agency="青柏县人民政府", year=2025, url="http://a.gov.cn/1.html"
    )
    alerts = alerts_of_new_report(context, None, reading, catalogue, rules, own=own)
    (alert,) = [alert for alert in alerts if alert.rule == "处罚案件骤变"]
    assert (alert.event, alert.severity) == (Event.INDICATOR_CHANGED, Severity.NOTICE)
    assert BY_ITS_OWN_WORDS in alert.reason
    text = message_of(alert, catalogue).text
    assert "本年报告自述：「全县办理行政处罚案件1904件，同比下降41.3%」" in text
    assert "2024年原文" not in text
