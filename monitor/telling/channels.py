"""Channels: takes a declared address and a message, brings it there, leaves the other side's own answer.

Bots, webhooks and mail have senders of our own, which read what the other side says; Apprise parses their addresses and
brings the rest. It is asked for one service and one notification at a time, so that its answer speaks of this delivery
alone. A time-out means that the other side may have the message: that is `unknown`, never `failed`.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any, Protocol

from pydantic import SecretStr

from monitor.telling.answers import Answer, Particulars, mask, secret_parts
from monitor.telling.bots import open_bot
from monitor.telling.mail import open_mail
from monitor.telling.posting import CONNECT_TIMEOUT_SECONDS, READ_TIMEOUT_SECONDS
from monitor.telling.webhook import open_webhook
from storage.errors import ConfigError
from storage.vocabulary import DeliveryState

LONGEST_TITLE = 200
_CUT = ("timed out", "Connection aborted", "RemoteDisconnected", "Connection reset", "IncompleteRead")


class Sender(Protocol):
    """A way of our own to one service; `per_minute` is how many messages it takes, 0 where it sets no limit."""

    @property
    def per_minute(self) -> int:
        """Return how many messages a minute it takes."""

    def send(self, title: str, text: str, identity: str, particulars: Particulars) -> Answer:
        """Send one message; the words of the answer may still hold secrets."""


class Channel:
    """One service that can be told things; made once for a batch, since Apprise keeps its pace in the object."""

    def __init__(self, name: str, address: SecretStr) -> None:
        self.name = name
        plain = address.get_secret_value()
        self._secrets = secret_parts(plain)
        service = _open_service(name, address)
        self._sender: Sender = (
            open_bot(plain, service) or open_mail(service) or open_webhook(plain, service) or _ThroughApprise(service)
        )

    @property
    def per_minute(self) -> int:
        """Return how many messages a minute the service takes, 0 where none is known."""
        return self._sender.per_minute

    def send(self, title: str, text: str, identity: str, particulars: Particulars | None = None) -> Answer:
        """Send one message; `identity` is the same at every attempt, and travels with it where the service lets it."""
        title = " ".join(title.split())[:LONGEST_TITLE]
        answer = self._sender.send(title, text, identity, particulars or Particulars())
        return replace(answer, words=mask(answer.words, self._secrets))


class _ThroughApprise:
    """Any service that Apprise knows, as Apprise serves it."""

    per_minute = 0

    def __init__(self, service: Any) -> None:
        self._service = service

    def send(self, title: str, text: str, identity: str, _particulars: Particulars) -> Answer:
        """Send one message; Apprise tells what the other side said only in its log, which is read here."""
        import apprise  # noqa: PLC0415 (0.14 s; only deliveries need it)
        from apprise.result import AppriseResultStatus  # noqa: PLC0415

        headers = getattr(self._service, "headers", None)
        if isinstance(headers, dict):
            headers["X-Fazhi-Delivery"] = identity
        outbox = apprise.Apprise(asset=_asset())
        outbox.add(self._service)
        result = outbox.notify(title=title, body=text, body_format=apprise.NotifyFormat.TEXT, log_level=logging.DEBUG)
        entries = [(entry.level, str(entry.message)) for entry in result.logs()]
        words = "; ".join(message for level, message in entries if level not in ("DEBUG", "INFO", "TRACE"))
        cut = any(
            message.startswith("Socket Exception") and any(sign in message for sign in _CUT)
            for _level, message in entries
        )
        if result.status == AppriseResultStatus.SUCCESS:
            return Answer(DeliveryState.SENT, "accepted")
        if result.status == AppriseResultStatus.TIMEOUT or cut or "timed out" in words.lower():
            return Answer(DeliveryState.UNKNOWN, words or "no answer in time")
        return Answer(DeliveryState.FAILED, words or "refused")


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
        logger.setLevel(logging.DEBUG)  # it tells only there whether a connection was refused or cut
