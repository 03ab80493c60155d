"""The files under docker/, read as an engine would read them: no engine runs here."""

from __future__ import annotations

import configparser
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker" / "compose.yaml").read_text())


def ini(path: str) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser()
    parser.read(ROOT / path)
    return parser["app:main"]


def test_every_process_of_ckan_and_every_server_has_a_container(compose):
    assert {*compose["services"]} >= {"web", "gather", "fetch", "worker", "postgres", "redis", "solr"}


def test_every_volume_in_use_is_declared(compose):
    used = {
        line.split(":")[0] for service in compose["services"].values() for line in service.get("volumes", [])
    }
    assert used == {*compose["volumes"]}


def test_every_dependency_is_a_service(compose):
    needed = {name for service in compose["services"].values() for name in service.get("depends_on", {})}
    assert needed <= {*compose["services"]}


def test_what_is_waited_for_says_when_it_is_healthy(compose):
    waited = {
        name
        for service in compose["services"].values()
        for name, how in service.get("depends_on", {}).items()
        if how["condition"] == "service_healthy"
    }
    assert [name for name in waited if "healthcheck" not in compose["services"][name]] == []


def test_each_variable_the_person_must_give_stands_in_the_example():
    asked = {*re.findall(r"\$\{(\w+):\?", (ROOT / "docker" / "compose.yaml").read_text())}
    given = {*re.findall(r"^(\w+)=", (ROOT / "docker" / ".env.example").read_text(), re.M)}
    assert asked == given


def test_each_variable_of_the_ini_file_is_given_to_the_containers(compose):
    used = {*re.findall(r"%\((CKAN_\w+)\)s", (ROOT / "docker" / "ckan.ini").read_text())}
    image = {*re.findall(r"(CKAN_\w+)=", (ROOT / "docker" / "Dockerfile").read_text())}
    assert used - image == {*compose["services"]["web"]["environment"]}


def test_the_image_copies_only_what_exists():
    lines = re.findall(r"^COPY (.+) \S+$", (ROOT / "docker" / "Dockerfile").read_text(), re.M)
    assert [name for line in lines for name in line.split() if not (ROOT / name).exists()] == []


def test_the_settings_are_those_of_the_embedded_portal():
    from ckanext.odlocale.stack.portal import PORTAL

    # What differs: its name, and that the demo harvests catalogues on its own machine.
    told = {"ckan.site_title", "ckanext.odlocale.harvest.allowed_private_addresses"}
    settings = {key: value for key, value in PORTAL.settings.items() if key not in told}
    assert {key: ini("docker/ckan.ini").get(key) for key in settings} == settings


def test_the_plugins_are_those_of_the_embedded_portal():
    from ckanext.odlocale.stack.portal import PLUGINS

    assert ini("docker/ckan.ini")["ckan.plugins"].split() == [*PLUGINS]


def test_the_tests_run_with_the_plugins_of_the_embedded_portal():
    from ckanext.odlocale.stack.portal import PLUGINS

    assert ini("test.ini")["ckan.plugins"].split() == [*PLUGINS]
