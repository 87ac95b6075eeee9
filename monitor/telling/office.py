"""The office: what everything that delivers needs, as one value: store, settings, catalogue, environment, clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from monitor.indicators import Catalogue
from monitor.telling.directory import Directory
from monitor.telling.unsubscribing import load_secret
from storage.database import Store
from storage.model import Subscription
from storage.settings import Settings
from storage.subscribers import all_subscriptions


@dataclass(frozen=True)
class Office:
    """Opened for one batch; channels, subscriptions and the secret that signs are read when first asked for."""

    store: Store
    settings: Settings
    catalogue: Catalogue
    environment: Mapping[str, str]
    clock: Callable[[], datetime]

    @cached_property
    def directory(self) -> Directory:
        """The channels."""
        return Directory(self.settings, self.environment)

    @cached_property
    def subscriptions(self) -> Mapping[str, Subscription]:
        """Every subscription by its name."""
        return {subscription.name: subscription for subscription in all_subscriptions(self.settings, self.store)}

    @cached_property
    def secret(self) -> bytes:
        """The secret that signs tokens; StorageError where it cannot be had."""
        return load_secret(self.settings, self.store, self.environment)
