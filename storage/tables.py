"""The floor plan: every table, natural key and index on one page; takes nothing, leaves `METADATA`.

A row travels source → page → snapshot → document → reading → comparison → alert → delivery. `awaits` columns that are
null (`reading.judged_at`, `visit.judged_at`, `page.told_state`) are what the next stage asks for, so that a round that
broke off is resumed by the next one.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.columns import Amount, Moment

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# A URL longer than this is refused at the border; 2,048 is what browsers and proxies carry.
URL = String(2048)
SHA = String(64)

RUN = Table(
    "run",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("trigger", String(20), nullable=False),
    Column("as_of", Moment, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
)

SOURCE = Table(
    "source",
    METADATA,
    Column("slug", String(100), primary_key=True),
    Column("name", Text, nullable=False),
    Column("agency", Text),
    Column("region", String(12)),
    Column("level", String(20)),
    Column("platform", String(40), nullable=False),
    Column("url", URL, nullable=False),
    Column("state", String(20)),
    Column("reason", Text, nullable=False, default=""),
    Column("since", Moment),
    Column("last_run_at", Moment),
    Column("baseline_at", Moment),  # when its stock was first taken; what was held by then is no news
    Column("last_good_at", Moment),
    Column("added_by_command", Boolean, nullable=False, default=False),
)

VISIT = Table(
    "visit",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("run_id", ForeignKey("run.id"), nullable=False),
    Column("source", ForeignKey("source.slug"), nullable=False, index=True),
    Column("outcome", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("finished_at", Moment, nullable=False),
    Column("judged_at", Moment, index=True),
    UniqueConstraint("run_id", "source"),
)

PAGE = Table(
    "page",
    METADATA,
    Column("url", URL, primary_key=True),
    Column("source", ForeignKey("source.slug"), nullable=False, index=True),
    Column("role", String(12), nullable=False),  # list, article, attachment or external
    Column("listed_title", Text),
    Column("listed_on", Date),
    Column("first_seen_at", Moment, nullable=False),
    Column("last_listed_at", Moment),
    Column("last_looked_at", Moment),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("sha256", SHA),
    Column("snapshot_id", Integer),
    Column("state", String(12), nullable=False, default="present"),
    Column("missing_since", Moment),
    Column("missing_run", String(40)),
    Column("missing_reason", Text),
    Column("told_state", String(12), nullable=False, default="present"),
)

SNAPSHOT = Table(
    "snapshot",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("url", ForeignKey("page.url"), nullable=False),
    Column("run_id", ForeignKey("run.id"), nullable=False),
    Column("fetched_at", Moment, nullable=False),
    Column("status", Integer, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("sha256", SHA, nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("archive_file", Text, nullable=False),
    Column("archive_offset", Integer, nullable=False),
    Column("archive_length", Integer, nullable=False),
    UniqueConstraint("url", "fetched_at"),
)

ENCLOSURE = Table(
    "enclosure",
    METADATA,
    Column("snapshot_id", ForeignKey("snapshot.id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("url", URL, nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("enclosed_id", ForeignKey("snapshot.id")),  # the file's own bytes; null while owed or where it was not got
    Column("reason", Text),  # why it was not got
)

DOCUMENT = Table(
    "document",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("snapshot_id", ForeignKey("snapshot.id"), nullable=False),
    Column("cleaner", String(40), nullable=False),
    Column("text_sha256", SHA, nullable=False),
    Column("body", JSON, nullable=False),  # the noun Document
    Column("made_at", Moment, nullable=False),
    Column("unreadable", Text),  # why nothing could be made of the bytes; body is then empty
    Column("evidence_id", Integer),  # the snapshot of the file that the text was read from; null: the page's own
    UniqueConstraint("snapshot_id", "cleaner"),
)

SENTENCE = Table(
    "sentence",
    METADATA,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("mark", BigInteger, primary_key=True, autoincrement=False, index=True),
)

AGENCY = Table(
    "agency",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("region_code", String(12), nullable=False, default=""),
    Column("region_name", Text, nullable=False),
    Column("level", String(20), nullable=False),
    Column("site", String(255), nullable=False, default=""),  # set where neither code nor name tells it from others
    UniqueConstraint("name", "region_code", "site"),
)

REPORT = Table(
    "report",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("agency_id", ForeignKey("agency.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("year", Integer, nullable=False),
    Column("url", URL, nullable=False),  # where it is read: the best of its copies; each copy keeps its own readings
    Column("reading_id", Integer),
    Column("first_seen_at", Moment, nullable=False),
    UniqueConstraint("agency_id", "kind", "year"),
)

READING = Table(
    "reading",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("document.id"), nullable=False),
    Column("reader", String(80), nullable=False),
    Column("report_id", ForeignKey("report.id"), index=True),
    Column("identity", JSON, nullable=False),
    Column("checks", JSON, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("judged_at", Moment, index=True),
    UniqueConstraint("document_id", "reader"),
)

OBSERVATION = Table(
    "observation",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("reading_id", ForeignKey("reading.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("indicator", String(80), index=True),
    Column("subject", Text, nullable=False),
    Column("value", Amount, nullable=False),
    Column("unit", String(40), nullable=False),
    Column("qualifier", String(12), nullable=False),
    Column("scope", String(12), nullable=False),
    Column("period", String(40), nullable=False),
    Column("change", JSON),
    Column("at", Integer, nullable=False),
    Column("quote_start", Integer, nullable=False),
    Column("quote_end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    UniqueConstraint("reading_id", "ordinal"),
)

COMPARISON = Table(
    "comparison",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("old_reading_id", ForeignKey("reading.id"), nullable=False),
    Column("new_reading_id", ForeignKey("reading.id"), nullable=False),
    Column("purpose", String(12), nullable=False),  # year or revision
    Column("reuse_share", Float, nullable=False),
    Column("reuse_sentences", Integer, nullable=False),
    Column("missing_parts", JSON, nullable=False),
    Column("contradictions", JSON, nullable=False),
    Column("made_at", Moment, nullable=False),
    UniqueConstraint("old_reading_id", "new_reading_id", "purpose"),
)

CHANGE = Table(
    "change",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("comparison_id", ForeignKey("comparison.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("indicator", String(80), index=True),
    Column("subject", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("old_observation_id", ForeignKey("observation.id")),
    Column("new_observation_id", ForeignKey("observation.id")),
    Column("absolute", Amount),
    Column("relative", Amount),
    Column("notable", Boolean, nullable=False),
    Column("severity", String(12), nullable=False),
    Column("rule", Text, nullable=False),
    Column("reason", Text, nullable=False),
    UniqueConstraint("comparison_id", "ordinal"),
)

ALERT = Table(
    "alert",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", String(400), nullable=False, unique=True),
    Column("event", String(40), nullable=False),
    Column("severity", String(12), nullable=False),
    Column("year", Integer),
    Column("raised_at", Moment, nullable=False, index=True),
    Column("run_id", ForeignKey("run.id")),
    Column("body", JSON, nullable=False),  # the noun Alert
)

DELIVERY = Table(
    "delivery",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("channel", String(100), nullable=False),
    Column("recipient", String(320), nullable=False, default=""),  # RFC 5321: 64 and 255 octets around the @
    Column("subscription", String(100), nullable=False, default=""),
    Column("bundle", String(80), nullable=False, default=""),  # what is told in one message; "" for one alert alone
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_attempt_at", Moment),
    Column("answer", Text, nullable=False, default=""),
    Index("ix_delivery_due", "state", "next_attempt_at"),
)

# Which alerts a delivery tells; the key is what keeps an alert from being told twice to one person.
DELIVERY_ALERT = Table(
    "delivery_alert",
    METADATA,
    Column("alert_id", ForeignKey("alert.id"), primary_key=True),
    Column("channel", String(100), primary_key=True),
    Column("recipient", String(320), primary_key=True),
    Column("delivery_id", ForeignKey("delivery.id"), nullable=False, index=True),
)

ATTEMPT = Table(
    "attempt",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("delivery_id", ForeignKey("delivery.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("state", String(12), nullable=False),
    Column("answer", Text, nullable=False),
)

SUBSCRIPTION = Table(
    "subscription",
    METADATA,
    Column("name", String(100), primary_key=True),
    Column("body", JSON, nullable=False),  # the noun Subscription
    Column("created_at", Moment, nullable=False),
)

UNSUBSCRIPTION = Table(
    "unsubscription",
    METADATA,
    Column("subscription", String(100), primary_key=True),
    Column("channel", String(100), primary_key=True),
    Column("recipient", String(320), primary_key=True),
    Column("at", Moment, nullable=False),
)

# What each host was asked on a day of China's calendar, by whatever process: its daily budget is reckoned against it.
HOST_DAY = Table(
    "host_day",
    METADATA,
    Column("host", String(255), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("requests", Integer, nullable=False),
)

# Lists of one page of which nothing was left to do when they were read; one row a list, renewed with its bytes.
SETTLED_LIST = Table("settled_list", METADATA, Column("url", URL, primary_key=True))
for _type, _names in ((SHA, ("sha256", "sense")), (Integer, ("entries", "skipped", "external"))):
    for _name in _names:
        SETTLED_LIST.append_column(Column(_name, _type, nullable=False))

LEASE = Table(
    "lease",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("process_started_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

SCHEDULE = Table(
    "schedule",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("cron", String(80), nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("last_at", Moment),
)
