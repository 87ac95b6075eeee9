"""Pages that went, moved or came back: takes what the store is certain of, leaves alerts and what to note with them.

A removal is told where the report's own page is gone and no other page of the same portal holds the report: after a
rebuilding the same report stands at another address, which is no removal. A page that came back is told to those who
were told that it had gone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from monitor.comparing.reuse import changed_sentences
from monitor.comparing.revision import compare_revision
from monitor.house import House
from monitor.judging.occasion import Context
from monitor.judging.revisions import alert_of_removal, alert_of_restoration, alerts_of_revision
from storage.database import Store
from storage.findings import SERIES_KINDS, HeldReading, reading_of_page
from storage.judgements import Standings
from storage.model import Alert
from storage.notices import Route, alerts_since
from storage.outbox import routes_of_alert
from storage.pages import PageRecord
from storage.standing import other_copies, pages_removed_untold, pages_restored_untold
from storage.vocabulary import Event

ContextOf = Callable[[HeldReading, datetime, HeldReading | None], Context]


@dataclass(frozen=True)
class Found:
    """The alerts, what is noted in their transaction, and by an alert's key the removal that it takes back."""

    alerts: tuple[Alert, ...]
    standings: Standings
    told_before: Mapping[str, Alert]


def judge_standings(house: House, as_of: datetime, context_of: ContextOf) -> Found:
    """Return what the pages say that are surely gone or stand again, and were not judged since."""
    alerts: list[Alert] = []
    moved: dict[str, HeldReading] = {}
    gone, back = pages_removed_untold(house.store), pages_restored_untold(house.store)
    removals = _removals_told(house.store) if gone or back else {}
    for page in gone:
        held = _report_at(house.store, page)
        if held is None:
            continue
        copies = other_copies(house.store, page.url)
        if there := next((copy for copy in copies if _same_place(held, copy)), None):
            moved[page.url] = there
            alerts += _changed_on_the_way(house, held, there, context_of(there, as_of, held))
        elif held.is_primary or not copies:
            context, earlier = context_of(held, as_of, held), len(removals.get(page.url, ()))
            alerts.append(_removal(house, page, copies, context, earlier))
    told_before = _restorations(house, back, removals, as_of, context_of)
    removed = tuple(page.url for page in gone if page.url not in moved)
    alerts += [alert for alert, _taken_back in told_before.values()]
    taken_back = {key: removal for key, (_alert, removal) in told_before.items()}
    return Found(tuple(alerts), Standings(removed, tuple(page.url for page in back), moved), taken_back)


def routes_back(
    routes: Mapping[str, Sequence[Route]], told_before: Mapping[str, Alert], store: Store, now: datetime
) -> dict[str, Sequence[Route]]:
    """Return the routes, with those added along which the removals went that are taken back."""
    found = dict(routes)
    for key, removal in told_before.items():
        assert removal.id is not None
        known = {(route.channel, route.recipient) for route in found.get(key, ())}
        more = routes_of_alert(store, removal.id, now)
        found[key] = [*found.get(key, ()), *(one for one in more if (one.channel, one.recipient) not in known)]
    return found


def _report_at(store: Store, page: PageRecord) -> HeldReading | None:
    held = reading_of_page(store, page.url)
    return held if held is not None and held.reading.identity.kind in SERIES_KINDS else None


def _same_place(one: HeldReading, other: HeldReading) -> bool:
    hosts = {(urlsplit(held.url).hostname or "").removeprefix("www.") for held in (one, other)}
    return one.source == other.source or len(hosts) == 1


def _removals_told(store: Store) -> dict[str, list[Alert]]:
    """Return the removals told so far by page, oldest first."""
    found: dict[str, list[Alert]] = {}
    for alert in alerts_since(store):
        if alert.event is Event.REPORT_REMOVED and alert.url:
            found.setdefault(alert.url, []).append(alert)
    return found


def _removal(house: House, page: PageRecord, copies: Sequence[HeldReading], context: Context, earlier: int) -> Alert:
    reason = f"隔日两次以上查看均已不在，最后的答复：{page.missing_reason or '无'}"
    reason += f"；另一网址仍有同一报告：{copies[0].url}" if copies else ""
    return alert_of_removal(context, house.rules, reason, earlier)


def _changed_on_the_way(house: House, held: HeldReading, there: HeldReading, context: Context) -> tuple[Alert, ...]:
    """Return the revision of a report whose text is not the same at its new address."""
    old, new = held.document, there.document
    if held.reading.reader != there.reading.reader:
        return ()  # two readers' differences must not look like an edit
    found = compare_revision(old, held.reading, new, there.reading, house.catalogue)
    sentences = changed_sentences(old.text, new.text, old.title, new.title)
    return alerts_of_revision(context, found, sentences, house.catalogue, house.rules)


def _restorations(
    house: House,
    back: Sequence[PageRecord],
    removals: Mapping[str, Sequence[Alert]],
    as_of: datetime,
    context_of: ContextOf,
) -> dict[str, tuple[Alert, Alert]]:
    """Return, by key, the alert of each page that came back and the removal that had been told of it."""
    found = {}
    for page in back:
        held, told = _report_at(house.store, page), removals.get(page.url)
        if held is None or not told:
            continue
        removal = told[-1]
        changed = held.snapshot.sha256 != removal.old_snapshot_sha256
        alert = alert_of_restoration(context_of(held, as_of, None), removal, house.rules, changed=changed)
        found[alert.key] = (alert, removal)
    return found
