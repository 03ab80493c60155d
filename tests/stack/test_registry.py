from __future__ import annotations

import socket
import threading

import pytest

from ckanext.odlocale.stack import registry


def test_a_server_keeps_its_port(tmp_path):
    assert registry.port(tmp_path, "solr", running=False) == registry.port(tmp_path, "solr", running=False)


def test_two_servers_have_two_ports(tmp_path):
    assert registry.port(tmp_path, "solr", running=False) != registry.port(tmp_path, "valkey", running=False)


def test_a_port_that_somebody_else_took_is_given_up(tmp_path):
    first = registry.port(tmp_path, "solr", running=False)
    with socket.socket() as other:
        other.bind(("127.0.0.1", first))
        other.listen()
        assert registry.port(tmp_path, "solr", running=False) != first


def test_a_port_that_a_killed_server_still_holds_is_waited_for(tmp_path):
    first = registry.port(tmp_path, "solr", running=False)
    dying = socket.socket()
    dying.bind(("127.0.0.1", first))
    dying.listen()
    threading.Timer(0.3, dying.close).start()
    assert registry.port(tmp_path, "solr", running=False) == first


def test_the_port_of_a_server_that_runs_is_its_own(tmp_path):
    first = registry.port(tmp_path, "solr", running=False)
    with socket.socket() as itself:
        itself.bind(("127.0.0.1", first))
        itself.listen()
        assert registry.port(tmp_path, "solr", running=True) == first


def test_each_site_has_a_redis_database_of_its_own(tmp_path):
    assert [registry.redis_database(tmp_path, site) for site in ("a", "b", "a")] == [0, 1, 0]


def test_there_are_as_many_redis_databases_as_the_server_has(tmp_path):
    for number in range(registry.REDIS_DATABASES):
        registry.redis_database(tmp_path, f"site {number}")
    with pytest.raises(ValueError, match="remove the folder"):
        registry.redis_database(tmp_path, "one more")


def test_a_site_keeps_its_secret(tmp_path):
    assert registry.secret(tmp_path, "a") == registry.secret(tmp_path, "a")


def test_two_sites_have_two_secrets(tmp_path):
    assert registry.secret(tmp_path, "a") != registry.secret(tmp_path, "b")
