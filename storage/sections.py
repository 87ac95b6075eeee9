"""What every block of settings.toml has in common: takes the file's keys, leaves them frozen or refused."""

from __future__ import annotations

import re
from datetime import time
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

# The clock of the portals, by which [crawl] quiet_hours are meant.
CHINA = ZoneInfo("Asia/Shanghai")
HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
SPAN = re.compile(rf"(?:{HOUR.pattern})-(?:{HOUR.pattern})")


class Section(BaseModel):
    """A block of settings: frozen, and strict about its keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def is_within(span: str, moment: time) -> bool:
    """Tell whether a time of day lies in "HH:MM-HH:MM"; a span may go over midnight."""
    start, end = (time.fromisoformat(part) for part in span.split("-"))
    return start <= moment < end if start <= end else moment >= start or moment < end
