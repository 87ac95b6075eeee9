"""Only gov.cn and allowed hosts, only public addresses."""

from __future__ import annotations

from copy import deepcopy

import pytest
from twisted.internet.address import IPv4Address

from crawler.guard import AllowedHosts, _PublicOnly, is_public, why_refused

ALLOWED = ("127.0.0.1:8000", "portal.example", "[::1]:81")


@pytest.mark.parametrize(
    "url",
    [
        "http://www.yl.gov.cn/a",
        "https://gov.cn/",
        "http://www.yl.gov.cn.:8080/",
        "http://127.0.0.1:8000/x",
        "https://portal.example:99/",
        "http://[::1]:81/",
    ],
)
def test_government_and_allowed_hosts_pass(url: str) -> None:
    assert why_refused(url, ALLOWED) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8001/",
        "http://127.0.0.1/",
        "http://localhost:8000/",
        "http://notgov.cn/",
        "http://gov.cn.evil.example/",
        "http://www.yl.gov.cn@evil.example/",
        "http://169.254.169.254/latest/",
        "ftp://www.yl.gov.cn/",
        "file:///etc/passwd",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fd00:ec2::254]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://evil.example\\@www.yl.gov.cn/",
        "gopher://www.yl.gov.cn/",
        "//www.yl.gov.cn/",
        "http://a.gov.cn:99999/",
    ],
)
def test_everything_else_is_refused_with_its_reason(url: str) -> None:
    assert why_refused(url, ALLOWED)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1",
        "64:ff9b::a00:1", "2002:7f00:1::", "2001::1", "2001:db8::1", "no address",
        "100.127.255.254", "198.18.0.1", "198.51.100.7", "203.0.113.9", "240.0.0.1", "fd00:ec2::254",
        "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:a9fe:a9fe::", "fe80::1%eth0",
        "ff0e::1", "0.1.2.3", "192.0.0.8", "::127.0.0.1",
    ],
)  # fmt: skip
def test_private_addresses_of_every_kind_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["114.114.114.114", "2400:3200::1", "::ffff:114.114.114.114", "64:ff9b::7272:7272"])
def test_addresses_of_the_open_internet_are_public(address: str) -> None:
    assert is_public(address)


class Noted:
    """Takes the addresses of one resolution."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    def resolutionBegan(self, _resolution: object) -> None:  # noqa: N802
        """Begin."""

    def addressResolved(self, address: IPv4Address) -> None:  # noqa: N802
        """Take one."""
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        """End."""


def test_a_name_that_is_bound_anew_is_judged_at_each_connection() -> None:
    refused: dict[str, str] = {}
    noted = Noted()
    for answers in (("114.114.114.114",), ("10.0.0.7", "114.114.114.115"), ("169.254.169.254",)):
        receiver = _PublicOnly(noted, "www.yl.gov.cn", refused)
        receiver.resolutionBegan(None)
        for host in answers:
            receiver.addressResolved(IPv4Address("TCP", host, 80))
        receiver.resolutionComplete()
    assert noted.addresses == ["114.114.114.114", "114.114.114.115"]
    assert refused == {"www.yl.gov.cn": "169.254.169.254"}


def test_ten_thousand_allowed_hosts_are_one_object() -> None:
    hosts = AllowedHosts(f"127.1.{number // 250}.{number % 250}:8000" for number in range(10_000))
    assert deepcopy(hosts) is hosts
    assert repr(hosts) == "<10000 allowed hosts>"
    assert why_refused("http://127.1.2.3:8000/", hosts) is None
    assert why_refused("http://127.1.2.3:8001/", hosts)
