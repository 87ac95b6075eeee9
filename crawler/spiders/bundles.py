"""A page with the files it offers, while they are being got: takes each one's fate, leaves them in their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from crawler.attachments.evidence import is_report_itself
from crawler.attachments.links import FileLink
from crawler.clean import make_document
from crawler.keep import Fate
from crawler.walk import Errand
from storage.enclosures import Enclosure


@dataclass
class Bundle:
    """One page and its files; `text` gives the page's HTML, `snapshot_id` its bytes."""

    errand: Errand
    snapshot_id: int | None
    fate: Fate
    links: tuple[FileLink, ...]
    text: Callable[[], str]
    found: dict[int, Enclosure] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether every file was asked for."""
        return len(self.found) == len(self.links)

    @property
    def enclosures(self) -> tuple[Enclosure, ...]:
        """What became of the files, in the order of the page."""
        return tuple(self.found[place] for place in range(len(self.links)))

    def is_report_itself(self) -> bool:
        """Tell whether the page's own text is a report, so that its files are copies or supplements."""
        return is_report_itself(make_document(self.text().encode(), "text/html; charset=utf-8").text)
