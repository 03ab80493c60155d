"""The sample catalogues, served on this machine, as sources for the portal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from ckanext.odlocale.stack import control, registry, servers
from ckanext.odlocale.stack.demo import content, remote
from ckanext.odlocale.stack.demo.content import Entry
from ckanext.odlocale.stack.demo.harvesting import Wanted
from ckanext.odlocale.stack.demo.server import CATALOGUES
from ckanext.odlocale.stack.services import Service

SERVER = "catalogues"


def start(var: Path, entries: Sequence[Entry]) -> list[Wanted]:
    """Serve the catalogues: the DCAT ones by a small web server, the CKAN one by a second CKAN.

    :returns: the sources to harvest
    :raises StackError: one of them does not start
    """
    files = _start_server(var)
    addresses = {code: f"{files}{path}" for code, (path, _syntax, _kind) in CATALOGUES.items()}
    addresses[remote.CODE] = remote.start(entries, files).url
    return [_wanted(source, addresses[source.code]) for source in content.sources()]


def _start_server(var: Path) -> str:
    with control.locked(var):
        port = registry.port(var, SERVER, servers.running(var, SERVER))
        control.run(var, [_service(var, port)])
    return f"http://127.0.0.1:{port}"


def _service(var: Path, port: int) -> Service:
    return Service(
        name=SERVER,
        argv=(sys.executable, "-m", "ckanext.odlocale.stack.demo.server", str(port)),
        folder=str(var),
        rank=1,
        ready=("http", f"http://127.0.0.1:{port}/"),
    )


def _wanted(source: content.Source, address: str) -> Wanted:
    return Wanted(
        name=f"exemple-{source.code}",
        title=source.title,
        url=address,
        type=source.type,
        organization=source.organization,
        config={"policy": "roll-up", "territory": source.territory},
    )
