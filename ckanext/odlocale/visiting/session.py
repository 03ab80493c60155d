"""A session of `requests` for libraries that open links of resources: public addresses only.

The address is checked when the connection is made, and the connection goes to what was checked: neither a
redirect nor a name whose answer changes leads elsewhere. A site that reads through a proxy
(``ckan.download_proxy``) leaves the choice to its proxy.
"""

from __future__ import annotations

import socket
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk
import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError
from urllib3.util.connection import create_connection

from ckanext.odlocale.visiting.resolving import (
    PrivateAddressError,
    UnknownHostError,
    allowed_networks,
    resolved,
)

TIMEOUT = 30
"""Seconds to connect and between two pieces of an answer, for callers that give none."""


class RefusedAddressError(requests.exceptions.InvalidURL):
    """A link leads to an address that is not visited; the message is for people."""


class GuardedSession(requests.Session):
    """Opens public addresses, and private ones that the site allows."""

    def __init__(self) -> None:
        super().__init__()
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter())


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}

    def send(self, request: requests.PreparedRequest, *arguments: Any, **options: Any) -> requests.Response:
        """Say first what would be refused at the connection: there it is one of many network errors."""
        options["timeout"] = options.get("timeout") or TIMEOUT
        if not options.get("proxies"):
            _refuse_private(request.url or "")
        return super().send(request, *arguments, **options)


def _refuse_private(url: str) -> None:
    parts = urlsplit(url)
    try:
        resolved(parts.hostname or "", parts.port or 0, allowed_networks())
    except UnknownHostError:
        return
    except PrivateAddressError as error:
        message = tk._(
            "{url} leads to the private address {address}, which this portal does not visit. Correct the "
            "link, or have the address allowed in ckanext.odlocale.harvest.allowed_private_addresses."
        )
        raise RefusedAddressError(message.format(url=url, address=error.address)) from error


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connected(self)


class _SecureConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connected(self)


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection  # pyright: ignore[reportAssignmentType] - urllib3's own does the same


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection  # pyright: ignore[reportAssignmentType]


def _connected(connection: Any) -> socket.socket:
    """A connection to one of the addresses that were checked; TLS still asks for the name."""
    try:
        addresses = resolved(connection.host, connection.port, allowed_networks())
        options = {"source_address": connection.source_address, "socket_options": connection.socket_options}
        return create_connection((addresses[0], connection.port), connection.timeout, **options)
    except (UnknownHostError, PrivateAddressError, OSError) as error:
        raise NewConnectionError(connection, f"{connection.host}: {error}") from error
