"""What passes through a channel's door: takes nothing, leaves the answer, the particulars, the mask over secrets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storage.vocabulary import DeliveryState

LONGEST_WORDS = 500


@dataclass(frozen=True)
class Answer:
    """What became of one attempt, and the other side's words with every secret masked.

    `retry_after` is how many seconds the other side asked us to wait, where it said so. `down` says that the service
    itself does not answer, so that another message would fare no better just now.
    """

    state: DeliveryState
    words: str
    retry_after: float | None = None
    down: bool = False


@dataclass(frozen=True)
class Particulars:
    """What a channel may make use of beside title and text.

    `thread` is the same for all that is told of one report (mail is threaded by it); `link` leads to the whole;
    `recipient` is the one of several that is meant, all of them where it is empty; `footer` stands under a mail, and
    `unsubscribe` is its address for List-Unsubscribe; `alerts` are the JSON objects that webhooks carry; `final` says
    that no attempt follows, so that a mail with one recipient who cannot be served now is brought to the others.
    """

    thread: str = ""
    link: str = ""
    recipient: str = ""
    footer: str = ""
    unsubscribe: str = ""
    alerts: tuple[Mapping[str, Any], ...] = ()
    final: bool = False


def secret_parts(address: str) -> tuple[str, ...]:
    """Return the pieces of an address that could be a token or a password, longest first."""
    rest = address.partition("://")[2]
    pieces = {piece for piece in re.split(r"[/:@?&=#]", rest) if len(piece) >= 6}
    host = re.split(r"[/?]", rest.rpartition("@")[2])[0].partition(":")[0]
    if _host_is_a_token(address):
        host = ""
    return tuple(sorted(pieces - {host}, key=len, reverse=True))


def _host_is_a_token(address: str) -> bool:
    return address.partition("://")[0].lower() in ("wecombot", "dingtalk", "feishu", "lark", "schan")


def mask(words: str, secrets: tuple[str, ...], limit: int = LONGEST_WORDS) -> str:
    """Return words that are safe to keep and to show: secrets masked, control characters gone, not too long."""
    for secret in secrets:
        words = words.replace(secret, "***")
    return "".join(character if character.isprintable() else " " for character in words)[:limit]
