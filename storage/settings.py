"""Settings: takes settings.toml and the environment, leaves typed, checked values; an unknown key is refused.

Every key has a default but a source's slug and url, a channel's name and address, a subscription's name and channels.
`FAZHI_STORAGE__URL` and its like override the file. Relative paths are meant from the settings file's own folder.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator

from storage.errors import ConfigError
from storage.sections import SPAN, Section
from storage.telling_settings import ChannelSettings, SubscriptionSettings

PREFIX = "FAZHI_"


class StorageSettings(Section):
    """[storage]: where the database and the archive of bytes lie."""

    url: str = "sqlite:///data/fazhi.db"
    archive: str = "data/archive"


class CrawlSettings(Section):
    """[crawl]: how politely and how far the crawler goes."""

    contact: str = Field(default="ops@example.org", pattern=r"^[^\x00-\x1f\x7f]*$")  # it stands in a header
    delay_seconds: float = Field(default=2.0, ge=0)
    timeout_seconds: float = Field(default=60, gt=0)
    concurrent_hosts: int = Field(default=16, ge=1)
    allow_hosts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ("builtin",)
    daily_budget: int | None = Field(default=None, ge=0)  # requests to one host; None: as crawler/budget.py has it
    quiet_hours: tuple[str, ...] = ()

    @field_validator("quiet_hours")
    @classmethod
    def are_spans(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse what is no span of hours."""
        if not all(SPAN.fullmatch(value) for value in values):
            raise ValueError('write spans of hours, such as ["08:30-18:00"]')
        return values


class ScheduleSettings(Section):
    """[schedule]: when `fazhi serve` starts a round, and how often a source is looked at, in and out of its season."""

    cron: str = "0 6 * * *"
    timezone: str = "Asia/Shanghai"
    season: tuple[Annotated[int, Field(ge=1, le=12)], ...] = (1, 2, 3, 4)
    days_in_season: int = Field(default=1, ge=1, le=366)
    days_off_season: int = Field(default=7, ge=1, le=366)


class DeliverySettings(Section):
    """[delivery]: seconds between attempts to tell somebody, after the last one the delivery is dead.

    More messages than `fold_above` that wait for one recipient become a digest; 0 leaves every message alone.
    """

    retry_after: tuple[Annotated[int, Field(ge=0)], ...] = (60, 300, 1800, 7200, 86400)
    fold_above: int = Field(default=10, ge=0)


class DashboardSettings(Section):
    """[dashboard]: where the pages are served, and under which address people find them from outside."""

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str = Field(default="", pattern=r"^(https?://[^\s<>\"]+)?$")


class ServiceSettings(Section):
    """[service]: how the house tells its own state: logs, a call to an outside watcher, and the room on the disk."""

    log_format: Literal["text", "json"] = "text"
    heartbeat_url: SecretStr | None = None
    heartbeat_url_env: str | None = None
    warn_free_mb: int = Field(default=1000, ge=0)
    min_free_mb: int = Field(default=200, ge=0)

    @model_validator(mode="after")
    def has_one_address(self) -> ServiceSettings:
        """Refuse two addresses for one heartbeat."""
        if self.heartbeat_url is not None and self.heartbeat_url_env is not None:
            raise ValueError("give heartbeat_url or heartbeat_url_env, not both")
        return self

    def heartbeat(self, environment: Mapping[str, str]) -> SecretStr | None:
        """Return where to call after a good round, or None; an unset variable is no heartbeat."""
        if self.heartbeat_url is not None:
            return self.heartbeat_url
        value = environment.get(self.heartbeat_url_env or "", "")
        return SecretStr(value) if value else None


class Settings(Section):
    """All of settings.toml; `[[source]]` and `[[rule]]` blocks are checked by the rooms that own them."""

    storage: StorageSettings = StorageSettings()
    crawl: CrawlSettings = CrawlSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    delivery: DeliverySettings = DeliverySettings()
    dashboard: DashboardSettings = DashboardSettings()
    service: ServiceSettings = ServiceSettings()
    source: tuple[dict[str, Any], ...] = ()
    rule: tuple[dict[str, Any], ...] = ()
    channel: tuple[ChannelSettings, ...] = ()
    subscription: tuple[SubscriptionSettings, ...] = ()
    folder: Path = Field(default=Path(), exclude=True)
    file: Path | None = Field(default=None, exclude=True)

    @property
    def archive_folder(self) -> Path:
        """The archive's absolute folder."""
        return (self.folder / self.storage.archive).absolute()

    @property
    def database_url(self) -> str:
        """The database address, with a relative SQLite path made absolute."""
        head, mark, path = self.storage.url.partition("sqlite:///")
        if mark and not head and path and path != ":memory:" and not Path(path).is_absolute():
            return f"sqlite:///{(self.folder / path).absolute()}"
        return self.storage.url


