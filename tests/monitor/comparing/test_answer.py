from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from monitor.comparing.answer import comparison_json
from monitor.comparing.compare import compare_reports
from monitor.judging.notable import mark_notable
from monitor.judging.rules import load_rules
from monitor.reading.answer import reading_json
from storage.model import Check, Reading, Region
from tests.monitor.comparing.hands import catalogue, read


def test_a_comparison_is_told_as_the_contract_says() -> None:
    catalogue_ = catalogue()
    old = read(["recon_accepted | 行政复议案件受理数 | 13 件 | 受理13件"], 2023)
    new = read(["recon_accepted | 行政复议案件受理数 | 21 件 | 受理21件"], 2024)
    comparison = mark_notable(compare_reports(*old, *new, catalogue_), load_rules(), catalogue_)
    answer = json.loads(json.dumps(comparison_json(*old, *new, comparison)))
    assert list(answer) == ["schema", "old", "new", "changes", "contradictions", "reuse", "missing_parts"]
    assert answer["schema"] == "fazhi.compare/1"
    assert answer["old"]["document"]["year"] == 2023
    assert answer["reuse"] == {"share": 0.0, "sentences": 0}
    assert answer["changes"] == [
        {
            "indicator": "recon_accepted",
            "subject": "行政复议案件受理数",
            "status": "up",
            "old": {"value": 13, "unit": "件", "subject": "行政复议案件受理数", "quote": "受理13件", "at": 2},
            "new": {"value": 21, "unit": "件", "subject": "行政复议案件受理数", "quote": "受理21件", "at": 2},
            "absolute": 8,
            "relative": 61.54,
            "notable": True,
            "severity": "notice",
            "rule": "复议诉讼信访量变动",
            "reason": "行政复议受理件数由13件升至21件（+8件，+61.5%）："
            "争议数量变动明显，宜与同级地区的总体走势对照后判断原因。",
        }
    ]


def test_a_reading_is_told_as_the_contract_says() -> None:
    document, reading = read(["petition_total | 信访总量 | 665 件 over | 信访总量665余件 | pct down 24.86"])
    identity = replace(reading.identity, region=Region("云汀县", "990123"), published=date(2025, 3, 1))
    checks = (Check("mediation_rate", False, "引文", "解释"),)
    answer = reading_json(document, Reading(identity, reading.observations, checks))
    assert answer["schema"] == "fazhi.read/1"
    assert answer["facts"] == [
        {
            "indicator": "petition_total",
            "subject": "信访总量",
            "value": 665,
            "unit": "件",
            "qualifier": "over",
            "scope": "year",
            "period": "2024",
            "change": {"kind": "pct", "value": 24.86, "direction": "down"},
            "at": 4,
            "quote": "信访总量665余件",
        }
    ]
    assert answer["checks"] == [{"rule": "mediation_rate", "holds": False, "quote": "引文", "explain": "解释"}]
    told = {key: value for key, value in answer["document"].items() if key != "text"}
    assert told == {
        "kind": "report",
        "title": "云汀县2024年度法治政府建设情况报告",
        "issuer": "云汀县人民政府",
        "region": {"name": "云汀县", "code": "990123"},
        "level": "county",
        "year": 2024,
        "published": "2025-03-01",
        "period_end": None,
        "source": None,
        "restored": {"script": "simplified", "glosses": 0, "damaged": []},
        "parts": ["leader_duty", "measures", "problems", "plan"],
        "doubts": [],
    }
    assert answer["document"]["text"][4:].startswith("665")


def test_values_keep_their_decimals() -> None:
    document, reading = read(["recon_correction_rate | 行政复议直接纠错率 | 93.42 %"])
    assert reading.observations[0].value == Decimal("93.42")
    assert reading_json(document, reading)["facts"][0]["value"] == 93.42
