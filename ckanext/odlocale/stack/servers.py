"""Which servers a site needs, and their addresses: embedded ones, unless CKAN's own variables name others."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Mapping
from pathlib import Path

from ckanext.odlocale.stack import control, postgres, registry, services, solr, valkey
from ckanext.odlocale.stack.control import StackError
from ckanext.odlocale.stack.services import Service
from ckanext.odlocale.stack.telling import Tell, silent

# CKAN's own variables, which replace an embedded server by an existing one.
VARIABLES = {postgres.NAME: "CKAN_SQLALCHEMY_URL", solr.NAME: "CKAN_SOLR_URL", valkey.NAME: "CKAN_REDIS_URL"}


def replaced() -> dict[str, str]:
    """The addresses of existing servers, by the name of the embedded server each replaces."""
    return {server: os.environ[name] for server, name in VARIABLES.items() if os.environ.get(name)}


def start(var: Path, key: str, others: Mapping[str, str], tell: Tell = silent) -> dict[str, str]:
    """Starts every embedded server that `others` does not replace.

    :param key: of the site; names its databases
    :param tell: told each step that takes long, in a line
    :returns: the address of the site's database, core and Redis database, by the name of the server
    :raises StackError: a server does not run
    """
    names = {*VARIABLES} - {*others}
    if idle := sorted(name for name in names if not running(var, name)):
        tell(f"Starting {', '.join(idle)}.")
    control.run(var, _embedded(var, names, tell))
    addresses = {
        postgres.NAME: lambda: postgres.url(var, key),
        solr.NAME: lambda: solr.url(var, key),
        valkey.NAME: lambda: valkey.url(var, registry.redis_database(var, key)),
    }
    return {name: others.get(name) or address() for name, address in addresses.items()}


def _embedded(var: Path, names: set[str], tell: Tell) -> list[Service]:
    found: list[Service] = []
    if postgres.NAME in names:
        found.append(postgres.service(var))
    if valkey.NAME in names:
        found.append(valkey.service(var, running(var, valkey.NAME)))
    if solr.NAME in names:
        found.append(solr.service(var, running(var, solr.NAME), tell))
    return found


def running(var: Path, name: str) -> bool:
    """Whether the process of this service runs."""
    mark = services.recorded(var).get(name)
    return mark is not None and mark.alive()


def solr_schema() -> Path:
    """The schema of the CKAN in this virtual environment.

    :raises StackError: there is none
    """
    ckan = importlib.util.find_spec("ckan")
    if ckan is None or ckan.origin is None:
        raise StackError("CKAN is not installed in this environment. Use ./run, which installs it.")
    return Path(ckan.origin).parent / "config" / "solr" / "schema.xml"