def find_settings_file(chosen: str | None, environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return --config's file, else $FAZHI_CONFIG's, else ./settings.toml where it exists, else None."""
    named = chosen or environment.get("FAZHI_CONFIG")
    if named:
        return Path(named)
    here = Path("settings.toml")
    return here if here.is_file() else None


def check_subscription(values: Mapping[str, Any], where: str) -> SubscriptionSettings:
    """Return a subscription's block; raise ConfigError naming the key and the remedy."""
    try:
        return SubscriptionSettings.model_validate(dict(values))
    except ValidationError as error:
        raise ConfigError(_explain(error, where)) from error


def load_settings(file: Path | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of a file and the environment; raise ConfigError naming file, key and remedy."""
    values: dict[str, Any] = {}
    if file is not None:
        try:
            values = tomllib.loads(file.read_text(encoding="utf-8-sig"))  # editors on Windows put a mark before it
        except OSError as error:
            raise ConfigError(f"{file}: cannot be read: {error.strerror}; give --config FILE") from error
        except UnicodeDecodeError as error:
            raise ConfigError(f"{file}: is not UTF-8 (byte {error.start}); save it as UTF-8") from error
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{file}: is not TOML: {error}") from error
    _override(values, environment)
    for private in ("folder", "file"):
        if private in values:
            raise ConfigError(f"{file}: unknown key {private}")
    try:
        folder = file.absolute().parent if file else Path.cwd()
        settings = Settings.model_validate({**values, "folder": folder, "file": file})
    except ValidationError as error:
        raise ConfigError(_explain(error, str(file or "the environment"))) from error
    _check_names(settings, str(file or "the environment"))
    return settings


def _override(values: dict[str, Any], environment: Mapping[str, str]) -> None:
    """Set [section] key from FAZHI_SECTION__KEY; lists are written as TOML."""
    for name, text in environment.items():
        section, mark, key = name.removeprefix(PREFIX).lower().partition("__")
        if not name.startswith(PREFIX) or not mark:
            continue
        value: Any = text
        if text.startswith("["):
            try:
                value = tomllib.loads(f"value = {text}")["value"]
            except tomllib.TOMLDecodeError as error:
                raise ConfigError(f"the environment variable {name} is no TOML list: {error}") from error
        block = values.setdefault(section, {})
        if not isinstance(block, dict):
            raise ConfigError(
                f"the environment variable {name}: [[{section}]] blocks cannot be overridden; edit the file"
            )
        block[key] = value


def _explain(error: ValidationError, file: str) -> str:
    lines = []
    for problem in error.errors(include_url=False, include_input=False):
        place = [str(part) for part in problem["loc"]]
        key = ".".join(place)
        if problem["type"] == "extra_forbidden":
            near = difflib.get_close_matches(place[-1], known_keys(place[:-1]), n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(known_keys(place[:-1]))}"
            lines.append(f"{file}: unknown key {key}; {hint}")
        elif problem["type"] == "missing":
            lines.append(f"{file}: {key} is missing; add it")
        elif problem["type"] == "tuple_type":
            remedy = f"write [[{key}]] above each block" if len(place) == 1 else f'write a list: {place[-1]} = ["…"]'
            lines.append(f"{file}: {key}: {remedy}")
        elif problem["type"] == "enum":
            lines.append(f"{file}: {key}: write one of {problem['ctx']['expected']}")
        elif problem["type"] == "string_pattern_mismatch":
            lines.append(f"{file}: {key}: write an address or a link on one line")
        else:
            lines.append(f"{file}: {key}: {problem['msg'].removeprefix('Value error, ')}")
    return "\n".join(lines)


def known_keys(place: list[str]) -> list[str]:
    """Return the keys that may stand at a place of settings.toml, such as ["crawl"]; [] for one without fixed keys."""
    blocks: dict[str, type[Section]] = {
        "storage": StorageSettings,
        "crawl": CrawlSettings,
        "schedule": ScheduleSettings,
        "delivery": DeliverySettings,
        "dashboard": DashboardSettings,
        "service": ServiceSettings,
        "channel": ChannelSettings,
        "subscription": SubscriptionSettings,
    }
    if not place:
        return [name for name in Settings.model_fields if name not in ("folder", "file")]
    block = blocks.get(place[0])
    return list(block.model_fields) if block else []


def _check_names(settings: Settings, file: str) -> None:
    """Refuse doubled names and a subscription whose channel nobody declared."""
    for label, names in (
        ("channel", [channel.name for channel in settings.channel]),
        ("subscription", [subscription.name for subscription in settings.subscription]),
    ):
        doubled = {name for name in names if names.count(name) > 1}
        if doubled:
            raise ConfigError(f"{file}: [[{label}]] name {min(doubled)!r} is given twice; names are unique")
    declared = [channel.name for channel in settings.channel]
    for subscription in settings.subscription:
        for name in subscription.channels:
            if name not in declared:
                raise ConfigError(
                    f"{file}: [[subscription]] {subscription.name!r}: channel {name!r} is not declared; "
                    f"add a [[channel]] block of that name or use one of: {', '.join(declared) or 'none yet'}"
                )
