"""The directory of channels: takes the settings, leaves each channel opened once, and where it leads."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from contextlib import suppress

from monitor.telling.channels import Channel
from monitor.telling.routing import Reach
from storage.errors import ConfigError
from storage.settings import Settings
from storage.telling_settings import ChannelSettings


class Directory:
    """Channels by name; made for one batch, and safe to ask from several threads."""

    def __init__(self, settings: Settings, environment: Mapping[str, str]) -> None:
        self._settings = settings
        self._environment = environment
        self._open: dict[str, Channel] = {}
        self._lock = threading.Lock()

    def channel(self, name: str) -> Channel:
        """Return a channel ready to send; raise ConfigError where it is not declared or its address is unusable."""
        with self._lock:
            if name not in self._open:
                self._open[name] = open_channel(self._settings, name, self._environment)
            return self._open[name]

    def reach(self, name: str) -> Reach:
        """Return where a channel leads; one that cannot be opened just now is one reader, and is sorted out later."""
        try:
            channel = self.channel(name)
        except ConfigError:
            return Reach()
        return Reach(channel.recipients, channel.each_alone)

    def same_address(self, name: str) -> tuple[str, ...]:
        """Return the channels that lead where this one leads, itself among them: to the service they are one."""
        return same_address(self._settings, name, self._environment)


def same_address(settings: Settings, name: str, environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Return the channels that lead where this one leads, itself among them: to the service they are one."""
    addresses = {}
    for channel in settings.channel:
        with suppress(ConfigError):
            addresses[channel.name] = channel.address(environment).get_secret_value()
    return tuple(other for other, address in addresses.items() if address == addresses.get(name)) or (name,)


def open_channel(settings: Settings, name: str, environment: Mapping[str, str] = os.environ) -> Channel:
    """Return a channel ready to send; raise ConfigError where it is not declared or its address is unusable."""
    declared: dict[str, ChannelSettings] = {channel.name: channel for channel in settings.channel}
    if name not in declared:
        known = ", ".join(declared) or "none"
        raise ConfigError(f"channel {name!r} is not declared (declared: {known}); add a [[channel]] block of that name")
    return Channel(name, declared[name].address(environment))
