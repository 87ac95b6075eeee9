"""The words of the house: frozen values that every room speaks in; takes nothing, leaves the nouns.

Figures are `Decimal`, moments are aware UTC `datetime`s, days are `date`s. A noun never changes: a function that has
learnt more returns a new one (`dataclasses.replace`). The Chinese term stands once, at the definition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from storage.vocabulary import DeliveryState, Event, Kind, Level, Outcome, Severity, Status, Verdict


@dataclass(frozen=True)
class Region:
    """A place with its GB/T 2260 code (行政区划); the code is None where it is not known."""

    name: str
    code: str | None = None


@dataclass(frozen=True)
class Agency:
    """Who reports (发布机关). Natural key: name, region code, and `site`: where its name alone may be another's."""

    name: str
    region: Region
    level: Level
    site: str = ""


@dataclass(frozen=True)
class Source:
    """One portal column that is watched (信源), as its TOML declares it. Natural key: slug."""

    slug: str
    url: str
    name: str = ""
    agency: str | None = None
    region: str | None = None
    level: Level | None = None
    platform: str = "static_list"
    minimum_items: int = 0
    years: tuple[int, ...] = ()
    max_list_pages: int = 20
    evidence: str = ""
    seen_live: bool = False
    season: tuple[int, ...] | None = None  # months; None here and below: as [schedule] has it
    days_in_season: int | None = None
    days_off_season: int | None = None
    tls_exceptions: tuple[str, ...] = ()  # storage.sources.TLS_EXCEPTIONS; each use is logged
    mirror: bool = False  # its pages are others' copies: kept, but without weight
    origin: str = ""


@dataclass(frozen=True)
class Snapshot:
    """The exact bytes got from one URL at one moment (网页快照). Natural key: url and fetched_at."""

    url: str
    fetched_at: datetime
    status: int
    content_type: str
    sha256: str
    size: int
    verdict: Verdict
    archive_file: str
    archive_offset: int
    archive_length: int
    id: int | None = None


@dataclass(frozen=True)
class Restoration:
    """What was done to make a mangled copy readable (还原): script, glosses taken out, places that stay damaged."""

    script: str = "simplified"
    glosses: int = 0
    damaged: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Document:
    """Clean, restored text with its page fields (正文). Natural key: snapshot and cleaner.

    `fields` holds what the page says of itself, as evidence and never as truth: meta tags in lower case
    (`articletitle`, `columnname`, `siteidcode`…) and label lines by their label (发布机构, 成文日期, 索引号…).
    """

    text: str
    title: str | None
    published: date | None
    source_label: str | None
    restored: Restoration = Restoration()
    fields: Mapping[str, str] = field(default_factory=dict)
    url: str | None = None
    cleaner: str = ""
    id: int | None = None
    snapshot_id: int | None = None


@dataclass(frozen=True)
class Identity:
    """What a document turned out to be (文件身份), with the parts the law asks for and every doubt in words."""

    kind: Kind
    title: str | None
    issuer: str | None
    region: Region | None
    level: Level | None
    year: int | None
    published: date | None
    period_end: date | None
    parts: Mapping[str, bool] = field(default_factory=dict)  # leader_duty, measures, problems, plan: has it them
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """The exact quote and its place (原文依据): `text[start:end] == quote`."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class StatedChange:
    """What the text itself says of a figure's change (自述变动).

    `kind` is pct, points, abs, times, rank or from_to; `value` is one figure, or a pair (from, to) for from_to.
    """

    kind: str
    value: Decimal | tuple[Decimal, Decimal]
    direction: str

    def as_json(self) -> dict[str, Any]:
        """Return the contract's `change` object: `value` is always one figure; from_to adds `from` and `to`."""
        if isinstance(self.value, tuple):
            first, last = map(plain, self.value)
            return {"kind": self.kind, "value": first, "direction": self.direction, "from": first, "to": last}
        return {"kind": self.kind, "value": plain(self.value), "direction": self.direction}


@dataclass(frozen=True)
class Observation:
    """One number in one document (指标值), in normal units: 万 and 亿 multiplied out, money in 元, percent as 93.42.

    `at` is where the printed number begins; `indicator` is None for a figure outside the catalogue; `scope` is year,
    as_of, cumulative, multi_year, prior_year or plan; `qualifier` is exact, approx, over, under or at_least.
    """

    indicator: str | None
    subject: str
    value: Decimal
    unit: str
    qualifier: str
    scope: str
    period: str
    change: StatedChange | None
    at: int
    evidence: Evidence
    id: int | None = None


