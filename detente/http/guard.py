"""Which addresses may be dialled: only those of the public internet (IANA special-purpose registries, RFC 6890 and
later).

`ipaddress.is_global` alone lets several through: translation prefixes that carry a private IPv4 address, and old
site-local ones.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

CARRIERS = {
    "::/96": "IPv4-compatible",
    "64:ff9b::/96": "NAT64",
    "64:ff9b:1::/48": "NAT64",
    "2002::/16": "6to4",
    "2001::/32": "Teredo",
    "fec0::/10": "site-local",
    "3fff::/20": "documentation",
    "5f00::/16": "segment routing",
    "192.88.99.0/24": "6to4 relay",
    "192.0.0.0/24": "protocol assignments",
}
_NETWORKS = [(ip_network(text), word) for text, word in CARRIERS.items()]


def refusal(address: str) -> str | None:
    """Why `address` (as the resolver gives it, a zone index allowed) must not be dialled; None where it may be."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return f"{address!r} is no address"
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return _refusal(found)


def _refusal(found: IPv4Address | IPv6Address) -> str | None:
    for network, word in _NETWORKS:
        if found in network:
            return word
    for word, is_so in (
        ("unspecified", found.is_unspecified),
        ("loopback", found.is_loopback),
        ("link-local", found.is_link_local),
        ("multicast", found.is_multicast),
        ("private", found.is_private),
        ("reserved", found.is_reserved),
        ("not public", not found.is_global),
    ):
        if is_so:
            return word
    return None
