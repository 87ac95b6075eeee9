"""What every block of settings.toml has in common: takes the file's keys, leaves them frozen or refused."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict

HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
SPAN = re.compile(rf"(?:{HOUR.pattern})-(?:{HOUR.pattern})")


class Section(BaseModel):
    """A block of settings: frozen, and strict about its keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)
