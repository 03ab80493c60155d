"""CKAN sites on the embedded servers: each has a database, a core, a Redis database, a port, an ini file.

    site = Site("source", plugins=("activity",), settings={"ckan.site_title": "Source"}, runs=("web",))
    running = sites.create(site)      # servers up, database migrated, core made, ini written
    sites.start(running)              # its web server (and whatever else `runs` names) serves
    running.url                       # http://127.0.0.1:41234
    sites.ckan(running, "user", "list")
    sites.stop(running)

Every function may be called again: what is there already is left as it is.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from ckanext.odlocale.stack import configuration, control, postgres, programs, registry, servers, solr
from ckanext.odlocale.stack.control import StackError
from ckanext.odlocale.stack.environment import child_environment
from ckanext.odlocale.stack.paths import var_folder
from ckanext.odlocale.stack.telling import Tell, silent


@dataclass(frozen=True, slots=True)
class Site:
    """A CKAN site to run.

    :param name: of the site; its database, core and folder are named after it and CKAN's version
    :param plugins: value of ckan.plugins
    :param settings: further lines of its ini file
    :param runs: its processes: "web", "gather", "fetch", "worker"; "fetch-2" for a second consumer
    :param replaceable: CKAN_SQLALCHEMY_URL, CKAN_SOLR_URL and CKAN_REDIS_URL speak of this site
    """

    name: str
    plugins: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    runs: tuple[str, ...] = ("web",)
    replaceable: bool = False

    @property
    def key(self) -> str:
        """Name and CKAN version: two versions share nothing, since neither reads what the other writes."""
        return f"{self.name}-{'.'.join(metadata.version('ckan').split('.')[:2])}"


@dataclass(frozen=True, slots=True)
class Running:
    """A site that was created: where everything of it is.

    :param addresses: of its database, core and Redis database, by the name of the server
    :param fresh_index: its core was made just now, so it is empty
    """

    site: Site
    var: Path
    port: int
    addresses: Mapping[str, str]
    fresh_index: bool

    @property
    def url(self) -> str:
        """The address of its pages."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def folder(self) -> Path:
        """Its state: ini file, uploads."""
        return self.var / "sites" / self.site.key

    @property
    def ini(self) -> Path:
        """Its configuration file."""
        return self.folder / "ckan.ini"

    @property
    def variables(self) -> dict[str, str]:
        """CKAN's own variables for the servers of this site."""
        return {servers.VARIABLES[server]: address for server, address in self.addresses.items()}


def reserve(site: Site, var: Path | None = None, tell: Tell = silent) -> Running:
    """The servers, the database and the core of the site, without an ini file of its own (the test lanes).

    :param tell: told each step that takes long, in a line
    :raises StackError: a server does not run; the message names it, with the end of its log
    """
    with control.locked(var or var_folder()):
        return _reserve(site, var or var_folder(), tell)


def create(site: Site, var: Path | None = None, tell: Tell = silent) -> Running:
    """Starts the servers, makes database, core and ini file, and brings database and index up to date.

    :param tell: told each step that takes long, in a line
    :raises StackError: a server does not run; the message names it, with the end of its log
    """
    with control.locked(var or var_folder()):
        running = _reserve(site, var or var_folder(), tell)
        _configure(running)
        _update(running, tell)
    return running


def _reserve(site: Site, var: Path, tell: Tell) -> Running:
    others = servers.replaced() if site.replaceable else {}
    addresses = servers.start(var, site.key, others, tell)
    postgres.wait_until_open(addresses[postgres.NAME])
    fresh = solr.NAME not in others and solr.ensure_core(var, site.key, servers.solr_schema())
    port = registry.port(var, f"{site.key}-web", servers.running(var, f"{site.key}-web"))
    return Running(site, var, port, addresses, fresh)


def _configure(running: Running) -> None:
    storage = running.folder / "storage"
    storage.mkdir(parents=True, exist_ok=True)
    key = running.site.key
    site = {
        "key": key,
        "url": running.url,
        "secret": registry.secret(running.var, key),
        "storage": str(storage),
    }
    settings = {"ckan.plugins": " ".join(running.site.plugins), **running.site.settings}
    running.ini.write_text(configuration.ini(site, running.addresses, settings))


def _update(running: Running, tell: Tell) -> None:
    """Migrates the database and fills an empty index, unless that was done with these very migrations."""
    done = running.folder / "migrated"
    state = configuration.migrations(running.addresses[postgres.NAME], running.site.plugins)
    had_data = done.exists()
    if not had_data or done.read_text() != state:
        tell(f"Bringing the database of {running.site.name} up to date.")
        ckan(running, "db", "upgrade")
        ckan(running, "translation", "js")
    if had_data and running.fresh_index:
        tell(f"Filling the empty index of {running.site.name}.")
        ckan(running, "search-index", "rebuild")
    # Of an existing database nobody here knows what happens to it between two runs.
    if postgres.NAME in servers.replaced() and running.site.replaceable:
        done.unlink(missing_ok=True)
    else:
        done.write_text(state)


def start(running: Running) -> None:
    """Starts the processes of the site and waits until they serve.

    :raises StackError: one of them died; the message holds the end of its log
    """
    wanted = [
        programs.service(kind, running.site.key, running.ini, running.port) for kind in running.site.runs
    ]
    with control.locked(running.var):
        control.run(running.var, wanted)


def stop(running: Running) -> None:
    """Ends the processes of the site; the servers run on."""
    with control.locked(running.var):
        control.stop(running.var, [programs.name(running.site.key, kind) for kind in running.site.runs])


def command(running: Running, *arguments: str) -> list[str]:
    """The command line of CKAN's own command, on this site."""
    return programs.ckan("-c", str(running.ini), *arguments)


def ckan(running: Running, *arguments: str, text: str | None = None) -> str:
    """What CKAN's command prints, run on this site.

    :param text: its standard input
    :raises StackError: it fails; the message holds what it said
    """
    done = subprocess.run(
        command(running, *arguments),
        input=text,
        env=child_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        what = f"ckan {' '.join(arguments)} failed on the site {running.site.name}"
        raise StackError(f"{what}:\n{done.stdout}{done.stderr}")
    return done.stdout