@dataclass(frozen=True)
class Check:
    """One identity or plausibility rule applied inside one document (勾稽核对)."""

    rule: str
    holds: bool
    quote: str
    explain: str


@dataclass(frozen=True)
class Reading:
    """One document read whole by one reader and catalogue (判读). Natural key: document and reader.

    Observations stand in the order of the text; `reader` names the reader's version and the catalogue's hash.
    """

    identity: Identity
    observations: tuple[Observation, ...]
    checks: tuple[Check, ...] = ()
    reader: str = ""
    id: int | None = None
    document_id: int | None = None


@dataclass(frozen=True)
class Change:
    """One figure against its counterpart (同比变动); `relative` is in per cent of the old value."""

    indicator: str | None
    subject: str
    status: Status
    old: Observation | None
    new: Observation | None
    absolute: Decimal | None = None
    relative: Decimal | None = None
    notable: bool = False
    severity: Severity = Severity.INFO
    rule: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Contradiction:
    """Figures that cannot all be right (矛盾); `where` is old, new or between."""

    where: str
    kind: str
    quote: str
    explain: str


@dataclass(frozen=True)
class Comparison:
    """All that two documents of one agency say against each other (对比).

    `shrunk_parts` has each part that both years hold, with its letters then and now, where the new one is far shorter.
    """

    changes: tuple[Change, ...]
    contradictions: tuple[Contradiction, ...] = ()
    reuse_share: float = 0.0
    reuse_sentences: int = 0
    missing_parts: tuple[str, ...] = ()
    shrunk_parts: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True)
class Figure:
    """One indicator's two values inside an alert, each with its sentence (变动明细)."""

    indicator: str | None
    name: str
    unit: str
    old: Decimal | None
    new: Decimal | None
    old_quote: str
    new_quote: str
    reason: str = ""


@dataclass(frozen=True)
class Alert:
    """One meeting of a rule (预警). Natural key: `key`, which is the same however often the same thing is seen.

    `figures` has the gravest first; `old_url` and `url` are the pages that the two sentences stand on.
    """

    key: str
    event: Event
    severity: Severity
    agency: str | None
    region: Region | None
    level: Level | None
    year: int | None
    rule: str
    reason: str
    raised_at: datetime
    source: str | None = None
    title: str | None = None
    figures: tuple[Figure, ...] = ()
    url: str | None = None
    old_url: str | None = None
    snapshot_sha256: str | None = None
    snapshot_at: datetime | None = None
    old_snapshot_sha256: str | None = None
    old_snapshot_at: datetime | None = None
    id: int | None = None


@dataclass(frozen=True)
class Subscription:
    """Who is told what, and when (订阅). Natural key: name; an empty filter lets everything pass.

    `digest` is immediate, daily or weekly; `digest_at` and the two ends of `quiet` are HH:MM in `timezone`, and
    `digest_day` is the day of a weekly one. In quiet hours nothing is told, but critical alerts where
    `critical_passes`. `language` (zh or en) is that of the names of indicators and events.
    """

    name: str
    channels: tuple[str, ...]
    regions: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    min_severity: Severity = Severity.NOTICE
    digest: str = "immediate"
    digest_at: str = "08:00"
    digest_day: str = "monday"
    quiet: str = ""
    critical_passes: bool = False
    timezone: str = "Asia/Shanghai"
    language: str = "zh"
    paused: bool = False


@dataclass(frozen=True)
class Delivery:
    """The way of one message to one recipient on one channel (投递): an alert, or several told together.

    `recipient` is empty where a channel has no more than one; `subscription` is the one that asked. `bundle` says what
    is told in one message: empty for one alert alone, `report:…` for one report, `digest` for a digest.
    """

    channel: str
    alerts: tuple[int, ...]
    recipient: str = ""
    subscription: str = ""
    bundle: str = ""
    state: DeliveryState = DeliveryState.PENDING
    attempts: int = 0
    next_attempt_at: datetime | None = None
    answer: str = ""
    id: int | None = None


@dataclass(frozen=True)
class Visit:
    """How one source ended in one run (采集结果). Natural key: run and source."""

    run_id: str
    source: str
    outcome: Outcome
    reason: str
    finished_at: datetime
    counts: Mapping[str, int] = field(default_factory=dict)


def plain(value: Decimal) -> int | float:
    """Return a figure as JSON prints it: a whole number without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


def require_utc(moment: datetime) -> datetime:
    """Return the moment in UTC; raise ValueError where it has no zone."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {moment!r}")
    return moment.astimezone(UTC)
