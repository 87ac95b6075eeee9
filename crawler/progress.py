"""What the crawl tells while it goes: takes its events, leaves one JSON object a line where somebody listens."""

from __future__ import annotations

import json
import time
from typing import TextIO

from crawler.keep import Fate
from storage.vocabulary import Outcome

# Unchanged pages come by the hundred a second; they are told as a count, this often.
COUNT_EVERY_SECONDS = 0.5


class Progress:
    """Writes events to `stream`; without a stream it keeps silent."""

    def __init__(self, stream: TextIO | None) -> None:
        self.stream = stream
        self._pages: dict[str, int] = {}
        self._told = 0.0

    def started(self, source: str) -> None:
        """Tell that a source is being looked at."""
        self.tell(event="source", source=source)

    def page(self, source: str, fate: Fate, url: str) -> None:
        """Tell a new or changed page at once, unchanged ones as a count."""
        if self.stream is None:
            return
        self._pages[source] = self._pages.get(source, 0) + 1
        if fate is not Fate.UNCHANGED:
            self.tell(event="page", source=source, url=url, fate=fate.value, pages=self._pages[source])
        elif time.monotonic() - self._told >= COUNT_EVERY_SECONDS:
            self._told = time.monotonic()
            self.tell(event="page", source=source, pages=self._pages[source])

    def outcome(self, source: str, outcome: Outcome, reason: str) -> None:
        """Tell how a source ended."""
        self.tell(event="outcome", source=source, outcome=outcome.value, reason=reason)

    def tell(self, **event: object) -> None:
        """Write one event."""
        if self.stream is not None:
            self.stream.write(json.dumps(event, ensure_ascii=False) + "\n")
            self.stream.flush()
