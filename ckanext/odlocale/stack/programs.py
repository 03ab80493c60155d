"""The processes of a site: its web server, its harvest consumers, its background worker."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from ckanext.odlocale.stack.services import Service

CONSUMERS = {
    "gather": ("harvester", "gather-consumer"),
    "fetch": ("harvester", "fetch-consumer"),
    "worker": ("jobs", "worker"),
}
# CKAN under gunicorn, since `ckan run` is a development server, and says so. Gunicorn forks (two cores serve,
# in spite of Python's lock), replaces a worker that hangs, finishes requests on SIGTERM, and is pure Python;
# waitress has one process, uWSGI has no wheel.
GUNICORN = {
    "--workers": "2",
    "--threads": "4",
    "--timeout": "120",
    "--graceful-timeout": "10",
    "--log-level": "warning",
}


def ckan(*arguments: str) -> list[str]:
    """The command line of CKAN's own command, in this virtual environment."""
    # Through the interpreter: the first line of a script breaks in a long path or one with a space.
    return [sys.executable, str(Path(sys.executable).with_name("ckan")), *arguments]


def name(key: str, kind: str) -> str:
    """The name of the service that is this process of this site."""
    return f"{key}-{kind}"


def service(kind: str, key: str, ini: Path, port: int) -> Service:
    """A process of a site.

    :param kind: "web", "gather", "fetch" or "worker"; "fetch-2" is a second of its kind
    :param key: of the site
    """
    url = f"http://127.0.0.1:{port}/api/3/action/status_show"
    return Service(
        name=name(key, kind),
        argv=_web(port) if kind == "web" else tuple(ckan("-c", str(ini), *CONSUMERS[kind.partition("-")[0]])),
        folder=str(ini.parent),
        # The digest has a process that read other settings replaced.
        env={"CKAN_INI": str(ini), "ODLOCALE_SETTINGS": hashlib.sha256(ini.read_bytes()).hexdigest()},
        rank=1,
        ready=("http", url) if kind == "web" else (),
    )


def _web(port: int) -> tuple[str, ...]:
    options = [part for option in GUNICORN.items() for part in option]
    program = (sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}")
    return (*program, *options, "ckanext.odlocale.stack.wsgi:application()")
