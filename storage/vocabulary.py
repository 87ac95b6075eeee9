"""The closed lists of the house: every state, kind and event there is; takes nothing, leaves enumerations.

A value outside these lists is a mistake or news, and is told; none falls into an `else`.
"""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """Rank of a reporting body (层级); a department's region is that of the government it belongs to."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    DEPARTMENT = "department"


class Kind(StrEnum):
    """What a document is (文种), decided by evidence in it; only `REPORT` makes a series."""

    REPORT = "report"
    SPEECH = "speech"
    PLAN = "plan"
    NOTICE = "notice"
    EXPLAINER = "explainer"
    NEWS = "news"
    TEMPLATE = "template"
    OTHER = "other"


class Outcome(StrEnum):
    """How a source ended in a run (采集结果): exactly one of these, always with its reason."""

    FOUND = "found"
    UNCHANGED = "unchanged"
    NOTHING = "nothing"
    SUSPECT = "suspect"
    BLOCKED = "blocked"
    FAILED = "failed"


class Verdict(StrEnum):
    """What an answer is (答复性质); only a `PAGE` is ever cleaned and read."""

    PAGE = "page"
    CHALLENGE = "challenge"
    REFUSED = "refused"
    MISSING = "missing"
    SOFT_MISSING = "soft_missing"
    EMPTY = "empty"
    SERVER_ERROR = "server_error"
    ATTACHMENT = "attachment"


class PageState(StrEnum):
    """Whether a page still stands (页面状态); `MISSING` waits for a second look before it is `REMOVED`.

    `MOVED`: gone, but its report stands at another address.
    """

    PRESENT = "present"
    MISSING = "missing"
    REMOVED = "removed"
    MOVED = "moved"


class Severity(StrEnum):
    """Gravity of an alert (级别), least first."""

    INFO = "info"
    NOTICE = "notice"
    WARNING = "warning"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """Place in the order of gravity, 0 for the least."""
        return list(Severity).index(self)


class Event(StrEnum):
    """What an alert tells (预警事件)."""

    REPORT_PUBLISHED = "report.published"
    REPORT_REVISED = "report.revised"
    REPORT_REMOVED = "report.removed"
    REPORT_OVERDUE = "report.overdue"
    REPORT_INCOMPLETE = "report.incomplete"
    REPORT_COPIED = "report.copied"
    REPORT_CONTRADICTION = "report.contradiction"
    INDICATOR_CHANGED = "indicator.changed"
    INDICATOR_VANISHED = "indicator.vanished"
    INDICATOR_RESTATED = "indicator.restated"
    SOURCE_BLOCKED = "source.blocked"
    SOURCE_FAILED = "source.failed"
    SOURCE_SILENT = "source.silent"
    SOURCE_RECOVERED = "source.recovered"


class DeliveryState(StrEnum):
    """How far a delivery has come (投递状态).

    `UNKNOWN`: the other side may have it. `WITHDRAWN`: whoever it was for asked, before it was sent, not to be told.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    DEAD = "dead"
    WITHDRAWN = "withdrawn"


class Status(StrEnum):
    """How one figure stands to its counterpart (变动类型)."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    APPEARED = "appeared"
    MISSING = "missing"
    NOT_COMPARABLE = "not_comparable"
