"""The fence of the crawl: takes every request and every resolved address, leaves those that may be fetched.

Two fences, since either alone can be walked around: names (only gov.cn and the hosts that the settings allow, also
after a redirect) and addresses (a public name may lead into the private network of whoever runs this). A host that the
settings allow may stand on a private address: that is how a portal of one's own is watched.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]  # ships no types

from crawler.canonical import LONGEST_URL


class AddressRefusedError(IgnoreRequest):
    """The address may not be fetched; the message says which and why."""


def why_refused(url: str, allow_hosts: Iterable[str]) -> str | None:
    """Return why an address may not be fetched, or None where it may.

    `allow_hosts` entries are "host" (any port) or "host:port".
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip(".").lower(), parts.port
    except ValueError as error:
        return f"no web address: {error}"
    if "\\" in parts.netloc:
        return "a host with a backslash, which programs read in two ways"
    if parts.scheme not in ("http", "https"):
        return f"scheme {parts.scheme or 'none'} is not fetched, only http and https"
    port = port or (443 if parts.scheme == "https" else 80)
    bracketed = f"[{host}]" if ":" in host else host
    allowed = allow_hosts if isinstance(allow_hosts, AllowedHosts) else AllowedHosts(allow_hosts)
    if {host, bracketed, f"{bracketed}:{port}"} & allowed.entries:
        return None
    if host == "gov.cn" or host.endswith(".gov.cn"):
        return None
    return f"host {bracketed}:{port} is neither under gov.cn nor in [crawl] allow_hosts"


# IETF protocol assignments (RFC 6890): some Pythons call a few of them global.
SPECIAL = ipaddress.ip_network("192.0.0.0/24")


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the open internet; what an IPv6 address wraps is judged too."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        wrapped = found.ipv4_mapped or found.sixtofour
        if wrapped is None and found in ipaddress.ip_network("64:ff9b::/96"):
            wrapped = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
        if found.teredo or found.is_site_local:
            return False
    if found in SPECIAL:
        return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


class AllowedHosts:
    """The hosts that the settings allow, looked up by the thousand; one object for all of a process's crawlers.

    Scrapy copies and prints its settings for each crawler: with a column on each of 30,000 hosts, that alone would grow
    with their square.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self.entries = frozenset(entry.strip().lower() for entry in entries)
        self.hosts = frozenset(entry.rsplit("]", 1)[0].lstrip("[").partition(":")[0] for entry in self.entries)
        self.hosts |= {entry.strip("[]") for entry in self.entries if entry.count(":") > 1}

    def __deepcopy__(self, _memory: object) -> AllowedHosts:
        return self

    def __repr__(self) -> str:
        return f"<{len(self.entries)} allowed hosts>"

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)


class HostGuard:
    """Refuses requests by name, also those that a redirect makes; the first of the downloader middlewares."""

    def __init__(self, allow_hosts: Iterable[str]) -> None:
        self.allow_hosts = allow_hosts if isinstance(allow_hosts, AllowedHosts) else AllowedHosts(allow_hosts)
        self._known: dict[str, str | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> HostGuard:
        """Build the guard from the settings."""
        return cls(crawler.settings["FAZHI_ALLOW_HOSTS"])

    def process_request(self, request: Request) -> None:
        """Raise AddressRefusedError for what may not be fetched."""
        if len(request.url) > LONGEST_URL:
            raise AddressRefusedError(f"{request.url[:100]}…: an address of {len(request.url)} characters")
        site = request.url[: request.url.find("/", 8)]  # scheme and host: one judgement for all pages of a portal
        if site not in self._known:
            self._known[site] = why_refused(request.url, self.allow_hosts)
        if reason := self._known[site]:
            raise AddressRefusedError(f"{request.url}: {reason}")


@implementer(IResolutionReceiver)
class _PublicOnly:
    """Passes on the addresses of a host that are public."""

    def __init__(self, receiver: Any, host: str, refused: dict[str, str]) -> None:
        self.receiver = receiver
        self.host = host
        self.refused = refused

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 (Twisted's name)
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        if is_public(address.host):
            self.receiver.addressResolved(address)
        else:
            self.refused[self.host] = address.host

    def resolutionComplete(self) -> None:  # noqa: N802
        self.receiver.resolutionComplete()


class GuardedResolver(CachingHostnameResolver):
    """Resolves names for the reactor; a private address is answered as none, and noted in `refused` by host.

    A process has one reactor and so one resolver: the note lies on the class, where the error's reason is looked up.
    """

    refused: ClassVar[dict[str, str]] = {}

    def __init__(self, reactor: Any, cache_size: int, allow_hosts: Iterable[str]) -> None:
        super().__init__(reactor, cache_size)
        self.allowed = AllowedHosts(allow_hosts).hosts

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> GuardedResolver:
        """Build the resolver from the settings."""
        return cls(reactor, crawler.settings.getint("DNSCACHE_SIZE"), crawler.settings["FAZHI_ALLOW_HOSTS"])

    def resolveHostName(self, resolutionReceiver: Any, hostName: str, *args: Any, **kwargs: Any) -> Any:  # noqa: N802, N803
        """Resolve a name as Twisted asks, without its private addresses."""
        receiver = resolutionReceiver
        if hostName.rstrip(".").lower() not in self.allowed:
            receiver = _PublicOnly(resolutionReceiver, hostName, self.refused)
        return super().resolveHostName(receiver, hostName, *args, **kwargs)
