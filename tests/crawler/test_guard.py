"""Only gov.cn and allowed hosts, only public addresses."""

from __future__ import annotations

import pytest

from crawler.guard import is_public, why_refused

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
    ],
)  # fmt: skip
def test_private_addresses_of_every_kind_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["114.114.114.114", "2400:3200::1", "::ffff:114.114.114.114", "64:ff9b::7272:7272"])
def test_addresses_of_the_open_internet_are_public(address: str) -> None:
    assert is_public(address)
