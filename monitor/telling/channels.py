"""Channels: takes a declared address and a message, sends it through Apprise, leaves the other side's own answer.

Apprise is asked for one service and one notification at a time, so that its answer speaks of this delivery alone. Its
time-out means that the other side may have the message: that is `unknown`, never `failed`.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from storage.errors import ConfigError
from storage.vocabulary import DeliveryState

# A slow server that has accepted a message and is cut off would be told twice; Apprise's own default is 4 s.
READ_TIMEOUT_SECONDS = 30.0
CONNECT_TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True)
class Answer:
    """What became of one attempt, and the other side's words with every secret masked."""

    state: DeliveryState
    words: str


class Channel:
    """One service that can be told things; made once for a batch, since Apprise keeps its pace in the object."""

    def __init__(self, name: str, address: SecretStr) -> None:
        self.name = name
        self._secrets = secret_parts(address.get_secret_value())
        self._service = _open_service(name, address)

    def send(self, title: str, text: str, identity: str) -> Answer:
        """Send one message; `identity` is the same at every attempt and travels as the header X-Fazhi-Delivery."""
        import apprise  # noqa: PLC0415 (0.14 s; only deliveries need it)
        from apprise.result import AppriseResultStatus  # noqa: PLC0415

        headers = getattr(self._service, "headers", None)
        if isinstance(headers, dict):
            headers["X-Fazhi-Delivery"] = identity
        outbox = apprise.Apprise(asset=_asset())
        outbox.add(self._service)
        result = outbox.notify(title=title, body=text, body_format=apprise.NotifyFormat.TEXT)
        words = "; ".join(str(entry.message) for entry in result.logs() if getattr(entry, "levelno", 30) >= 30)
        if result.status == AppriseResultStatus.SUCCESS:
            return Answer(DeliveryState.SENT, "accepted")
        if result.status == AppriseResultStatus.TIMEOUT or "timed out" in words.lower():
            return Answer(DeliveryState.UNKNOWN, mask(words or "no answer in time", self._secrets))
        return Answer(DeliveryState.FAILED, mask(words or "refused", self._secrets))


def _asset() -> Any:
    import apprise  # noqa: PLC0415

    return apprise.AppriseAsset(app_id="Fazhi Watch", async_mode=False, http_redirects=False, secure_logging=True)


def _open_service(name: str, address: SecretStr) -> Any:
    import apprise  # noqa: PLC0415

    _silence_apprise()
    service = apprise.Apprise.instantiate(address.get_secret_value(), asset=_asset(), suppress_exceptions=True)
    if service is None:
        raise ConfigError(f"[[channel]] {name!r}: the address is none that Apprise knows; see its list of services")
    service.socket_read_timeout = READ_TIMEOUT_SECONDS
    service.socket_connect_timeout = CONNECT_TIMEOUT_SECONDS
    return service


def _silence_apprise() -> None:
    """Keep Apprise's lines out of our logs: it prints an address that it cannot parse, token and all."""
    logger = logging.getLogger("apprise")
    if logger.propagate:
        logger.propagate = False
        logger.addHandler(logging.NullHandler())  # without any handler Python would print them itself


def secret_parts(address: str) -> tuple[str, ...]:
    """Return the pieces of an address that could be a token or a password, longest first."""
    rest = address.partition("://")[2]
    pieces = {piece for piece in re.split(r"[/:@?&=#]", rest) if len(piece) >= 6}
    host = re.split(r"[/?]", rest.rpartition("@")[2])[0].partition(":")[0]
    return tuple(sorted(pieces - {host}, key=len, reverse=True))


def mask(words: str, secrets: tuple[str, ...], limit: int = 500) -> str:
    """Return words that are safe to keep and to show: secrets masked, control characters gone, not too long."""
    for secret in secrets:
        words = words.replace(secret, "***")
    return "".join(character if character.isprintable() else " " for character in words)[:limit]
