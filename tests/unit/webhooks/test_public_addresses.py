"""Which addresses a webhook may reach: none but those of the public internet, however written."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest

from shared.webhooks.public_addresses import is_public

#: Addresses that belong to big public services, and the edges of what is refused.
PUBLIC = (
    *("8.8.8.8", "1.1.1.1", "93.184.216.34", "9.255.255.255", "11.0.0.0", "172.15.255.255"),
    *("172.32.0.0", "192.167.255.255", "192.169.0.0", "100.63.255.255", "100.128.0.0"),
    *("169.253.255.255", "169.255.0.0", "126.255.255.255", "128.0.0.0", "223.255.255.255"),
    *("2001:4860:4860::8888", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e", "2001:200::1"),
)
#: By what it is, an address that must not be called.
NEARER = {
    "unspecified": "0.0.0.0",  # noqa: S104 -- nothing is bound to it
    "this network": "0.1.2.3",
    "loopback": "127.0.0.1",
    "all of loopback": "127.255.255.254",
    "private 10": "10.0.0.1",
    "private 172.16": "172.16.0.1",
    "private 172.31": "172.31.255.255",
    "private 192.168": "192.168.1.1",
    "carrier's NAT": "100.64.0.1",
    "carrier's NAT, its end": "100.127.255.255",
    "metadata server": "169.254.169.254",
    "metadata server of containers": "169.254.170.2",
    "link-local": "169.254.0.1",
    "protocol assignments": "192.0.0.8",
    "anycast of protocols": "192.0.0.9",
    "documentation 1": "192.0.2.1",
    "documentation 2": "198.51.100.1",
    "documentation 3": "203.0.113.1",
    "benchmark": "198.19.255.255",
    "6to4 relay": "192.88.99.1",
    "AS112 1": "192.31.196.1",
    "AS112 2": "192.175.48.1",
    "AS112 3": "2620:4f:8000::1",
    "AMT": "192.52.193.1",
    "multicast": "224.0.0.1",
    "multicast, its end": "239.255.255.255",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "IPv6 unspecified": "::",
    "IPv6 loopback": "::1",
    "IPv4-mapped loopback": "::ffff:127.0.0.1",
    "IPv4-mapped metadata": "::ffff:a9fe:a9fe",
    "IPv4-mapped public": "::ffff:8.8.8.8",
    "IPv4-compatible": "::7f00:1",
    "IPv4-translated": "::ffff:0:127.0.0.1",
    "NAT64": "64:ff9b::7f00:1",
    "NAT64 of metadata": "64:ff9b::a9fe:a9fe",
    "NAT64, local": "64:ff9b:1::1",
    "6to4 of loopback": "2002:7f00:1::1",
    "6to4 of private": "2002:a00:1::1",
    "Teredo": "2001:0:53aa:64c::1",
    "ORCHID": "2001:20::1",
    "IPv6 documentation": "2001:db8::1",
    "IPv6 documentation, new": "3fff::1",
    "6bone": "3ffe::1",
    "discard": "100::1",
    "ULA": "fd12:3456:789a::1",
    "ULA, the other half": "fc00::1",
    "metadata server of Amazon": "fd00:ec2::254",
    "metadata server of Google": "fd20:ce::254",
    "IPv6 link-local": "fe80::1",
    "IPv6 link-local with a scope": "fe80::1%eth0",
    "public with a scope": "2001:4860:4860::8888%1",
    "site-local": "fec0::1",
    "IPv6 multicast": "ff02::1",
    "segment routing": "5f00::1",
    "never given out": "4000::1",
}


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_called(address: str) -> None:
    """What belongs to any host in the internet is let through."""
    assert is_public(ip_address(address))


@pytest.mark.parametrize("what", NEARER)
def test_what_is_nearer_may_not_be_called(what: str) -> None:
    """Ourselves, our network, our provider's, and every way to wrap one of them."""
    assert not is_public(ip_address(NEARER[what]))


def test_no_address_is_let_through_that_python_takes_for_private() -> None:
    """A second opinion on many addresses: where it says private, we never say public."""
    step4, step6 = 0x0103_0507, 0x0105_0703_0201_0907_0503_0B0D_1113_1719
    fours = [IPv4Address(i * step4 % 2**32) for i in range(20_000)]
    sixes = [IPv6Address(i * step6 % 2**128) for i in range(20_000)]
    assert sum(map(is_public, fours)) > 10_000, "too much is refused"
    addresses: list[IPv4Address | IPv6Address] = [*fours, *sixes]
    assert [one for one in addresses if is_public(one) and not one.is_global] == []
