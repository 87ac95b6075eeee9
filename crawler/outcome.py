"""How a source ended in a run: takes what was counted and what went wrong, leaves one outcome and its reason.

Trouble is told before success: a source that gave new reports but also refused pages needs a person's eye, and what it
gave is kept and read all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from storage.vocabulary import Outcome, Verdict

BLOCKING = frozenset({Verdict.CHALLENGE, Verdict.REFUSED})
SHOWN_FAILURES = 3


@dataclass(frozen=True)
class Failure:
    """One address that could not be got; `blocked`: the portal or its robots.txt declines programs."""

    url: str
    reason: str
    blocked: bool = False


@dataclass(frozen=True)
class Tally:
    """What one source's crawl saw.

    `had_entries`: an earlier round saw a list with entries; `broken_list`: the list itself could not be got; `failures`
    are pages (of the list or listed) that could not be got; `dead` are listed links that lead nowhere, `missing` held
    pages that answered as gone, `held` pages of which bytes are held by now;
    `shell`: the list page has no text of its own, so that nothing can be said of the column; `silent`: it has no
    entries and does not say that there are none; `stranger`: it names nothing that it named before, and no report;
    `gaps` are the parts of the list that were not seen (a cap, a stall, another column's page, a shortfall),
    `known_gaps` those that were told in an earlier visit, `eased`: they alone made the visit before suspect;
    `unreadable` are held pages in which nothing can be read, scans above all.
    """

    minimum: int = 0
    entries: int = 0
    had_entries: bool = False
    broken_list: Failure | None = None
    empty_reason: str = ""
    shell: bool = False
    silent: bool = False
    stranger: bool = False
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0
    dead: int = 0
    external: int = 0
    skipped: int = 0
    held: int = 0
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = field(default=())
    gaps: tuple[str, ...] = field(default=())
    known_gaps: tuple[str, ...] = field(default=())
    eased: bool = False
    unreadable: tuple[Failure, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """The figures that the visit keeps."""
        names = ("entries", "new", "changed", "unchanged", "missing", "dead", "external", "skipped", "held")
        return {name: getattr(self, name) for name in names} | {"failed": len(self.failures)}

    def with_broken_list(self, failure: Failure) -> Tally:
        """Return the tally of a source whose list could not be got."""
        return replace(self, broken_list=failure)

    def with_unreadable(self, pages: tuple[Failure, ...]) -> Tally:
        """Return the tally of a source that holds pages nothing can be read in."""
        return replace(self, unreadable=pages)

    def with_empty_list(self, reason: str, *, shell: bool, silent: bool) -> Tally:
        """Return the tally of a source whose list has no entries."""
        return replace(self, empty_reason=reason, shell=shell, silent=silent)

    @property
    def has_no_report(self) -> bool:
        """Whether a list of entries has none worth following, and never had."""
        followed = self.got + self.missing + self.dead + self.held
        return bool(self.entries) and self.skipped >= self.entries and not followed

    def with_history(self, *, had_entries: bool, minimum: int) -> Tally:
        """Return the tally with what was known before the round."""
        return replace(self, had_entries=had_entries, minimum=minimum)

    @property
    def got(self) -> int:
        """Pages that answered as pages."""
        return self.new + self.changed + self.unchanged


def conclude(tally: Tally) -> tuple[Outcome, str]:
    """Return the outcome of a source in a run, and the reason in one line."""
    outcome, reason = _conclude(tally)
    told = "; ".join([reason, *tally.gaps, *tally.known_gaps, *tally.notes])
    return outcome, " ".join(told.split())


def _conclude(tally: Tally) -> tuple[Outcome, str]:
    if broken := tally.broken_list:
        outcome = Outcome.BLOCKED if broken.blocked else Outcome.FAILED
        return outcome, f"the list cannot be got: {broken.url}: {broken.reason}"
    if doubt := _doubt(tally):
        return Outcome.SUSPECT, doubt + _lost(tally)
    if tally.failures and tally.got == 0 and all(failure.blocked for failure in tally.failures):
        return Outcome.BLOCKED, f"every page is refused: {_list(tally.failures)}"
    if tally.failures or tally.gaps or tally.unreadable:
        mute = f"; {len(tally.unreadable)} cannot be read: {_list(tally.unreadable)}" if tally.unreadable else ""
        return Outcome.SUSPECT, _sum(tally) + _lost(tally) + mute
    if nothing := _nothing(tally):
        return Outcome.NOTHING, nothing
    return Outcome.FOUND if tally.new or tally.changed else Outcome.UNCHANGED, _sum(tally)


def _doubt(tally: Tally) -> str:
    """Return why the list itself is not to be believed."""
    if tally.entries < tally.minimum:
        return f"the list has {tally.entries} entries, {tally.minimum} at least are declared; none was followed"
    if tally.entries == 0 and tally.had_entries:
        return f"the list had entries before and is empty now{_told(tally.empty_reason)}"
    if tally.entries == 0 and tally.shell:
        return f"the list page is a shell that a script fills{_told(tally.empty_reason)}"
    if tally.entries == 0 and tally.silent:
        return f"no entries are seen, and the page does not say that there are none{_told(tally.empty_reason)}"
    if tally.stranger:
        return f"another page stands in the list's place: none of its {tally.entries} entries was there before"
    return ""


def _nothing(tally: Tally) -> str:
    """Return why a sound list gave nothing at all."""
    if tally.entries == 0 and tally.got == 0 and tally.missing == 0:
        return f"the list has no entries{_told(tally.empty_reason)}"
    return f"no entry of the list is a yearly report: {_sum(tally)}" if tally.has_no_report else ""


def _sum(tally: Tally) -> str:
    parts = [f"{tally.entries} entries", f"{tally.new} new", f"{tally.changed} changed", f"{tally.unchanged} unchanged"]
    for name, count in (("missing", tally.missing), ("dead links", tally.dead), ("elsewhere", tally.external)):
        if count:
            parts.append(f"{count} {name}")
    return ", ".join(parts)


def _lost(tally: Tally) -> str:
    return f"; {len(tally.failures)} could not be got: {_list(tally.failures)}" if tally.failures else ""


def _list(failures: tuple[Failure, ...]) -> str:
    told = [f"{failure.url} ({failure.reason})" for failure in failures[:SHOWN_FAILURES]]
    rest = len(failures) - len(told)
    return "; ".join(told) + (f"; and {rest} more" if rest else "")


def _told(reason: str) -> str:
    return f": {reason}" if reason else ""
