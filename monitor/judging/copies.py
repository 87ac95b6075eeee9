"""Which copy of a report it is read at, and what copies say against each other: takes facts, leaves an order; pure.

A copy weighs where a government answers for the page: under gov.cn, or in a column that the settings declare as an
agency's own. A mirror on a foreign domain is kept with its report and decides nothing: hijacked domains carry copies
with words and figures exchanged.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.judging.occasion import Context, alert_at, digest, figure_of
from monitor.judging.rules import Rule, rule_named
from storage.model import Alert, Change, Document, Source, plain
from storage.vocabulary import Event

if TYPE_CHECKING:
    from monitor.indicators import Catalogue
    from storage.findings import HeldReading

COPIES_DIFFER = "各处文本数字不一"
# 主任、各位副主任、各位委员：, 各位代表：; a report that a government publishes addresses nobody, or those above it.
_TO_CONGRESS = re.compile(r"各位(?:代表|委员|副主任|组成人员)[^。\n]{0,24}[:：]")
_HEAD = 600


def weighs(url: str, source: Source | None) -> bool:
    """Tell whether a page has weight; `source` is the column that listed it, None where it is watched no more.

    A host without a domain name (61.54.6.141:10082) may be a government's own and is held for it, as is every host of
    a column that names its agency; `mirror = true` takes the weight from the column's own host.
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    if source is not None and source.mirror:
        return _is_official(host) and urlsplit(url).netloc != urlsplit(source.url).netloc
    return _is_official(host) or (source is not None and bool(source.agency))


def _is_official(host: str) -> bool:
    if host == "gov.cn" or host.endswith(".gov.cn") or "." not in host:
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def rank_of_copy(held: HeldReading, source: Source | None) -> tuple[bool, bool, int, bool]:
    """Return how well a report can be read at one of its copies, the best highest.

    A text that came whole before one with lost characters, the report as published before the one given to a congress,
    one with all parts of the law before one without, the agency's own column before another's.
    """
    document, identity = held.document, held.reading.identity
    clean = not document.restored.damaged and not document.restored.glosses
    formal = not is_given_to_congress(document)
    own = source is not None and held.agency is not None and source.agency == held.agency.name
    return clean, formal, sum(identity.parts.values()), own


def is_given_to_congress(document: Document) -> bool:
    """Tell the version of a report that was read to a congress or its standing committee."""
    return _TO_CONGRESS.search(document.text[:_HEAD]) is not None


def alert_of_differing(
    context: Context, changes: Sequence[Change], catalogue: Catalogue, rules: Sequence[Rule]
) -> Alert | None:
    """Return the alert of a copy whose figures are not those of the report; the key is the same for whichever copies.

    `context` has the copy's page as `url` and the report's as `old_url`.
    """
    rule = rule_named(rules, COPIES_DIFFER)
    if rule is None or not changes:
        return None
    figures = [figure_of(change, catalogue) for change in changes]
    reason = f"{rule.reason}：{len(figures)}处数字不同。"
    parts = ("copies", digest("|".join(sorted(map(_pair, changes)))))
    return alert_at(context, Event.REPORT_CONTRADICTION, rule.severity, rule.name, reason, parts=parts, figures=figures)


def _pair(change: Change) -> str:
    """Return a figure with both its values, whichever copy has which."""
    values = sorted(str(plain(side.value)) for side in (change.old, change.new) if side)
    return f"{change.indicator or change.subject}:{'/'.join(values)}"
