"""What the supervisor runs: one `Service` is one long-running process, kept as a JSON file in services/."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import socket
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from ckanext.odlocale.stack.processes import Mark


@dataclass(frozen=True, slots=True)
class Service:
    """A process to keep running.

    :param name: unique, a file name; also the name of its log
    :param rank: services of a lower rank are started, and ready, before
    :param ready: how to know that it serves: () as soon as it runs, ("http", url) answers below 500,
        ("redis", host, port) answers PING, ("command", program, arguments…) exits with 0
    :param stop: name of the signal that ends it cleanly; killed after `grace` seconds
    :param uid: system user to run as, None for ours
    """

    name: str
    argv: tuple[str, ...]
    folder: str
    env: dict[str, str] = field(default_factory=dict)
    rank: int = 0
    ready: tuple[str, ...] = ()
    stop: str = "SIGTERM"
    grace: float = 15.0
    uid: int | None = None
    gid: int | None = None

    @property
    def digest(self) -> str:
        """Changes when anything of the service changes."""
        return hashlib.sha256(json.dumps(dataclasses.asdict(self), sort_keys=True).encode()).hexdigest()[:16]

    def log(self, var: Path) -> Path:
        """The file its standard output and error go to."""
        return var / "log" / f"{self.name}.log"

    def is_ready(self) -> bool:
        """Asks the service itself whether it serves."""
        match self.ready:
            case ("http", url):
                return _answers(url)
            case ("redis", host, port):
                return _pongs(host, int(port))
            case ("command", *argv):
                return subprocess.run(argv, capture_output=True, check=False, timeout=10).returncode == 0
            case _:
                return True


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def _pongs(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=2) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def save(var: Path, service: Service) -> None:
    """Makes the service wanted: the supervisor runs whatever stands in services/."""
    write_json(var / "services" / f"{service.name}.json", dataclasses.asdict(service))


def forget(var: Path, name: str) -> None:
    """Makes the service unwanted."""
    (var / "services" / f"{name}.json").unlink(missing_ok=True)


def wanted(var: Path) -> list[Service]:
    """The services in services/, in the order in which they are started."""
    found = [_load(path) for path in (var / "services").glob("*.json")]
    return sorted(found, key=lambda service: (service.rank, service.name))


def _load(path: Path) -> Service:
    data = json.loads(path.read_text())
    return Service(**{**data, "argv": tuple(data["argv"]), "ready": tuple(data["ready"])})


def write_json(path: Path, data: object) -> None:
    """Writes the file so that a reader, or a power cut, never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(json.dumps(data, indent=1))
    draft.replace(path)


def recorded(var: Path) -> dict[str, Mark]:
    """Every service process that was started and not yet seen to end, by name."""
    marks = {}
    for path in (var / "run").glob("*.pid"):
        with contextlib.suppress(ValueError):
            pid, started = path.read_text().split()
            marks[path.stem] = Mark(int(pid), started)
    return marks
