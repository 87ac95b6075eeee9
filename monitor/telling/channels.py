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
from monitor.telling.fitting import Room
from monitor.telling.mail import open_mail
from monitor.telling.others import asset, open_other
from monitor.telling.posting import CONNECT_TIMEOUT_SECONDS, READ_TIMEOUT_SECONDS
from monitor.telling.webhook import open_webhook
from storage.errors import ConfigError

LONGEST_TITLE = 200


class Sender(Protocol):
    """A way to one service.

    `per_minute` is how many messages it takes, 0 where it sets no limit; `room` is how much a message may weigh;
    `recipients` are those that are told one by one, ("",) for a service that is one reader to us; `each_alone` says
    that a program reads it, which wants every alert by itself.
    """

    @property
    def per_minute(self) -> int: ...  # noqa: D102
    @property
    def room(self) -> int: ...  # noqa: D102
    @property
    def recipients(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def each_alone(self) -> bool: ...  # noqa: D102

    def weigh(self, title: str, text: str) -> int:
        """Return what a message weighs as the service counts."""

    def send(self, title: str, text: str, identity: str, particulars: Particulars) -> Answer:
        """Send one message; the words of the answer may still hold secrets."""


class Channel:
    """One service that can be told things; made once for a batch, since Apprise keeps its pace in the object."""

    def __init__(self, name: str, address: SecretStr) -> None:
        self.name = name
        plain = address.get_secret_value()
        service = _open_service(name, address)
        self._sender: Sender = (
            open_bot(plain, service) or open_mail(service) or open_webhook(plain, service) or open_other(service)
        )
        # Whom a mail goes to is no secret of the channel: a server's answer about a recipient must stay readable.
        self._secrets = tuple(
            secret for secret in secret_parts(plain) if not any(secret in one for one in self.recipients)
        )

    @property
    def per_minute(self) -> int:
        """Return how many messages a minute the service takes, 0 where none is known."""
        return self._sender.per_minute

    @property
    def room(self) -> Room:
        """Return how much one message may hold."""
        return Room(self._sender.room, self._sender.weigh)

    @property
    def recipients(self) -> tuple[str, ...]:
        """Return those who are told one by one, ("",) for a service that is one reader to us."""
        return self._sender.recipients

    @property
    def each_alone(self) -> bool:
        """Whether a program reads it, which wants every alert by itself."""
        return self._sender.each_alone

    def send(self, title: str, text: str, identity: str, particulars: Particulars | None = None) -> Answer:
        """Send one message; `identity` is the same at every attempt, and travels with it where the service lets it."""
        title = " ".join(title.split())[:LONGEST_TITLE]
        answer = self._sender.send(title, text, identity, particulars or Particulars())
        return replace(answer, words=mask(answer.words, self._secrets))


def _open_service(name: str, address: SecretStr) -> Any:
    import apprise  # noqa: PLC0415

    _silence_apprise()
    service = apprise.Apprise.instantiate(address.get_secret_value(), asset=asset(), suppress_exceptions=True)
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
