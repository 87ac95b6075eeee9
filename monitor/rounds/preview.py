"""What the rules would tell of everything that is held: takes a house, leaves alerts that nobody is told of."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.house import House
from monitor.judging.alerts import alerts_of_new_report
from monitor.judging.others import alerts_of_overdue
from monitor.rounds.context import context_of
from monitor.rounds.others import Peers
from monitor.rounds.years import compare_alone, compare_two, read_now, report_beside
from storage.findings import current_reports
from storage.model import Alert
from storage.series import all_series
from storage.vocabulary import Kind


def preview_alerts(house: House, as_of: datetime | None = None) -> list[Alert]:
    """Return what the rules say of every held report, news or not; nothing is kept and nobody is told."""
    now = as_of or datetime.now(UTC)
    found: list[Alert] = []
    peers = Peers(house)
    for held in current_reports(house.store):
        if held.reading.identity.kind is Kind.REPORT:
            current = read_now(house, held)
            earlier = [report_beside(house, current, -1), report_beside(house, current, -2)]
            comparison = compare_two(house, earlier[0], current, peers) if earlier[0] else None
            readings = [one.reading for one in earlier if one is not None]
            context = context_of(current, now, earlier[0])
            own = compare_alone(house, current) if comparison is None else None
            found += alerts_of_new_report(
                context, comparison, current.reading, house.catalogue, house.rules, earlier=readings, own=own
            )
    return [*found, *alerts_of_overdue(all_series(house.store), now, house.rules)]
