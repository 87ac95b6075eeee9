"""The crawler's branch of the family of errors; takes the house's base, leaves the tree below.

WatchError
└── UnreadableError   bytes that hold no web page and no plain text: names the media type
"""

from __future__ import annotations

from storage.errors import WatchError


class UnreadableError(WatchError):
    """The bytes are no web page and no plain text; the message names the media type and the remedy."""
