"""Pages that went, moved or came back: takes what the store is certain of, leaves alerts and what to note with them.

A removal is told where the report's own page is gone and no other page of weight holds the report: on the same portal,
in a department's column, before a congress; it is told once, however many of its pages and files go. A report that came
back, wherever, is told once to those who were told that it had gone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from monitor.comparing.reuse import changed_sentences
from monitor.comparing.revision import compare_revision
from monitor.house import House
from monitor.judging.answered import in_chinese
from monitor.judging.copies import is_given_to_congress
from monitor.judging.occasion import Context
from monitor.judging.revisions import alert_of_removal, alert_of_restoration, alerts_of_revision
from monitor.judging.rules import Rule
from monitor.rounds.context import context_of
from monitor.rounds.copies import Scales, standing_elsewhere
from storage.copies import judged_addresses
from storage.database import Store
from storage.findings import SERIES_KINDS, HeldReading, reading_of_page
from storage.judgements import Standings
from storage.model import Alert, Region
from storage.notices import Route, alerts_since
from storage.outbox import routes_of_alert
from storage.pages import PageRecord
from storage.standing import pages_removed_untold, pages_restored_untold
from storage.vocabulary import Event


@dataclass(frozen=True)
class Found:
    """The alerts, what is noted in their transaction, and by an alert's key the removal that it takes back.

    `returned` are the reports' pages that stand again.
    """

    alerts: tuple[Alert, ...]
    standings: Standings
    told_before: Mapping[str, Alert]
    returned: tuple[HeldReading, ...] = ()


def judge_standings(house: House, as_of: datetime) -> Found:
    """Return what the pages say that are surely gone or stand again, and were not judged since."""
    alerts: list[Alert] = []
    moved: dict[str, HeldReading] = {}
    gone, back = pages_removed_untold(house.store), pages_restored_untold(house.store)
    words = _Words.of(house.store) if gone or back else _Words()
    reports = [(page, held) for page in gone if (held := _report_at(house, page)) is not None]
    told: set[int | str] = set()
    for page, held in sorted(reports, key=lambda one: not one[1].is_primary):
        copies = standing_elsewhere(house, held)
        if there := next((copy for copy in copies if _same_place(held, copy)), None):
            moved[page.url] = there
            if held.is_primary:
                alerts += changed_on_the_way(house, held, there, as_of)
        elif copies:
            moved[page.url] = copies[0]  # what it says otherwise was told when it was found
        elif (held.report_id or held.url) not in told and not _is_told(house, words, held):
            told.add(held.report_id or held.url)
            alerts.append(_removal(house, page, context_of(held, as_of, held), len(words.removals.get(held.url, ()))))
    returned = tuple(held for page in back if (held := _report_at(house, page)) is not None)
    told_before = _restorations(returned, words, as_of, house.rules)
    removed = tuple(page.url for page in gone if page.url not in moved)
    alerts += [alert for alert, _taken_back in told_before.values()]
    taken_back = {key: removal for key, (_alert, removal) in told_before.items()}
    standings = Standings(removed, tuple(page.url for page in back), moved)
    return Found(tuple(alerts), standings, taken_back, returned)


def taken_back(house: House, copy: HeldReading, as_of: datetime) -> dict[str, tuple[Alert, Alert]]:
    """Return, by key, the alert of a report put up at another address after its removal was told, with the removal."""
    if standing_elsewhere(house, copy):
        return {}
    return _restorations([copy], _Words.of(house.store), as_of, house.rules)


def changed_on_the_way(house: House, held: HeldReading, there: HeldReading, as_of: datetime) -> tuple[Alert, ...]:
    """Return the revision of a report whose text is not the same at its new address."""
    old, new = held.document, there.document
    if held.reading.reader != there.reading.reader or is_given_to_congress(old) is not is_given_to_congress(new):
        return ()  # two readers' differences must not look like an edit, nor another head and end
    found = compare_revision(old, held.reading, new, there.reading, house.catalogue)
    sentences = changed_sentences(old.text, new.text, old.title, new.title)
    return alerts_of_revision(context_of(there, as_of, held), found, sentences, house.catalogue, house.rules)


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


def _report_at(house: House, page: PageRecord) -> HeldReading | None:
    held = reading_of_page(house.store, page.url)
    if held is None or held.reading.identity.kind not in SERIES_KINDS:
        return None
    return held if Scales.of(house).weighs(held) else None


def _same_place(one: HeldReading, other: HeldReading) -> bool:
    hosts = {urlsplit(held.url).netloc.removeprefix("www.") for held in (one, other)}
    return one.source == other.source or len(hosts) == 1


@dataclass(frozen=True)
class _Words:
    """What was told of reports that went: by the page's address and, its agency being sure, by the report.

    `removals` are all of them, oldest first; `standing` the last of each that nothing has taken back since.
    """

    removals: dict[str, list[Alert]] = field(default_factory=dict)
    standing: dict[str, Alert] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store) -> _Words:
        """Return what the alerts say that were raised so far."""
        words = cls()
        for alert in alerts_since(store):
            if alert.event is Event.REPORT_REMOVED:
                for key in _keys_of(alert):
                    words.removals.setdefault(key, []).append(alert)
                    words.standing[key] = alert
            elif alert.event is Event.REPORT_PUBLISHED:
                words._take_back(alert)
        return words

    def _take_back(self, back: Alert) -> None:
        """Let what was told of a report stand no more; the key of a restoration names the removal (`revisions`)."""
        named = [key for key, removal in self.standing.items() if removal.key in back.key]
        for key in named or [key for key, removal in self.standing.items() if _keys_of(removal) & _keys_of(back)]:
            del self.standing[key]


def _keys_of(alert: Alert) -> set[str]:
    return {alert.url or "", _report_key(alert.agency, alert.region, alert.year)} - {""}


def _is_told(house: House, words: _Words, held: HeldReading) -> bool:
    """Tell whether the end of a report is known already: of its file before its page, of one page before another."""
    pages = judged_addresses(house.store, held.report_id) if held.report_id is not None else ()
    return any(url in words.standing for url in (held.url, *pages))


def _report_key(agency: str | None, region: Region | None, year: int | None) -> str:
    code = region.code if region else None
    return f"{agency}|{code}|{year}" if agency and code and year else ""


def _removal(house: House, page: PageRecord, context: Context, earlier: int) -> Alert:
    reason = f"隔日两次以上查看均已不在，最后的答复：{in_chinese(page.missing_reason or '无')}"
    return alert_of_removal(context, house.rules, reason, earlier)


def _restorations(
    back: Sequence[HeldReading], words: _Words, as_of: datetime, rules: Sequence[Rule]
) -> dict[str, tuple[Alert, Alert]]:
    """Return, by key, the alert of each report that came back and the removal that had been told of it."""
    found = {}
    for held in back:
        year, agency = held.reading.identity.year, held.agency
        report = _report_key(agency.name, agency.region, year) if agency else ""
        removal = words.standing.get(held.url) or words.standing.get(report)
        if removal is None:
            continue
        changed = held.snapshot.sha256 != removal.old_snapshot_sha256
        alert = alert_of_restoration(context_of(held, as_of), removal, rules, changed=changed)
        found[alert.key] = (alert, removal)
    return found
