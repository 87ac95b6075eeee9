"""Readings made by hand: takes figures in one short line each, leaves documents and readings for the tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from monitor.indicators import Catalogue, Indicator, NumberIdentity
from storage.model import Document, Evidence, Identity, Observation, Reading, StatedChange
from storage.vocabulary import Kind, Level

QUALIFIERS = ("exact", "approx", "over", "under", "at_least")
SCOPES = ("year", "as_of", "cumulative", "multi_year", "prior_year", "plan")
PARTS = MappingProxyType({"leader_duty": True, "measures": True, "problems": True, "plan": True})


def _entry(line: str) -> Indicator:
    name, zh, unit, kind, polarity, tier, system = line.split()
    return Indicator(name, zh, name, system, unit, kind, polarity, int(tier))


# The ids are the contract's; names and tiers are those of the house's catalogue in short.
_ENTRIES = """
recon_received 收到行政复议申请件数 件 count neutral 1 disputes
recon_accepted 行政复议受理件数 件 count neutral 1 disputes
recon_concluded 行政复议审结件数 件 count up_good 1 disputes
recon_corrected 行政复议纠错件数 件 count neutral 1 disputes
recon_correction_rate 行政复议直接纠错率 % rate neutral 1 disputes
litigation_cases 行政应诉案件数 件 count down_good 1 disputes
litigation_lose_rate 行政诉讼败诉率 % rate down_good 1 disputes
head_court_attendance_rate 行政机关负责人出庭应诉率 % rate up_good 1 disputes
dispute_success_rate 调解成功率 % rate up_good 1 disputes
disputes_mediated 调解案件数 件 count neutral 1 disputes
disputes_resolved 调解成功件数 件 count up_good 1 disputes
petition_total 信访事项总量 件次 count down_good 1 disputes
mediators 人民调解员人数 人 count up_good 2 disputes
admin_penalty_cases 行政处罚案件数 件 count neutral 1 enforcement
fines_amount 罚没金额 万元 amount neutral 1 enforcement
admin_inspections 行政检查次数 次 count neutral 1 enforcement
enforcement_staff_certified 持行政执法证人数 人 count neutral 1 enforcement
enforcement_cert_rate 行政执法人员持证率 % rate up_good 1 enforcement
enforcement_training_persons 行政执法培训人次 人次 count up_good 2 enforcement
enforcement_case_rooms 规范化办案室数 个 count up_good 3 enforcement
rule_of_law_rank 法治建设考核排名 名次 rank up_good 1 party_leadership
rule_of_law_score 法治建设考核得分 分 score up_good 1 party_leadership
normative_docs_made 制定行政规范性文件件数 件 count neutral 1 institutions
normative_docs_filed 规范性文件备案件数 件 count neutral 1 institutions
legality_reviews 合法性审查件数 件 count neutral 1 decision
public_lawyers 公职律师人数 名 count up_good 1 decision
delegated_powers 赋予乡镇职权事项数 项 count neutral 1 functions
gov_service_satisfaction 政务服务群众满意率 % rate up_good 1 functions
gov_service_online_rate 网上可办率 % rate up_good 1 functions
gov_dishonesty_count 政府机构失信案件数 件 count down_good 1 functions
accountability_persons 被追责人数 人 count neutral 1 oversight
npc_suggestions 办理人大代表建议件数 件 count neutral 1 oversight
cppcc_proposals 办理政协提案件数 件 count neutral 1 oversight
law_publicity_events 法治宣传活动场次 场次 count up_good 1 law_services
law_materials 发放法治宣传资料份数 份 count up_good 1 law_services
legal_aid_cases 法律援助案件数 件 count up_good 1 law_services
democratic_villages 民主法治示范村数 个 count up_good 2 law_services
emergency_drills 应急演练场次 场次 count up_good 1 emergency
"""
SYSTEMS = {"disputes": "矛盾纠纷化解", "enforcement": "行政执法", "law_services": "普法与公共法律服务"}


def catalogue() -> Catalogue:
    """Return a small catalogue of the contract's ids."""
    entries = [_entry(line) for line in _ENTRIES.strip().splitlines()]
    identity = NumberIdentity("mediation_rate", "调解成功率", "ratio", "dispute_success_rate", (), Decimal(0), "soft")
    return Catalogue(
        MappingProxyType({entry.id: entry for entry in entries}), (identity,), MappingProxyType(SYSTEMS), "hands"
    )


@dataclass(frozen=True)
class Figure:
    """One line of a case: `indicator | subject | value unit [qualifier] [scope] | sentence | stated change`."""

    line: str

    def observation(self, start: int, year: int) -> tuple[Observation, str]:
        """Return the observation and its sentence, which begins at `start` of the text."""
        fields = [field.strip() for field in self.line.split("|")] + ["", ""]
        indicator, subject, measure, sentence, change = fields[:5]
        words = measure.split()
        sentence = sentence or f"{subject}为{words[0]}{words[1]}"
        printed = words[0] if words[0] in sentence else next((word for word in sentence if word.isdigit()), "")
        scope = next((word for word in words[2:] if word in SCOPES), "year")
        observation = Observation(
            indicator=None if indicator == "-" else indicator,
            subject=subject,
            value=Decimal(words[0]),
            unit=words[1],
            qualifier=next((word for word in words[2:] if word in QUALIFIERS), "exact"),
            scope=scope,
            period=str(year - 1 if scope == "prior_year" else year),
            change=_change(change),
            at=start + max(0, sentence.find(printed)),
            evidence=Evidence(start, start + len(sentence), sentence),
        )
        return observation, sentence


def _change(line: str) -> StatedChange | None:
    if not line:
        return None
    kind, direction, *values = line.split()
    numbers = [Decimal(value) for value in values]
    return StatedChange(kind, (numbers[0], numbers[1]) if len(numbers) == 2 else numbers[0], direction)


def document(text: str) -> Document:
    """Return a document of a bare text."""
    return Document(text=text, title=None, published=None, source_label=None)


def identity(year: int = 2024, period_end: date | None = None, parts: dict[str, bool] | None = None) -> Identity:
    """Return the identity of an invented county's report."""
    return Identity(
        kind=Kind.REPORT,
        title=f"云汀县{year}年度法治政府建设情况报告",
        issuer="云汀县人民政府",
        region=None,
        level=Level.COUNTY,
        year=year,
        published=None,
        period_end=period_end,
        parts=PARTS if parts is None else parts,
    )


def read(lines: list[str], year: int = 2024, period_end: date | None = None) -> tuple[Document, Reading]:
    """Return a document with one sentence a figure, and its reading; a repeated sentence is written once."""
    text, observations = "", []
    for line in lines:
        sentence = Figure(line).observation(0, year)[1]
        start = text.find(sentence) if sentence in text else len(text)
        observations.append(Figure(line).observation(start, year)[0])
        text += "" if start < len(text) else f"{sentence}。"
    return document(text), Reading(identity(year, period_end), tuple(observations))
