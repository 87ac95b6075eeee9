"""Every other service that Apprise knows (Telegram, Slack, ntfy …): takes a message, leaves what Apprise made of it.

Apprise would send a text that is too long as it is, and be refused; so it is shortened here, on a line's border, by the
limit that Apprise states in characters, or by the service's own.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from html import escape
from typing import Any

from monitor.telling.answers import Answer, Particulars
from monitor.telling.fitting import fit, size
from storage.vocabulary import DeliveryState

_CUT = ("timed out", "Connection aborted", "RemoteDisconnected", "Connection reset", "IncompleteRead")
_AWAY = ("refused", "NewConnectionError", "Name or service not known", "No route to host")
# docs.ntfy.sh/publish: a message of more than 4,096 bytes becomes a file; Apprise makes one of more than 8,000 bytes of
# its JSON, in which a Chinese character takes six. Beside the text stand topic, title, priority and an address.
_NTFY = 6_000
_LONGEST = 200_000
# core.telegram.org/bots/faq: 20 messages a minute to one group; docs.ntfy.sh/publish: a burst of 60, then one in 5 s;
# docs.slack.dev/apis/web-api/rate-limits: one a second for a webhook.
_PER_MINUTE = {"NotifyTelegram": 20, "NotifyNtfy": 12, "NotifySlack": 60}
# What Apprise puts between title and text.
_SEAM = 10


def _letters(text: str) -> int:
    """Count a text as Apprise sends it at its longest: escaped, and its lines ended by two characters."""
    return len(escape(text).replace("\n", "\r\n"))


def _ntfy(text: str) -> int:
    """Count a text so that `_NTFY` keeps both limits: 4,000 bytes of text, 6,000 of JSON."""
    return max(len(json.dumps(text)), size(text) * 3 // 2)


_MEASURES: dict[str, Callable[[str], int]] = {"NotifyNtfy": _ntfy}


class Other:
    """One service as Apprise serves it."""

    recipients = ("",)
    each_alone = False

    def __init__(self, service: Any) -> None:
        self._service = service
        kind = type(service).__name__
        self.per_minute = _PER_MINUTE.get(kind, 0)
        self._measure = _MEASURES.get(kind, _letters)
        stated = int(getattr(service, "body_maxlen", 0)) or _LONGEST
        self._longest = _NTFY if kind == "NotifyNtfy" else min(stated, _LONGEST)
        self.room = self._longest

    def weigh(self, title: str, text: str) -> int:
        """Return how much a title and a text take as the service counts them: in characters, or in bytes."""
        return self._measure(f"{title}\n{text}") + _SEAM

    def send(self, title: str, text: str, identity: str, particulars: Particulars) -> Answer:
        """Send one message; Apprise tells what the other side said only in its log, which is read here."""
        import apprise  # noqa: PLC0415 (0.14 s; only deliveries need it)
        from apprise.result import AppriseResultStatus  # noqa: PLC0415

        headers = getattr(self._service, "headers", None)
        if isinstance(headers, dict):
            headers["X-Fazhi-Delivery"] = identity
        outbox = apprise.Apprise(asset=asset())
        outbox.add(self._service)
        text = fit(text, max(self._longest - self._measure(title) - _SEAM, 100), particulars.link, self._measure)
        result = outbox.notify(title=title, body=text, body_format=apprise.NotifyFormat.TEXT, log_level=logging.DEBUG)
        entries = [(entry.level, str(entry.message)) for entry in result.logs()]
        words = "; ".join(message for level, message in entries if level not in ("DEBUG", "INFO", "TRACE"))
        trouble = [message for _level, message in entries if message.startswith("Socket Exception")]
        cut = any(sign in message for message in trouble for sign in _CUT)
        if result.status == AppriseResultStatus.SUCCESS:
            return Answer(DeliveryState.SENT, "accepted")
        if result.status == AppriseResultStatus.TIMEOUT or cut or "timed out" in words.lower():
            return Answer(DeliveryState.UNKNOWN, words or "no answer in time", down=True)
        away = any(sign in message for message in trouble for sign in _AWAY)
        return Answer(DeliveryState.FAILED, words or "refused", down=away)


def open_other(service: Any) -> Other:
    """Return the way to any service of Apprise's."""
    return Other(service)


def asset() -> Any:
    """Return how Apprise is to behave: one attempt, no redirects, no address in its log where it can be helped."""
    import apprise  # noqa: PLC0415

    return apprise.AppriseAsset(app_id="Fazhi Watch", async_mode=False, http_redirects=False, secure_logging=True)
