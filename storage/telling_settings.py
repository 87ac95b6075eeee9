"""The blocks of settings.toml that say who is told, and where: [[channel]] and [[subscription]], checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator, model_validator

from storage.errors import ConfigError
from storage.model import Subscription
from storage.sections import HOUR, Section
from storage.vocabulary import Event, Level, Severity


class ChannelSettings(Section):
    """[[channel]]: a name and where it leads; an address with a secret belongs in the environment (`url_env`)."""

    name: str
    url: SecretStr | None = None
    url_env: str | None = None

    @model_validator(mode="after")
    def has_an_address(self) -> ChannelSettings:
        """Refuse a channel without exactly one address."""
        if (self.url is None) == (self.url_env is None):
            raise ValueError('give either url = "…" or url_env = "NAME_OF_AN_ENVIRONMENT_VARIABLE"')
        return self

    def address(self, environment: Mapping[str, str]) -> SecretStr:
        """Return the address; raise ConfigError where the environment variable is not set."""
        if self.url is not None:
            return self.url
        value = environment.get(self.url_env or "", "")
        if not value:
            raise ConfigError(f"[[channel]] {self.name!r}: the environment variable {self.url_env} is not set; set it")
        return SecretStr(value)


class SubscriptionSettings(Section):
    """[[subscription]]: who is told what; an empty filter lets everything pass."""

    name: str
    channels: tuple[str, ...] = Field(min_length=1)
    regions: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    events: tuple[Event, ...] = ()
    indicators: tuple[str, ...] = ()
    min_severity: Literal["info", "notice", "warning", "critical"] = "notice"
    digest: Literal["immediate", "daily", "weekly"] = "immediate"
    digest_at: str = "08:00"
    digest_day: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = "monday"
    quiet: str = ""
    critical_passes: bool = False
    timezone: str = "Asia/Shanghai"
    language: Literal["zh", "en"] = "zh"
    paused: bool = False

    @field_validator("digest_at")
    @classmethod
    def is_an_hour(cls, value: str) -> str:
        """Refuse what is no time of day."""
        if not HOUR.fullmatch(value):
            raise ValueError('write a time of day, such as "08:00"')
        return value

    @field_validator("quiet")
    @classmethod
    def is_a_span(cls, value: str) -> str:
        """Refuse what is no span of hours."""
        ends = value.split("-")
        if value and (len(ends) != 2 or ends[0] == ends[1] or not all(map(HOUR.fullmatch, ends))):
            raise ValueError('write two times of day, such as "22:00-07:30"')
        return value

    @field_validator("timezone")
    @classmethod
    def is_a_zone(cls, value: str) -> str:
        """Refuse a time zone that nobody knows."""
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{value!r} is no time zone; write Asia/Shanghai or the like") from error
        return value

    def subscription(self) -> Subscription:
        """Return the noun that the block declares."""
        return Subscription(**{**self.model_dump(), "min_severity": Severity(self.min_severity)})
