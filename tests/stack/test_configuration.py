from __future__ import annotations

import configparser

from ckanext.odlocale.stack import configuration

SITE = {"key": "demo-2.12", "url": "http://127.0.0.1:5000", "secret": "s", "storage": "/var/demo"}
SERVERS = {"postgresql": "postgresql://db", "solr": "http://solr", "valkey": "redis://127.0.0.1:1/2"}


def read(settings: dict[str, str]) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser()
    parser.read_string(configuration.ini(SITE, SERVERS, settings))
    return parser["app:main"]


def test_the_ini_file_names_the_servers_of_the_site():
    assert read({})["sqlalchemy.url"] == "postgresql://db"


def test_the_ini_file_holds_the_settings_of_the_site():
    assert read({"ckan.locale_default": "fr"})["ckan.locale_default"] == "fr"


def test_consumers_are_given_time_to_wait_for_work():
    assert configuration.patient("redis://h:1/2") == "redis://h:1/2?socket_timeout=2000000"


def test_an_address_with_parameters_keeps_them():
    assert configuration.patient("rediss://h/2?a=b") == "rediss://h/2?a=b&socket_timeout=2000000"


def test_an_address_that_says_how_long_to_wait_is_left_alone():
    assert configuration.patient("redis://h/2?socket_timeout=9") == "redis://h/2?socket_timeout=9"


def test_another_plugin_means_other_migrations():
    assert configuration.migrations("db", ("a",)) != configuration.migrations("db", ("a", "b"))


def test_the_same_plugins_mean_the_same_migrations():
    assert configuration.migrations("db", ("a",)) == configuration.migrations("db", ("a",))
