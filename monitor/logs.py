"""The log: takes records and the house's secrets, leaves lines of text or JSON on standard error, every secret masked.

Masked is the finished line, traces included: what a library prints of an address it was given is no less a leak than
what we print ourselves.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from storage.errors import ConfigError
from storage.settings import Settings

CHINA = ZoneInfo("Asia/Shanghai")
LOUD = ("apprise", "apscheduler", "alembic", "trafilatura", "jieba")
_MASK = "***"
_SHORTEST = 6  # a shorter piece of an address is a word that a log may well need


class Lines(logging.Formatter):
    """One record as one line: `text`, or `json` with time, level, logger, message and, where there is one, trace."""

    def __init__(self, form: str = "text", secrets: Collection[str] = ()) -> None:
        super().__init__()
        self.form = form
        self._secrets = frozenset(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; characters of a page that would forge another line are spaces."""
        moment = datetime.fromtimestamp(record.created, CHINA).isoformat(timespec="seconds")
        said = "".join(one if one.isprintable() else " " for one in record.getMessage())
        trace = self.formatException(record.exc_info) if record.exc_info else ""
        if self.form != "json":
            return self._masked(f"{moment} {record.levelname} {record.name} {said}" + (f"\n{trace}" if trace else ""))
        values = {"time": moment, "level": record.levelname, "logger": record.name, "message": self._masked(said)}
        return json.dumps(values | ({"trace": self._masked(trace)} if trace else {}), ensure_ascii=False)

    def _masked(self, line: str) -> str:
        return mask_secrets(line, self._secrets)


def set_up_logs(*, quiet: bool = False, form: str = "text", secrets: Collection[str] = ()) -> None:
    """Log to standard error; standard output belongs to answers."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(form, secrets))
    logging.basicConfig(level=logging.WARNING if quiet else logging.INFO, handlers=[handler], force=True)
    for loud in LOUD:
        logging.getLogger(loud).setLevel(logging.WARNING)


def mask_secrets(text: str, secrets: Collection[str]) -> str:
    """Return a text with every secret masked, the longest first: one may be a part of another."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, _MASK)
    return text


def secrets_of(settings: Settings, environment: Mapping[str, str]) -> frozenset[str]:
    """Return what no line may hold: the tokens and passwords in the addresses of channels, heartbeat and database."""
    found: set[str] = set()
    for channel in settings.channel:
        with suppress(ConfigError):
            found |= _pieces(channel.address(environment).get_secret_value())
    heartbeat = settings.service.heartbeat(environment)
    if heartbeat is not None:
        found |= _pieces(heartbeat.get_secret_value())
    with suppress(ValueError):
        password = urlsplit(settings.storage.url).password
        if password:
            found |= {password, unquote(password)}
    return frozenset(found - {channel.name for channel in settings.channel})


def _pieces(address: str) -> set[str]:
    """Return an address with the parts of it that could be a token, as written and decoded; the host alone is none.

    A bot's key stands where other addresses have their host; a host has dots, a key has none.
    """
    scheme, _, rest = address.partition("://")
    place, _, query = rest.partition("?")
    values = [pair.partition("=")[2] for pair in query.split("&")]
    parts = [part for part in (*re.split(r"[/:@]", place), *values) if len(part) >= _SHORTEST]
    host = re.split(r"[/]", place.rpartition("@")[2])[0].partition(":")[0]
    secret = [part for part in parts if part != host or ("." not in part and part != "localhost")]
    return {address, f"{scheme}://{place}"} | set(secret) | {unquote(part) for part in secret}
