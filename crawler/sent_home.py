"""Held pages whose address led to the front page: takes them as they come, leaves those that are believed gone.

A portal that is rebuilt, or was asked too fast, sends every address home; that speaks of no page.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.outcome import Failure


@dataclass
class SentHome:
    """The pages of one visit that were sent home, with the reason; `named` are those that their list still names.

    Of these it is kept how many pages had answered before.
    """

    reasons: dict[str, str] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.reasons)

    def note(self, url: str, reason: str, *, named: bool, got: int) -> None:
        """Note a page; `got` is how many pages have answered in this visit so far."""
        self.reasons[url] = reason
        if named:
            self.named[url] = got

    def settle(self, got: int) -> tuple[dict[str, str], list[Failure]]:
        """Return the pages that are believed gone, with the reason, and the others as failures, after the last answer.

        Where several pages go home and none answers, it speaks of no page; one alone was held against controls. A page
        that its list still names is believed gone only where another answered after it: a hurried portal answers none.
        """
        doubted = {url for url, before in self.named.items() if got <= before}
        left = {url: reason for url, reason in self.reasons.items() if url not in doubted}
        failures = [Failure(url, f"{self.reasons[url]}, which its list does not confirm") for url in doubted]
        if got or len(self.reasons) == 1:
            return left, failures
        return {}, [*failures, *(Failure(url, f"{reason}, as is every page") for url, reason in left.items())]
