r"""The webhook (`json://`, `jsons://`): takes a message with its alert, posts it as JSON, leaves what was answered.

The object has the fields of Apprise's JSON service, so that receivers made for it go on working, and four more:

    version      "1.1"
    type         "info"
    title        one line
    message      the whole text, lines parted by \n
    attachments  []
    identity     the same at every attempt: what came twice is dropped by it; also the header X-Fazhi-Delivery
    thread       the same for all that is told of one report
    alert        the alert as `fazhi alerts --format json` prints it, {} for a test; the gravest one of a digest
    alerts       all that the message tells: one, or those of a digest

With `?secret=WORD` in the address (which then belongs into `url_env`) two headers prove the sender and the hour:
`X-Fazhi-Timestamp`, seconds since 1970, and `X-Fazhi-Signature`, "sha256=" and the hex HMAC-SHA256 under the secret of
timestamp, a full stop and the body's bytes. A status of 200 to 299 is an acceptance; Retry-After is obeyed. Apprise's
`?method=`, `?+header=`, `?-parameter=` and `?:field=` work as it documents them.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from monitor.telling.answers import Answer, Particulars
from monitor.telling.fitting import size
from monitor.telling.posting import post, refusal
from storage.vocabulary import DeliveryState


@dataclass(frozen=True)
class Webhook:
    """One receiver of JSON: where Apprise's service leads, and the secret that signs."""

    service: Any
    secret: str = ""
    clock: Callable[[], float] = time.time
    per_minute: int = 0
    room: int = 200_000
    recipients: tuple[str, ...] = ("",)
    each_alone: bool = True

    def weigh(self, title: str, text: str) -> int:
        """Return how many bytes a title and a text take."""
        return size(title) + size(text)

    def send(self, title: str, text: str, identity: str, particulars: Particulars) -> Answer:
        """Post one message; sent where the status is one of success."""
        service = self.service
        said = {
            "version": "1.1",
            "type": "info",
            "title": title,
            "message": text,
            "attachments": [],
            "identity": identity,
            "thread": particulars.thread,
            "alert": dict(particulars.alerts[0]) if particulars.alerts else {},
            "alerts": [dict(alert) for alert in particulars.alerts],
        }
        body = json.dumps(_renamed(said, service.payload_extras), ensure_ascii=False).encode("utf-8", "replace")
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Fazhi Watch", **service.headers}
        headers["X-Fazhi-Delivery"] = identity
        if self.secret:
            headers |= signature(self.secret, body, int(self.clock()))
        reply = post(
            _address(service),
            body,
            {name: value.encode("utf-8", "replace").decode("latin-1") for name, value in headers.items()},
            method=service.method,
            auth=(service.user, service.password or "") if service.user else None,
            params=service.params,
            verify=service.verify_certificate,
        )
        if isinstance(reply, Answer):
            return reply
        return refusal(reply) or Answer(DeliveryState.SENT, f"accepted: HTTP {reply.status}")


def signature(secret: str, body: bytes, moment: int) -> dict[str, str]:
    """Return the two headers that prove who sent a body and when (seconds since 1970)."""
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Fazhi-Timestamp": str(moment), "X-Fazhi-Signature": f"sha256={digest}"}


def open_webhook(address: str, service: Any) -> Webhook | None:
    """Return the webhook that Apprise's service stands for, None for any other service."""
    if type(service).__name__ != "NotifyJSON":
        return None
    return Webhook(service, dict(parse_qsl(urlsplit(address).query)).get("secret", ""))


def _renamed(said: dict[str, Any], changes: dict[str, str]) -> dict[str, Any]:
    """Return the object after Apprise's `:field=` options: one of ours renamed, or left out; any other added."""
    told = dict(said)
    for name, value in changes.items():
        if name not in said:
            told[name] = value
            continue
        kept = told.pop(name, None)
        if value:
            told[value] = kept
    return told


def _address(service: Any) -> str:
    port = f":{service.port}" if isinstance(service.port, int) else ""
    return f"http{'s' if service.secure else ''}://{service.host}{port}{service.fullpath}"
