"""The sites the bench measures, on servers of their own: nothing of a demo's stack is touched."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import urllib.request
from importlib import metadata
from pathlib import Path
from typing import Any

import psycopg2
import redis
from psycopg2 import sql

from ckanext.odlocale.stack import paths, postgres, sites, solr, valkey
from ckanext.odlocale.stack.environment import child_environment
from ckanext.odlocale.stack.portal import PORTAL
from ckanext.odlocale.stack.sites import Running, Site

ROOT = Path(__file__).parents[1]
VAR = paths.var_folder() / "bench"

# The peer has the suite without us; and without ckanext-validation, which does not start without our mending.
PEER_PLUGINS = tuple(
    name for name in PORTAL.plugins if not name.startswith("odlocale_") and not name.startswith("validation")
)
PEER_SETTINGS = {key: value for key, value in PORTAL.settings.items() if "odlocale" not in key + value}
# It does not import on CKAN 2.12. It is alone: beside ckanext-scheming, CKAN reads all organizations for each
# line of its tree.
HAS_HIERARCHY = metadata.version("ckan").startswith("2.11.")
HIERARCHY_PLUGINS = ("hierarchy_display", "hierarchy_form", "activity")
CONSUMERS = ("gather", "fetch", "worker")

PAGES = dataclasses.replace(PORTAL, name="bench-pages", runs=("web",), replaceable=False)
# One portal, with our plugins and with hierarchy's: the same name is the same database and the same index.
NATION = dataclasses.replace(PAGES, name="bench-nation")
HIERARCHY = Site("bench-nation", HIERARCHY_PLUGINS, {"ckan.site_title": "Hierarchy"}, ("web",))
SOURCE = Site("bench-source", ("activity",), {"ckan.site_title": "Source"}, ("web",))
OURS = dataclasses.replace(PORTAL, name="bench-ours", runs=CONSUMERS, replaceable=False)
PEER = Site("bench-peer", PEER_PLUGINS, PEER_SETTINGS, CONSUMERS)


def inside(running: Running, task: str, *arguments: str) -> Any:
    """What a task of bench/inside.py returns, run in a process of this site."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.inside", str(running.ini), task, *arguments],
        cwd=ROOT,
        env=child_environment(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def query(running: Running, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows of the site's database."""
    with psycopg2.connect(running.addresses[postgres.NAME]) as connection, connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def keep_as_template(running: Running) -> None:
    """Remembers the site as it is now, for `restore`."""
    _copy_database(running, running.site.key, f"{running.site.key}-fresh")


def restore(running: Running) -> None:
    """Puts the site back to what it was, its index and queues empty. Its processes must be stopped."""
    _copy_database(running, f"{running.site.key}-fresh", running.site.key)
    _empty_index_and_queues(running)


def empty(running: Running) -> None:
    """Takes every dataset and territory out of the site. Its processes must be stopped."""
    tables = query(running, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    kept = [name for (name,) in tables if not name.endswith("alembic_version")]
    query(running, f"TRUNCATE {', '.join(f'{chr(34)}{name}{chr(34)}' for name in kept)} CASCADE")
    _empty_index_and_queues(running)


def _empty_index_and_queues(running: Running) -> None:
    redis.Redis.from_url(running.addresses[valkey.NAME]).flushdb()
    send_to_solr(running, {"delete": {"query": "*:*"}})


def _copy_database(running: Running, source: str, target: str) -> None:
    connection = psycopg2.connect(postgres.url(running.var, "postgres"))
    connection.autocommit = True
    names = sql.Identifier(target), sql.Identifier(source)
    cursor = connection.cursor()
    cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(names[0]))
    cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (source,))
    cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
    connection.close()


def send_to_solr(running: Running, command: object) -> None:
    """Sends an update to the site's core, and commits it."""
    request = urllib.request.Request(
        f"{running.addresses[solr.NAME]}/update?commit=true",
        json.dumps(command).encode(),
        {"Content-Type": "application/json"},
    )
    urllib.request.urlopen(request, timeout=600).close()


def documents(running: Running) -> int:
    """How many datasets the site's index holds."""
    address = f"{running.addresses[solr.NAME]}/select?q=*:*&rows=0&wt=json"
    with urllib.request.urlopen(address, timeout=60) as answer:
        return json.load(answer)["response"]["numFound"]


def create(site: Site) -> Running:
    """The site, on the bench's own servers."""
    return sites.create(site, VAR)
