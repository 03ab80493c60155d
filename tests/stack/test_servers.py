"""The real servers: one stack for the module, since PostgreSQL and Solr take seconds to start."""

from __future__ import annotations

import json
import os
import signal
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
import redis

from ckanext.odlocale.stack import control, postgres, processes, servers, services, sites, solr, valkey
from ckanext.odlocale.stack.control import StackError
from ckanext.odlocale.stack.sites import Running, Site

pytestmark = pytest.mark.ckan

PROBE = Site("probe")


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("stack")
    yield folder
    control.down(folder)


@pytest.fixture
def probe(var: Path) -> Running:
    return sites.reserve(PROBE, var)


def kill(var: Path, name: str) -> None:
    processes.stop([services.recorded(var)[name]], signal.SIGKILL, 10)


def query(running: Running, statement: str) -> list[tuple[object, ...]]:
    with psycopg2.connect(running.addresses[postgres.NAME]) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def hits(running: Running) -> int:
    address = f"{running.addresses[solr.NAME]}/select?q=*:*&rows=0&wt=json"
    with urllib.request.urlopen(address, timeout=10) as answer:
        return json.load(answer)["response"]["numFound"]


def index(running: Running, identifier: str) -> None:
    document = json.dumps([{"index_id": identifier, "id": identifier, "site_id": "probe"}]).encode()
    address = f"{running.addresses[solr.NAME]}/update?commit=true"
    request = urllib.request.Request(address, document, {"Content-Type": "application/json"})
    urllib.request.urlopen(request, timeout=10).close()


def test_a_site_has_a_database_that_speaks_unicode(probe):
    assert query(probe, "SHOW server_encoding") == [("UTF8",)]


def test_a_site_has_a_core_with_the_schema_of_its_ckan(probe):
    schema = probe.var / solr.NAME / probe.site.key / "conf" / "schema.xml"
    assert schema.read_bytes() == servers.solr_schema().read_bytes()


def test_two_sites_have_two_redis_databases(probe, var):
    other = sites.reserve(Site("other"), var)
    assert probe.addresses[valkey.NAME] != other.addresses[valkey.NAME]


def test_only_the_owner_may_open_the_socket_of_postgresql(probe):
    socket = next((probe.var / "socket").glob(".s.PGSQL.*[0-9]"))
    assert oct(socket.stat().st_mode & 0o777) == "0o700"


def test_a_database_outlives_a_killed_postgresql(probe, var):
    query(probe, "CREATE TABLE outlives (n int)")
    kill(var, postgres.NAME)
    sites.reserve(PROBE, var)
    assert query(probe, "SELECT count(*) FROM outlives") == [(0,)]


def test_a_lock_of_postgresql_that_names_another_program_is_removed(probe, var):
    kill(var, postgres.NAME)
    lock = var / postgres.NAME / "postmaster.pid"
    lock.write_text(lock.read_text().replace(lock.read_text().split()[0], str(os.getpid()), 1))
    sites.reserve(PROBE, var)
    assert query(probe, "SELECT 1") == [(1,)]


def test_an_index_outlives_a_killed_solr(probe, var):
    index(probe, "outlives")
    kill(var, solr.NAME)
    assert hits(sites.reserve(PROBE, var)) == 1


def test_a_queue_outlives_a_killed_valkey(probe, var):
    client = redis.Redis.from_url(probe.addresses[valkey.NAME])
    client.rpush("queue", "job")
    client.config_set("appendfsync", "always")
    client.rpush("queue", "another")
    kill(var, valkey.NAME)
    client = redis.Redis.from_url(sites.reserve(PROBE, var).addresses[valkey.NAME])
    assert client.lrange("queue", 0, -1) == [b"job", b"another"]


def test_everything_recovers_from_a_killed_supervisor(probe, var):
    processes.stop([control.status(var).mark], signal.SIGKILL, 10)
    again = sites.reserve(PROBE, var)
    assert (query(again, "SELECT 1"), hits(again)) == ([(1,)], 1)


def test_everything_recovers_when_all_is_killed_at_once(probe, var):
    marks = [control.status(var).mark, *services.recorded(var).values()]
    processes.stop(marks, signal.SIGKILL, 10)
    again = sites.reserve(PROBE, var)
    assert (query(again, "SELECT 1"), hits(again)) == ([(1,)], 1)


def test_down_leaves_no_process_behind(probe, var):
    marks = [control.status(var).mark, *services.recorded(var).values()]
    control.down(var)
    assert [mark.alive() for mark in marks] == [False] * 4


def test_a_core_with_another_schema_is_made_anew(probe, var, tmp_path):
    index(probe, "old")
    other = tmp_path / "schema.xml"
    other.write_bytes(servers.solr_schema().read_bytes() + b"<!-- another -->")
    assert (solr.ensure_core(var, probe.site.key, other), hits(probe)) == (True, 0)


def test_solr_refuses_a_broken_schema_with_its_reason(probe, var, tmp_path):
    broken = tmp_path / "schema.xml"
    broken.write_text("<schema>")
    with pytest.raises(StackError, match="Solr refused to create a core: "):
        solr.ensure_core(var, "broken", broken)


def test_an_existing_database_replaces_the_embedded_one(probe, var, monkeypatch):
    address = postgres.url(var, "elsewhere")
    monkeypatch.setenv("CKAN_SQLALCHEMY_URL", address)
    replaced = sites.reserve(Site("portal", replaceable=True), var)
    assert replaced.addresses[postgres.NAME] == address


def test_servers_that_exist_already_start_none_of_ours(probe, tmp_path, monkeypatch):
    for server, variable in servers.VARIABLES.items():
        monkeypatch.setenv(variable, probe.addresses[server])
    sites.reserve(Site("portal", replaceable=True), tmp_path)
    assert (services.recorded(tmp_path), control.status(tmp_path)) == ({}, None)


def test_a_site_that_is_not_the_portal_stays_on_the_embedded_servers(probe, var, monkeypatch):
    monkeypatch.setenv("CKAN_SQLALCHEMY_URL", "postgresql://elsewhere/db")
    assert sites.reserve(PROBE, var).addresses == probe.addresses


def test_an_existing_server_that_does_not_answer_is_named(tmp_path, monkeypatch):
    for variable in servers.VARIABLES.values():
        monkeypatch.setenv(variable, "postgresql://127.0.0.1:1/db")
    with pytest.raises(StackError, match="PostgreSQL does not answer at postgresql://127.0.0.1:1/db"):
        sites.reserve(Site("portal", replaceable=True), tmp_path)
