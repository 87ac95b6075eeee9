"""Who wants to be told: takes a subscription and an alert, answers yes or no; pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from monitor.reading.divisions import lies_in
from storage.model import Alert, Region, Source, Subscription

if TYPE_CHECKING:
    from monitor.indicators import Catalogue


def wants(subscription: Subscription, alert: Alert, catalogue: Catalogue) -> bool:
    """Tell whether a subscription asks for an alert; an empty filter lets everything pass, a paused one nothing.

    Regions are codes (a prefix is enough: "52", "520000") or names of any place above; `indicators` may name
    indicators or systems, by id or in Chinese, and then only alerts that carry such a figure are wanted.
    """
    return (
        not subscription.paused
        and alert.severity.rank >= subscription.min_severity.rank
        and (not subscription.events or alert.event in subscription.events)
        and (not subscription.levels or alert.level in subscription.levels)
        and (not subscription.agencies or _bare(alert.agency) in {_bare(name) for name in subscription.agencies})
        and (not subscription.regions or any(_lies_in(alert.region, asked) for asked in subscription.regions))
        and (not subscription.indicators or _carries(subscription.indicators, alert, catalogue))
    )


def unheard(subscription: Subscription, sources: Sequence[Source]) -> tuple[str, ...]:
    """Return the regions and agencies asked for that no watched source is declared for, with the agency that is near.

    No error: a province's column may carry reports of agencies that no source names.
    """
    places = [Region(source.agency or source.name, source.region) for source in sources]
    agencies = {_bare(source.agency): source.agency for source in sources if source.agency}
    told = [
        f"region {asked!r}" for asked in subscription.regions if not any(_lies_in(place, asked) for place in places)
    ]
    for asked in subscription.agencies:
        if _bare(asked) not in agencies:
            near = next((name for bare, name in agencies.items() if _bare(asked) in bare), None)
            told.append(f"agency {asked!r}" + (f" (did you mean {near}?)" if near else ""))
    return tuple(told)


def _bare(name: str | None) -> str:
    return "".join((name or "").split())


def _lies_in(region: Region | None, asked: str) -> bool:
    if region is None:
        return False
    asked = _bare(asked)
    if asked.isdigit():
        return region.code is not None and region.code.startswith(_significant(asked))
    if not asked:
        return False
    return asked in _bare(region.name) or (region.code is not None and lies_in(region.code, asked))


def _significant(code: str) -> str:
    """Return a region code without the pairs of zeros that stand for "all of it"."""
    while len(code) > 2 and len(code) % 2 == 0 and code.endswith("00"):
        code = code[:-2]
    return code


def _carries(asked: tuple[str, ...], alert: Alert, catalogue: Catalogue) -> bool:
    for figure in alert.figures:
        indicator = catalogue.indicators.get(figure.indicator or "")
        names = {figure.indicator}
        if indicator is not None:
            names |= {indicator.zh, indicator.system, catalogue.systems.get(indicator.system)}
        if not names.isdisjoint(asked):
            return True
    return False


def filter_names(catalogue: Catalogue) -> list[str]:
    """Return every name that a filter on indicators may use: ids and Chinese names of indicators and of systems."""
    indicators = catalogue.indicators.values()
    return [*catalogue.indicators, *catalogue.systems, *(one.zh for one in indicators), *catalogue.systems.values()]
