"""What each server and site keeps from one start to the next: its port, its Redis database, its secret."""

from __future__ import annotations

import json
import secrets
import socket
import time
from pathlib import Path
from typing import Any

from ckanext.odlocale.stack import services

REDIS_DATABASES = 64
PATIENCE = 3.0


def read(var: Path) -> dict[str, dict[str, Any]]:
    """The whole registry: kind -> name -> value."""
    path = var / "registry.json"
    return json.loads(path.read_text()) if path.exists() else {}


def _remember(var: Path, kind: str, name: str, value: Any) -> None:
    data = read(var)
    data.setdefault(kind, {})[name] = value
    services.write_json(var / "registry.json", data)


def port(var: Path, name: str, running: bool) -> int:
    """The TCP port of this server: the one it had, unless somebody else listens there now.

    :param running: the server runs, so that its own port is of course not free
    """
    known = read(var).get("port", {})
    if name in known and (running or _becomes_free(known[name])):
        return known[name]
    chosen = free_port({*known.values()})
    _remember(var, "port", name, chosen)
    return chosen


def _becomes_free(number: int) -> bool:
    """Whether the port is free, or soon is: the threads of a server just killed hold it a moment longer."""
    until = time.monotonic() + PATIENCE
    while not is_free(number):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def is_free(number: int) -> bool:
    """Whether a server of ours could listen on this port of the loopback interface."""
    with socket.socket() as probe:
        # As servers do: a connection that has just been closed does not hold the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            return False
        return True


def free_port(taken: set[int]) -> int:
    """A port that nobody listens on, and that is not promised to another server of the stack."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            number: int = probe.getsockname()[1]
        if number not in taken:
            return number


def redis_database(var: Path, site: str) -> int:
    """The number of the Redis database of this site.

    :raises ValueError: all databases are taken
    """
    known = read(var).get("redis", {})
    if site not in known:
        free = set(range(REDIS_DATABASES)) - {*known.values()}
        if not free:
            raise ValueError(f"All {REDIS_DATABASES} Redis databases of {var} are taken; remove the folder")
        known[site] = min(free)
        _remember(var, "redis", site, known[site])
    return known[site]


def secret(var: Path, site: str) -> str:
    """The secret this site signs its cookies and tokens with."""
    known = read(var).get("secret", {})
    if site not in known:
        known[site] = secrets.token_urlsafe(32)
        _remember(var, "secret", site, known[site])
    return known[site]
