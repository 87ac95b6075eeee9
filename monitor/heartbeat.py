"""The heartbeat: takes an address, calls it once after a good round, leaves a line in the log where that failed.

An outside watcher that misses the call tells what this house cannot tell itself: that it stands still.
"""

from __future__ import annotations

import logging
import urllib.request
from http.client import HTTPException
from urllib.parse import urlsplit

from pydantic import SecretStr

LOG = logging.getLogger("fazhi.heartbeat")
SECONDS = 10.0


def call_watcher(address: SecretStr | None) -> bool:
    """Call the watcher; return whether it answered well. A watcher that does not answer stops nothing."""
    if address is None:
        return False
    plain = address.get_secret_value()
    try:
        if urlsplit(plain).scheme not in ("http", "https"):
            LOG.warning("the heartbeat's address is no web address; write http:// or https://")
            return False
        with urllib.request.urlopen(plain, timeout=SECONDS) as answer:  # noqa: S310 (the scheme was looked at)
            answer.read(1)
    except (OSError, HTTPException, ValueError) as error:
        words = str(error).replace(plain, "***")
        LOG.warning("the heartbeat's watcher did not answer: %s: %s", type(error).__name__, words)
        return False
    return True
