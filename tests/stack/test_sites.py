"""A site with its processes, and the command that runs it."""

from __future__ import annotations

import dataclasses
import json
import signal
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from ckanext.odlocale.stack import control, processes, services, sites
from ckanext.odlocale.stack.sites import Running, Site

pytestmark = pytest.mark.ckan

SITE = Site("site", plugins=("activity", "harvest"), runs=("web", "fetch"))


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("site")
    yield folder
    control.down(folder)


@pytest.fixture(scope="module")
def running(var: Path) -> Running:
    site = sites.create(SITE, var)
    sites.start(site)
    return site


def status(running: Running) -> dict[str, object]:
    with urllib.request.urlopen(f"{running.url}/api/3/action/status_show", timeout=30) as answer:
        return json.load(answer)["result"]


def test_the_site_answers_at_its_address(running):
    assert status(running)["site_url"] == running.url


def test_the_database_has_the_tables_of_the_plugins(running):
    assert sites.ckan(running, "harvester", "jobs") == "There are 0 harvest jobs\n\n"


def test_ckans_command_fails_with_what_it_said(running):
    with pytest.raises(control.StackError, match="failed on the site site:\n(?s:.*)No such command"):
        sites.ckan(running, "no-such-command")


def test_a_killed_web_server_is_started_again(running, var):
    processes.stop([services.recorded(var)[f"{SITE.key}-web"]], signal.SIGKILL, 10)
    sites.start(running)
    assert status(running)["site_url"] == running.url


def test_a_changed_setting_reaches_the_web_server(running, var):
    changed = sites.create(dataclasses.replace(SITE, settings={"ckan.site_title": "Changed"}), var)
    sites.start(changed)
    assert status(changed)["site_title"] == "Changed"


def test_stopping_a_site_leaves_the_servers_running(running, var):
    sites.start(running)
    sites.stop(running)
    assert sorted(services.recorded(var)) == ["postgresql", "solr", "valkey"]
