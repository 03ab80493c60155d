"""CKAN sites on the embedded servers: each has a database, a Solr core, a Redis database, a port, an ini file.

    site = Site("source", plugins=("activity",), settings={"ckan.site_title": "Source"}, runs=("web",))
    running = sites.create(site)      # servers up, database migrated, core made, ini written
    sites.start(running)              # its web server (and whatever else `runs` names) serves
    running.url                       # http://127.0.0.1:41234
    sites.ckan(running, "user", "list")
    sites.stop(running)

Every function may be called again: what is there already is left as it is.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata, resources
from pathlib import Path

from ckanext.odlocale.stack import control, postgres, registry, services, solr, valkey
from ckanext.odlocale.stack.control import StackError
from ckanext.odlocale.stack.paths import var_folder
from ckanext.odlocale.stack.services import Service

# CKAN's own variables, which replace an embedded server by an existing one.
REPLACES = {postgres.NAME: "CKAN_SQLALCHEMY_URL", solr.NAME: "CKAN_SOLR_URL", valkey.NAME: "CKAN_REDIS_URL"}
CONSUMERS = {
    "gather": ("harvester", "gather-consumer"),
    "fetch": ("harvester", "fetch-consumer"),
    "worker": ("jobs", "worker"),
}
WEB_WORKERS = 2
WEB_THREADS = 4
REDIS_PATIENCE = 2_000_000


@dataclass(frozen=True, slots=True)
class Site:
    """A CKAN site to run.

    :param name: of the site; its database, core and folder are named after it and CKAN's version
    :param plugins: value of ckan.plugins
    :param settings: further lines of its ini file
    :param runs: its processes: "web", "gather", "fetch", "worker"
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
        return f"{self.name}-{ckan_version()}"


@dataclass(frozen=True, slots=True)
class Running:
    """A site that was created: where everything of it is."""

    site: Site
    var: Path
    port: int
    urls: Mapping[str, str]

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
    def environment(self) -> dict[str, str]:
        """CKAN's own variables for the servers of this site."""
        return {REPLACES[server]: url for server, url in self.urls.items()}


def ckan_version() -> str:
    """The CKAN of this virtual environment, as "2.12"."""
    return ".".join(metadata.version("ckan").split(".")[:2])


def create(site: Site, var: Path | None = None) -> Running:
    """Starts the servers the site needs, makes its database, core and ini file, and migrates its database.

    :raises StackError: a server does not run; the message names it, with the end of its log
    """
    running = reserve(site, var)
    if site.plugins:
        _write_ini(running)
        _migrate(running)
    return running


def reserve(site: Site, var: Path | None = None) -> Running:
    """The servers, the database and the core of the site, without a configuration of its own (the test lanes).

    :raises StackError: a server does not run
    """
    var = var or var_folder()
    with control.locked(var):
        replaced = _replaced(site)
        control.run(var, _servers(var, {*REPLACES} - {*replaced}))
        urls = {name: replaced.get(name) or _embedded(var, name, site) for name in REPLACES}
        postgres.wait_until_open(urls[postgres.NAME])
        if solr.NAME not in replaced:
            solr.ensure_core(var, site.key, _schema())
        port = registry.port(var, f"web-{site.key}", _runs(var, f"{site.key}-web"))
    return Running(site, var, port, urls)


def start(running: Running) -> None:
    """Starts the processes of the site and waits until they serve.

    :raises StackError: one of them died; the message holds the end of its log
    """
    with control.locked(running.var):
        control.run(running.var, [_process(running, kind) for kind in running.site.runs])


def stop(running: Running) -> None:
    """Ends the processes of the site; the servers run on."""
    with control.locked(running.var):
        control.stop(running.var, [f"{running.site.key}-{kind}" for kind in running.site.runs])


def command(*arguments: str) -> list[str]:
    """The command line of CKAN's own command, in this virtual environment."""
    # Through the interpreter: the first line of a script breaks in a long path or one with a space.
    return [sys.executable, str(Path(sys.executable).with_name("ckan")), *arguments]


