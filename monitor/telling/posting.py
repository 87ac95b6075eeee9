"""Posting: takes one HTTP request that tells somebody something, leaves the reply, or the answer where none came.

Whether the other side may have the message is what matters. A connection that never stood is `failed`; one that was
cut, or an answer that did not come in time, is `unknown`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from monitor.telling.answers import Answer
from storage.vocabulary import DeliveryState

# A slow server that has accepted a message and is cut off would be told twice; Apprise's own default is 4 s.
READ_TIMEOUT_SECONDS = 30.0
CONNECT_TIMEOUT_SECONDS = 10.0
_LONGEST_REPLY = 65_536
_GATEWAY_TIMEOUT = 504
_LONGEST_WAIT = 86_400.0


@dataclass(frozen=True)
class Reply:
    """What the other side said: status, body, and the seconds it asked us to wait."""

    status: int
    body: bytes
    retry_after: float | None = None

    @property
    def text(self) -> str:
        """Return the body as text, whatever it holds."""
        return self.body.decode("utf-8", "replace")

    def object(self) -> dict[str, Any] | None:
        """Return the body as a JSON object, None where it is none."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    method: str = "POST",
    auth: tuple[str, str] | None = None,
    params: Mapping[str, str] | None = None,
    verify: bool = True,
) -> Reply | Answer:
    """Send one request without following redirects; return the reply, or an Answer where there was none.

    The words of such an Answer name no address: it may hold a token.
    """
    import requests  # noqa: PLC0415 (only deliveries need it)

    deadline = time.monotonic() + 2 * READ_TIMEOUT_SECONDS
    try:
        with requests.request(
            method,
            url,
            data=body,
            headers=dict(headers),
            auth=auth,
            params=params,
            verify=verify,
            timeout=(CONNECT_TIMEOUT_SECONDS, READ_TIMEOUT_SECONDS),
            allow_redirects=False,
            stream=True,
        ) as response:
            return Reply(response.status_code, _body(response, deadline), _wait(response.headers.get("Retry-After")))
    except requests.exceptions.SSLError:
        return Answer(DeliveryState.FAILED, "the certificate is not to be trusted", down=True)
    except requests.exceptions.ConnectTimeout:
        return Answer(DeliveryState.FAILED, "no connection in time", down=True)
    except requests.exceptions.Timeout:
        return Answer(DeliveryState.UNKNOWN, "no answer in time", down=True)
    except requests.exceptions.ConnectionError as error:
        return _cut_or_refused(error)
    except requests.exceptions.RequestException as error:
        return Answer(DeliveryState.UNKNOWN, f"the answer broke off ({type(error).__name__})")


def refusal(reply: Reply) -> Answer | None:
    """Return the answer that follows from the status alone, None for one of success."""
    if 200 <= reply.status < 300:  # RFC 9110, section 15.3
        return None
    words = f"HTTP {reply.status} {' '.join(reply.text.split())}".strip()
    state = DeliveryState.UNKNOWN if reply.status == _GATEWAY_TIMEOUT else DeliveryState.FAILED
    return Answer(state, words, reply.retry_after, down=reply.status >= 500)


def _body(response: Any, deadline: float) -> bytes:
    import requests  # noqa: PLC0415

    body = b""
    for chunk in response.iter_content(8192):
        body += chunk
        if len(body) >= _LONGEST_REPLY:
            break
        if time.monotonic() > deadline:
            raise requests.exceptions.ReadTimeout
    return body


def _cut_or_refused(error: Exception) -> Answer:
    import urllib3  # noqa: PLC0415

    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", cause)
    if isinstance(reason, urllib3.exceptions.NewConnectionError):
        return Answer(DeliveryState.FAILED, "nobody answers there", down=True)
    if isinstance(reason, urllib3.exceptions.ReadTimeoutError):
        return Answer(DeliveryState.UNKNOWN, "no answer in time", down=True)
    if isinstance(reason, urllib3.exceptions.ProxyError):
        return Answer(DeliveryState.FAILED, "the proxy does not answer", down=True)
    return Answer(DeliveryState.UNKNOWN, "the connection was cut before an answer came", down=True)


def _wait(header: str | None) -> float | None:
    """Return the seconds of a Retry-After (RFC 9110, section 10.2.3), None where there is none that can be read."""
    if not header:
        return None
    if header.strip().isdecimal():
        return min(float(header), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - datetime.now(UTC)).total_seconds(), 0.0), _LONGEST_WAIT)
