"""The way out of a subscription: takes an open house, leaves what the window asks of a token that a mail carried."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.house import House
from monitor.serving.server import WayOut
from monitor.telling.unsubscribing import load_secret, unsubscribe, whose_token


def way_out_of(house: House) -> WayOut:
    """Return how this house answers tokens; raise StorageError where its secret can neither be read nor made."""
    secret = load_secret(house.settings, house.store, house.environment)

    def look(token: str) -> str | None:
        leaver = whose_token(house.store, secret, token)
        return leaver.subscription if leaver else None

    def leave(token: str) -> bool:
        return unsubscribe(house.store, secret, token, datetime.now(UTC)) is not None

    return WayOut(look, leave)