def ckan(running: Running, *arguments: str, text: str | None = None) -> str:
    """What CKAN's command prints, run on this site.

    :param text: its standard input
    :raises StackError: it fails; the message holds what it said on standard error
    """
    done = subprocess.run(
        command("-c", str(running.ini), *arguments),
        input=text,
        env=environment(running),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StackError(f"ckan {' '.join(arguments)} failed on {running.site.name}:\n{done.stdout}{done.stderr}")
    return done.stdout


def environment(running: Running) -> dict[str, str]:
    """Ours, but for CKAN's variables: the ini file says it all."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CKAN_")}
    return kept | {"CKAN_INI": str(running.ini)}


def _replaced(site: Site) -> dict[str, str]:
    if not site.replaceable:
        return {}
    return {server: os.environ[name] for server, name in REPLACES.items() if os.environ.get(name)}


def _servers(var: Path, names: set[str]) -> list[Service]:
    found = []
    if postgres.NAME in names:
        found.append(postgres.service(var))
    if valkey.NAME in names:
        found.append(valkey.service(var, _runs(var, valkey.NAME)))
    if solr.NAME in names:
        found.append(solr.service(var, _runs(var, solr.NAME)))
    return found


def _runs(var: Path, name: str) -> bool:
    mark = services.recorded(var).get(name)
    return mark is not None and mark.alive()


def _embedded(var: Path, server: str, site: Site) -> str:
    if server == postgres.NAME:
        return postgres.url(var, site.key)
    if server == solr.NAME:
        return solr.url(var, site.key)
    return valkey.url(var, registry.redis_database(var, site.key))


def _package() -> Path:
    found = importlib.util.find_spec("ckan")
    if found is None or found.origin is None:
        raise StackError("CKAN is not installed in this environment. Use ./run, which installs it.")
    return Path(found.origin).parent


def _schema() -> Path:
    return _package() / "config" / "solr" / "schema.xml"


def _write_ini(running: Running) -> None:
    site = running.site
    settings = {"ckan.plugins": " ".join(site.plugins), **site.settings}
    template = (resources.files(__package__) / "conf" / "site.ini").read_text()
    text = template.replace("{settings}", "\n".join(f"{key} = {value}" for key, value in settings.items()))
    values = {
        "secret": registry.secret(running.var, site.key),
        "key": site.key,
        "url": running.url,
        "sqlalchemy_url": running.urls[postgres.NAME],
        "solr_url": running.urls[solr.NAME],
        "redis_url": _patient(running.urls[valkey.NAME]),
        "storage": str(running.folder / "storage"),
    }
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", value)
    (running.folder / "storage").mkdir(parents=True, exist_ok=True)
    running.ini.write_text(text)


def _patient(redis_url: str) -> str:
    """This address, with time to wait for work.

    The harvest consumers of ckanext-harvest 1.6.3 wait for their next job without end; the client of CKAN 2.12
    (redis-py 8) gives up after 5 seconds, and the consumer dies. The most a socket takes is some weeks.
    """
    if "socket_timeout=" in redis_url:
        return redis_url
    return f"{redis_url}{'&' if '?' in redis_url else '?'}socket_timeout={REDIS_PATIENCE}"


def _migrate(running: Running) -> None:
    """Brings the database up to date, unless it was with these very migrations."""
    done = running.folder / "migrated"
    state = _migrations(running)
    if not done.exists() or done.read_text() != state:
        ckan(running, "db", "upgrade")
        done.write_text(state)


def _migrations(running: Running) -> str:
    """Changes when the address of the database, the plugins, or any migration on disk changes."""
    ours = Path(__file__).parents[1] / "migration"
    versions = [f"{path.name} {path.stat().st_size}" for path in sorted(ours.rglob("*.py"))]
    state = (running.urls[postgres.NAME], running.site.plugins, metadata.version("ckan"), versions)
    return hashlib.sha256(repr(state).encode()).hexdigest()


def _process(running: Running, kind: str) -> Service:
    if kind == "web":
        return _web(running)
    return Service(
        name=f"{running.site.key}-{kind}",
        argv=tuple(command("-c", str(running.ini), *CONSUMERS[kind])),
        folder=str(running.folder),
        rank=1,
    )


def _web(running: Running) -> Service:
    """CKAN under gunicorn: `ckan run` is a development server, and says so.

    Gunicorn because it forks (two cores serve, in spite of Python's lock), replaces a worker that hangs, finishes
    requests on SIGTERM, and is pure Python; waitress has one process, uWSGI has no wheel.
    """
    options = {
        "--bind": f"127.0.0.1:{running.port}",
        "--workers": str(WEB_WORKERS),
        "--threads": str(WEB_THREADS),
        "--timeout": "120",
        "--graceful-timeout": "10",
        "--log-level": "warning",
    }
    return Service(
        name=f"{running.site.key}-web",
        argv=(
            *(sys.executable, "-m", "gunicorn"),
            *(part for pair in options.items() for part in pair),
            "ckanext.odlocale.stack.wsgi:application()",
        ),
        folder=str(running.folder),
        env={"CKAN_INI": str(running.ini)},
        rank=1,
        ready=("http", f"{running.url}/api/3/action/status_show"),
    )
