"""Unsubscribing by a link: takes a delivery and the house's secret, leaves a token that lets its one recipient leave.

The token is the delivery's number and an HMAC over all that it may do: name no other subscription, channel or
recipient. It holds no address, so that a link that is passed on or logged tells nothing of anybody.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from storage.database import Store
from storage.errors import StorageError
from storage.model import Delivery
from storage.outbox import find_delivery
from storage.settings import Settings
from storage.subscribers import Leaver, let_leave

VARIABLE = "FAZHI_UNSUBSCRIBE_SECRET"
FILE = "unsubscribe.secret"
_TOKEN = re.compile(r"(\d{1,18})-([A-Za-z0-9_-]{27})")
# RFC 3986, section 2.2: what has a meaning in an address; the rest of it must be ASCII to stand in a header.
_KEPT = ":/?#[]@!$&'()*+,;=%~"
_PLACEHOLDER = "@example.org"


def load_secret(settings: Settings, store: Store, environment: Mapping[str, str] = os.environ) -> bytes:
    """Return the secret that signs: the variable's, else that of a file beside the store, made where there is none.

    The file is for its owner alone. Raises StorageError where it can neither be read nor made.
    """
    given = environment.get(VARIABLE, "")
    if given:
        return given.encode()
    folder = store.file.parent if store.file else settings.archive_folder.parent
    file = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _make(file)
        return file.read_bytes().strip()
    except OSError as error:
        raise StorageError(f"{file}: {error.strerror}; make it readable, or set {VARIABLE}") from error


def _make(file: Path) -> None:
    """Put a new secret there in one step, so that two processes that start together read the same."""
    if file.exists():
        return
    draft = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as new:
            new.write(secrets.token_urlsafe(32))
        os.link(draft, file)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def token_of(secret: bytes, delivery: Delivery) -> str:
    """Return the token for a delivery's recipient."""
    return f"{delivery.id}-{_signature(secret, delivery)}"


def whose_token(store: Store, secret: bytes, token: str) -> Leaver | None:
    """Return who would leave what by a token, None for one that we have not made; changes nothing."""
    found = _TOKEN.fullmatch(token)
    delivery = find_delivery(store, int(found[1])) if found else None
    if found is None or delivery is None or not hmac.compare_digest(_signature(secret, delivery), found[2]):
        return None
    return Leaver(delivery.subscription, delivery.channel, delivery.recipient)


def unsubscribe(store: Store, secret: bytes, token: str, now: datetime) -> Leaver | None:
    """Let the recipient of a token leave, as often as it is asked; return who left what, None for a false token."""
    leaver = whose_token(store, secret, token)
    if leaver is not None:
        let_leave(store, leaver, now)
    return leaver


def unsubscribe_address(settings: Settings, secret: bytes, delivery: Delivery) -> str:
    """Return where the recipient of a delivery can unsubscribe: our page, else a letter to the operator, else ""."""
    if settings.dashboard.public_url:
        base = quote(settings.dashboard.public_url.rstrip("/"), safe=_KEPT)
        return f"{base}/unsubscribe/{token_of(secret, delivery)}"
    contact = settings.crawl.contact
    if "@" in contact and not contact.endswith(_PLACEHOLDER) and "://" not in contact:
        return f"mailto:{quote(contact, safe='@.+-_')}?subject={quote(f'unsubscribe {delivery.subscription}')}"
    return ""


def footer_of(delivery: Delivery, address: str) -> str:
    """Return what stands under a mail: why it came, and how it comes no more."""
    why = f"本邮件按订阅“{delivery.subscription}”发送。"
    if address.startswith("mailto:"):
        return f"{why}\n退订：回信至{address.removeprefix('mailto:').partition('?')[0]}"
    if address:
        return f"{why}\n退订：{address}"
    return f"{why}\n如不再需要，请告知管理员（fazhi subscribe remove {delivery.subscription} --recipient 你的地址）。"


def _signature(secret: bytes, delivery: Delivery) -> str:
    said = "\x1f".join(("unsubscribe", str(delivery.id), delivery.subscription, delivery.channel, delivery.recipient))
    digest = hmac.new(secret, said.encode("utf-8", "replace"), hashlib.sha256).digest()[:20]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
