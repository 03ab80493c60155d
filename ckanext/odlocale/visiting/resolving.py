"""A name of the Internet as addresses that may be visited: asked once, so that no later answer counts."""

from __future__ import annotations

import socket
from collections.abc import Iterable

import ckan.plugins.toolkit as tk

from ckanext.odlocale.visiting.addresses import Network, may_visit, networks

SETTING = "ckanext.odlocale.harvest.allowed_private_addresses"


class UnknownHostError(Exception):
    """Nobody knows this name."""


class PrivateAddressError(Exception):
    """A name leads to an address that is not visited.

    :param address: the first such address
    """

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def allowed_networks() -> tuple[Network, ...]:
    """Private networks that may be visited; read where no plugin declares the setting, too.

    :raises ValueError: an entry is no address or network
    """
    return networks(tk.aslist(tk.config.get(SETTING) or []))


def resolved(host: str, port: int, allowed: Iterable[Network]) -> list[str]:
    """The addresses of a host, all of which may be visited.

    :raises UnknownHostError: it has none
    :raises PrivateAddressError: one of them may not be visited
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnknownHostError(host) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not may_visit(address, allowed):
            raise PrivateAddressError(address)
    return addresses
