"""Which network addresses this portal may visit when somebody else names them. PURE."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_LOOPBACK = ("127.0.0.0/8", "::1/128")
_NAT64 = ip_network("64:ff9b::/96")


def networks(listed: Iterable[str]) -> tuple[Network, ...]:
    """The networks of a setting.

    :param listed: addresses, networks in CIDR notation, or the word ``loopback``
    :raises ValueError: an entry is none of these
    """
    entries = (name for entry in listed for name in (_LOOPBACK if entry == "loopback" else (entry,)))
    return tuple(ip_network(entry, strict=False) for entry in entries)


def may_visit(text: str, allowed: Iterable[Network]) -> bool:
    """True for an address of the public Internet, and for a private one that the portal allows.

    An IPv6 address that carries an IPv4 address is judged by what it carries.

    :param text: an address as the resolver gives it
    """
    address = _carried(ip_address(text.partition("%")[0]))
    public = address.is_global and not address.is_multicast and not address.is_reserved
    return public or any(address in network for network in allowed if network.version == address.version)


def _carried(address: Address) -> Address:
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address
