"""The joiner: takes settings, opens what a command needs once, and leaves one frozen value to pass on."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from monitor.catalogue_files import load_catalogue
from monitor.indicators import Catalogue
from monitor.judging.rules import Rule, load_rules
from monitor.subscriptions import filter_names
from monitor.timetable import refuse_wrong_schedule
from storage.database import Store, open_store
from storage.errors import ConfigError
from storage.model import Source, Subscription
from storage.schema import bring_up_to_date
from storage.settings import Settings, load_settings
from storage.sources import load_sources
from storage.subscribers import all_subscriptions


@dataclass(frozen=True)
class House:
    """Settings and the open store; catalogue, rules and sources are loaded when first asked for."""

    settings: Settings
    store: Store
    environment: Mapping[str, str]

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue of indicators."""
        return load_catalogue()

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The package's rules with the user's own."""
        return load_rules(self.settings.rule, str(self.settings.file or "settings"), self.catalogue.indicators)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The watched columns: the package's, the user's folders', and the `[[source]]` blocks."""
        settings = self.settings
        file = str(settings.file or "settings")
        return load_sources(settings.crawl.sources, settings.source, settings.folder, file)

    def check(self) -> None:
        """Read sources, rules, catalogue and filters; raise ConfigError for the first mistake in them."""
        assert self.sources is not None
        assert self.rules is not None
        self.check_filters()

    def check_filters(self) -> None:
        """Raise ConfigError for a subscription that asks for an indicator nobody knows: it would never be told."""
        known = filter_names(self.catalogue)
        for block in self.settings.subscription:
            for name in block.indicators:
                if name not in known:
                    near = difflib.get_close_matches(name, known, n=1)
                    raise ConfigError(
                        f"{self.settings.file}: [[subscription]] {block.name!r}: indicators names {name!r}, "
                        f"which is neither in the catalogue nor a system of it"
                        + (f"; did you mean {near[0]}?" if near else "")
                    )

    def subscriptions(self) -> list[Subscription]:
        """Return the subscriptions of settings.toml and those made by command; the file's win by name."""
        return all_subscriptions(self.settings, self.store)


def open_house(file: Path | None, environment: Mapping[str, str] = os.environ) -> House:
    """Read the settings and open an up-to-date store; raises ConfigError or StorageError in a person's words."""
    settings = load_settings(file, environment)
    refuse_wrong_schedule(settings)
    store = open_store(settings.database_url)
    bring_up_to_date(store, datetime.now(UTC), settings.archive_folder)
    return House(settings, store, environment)
